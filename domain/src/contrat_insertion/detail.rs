//! What goes with a contract: its renewals, its steps of hours, its immersions.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::lecture::{SOURCE, lisible};
use super::{ContratInsertion, ObjetImmersion};
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renouvellement {
    pub le: NaiveDate,
    pub fin_prevue: NaiveDate,
    pub derogation: Option<String>,
}

/// Hours of a week from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palier {
    pub a_partir_du: NaiveDate,
    pub heures: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Immersion {
    pub id: Uuid,
    pub employeur: String,
    pub siret: Option<String>,
    pub code_rome: Option<String>,
    pub du: NaiveDate,
    pub au: NaiveDate,
    pub objet: ObjetImmersion,
    pub bilan: Option<String>,
}

const RENOUVELLEMENT: (&str, &str, &str) = ("t.le, t.fin_prevue, t.derogation", "renouvellement_contrat", "t.rang");
const PALIER: (&str, &str, &str) = ("t.a_partir_du, t.heures", "palier_contrat", "t.a_partir_du");
const IMMERSION: (&str, &str, &str) = ("t.id, t.employeur, t.siret, t.code_rome, t.du, t.au, t.objet, t.bilan", "immersion", "t.du, t.id");

/// Rows of a table of contracts that were read through this session, one statement whatever their number.
fn de(session: &Session, (colonnes, table, ordre): (&str, &str, &str), contrats: &[Uuid]) -> Requete {
    let mut q = session.requete("select t.contrat_id, ");
    q.texte(colonnes).texte(SOURCE).texte(" join ").texte(table);
    q.texte(" t on t.departement = p.departement and t.contrat_id = p.id where p.id").parmi_ids(contrats);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    q.texte(" order by t.contrat_id, ").texte(ordre);
    q
}

fn grouper<T>(lignes: &[Ligne], une: impl Fn(&Ligne, usize) -> Result<T, Panne>) -> Result<HashMap<Uuid, Vec<T>>, Panne> {
    let mut lues: HashMap<Uuid, Vec<T>> = HashMap::new();
    for l in lignes {
        lues.entry(l.lire(0)?).or_default().push(une(l, 1)?);
    }
    Ok(lues)
}

pub async fn renouvellements(session: &Session, contrats: &[Uuid]) -> Result<HashMap<Uuid, Vec<Renouvellement>>, Panne> {
    grouper(&session.lignes(de(session, RENOUVELLEMENT, contrats)).await?, |l, d| {
        Ok(Renouvellement { le: l.lire(d)?, fin_prevue: l.lire(d + 1)?, derogation: l.lire(d + 2)? })
    })
}

pub async fn paliers(session: &Session, contrats: &[Uuid]) -> Result<HashMap<Uuid, Vec<Palier>>, Panne> {
    grouper(&session.lignes(de(session, PALIER, contrats)).await?, palier)
}

pub async fn immersions(session: &Session, contrats: &[Uuid]) -> Result<HashMap<Uuid, Vec<Immersion>>, Panne> {
    grouper(&session.lignes(de(session, IMMERSION, contrats)).await?, immersion)
}

fn palier(l: &Ligne, d: usize) -> Result<Palier, Panne> {
    Ok(Palier { a_partir_du: l.lire(d)?, heures: l.lire(d + 1)? })
}

fn immersion(l: &Ligne, d: usize) -> Result<Immersion, Panne> {
    Ok(Immersion {
        id: l.lire(d)?,
        employeur: l.lire(d + 1)?,
        siret: l.lire(d + 2)?,
        code_rome: l.lire(d + 3)?,
        du: l.lire(d + 4)?,
        au: l.lire(d + 5)?,
        objet: l.code(d + 6)?,
        bilan: l.lire(d + 7)?,
    })
}

/// The steps of a contract that the transaction holds, in their order.
pub(super) async fn paliers_pour_acte(tx: &Ecriture, c: &ContratInsertion) -> Result<Vec<Palier>, Panne> {
    pour_acte(tx, PALIER, c).await?.iter().map(|l| palier(l, 0)).collect()
}

pub(super) async fn immersions_pour_acte(tx: &Ecriture, c: &ContratInsertion) -> Result<Vec<Immersion>, Panne> {
    pour_acte(tx, IMMERSION, c).await?.iter().map(|l| immersion(l, 0)).collect()
}

async fn pour_acte(tx: &Ecriture, (colonnes, table, ordre): (&str, &str, &str), c: &ContratInsertion) -> Result<Vec<Ligne>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(colonnes).texte(" from ").texte(table).texte(" t where t.departement = ").valeur(c.departement.as_str());
    q.texte(" and t.contrat_id = ").valeur(c.id).texte(" order by ").texte(ordre);
    tx.lignes(q).await
}

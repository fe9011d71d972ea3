//! What partners declared, as it is read.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Indicateur, QualiteValeur};
use crate::erreur::Panne;
use crate::habilitation::LienDossier;
use crate::mesure::{Centiemes, Periode};
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

/// One value declared; a correction leaves the former one readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    pub id: Uuid,
    pub indicateur: Uuid,
    pub periode: Periode,
    pub territoire: Option<Uuid>,
    pub valeur: Option<Centiemes>,
    pub numerateur: Option<Centiemes>,
    pub denominateur: Option<Centiemes>,
    pub texte: Option<String>,
    pub qualite: QualiteValeur,
    pub justification: Option<String>,
    pub partenaire: Uuid,
    pub le: DateTime<Utc>,
    pub remplacee_le: Option<DateTime<Utc>>,
}

const COLONNES: &str = "select d.id, d.indicateur_id, d.du, d.au, d.territoire_id, d.valeur, d.numerateur, d.denominateur, d.texte, d.qualite, d.justification, d.partenaire_id, d.declaree_le, d.remplacee_le from valeur_declaree d where d.indicateur_id";

/// Those in force, of all these indicators, within a period.
pub async fn courantes(session: &Session, indicateurs: &[Uuid], periode: Periode) -> Result<Vec<Declaration>, Panne> {
    let mut q = choisies(session, indicateurs, periode);
    q.texte(" and d.remplacee_le is null order by d.du, d.au, d.id");
    session.lignes(q).await?.iter().map(depuis).collect()
}

/// Those that were made of an indicator within a period, the latest first.
pub async fn historique(session: &Session, indicateur: Uuid, periode: Periode, au_plus: usize) -> Result<Vec<Declaration>, Panne> {
    let mut q = choisies(session, &[indicateur], periode);
    q.texte(" order by d.declaree_le desc, d.id desc limit ").valeur(i64::try_from(au_plus).unwrap_or_default());
    session.lignes(q).await?.iter().map(depuis).collect()
}

fn choisies(session: &Session, indicateurs: &[Uuid], periode: Periode) -> Requete {
    let mut q = session.requete(COLONNES);
    q.parmi_ids(indicateurs).texte(" and d.du >= ").valeur(periode.du).texte(" and d.au <= ").valeur(periode.au);
    visibles(session, &mut q, indicateurs);
    q
}

/// ` and (…)`: its own, those it answers for, and all of a département that it pays, governs or reads the aggregates of.
fn visibles(session: &Session, q: &mut Requete, indicateurs: &[Uuid]) {
    let lecture = const { Portees::de("indicateurs:lire") };
    let ouvertes = || session.perimetre.qui_portent(lecture);
    let tout = [LienDossier::Departement, LienDossier::OrganismePayeur, LienDossier::Agregats];
    let entiers = ouvertes().filter(|o| tout.iter().any(|l| o.liens.contient(*l))).flat_map(|o| &o.departements);
    let tous = ouvertes().flat_map(|o| &o.departements);
    q.texte(" and (d.departement").parmi_textes(&entiers.collect::<Vec<_>>());
    q.texte(" or (d.departement").parmi_textes(&tous.collect::<Vec<_>>());
    q.texte(" and (d.partenaire_id = ").valeur(session.perimetre.partenaire);
    q.texte(" or d.indicateur_id").parmi_ids(&concernant(session, indicateurs)).texte(")))");
}

/// Those that the caller answers for.
fn concernant(session: &Session, indicateurs: &[Uuid]) -> Vec<Uuid> {
    let referentiel = session.referentiel();
    let sien = |i: &Arc<Indicateur>| i.releve_de(&referentiel, session.perimetre.partenaire);
    indicateurs.iter().copied().filter(|id| referentiel.indicateurs.par_id(*id).is_some_and(sien)).collect()
}

fn depuis(l: &Ligne) -> Result<Declaration, Panne> {
    let nombre = |colonne| Ok::<_, Panne>(l.lire::<Option<i64>>(colonne)?.map(Centiemes));
    Ok(Declaration {
        id: l.lire(0)?,
        indicateur: l.lire(1)?,
        periode: Periode { du: l.lire(2)?, au: l.lire(3)? },
        territoire: l.lire(4)?,
        valeur: nombre(5)?,
        numerateur: nombre(6)?,
        denominateur: nombre(7)?,
        texte: l.lire(8)?,
        qualite: l.code(9)?,
        justification: l.lire(10)?,
        partenaire: l.lire(11)?,
        le: l.lire(12)?,
        remplacee_le: l.lire(13)?,
    })
}

//! What goes with an aid: the pieces of its file, its payments, its history.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::lecture::lisible;
use super::{AideMobilite, DestinataireVersement, StatutAideMobilite};
use crate::erreur::{ErreurMetier, Panne};
use crate::requete::Requete;
use crate::saisie::{self, plier};
use crate::session::{Ecriture, Session};

/// A piece that the file needs, and the day it was given. The platform keeps no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub libelle: String,
    pub fournie_le: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct Versement {
    pub montant: i64,
    pub le: NaiveDate,
    pub a: DestinataireVersement,
    pub tiers: Option<String>,
    pub reference: Option<String>,
}

/// A past move, as it is told.
#[derive(Clone, Debug)]
pub struct Passage {
    pub de: Option<StatutAideMobilite>,
    pub vers: StatutAideMobilite,
    pub le: DateTime<Utc>,
    pub par: Uuid,
    pub agent: Option<Uuid>,
    pub commentaire: Option<String>,
}

/// Pieces of one file.
const PIECES_AU_PLUS: usize = 30;

/// Names of pieces, each once.
pub(super) fn libelles(champ: &str, saisis: &[String]) -> Result<Vec<String>, ErreurMetier> {
    if saisis.len() > PIECES_AU_PLUS {
        return Err(ErreurMetier::saisie(champ, "Trente pièces au plus."));
    }
    let mut nets: Vec<String> = Vec::new();
    for libelle in saisis {
        let net = saisie::obligatoire(champ, libelle, saisie::COURT)?;
        if !nets.iter().any(|deja| plier(deja) == plier(&net)) {
            nets.push(net);
        }
    }
    Ok(nets)
}

/// The pieces of an aid that the transaction holds.
pub(super) async fn pieces_pour_acte(tx: &Ecriture, a: &AideMobilite) -> Result<Vec<Piece>, Panne> {
    let mut q = tx.requete("select libelle, fournie_le from piece_aide where departement = ");
    q.valeur(a.departement.as_str()).texte(" and aide_id = ").valeur(a.id).texte(" order by rang");
    tx.lignes(q).await?.iter().map(|l| Ok(Piece { libelle: l.lire(0)?, fournie_le: l.lire(1)? })).collect()
}

/// Notes these pieces as given today: those that were waited for, and others. True when none is waited for any more.
pub(super) async fn fournir(tx: &Ecriture, a: &AideMobilite, connues: &[Piece], donnees: Vec<String>) -> Result<bool, Panne> {
    let est = |piece: &Piece, libelle: &str| plier(&piece.libelle) == plier(libelle);
    for (rang, piece) in connues.iter().enumerate() {
        if piece.fournie_le.is_none() && donnees.iter().any(|d| est(piece, d)) {
            dater(tx, a, rang, tx.perimetre.jour).await?;
        }
    }
    let attendues = connues.iter().filter(|p| p.fournie_le.is_none() && !donnees.iter().any(|d| est(p, d))).count();
    let neuves: Vec<String> = donnees.into_iter().filter(|d| !connues.iter().any(|p| est(p, d))).collect();
    ajouter(tx, a, connues.len(), (neuves, Some(tx.perimetre.jour))).await?;
    Ok(attendues == 0)
}

/// Notes these pieces as waited for, given before or not.
pub(super) async fn attendre(tx: &Ecriture, a: &AideMobilite, connues: &[Piece], manquantes: Vec<String>) -> Result<(), Panne> {
    let est = |piece: &Piece, libelle: &str| plier(&piece.libelle) == plier(libelle);
    for (rang, _) in connues.iter().enumerate().filter(|(_, p)| manquantes.iter().any(|m| est(p, m))) {
        let mut q = tx.requete("update piece_aide set fournie_le = null");
        cible(&mut q, a, rang);
        tx.executer(q).await?;
    }
    let neuves: Vec<String> = manquantes.into_iter().filter(|m| !connues.iter().any(|p| est(p, m))).collect();
    ajouter(tx, a, connues.len(), (neuves, None)).await
}

async fn dater(tx: &Ecriture, a: &AideMobilite, rang: usize, jour: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("update piece_aide set fournie_le = ");
    q.valeur(jour);
    cible(&mut q, a, rang);
    tx.executer(q).await.map(drop)
}

fn cible(q: &mut Requete, a: &AideMobilite, rang: usize) {
    q.texte(" where departement = ").valeur(a.departement.as_str()).texte(" and aide_id = ").valeur(a.id);
    q.texte(" and rang = ").valeur(i64::try_from(rang).unwrap_or_default() + 1);
}

async fn ajouter(tx: &Ecriture, a: &AideMobilite, deja: usize, (libelles, le): (Vec<String>, Option<NaiveDate>)) -> Result<(), Panne> {
    for (rang, libelle) in libelles.into_iter().enumerate() {
        let mut q = tx.requete("insert into piece_aide (departement, aide_id, rang, allocataire_id, libelle, fournie_le) values (");
        let rang = i64::try_from(deja + rang).unwrap_or_default() + 1;
        q.valeurs([a.departement.as_str().into(), a.id.into(), rang.into(), a.allocataire_id.into(), libelle.into(), le.into()]);
        q.texte(")");
        tx.executer(q).await?;
    }
    Ok(())
}

/// Rows of a table of aids that were read through this session, one statement whatever their number.
fn de(session: &Session, (colonnes, table): (&str, &str), aides: &[Uuid]) -> Requete {
    let mut q = session.requete("select t.aide_id");
    q.texte(colonnes).texte(" from ").texte(table);
    q.texte(" t join aide_mobilite p on p.departement = t.departement and p.id = t.aide_id left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.id").parmi_ids(aides);
    session.departements(&mut q, "p.departement");
    lisible(&session.perimetre, &mut q);
    q.texte(" order by t.aide_id, t.rang");
    q
}

pub async fn pieces(session: &Session, aides: &[Uuid]) -> Result<HashMap<Uuid, Vec<Piece>>, Panne> {
    let mut lues: HashMap<Uuid, Vec<Piece>> = HashMap::new();
    for l in session.lignes(de(session, (", t.libelle, t.fournie_le", "piece_aide"), aides)).await? {
        lues.entry(l.lire(0)?).or_default().push(Piece { libelle: l.lire(1)?, fournie_le: l.lire(2)? });
    }
    Ok(lues)
}

pub async fn versements(session: &Session, aides: &[Uuid]) -> Result<HashMap<Uuid, Vec<Versement>>, Panne> {
    let mut lus: HashMap<Uuid, Vec<Versement>> = HashMap::new();
    for l in session.lignes(de(session, (", t.montant, t.le, t.a, t.tiers, t.reference", "versement_aide"), aides)).await? {
        let versement = Versement { montant: l.lire(1)?, le: l.lire(2)?, a: l.code(3)?, tiers: l.lire(4)?, reference: l.lire(5)? };
        lus.entry(l.lire(0)?).or_default().push(versement);
    }
    Ok(lus)
}

pub async fn historique(session: &Session, aides: &[Uuid]) -> Result<HashMap<Uuid, Vec<Passage>>, Panne> {
    let mut lus: HashMap<Uuid, Vec<Passage>> = HashMap::new();
    let colonnes = ", t.de, t.vers, t.le, t.partenaire_id, t.agent_id, t.commentaire";
    for l in session.lignes(de(session, (colonnes, "transition_aide"), aides)).await? {
        let passage = Passage {
            de: l.code_ou_nul(1)?,
            vers: l.code(2)?,
            le: l.lire(3)?,
            par: l.lire(4)?,
            agent: l.lire(5)?,
            commentaire: l.lire(6)?,
        };
        lus.entry(l.lire(0)?).or_default().push(passage);
    }
    Ok(lus)
}

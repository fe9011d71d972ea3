//! Stages of a parcours: what the person does, born of an act of a follower or of a referral.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::habilitation::LigneDossier;
use crate::identifiant::Genre;
use crate::page::imbriquee::{Imbriquee, P};
use crate::page::{Page, Tranche};
use crate::parcours::Parcours;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::vocabulaire::enumeration;

pub mod ecriture;
mod origine;

pub(crate) use ecriture::abandonner;
pub(crate) use origine::{embaucher, suivre_prescription, terminer};

enumeration! {
    /// Nature d'une étape.
    TypeEtape {
        Diagnostic "DIAGNOSTIC",
        ActionCollective "ACTION_COLLECTIVE",
        Formation "FORMATION",
        Immersion "IMMERSION",
        Iae "IAE",
        Emploi "EMPLOI",
        Soins "SOINS" sensible,
        Mobilite "MOBILITE",
        Linguistique "LINGUISTIQUE",
        Logement "LOGEMENT",
        Numerique "NUMERIQUE",
        Parrainage "PARRAINAGE",
        CreationActivite "CREATION_ACTIVITE",
        Autre "AUTRE",
        Remobilisation "REMOBILISATION",
        AccesDroits "ACCES_DROITS",
        ClauseInsertion "CLAUSE_INSERTION",
    }
}

enumeration! {
    /// Où en est une étape.
    StatutEtape { Prevue "PREVUE", EnCours "EN_COURS", Realisee "REALISEE", Abandonnee "ABANDONNEE" }
}

/// A new référent sees every stage of the parcours, by type and dates when it began before the designation.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["partenaire_id"], le: None };

#[derive(Clone, Debug)]
pub struct Etape {
    pub id: Uuid,
    pub parcours: Uuid,
    pub type_: TypeEtape,
    /// `None` when its texts are closed to the caller.
    pub libelle: Option<String>,
    pub statut: StatutEtape,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    pub resultat: Option<String>,
    pub partenaire: Uuid,
    pub origine: Option<(Genre, Uuid)>,
}

const COLONNES: &str = "p.parcours_id, p.id, p.type, p.libelle, p.statut, p.debut, p.fin, p.resultat, p.partenaire_id, p.origine_genre, p.origine_id, p.cree_le, p.allocataire_id";
const JOINTURE: &str = " from etape p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.";

fn requises() -> Portees {
    const { Portees::de("parcours:lire parcours.detail:lire") }
}

/// A page of the stages of each of these parcours, one statement a level; `total` counts each list.
pub async fn de(session: &Session, parcours: &[&Parcours], page: &Page, total: bool) -> Result<HashMap<Uuid, Tranche<Arc<Etape>>>, Panne> {
    let ouverts: HashMap<Uuid, &Parcours> = parcours.iter().filter(|p| p.regard.detail).map(|p| (p.id, *p)).collect();
    let ids: Vec<Uuid> = ouverts.keys().copied().collect();
    let liste = Imbriquee { colonnes: &|q| _ = q.texte(COLONNES), source: " from etape p", lignes: P, parent: "p.parcours_id", page };
    let conditions = |q: &mut Requete| de_lus(session, q, &ouverts);
    let texte = |l: &Ligne, id: Uuid| {
        ouverts.get(&id).is_some_and(|p| l.lire(8).and_then(|par| Ok(p.regard.ouvre(&[par], l.lire(11)?))).unwrap_or(false))
    };
    let lues = liste.lire(session, &ids, conditions).await?;
    let lues = lues.iter().map(|l| depuis(l, texte(l, l.lire(0)?))).collect::<Result<Vec<_>, _>>()?;
    let mut tranches = page.repartir(parcours.iter().map(|p| p.id), lues.into_iter().map(|e| (e.parcours, e.id, Arc::new(e))));
    if total {
        liste.totaliser(session, &ids, &mut tranches, conditions).await?;
    }
    Ok(tranches)
}

/// ` and …`, for parcours that were read in this snapshot: their regard says where only the caller's own are open.
fn de_lus(session: &Session, q: &mut Requete, parcours: &HashMap<Uuid, &Parcours>) {
    let entiers = parcours.values().filter(|p| p.regard.lit_les_lignes(&session.perimetre, requises()));
    let entiers: Vec<Uuid> = entiers.map(|p| p.id).collect();
    if entiers.len() < parcours.len() {
        q.texte(" and (p.parcours_id").parmi_ids(&entiers);
        q.texte(" or p.partenaire_id = ").valeur(session.perimetre.partenaire).texte(")");
    }
    soins(session, q);
}

/// Stages by id: a partner always reads its own again.
pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Etape>>, Panne> {
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(JOINTURE).texte("id").parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    let lignes = session.lignes(q).await?;
    let parcours = lignes.iter().map(|l| l.lire(0)).collect::<Result<Vec<Uuid>, _>>()?;
    let parcours = crate::parcours::lecture::par_ids(session, &parcours).await?;
    let mut lues = HashMap::new();
    for l in &lignes {
        let (par, cree_le): (Uuid, DateTime<Utc>) = (l.lire(8)?, l.lire(11)?);
        let regard = parcours.get(&l.lire(0)?).map(|p| &p.regard);
        let texte = par == session.perimetre.partenaire || regard.is_some_and(|r| r.ouvre(&[par], cree_le));
        session.ligne_lue(l.lire(12)?, requises());
        lues.insert(l.lire(1)?, Arc::new(depuis(l, texte)?));
    }
    Ok(lues)
}

/// ` exists ( … )`: the stage that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1").texte(JOINTURE).texte("departement = e.departement and p.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` and …`: the stage is the caller's to read.
fn lisible(session: &Session, q: &mut Requete) {
    session.perimetre.ligne(q, requises(), LIGNE);
    soins(session, q);
}

/// ` and …`: care exists only for who may read what is sensitive, and for who wrote it.
fn soins(session: &Session, q: &mut Requete) {
    let sensible = requises() | const { Portees::de("allocataires.sensible:lire") };
    if session.base.reglages.donnees_sensibles && session.perimetre.qui_portent(sensible).next().is_some() {
        return;
    }
    q.texte(" and (p.type <> 'SOINS' or p.partenaire_id = ").valeur(session.perimetre.partenaire).texte(")");
}

fn depuis(l: &Ligne, texte: bool) -> Result<Etape, Panne> {
    let genre = l.lire::<Option<String>>(9)?.and_then(|e| Genre::etiquete(&e));
    let origine: Option<Uuid> = l.lire(10)?;
    Ok(Etape {
        parcours: l.lire(0)?,
        id: l.lire(1)?,
        type_: l.code(2)?,
        libelle: if texte { l.lire(3)? } else { None },
        statut: l.code(4)?,
        debut: l.lire(5)?,
        fin: l.lire(6)?,
        resultat: if texte { l.lire(7)? } else { None },
        partenaire: l.lire(8)?,
        origine: genre.zip(origine),
    })
}

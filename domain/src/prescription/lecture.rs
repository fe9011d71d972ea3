//! Referrals as the caller may read them: its own, and those of the people it follows.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{LIGNE, Prescription, StatutPrescription, Suite, TypePrescription, lecture_requise, sensible};
use crate::allocataire;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::page::imbriquee::{Imbriquee, P};
use crate::page::{Page, Position, Tranche, Tri};
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    pub types: Vec<TypePrescription>,
    pub statuts: Vec<StatutPrescription>,
    pub prescripteur: Option<Uuid>,
    pub destinataire: Option<Uuid>,
    pub territoire: Option<Uuid>,
    pub emise_entre: Option<(NaiveDate, NaiveDate)>,
    pub modifie_depuis: Option<DateTime<Utc>>,
}

/// What the document asks of a list of referrals beyond its own columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demande {
    pub allocataire: bool,
    pub total: bool,
}

const TRI: Tri = Tri::par_id("p.id");

const COLONNES: &str = "p.departement, p.id, p.version, p.type, p.statut, p.allocataire_id, p.prescripteur_id, p.agent_prescripteur_id, p.destinataire_id, p.service_id, p.besoin, p.suite_de_id, p.accord_personne, p.motif, p.emise_le, p.repondre_avant, p.repondue_le, p.presentee, p.presentee_le, p.retenue, p.retenue_le, p.integree, p.integree_le, p.achevee, p.achevee_le, p.besoin_leve, p.bilan";
const LARGEUR: usize = 27;
const SOURCE: &str = " from prescription p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id";

/// A page of the referrals that the caller may read, with the person in the same statement when asked.
///
/// The join is outer, here and below: a party keeps its rows when row security has taken the person out of its sight.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, demande: Demande) -> Result<Tranche<Arc<Prescription>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, demande);
    q.texte(SOURCE).texte(" where p.id in (");
    let voies = session.perimetre.voies(lecture_requise(), LIGNE);
    page.union(&mut q, SOURCE, voies.into_iter(), |q, voie| {
        session.perimetre.par_voie(q, voie, LIGNE);
        sensible(session, q, lecture_requise());
        filtrer(session, q, filtre);
    })?;
    q.texte(")");
    page.ordre(&mut q, &TRI);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let mut tranche = page.assembler(decoder(session, &lues, demande)?, encore);
    if demande.total {
        tranche.total = Some(compter(session, filtre).await?);
    }
    Ok(tranche)
}

/// ` and ( … )`: the row is readable by one of the ways.
pub(super) fn lisible(session: &Session, q: &mut Requete) {
    session.perimetre.ligne(q, lecture_requise(), LIGNE);
    sensible(session, q, lecture_requise());
}

/// How many, under the very predicate of the page.
pub async fn compter(session: &Session, filtre: &Filtre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*)");
    q.texte(SOURCE).texte(" where true");
    lisible(session, &mut q);
    filtrer(session, &mut q, filtre);
    session.nombre(q).await
}

pub async fn par_ids(session: &Session, ids: &[Uuid], demande: Demande) -> Result<HashMap<Uuid, Arc<Prescription>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, demande);
    q.texte(SOURCE).texte(" where p.id").parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    let lues = decoder(session, &session.lignes(q).await?, demande)?;
    Ok(lues.into_iter().map(|(position, p)| (position.id, p)).collect())
}

/// Referrals of each of these people, a page a person, one statement a level; `total` counts each list.
pub async fn de_personnes(
    session: &Session,
    personnes: &[Uuid],
    filtre: &Filtre,
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<Prescription>>>, Panne> {
    let demande = Demande::default();
    let source = source(session, filtre);
    let liste = Imbriquee { colonnes: &|q| _ = q.texte(COLONNES), source, lignes: P, parent: "p.allocataire_id", page };
    let conditions = |q: &mut Requete| {
        lisible(session, q);
        filtrer(session, q, filtre);
    };
    let lues = decoder(session, &liste.lire(session, personnes, conditions).await?, demande)?;
    let mut tranches = page.repartir(personnes.iter().copied(), lues.into_iter().map(|(_, p)| (p.allocataire_id, p.id, p)));
    if total {
        liste.totaliser(session, personnes, &mut tranches, conditions).await?;
    }
    Ok(tranches)
}

/// Without the person where no condition speaks of her: a join that a plan drops still costs its row security.
fn source(session: &Session, filtre: &Filtre) -> &'static str {
    let jointe = filtre.territoire.is_some() || session.perimetre.ligne_lit_la_personne(lecture_requise());
    if jointe { SOURCE } else { " from prescription p" }
}

fn selection(session: &Session, q: &mut Requete, demande: Demande) {
    q.texte("select ").texte(COLONNES);
    if demande.allocataire {
        q.texte(", ");
        allocataire::lecture::colonnes(session, q);
    }
}

fn filtrer(session: &Session, q: &mut Requete, f: &Filtre) {
    if !f.types.is_empty() {
        q.texte(" and p.type").parmi_codes(&f.types);
    }
    if !f.statuts.is_empty() {
        q.texte(" and p.statut").parmi_codes(&f.statuts);
    }
    for (colonne, id) in [("p.prescripteur_id", f.prescripteur), ("p.destinataire_id", f.destinataire)] {
        if let Some(id) = id {
            q.texte(" and ").texte(colonne).texte(" = ").valeur(id);
        }
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
        session.perimetre.personne(q, lecture_requise(), crate::politique::Classes::LIEU);
    }
    if let Some(jours) = f.emise_entre {
        q.entre("p.emise_le", jours);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and p.modifie_le >= ").valeur(depuis);
    }
}

fn decoder(session: &Session, lignes: &[Ligne], demande: Demande) -> Result<Vec<(Position, Arc<Prescription>)>, Panne> {
    lignes
        .iter()
        .map(|l| {
            let mut p = depuis(l)?;
            let joint = demande.allocataire.then_some(LARGEUR);
            p.allocataire = allocataire::lecture::jointe(session, l, joint, (p.allocataire_id, lecture_requise()))?;
            Ok((Position { valeur: None, id: p.id }, Arc::new(p)))
        })
        .collect()
}

pub(super) fn depuis(l: &Ligne) -> Result<Prescription, Panne> {
    Ok(Prescription {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        type_: l.code(3)?,
        statut: l.code(4)?,
        allocataire_id: l.lire(5)?,
        prescripteur: l.lire(6)?,
        agent_prescripteur: l.lire(7)?,
        destinataire: l.lire(8)?,
        service: l.lire(9)?,
        besoin: l.code_ou_nul(10)?,
        suite_de: l.lire(11)?,
        accord_personne: l.lire(12)?,
        motif: l.lire(13)?,
        emise_le: l.lire(14)?,
        repondre_avant: l.lire(15)?,
        repondue_le: l.lire(16)?,
        suite: suite(l)?,
        allocataire: None,
    })
}

fn suite(l: &Ligne) -> Result<Suite, Panne> {
    Ok(Suite {
        presentee: l.code_ou_nul(17)?,
        presentee_le: l.lire(18)?,
        retenue: l.lire(19)?,
        retenue_le: l.lire(20)?,
        integree: l.lire(21)?,
        integree_le: l.lire(22)?,
        achevee: l.lire(23)?,
        achevee_le: l.lire(24)?,
        besoin_leve: l.lire(25)?,
        bilan: l.lire(26)?,
    })
}

/// The row that a party is about to move, as it stands in the transaction.
pub(super) async fn pour_partie(tx: &Ecriture, id: Uuid) -> Result<Option<Prescription>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from prescription p where p.id = ").valeur(id);
    q.texte(" and (p.destinataire_id = ")
        .valeur(tx.perimetre.partenaire)
        .texte(" or p.prescripteur_id = ")
        .valeur(tx.perimetre.partenaire)
        .texte(")");
    tx.lignes(q).await?.first().map(depuis).transpose()
}

/// The same for what moves with another object, whoever moves that one.
pub(super) async fn pour_couplage(tx: &Ecriture, id: Uuid) -> Result<Option<Prescription>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from prescription p where p.id = ").valeur(id);
    tx.hors_perimetre(q).await?.first().map(depuis).transpose()
}

/// `select p.id …`: the referral that row `m` was born of, when these scopes let the caller read it.
pub(crate) fn origine(session: &Session, q: &mut Requete, portees: Portees) {
    origine_sous(session, &session.perimetre, q, portees);
}

/// The same under any perimeter.
pub(crate) fn origine_sous(session: &Session, perimetre: &Perimetre, q: &mut Requete, portees: Portees) {
    q.texte("select p.id").texte(SOURCE).texte(" where p.departement = m.departement and p.id = m.prescription_id");
    perimetre.ligne(q, portees, LIGNE);
    sensible(session, q, portees);
}

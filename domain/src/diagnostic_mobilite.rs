//! Diagnoses of mobility: what a platform finds with a person before any solution.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::aide_mobilite::{NatureAideMobilite, couplage, lecture::prescripteur, lecture_requise};
use crate::allocataire::modification::{self, Personne};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::habilitation::{LigneDossier, Perimetre};
use crate::identifiant::Genre;
use crate::parcours::acte::francais;
use crate::politique::Acte;
use crate::portee::Portees;
use crate::prescription::{Prescription, TypePrescription};
use crate::rendez_vous::jour;
use crate::requete::{Ligne, Requete};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Ensemble, Enumeration, enumeration};

enumeration! {
    /// Catégorie du permis de conduire.
    CategoriePermis {
        Am "AM",
        A1 "A1",
        A2 "A2",
        A "A",
        B "B",
        B1 "B1",
        Be "BE",
        C "C",
        D "D",
    }
}

enumeration! {
    /// Ce qui empêche de se déplacer.
    FreinMobilite {
        SansPermis "SANS_PERMIS",
        SansVehicule "SANS_VEHICULE",
        VehiculeEnPanne "VEHICULE_EN_PANNE",
        Assurance "ASSURANCE",
        CoutCarburant "COUT_CARBURANT",
        PasDeTransportCollectif "PAS_DE_TRANSPORT_COLLECTIF",
        HorairesAtypiques "HORAIRES_ATYPIQUES",
        Representations "REPRESENTATIONS",
        Handicap "HANDICAP" sensible,
        GardeEnfant "GARDE_ENFANT",
        PermisSuspendu "PERMIS_SUSPENDU",
        PermisNonReconnu "PERMIS_NON_RECONNU",
    }
}

/// A platform always reads its own; a follower, those made since its designation.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["plateforme_id"], le: Some("p.cree_le") };

#[derive(Clone, Debug)]
pub struct DiagnosticMobilite {
    pub id: Uuid,
    pub departement: String,
    pub allocataire_id: Uuid,
    pub prescription: Option<Uuid>,
    pub plateforme: Uuid,
    pub realise_le: NaiveDate,
    pub permis: Ensemble<CategoriePermis>,
    pub vehicule: bool,
    pub freins: Ensemble<FreinMobilite>,
    pub solutions: Ensemble<NatureAideMobilite>,
    pub synthese: Option<String>,
    pub cree_le: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Constat {
    pub allocataire: Uuid,
    pub prescription: Option<Uuid>,
    pub realise_le: NaiveDate,
    pub permis: Ensemble<CategoriePermis>,
    pub vehicule: bool,
    pub freins: Ensemble<FreinMobilite>,
    pub solutions: Ensemble<NatureAideMobilite>,
    pub synthese: Option<String>,
}

const CAUSES: [TypePrescription; 2] = [TypePrescription::DiagnosticMobilite, TypePrescription::AideMobilite];

/// Records what was found; the referral that asked for it moves with it.
pub async fn enregistrer(session: &Session, cle: Option<Uuid>, constat: Constat) -> Result<Issue, Panne> {
    session.ecrire("enregistrerDiagnosticMobilite", cle, constat, |tx, c| Box::pin(consigner(tx, c))).await
}

async fn consigner(tx: &mut Ecriture, c: Constat) -> Result<Uuid, Refus> {
    let personne = modification::charger(tx, Acte::EnregistrerDiagnosticMobilite, c.allocataire, "allocataireId").await?.objet;
    let prescription = couplage::cause(tx, &personne, c.prescription, &CAUSES).await?;
    verifier(tx, &c, prescription.as_ref())?;
    let synthese = saisie::facultatif("synthese", c.synthese.as_deref(), saisie::LONG)?;
    if let Some(p) = &prescription {
        unique(tx, p).await?;
    }
    let id = inserer(tx, &c, &personne, synthese).await?;
    let objet = (Genre::DiagnosticMobilite, id);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::DiagnosticMobiliteEnregistre, objet, (&personne.departement, personne.id));
    tx.signaler(evenement);
    if let Some(p) = &prescription {
        couplage::diagnostiquer(tx, p, c.realise_le).await?;
    }
    Ok(id)
}

/// A past day, not before the referral. A sensitive obstacle is kept only where the platform keeps such data.
fn verifier(tx: &Ecriture, c: &Constat, prescription: Option<&Prescription>) -> Result<(), ErreurMetier> {
    saisie::depuis_1900("realiseLe", c.realise_le)?;
    let depuis = prescription.map_or(c.realise_le, |p| jour(p.emise_le));
    if c.realise_le < depuis || c.realise_le > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("realiseLe", format!("Un diagnostic se date entre le {} et aujourd'hui.", francais(depuis))));
    }
    let sensible = c.freins.valeurs().any(|f| FreinMobilite::VALEURS[f.rang()].sensible);
    if sensible { crate::allocataire::accueil::sensible_actif(tx, "freins") } else { Ok(()) }
}

async fn unique(tx: &Ecriture, p: &Prescription) -> Result<(), Refus> {
    let mut q = tx.requete("select 1 from diagnostic_mobilite where departement = ");
    q.valeur(p.departement.as_str()).texte(" and prescription_id = ").valeur(p.id);
    if tx.lignes(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Un diagnostic est déjà enregistré sur cette prescription.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "prescriptionId", message).into())
}

async fn inserer(tx: &Ecriture, c: &Constat, personne: &Personne, synthese: Option<String>) -> Result<Uuid, Panne> {
    let id = tx.base.id();
    let mut q = tx.requete("insert into diagnostic_mobilite (departement, id, allocataire_id, prescription_id, plateforme_id, agent_id, realise_le, permis, vehicule, freins, solutions, synthese, cree_le) values (");
    q.valeurs([
        personne.departement.as_str().into(),
        id.into(),
        personne.id.into(),
        c.prescription.into(),
        tx.perimetre.partenaire.into(),
        tx.perimetre.agent.into(),
        c.realise_le.into(),
        c.permis.bits.into(),
        c.vehicule.into(),
        c.freins.bits.into(),
        c.solutions.bits.into(),
        synthese.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    Ok(id)
}

/// The caller's partner has recorded one of this person.
pub(crate) async fn existe(tx: &Ecriture, (departement, personne): (&str, Uuid)) -> Result<bool, Panne> {
    let mut q = tx.requete("select 1 from diagnostic_mobilite where departement = ");
    q.valeur(departement).texte(" and allocataire_id = ").valeur(personne);
    q.texte(" and plateforme_id = ").valeur(tx.perimetre.partenaire).texte(" limit 1");
    Ok(!tx.lignes(q).await?.is_empty())
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<DiagnosticMobilite>>, Panne> {
    Ok(lire(session, "p.id", ids).await?.into_iter().map(|d| (d.id, d)).collect())
}

/// The one recorded on each of these referrals.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Arc<DiagnosticMobilite>>, Panne> {
    let lus = lire(session, "p.prescription_id", prescriptions).await?;
    Ok(lus.into_iter().filter_map(|d| d.prescription.map(|id| (id, d))).collect())
}

/// Those of each of these people, oldest first.
pub async fn de_personnes(session: &Session, personnes: &[Uuid]) -> Result<HashMap<Uuid, Vec<Arc<DiagnosticMobilite>>>, Panne> {
    let mut lus: HashMap<Uuid, Vec<_>> = personnes.iter().map(|id| (*id, Vec::new())).collect();
    for d in lire(session, "p.allocataire_id", personnes).await? {
        lus.entry(d.allocataire_id).or_default().push(d);
    }
    Ok(lus)
}

async fn lire(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<DiagnosticMobilite>>, Panne> {
    let mut q = session.requete("select p.departement, p.id, p.allocataire_id, p.prescription_id, p.plateforme_id, p.realise_le, p.permis, p.vehicule, p.freins, p.solutions, p.synthese, p.cree_le from diagnostic_mobilite p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where ");
    q.texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(&session.perimetre, &mut q);
    q.texte(" order by p.realise_le, p.id");
    session.lignes(q).await?.iter().map(|l| depuis(session, l).map(Arc::new)).collect()
}

/// ` and ( … )`: diagnosis `p` is the caller's to read.
fn lisible(perimetre: &Perimetre, q: &mut Requete) {
    q.texte(" and ((true");
    perimetre.ligne(q, lecture_requise(), LIGNE);
    q.texte(") or ");
    prescripteur(perimetre, q);
    q.texte(")");
}

/// How many a perimeter opens.
pub(crate) async fn compter(session: &Session, perimetre: &Perimetre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*) from diagnostic_mobilite p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where true");
    lisible(perimetre, &mut q);
    session.nombre(q).await
}

/// ` exists ( … )`: the diagnosis that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1 from diagnostic_mobilite p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = e.departement and p.id = e.objet_id");
    lisible(&session.perimetre, q);
    q.texte(")");
}

fn depuis(session: &Session, l: &Ligne) -> Result<DiagnosticMobilite, Panne> {
    let departement: String = l.lire(0)?;
    let (allocataire_id, plateforme): (Uuid, Uuid) = (l.lire(2)?, l.lire(4)?);
    session.ligne_lue(allocataire_id, lecture_requise());
    let freins = l.ensemble::<FreinMobilite>(8)?;
    let entiers = plateforme == session.perimetre.partenaire || sensible(session, &departement);
    Ok(DiagnosticMobilite {
        id: l.lire(1)?,
        allocataire_id,
        prescription: l.lire(3)?,
        plateforme,
        realise_le: l.lire(5)?,
        permis: l.ensemble(6)?,
        vehicule: l.lire(7)?,
        freins: if entiers { freins } else { freins.sans_sensibles() },
        solutions: l.ensemble(9)?,
        synthese: l.lire(10)?,
        cree_le: l.lire(11)?,
        departement,
    })
}

/// What reveals a handicap shows to who recorded it, and to who may read what is sensitive there.
fn sensible(session: &Session, departement: &str) -> bool {
    let requise = lecture_requise() | const { Portees::de("allocataires.sensible:lire") };
    session.base.reglages.donnees_sensibles
        && session.perimetre.qui_portent(requise).any(|o| o.departements.iter().any(|code| code == departement))
}

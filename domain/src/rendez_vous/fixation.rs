//! Fixing an appointment: on a parcours, on a referral, or with the acceptance of one.

use chrono::{DateTime, Months, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::suite::{self, Suivi};
use super::{ModeRendezVous, ObjetRendezVous, Presence, RendezVous};
use crate::allocataire::modification;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::EvaluationLinguistique;
use crate::evaluation_linguistique::convocation::{self, Convocation};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::Natures;
use crate::parcours::{acte, designation};
use crate::politique::{Acte, Profil};
use crate::prescription::{Prescription, TypePrescription as T, couplage};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Fixation {
    pub parcours: Option<Uuid>,
    pub prescription: Option<Uuid>,
    /// Who holds it; the caller when absent.
    pub partenaire: Option<Uuid>,
    pub agent: Option<Uuid>,
    pub objet: ObjetRendezVous,
    pub mode: ModeRendezVous,
    pub prevu_le: DateTime<Utc>,
    pub lieu: Option<String>,
}

/// Years between today and an appointment: further is a typing error.
const HORIZON: u32 = 2;

pub async fn fixer(session: &Session, cle: Option<Uuid>, fixation: Fixation) -> Result<Issue, Panne> {
    session.ecrire("fixerRendezVous", cle, fixation, |tx, f| Box::pin(convenir(tx, f))).await
}

/// Whose file, and what the appointment is about.
pub(super) struct Cadre {
    pub departement: String,
    pub personne: Uuid,
    pub prescription: Option<Uuid>,
    pub suivi: Option<Suivi>,
}

impl Cadre {
    pub async fn de(tx: &Ecriture, (departement, personne): (&str, Uuid), prescription: Option<Uuid>) -> Result<Self, Panne> {
        let suivi = suite::suivi(tx, departement, personne).await?;
        Ok(Self { departement: departement.to_owned(), personne, prescription, suivi })
    }
}

/// The appointment to be.
pub(super) struct Convenu {
    pub objet: ObjetRendezVous,
    pub mode: ModeRendezVous,
    pub lieu: Option<String>,
    pub prevu_le: DateTime<Utc>,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub reporte: Option<Uuid>,
}

async fn convenir(tx: &mut Ecriture, f: Fixation) -> Result<Uuid, Refus> {
    let lieu = saisie::facultatif("lieu", f.lieu.as_deref(), saisie::COURT)?;
    verifier_instant(tx, "prevuLe", f.prevu_le)?;
    let cadre = autoriser(tx, &f).await?;
    let partenaire = titulaire(tx, &f, &cadre).await?;
    designation::verifier_agent(tx, partenaire, f.agent)?;
    let convenu = Convenu { objet: f.objet, mode: f.mode, lieu, prevu_le: f.prevu_le, partenaire, agent: f.agent, reporte: None };
    inscrire(tx, &cadre, convenu).await
}

/// Later than now (a kiosque gives one for the same day), and not in another age.
pub(super) fn verifier_instant(tx: &Ecriture, champ: &str, le: DateTime<Utc>) -> Result<(), ErreurMetier> {
    let maintenant = tx.base.horloge.instant();
    let loin = maintenant.checked_add_months(Months::new(12 * HORIZON)).unwrap_or(maintenant);
    if le > maintenant && le <= loin {
        return Ok(());
    }
    Err(ErreurMetier::saisie(champ, format!("Un rendez-vous se fixe après maintenant, dans les {HORIZON} ans.")))
}

async fn autoriser(tx: &Ecriture, f: &Fixation) -> Result<Cadre, Refus> {
    if let Some(parcours) = f.parcours {
        let d = acte::charger(tx, Acte::FixerRendezVous, parcours, None).await?;
        d.avancer(tx, Acte::FixerRendezVous).await?;
        if let Some(id) = f.prescription
            && couplage::partie(tx, id).await?.allocataire_id != d.personne.id
        {
            return Err(ErreurMetier::introuvable("prescriptionId").into());
        }
        return Ok(Cadre::de(tx, (&d.personne.departement, d.personne.id), f.prescription).await?);
    }
    let Some(id) = f.prescription else {
        return Err(ErreurMetier::saisie("parcoursId", "Un rendez-vous se fixe sur un parcours ou sur une prescription.").into());
    };
    let p = couplage::recue(tx, id).await?;
    let personne = modification::charger(tx, Acte::FixerRendezVous, p.allocataire_id, "prescriptionId").await?.objet;
    Ok(Cadre::de(tx, (&personne.departement, personne.id), f.prescription).await?)
}

/// The Département and the référent also fix appointments for a partner that works with the person.
async fn titulaire(tx: &Ecriture, f: &Fixation, cadre: &Cadre) -> Result<Uuid, Refus> {
    let moi = tx.perimetre.partenaire;
    let Some(autre) = f.partenaire.filter(|p| *p != moi) else { return Ok(moi) };
    let pour_autrui = tx.perimetre.profil == Profil::Departement || cadre.suivi.as_ref().is_some_and(|s| s.tient(moi));
    if pour_autrui && (est_conseil(tx, cadre, autre) || !liens(tx, cadre, autre, Acte::FixerRendezVous.natures()).await?.vide()) {
        return Ok(autre);
    }
    let message = "Vous ne pouvez pas fixer ce rendez-vous pour ce partenaire.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "partenaireId", message).into())
}

fn est_conseil(tx: &Ecriture, cadre: &Cadre, partenaire: Uuid) -> bool {
    let connu = tx.referentiel.partenaires.par_id(partenaire);
    connu.is_some_and(|p| Profil::de(p.type_) == Profil::Departement && p.departements.contains(&cadre.departement))
}

/// Relations of these natures that bind a partner to the person today.
async fn liens(tx: &Ecriture, cadre: &Cadre, partenaire: Uuid, natures: Natures) -> Result<Natures, Panne> {
    let mut q = tx.requete("select l.nature from lien_dossier l where l.departement = ");
    q.valeur(cadre.departement.as_str()).texte(" and l.allocataire_id = ").valeur(cadre.personne);
    q.texte(" and l.partenaire_id = ").valeur(partenaire).texte(" and l.contact_jusquau >= ").valeur(tx.perimetre.jour);
    let lus = tx.hors_perimetre(q).await?;
    let lus = lus.iter().map(|l| l.lire(0)).collect::<Result<Vec<i64>, _>>()?;
    Ok(lus.into_iter().fold(Natures::default(), |t, n| t.et(Natures(n))).croise(natures))
}

/// The recipient of a referral fixes the first appointment with its acceptance.
pub(crate) async fn en_acceptant(tx: &mut Ecriture, p: &Prescription, le: DateTime<Utc>) -> Result<(), Refus> {
    verifier_instant(tx, "rendezVousLe", le)?;
    let cadre = Cadre::de(tx, (&p.departement, p.allocataire_id), Some(p.id)).await?;
    let convenu = Convenu {
        objet: objet(p.type_),
        mode: ModeRendezVous::Physique,
        lieu: None,
        prevu_le: le,
        partenaire: p.destinataire,
        agent: None,
        reporte: None,
    };
    inscrire(tx, &cadre, convenu).await?;
    Ok(())
}

/// The platform of an evaluation summons the person to it.
pub(crate) async fn pour_evaluation(tx: &mut Ecriture, e: &EvaluationLinguistique, c: Convocation) -> Result<Uuid, Refus> {
    let lieu = saisie::facultatif("lieu", c.lieu.as_deref(), saisie::COURT)?;
    verifier_instant(tx, "prevuLe", c.prevu_le)?;
    designation::verifier_agent(tx, e.evaluateur, c.agent)?;
    let cadre = Cadre::de(tx, (&e.departement, e.allocataire_id), Some(e.prescription)).await?;
    let convenu = Convenu {
        objet: ObjetRendezVous::Evaluation,
        mode: ModeRendezVous::Physique,
        lieu,
        prevu_le: c.prevu_le,
        partenaire: e.evaluateur,
        agent: c.agent,
        reporte: None,
    };
    inscrire(tx, &cadre, convenu).await
}

const fn objet(type_: T) -> ObjetRendezVous {
    match type_ {
        T::EvaluationLinguistique => ObjetRendezVous::Evaluation,
        T::DiagnosticMobilite | T::DiagnosticActivite => ObjetRendezVous::Diagnostic,
        _ => ObjetRendezVous::Accompagnement,
    }
}

/// The row, what it opens and closes, and who is told.
pub(super) async fn inscrire(tx: &mut Ecriture, cadre: &Cadre, c: Convenu) -> Result<Uuid, Refus> {
    let rdv = RendezVous {
        id: tx.base.id(),
        departement: cadre.departement.clone(),
        version: 1,
        allocataire_id: cadre.personne,
        parcours: cadre.suivi.as_ref().map(|s| s.parcours),
        prescription: cadre.prescription,
        objet: c.objet,
        mode: c.mode,
        lieu: c.lieu,
        fixe_le: tx.perimetre.jour,
        prevu_le: c.prevu_le,
        partenaire: c.partenaire,
        agent: c.agent,
        presence: Presence::AVenir,
        reporte: c.reporte,
    };
    tx.executer(insertion(tx, &rdv)).await?;
    suite::fixe(tx, &rdv, cadre.suivi.as_ref()).await?;
    convocation::fixee(tx, &rdv).await?;
    signaler(tx, cadre, &rdv).await?;
    Ok(rdv.id)
}

fn insertion(tx: &Ecriture, r: &RendezVous) -> crate::requete::Requete {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("insert into rendez_vous (departement, id, version, allocataire_id, parcours_id, prescription_id, objet, mode, lieu, fixe_le, prevu_le, partenaire_id, agent_id, presence, reporte_id, par_id, cree_le, modifie_le, sensible) values (");
    q.valeurs([
        r.departement.as_str().into(),
        r.id.into(),
        r.version.into(),
        r.allocataire_id.into(),
        r.parcours.into(),
        r.prescription.into(),
        r.objet.code().into(),
        r.mode.code().into(),
        r.lieu.clone().into(),
        r.fixe_le.into(),
        r.prevu_le.into(),
        r.partenaire.into(),
        r.agent.into(),
        r.presence.code().into(),
        r.reporte.into(),
        tx.perimetre.partenaire.into(),
        le.into(),
        le.into(),
    ]);
    q.texte(", exists (select 1 from prescription s where s.type = 'SANTE' and s.departement = ").valeur(r.departement.as_str());
    q.texte(" and s.id = ").valeur(r.prescription).texte("))");
    q
}

/// A holder that does not follow the person would not be told: the event is addressed to it.
pub(super) async fn signaler(tx: &mut Ecriture, cadre: &Cadre, rdv: &RendezVous) -> Result<(), Panne> {
    let personne = (cadre.departement.as_str(), cadre.personne);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::RendezVousChange, (Genre::RendezVous, rdv.id), personne);
    tx.signaler(evenement);
    if rdv.partenaire == tx.perimetre.partenaire || est_conseil(tx, cadre, rdv.partenaire) {
        return Ok(());
    }
    if liens(tx, cadre, rdv.partenaire, Natures::SUIVI).await?.vide() {
        let adresse = Evenement::sur_dossier(tx, TypeEvenement::RendezVousChange, (Genre::RendezVous, rdv.id), personne);
        tx.signaler(adresse.pour(rdv.partenaire));
    }
    Ok(())
}

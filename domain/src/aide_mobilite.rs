//! Aids to mobility: those that a fund pays (FARE), and those that a platform brings.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::Allocataire;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::habilitation::{LigneDossier, Perimetre};
use crate::pacte::Regle;
use crate::parcours::proposition::RegleEvaluee;
use crate::portee::Portees;
use crate::vocabulaire::enumeration;

pub mod apport;
pub(crate) mod couplage;
pub mod demande;
pub mod detail;
mod ecriture;
pub mod eligibilite;
pub mod instruction;
pub mod lecture;
mod ligne;
pub mod pret;
pub mod terme;
pub mod transition;
pub mod versement;

pub use transition::Partie;

enumeration! {
    /// Dépense qu'un fonds paie, ou aide qu'une plateforme apporte.
    NatureAideMobilite {
        AchatVehicule "ACHAT_VEHICULE",
        Reparation "REPARATION",
        LocationDeuxRoues "LOCATION_DEUX_ROUES",
        LocationQuatreRoues "LOCATION_QUATRE_ROUES",
        Assurance "ASSURANCE",
        PermisConduire "PERMIS_CONDUIRE",
        Bsr "BSR",
        FraisDeplacement "FRAIS_DEPLACEMENT",
        Repas "REPAS",
        Hebergement "HEBERGEMENT",
        DiagnosticReparation "DIAGNOSTIC_REPARATION",
        AtelierPreCode "ATELIER_PRE_CODE",
        Accompagnement "ACCOMPAGNEMENT",
        PretVelo "PRET_VELO",
        Covoiturage "COVOITURAGE",
        TransportCollectif "TRANSPORT_COLLECTIF",
        Microcredit "MICROCREDIT",
        GarageSolidaire "GARAGE_SOLIDAIRE",
    }
}

enumeration! {
    /// Ce que l'aide permet à la personne.
    MotifAideMobilite {
        PriseEmploi "PRISE_EMPLOI",
        RepriseEmploi "REPRISE_EMPLOI",
        FormationQualifiante "FORMATION_QUALIFIANTE",
        RechercheEmploi "RECHERCHE_EMPLOI",
        MaintienEmploi "MAINTIEN_EMPLOI",
    }
}

enumeration! {
    /// DEMANDEE → (INCOMPLETE ↔) EN_INSTRUCTION → ACCORDEE → VERSEE ; AJOURNEE et REFUSEE depuis EN_INSTRUCTION ; ANNULEE avant VERSEE. Un recours rouvre l'instruction d'un refus. Une aide apportée par une plateforme va de EN_COURS à TERMINEE.
    StatutAideMobilite {
        Demandee "DEMANDEE",
        Incomplete "INCOMPLETE",
        EnInstruction "EN_INSTRUCTION",
        Ajournee "AJOURNEE",
        Accordee "ACCORDEE",
        Refusee "REFUSEE",
        Versee "VERSEE",
        Annulee "ANNULEE",
        EnCours "EN_COURS",
        Terminee "TERMINEE",
    }
}

enumeration! {
    /// À qui un versement est fait.
    DestinataireVersement {
        Beneficiaire "BENEFICIAIRE",
        Tiers "TIERS",
    }
}

/// Who asked and who instructs always read their own; a follower, those that were going on when it was designated and after.
pub const LIGNE: LigneDossier =
    LigneDossier { parties: &["demandeur_id", "instructeur_id"], le: Some("coalesce(p.terminee_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct AideMobilite {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub allocataire_id: Uuid,
    pub dispositif: Uuid,
    pub nature: NatureAideMobilite,
    pub motif: MotifAideMobilite,
    pub statut: StatutAideMobilite,
    pub demandeur: Uuid,
    pub agent_demandeur: Option<Uuid>,
    pub instructeur: Uuid,
    pub prescription: Option<Uuid>,
    pub montants: Montants,
    pub obligation_tiers: Option<bool>,
    pub activite: Option<Activite>,
    /// The rules of the pacte as they were on the day of the request.
    pub eligibilite: Vec<RegleEvaluee>,
    pub motif_refus: Option<String>,
    pub recours: Option<String>,
    pub pret: Option<Pret>,
    pub debut: Option<NaiveDate>,
    pub fin: Option<NaiveDate>,
    pub solution_perenne: Option<bool>,
    pub demandee_le: DateTime<Utc>,
    pub decidee_le: Option<DateTime<Utc>>,
    pub versee_le: Option<DateTime<Utc>>,
    /// Filled with the page when the document asks for the person: `Some(None)` when it does not exist for the caller.
    pub allocataire: Option<Option<Arc<Allocataire>>>,
}

/// Cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Montants {
    pub cout_total: Option<i64>,
    pub demande: Option<i64>,
    pub propose: Option<i64>,
    pub accorde: Option<i64>,
    pub verse: i64,
    /// The year whose envelope it is taken from, once granted.
    pub annee: Option<i64>,
}

/// The job or the training that the aid gives access to.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Activite {
    pub employeur: Option<String>,
    pub siret: Option<String>,
    pub debut: Option<NaiveDate>,
    pub type_contrat: Option<String>,
    pub commune: Option<String>,
}

/// A vehicle lent, from a day to a day; given back maybe before, maybe after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pret {
    pub vehicule: Uuid,
    pub du: NaiveDate,
    pub au: NaiveDate,
    pub tarif_journalier: Option<i64>,
    pub rendu_le: Option<NaiveDate>,
}

impl AideMobilite {
    /// The caller's parts in it: one partner may both ask and instruct.
    #[must_use]
    pub fn parties(&self, perimetre: &Perimetre) -> Vec<Partie> {
        let soi = perimetre.partenaire;
        let siennes = [
            (Partie::Demandeur, self.demandeur == soi && self.montants.demande.is_some()),
            (Partie::Instructeur, self.instructeur == soi && self.montants.demande.is_some()),
            (Partie::Operateur, self.demandeur == soi && self.montants.demande.is_none()),
        ];
        siennes.into_iter().filter_map(|(partie, est)| est.then_some(partie)).collect()
    }
}

pub(crate) fn lecture_requise() -> Portees {
    const { Portees::de("mobilite:lire") }
}

/// A refusal with the rule of the pacte that gives it, where one does.
fn refus(code: CodeErreurMetier, champ: &str, message: impl Into<String>, regle: Option<&Regle>) -> ErreurMetier {
    ErreurMetier { regle: regle.map(|r| r.code.clone()), ..ErreurMetier::nouvelle(code, champ, message) }
}

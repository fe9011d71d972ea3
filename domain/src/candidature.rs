//! Applications: a prescriber proposes a person to a post of the IAE, its structure answers, and one of them hires her.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::Allocataire;
use crate::habilitation::{LigneDossier, Perimetre};
use crate::portee::Portees;
use crate::vocabulaire::enumeration;

pub(crate) mod caducite;
pub(crate) mod couplage;
pub mod depot;
pub mod historique;
pub mod lecture;
mod ligne;
pub(crate) mod mouvement;
pub mod reponse;
pub mod transfert;
pub mod transition;

pub use transition::Partie;

enumeration! {
    /// NOUVELLE → A_L_ETUDE → (ENTRETIEN, EN_ATTENTE, VIVIER, ACTION_PREALABLE) → ACCEPTEE → EMBAUCHEE ; REFUSEE avant ACCEPTEE, avec un motif ; DESISTEE (prescripteur) et ANNULEE (structure) avant EMBAUCHEE ; CADUQUE : la personne a été embauchée ailleurs.
    StatutCandidature {
        Nouvelle "NOUVELLE",
        ALEtude "A_L_ETUDE",
        Entretien "ENTRETIEN",
        EnAttente "EN_ATTENTE",
        Vivier "VIVIER",
        ActionPrealable "ACTION_PREALABLE",
        Acceptee "ACCEPTEE",
        Embauchee "EMBAUCHEE",
        Refusee "REFUSEE",
        Desistee "DESISTEE",
        Annulee "ANNULEE",
        Caduque "CADUQUE",
    }
}

enumeration! {
    /// Pourquoi une candidature n'aboutit pas. SANS_REPONSE : la structure s'est tue au-delà du délai, et la plateforme l'a dit pour elle.
    MotifRefusCandidature {
        NeSEstPasPresentee "NE_S_EST_PAS_PRESENTEE",
        AbsenteALEntretien "ABSENTE_A_L_ENTRETIEN",
        EmbaucheeAilleurs "EMBAUCHEE_AILLEURS",
        EnFormation "EN_FORMATION",
        NonEligible "NON_ELIGIBLE",
        NonMobile "NON_MOBILE",
        NonInteressee "NON_INTERESSEE",
        CompetencesInsuffisantes "COMPETENCES_INSUFFISANTES",
        FreinsIncompatibles "FREINS_INCOMPATIBLES",
        NiveauDeLangue "NIVEAU_DE_LANGUE",
        PlusDePoste "PLUS_DE_POSTE",
        Doublon "DOUBLON",
        SansReponse "SANS_REPONSE",
        Autre "AUTRE",
    }
}

/// Who proposed and who answers always read their own; a follower, those that were alive when it was designated and after.
pub const LIGNE: LigneDossier =
    LigneDossier { parties: &["employeur_id", "prescripteur_id"], le: Some("coalesce(p.close_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct Candidature {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub allocataire_id: Uuid,
    pub structure: Uuid,
    pub poste: Uuid,
    pub employeur: Uuid,
    pub prescripteur: Uuid,
    pub agent_prescripteur: Option<Uuid>,
    pub prescription: Option<Uuid>,
    pub statut: StatutCandidature,
    pub message: Option<String>,
    pub entretien_le: Option<DateTime<Utc>>,
    pub deposee_le: DateTime<Utc>,
    /// Day after which a silence is a refusal.
    pub expire_le: NaiveDate,
    /// Filled with the page when the document asks for the person: `Some(None)` when it does not exist for the caller.
    pub allocataire: Option<Option<Arc<Allocataire>>>,
}

impl Candidature {
    /// The caller's part in it, if any.
    #[must_use]
    pub fn partie(&self, perimetre: &Perimetre) -> Option<Partie> {
        if self.employeur == perimetre.partenaire {
            Some(Partie::Employeur)
        } else if self.prescripteur == perimetre.partenaire {
            Some(Partie::Prescripteur)
        } else {
            None
        }
    }
}

pub(crate) fn lecture_requise() -> Portees {
    const { Portees::de("iae:lire") }
}

//! Enrolments in sessions of training: proposed by a linguistic platform, or made by the body on a referral to it, which may
//! follow an evaluation.
//!
//! Whatever moves an enrolment goes through [`mouvement`]: its place or its rank, what it was made of, who sees whom.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::evaluation_linguistique::{BesoinLinguistique, Competences, MotifClotureEvaluation};
use crate::habilitation::LigneDossier;
use crate::vocabulaire::enumeration;

pub(crate) mod acte;
pub mod annulation;
pub(crate) mod arret;
pub(crate) mod attente;
pub mod creation;
pub mod lecture;
pub(crate) mod mouvement;
pub mod suivi;
pub mod transition;

enumeration! {
    /// PROPOSEE ou LISTE_ATTENTE → CONFIRMEE → EN_FORMATION → TERMINEE ou ABANDONNEE ; REFUSEE par l'organisme, ANNULEE par l'évaluateur ou avec la session. Une place se libère : la première de la liste d'attente devient PROPOSEE.
    StatutInscription {
        Proposee "PROPOSEE",
        Confirmee "CONFIRMEE",
        EnFormation "EN_FORMATION",
        Terminee "TERMINEE",
        Abandonnee "ABANDONNEE",
        Refusee "REFUSEE",
        ListeAttente "LISTE_ATTENTE",
        Annulee "ANNULEE",
    }
}

impl StatutInscription {
    /// Takes one of the session's places.
    #[must_use]
    pub const fn tient_une_place(self) -> bool {
        matches!(self, Self::Proposee | Self::Confirmee | Self::EnFormation)
    }
}

impl InscriptionFormation {
    /// The platform that proposed it, and may take it back: not what the body made of a referral.
    #[must_use]
    pub fn proposee_par(&self) -> Option<Uuid> {
        self.evaluateur.filter(|_| self.prescription.is_none())
    }
}

/// The body and the platform always read theirs; a follower, those that ran when it was designated and after.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["organisme_id", "evaluateur_id"], le: Some("coalesce(p.close_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct InscriptionFormation {
    pub id: Uuid,
    pub departement: String,
    /// 0 to who is only a party of the referral.
    pub version: i64,
    pub allocataire_id: Uuid,
    pub session: Uuid,
    pub organisme: Uuid,
    /// What proposed it, or what its referral follows; and the platform that evaluates.
    pub evaluation: Option<Uuid>,
    pub evaluateur: Option<Uuid>,
    /// The referral to the body on which it enrolled.
    pub prescription: Option<Uuid>,
    pub statut: StatutInscription,
    /// On the waiting list, from 1.
    pub rang: Option<i64>,
    /// Need and level as they were that day.
    pub besoin: Option<BesoinLinguistique>,
    pub competences: Competences,
    pub evalue_le: Option<NaiveDate>,
    pub motif: Option<MotifClotureEvaluation>,
    pub inscrite_le: DateTime<Utc>,
    pub entree_le: Option<NaiveDate>,
    pub sortie_le: Option<NaiveDate>,
    pub heures: Option<i64>,
    pub bilan: Option<String>,
}

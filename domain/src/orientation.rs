//! Orientations: which kind of follow-up, by whom, from when; dated, without overlap or hole.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::parcours::proposition::Diagnostic as Constats;
use crate::parcours::{ModaliteAccompagnement, ModeDesignation};
use crate::vocabulaire::enumeration;

pub mod automatique;
pub mod decision;
pub mod faits;
pub mod lecture;
pub mod reorientation;

enumeration! {
    /// PED : emploi direct. PSP : socioprofessionnel. PSO : social. EO : entretien d'orientation.
    CodeParcoursFranceTravail { Ped "PED", Psp "PSP", Pso "PSO", Eo "EO" }
}

impl ModaliteAccompagnement {
    /// The path of France Travail that corresponds; a social watch has none.
    #[must_use]
    pub const fn code_france_travail(self) -> Option<CodeParcoursFranceTravail> {
        match self {
            Self::Professionnel => Some(CodeParcoursFranceTravail::Ped),
            Self::Socioprofessionnel => Some(CodeParcoursFranceTravail::Psp),
            Self::Social => Some(CodeParcoursFranceTravail::Pso),
            Self::VeilleSociale => None,
        }
    }
}

/// An orientation as the caller may read it: what is closed to it is `None`.
#[derive(Clone, Debug)]
pub struct Orientation {
    pub id: Uuid,
    pub parcours: Uuid,
    pub personne: Uuid,
    pub modalite: ModaliteAccompagnement,
    pub vers: Uuid,
    pub mode: ModeDesignation,
    pub debut: NaiveDate,
    /// The day before the next one, or the end of the parcours.
    pub fin: Option<NaiveDate>,
    pub reorientation: bool,
    pub motif: Option<String>,
    pub rencontre: Option<Uuid>,
    pub dispositif: Option<Uuid>,
    pub territoire: Option<Uuid>,
    pub agent: Option<Uuid>,
    pub choix_personne: Option<bool>,
    pub diagnostic: Option<Diagnostic>,
    pub cree_le: DateTime<Utc>,
}

/// What was found before orienting, transmitted to the structure that takes over and read by it and its author alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub realise_le: NaiveDate,
    pub par: Uuid,
    pub agent: Option<Uuid>,
    pub constats: Constats,
}

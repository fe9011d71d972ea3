//! Parcours, from the claim to the exit, and the référents designated along the way.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::vocabulaire::enumeration;

pub mod acte;
pub mod alerte;
pub mod delai;
pub mod designation;
pub mod lecture;
pub mod liste;
pub mod ouverture;
pub mod proposition;
pub mod regard;
pub mod sortie;
pub mod statut;
pub mod suspension;
pub mod transfert;

pub use regard::Regard;
pub use sortie::{CategorieSortie, MotifSortie, Sortie};

enumeration! {
    /// Où en est un parcours.
    StatutParcours {
        AOrienter "A_ORIENTER",
        Oriente "ORIENTE",
        Accompagne "ACCOMPAGNE",
        Suspendu "SUSPENDU",
        Clos "CLOS",
    }
}

enumeration! {
    /// Les quatre modalités d'accompagnement.
    ModaliteAccompagnement {
        Professionnel "PROFESSIONNEL",
        Socioprofessionnel "SOCIOPROFESSIONNEL",
        Social "SOCIAL",
        VeilleSociale "VEILLE_SOCIALE",
    }
}

enumeration! {
    /// Comment une orientation a été décidée ou un référent désigné.
    ModeDesignation {
        Automatique "AUTOMATIQUE",
        Gestionnaire "GESTIONNAIRE",
        Kiosque "KIOSQUE",
        EntretienDiagnostic "ENTRETIEN_DIAGNOSTIC",
        Telephone "TELEPHONE",
        Commission "COMMISSION",
        Reorientation "REORIENTATION",
        TeleKiosque "TELE_KIOSQUE",
        InformationCollective "INFORMATION_COLLECTIVE",
        Office "OFFICE",
    }
}

#[derive(Clone, Debug)]
pub struct Parcours {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub allocataire_id: Uuid,
    pub statut: StatutParcours,
    pub modalite: Option<ModaliteAccompagnement>,
    pub ouvert_le: NaiveDate,
    pub clos_le: Option<NaiveDate>,
    pub sortie: Option<Sortie>,
    /// In order; a référent is due at every date between the first and the end.
    pub designations: Vec<Designation>,
    /// What the caller may read of it.
    pub regard: Regard,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    /// The day before the next one, or the end of the parcours.
    pub fin: Option<NaiveDate>,
    pub mode: ModeDesignation,
    pub motif_fin: Option<String>,
}

impl Parcours {
    /// The référent at a date: the last designation that had begun, while it ran.
    #[must_use]
    pub fn referent(&self, au: NaiveDate) -> Option<&Designation> {
        self.designations.iter().rev().find(|d| d.debut <= au).filter(|d| d.fin.is_none_or(|fin| au <= fin))
    }
}

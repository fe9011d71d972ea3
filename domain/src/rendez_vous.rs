//! Appointments: held by a partner, on a parcours, on a referral or on both, and what came of them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::habilitation::LigneDossier;
use crate::vocabulaire::enumeration;

pub mod fixation;
pub mod lecture;
pub mod presence;
pub mod releve;
pub(crate) mod suite;

enumeration! {
    /// Ce pour quoi un rendez-vous est fixé. ORIENTATION : entretien qui décide de l'orientation. ACCOMPAGNEMENT : suivi par le référent ou par un dispositif.
    ObjetRendezVous {
        Orientation "ORIENTATION",
        Accompagnement "ACCOMPAGNEMENT",
        Evaluation "EVALUATION",
        Diagnostic "DIAGNOSTIC",
        Bilan "BILAN",
        RappelDesDevoirs "RAPPEL_DES_DEVOIRS",
    }
}

enumeration! {
    /// Comment un rendez-vous se tient.
    ModeRendezVous { Physique "PHYSIQUE", Telephone "TELEPHONE", Visio "VISIO" }
}

enumeration! {
    /// Présence à un rendez-vous.
    Presence {
        AVenir "A_VENIR",
        Present "PRESENT",
        Absent "ABSENT",
        Excuse "EXCUSE",
        Annule "ANNULE",
    }
}

/// A partner always reads the appointments that it holds; a follower, those made since its designation.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["partenaire_id"], le: Some("p.cree_le") };

#[derive(Clone, Debug)]
pub struct RendezVous {
    pub id: Uuid,
    pub departement: String,
    /// 0 to who may not record what came of it.
    pub version: i64,
    pub allocataire_id: Uuid,
    pub parcours: Option<Uuid>,
    pub prescription: Option<Uuid>,
    pub objet: ObjetRendezVous,
    pub mode: ModeRendezVous,
    pub lieu: Option<String>,
    pub fixe_le: NaiveDate,
    pub prevu_le: DateTime<Utc>,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub presence: Presence,
    /// The appointment that this one stands for.
    pub reporte: Option<Uuid>,
}

/// The day of an instant, where people live.
pub(crate) fn jour(le: DateTime<Utc>) -> NaiveDate {
    le.with_timezone(&Tz::Europe__Paris).date_naive()
}

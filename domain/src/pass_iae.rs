//! The PASS IAE of a person: under it she may work for structures of the IAE, for a time that suspensions stop.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::vocabulaire::enumeration;

pub mod duree;
pub mod ecriture;
pub mod lecture;

enumeration! {
    /// FUTUR avant son début, SUSPENDU pendant une suspension, EXPIRE quand il ne reste plus de jours.
    StatutPassIae { Futur "FUTUR", Valide "VALIDE", Suspendu "SUSPENDU", Expire "EXPIRE" }
}

enumeration! {
    /// Pourquoi un PASS est suspendu.
    MotifSuspensionPass {
        ContratSuspendu "CONTRAT_SUSPENDU",
        ContratRompu "CONTRAT_ROMPU",
        ContratTermine "CONTRAT_TERMINE",
        ContratPasserelle "CONTRAT_PASSERELLE",
    }
}

enumeration! {
    /// Pourquoi un PASS est prolongé.
    MotifProlongationPass {
        FinDeFormation "FIN_DE_FORMATION",
        TravailleurHandicape "TRAVAILLEUR_HANDICAPE" sensible,
        Senior "SENIOR",
        SeniorCdi "SENIOR_CDI",
        DifficultesParticulieres "DIFFICULTES_PARTICULIERES",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassIae {
    pub id: Uuid,
    pub departement: String,
    pub allocataire_id: Uuid,
    pub numero: String,
    pub debut: NaiveDate,
    /// Without suspensions nor prolongations.
    pub fin: NaiveDate,
    pub suspensions: Vec<Periode<MotifSuspensionPass>>,
    pub prolongations: Vec<Periode<MotifProlongationPass>>,
}

/// Whole days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Periode<M> {
    pub du: NaiveDate,
    pub au: NaiveDate,
    pub motif: M,
}

impl<M> Periode<M> {
    #[must_use]
    pub fn jours(&self) -> i64 {
        (self.au - self.du).num_days() + 1
    }
}

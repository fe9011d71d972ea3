//! Structures of the IAE: what a partner runs, of which kind, and the contracts that the kind may use.

use uuid::Uuid;

use crate::poste_iae::TypeContratInsertion;
use crate::vocabulaire::enumeration;

pub mod convention;

enumeration! {
    /// Genre de structure, qui fixe les contrats qu'elle peut proposer.
    TypeStructureIae {
        Aci "ACI",
        Ei "EI",
        Ai "AI",
        Etti "ETTI",
        Eiti "EITI",
        Geiq "GEIQ",
        Ea "EA",
        Aava "AAVA",
    }
}

impl TypeStructureIae {
    /// The contracts that the law gives to this kind. An EITI accompanies people who work for themselves and an AAVA people
    /// who are not employed: neither hires.
    #[must_use]
    pub const fn contrats(self) -> &'static [TypeContratInsertion] {
        use TypeContratInsertion as C;
        match self {
            Self::Aci => &[C::Cddi, C::CdiInclusion, C::ContratJournee],
            Self::Ei => &[C::Cddi, C::CdiInclusion],
            Self::Ai => &[C::CddUsage, C::Cddi, C::CdiInclusion, C::ContratJournee],
            Self::Etti => &[C::ContratMission, C::CdiInclusion],
            Self::Geiq => &[C::ContratPro, C::Apprentissage],
            Self::Ea => &[C::CddTremplin, C::ContratMission, C::ContratPro, C::Apprentissage],
            Self::Eiti | Self::Aava => &[],
        }
    }
}

/// One structure of a partner. Reference data: every answer that points at it reads it from memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureIae {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub partenaire: Uuid,
    /// Tells it from the other structures of its partner.
    pub nom: String,
    pub type_: TypeStructureIae,
    pub activites: Vec<String>,
    pub commune: Option<String>,
}

//! Acts on a person: the scope each asks for, and the relations that allow it.

use crate::lien::{Nature, Natures};

/// Acts on a person that a relation must allow, besides the scope that the field's `@portee` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Acte {
    ModifierAllocataire,
    ModifierCoordonnees,
    RepererBesoin,
    Prescrire,
}

impl Acte {
    pub const TOUS: [Self; 4] = [Self::ModifierAllocataire, Self::ModifierCoordonnees, Self::RepererBesoin, Self::Prescrire];

    /// The field of `Mutation`, whose `@portee` start-up compares with [`Acte::portee`].
    #[must_use]
    pub const fn mutation(self) -> &'static str {
        match self {
            Self::ModifierAllocataire => "modifierAllocataire",
            Self::ModifierCoordonnees => "modifierCoordonnees",
            Self::RepererBesoin => "repererBesoin",
            Self::Prescrire => "prescrire",
        }
    }

    #[must_use]
    pub const fn portee(self) -> &'static str {
        match self {
            Self::ModifierAllocataire => "allocataires:ecrire",
            Self::ModifierCoordonnees => "allocataires.coordonnees:ecrire",
            Self::RepererBesoin => "parcours:ecrire",
            Self::Prescrire => "prescriptions:emettre",
        }
    }

    /// The relations that allow the act, whichever of them runs today.
    #[must_use]
    pub const fn natures(self) -> Natures {
        match self {
            Self::ModifierAllocataire => Natures::de(&[Nature::Departement, Nature::Payeur]),
            Self::ModifierCoordonnees => Natures::de(&[
                Nature::Departement,
                Nature::Payeur,
                Nature::Referent,
                Nature::Accompagnement,
                Nature::PrescriptionRecue,
                Nature::Inscription,
                Nature::ContratIae,
                Nature::Aide,
            ]),
            Self::RepererBesoin => Natures::de(&[Nature::Departement, Nature::Referent, Nature::Accompagnement]),
            Self::Prescrire => {
                Natures::de(&[Nature::Departement, Nature::Referent, Nature::Accompagnement, Nature::Accueil, Nature::ContratIae])
            }
        }
    }
}

//! Directives that state who may read what, and the table that the gate reads from them.
//!
//! The exported schema is the policy: nothing else says which scope opens a field. See [`TablePortees`].

mod coherence;
mod lecture;
mod liens;
mod table;
#[cfg(test)]
mod tests;
mod vue;

use std::borrow::Cow;
use std::fmt;
use std::ops::{BitOr, BitOrAssign};

use async_graphql::registry::location_traits::{
    Directive_At_ARGUMENT_DEFINITION, Directive_At_ENUM_VALUE, Directive_At_FIELD_DEFINITION, Directive_At_INPUT_FIELD_DEFINITION,
    Directive_At_OBJECT,
};
use async_graphql::registry::{MetaDirectiveInvocation, Registry};
use async_graphql::{Enum, TypeDirective};

pub use coherence::{Faute, Incoherence};
pub(crate) use lecture::nom_du_type;
pub use table::{Argument, Champ, Enveloppe, Genre, IdType, Page, TablePortees, TypeLu, Valeur};
pub use vue::{Alternatives, Vues};

/// Portées (scopes OAuth 2.0) qu'un jeton doit porter pour lire ce champ ou appeler cette opération : toutes sont requises.
/// Un champ sans cette directive hérite de celle de son type ; un type sans directive est lisible par tout partenaire authentifié.
#[TypeDirective(
    name = "portee",
    location = "FieldDefinition",
    location = "Object",
    location = "ArgumentDefinition",
    location = "InputFieldDefinition",
    location = "EnumValue"
)]
pub fn portee(requiert: Vec<String>) {}

/// Valeur qui révèle la santé, le handicap, l'origine, la détention ou la protection de l'enfance.
#[TypeDirective(name = "sensible", location = "EnumValue")]
pub fn sensible() {}

/// Catégorie de données personnelles d'un champ, telle que l'inscrit le journal des accès.
#[TypeDirective(name = "donneePersonnelle", location = "FieldDefinition", location = "Object")]
pub fn donnee_personnelle(categorie: CategorieDonnee) {}

/// [`portee`] with its names written as a plain array: `exige::apply(["parcours:lire"])`.
///
/// The derives want the literal form `path::apply(…)`, and a `Vec<String>` at every use would be noise.
/// `exige::apply([])` is the explicit mark of what every authenticated partner may read.
#[expect(non_camel_case_types, reason = "the derives read the name of a directive as a path before ::apply")]
pub struct exige;

impl exige {
    #[must_use]
    pub fn apply<const N: usize>(portees: [&str; N]) -> MetaDirectiveInvocation {
        portee::apply(portees.map(String::from).to_vec())
    }
}

impl TypeDirective for exige {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("portee")
    }

    fn register(&self, registry: &mut Registry) {
        TypeDirective::register(&portee, registry);
    }
}

impl Directive_At_FIELD_DEFINITION for exige {}
impl Directive_At_OBJECT for exige {}
impl Directive_At_ARGUMENT_DEFINITION for exige {}
impl Directive_At_INPUT_FIELD_DEFINITION for exige {}
impl Directive_At_ENUM_VALUE for exige {}

/// Classes of personal data, as the access journal writes them.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategorieDonnee {
    Identite,
    Coordonnees,
    Situation,
    Parcours,
    Financier,
    Sensible,
}

impl CategorieDonnee {
    pub const TOUTES: [Self; 6] = [Self::Identite, Self::Coordonnees, Self::Situation, Self::Parcours, Self::Financier, Self::Sensible];

    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Identite => "IDENTITE",
            Self::Coordonnees => "COORDONNEES",
            Self::Situation => "SITUATION",
            Self::Parcours => "PARCOURS",
            Self::Financier => "FINANCIER",
            Self::Sensible => "SENSIBLE",
        }
    }

    #[must_use]
    pub fn nommee(nom: &str) -> Option<Self> {
        Self::TOUTES.into_iter().find(|categorie| categorie.nom() == nom)
    }
}

/// A set of [`CategorieDonnee`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Categories(u8);

impl Categories {
    pub const AUCUNE: Self = Self(0);

    #[must_use]
    pub const fn une(categorie: CategorieDonnee) -> Self {
        Self(1 << categorie as u8)
    }

    #[must_use]
    pub const fn vide(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn contient(self, categorie: CategorieDonnee) -> bool {
        self.0 & Self::une(categorie).0 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = CategorieDonnee> {
        CategorieDonnee::TOUTES.into_iter().filter(move |categorie| self.contient(*categorie))
    }
}

impl BitOr for Categories {
    type Output = Self;
    fn bitor(self, autres: Self) -> Self {
        Self(self.0 | autres.0)
    }
}

impl BitOrAssign for Categories {
    fn bitor_assign(&mut self, autres: Self) {
        self.0 |= autres.0;
    }
}

impl fmt::Debug for Categories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(CategorieDonnee::nom)).finish()
    }
}

//! What the schema says of every type and field, indexed for the gate, the mender and the filters of the SDL.

use std::collections::HashMap;
use std::fmt;

use async_graphql::parser::types::{OperationType, Type};
use domain::portee::Portees;

use super::Categories;

/// Position of a type in [`TablePortees::types`].
pub type IdType = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    Scalaire,
    Objet,
    Interface,
    Union,
    Enumeration,
    Saisie,
}

impl Genre {
    #[must_use]
    pub const fn composite(self) -> bool {
        matches!(self, Self::Objet | Self::Interface | Self::Union)
    }
}

/// Objects that carry others and are nothing by themselves: they cost no point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enveloppe {
    Aucune,
    /// A connection, or any object that a field with `first` or `last` returns: its lists have the length of the page.
    Page,
    Bord,
    InfosPage,
}

#[derive(Debug)]
pub struct TypeLu {
    pub nom: Box<str>,
    pub genre: Genre,
    pub enveloppe: Enveloppe,
    /// Scopes of the type itself; a connection and its edges take those of the type that they carry.
    pub exige: Portees,
    pub porte_marque: bool,
    pub categories: Categories,
    /// Holds a person's data, itself or through what it carries as a connection.
    pub personnel: bool,
    pub champs: HashMap<Box<str>, Champ>,
    pub valeurs: HashMap<Box<str>, Valeur>,
    /// Members of a union, implementors of an interface.
    pub possibles: Vec<IdType>,
    pub interfaces: Vec<IdType>,
}

/// A field of an object or interface; of an input type too, where only `propre`, `ty`, `cible` mean something.
#[derive(Debug)]
pub struct Champ {
    /// Scopes of its own directive.
    pub propre: Portees,
    /// Whether the directive stands on it, even with no scope in it.
    pub porte_marque: bool,
    /// All that reading it takes: its own scopes, those of its type, and those of the type that it returns.
    pub exige: Portees,
    pub categories: Categories,
    pub ty: Type,
    pub cible: IdType,
    pub liste: bool,
    pub arguments: HashMap<Box<str>, Argument>,
    pub page: Option<Page>,
}

#[derive(Debug)]
pub struct Argument {
    pub exige: Portees,
    pub cible: IdType,
}

/// A field that takes `first` or `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The default that the schema declares for `first`, if any.
    pub defaut: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Valeur {
    pub exige: Portees,
    pub sensible: bool,
}

/// The policy of the schema. Read once, at start, by [`TablePortees::lire`].
pub struct TablePortees {
    pub(super) types: Vec<TypeLu>,
    pub(super) par_nom: HashMap<Box<str>, IdType>,
    /// Query, mutation, subscription.
    pub(super) racines: [Option<IdType>; 3],
}

impl fmt::Debug for TablePortees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TablePortees").field("types", &self.types.len()).finish_non_exhaustive()
    }
}

impl TablePortees {
    #[must_use]
    pub fn id(&self, nom: &str) -> Option<IdType> {
        self.par_nom.get(nom).copied()
    }

    #[must_use]
    pub fn types(&self) -> &[TypeLu] {
        &self.types
    }

    /// The type at a position that this table gave.
    #[must_use]
    pub fn type_lu(&self, id: IdType) -> &TypeLu {
        &self.types[id]
    }

    #[must_use]
    pub fn nomme(&self, nom: &str) -> Option<&TypeLu> {
        self.id(nom).map(|id| &self.types[id])
    }

    #[must_use]
    pub fn champ(&self, id: IdType, nom: &str) -> Option<&Champ> {
        self.types[id].champs.get(nom)
    }

    #[must_use]
    pub const fn racine(&self, operation: OperationType) -> Option<IdType> {
        match operation {
            OperationType::Query => self.racines[0],
            OperationType::Mutation => self.racines[1],
            OperationType::Subscription => self.racines[2],
        }
    }

    #[must_use]
    pub fn est_racine(&self, id: IdType) -> bool {
        self.racines.contains(&Some(id))
    }

    /// Whether an object of type `concret` may stand where `attendu` is written.
    #[must_use]
    pub fn peut_etre(&self, concret: IdType, attendu: IdType) -> bool {
        concret == attendu || self.types[attendu].possibles.contains(&concret)
    }

    /// What a resolver that answers an interface or a union asks before it reads the row: the document could not say the type.
    #[must_use]
    pub fn exigence_du_type(&self, nom: &str) -> Option<(Portees, Categories)> {
        self.nomme(nom).map(|lu| (lu.exige, lu.categories))
    }

    /// Whether this value of an enumeration reveals health, origin, detention or child protection.
    #[must_use]
    pub fn est_sensible(&self, enumeration: &str, valeur: &str) -> bool {
        self.nomme(enumeration).and_then(|lu| lu.valeurs.get(valeur)).is_some_and(|lue| lue.sensible)
    }

    /// Every scope that the schema names: others change nothing to what a bearer sees.
    #[must_use]
    pub fn portees_nommees(&self) -> Portees {
        let des_champs = |champ: &Champ| champ.arguments.values().fold(champ.propre, |p, a| p | a.exige);
        self.types.iter().fold(Portees::AUCUNE, |toutes, lu| {
            let champs = lu.champs.values().map(des_champs);
            champs.chain(lu.valeurs.values().map(|v| v.exige)).fold(toutes | lu.exige, |p, autre| p | autre)
        })
    }
}

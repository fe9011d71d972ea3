//! Walks a value given as input: in the document, where variables stand, or in the variables, where all is known.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Type;
use async_graphql::{Name, Pos, Value as ConstValue};
use async_graphql_value::Value;
use domain::portee::Portees;

use super::exigences::Exigences;
use super::limites::{Limite, Limites};
use super::refus::RefusPorte;
use crate::graphql::portees::{Genre, IdType, TablePortees};

/// Scope that a value which reveals health, origin or detention takes, where it selects persons.
pub const PORTEE_SENSIBLE: &str = "allocataires.sensible:lire";

/// What a value is, whichever of the engine's two types writes it.
pub enum Forme<'v, V> {
    Variable(&'v Name),
    Liste(&'v [V]),
    Objet(&'v IndexMap<Name, V>),
    /// Variables are JSON: an enum value is a string there.
    Nom(&'v str),
    Autre,
}

pub trait Entree: Sized {
    fn forme(&self) -> Forme<'_, Self>;
}

impl Entree for Value {
    fn forme(&self) -> Forme<'_, Self> {
        match self {
            Self::Variable(nom) => Forme::Variable(nom),
            Self::List(elements) => Forme::Liste(elements),
            Self::Object(champs) => Forme::Objet(champs),
            Self::Enum(nom) => Forme::Nom(nom),
            Self::String(texte) => Forme::Nom(texte),
            _ => Forme::Autre,
        }
    }
}

impl Entree for ConstValue {
    fn forme(&self) -> Forme<'_, Self> {
        match self {
            Self::List(elements) => Forme::Liste(elements),
            Self::Object(champs) => Forme::Objet(champs),
            Self::Enum(nom) => Forme::Nom(nom),
            Self::String(texte) => Forme::Nom(texte),
            _ => Forme::Autre,
        }
    }
}

/// Where a value is given.
#[derive(Clone, Copy)]
pub struct Place {
    /// Unknown for the arguments of a directive.
    pub cible: Option<IdType>,
    /// Whether it selects persons: a value that reveals must then be one that the bearer may read.
    pub personnel: bool,
    pub lieu: Option<Pos>,
}

pub struct Valeurs<'a, 'm> {
    pub table: &'a TablePortees,
    pub limites: &'m Limites,
    pub exigences: &'m mut Exigences<'a>,
    pub visites: &'m mut usize,
}

impl Valeurs<'_, '_> {
    /// # Errors
    /// A list longer than the bound, at any depth.
    pub fn suivre<V: Entree>(&mut self, valeur: &V, place: Place, variable: &mut dyn FnMut(&Name, Place)) -> Result<(), RefusPorte> {
        *self.visites += 1;
        match valeur.forme() {
            Forme::Variable(nom) => variable(nom, place),
            Forme::Nom(nom) => self.enumeration(nom, place),
            Forme::Liste(elements) => {
                RefusPorte::borner(Limite::Liste, elements.len(), self.limites.liste, place.lieu)?;
                elements.iter().try_for_each(|element| self.suivre(element, place, variable))?;
            }
            Forme::Objet(champs) => {
                champs.iter().try_for_each(|(nom, dedans)| self.champ(nom, dedans, place, variable))?;
            }
            Forme::Autre => {}
        }
        Ok(())
    }

    fn champ<V: Entree>(&mut self, nom: &Name, valeur: &V, place: Place, variable: &mut dyn FnMut(&Name, Place)) -> Result<(), RefusPorte> {
        let connu = place.cible.and_then(|id| self.table.type_lu(id).champs.get_key_value(nom.as_str()).map(|c| (id, c)));
        let cible = connu.map(|(id, (nom, champ))| {
            self.exigences.noter(self.table, (id, nom, ""), champ.propre, place.lieu);
            champ.cible
        });
        self.suivre(valeur, Place { cible, ..place }, variable)
    }

    fn enumeration(&mut self, nom: &str, place: Place) {
        let Some(id) = place.cible.filter(|id| self.table.type_lu(*id).genre == Genre::Enumeration) else { return };
        let Some((nom, valeur)) = self.table.type_lu(id).valeurs.get_key_value(nom) else { return };
        let revele = if valeur.sensible && place.personnel { sensible() } else { Portees::AUCUNE };
        self.exigences.noter(self.table, (id, nom, ""), valeur.exige | revele, place.lieu);
    }
}

fn sensible() -> Portees {
    const { Portees::de(PORTEE_SENSIBLE) }
}

/// The input type that a variable is declared with.
pub fn cible(table: &TablePortees, ty: &Type) -> Option<IdType> {
    table.id(crate::graphql::portees::nom_du_type(ty))
}

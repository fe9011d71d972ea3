//! The SDL that a bearer sees: the server's own, less what its scopes do not open.

mod ecriture;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{OperationType, ServiceDocument, TypeSystemDefinition};
use domain::portee::Portees;
use moka::sync::Cache;

use self::ecriture::ecrire;
use super::portees::{Champ, Faute, Genre, IdType, Incoherence, TablePortees, Vues, nom_du_type};

/// Bearers share few sets of scopes; a token may ask for any subset of them, and must not fill the memory by it.
const ENSEMBLES_GARDES: u64 = 256;

pub struct SdlParPorteur {
    document: ServiceDocument,
    table: Arc<TablePortees>,
    vues: Vues,
    nommees: Portees,
    ecrits: Cache<Portees, Arc<str>>,
}

impl SdlParPorteur {
    /// From the server's own SDL and the table read from it.
    ///
    /// # Errors
    /// A text that is no SDL.
    pub fn new(sdl: &str, table: Arc<TablePortees>) -> Result<Self, Incoherence> {
        let document = parse_schema(sdl).map_err(|erreur| Incoherence(vec![Faute::Illisible(erreur.to_string())]))?;
        let (vues, nommees) = (Vues::calculer(&table), table.portees_nommees());
        Ok(Self { document, table, vues, nommees, ecrits: Cache::new(ENSEMBLES_GARDES) })
    }

    /// The SDL of a bearer of these scopes.
    #[must_use]
    pub fn pour(&self, portees: Portees) -> Arc<str> {
        let utiles = portees & self.nommees;
        self.ecrits.get_with(utiles, || ecrire(&self.document, &self.filtre(utiles)).into())
    }

    fn filtre(&self, portees: Portees) -> Filtre<'_> {
        let mut filtre = Filtre { table: &self.table, vues: &self.vues, portees, atteints: HashSet::new() };
        filtre.atteindre(self.depuis_les_directives());
        let racines = [OperationType::Query, OperationType::Mutation, OperationType::Subscription];
        filtre.atteindre(racines.into_iter().filter_map(|racine| self.table.racine(racine)).collect());
        filtre.atteindre(filtre.interfaces_des_atteints());
        filtre
    }

    fn depuis_les_directives(&self) -> Vec<IdType> {
        let directives = self.document.definitions.iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Directive(directive) => Some(&directive.node),
            _ => None,
        });
        let arguments = directives.flat_map(|directive| &directive.arguments);
        arguments.filter_map(|argument| self.table.id(nom_du_type(&argument.node.ty.node))).collect()
    }
}

/// What one bearer sees. Reaches types as the engine's introspection does, from the roots through what is seen.
pub(super) struct Filtre<'a> {
    pub table: &'a TablePortees,
    vues: &'a Vues,
    portees: Portees,
    atteints: HashSet<IdType>,
}

impl Filtre<'_> {
    pub fn type_vu(&self, nom: &str) -> bool {
        self.table.id(nom).is_some_and(|id| self.atteints.contains(&id))
    }

    pub fn champ_vu(&self, champ: &Champ) -> bool {
        self.vues.champ_vu(champ).satisfaites(self.portees)
    }

    pub fn argument_vu(&self, champ: &Champ, nom: &str) -> bool {
        champ.arguments.get(nom).is_some_and(|argument| self.vues.argument_vu(argument).satisfaites(self.portees))
    }

    pub fn valeur_vue(&self, exige: Portees) -> bool {
        Vues::valeur_vue(exige).satisfaites(self.portees)
    }

    fn atteindre(&mut self, depart: Vec<IdType>) {
        let mut a_voir = depart;
        while let Some(id) = a_voir.pop() {
            if self.vues.type_vu(id).satisfaites(self.portees) && self.atteints.insert(id) {
                a_voir.extend(self.suivants(id));
            }
        }
    }

    fn suivants(&self, id: IdType) -> Vec<IdType> {
        let lu = self.table.type_lu(id);
        let champs = lu.champs.values().filter(|champ| self.champ_vu(champ));
        let nommes = champs.flat_map(|champ| {
            let arguments = champ.arguments.iter().filter(|(nom, _)| self.argument_vu(champ, nom));
            std::iter::once(champ.cible).chain(arguments.map(|(_, argument)| argument.cible))
        });
        nommes.chain(lu.possibles.iter().copied()).collect()
    }

    /// An interface that no field returns is shown when a type that is seen implements it.
    fn interfaces_des_atteints(&self) -> Vec<IdType> {
        let objets = self.atteints.iter().map(|id| self.table.type_lu(*id)).filter(|lu| lu.genre == Genre::Objet);
        objets.flat_map(|lu| lu.interfaces.iter().copied()).collect()
    }
}

//! The one walk over a document: every selection once, every fragment once, whatever the number of its spreads.

use std::collections::HashMap;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet, TypeCondition, VariableDefinition,
};
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::Value;

use super::cout::{Cout, Terme};
use super::exigences::Exigences;
use super::limites::{EMBOITEMENT, Limite, Limites};
use super::mesure::Mesure;
use super::refus::RefusPorte;
use super::valeurs::{Place, Valeurs};
use crate::graphql::portees::{Categories, Champ, IdType, TablePortees};
use crate::graphql::reparation::REPERE;

/// Where a selection set stands: on a type of the schema, or inside `__schema` and `__type`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    Type(IdType),
    Introspection,
}

enum Etat {
    EnCours,
    Mesure(Mesure),
}

/// What one operation asks for, gathered on the way.
#[derive(Default)]
pub struct Releve<'a> {
    pub exigences: Exigences<'a>,
    pub categories: Categories,
    pub cout: Cout,
    pub alias: usize,
    /// Variables given where they select persons.
    pub personnelles: Vec<Name>,
    pub definitions: HashMap<&'a str, &'a VariableDefinition>,
}

pub struct Marche<'a> {
    pub table: &'a TablePortees,
    pub limites: &'a Limites,
    pub releve: Releve<'a>,
    pub visites: usize,
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a str, Etat>,
    pub(super) lecture_seule: bool,
}

impl<'a> Marche<'a> {
    pub fn new(table: &'a TablePortees, document: &'a ExecutableDocument, limites: &'a Limites) -> Self {
        let (releve, fragments) = (Releve::default(), HashMap::with_capacity(document.fragments.len()));
        Self { table, limites, releve, visites: 0, document, fragments, lecture_seule: true }
    }

    pub fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Mesure, RefusPorte> {
        let racine = self.table.racine(operation.ty);
        let racine = racine.ok_or_else(|| RefusPorte::invalide(format!("Le schéma n'a pas de {}.", operation.ty), None))?;
        self.lecture_seule = operation.ty != OperationType::Mutation;
        self.releve.definitions = operation.variable_definitions.iter().map(|v| (v.node.name.node.as_str(), &v.node)).collect();
        self.directives(&operation.directives)?;
        for definition in &operation.variable_definitions {
            self.variable(&definition.node)?;
        }
        self.selections(&operation.selection_set, Parent::Type(racine), 0)
    }

    /// Fragments that no operation walked so far spreads: the engine visits them all the same.
    pub fn fragments_restants(&mut self) -> Result<(), RefusPorte> {
        for (nom, fragment) in &self.document.fragments {
            let mesure = self.fragment(nom, fragment.pos, 0)?;
            RefusPorte::borner(Limite::Selections, mesure.selections, self.limites.selections, Some(fragment.pos))?;
        }
        Ok(())
    }

    fn variable(&mut self, definition: &'a VariableDefinition) -> Result<(), RefusPorte> {
        self.visites += 1;
        self.directives(&definition.directives)?;
        let Some(defaut) = &definition.default_value else { return Ok(()) };
        let cible = super::valeurs::cible(self.table, &definition.var_type.node);
        let place = Place { cible, personnel: false, lieu: Some(defaut.pos) };
        self.valeurs().suivre(&defaut.node, place, &mut |_, _| {})
    }

    pub(super) fn selections(&mut self, ensemble: &'a Positioned<SelectionSet>, parent: Parent, rang: usize) -> Result<Mesure, RefusPorte> {
        RefusPorte::borner(Limite::Emboitement, rang, EMBOITEMENT, Some(ensemble.pos))?;
        ensemble.node.items.iter().try_fold(Mesure::default(), |somme, selection| {
            self.visites += 1;
            let mesure = match &selection.node {
                Selection::Field(champ) => self.champ(champ, parent, rang),
                Selection::FragmentSpread(appel) => {
                    self.directives(&appel.node.directives)?;
                    self.fragment(&appel.node.fragment_name.node, appel.pos, rang + 1).map(Mesure::sous_fragment)
                }
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.node.directives)?;
                    let parent = fragment.node.type_condition.as_ref().map_or(Ok(parent), |condition| self.condition(condition))?;
                    self.selections(&fragment.node.selection_set, parent, rang + 1).map(Mesure::sous_fragment)
                }
            }?;
            Ok(somme.avec(mesure))
        })
    }

    fn condition(&self, condition: &'a Positioned<TypeCondition>) -> Result<Parent, RefusPorte> {
        let nom = condition.node.on.node.as_str();
        if nom.starts_with("__") {
            return Ok(Parent::Introspection);
        }
        let id = self.table.id(nom).map(Parent::Type);
        id.ok_or_else(|| RefusPorte::invalide(format!("Type inconnu : {nom}."), Some(condition.pos)))
    }

    fn fragment(&mut self, nom: &'a Name, lieu: Pos, rang: usize) -> Result<Mesure, RefusPorte> {
        match self.fragments.get(nom.as_str()) {
            Some(Etat::EnCours) => {
                return Err(RefusPorte::invalide(format!("Le fragment {nom} s'appelle lui-même."), Some(lieu)));
            }
            Some(Etat::Mesure(mesure)) => {
                RefusPorte::borner(Limite::Emboitement, rang + mesure.emboitement, EMBOITEMENT, Some(lieu))?;
                return Ok(mesure.clone());
            }
            None => {}
        }
        let inconnu = || RefusPorte::invalide(format!("Fragment inconnu : {nom}."), Some(lieu));
        let fragment = &self.document.fragments.get(nom).ok_or_else(inconnu)?.node;
        self.fragments.insert(nom, Etat::EnCours);
        self.directives(&fragment.directives)?;
        let parent = self.condition(&fragment.type_condition)?;
        let mesure = self.selections(&fragment.selection_set, parent, rang)?;
        let mesure = self.partager(mesure);
        self.fragments.insert(nom, Etat::Mesure(mesure.clone()));
        Ok(mesure)
    }

    /// Keeps a cost that variables decide in one place, so that a spread only names it.
    fn partager(&mut self, mesure: Mesure) -> Mesure {
        if matches!(mesure.cout, Terme::Fixe(_)) {
            return mesure;
        }
        self.releve.cout.fragments.push(mesure.cout);
        Mesure { cout: Terme::Fragment(self.releve.cout.fragments.len() - 1), ..mesure }
    }

    fn champ(&mut self, champ: &'a Positioned<Field>, parent: Parent, rang: usize) -> Result<Mesure, RefusPorte> {
        self.directives(&champ.node.directives)?;
        self.alias(&champ.node)?;
        let nom = champ.node.name.node.as_str();
        match parent {
            _ if nom == "__typename" => Ok(Mesure::nom_de_type()),
            Parent::Introspection => self.champ_introspection(&champ.node, rang),
            Parent::Type(id) if matches!(nom, "__schema" | "__type") && self.table.racine(OperationType::Query) == Some(id) => {
                self.introspection(champ, rang)
            }
            Parent::Type(id) => self.champ_du_type(champ, id, rang),
        }
    }

    fn champ_du_type(&mut self, champ: &'a Positioned<Field>, id: IdType, rang: usize) -> Result<Mesure, RefusPorte> {
        let table = self.table;
        let nom = champ.node.name.node.as_str();
        let inconnu = || RefusPorte::invalide(format!("Champ inconnu : {}.{nom}.", table.type_lu(id).nom), Some(champ.pos));
        let (nom, lu) = table.type_lu(id).champs.get_key_value(nom).ok_or_else(inconnu)?;
        self.releve.exigences.noter(table, (id, nom, ""), lu.exige, Some(champ.pos));
        self.releve.categories |= lu.categories;
        for (argument, valeur) in &champ.node.arguments {
            self.argument((id, nom), lu, argument, valeur)?;
        }
        if champ.node.selection_set.node.items.is_empty() {
            return Ok(Mesure::feuille());
        }
        let dedans = self.selections(&champ.node.selection_set, Parent::Type(lu.cible), rang + 1)?;
        let cout = self.cout(champ, (id, lu), dedans.cout.clone())?;
        Ok(dedans.sous_champ(cout))
    }

    fn argument(
        &mut self,
        (id, champ): (IdType, &'a str),
        lu: &'a Champ,
        nom: &'a Positioned<Name>,
        valeur: &'a Positioned<Value>,
    ) -> Result<(), RefusPorte> {
        let table = self.table;
        let inconnu = || {
            let parent = &table.type_lu(id).nom;
            RefusPorte::invalide(format!("Argument inconnu : {parent}.{champ}({}:).", nom.node), Some(nom.pos))
        };
        let (connu, argument) = lu.arguments.get_key_value(nom.node.as_str()).ok_or_else(inconnu)?;
        self.releve.exigences.noter(table, (id, champ, connu), argument.exige, Some(nom.pos));
        let personnel = self.lecture_seule && table.type_lu(lu.cible).personnel;
        self.valeur(&valeur.node, Place { cible: Some(argument.cible), personnel, lieu: Some(valeur.pos) })
    }

    fn valeur(&mut self, valeur: &'a Value, place: Place) -> Result<(), RefusPorte> {
        let mut personnelles = Vec::new();
        let mut noter = |nom: &Name, place: Place| personnelles.extend(place.personnel.then(|| nom.clone()));
        self.valeurs().suivre(valeur, place, &mut noter)?;
        self.releve.personnelles.append(&mut personnelles);
        Ok(())
    }

    /// Values that no input type of the schema describes: arguments of directives and of the introspection.
    pub(super) fn valeurs_libres(&mut self, arguments: &'a [(Positioned<Name>, Positioned<Value>)]) -> Result<(), RefusPorte> {
        let place = |valeur: &Positioned<Value>| Place { cible: None, personnel: false, lieu: Some(valeur.pos) };
        arguments.iter().try_for_each(|(_, valeur)| self.valeur(&valeur.node, place(valeur)))
    }

    fn valeurs(&mut self) -> Valeurs<'a, '_> {
        let exigences = &mut self.releve.exigences;
        Valeurs { table: self.table, limites: self.limites, exigences, visites: &mut self.visites }
    }

    fn alias(&mut self, champ: &'a Field) -> Result<(), RefusPorte> {
        let Some(alias) = &champ.alias else { return Ok(()) };
        if alias.node == *REPERE {
            return Err(RefusPorte::invalide(format!("L'alias {REPERE} est réservé."), Some(alias.pos)));
        }
        self.releve.alias += 1;
        Ok(())
    }

    pub(super) fn directives(&mut self, posees: &'a [Positioned<Directive>]) -> Result<(), RefusPorte> {
        RefusPorte::borner(Limite::Directives, posees.len(), self.limites.directives, posees.first().map(|posee| posee.pos))?;
        for posee in posees {
            self.visites += 1;
            self.valeurs_libres(&posee.node.arguments)?;
        }
        Ok(())
    }
}

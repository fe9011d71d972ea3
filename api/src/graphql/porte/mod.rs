//! The gate: decides on a document before anything of it is executed or validated by the engine.
//!
//! [`lire_document`] bounds and parses the text, [`examiner`] walks it once, and the resulting [`Examen`], which no
//! variable and no bearer changed, may be kept by the hash of the document. [`Examen::admettre`] finishes with the
//! variables and the bearer's scopes. The engine comes after: its own validation is exponential on spreads of fragments.

mod cout;
mod exigences;
mod lexique;
mod limites;
mod marche;
mod mesure;
mod pas;
mod refus;
#[cfg(test)]
mod tests;
mod valeurs;

use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Name, Variables};
use domain::portee::Portees;

use self::cout::Cout;
use self::exigences::{Exigences, manques};
use self::marche::Marche;
use self::mesure::Mesure;
use self::valeurs::{Place, Valeurs};
use super::portees::{Categories, IdType, TablePortees};

pub use lexique::{compter_jetons, lire_document};
pub use limites::{Limite, Limites};
pub use refus::{Manque, RefusPorte};

/// What one operation of a document asks for, whoever sends it and whatever its variables hold.
#[derive(Debug)]
pub struct Examen {
    table: Arc<TablePortees>,
    operation: OperationType,
    exigences: Vec<Manque>,
    toutes: Portees,
    categories: Categories,
    cout: Cout,
    variables: Vec<VariableLue>,
    profondeur: usize,
    introspection: bool,
}

#[derive(Debug)]
struct VariableLue {
    nom: Name,
    cible: Option<IdType>,
    personnel: bool,
}

/// A request that may be executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    pub operation: OperationType,
    /// Points: objects that the document could return at most.
    pub cout: u64,
    /// Classes of personal data that it reads.
    pub categories: Categories,
    /// Every scope that it took, those of its variables included.
    pub portees: Portees,
    pub profondeur: usize,
    /// Whether it reads `__schema` or `__type`.
    pub introspection: bool,
}

/// Walks the operation to run, then bounds what else the document holds.
///
/// # Errors
/// What no variable and no scope could mend: an unknown field, a cycle, a measure above its bound.
pub fn examiner(
    table: &Arc<TablePortees>,
    document: &ExecutableDocument,
    operation: Option<&str>,
    limites: &Limites,
) -> Result<Examen, RefusPorte> {
    examiner_en_comptant(table, document, operation, limites).0
}

/// [`examiner`], with the number of nodes of the document that it visited.
pub fn examiner_en_comptant(
    table: &Arc<TablePortees>,
    document: &ExecutableDocument,
    operation: Option<&str>,
    limites: &Limites,
) -> (Result<Examen, RefusPorte>, usize) {
    let mut marche = Marche::new(table, document, limites);
    let examen = parcourir(&mut marche, table, document, operation);
    (examen, marche.visites)
}

fn parcourir<'a>(
    marche: &mut Marche<'a>,
    table: &Arc<TablePortees>,
    document: &'a ExecutableDocument,
    nom: Option<&str>,
) -> Result<Examen, RefusPorte> {
    RefusPorte::borner(Limite::Fragments, document.fragments.len(), marche.limites.fragments, None)?;
    let choisie = choisir(document, nom)?;
    let mesure = marche.operation(choisie)?;
    borner(marche, choisie, &mesure)?;
    let releve = std::mem::take(&mut marche.releve);
    let variables = choisie.variable_definitions.iter().map(|definition| VariableLue {
        nom: definition.node.name.node.clone(),
        cible: valeurs::cible(table, &definition.node.var_type.node),
        personnel: releve.personnelles.contains(&definition.node.name.node),
    });
    let examen = Examen {
        table: Arc::clone(table),
        operation: choisie.ty,
        variables: variables.collect(),
        toutes: releve.exigences.toutes,
        exigences: releve.exigences.liste,
        categories: releve.categories,
        cout: Cout { operation: mesure.cout, ..releve.cout },
        profondeur: mesure.hauteur,
        introspection: mesure.introspection > 0,
    };
    reste(marche, document, choisie)?;
    Ok(examen)
}

/// The other operations and fragments are not run, but the engine validates them.
fn reste<'a>(marche: &mut Marche<'a>, document: &'a ExecutableDocument, choisie: &OperationDefinition) -> Result<(), RefusPorte> {
    for (_, operation) in document.operations.iter().filter(|(_, operation)| !std::ptr::eq(&raw const operation.node, choisie)) {
        let mesure = marche.operation(&operation.node)?;
        RefusPorte::borner(Limite::Selections, mesure.selections, marche.limites.selections, Some(operation.pos))?;
    }
    marche.fragments_restants()
}

fn choisir<'d>(document: &'d ExecutableDocument, nom: Option<&str>) -> Result<&'d OperationDefinition, RefusPorte> {
    let choisie = match (&document.operations, nom) {
        (DocumentOperations::Single(seule), None) => Some(seule),
        (DocumentOperations::Multiple(operations), Some(nom)) => operations.get(nom),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations.values().next(),
        _ => None,
    };
    let message = if nom.is_some() {
        "L'opération demandée par operationName n'est pas dans le document."
    } else {
        "Le document contient plusieurs opérations : operationName dit laquelle exécuter."
    };
    choisie.map(|operation| &operation.node).ok_or_else(|| RefusPorte::invalide(message, None))
}

fn borner(marche: &Marche<'_>, operation: &OperationDefinition, mesure: &Mesure) -> Result<(), RefusPorte> {
    let (limites, lieu) = (marche.limites, Some(operation.selection_set.pos));
    RefusPorte::borner(Limite::Selections, mesure.selections, limites.selections, lieu)?;
    RefusPorte::borner(Limite::Profondeur, mesure.hauteur, limites.profondeur, lieu)?;
    RefusPorte::borner(Limite::Alias, marche.releve.alias, limites.alias, lieu)?;
    RefusPorte::borner(Limite::ChampsRacine, mesure.champs, limites.champs_racine, lieu)?;
    RefusPorte::borner(Limite::Introspection, mesure.introspection, marche.introspection_permise(), lieu)?;
    if operation.ty == OperationType::Subscription && mesure.champs != 1 {
        return Err(RefusPorte::invalide("Un abonnement demande exactement un champ à la racine.", lieu));
    }
    Ok(())
}

impl Examen {
    #[must_use]
    pub const fn operation(&self) -> OperationType {
        self.operation
    }

    /// Finishes with what the document leaves open: who asks, and with which variables.
    ///
    /// The scopes are those in force for this bearer now; the limits are those of the [`examiner`] call.
    ///
    /// # Errors
    /// Every field with the scopes that the bearer lacks; a variable or a cost above its bound.
    pub fn admettre(&self, portees: Portees, variables: &Variables, limites: &Limites) -> Result<Admission, RefusPorte> {
        let demandes = self.suivre(variables, limites)?;
        let exigees = self.toutes | demandes.toutes;
        if !portees.contient(exigees) {
            let manquent = manques(&self.exigences, portees).chain(manques(&demandes.liste, portees));
            return Err(RefusPorte::PorteeInsuffisante(manquent.collect()));
        }
        let cout = self.cout.evaluer(variables, limites)?;
        RefusPorte::borner(Limite::Cout, cout, limites.cout, None)?;
        Ok(Admission {
            operation: self.operation,
            cout,
            categories: self.categories,
            portees: exigees,
            profondeur: self.profondeur,
            introspection: self.introspection,
        })
    }

    /// Scopes that the values of the variables take, list lengths bounded on the way.
    fn suivre(&self, variables: &Variables, limites: &Limites) -> Result<Exigences<'_>, RefusPorte> {
        let mut exigences = Exigences::default();
        let mut visites = 0;
        let mut valeurs = Valeurs { table: &self.table, limites, exigences: &mut exigences, visites: &mut visites };
        for variable in &self.variables {
            let Some(valeur) = variables.get(&variable.nom) else { continue };
            let place = Place { cible: variable.cible, personnel: variable.personnel, lieu: None };
            valeurs.suivre(valeur, place, &mut |_, _| {})?;
        }
        Ok(exigences)
    }
}

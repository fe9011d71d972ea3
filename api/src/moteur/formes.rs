//! Forms under which a document was found right: the engine's strict rules look at the document and, of the variables, at
//! their kinds and at the values of enumerations and input objects. What they let through once they need not read again.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};

use async_graphql::parser::types::OperationDefinition;
use async_graphql::{Value, Variables};

use crate::graphql::portees::{Genre, TablePortees, nom_du_type};

/// Forms kept of one document: a client's variables take few.
const FORMES: usize = 64;

#[derive(Default)]
pub struct Formes {
    hachage: RandomState,
    justes: Mutex<HashSet<u64>>,
}

impl Formes {
    /// A number for the form of these variables.
    pub fn de(&self, table: &TablePortees, operation: &OperationDefinition, variables: &Variables) -> u64 {
        let mut hacheur = self.hachage.build_hasher();
        for definition in &operation.variable_definitions {
            let genre = table.nomme(nom_du_type(&definition.node.var_type.node)).map(|lu| lu.genre);
            match variables.get(&definition.node.name.node) {
                Some(valeur) => suivre(valeur, genre == Some(Genre::Scalaire), &mut hacheur),
                None => hacheur.write_u8(0),
            }
        }
        hacheur.finish()
    }

    pub fn juste(&self, forme: u64) -> bool {
        self.justes.lock().unwrap_or_else(PoisonError::into_inner).contains(&forme)
    }

    pub fn retenir(&self, forme: u64) {
        let mut justes = self.justes.lock().unwrap_or_else(PoisonError::into_inner);
        if justes.len() < FORMES {
            justes.insert(forme);
        }
    }
}

/// Of a scalar's text only that it is one: the rules look no further, the scalar's own reading does.
fn suivre(valeur: &Value, scalaire: bool, hacheur: &mut impl Hasher) {
    match valeur {
        Value::Null => hacheur.write_u8(1),
        Value::String(_) if scalaire => hacheur.write_u8(2),
        Value::List(elements) => {
            hacheur.write_u8(3);
            elements.len().hash(hacheur);
            for element in elements {
                suivre(element, scalaire, hacheur);
            }
        }
        autre => {
            hacheur.write_u8(4);
            autre.to_string().hash(hacheur);
        }
    }
}

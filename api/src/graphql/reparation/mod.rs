//! Mends what async-graphql 7.2.1 does otherwise than the specification says.
//!
//! 1. [`propager_nuls`], after execution: a field that errs is absent from the answer, and no null ever propagates.
//! 2. [`completer_variables`], before execution: `@skip` and `@include` do not see the defaults of variables.
//! 3. [`poser_reperes`] when a document is kept, [`retirer_reperes`] after execution: an object whose selection turns
//!    out empty becomes null instead of `{}`, and one that is selected twice loses a selection when all of the other
//!    fails. A hidden `__typename` keeps it alive, and leaves before the answer does.
//!
//! Left as it is: a list of lists selected twice keeps the fields of one selection only. The schema has none.

mod nuls;
mod reperes;
#[cfg(test)]
mod tests;

use async_graphql::parser::types::OperationDefinition;
use async_graphql::{Value, Variables};

pub use nuls::propager_nuls;
pub use reperes::poser_reperes;

/// Alias of the hidden `__typename`. The gate refuses a document that uses it.
pub const REPERE: &str = "__vide";

/// Writes the defaults of the operation into the variables that the request leaves out.
pub fn completer_variables(operation: &OperationDefinition, variables: &mut Variables) {
    for definition in &operation.variable_definitions {
        if let Some(defaut) = &definition.node.default_value {
            variables.entry(definition.node.name.node.clone()).or_insert_with(|| defaut.node.clone());
        }
    }
}

/// Takes the hidden `__typename` out of the answer.
pub fn retirer_reperes(donnees: &mut Value) {
    match donnees {
        Value::Object(champs) => {
            champs.shift_remove(REPERE);
            champs.values_mut().for_each(retirer_reperes);
        }
        Value::List(elements) => elements.iter_mut().for_each(retirer_reperes),
        _ => {}
    }
}

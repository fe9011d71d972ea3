//! The scopes that a document takes, each with the first place that takes it.

use std::collections::HashMap;

use async_graphql::Pos;
use domain::portee::Portees;

use super::refus::Manque;
use crate::graphql::portees::{IdType, TablePortees};

/// A field of a type, and its argument if it is one that asks; the argument is empty otherwise.
pub type Endroit<'a> = (IdType, &'a str, &'a str);

#[derive(Debug, Default)]
pub struct Exigences<'a> {
    rangs: HashMap<Endroit<'a>, usize>,
    pub toutes: Portees,
    pub liste: Vec<Manque>,
}

impl<'a> Exigences<'a> {
    pub fn noter(&mut self, table: &TablePortees, endroit: Endroit<'a>, portees: Portees, lieu: Option<Pos>) {
        if portees.vide() {
            return;
        }
        self.toutes = self.toutes | portees;
        let rang = *self.rangs.entry(endroit).or_insert_with(|| {
            self.liste.push(Manque { champ: nommer(table, endroit), portees, lieu });
            self.liste.len() - 1
        });
        // The same enum value may stand where it selects persons and where it does not.
        self.liste[rang].portees = self.liste[rang].portees | portees;
    }
}

fn nommer(table: &TablePortees, (id, champ, argument): Endroit<'_>) -> Box<str> {
    let parent = &table.type_lu(id).nom;
    if argument.is_empty() { format!("{parent}.{champ}").into() } else { format!("{parent}.{champ}({argument}:)").into() }
}

/// What a bearer lacks among these.
pub fn manques(liste: &[Manque], portees: Portees) -> impl Iterator<Item = Manque> {
    let fermes = liste.iter().filter(move |exige| !portees.contient(exige.portees));
    fermes.map(move |exige| Manque { portees: exige.portees.sans(portees), ..exige.clone() })
}

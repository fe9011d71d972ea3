//! Nodes written straight to JSON text, for the types whose lists are long: the engine's value of a leaf (a name, a place
//! in a map, a text of its own) costs more than what it says.

use std::io::{self, Write};

use async_graphql::parser::types::Field;
use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, Value};
use chrono::{DateTime, Utc};
use domain::vocabulaire::Enumeration;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::noeuds::{champs, feuille};
use crate::graphql::code::Code;
use crate::graphql::scalaires::{Date, Decimal};

/// What a leaf can be: writes itself as the engine would.
pub trait Feuille {
    fn ecrire(&self, sortie: &mut Vec<u8>);
}

/// Writes one leaf of a node.
pub type Ecrire<T> = fn(&T, &mut Vec<u8>);

/// The leaves of a type that write themselves, by name.
pub type Feuilles<T> = fn(&str) -> Option<Ecrire<T>>;

/// Writes one branch of a node.
pub type Branche<'a, T> = Box<dyn Fn(&T, &mut Vec<u8>) + Send + Sync + 'a>;

/// The branches of a type that write themselves, by name.
pub type Branches<T> = for<'a> fn(&str, &Demande<'_, 'a>) -> Option<Branche<'a, T>>;

/// What is asked of a branch.
pub struct Demande<'c, 'a>(&'c ContextSelectionSet<'a>, &'a Positioned<Field>);

impl<'a> Demande<'_, 'a> {
    /// One object, or none.
    pub fn un<T: 'a, U: OutputType + 'a>(&self, feuilles: Feuilles<U>, lire: fn(&T) -> Option<&U>) -> Option<Branche<'a, T>> {
        let texte = self.texte(feuilles)?;
        Some(Box::new(move |noeud, sortie| match lire(noeud) {
            Some(objet) => texte.noeud(objet, sortie),
            None => sortie.extend_from_slice(b"null"),
        }))
    }

    pub fn plusieurs<T: 'a, U: OutputType + 'a>(&self, feuilles: Feuilles<U>, lire: fn(&T) -> &[U]) -> Option<Branche<'a, T>> {
        let texte = self.texte(feuilles)?;
        Some(Box::new(move |noeud, sortie| texte.noeuds(lire(noeud), sortie)))
    }

    fn texte<U: OutputType>(&self, feuilles: Feuilles<U>) -> Option<Texte<'a, U>> {
        Texte::de(self.0, &champs::<U>(self.0, &self.1.node.selection_set.node)?, (feuilles, |_, _| None))
    }
}

/// The selection of a list whose nodes are written as text: the key of each field, and how it is written.
pub struct Texte<'a, T>(Vec<(&'a str, Partie<'a, T>)>);

enum Partie<'a, T> {
    Feuille(Ecrire<T>),
    Branche(Branche<'a, T>),
}

impl<'a, T> Texte<'a, T> {
    /// `None` where something else than such fields is asked: the engine resolves it.
    pub fn de(
        ctx: &ContextSelectionSet<'a>,
        champs: &[&'a Positioned<Field>],
        (feuilles, branches): (Feuilles<T>, Branches<T>),
    ) -> Option<Self> {
        let partie = |champ: &&'a Positioned<Field>| {
            let nom = &champ.node.name.node;
            let ecrite = || feuilles(nom).map(Partie::Feuille);
            let partie = if feuille(champ) { ecrite() } else { branches(nom, &Demande(ctx, champ)).map(Partie::Branche) };
            Some((champ.node.response_key().node.as_str(), partie?))
        };
        champs.iter().map(partie).collect::<Option<_>>().map(Self)
    }

    /// The nodes, as a value that [`serialiser`] takes as it is: no other has bytes.
    pub fn ecrire(&self, noeuds: &[T]) -> Value {
        let mut sortie = Vec::with_capacity(2 + 48 * self.0.len() * noeuds.len());
        self.noeuds(noeuds, &mut sortie);
        Value::Binary(sortie.into())
    }

    fn noeuds(&self, noeuds: &[T], sortie: &mut Vec<u8>) {
        sortie.push(b'[');
        for (rang, noeud) in noeuds.iter().enumerate() {
            if rang > 0 {
                sortie.push(b',');
            }
            self.noeud(noeud, sortie);
        }
        sortie.push(b']');
    }

    fn noeud(&self, noeud: &T, sortie: &mut Vec<u8>) {
        sortie.push(b'{');
        for (rang, (cle, partie)) in self.0.iter().enumerate() {
            if rang > 0 {
                sortie.push(b',');
            }
            citer(cle, sortie);
            sortie.push(b':');
            match partie {
                Partie::Feuille(ecrire) => ecrire(noeud, sortie),
                Partie::Branche(ecrire) => ecrire(noeud, sortie),
            }
        }
        sortie.push(b'}');
    }
}

/// How many objects were written in a value: each begins so, and no text does, where a quote follows a backslash.
pub fn objets_ecrits(texte: &[u8]) -> u64 {
    texte.windows(2).map(|deux| u64::from(deux == b"{\"")).sum()
}

/// The JSON of an answer, with the values that are written already.
pub fn serialiser(reponse: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut sortie = Vec::with_capacity(1024);
    reponse.serialize(&mut Serializer::with_formatter(&mut sortie, Ecrits))?;
    Ok(sortie)
}

struct Ecrits;

impl Formatter for Ecrits {
    fn write_byte_array<W: ?Sized + Write>(&mut self, sortie: &mut W, texte: &[u8]) -> io::Result<()> {
        sortie.write_all(texte)
    }
}

/// A text that needs no escape.
fn citer(texte: &str, sortie: &mut Vec<u8>) {
    sortie.push(b'"');
    sortie.extend_from_slice(texte.as_bytes());
    sortie.push(b'"');
}

impl Feuille for String {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        serde_json::to_writer(sortie, self).expect("memory takes every text");
    }
}

impl Feuille for ID {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        citer(self, sortie);
    }
}

impl<T: Enumeration> Feuille for Code<T> {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        citer(self.0.code(), sortie);
    }
}

impl Feuille for Date {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        write!(sortie, "\"{}\"", self.0).expect("memory takes every date");
    }
}

impl Feuille for Decimal {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        citer(&self.0, sortie);
    }
}

impl Feuille for DateTime<Utc> {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        citer(&self.to_rfc3339(), sortie);
    }
}

impl Feuille for i64 {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        write!(sortie, "{self}").expect("memory takes every number");
    }
}

impl Feuille for bool {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        sortie.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl<T: Feuille> Feuille for Option<T> {
    fn ecrire(&self, sortie: &mut Vec<u8>) {
        match self {
            Some(valeur) => valeur.ecrire(sortie),
            None => sortie.extend_from_slice(b"null"),
        }
    }
}

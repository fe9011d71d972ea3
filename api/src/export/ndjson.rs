//! One JSON object a line, every column in every line: null says that a cell is empty.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use chrono::SecondsFormat;
use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::colonne::{COLONNES, Valeur};
use super::ligne::Ligne;

pub struct Ndjson(BufWriter<File>);

impl Ndjson {
    pub fn nouveau(fichier: File) -> Self {
        Self(BufWriter::new(fichier))
    }

    pub fn ecrire(&mut self, ligne: &Ligne<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, &Objet(ligne))?;
        self.0.write_all(b"\n")
    }

    pub fn finir(self) -> io::Result<File> {
        self.0.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

struct Objet<'a>(&'a Ligne<'a>);

impl Serialize for Objet<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut objet = s.serialize_map(Some(COLONNES.len()))?;
        for colonne in &COLONNES {
            objet.serialize_entry(colonne.nom, &(colonne.lire)(self.0).map(Cellule))?;
        }
        objet.end()
    }
}

struct Cellule<'a>(Valeur<'a>);

impl Serialize for Cellule<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Valeur::Texte(texte) => s.serialize_str(texte),
            Valeur::Entier(entier) => s.serialize_i64(entier),
            // Its own digits: a float would round the largest.
            Valeur::Decimal(nombre) => RawValue::from_string(nombre.to_string()).map_err(S::Error::custom)?.serialize(s),
            Valeur::Jour(jour) => s.collect_str(&jour),
            Valeur::Instant(le) => s.serialize_str(&le.to_rfc3339_opts(SecondsFormat::Micros, true)),
            Valeur::Booleen(vrai) => s.serialize_bool(vrai),
        }
    }
}

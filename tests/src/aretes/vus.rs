//! What a caller has heard: rows, open fields, events, deadlines, canaries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::canaris::{Canari, entendus};
use super::champs;
use super::regles::CHAMPS;
use crate::harnais::Reponse;

/// A nested list that goes on: its row, its field, where to resume.
pub struct Suite {
    pub type_: String,
    pub id: String,
    pub champ: String,
    pub apres: String,
}

#[derive(Default)]
pub struct Vus {
    lignes: BTreeMap<String, BTreeSet<String>>,
    /// Fields of a person that had a value, somewhere.
    pub champs: BTreeSet<(String, &'static str)>,
    /// The same of the rows of files.
    pub dossiers: BTreeSet<((&'static str, &'static str), String)>,
    pub alertes: BTreeMap<String, BTreeSet<String>>,
    pub evenements: BTreeSet<(String, String, i64)>,
    pub echeances: BTreeSet<(String, String)>,
    pub canaris: BTreeSet<Canari>,
    pub apercu: BTreeMap<String, i64>,
    /// Lists whose count differs from the rows that they gave.
    pub comptes: Vec<String>,
}

impl Vus {
    pub fn lignes(&self, type_: &str) -> BTreeSet<String> {
        self.lignes.get(type_).cloned().unwrap_or_default()
    }

    /// Reads a whole answer; what goes on comes back.
    pub fn entendre(&mut self, reponse: &Reponse) -> Vec<Suite> {
        entendus(reponse, &mut self.canaris);
        let mut suites = Vec::new();
        self.visiter(&reponse.corps["data"], &mut suites);
        suites
    }

    fn visiter(&mut self, valeur: &Value, suites: &mut Vec<Suite>) {
        match valeur {
            Value::Array(liste) => liste.iter().for_each(|v| self.visiter(v, suites)),
            Value::Object(objet) => {
                if let Some(type_) = objet.get("__typename").and_then(Value::as_str) {
                    self.noter(type_, objet, suites);
                }
                objet.values().for_each(|v| self.visiter(v, suites));
            }
            _ => {}
        }
    }

    fn noter(&mut self, type_: &str, objet: &Map<String, Value>, suites: &mut Vec<Suite>) {
        let texte = |cle: &str| objet.get(cle).and_then(Value::as_str).unwrap_or_default().to_owned();
        match type_ {
            "Allocataire" => self.personne(objet),
            "Evenement" if objet.contains_key("objetId") => {
                let le: DateTime<Utc> = texte("le").parse().expect("instant of an event");
                self.evenements.insert((texte("objetId"), texte("type"), le.timestamp_micros()));
            }
            "Echeance" if objet.contains_key("objetId") => {
                self.echeances.insert((texte("objetId"), texte("code")));
            }
            "Parcours" if objet.contains_key("alertes") => self.alertes(&texte("id"), &objet["alertes"]),
            "ApercuType" => {
                self.apercu.insert(texte("type"), objet["lignes"].as_i64().unwrap_or_default());
            }
            _ => {}
        }
        let id = texte("id");
        if id.is_empty() {
            return;
        }
        for (champ, enfant) in objet {
            if enfant.pointer("/pageInfo/hasNextPage") == Some(&Value::Bool(true)) {
                let apres = enfant.pointer("/pageInfo/endCursor").and_then(Value::as_str).unwrap_or_default().to_owned();
                suites.push(Suite { type_: type_.to_owned(), id: id.clone(), champ: champ.clone(), apres });
            }
        }
        let ouverts = champs::CHAMPS.into_iter().filter(|(de, champ)| *de == type_ && objet.get(*champ).is_some_and(valeur));
        self.dossiers.extend(ouverts.map(|cle| (cle, id.clone())));
        self.lignes.entry(type_.to_owned()).or_default().insert(id);
    }

    fn alertes(&mut self, parcours: &str, lues: &Value) {
        let codes = lues.as_array().into_iter().flatten().filter_map(|a| a["code"].as_str()).map(str::to_owned);
        self.alertes.entry(parcours.to_owned()).or_default().extend(codes);
    }

    fn personne(&mut self, objet: &Map<String, Value>) {
        let id = objet.get("id").and_then(Value::as_str).unwrap_or_default();
        let ouverts = CHAMPS.iter().filter(|(champ, _)| objet.get(*champ).is_some_and(|v| !v.is_null()));
        self.champs.extend(ouverts.map(|(champ, _)| (id.to_owned(), *champ)));
    }
}

/// Whether something was told: closed, a field reads null, zero or nothing.
fn valeur(lue: &Value) -> bool {
    match lue {
        Value::Null => false,
        Value::Number(n) => n.as_i64() != Some(0),
        Value::Array(liste) => !liste.is_empty(),
        _ => true,
    }
}

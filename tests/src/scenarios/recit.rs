//! A story told step by step: who asks what and hears what, with everything that chance made replaced by its rank.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use serde_json::Value;

use crate::harnais::{Client, Reponse};

/// Members that are as opaque as ids.
const CURSEURS: [&str; 5] = ["cursor", "startCursor", "endCursor", "curseur", "dernierCurseur"];
/// Members that count the rows of the synthetic world: stories compare them with SQL, not with a snapshot.
const COMPTES: [&str; 2] = ["lignes", "nombreTotal"];

pub struct Recit {
    document: &'static str,
    texte: String,
    rangs: HashMap<String, usize>,
    /// What each identity saw last, leaf by leaf.
    vues: HashMap<String, BTreeMap<String, String>>,
}

impl Recit {
    pub fn nouveau(document: &'static str) -> Self {
        Self { document, texte: String::new(), rangs: HashMap::new(), vues: HashMap::new() }
    }

    /// Sends an operation of the story's document and writes down the answer.
    pub async fn pas(&mut self, qui: (&str, &Client), operation: &str, variables: Value) -> Reponse {
        let reponse = qui.1.operer(self.document, operation, variables).await;
        let corps = serde_json::to_string_pretty(&self.voilee(&reponse)).expect("JSON");
        writeln!(self.texte, "── {} : {operation} → {}\n{corps}\n", qui.0, reponse.statut).expect("text");
        reponse
    }

    /// A new chapter.
    pub fn titrer(&mut self, titre: &str) {
        writeln!(self.texte, "════ {titre}").expect("text");
    }

    /// Asks the same as the last time, and writes down only what changed in what this identity sees.
    pub async fn voir(&mut self, qui: (&str, &Client), operation: &str, variables: Value) -> Reponse {
        let reponse = qui.1.operer(self.document, operation, variables).await;
        let mut feuilles = BTreeMap::new();
        let corps = self.voilee(&reponse);
        effeuiller("", corps.get("data").unwrap_or(&corps), &mut feuilles);
        let avant = self.vues.insert(qui.0.to_owned(), feuilles.clone()).unwrap_or_default();
        let changements = comparer(&avant, &feuilles);
        if !changements.is_empty() {
            writeln!(self.texte, "── {} voit :\n{changements}", qui.0).expect("text");
        }
        reponse
    }

    /// Compares the story with the one that was agreed on; both engines tell the same.
    pub fn conclure(self, nom: &str) {
        let mut reglages = insta::Settings::clone_current();
        reglages.set_snapshot_path("../../scenarios");
        reglages.set_prepend_module_to_snapshot(false);
        reglages.set_omit_expression(true);
        reglages.bind(|| insta::assert_snapshot!(nom, self.texte));
    }

    fn voilee(&mut self, reponse: &Reponse) -> Value {
        let mut corps = reponse.corps.clone();
        if let Some(objet) = corps.as_object_mut() {
            objet.remove("extensions");
        }
        self.voiler(&mut corps);
        corps
    }

    fn voiler(&mut self, valeur: &mut Value) {
        match valeur {
            Value::Object(membres) => membres.iter_mut().for_each(|(nom, v)| self.voiler_membre(nom, v)),
            Value::Array(elements) => elements.iter_mut().for_each(|v| self.voiler(v)),
            Value::String(texte) if domain::identifiant::lire(texte).is_some() => *texte = self.rang(texte, &texte[..3]),
            _ => {}
        }
    }

    fn voiler_membre(&mut self, nom: &str, valeur: &mut Value) {
        match valeur {
            Value::String(texte) if CURSEURS.contains(&nom) => *texte = self.rang(texte, "curseur"),
            Value::Number(_) if COMPTES.contains(&nom) => *valeur = "n".into(),
            _ => self.voiler(valeur),
        }
    }

    fn rang(&mut self, texte: &str, genre: &str) -> String {
        let suivant = self.rangs.len() + 1;
        format!("{genre}#{}", self.rangs.entry(texte.to_owned()).or_insert(suivant))
    }
}

/// What is seen no more, then what is new.
fn comparer(avant: &BTreeMap<String, String>, apres: &BTreeMap<String, String>) -> String {
    if apres.is_empty() && !avant.is_empty() {
        return "  plus rien\n".to_owned();
    }
    let perdues = avant.keys().filter(|chemin| !apres.contains_key(*chemin)).map(|chemin| format!("  - {chemin}\n"));
    let neuves = apres.iter().filter(|(chemin, v)| avant.get(*chemin) != Some(*v)).map(|(chemin, v)| format!("  + {chemin} = {v}\n"));
    perdues.chain(neuves).collect()
}

/// Every leaf of an answer that is not null, by its path; a list of plain values is one leaf.
fn effeuiller(chemin: &str, valeur: &Value, feuilles: &mut BTreeMap<String, String>) {
    let sous = |nom: &str| if chemin.is_empty() { nom.to_owned() } else { format!("{chemin}.{nom}") };
    match valeur {
        Value::Null => {}
        Value::Object(membres) => membres.iter().for_each(|(nom, v)| effeuiller(&sous(nom), v, feuilles)),
        Value::Array(elements) if elements.iter().any(|e| e.as_object().is_some_and(|o| o.len() > 1)) => {
            elements.iter().enumerate().for_each(|(rang, v)| effeuiller(&sous(&rang.to_string()), v, feuilles));
        }
        autre => drop(feuilles.insert(chemin.to_owned(), autre.to_string())),
    }
}

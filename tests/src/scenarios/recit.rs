//! A story told step by step: who asks what and hears what, with everything that chance made replaced by its rank.

use std::collections::HashMap;
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
}

impl Recit {
    pub fn nouveau(document: &'static str) -> Self {
        Self { document, texte: String::new(), rangs: HashMap::new() }
    }

    /// Sends an operation of the story's document and writes down the answer.
    pub async fn pas(&mut self, qui: (&str, &Client), operation: &str, variables: Value) -> Reponse {
        let reponse = qui.1.operer(self.document, operation, variables).await;
        let mut corps = reponse.corps.clone();
        if let Some(objet) = corps.as_object_mut() {
            objet.remove("extensions");
        }
        self.voiler(&mut corps);
        let corps = serde_json::to_string_pretty(&corps).expect("JSON");
        writeln!(self.texte, "── {} : {operation} → {}\n{corps}\n", qui.0, reponse.statut).expect("text");
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

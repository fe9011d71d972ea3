//! The formula of an indicator in words, and its versions.

use chrono::NaiveDate;

use super::Indicateur;
use crate::mesure::{Mesure, Periode};

/// One version; the former ones can still be read and asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionIndicateur {
    pub version: i64,
    pub texte: String,
    pub depuis: NaiveDate,
    pub jusqu_a: Option<NaiveDate>,
}

impl Indicateur {
    /// Oldest first. What is declared has one, which is what the document prints.
    #[must_use]
    pub fn definitions(&self) -> Vec<DefinitionIndicateur> {
        match self.mesure() {
            Some(mesure) => du_catalogue(mesure, self.document.mesure_parametre.as_deref()),
            None => vec![DefinitionIndicateur {
                version: 1,
                texte: self.imprimee(),
                depuis: Periode::annee(self.document.annee).du,
                jusqu_a: None,
            }],
        }
    }

    #[must_use]
    pub fn definition(&self) -> DefinitionIndicateur {
        let depuis = Periode::annee(self.document.annee).du;
        let aucune = DefinitionIndicateur { version: 1, texte: String::new(), depuis, jusqu_a: None };
        self.definitions().pop().unwrap_or(aucune)
    }

    fn imprimee(&self) -> String {
        let note = self.document.note.as_deref().unwrap_or_default();
        format!("{}. {note}", self.document.libelle.trim_end_matches('.')).trim_end().to_owned()
    }
}

/// The formula, and which of its facts the indicator counts.
fn du_catalogue(mesure: &Mesure, parametre: Option<&str>) -> Vec<DefinitionIndicateur> {
    let suivantes = mesure.versions.iter().skip(1).map(|d| d.depuis.pred_opt()).chain([None]);
    let toutes = mesure.versions.iter().zip(suivantes);
    let restreinte = parametre.map(|p| format!(" Restriction : {p}.")).unwrap_or_default();
    let texte = |d: &crate::mesure::definition::Definition| format!("{}{restreinte}", d.texte());
    toutes.map(|(d, jusqu_a)| DefinitionIndicateur { version: d.version, texte: texte(d), depuis: d.depuis, jusqu_a }).collect()
}

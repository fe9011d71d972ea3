//! Objectives and definitions.

use async_graphql::SimpleObject;
use domain::indicateur as domaine;
use domain::indicateur::SensObjectif;

use super::valeur::{Periode, decimal};
use crate::graphql::code::Code;
use crate::graphql::scalaires::{Date, Decimal, date};

/// Ce que le document vise ; sans période, l'objectif vaut pour toutes.
#[derive(SimpleObject, Clone)]
pub struct Objectif {
    pub periode: Option<Periode>,
    /// Tel qu'imprimé.
    pub texte: Option<String>,
    /// Nulle quand le texte ne se lit pas comme un nombre ; la borne basse quand le sens est ENTRE.
    pub valeur: Option<Decimal>,
    /// Borne haute quand le sens est ENTRE.
    pub valeur_maximale: Option<Decimal>,
    pub sens: Code<SensObjectif>,
    pub echeance: Option<Date>,
    pub source: String,
}

impl From<&domaine::Objectif> for Objectif {
    fn from(o: &domaine::Objectif) -> Self {
        Self {
            periode: o.periode().map(Periode::from),
            texte: o.texte.clone(),
            valeur: decimal(o.valeur),
            valeur_maximale: decimal(o.valeur_maximale),
            sens: Code(o.sens),
            echeance: date(o.echeance),
            source: o.source.clone(),
        }
    }
}

/// Version d'une formule, et les jours où elle vaut.
#[derive(SimpleObject, Clone)]
pub struct DefinitionIndicateur {
    pub version: i64,
    pub texte: String,
    pub depuis: Date,
    /// Nul pour la version en vigueur.
    pub jusqu_a: Option<Date>,
}

impl From<domaine::DefinitionIndicateur> for DefinitionIndicateur {
    fn from(d: domaine::DefinitionIndicateur) -> Self {
        Self { version: d.version, texte: d.texte, depuis: Date(d.depuis), jusqu_a: date(d.jusqu_a) }
    }
}

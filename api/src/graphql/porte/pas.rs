//! How many values an indicator may answer: its steps of time, times the parts of its breakdowns.

use async_graphql::parser::types::Field;
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};
use chrono::NaiveDate;
use domain::indicateur::question::{DIMENSIONS_AU_PLUS, PAS_AU_PLUS};
use domain::mesure::{PasTemporel, Periode};
use domain::vocabulaire::Enumeration;

use super::limites::LISTE_ORDINAIRE;
use crate::graphql::portees::Champ;

/// Parts that one dimension is counted for.
const PARTS: u64 = 20;

/// The arguments that say how many, as the document writes them.
#[derive(Clone, Debug)]
pub struct Pas {
    periode: Option<Value>,
    grain: Option<Value>,
    ventilation: Option<Value>,
}

impl Pas {
    /// Of a field that the schema lets cut its period into steps.
    #[must_use]
    pub fn de(champ: &Field, lu: &Champ) -> Option<Self> {
        let argument = |nom| champ.get_argument(nom).map(|valeur| valeur.node.clone());
        let decoupe = lu.arguments.contains_key("periode") && lu.arguments.contains_key("pas");
        decoupe.then(|| Self { periode: argument("periode"), grain: argument("pas"), ventilation: argument("ventilation") })
    }

    /// Never less than an ordinary list: the document may print a few values of one step. What does not read costs the most.
    #[must_use]
    pub fn lire(&self, variables: &Variables) -> u64 {
        let pas = lire(self.grain.as_ref(), variables);
        let pas = if self.grain.is_none() { Some(PasTemporel::Annee) } else { pas.as_ref().and_then(enumere) };
        let periode = lire(self.periode.as_ref(), variables).as_ref().and_then(periode);
        let nombre = periode.zip(pas).map_or(PAS_AU_PLUS, |(periode, pas)| periode.nombre_de_pas(pas).clamp(1, PAS_AU_PLUS));
        let dimensions = lire(self.ventilation.as_ref(), variables).map_or(0, |v| longueur(&v));
        // More are refused when the question is read.
        let parts = (0..dimensions.min(DIMENSIONS_AU_PLUS)).fold(1, |parts, _| parts * PARTS);
        nombre.unsigned_abs().saturating_mul(parts).max(LISTE_ORDINAIRE)
    }
}

fn lire(valeur: Option<&Value>, variables: &Variables) -> Option<ConstValue> {
    valeur?.clone().into_const_with(|nom: Name| variables.get(&nom).cloned().ok_or(())).ok()
}

fn enumere(valeur: &ConstValue) -> Option<PasTemporel> {
    match valeur {
        ConstValue::Enum(nom) => PasTemporel::lire(nom),
        ConstValue::String(texte) => PasTemporel::lire(texte),
        _ => None,
    }
}

fn periode(valeur: &ConstValue) -> Option<Periode> {
    let ConstValue::Object(champs) = valeur else { return None };
    let jour = |nom: &str| match champs.get(nom) {
        Some(ConstValue::String(texte)) => texte.parse::<NaiveDate>().ok(),
        _ => None,
    };
    Some(Periode { du: jour("du")?, au: jour("au")? })
}

/// A single value stands for a list of one.
const fn longueur(valeur: &ConstValue) -> usize {
    match valeur {
        ConstValue::List(elements) => elements.len(),
        ConstValue::Null => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql_value::value;
    use serde_json::json;

    use super::*;

    fn points(periode: ConstValue, pas: Option<ConstValue>, ventilation: Option<ConstValue>) -> u64 {
        let valeur = |v: ConstValue| v.into_value();
        let pas = Pas { periode: Some(valeur(periode)), grain: pas.map(valeur), ventilation: ventilation.map(valeur) };
        pas.lire(&Variables::default())
    }

    #[test]
    fn a_list_of_values_costs_what_it_may_return() {
        let annees = || value!({ "du": "2021-01-01", "au": "2022-12-31" });
        let pas = |code: &str| Some(ConstValue::Enum(Name::new(code)));
        assert_eq!(points(annees(), None, None), LISTE_ORDINAIRE, "two years");
        assert_eq!(points(annees(), pas("MOIS"), None), 24);
        assert_eq!(points(annees(), pas("MOIS"), Some(value!(["SEXE", "PUBLIC"]))), 24 * PARTS * PARTS);
        assert_eq!(points(annees(), pas("TRIMESTRE"), Some(value!("SEXE"))), 8 * PARTS);
        let siecles = value!({ "du": "1900-01-01", "au": "2099-12-31" });
        assert_eq!(points(siecles, pas("MOIS"), None), 120, "a longer one is refused");
    }

    #[test]
    fn what_a_variable_hides_costs_the_most() {
        let pas = Pas { periode: Some(Value::Variable(Name::new("p"))), grain: Some(Value::Variable(Name::new("s"))), ventilation: None };
        let lire = |variables| pas.lire(&Variables::from_json(variables));
        assert_eq!(lire(json!({})), 120);
        assert_eq!(lire(json!({ "p": { "du": "2021-01-01", "au": "2021-12-31" }, "s": "MOIS" })), 12);
        assert_eq!(lire(json!({ "p": { "du": "2021-01-01", "au": "2021-12-31" } })), 120, "a default of the document is not read here");
    }
}

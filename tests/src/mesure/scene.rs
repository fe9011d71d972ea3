//! Asking a measure as a caller, without a request.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::mesure::catalogue::par_code;
use domain::mesure::{Cellule, Dimension, Mesure, PasTemporel, Periode, Question, calculer};
use domain::portee::Portees;
use domain::session::{Appelant, Session};

use crate::harnais::Banc;

pub fn jour(texte: &str) -> NaiveDate {
    texte.parse().expect("day")
}

/// Everything that the synthetic world lived.
pub fn toujours() -> Question {
    annees("2015-01-01", "2026-12-31")
}

pub fn annees(du: &str, au: &str) -> Question {
    Question {
        periode: Periode { du: jour(du), au: jour(au) },
        pas: PasTemporel::Annee,
        territoire: None,
        niveau: None,
        ventilation: Vec::new(),
        version: None,
        parametre: None,
    }
}

pub fn par(dimension: Dimension, question: Question) -> Question {
    Question { ventilation: vec![dimension], ..question }
}

pub fn mesure(code: &str) -> &'static Mesure {
    par_code(code).unwrap_or_else(|| panic!("no measure {code}"))
}

pub async fn session(banc: &Banc, partenaire: &str) -> Session {
    let appelant = Appelant {
        client: "essai".to_owned(),
        partenaire: banc.partenaire(partenaire).await,
        agent: None,
        portees: Portees::lire("indicateurs:lire").expect("scope"),
        jeton: "essai".to_owned(),
        expire: i64::MAX,
    };
    Session::ouvrir(&banc.base, Arc::new(appelant)).await.expect("session")
}

pub async fn demander(session: &Session, departement: &str, code: &str, question: &Question) -> Vec<Cellule> {
    let mesure = mesure(code);
    calculer(session, departement, mesure, question).await.unwrap_or_else(|e| panic!("{code} {question:?}: {e}"))
}

/// The sum of the values, in units.
pub fn somme(cellules: &[Cellule]) -> i64 {
    cellules.iter().filter_map(|c| c.valeur).map(|v| v.0 / 100).sum()
}

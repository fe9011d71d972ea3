//! The figures of a report that a measure finds again, with the lines that print them.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::erreur::Panne;
use crate::mesure::{Centiemes, Periode};

/// One printed figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cible {
    /// Code of the indicator.
    pub indicateur: String,
    pub du: NaiveDate,
    pub au: NaiveDate,
    /// Which one, where the document prints several of an indicator.
    pub precision: Option<String>,
    /// Code of the measure, and which of its facts.
    pub mesure: String,
    pub parametre: Option<String>,
    pub lecture: Lecture,
    /// What the model computes exactly; the document may have rounded it.
    pub valeur: Centiemes,
    pub source: String,
    /// Why the printed figure differs, or which of two the model takes.
    pub note: Option<String>,
}

/// Where the figure stands in the values of the indicator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Lecture {
    Valeur,
    Numerateur,
    Denominateur,
    /// One part of a breakdown.
    Part {
        dimension: String,
        code: String,
    },
    /// The indicator has another measure: this one is asked by itself.
    Mesure,
    /// Printed for a day that does not exist: people are made after it, and nothing compares it.
    Hypothese,
}

impl Cible {
    #[must_use]
    pub const fn periode(&self) -> Periode {
        Periode { du: self.du, au: self.au }
    }
}

pub(super) fn lire(texte: &str) -> Result<Vec<Cible>, Panne> {
    serde_json::from_str(texte).map_err(|_| Panne::Donnee("model"))
}

/// Looks a figure up by its short code, its precision after a slash, and its year.
pub(super) struct Chiffres<'a>(pub &'a [Cible]);

impl Chiffres<'_> {
    /// Whole units, or hundredths of them in percent.
    pub fn centiemes(&self, code: &str, annee: i32) -> Result<i64, Panne> {
        let (code, precision) = code.split_once('/').map_or((code, None), |(code, precision)| (code, Some(precision)));
        let celle = |c: &&Cible| {
            let court = c.indicateur.split_once('.').map(|(_, court)| court);
            court == Some(code) && c.precision.as_deref() == precision && chrono::Datelike::year(&c.au) == annee
        };
        self.0.iter().find(celle).map(|c| c.valeur.0).ok_or(Panne::Donnee("model"))
    }

    pub fn nombre(&self, code: &str, annee: i32) -> Result<usize, Panne> {
        usize::try_from(self.centiemes(code, annee)? / 100).map_err(|_| Panne::Donnee("model"))
    }

    /// So many of a whole that the percentage is the one that is wanted.
    pub fn part(&self, code: &str, annee: i32, total: usize) -> Result<usize, Panne> {
        let total = i64::try_from(total).map_err(|_| Panne::Donnee("model"))?;
        usize::try_from((self.centiemes(code, annee)? * total + 5_000) / 10_000).map_err(|_| Panne::Donnee("model"))
    }
}

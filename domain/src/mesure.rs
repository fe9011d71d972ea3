//! Measures: named, versioned formulas that compute indicators from the files.
//!
//! A measure says what it counts in words and in one statement that both databases run; [`Question`] says for which
//! period, places and parts, and each answer is a [`Cellule`]. [`catalogue`] holds the measures, [`calcul`] computes them.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::territoire::TypeTerritoire;
use crate::vocabulaire::enumeration;

pub mod agregat;
pub mod calcul;
pub mod catalogue;
pub mod definition;
pub mod parametre;
pub mod partie;
pub(crate) mod total;

pub use calcul::{Calcul, Cube, Impossible, Regard, calculer, cube, cubes, verifier};
pub use catalogue::par_code as trouver;
pub use definition::Mesure;

enumeration! {
    /// Pas de temps : la période demandée est découpée en mois, trimestres ou années civils, ou laissée entière.
    PasTemporel {
        Mois "MOIS",
        Trimestre "TRIMESTRE",
        Annee "ANNEE",
        Periode "PERIODE",
    }
}

enumeration! {
    /// Ce selon quoi un indicateur se ventile.
    Dimension {
        Territoire "TERRITOIRE",
        Modalite "MODALITE",
        Public "PUBLIC",
        OrganismePayeur "ORGANISME_PAYEUR",
        TrancheAge "TRANCHE_AGE",
        Sexe "SEXE",
        Partenaire "PARTENAIRE",
        TypeStructure "TYPE_STRUCTURE",
        Dispositif "DISPOSITIF",
        TypePrescription "TYPE_PRESCRIPTION",
        NatureAide "NATURE_AIDE",
        ModeDesignation "MODE_DESIGNATION",
        TypeContrat "TYPE_CONTRAT",
        CategorieSortie "CATEGORIE_SORTIE",
        BesoinLinguistique "BESOIN_LINGUISTIQUE",
        TypeRencontre "TYPE_RENCONTRE",
        Prescripteur "PRESCRIPTEUR",
        AncienneteRsa "ANCIENNETE_RSA",
        NiveauFormation "NIVEAU_FORMATION",
    }
}

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Periode {
    pub du: NaiveDate,
    pub au: NaiveDate,
}

/// What is asked of a measure, in one département.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub periode: Periode,
    pub pas: PasTemporel,
    /// Only this place and those it holds.
    pub territoire: Option<Uuid>,
    /// The kind of place of the breakdown TERRITOIRE.
    pub niveau: Option<TypeTerritoire>,
    pub ventilation: Vec<Dimension>,
    /// The latest of the measure when it names none.
    pub version: Option<i64>,
    /// Which facts: see [`parametre`].
    pub parametre: Option<String>,
}

/// One value: of a step of time, and of one part when the question asks for a breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cellule {
    pub periode: Periode,
    /// In the order of the question. `None` is the part whose value is unknown.
    pub parts: Vec<(Dimension, Option<String>)>,
    pub valeur: Option<Centiemes>,
    pub numerateur: Option<Centiemes>,
    pub denominateur: Option<Centiemes>,
    pub mediane: Option<Centiemes>,
    pub quantile90: Option<Centiemes>,
}

/// A decimal number in hundredths; prints as `12`, `12.5` or `12.25`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Centiemes(pub i64);

impl Periode {
    /// The civil months, quarters or years of the period, the first and the last cut by its bounds.
    #[must_use]
    pub fn pas(self, pas: PasTemporel) -> Vec<Self> {
        let mois = match pas {
            PasTemporel::Mois => 1,
            PasTemporel::Trimestre => 3,
            PasTemporel::Annee => 12,
            PasTemporel::Periode => return vec![self],
        };
        std::iter::successors(Some(self.du), |du| debut_suivant(*du, mois))
            .take_while(|du| *du <= self.au)
            .map(|du| Self { du, au: self.au.min(veille(debut_suivant(du, mois))) })
            .collect()
    }

    /// Whole civil months.
    #[must_use]
    pub fn en_mois_entiers(self) -> bool {
        self.du.day() == 1 && self.au.succ_opt().is_some_and(|lendemain| lendemain.day() == 1)
    }
}

/// First day of the next civil step of so many months.
fn debut_suivant(jour: NaiveDate, mois: u32) -> Option<NaiveDate> {
    let debut = NaiveDate::from_ymd_opt(jour.year(), jour.month0() / mois * mois + 1, 1)?;
    debut.checked_add_months(Months::new(mois))
}

fn veille(jour: Option<NaiveDate>) -> NaiveDate {
    jour.and_then(|j| j.checked_sub_days(Days::new(1))).unwrap_or(NaiveDate::MAX)
}

impl Centiemes {
    /// Of `12`, `12.5` or `-12.25`: two decimals at most.
    #[must_use]
    pub fn lire(texte: &str) -> Option<Self> {
        let (signe, chiffres) = texte.strip_prefix('-').map_or((1, texte), |reste| (-1, reste));
        let (entier, decimales) = chiffres.split_once('.').unwrap_or((chiffres, "0"));
        let nombre = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<i64>().ok()).flatten();
        if !(1..=2).contains(&decimales.len()) {
            return None;
        }
        let centiemes = nombre(decimales)? * if decimales.len() == 1 { 10 } else { 1 };
        nombre(entier)?.checked_mul(100)?.checked_add(centiemes).map(|c| Self(signe * c))
    }

    #[must_use]
    pub const fn entier(nombre: i64) -> Self {
        Self(nombre.saturating_mul(100))
    }
}

/// Decimal text in the files and in what is stored.
impl Serialize for Centiemes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Centiemes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let texte = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::lire(&texte).ok_or_else(|| de::Error::custom("a number is written 12 or 12.25"))
    }
}

impl fmt::Display for Centiemes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (signe, reste) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match (reste / 100, reste % 100) {
            (entier, 0) => write!(f, "{signe}{entier}"),
            (entier, c) if c % 10 == 0 => write!(f, "{signe}{entier}.{}", c / 10),
            (entier, c) => write!(f, "{signe}{entier}.{c:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn steps_are_civil_and_cover_the_period_without_hole_nor_overlap() {
        let periode = Periode { du: jour("2020-02-10"), au: jour("2021-11-03") };
        for pas in [PasTemporel::Mois, PasTemporel::Trimestre, PasTemporel::Annee, PasTemporel::Periode] {
            let decoupee = periode.pas(pas);
            assert_eq!((decoupee[0].du, decoupee[decoupee.len() - 1].au), (periode.du, periode.au), "{pas:?}");
            for deux in decoupee.windows(2) {
                assert_eq!(deux[0].au.succ_opt(), Some(deux[1].du), "{pas:?}");
                assert_eq!(deux[1].du.day(), 1, "{pas:?}");
            }
        }
        let trimestres = periode.pas(PasTemporel::Trimestre);
        assert_eq!(trimestres[0].au, jour("2020-03-31"));
        assert_eq!(trimestres.len(), 8);
    }

    #[test]
    fn hundredths_read_back_as_written() {
        for texte in ["0", "12", "12.5", "12.25", "-0.05", "1085540.35"] {
            assert_eq!(Centiemes::lire(texte).map(|c| c.to_string()).as_deref(), Some(texte));
        }
        for faux in ["", ".5", "12.", "12.345", "1 000", "+1", "--1", "1e3", "99999999999999999999"] {
            assert_eq!(Centiemes::lire(faux), None, "{faux}");
        }
    }

    #[test]
    fn hundredths_print_without_useless_zeros() {
        for (nombre, texte) in [(1200, "12"), (1250, "12.5"), (1225, "12.25"), (-5, "-0.05"), (0, "0")] {
            assert_eq!(Centiemes(nombre).to_string(), texte);
        }
    }
}

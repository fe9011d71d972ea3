//! How periods are told, and which ones a declaration may be of.

use chrono::{Datelike, NaiveDate};

use crate::mesure::{PasTemporel, Periode};

const MOIS: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

impl Periode {
    #[must_use]
    pub fn contient(self, autre: Self) -> bool {
        self.du <= autre.du && autre.au <= self.au
    }

    /// A whole civil year.
    #[must_use]
    pub fn annee(annee: i32) -> Self {
        let jour = |mois, jour| NaiveDate::from_ymd_opt(annee, mois, jour).unwrap_or_default();
        Self { du: jour(1, 1), au: jour(12, 31) }
    }

    /// Steps of this kind that it touches.
    #[must_use]
    pub fn nombre_de_pas(self, pas: PasTemporel) -> i64 {
        let Some(mois) = mois_par_pas(pas) else { return 1 };
        let rang = |jour: NaiveDate| (i64::from(jour.year()) * 12 + i64::from(jour.month0())).div_euclid(mois);
        rang(self.au) - rang(self.du) + 1
    }

    /// One whole step of this kind, and no more.
    #[must_use]
    pub fn est_un_pas(self, pas: PasTemporel) -> bool {
        let commence = mois_par_pas(pas).is_none_or(|mois| i64::from(self.du.month0()) % mois == 0);
        self.nombre_de_pas(pas) == 1 && commence && (pas == PasTemporel::Periode || self.en_mois_entiers() && self.dernier_mois(pas))
    }

    fn dernier_mois(self, pas: PasTemporel) -> bool {
        mois_par_pas(pas).is_none_or(|mois| i64::from(self.au.month()) % mois == 0)
    }

    /// `Année 2021`, `Trimestre 2 2021`, `Mars 2021`, else its days.
    #[must_use]
    pub fn libelle(self) -> String {
        let annee = self.du.year();
        if self.est_un_pas(PasTemporel::Annee) {
            format!("Année {annee}")
        } else if self.est_un_pas(PasTemporel::Trimestre) {
            format!("Trimestre {} {annee}", self.du.month0() / 3 + 1)
        } else if self.est_un_pas(PasTemporel::Mois) {
            majuscule(&format!("{} {annee}", MOIS[self.du.month0() as usize]))
        } else if self.du == self.au {
            format!("Au {}", jour(self.du))
        } else {
            format!("Du {} au {}", jour(self.du), jour(self.au))
        }
    }
}

const fn mois_par_pas(pas: PasTemporel) -> Option<i64> {
    match pas {
        PasTemporel::Mois => Some(1),
        PasTemporel::Trimestre => Some(3),
        PasTemporel::Annee => Some(12),
        PasTemporel::Periode => None,
    }
}

fn jour(jour: NaiveDate) -> String {
    let quantieme = if jour.day() == 1 { "1er".to_owned() } else { jour.day().to_string() };
    format!("{quantieme} {} {}", MOIS[jour.month0() as usize], jour.year())
}

pub(super) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |premiere| premiere.to_uppercase().chain(lettres).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periode(du: &str, au: &str) -> Periode {
        Periode { du: du.parse().unwrap(), au: au.parse().unwrap() }
    }

    #[test]
    fn periods_are_told_by_their_civil_name() {
        for (du, au, libelle) in [
            ("2021-01-01", "2021-12-31", "Année 2021"),
            ("2021-04-01", "2021-06-30", "Trimestre 2 2021"),
            ("2024-02-01", "2024-02-29", "Février 2024"),
            ("2021-02-01", "2021-04-30", "Du 1er février 2021 au 30 avril 2021"),
            ("2021-10-31", "2021-10-31", "Au 31 octobre 2021"),
            ("2020-01-01", "2021-12-31", "Du 1er janvier 2020 au 31 décembre 2021"),
            ("2021-01-01", "2021-10-31", "Du 1er janvier 2021 au 31 octobre 2021"),
        ] {
            assert_eq!(periode(du, au).libelle(), libelle);
        }
    }

    #[test]
    fn steps_are_counted_without_being_made() {
        let longue = periode("2019-11-15", "2022-02-03");
        for pas in [PasTemporel::Mois, PasTemporel::Trimestre, PasTemporel::Annee, PasTemporel::Periode] {
            assert_eq!(longue.nombre_de_pas(pas), i64::try_from(longue.pas(pas).len()).unwrap(), "{pas:?}");
        }
        assert!(longue.est_un_pas(PasTemporel::Periode) && !longue.est_un_pas(PasTemporel::Annee));
        assert!(!periode("2021-01-01", "2021-10-31").est_un_pas(PasTemporel::Annee));
        assert!(!periode("2021-02-01", "2021-03-31").est_un_pas(PasTemporel::Trimestre));
    }
}

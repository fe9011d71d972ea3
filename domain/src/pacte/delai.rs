//! Delays that a pacte lays down, found by what the platform applies them to.

use std::cmp::Reverse;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};

use super::{Pacte, Regle, UniteIndicateur};
use crate::referentiel::Referentiel;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UniteDelai {
    Jours,
    Semaines,
    Mois,
}

/// A delay, and the code of the rule that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delai {
    pub regle: String,
    pub valeur: u32,
    pub unite: UniteDelai,
}

impl Delai {
    /// The delay that the département's pactes give to a use, such as `Echeance.ORIENTER`. Where several do, the latest
    /// pacte revises the others, and within it the smallest delay keeps all of them.
    #[must_use]
    pub fn de(referentiel: &Referentiel, departement: &str, usage: &str) -> Option<Self> {
        Self::parmi(referentiel.pactes_du(departement).map(|p| &**p), usage)
    }

    fn parmi<'a>(pactes: impl Iterator<Item = &'a Pacte>, usage: &str) -> Option<Self> {
        let lus = appliquees(pactes, usage).filter_map(|(pacte, r)| Some((pacte.contenu.debut, Self::lire(r)?)));
        lus.min_by_key(|(debut, delai)| (Reverse(*debut), delai.jours_environ())).map(|(_, delai)| delai)
    }

    /// The delay that one rule states, whatever applies it.
    #[must_use]
    pub fn lire(regle: &Regle) -> Option<Self> {
        let valeur: u32 = regle.valeur.as_ref()?.parse().ok()?;
        let unite = match (regle.unite, regle.unite_texte.as_deref()) {
            (Some(UniteIndicateur::Jours), _) => UniteDelai::Jours,
            (Some(UniteIndicateur::Mois), _) => UniteDelai::Mois,
            (None, Some("semaine" | "semaines")) => UniteDelai::Semaines,
            // Once a month leaves a month at most between two.
            (Some(UniteIndicateur::Nombre), Some(texte)) if valeur == 1 && texte.ends_with("par mois") => UniteDelai::Mois,
            _ => return None,
        };
        Some(Self { regle: regle.code.clone(), valeur, unite })
    }

    /// The day on which it ends; months go by the calendar. A delay beyond the calendar never ends.
    #[must_use]
    pub fn apres(&self, jour: NaiveDate) -> NaiveDate {
        let fin = match self.unite {
            UniteDelai::Jours => jour.checked_add_days(Days::new(self.valeur.into())),
            UniteDelai::Semaines => jour.checked_add_days(Days::new(u64::from(self.valeur) * 7)),
            UniteDelai::Mois => jour.checked_add_months(Months::new(self.valeur)),
        };
        fin.unwrap_or(NaiveDate::MAX)
    }

    /// The instant that it separates from this one.
    #[must_use]
    pub fn avant(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.unite {
            UniteDelai::Jours => instant.checked_sub_days(Days::new(self.valeur.into())),
            UniteDelai::Semaines => instant.checked_sub_days(Days::new(u64::from(self.valeur) * 7)),
            UniteDelai::Mois => instant.checked_sub_months(Months::new(self.valeur)),
        }
    }

    /// Good enough to compare delays of different units.
    fn jours_environ(&self) -> u64 {
        let jours_par_unite = match self.unite {
            UniteDelai::Jours => 1,
            UniteDelai::Semaines => 7,
            UniteDelai::Mois => 30,
        };
        u64::from(self.valeur) * jours_par_unite
    }
}

/// The rule of the département that a use applies, whether or not it states a figure: the latest pacte's first.
#[must_use]
pub fn regle_appliquee<'a>(referentiel: &'a Referentiel, departement: &str, usage: &str) -> Option<&'a Regle> {
    derniere(referentiel.pactes_du(departement).map(|p| &**p), usage)
}

fn derniere<'a>(pactes: impl Iterator<Item = &'a Pacte>, usage: &str) -> Option<&'a Regle> {
    appliquees(pactes, usage).min_by_key(|(pacte, _)| Reverse(pacte.contenu.debut)).map(|(_, r)| r)
}

fn appliquees<'a>(pactes: impl Iterator<Item = &'a Pacte>, usage: &str) -> impl Iterator<Item = (&'a Pacte, &'a Regle)> {
    pactes.flat_map(move |p| p.contenu.regles.iter().filter(move |r| r.appliquee_par(usage)).map(move |r| (p, r)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacte::essai::pactes;

    fn delai(departement: &str, usage: &str) -> Option<(String, u32, UniteDelai)> {
        let pactes = pactes();
        let delai = Delai::parmi(pactes.iter().filter(|p| p.departement == departement), usage)?;
        Some((delai.regle, delai.valeur, delai.unite))
    }

    #[test]
    fn each_departement_gives_the_delays_of_its_documents() {
        let attendus = [
            ("31", "Echeance.ORIENTER", ("R001", 1, UniteDelai::Mois)),
            ("31", "Echeance.FIXER_PREMIER_RENDEZ_VOUS", ("R029", 2, UniteDelai::Semaines)),
            ("31", "Echeance.CONTRACTUALISER", ("R030", 2, UniteDelai::Mois)),
            ("31", "Echeance.REPRENDRE_CONTACT", ("R046", 1, UniteDelai::Mois)),
            ("31", "Accompagnement.suiviJusquAu", ("R033", 2, UniteDelai::Mois)),
            ("64", "Echeance.ORIENTER", ("R118", 6, UniteDelai::Semaines)),
            ("82", "Echeance.CONTRACTUALISER", ("R163", 30, UniteDelai::Jours)),
        ];
        for (departement, usage, (regle, valeur, unite)) in attendus {
            assert_eq!(delai(departement, usage), Some((regle.to_owned(), valeur, unite)), "{departement} {usage}");
        }
        assert_eq!((delai("32", "Echeance.ORIENTER"), delai("82", "Echeance.ORIENTER")), (None, None));
        assert_eq!(delai("64", "Dispositif.accordPrealable"), None);
    }

    #[test]
    fn the_latest_pacte_then_the_smallest_delay_wins() {
        let mut pactes: Vec<Pacte> = pactes().into_iter().filter(|p| p.departement == "31").collect();
        let (ancien, recent) = pactes.split_at_mut(1);
        let regle = |code: &str, unite, valeur: &str| Regle {
            code: code.to_owned(),
            unite: Some(unite),
            valeur: Some(valeur.to_owned()),
            appliquee_par: vec!["essai".to_owned()],
            ..recent[0].contenu.regles[0].clone()
        };
        ancien[0].contenu.regles.push(regle("A", UniteIndicateur::Jours, "2"));
        let nouvelles = [regle("B", UniteIndicateur::Mois, "1"), regle("C", UniteIndicateur::Jours, "29")];
        recent[0].contenu.regles.extend(nouvelles);
        assert_eq!(Delai::parmi(pactes.iter(), "essai").unwrap().regle, "C");
        assert_eq!(Delai::parmi(pactes.iter().rev(), "essai").unwrap().regle, "C");
        assert_eq!(derniere(pactes.iter(), "essai").unwrap().code, "B");
    }

    #[test]
    fn months_go_by_the_calendar() {
        let jour = |texte: &str| texte.parse::<NaiveDate>().unwrap();
        let apres = |valeur, unite, de| Delai { regle: String::new(), valeur, unite }.apres(jour(de));
        assert_eq!(apres(1, UniteDelai::Mois, "2024-01-31"), jour("2024-02-29"));
        assert_eq!(apres(6, UniteDelai::Semaines, "2024-01-31"), jour("2024-03-13"));
        assert_eq!(apres(30, UniteDelai::Jours, "2024-01-31"), jour("2024-03-01"));
        assert_eq!(apres(u32::MAX, UniteDelai::Mois, "2024-01-31"), NaiveDate::MAX);
    }

    #[test]
    fn a_rule_without_a_figure_is_still_found() {
        let pactes = pactes();
        let regle =
            |departement: &str, usage| derniere(pactes.iter().filter(|p| p.departement == departement), usage).map(|r| r.code.as_str());
        assert_eq!(regle("31", "AlerteParcours.SANS_REFERENT"), Some("R006"));
        assert_eq!(regle("64", "Dispositif.accordPrealable"), Some("R131"));
        assert_eq!(regle("82", "AlerteParcours.SANS_REFERENT"), Some("R165"));
        assert_eq!(regle("32", "AlerteParcours.SANS_REFERENT"), None);
    }

    #[test]
    fn a_measure_is_held_against_the_figure_in_its_own_unit() {
        let pactes = pactes();
        let regle = |code| pactes.iter().find_map(|p| p.regle(code)).unwrap();
        let plus_de_cinq_ans = |mois| regle("R200").admet(mois, 12);
        assert_eq!([59, 60, 61].map(plus_de_cinq_ans), [false, false, true]);
        assert_eq!([15, 16, 25, 26].map(|age| regle("R065").admet(age, 1)), [false, true, true, false]);
        assert_eq!([20, 21].map(|age| regle("R108").admet(age, 1)), [true, false]);
        assert!(!regle("R008").admet(0, 1));
    }
}

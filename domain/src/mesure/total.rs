//! What the facts of a cell add up to, and the value that it makes.

use std::collections::BTreeMap;

use super::definition::Compte;
use super::{Cellule, Centiemes, Periode};

/// Sums that may themselves be added; days by how often they occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub n: i64,
    pub d: i64,
    pub jours: BTreeMap<i64, i64>,
}

impl Total {
    pub const fn ajouter(&mut self, n: i64, d: i64) {
        self.n += n;
        self.d += d;
    }

    /// So many facts that took so many days.
    pub fn durer(&mut self, jours: i64, faits: i64) {
        self.ajouter(jours * faits, faits);
        *self.jours.entry(jours).or_default() += faits;
    }

    pub fn joindre(&mut self, autre: &Self) {
        self.ajouter(autre.n, autre.d);
        autre.jours.iter().for_each(|(jours, faits)| *self.jours.entry(*jours).or_default() += faits);
    }

    #[must_use]
    pub fn cellule(&self, periode: Periode, compte: Compte) -> Cellule {
        let (n, d) = (Centiemes::entier(self.n), Centiemes::entier(self.d));
        let vide = Cellule::vide(periode);
        match compte {
            Compte::Nombre | Compte::Distincts(_) => Cellule { valeur: Some(n), ..vide },
            Compte::Parmi(_) => Cellule { valeur: Some(n), numerateur: Some(n), denominateur: Some(d), ..vide },
            Compte::Taux(_) | Compte::Part | Compte::TauxDistincts { .. } => {
                Cellule { valeur: quotient(self.n * 10_000, self.d), numerateur: Some(n), denominateur: Some(d), ..vide }
            }
            Compte::TauxCentiemes => Cellule {
                valeur: quotient(self.n * 10_000, self.d),
                numerateur: Some(Centiemes(self.n)),
                denominateur: Some(Centiemes(self.d)),
                ..vide
            },
            Compte::Somme(_) => Cellule { valeur: Some(n), denominateur: Some(d), ..vide },
            Compte::Centiemes(_) => Cellule { valeur: Some(Centiemes(self.n)), denominateur: Some(d), ..vide },
            Compte::MoyenneCentiemes(_) => {
                Cellule { valeur: quotient(self.n, self.d), numerateur: Some(Centiemes(self.n)), denominateur: Some(d), ..vide }
            }
            Compte::Charge(_) | Compte::Moyenne(_) => {
                Cellule { valeur: quotient(self.n * 100, self.d), numerateur: Some(n), denominateur: Some(d), ..vide }
            }
            Compte::Duree(_) => Cellule {
                valeur: quotient(self.n * 100, self.d),
                numerateur: Some(n),
                denominateur: Some(d),
                mediane: self.mediane(),
                quantile90: self.quantile90(),
                ..vide
            },
        }
    }

    /// The middle one, or the mean of the two in the middle.
    fn mediane(&self) -> Option<Centiemes> {
        let bas = self.au_rang((self.d - 1) / 2)?;
        let haut = self.au_rang(self.d / 2)?;
        quotient((bas + haut) * 100, 2)
    }

    /// The smallest number of days that nine tenths of the facts do not exceed.
    fn quantile90(&self) -> Option<Centiemes> {
        self.au_rang((self.d * 9 + 9) / 10 - 1).map(Centiemes::entier)
    }

    /// The days of the fact of that rank, in order.
    fn au_rang(&self, rang: i64) -> Option<i64> {
        let mut passes = 0;
        self.jours.iter().find_map(|(jours, faits)| {
            passes += faits;
            (rang < passes).then_some(*jours)
        })
    }
}

/// Rounded half up; nothing over zero is no value.
fn quotient(n: i64, d: i64) -> Option<Centiemes> {
    (d > 0).then(|| Centiemes((2 * n + d).div_euclid(2 * d)))
}

impl Cellule {
    /// A cell without a value.
    #[must_use]
    pub const fn vide(periode: Periode) -> Self {
        Self { periode, parts: Vec::new(), valeur: None, numerateur: None, denominateur: None, mediane: None, quantile90: None }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn cellule(total: &Total, compte: Compte) -> Cellule {
        total.cellule(Periode { du: NaiveDate::MIN, au: NaiveDate::MIN }, compte)
    }

    #[test]
    fn a_rate_is_rounded_half_up_and_nothing_over_zero_is_no_value() {
        let taux = |n, d| cellule(&Total { n, d, ..Total::default() }, Compte::Taux("")).valeur;
        assert_eq!([taux(1, 3), taux(2, 3), taux(1, 8), taux(1, 800)].map(Option::unwrap), [3333, 6667, 1250, 13].map(Centiemes));
        assert_eq!(taux(0, 0), None);
        assert_eq!(cellule(&Total { n: -1, d: 2, ..Total::default() }, Compte::MoyenneCentiemes("")).valeur, Some(Centiemes(0)));
    }

    #[test]
    fn days_give_their_mean_their_median_and_their_ninetieth_percentile() {
        let mut total = Total::default();
        (1..=9).for_each(|jours| total.durer(jours, 1));
        total.durer(100, 1);
        let c = cellule(&total, Compte::Duree(""));
        assert_eq!((c.valeur, c.mediane, c.quantile90), (Some(Centiemes(1450)), Some(Centiemes(550)), Some(Centiemes(900))));
        total.durer(100, 1);
        let c = cellule(&total, Compte::Duree(""));
        assert_eq!((c.mediane, c.quantile90), (Some(Centiemes(600)), Some(Centiemes(10_000))));
        let mut seul = Total::default();
        seul.durer(0, 1);
        let c = cellule(&seul, Compte::Duree(""));
        assert_eq!((c.valeur, c.mediane, c.quantile90), (Some(Centiemes(0)), Some(Centiemes(0)), Some(Centiemes(0))));
        assert_eq!(cellule(&Total::default(), Compte::Duree("")).mediane, None);
    }

    #[test]
    fn totals_that_are_joined_are_those_of_all_their_facts() {
        let (mut un, mut deux) = (Total::default(), Total::default());
        un.durer(3, 2);
        deux.durer(5, 1);
        un.joindre(&deux);
        let mut tous = Total::default();
        [3, 3, 5].iter().for_each(|jours| tous.durer(*jours, 1));
        assert_eq!(un, tous);
    }
}

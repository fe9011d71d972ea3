//! How long a PASS still runs: suspensions stop its days, prolongations add some.

use chrono::{Days, NaiveDate};

use super::{PassIae, StatutPassIae};

impl PassIae {
    /// Days that it gives, prolongations included.
    fn accordes(&self) -> i64 {
        (self.fin - self.debut).num_days() + 1 + self.prolongations.iter().map(super::Periode::jours).sum::<i64>()
    }

    /// Days of suspension before a day.
    fn suspendus_avant(&self, jour: NaiveDate) -> i64 {
        let comptes = self.suspensions.iter().filter(|s| s.du < jour).map(|s| {
            let veille = jour.pred_opt().unwrap_or(jour);
            (s.au.min(veille) - s.du).num_days() + 1
        });
        comptes.sum()
    }

    /// Days that are left to use, that day included; while it is suspended they wait.
    #[must_use]
    pub fn jours_restants(&self, jour: NaiveDate) -> i64 {
        let ecoules = (jour - self.debut).num_days().max(0);
        (self.accordes() - ecoules + self.suspendus_avant(jour)).clamp(0, self.accordes())
    }

    /// Its last day, as far as what is known of it today goes.
    #[must_use]
    pub fn derniere(&self) -> NaiveDate {
        let jours = self.accordes() + self.suspensions.iter().map(super::Periode::jours).sum::<i64>();
        self.debut.checked_add_days(Days::new(jours.unsigned_abs().saturating_sub(1))).unwrap_or(NaiveDate::MAX)
    }

    #[must_use]
    pub fn statut(&self, jour: NaiveDate) -> StatutPassIae {
        if jour < self.debut {
            StatutPassIae::Futur
        } else if self.jours_restants(jour) == 0 {
            StatutPassIae::Expire
        } else if self.suspensions.iter().any(|s| (s.du..=s.au).contains(&jour)) {
            StatutPassIae::Suspendu
        } else {
            StatutPassIae::Valide
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MotifProlongationPass, MotifSuspensionPass, Periode};
    use super::*;
    use uuid::Uuid;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    fn pass() -> PassIae {
        PassIae {
            id: Uuid::nil(),
            departement: "31".to_owned(),
            allocataire_id: Uuid::nil(),
            numero: "999990000001".to_owned(),
            debut: jour("2026-01-01"),
            fin: jour("2026-01-10"),
            suspensions: Vec::new(),
            prolongations: Vec::new(),
        }
    }

    #[test]
    fn a_day_passes_each_day() {
        let p = pass();
        let restants = ["2025-12-31", "2026-01-01", "2026-01-10", "2026-01-11"].map(|j| p.jours_restants(jour(j)));
        assert_eq!(restants, [10, 10, 1, 0]);
        let statuts = ["2025-12-31", "2026-01-01", "2026-01-10", "2026-01-11"].map(|j| p.statut(jour(j)));
        assert_eq!(statuts, [StatutPassIae::Futur, StatutPassIae::Valide, StatutPassIae::Valide, StatutPassIae::Expire]);
    }

    #[test]
    fn a_suspension_stops_the_days_and_moves_the_end() {
        let suspension = Periode { du: jour("2026-01-04"), au: jour("2026-01-06"), motif: MotifSuspensionPass::ContratSuspendu };
        let p = PassIae { suspensions: vec![suspension], ..pass() };
        let restants = ["2026-01-04", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-13"].map(|j| p.jours_restants(jour(j)));
        assert_eq!(restants, [7, 7, 7, 7, 1]);
        assert_eq!((p.statut(jour("2026-01-05")), p.derniere()), (StatutPassIae::Suspendu, jour("2026-01-13")));
        assert_eq!(p.statut(jour("2026-01-14")), StatutPassIae::Expire);
    }

    #[test]
    fn a_prolongation_adds_its_days() {
        let prolongation = Periode { du: jour("2026-01-11"), au: jour("2026-01-20"), motif: MotifProlongationPass::Senior };
        let p = PassIae { prolongations: vec![prolongation], ..pass() };
        assert_eq!((p.jours_restants(jour("2026-01-11")), p.derniere()), (10, jour("2026-01-20")));
    }
}

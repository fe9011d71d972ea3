//! Points a minute: what each partner's requests have cost, counted before they run.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

const FENETRE: TimeDelta = TimeDelta::minutes(1);

/// Budgets of the partners that asked something this minute.
#[derive(Default)]
pub struct Points(Mutex<HashMap<Uuid, Compte>>);

struct Compte {
    depuis: DateTime<Utc>,
    depenses: u64,
}

/// What is left after a request, and when the budget is whole again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Solde {
    pub par_minute: u64,
    pub restants: u64,
    pub reinitialisation: DateTime<Utc>,
}

impl Points {
    /// Spends `cout`, or says when to come back: a request that does not fit spends nothing.
    pub fn depenser(&self, partenaire: Uuid, cout: u64, par_minute: u64, maintenant: DateTime<Utc>) -> Result<Solde, Solde> {
        let mut comptes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let compte = comptes.entry(partenaire).or_insert(Compte { depuis: maintenant, depenses: 0 });
        if maintenant - compte.depuis >= FENETRE {
            *compte = Compte { depuis: maintenant, depenses: 0 };
        }
        let tient = compte.depenses + cout <= par_minute;
        compte.depenses += if tient { cout } else { 0 };
        let solde = Solde { par_minute, restants: par_minute - compte.depenses, reinitialisation: compte.depuis + FENETRE };
        if tient { Ok(solde) } else { Err(solde) }
    }
}

impl Solde {
    /// Whole seconds to wait, one at least.
    #[must_use]
    pub fn attendre(&self, maintenant: DateTime<Utc>) -> i64 {
        (self.reinitialisation - maintenant).num_seconds().max(0) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_refused_and_whole_again_after_its_minute() {
        let (points, partenaire, debut) = (Points::default(), Uuid::from_u128(1), DateTime::<Utc>::UNIX_EPOCH);
        assert_eq!(points.depenser(partenaire, 60, 100, debut).map(|s| s.restants), Ok(40));
        let refus = points.depenser(partenaire, 60, 100, debut + TimeDelta::seconds(30));
        assert_eq!(refus.map_err(|s| (s.restants, s.attendre(debut + TimeDelta::seconds(30)))), Err((40, 31)));
        assert_eq!(points.depenser(partenaire, 60, 100, debut + FENETRE).map(|s| s.restants), Ok(40));
    }
}

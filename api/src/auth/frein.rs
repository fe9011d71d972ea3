//! Slows down who guesses secrets: failures counted by network prefix, never by client, so that nobody locks a partner out
//! by failing in its name from elsewhere.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use moka::ops::compute::Op;
use moka::sync::Cache;

/// Failures a minute before a network waits.
const ECHECS: u32 = 20;

const FENETRE: TimeDelta = TimeDelta::minutes(1);

/// Networks remembered.
const RESEAUX: u64 = 50_000;

/// The failures of the current minute of each network.
pub struct Frein(Cache<u64, Compte>);

#[derive(Clone, Copy)]
struct Compte {
    depuis: DateTime<Utc>,
    echecs: u32,
}

impl Compte {
    /// Seconds until the window closes, none when it has.
    fn reste(self, maintenant: DateTime<Utc>) -> Option<i64> {
        let reste = self.depuis + FENETRE - maintenant;
        (reste > TimeDelta::zero()).then(|| reste.num_seconds() + 1)
    }
}

impl Frein {
    pub(super) fn nouveau() -> Self {
        Self(Cache::new(RESEAUX))
    }

    /// Seconds that this network must wait, if it failed too often.
    #[must_use]
    pub fn attendre(&self, adresse: Option<IpAddr>, maintenant: DateTime<Utc>) -> Option<i64> {
        let compte = self.0.get(&prefixe(adresse)).filter(|compte| compte.echecs >= ECHECS)?;
        compte.reste(maintenant)
    }

    /// Notes a failure.
    pub fn echec(&self, adresse: Option<IpAddr>, maintenant: DateTime<Utc>) {
        self.0.entry(prefixe(adresse)).and_compute_with(|entree| {
            let ouvert = entree.map(moka::Entry::into_value).filter(|compte| compte.reste(maintenant).is_some());
            let compte = ouvert.unwrap_or(Compte { depuis: maintenant, echecs: 0 });
            Op::Put(Compte { echecs: compte.echecs.saturating_add(1), ..compte })
        });
    }
}

/// /24 in IPv4, /56 in IPv6: what one subscriber usually holds. An address that is not known is a network too.
fn prefixe(adresse: Option<IpAddr>) -> u64 {
    match adresse.map(|adresse| adresse.to_canonical()) {
        None => 0,
        Some(IpAddr::V4(v4)) => 1 << 32 | u64::from(v4.to_bits() >> 8),
        Some(IpAddr::V6(v6)) => 1 << 63 | u64::try_from(v6.to_bits() >> 72).unwrap_or_default(),
    }
}

//! The two clocks, both injected: the business clock, which a demo may shift, and the real one.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Facts, deadlines and events read `instant` and `jour`; tokens, limits and the journal read `reelle`.
#[derive(Clone)]
pub struct Horloge {
    source: Source,
    decalage: TimeDelta,
}

#[derive(Clone)]
enum Source {
    Systeme,
    Reglee(Arc<AtomicI64>),
}

impl Horloge {
    #[must_use]
    pub const fn systeme() -> Self {
        Self { source: Source::Systeme, decalage: TimeDelta::zero() }
    }

    /// A clock that only moves when told to.
    #[must_use]
    pub fn reglee(le: DateTime<Utc>) -> Self {
        Self { source: Source::Reglee(Arc::new(AtomicI64::new(le.timestamp_micros()))), decalage: TimeDelta::zero() }
    }

    /// The same clock, its business time shifted so that today is `jour`; time keeps running.
    #[must_use]
    pub fn au(mut self, jour: NaiveDate) -> Self {
        self.decalage = jour - self.reelle().date_naive();
        self
    }

    /// Moves a set clock forward; the system's clock cannot be moved.
    pub fn avancer(&self, de: TimeDelta) {
        if let Source::Reglee(micros) = &self.source {
            micros.fetch_add(de.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
        }
    }

    /// Real time, cut to the microsecond that both databases keep.
    #[must_use]
    pub fn reelle(&self) -> DateTime<Utc> {
        let micros = match &self.source {
            Source::Systeme => Utc::now().timestamp_micros(),
            Source::Reglee(micros) => micros.load(Ordering::SeqCst),
        };
        Utc.timestamp_micros(micros).single().unwrap_or_default()
    }

    #[must_use]
    pub fn instant(&self) -> DateTime<Utc> {
        self.reelle() + self.decalage
    }

    /// Today, where the person lives.
    #[must_use]
    pub fn jour(&self, fuseau: Tz) -> NaiveDate {
        self.instant().with_timezone(&fuseau).date_naive()
    }
}

//! The days of the synthetic world: when it starts, where it stands, and the hours at which people work.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::tirage::Tirage;

/// How far back the histories go.
const MOIS: u32 = 24;

#[derive(Clone, Copy)]
pub(super) struct Calendrier {
    /// The day that the world has reached.
    pub au: NaiveDate,
    pub debut: NaiveDate,
    fuseau: Tz,
}

impl Calendrier {
    pub fn jusquau(au: NaiveDate, fuseau: Tz) -> Self {
        Self { au, debut: au.checked_sub_months(Months::new(MOIS)).unwrap_or(au), fuseau }
    }

    /// The last day with facts: whatever the hour at which the world is looked at, nothing in it is still to come.
    pub fn veille(&self) -> NaiveDate {
        apres(self.au, -1)
    }

    /// A moment of the working day, where the person lives.
    pub fn instant(&self, tirage: &mut Tirage, jour: NaiveDate) -> DateTime<Utc> {
        self.a(jour, TimeDelta::seconds(tirage.entre(8 * 3600 + 1800, 17 * 3600)))
    }

    /// A quarter of an hour at which people are expected.
    pub fn heure(&self, tirage: &mut Tirage, jour: NaiveDate) -> DateTime<Utc> {
        self.a(jour, TimeDelta::minutes(15 * tirage.entre(9 * 4, 16 * 4 + 1)))
    }

    /// When nobody is received any more.
    pub fn soir(&self, jour: NaiveDate) -> DateTime<Utc> {
        self.a(jour, TimeDelta::hours(18))
    }

    /// The first moment of a day, from which the delays of a pacte are counted.
    pub fn minuit(&self, jour: NaiveDate) -> DateTime<Utc> {
        self.a(jour, TimeDelta::zero())
    }

    /// The moment at which the platform does by itself what falls due that day.
    pub fn matin(&self, jour: NaiveDate) -> DateTime<Utc> {
        self.a(jour, TimeDelta::minutes(1))
    }

    fn a(&self, jour: NaiveDate, depuis_minuit: TimeDelta) -> DateTime<Utc> {
        let local = jour.and_time(NaiveTime::MIN) + depuis_minuit;
        self.fuseau.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |le| le.with_timezone(&Utc))
    }

    pub fn jour(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.fuseau).date_naive()
    }
}

pub(super) fn apres(jour: NaiveDate, jours: i64) -> NaiveDate {
    jour.checked_add_signed(TimeDelta::days(jours)).unwrap_or(jour)
}

/// That day, or the Monday after a week-end.
pub(super) fn ouvre(jour: NaiveDate) -> NaiveDate {
    match jour.weekday() {
        Weekday::Sat => apres(jour, 2),
        Weekday::Sun => apres(jour, 1),
        _ => jour,
    }
}

/// Whole years between a birth and a day.
pub(super) fn age(naissance: NaiveDate, au: NaiveDate) -> i64 {
    au.years_since(naissance).map_or(0, i64::from)
}

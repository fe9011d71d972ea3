//! Days spread evenly over a period, on which people work.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::generation::calendrier::apres;

/// Both days included.
pub(super) type Jours = (NaiveDate, NaiveDate);

pub(super) fn jour(annee: i32, mois: u32, jour: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(annee, mois, jour).unwrap_or_default()
}

/// From the first to the second, months and days.
pub(super) fn entre(annee: i32, du: (u32, u32), au: (u32, u32)) -> Jours {
    (jour(annee, du.0, du.1), jour(annee, au.0, au.1))
}

/// The day of the `rang`-th out of `nombre`; a week-end gives way to the Friday before, or to the Monday after at the start.
pub(super) fn etaler(rang: usize, nombre: usize, (du, au): Jours) -> NaiveDate {
    let (rang, nombre) = (i64::try_from(rang).unwrap_or_default(), i64::try_from(nombre.max(1)).unwrap_or(1));
    let jour = apres(du, ((au - du).num_days() + 1) * rang / nombre);
    ouvrable(jour, du)
}

/// That day or the Friday before, unless it is out of bounds.
pub(super) fn ouvrable(jour: NaiveDate, du: NaiveDate) -> NaiveDate {
    let recul = match jour.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    let vendredi = apres(jour, -recul);
    if vendredi < du { apres(jour, if recul == 1 { 2 } else { 1 }) } else { vendredi }
}

/// That many days later, on a working day no earlier.
pub(super) fn plus_tard(jour: NaiveDate, jours: i64) -> NaiveDate {
    crate::generation::calendrier::ouvre(apres(jour, jours))
}

/// Whether the `rang`-th out of `total` is one of `nombre` spread evenly among them.
pub(super) const fn reparti(rang: usize, nombre: usize, total: usize) -> bool {
    total > 0 && rang * nombre / total != (rang + 1) * nombre / total
}

/// Those of a range that are spread evenly in it.
pub(super) fn parmi(range: Range<usize>, nombre: usize) -> impl Iterator<Item = usize> {
    let (debut, total) = (range.start, range.len());
    range.filter(move |i| reparti(i - debut, nombre, total))
}

//! Values of periods that are over, frozen with what statistical secrecy withholds: all that readers of aggregates read.
//!
//! Measures that count the same facts are frozen together, as one [`famille`]: what one of them hides, another must not give
//! back. [`gel`] computes and decides, once; [`lecture`] answers; [`publication`] says which figures became public and when.

use chrono::{DateTime, Utc};

use crate::mesure::Cellule;

mod comptes;
pub mod ecriture;
pub mod famille;
pub mod gel;
mod grille;
pub mod lecture;
pub mod publication;

/// One value, for ever: withheld, it has no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurFigee {
    pub cellule: Cellule,
    pub visible: bool,
    pub version: i64,
    pub fige_le: DateTime<Utc>,
    pub publiee_le: Option<DateTime<Utc>>,
}

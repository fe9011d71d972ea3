//! One line of the table: one value of one indicator, with what its reader needs to understand it alone.

use domain::indicateur::{ModeIndicateur, ValeurIndicateur};
use domain::mesure::Centiemes;
use domain::pacte::UniteIndicateur;
use domain::territoire::Territoire;

/// What a value is a value of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sujet {
    pub pacte: String,
    pub fiche: Option<String>,
    pub code: String,
    pub libelle: String,
    pub unite: UniteIndicateur,
    pub mode: ModeIndicateur,
}

#[derive(Clone, Copy)]
pub struct Ligne<'a> {
    pub sujet: &'a Sujet,
    pub territoire: Option<&'a Territoire>,
    /// Name of the partner that declared the value.
    pub declaree_par: Option<&'a str>,
    pub objectif: Option<Centiemes>,
    pub valeur: &'a ValeurIndicateur,
}

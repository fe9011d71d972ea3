//! The measures, by family.

use super::Dimension as D;
use super::definition::Mesure;

mod contrats;
mod orientation;

/// Each family with its measures, in the order in which the documentation lists them.
pub static FAMILLES: [(&str, &[&Mesure]); 2] =
    [("Entrées et orientation", orientation::MESURES), ("Contrats d'engagement", contrats::MESURES)];

pub fn toutes() -> impl Iterator<Item = &'static Mesure> {
    FAMILLES.iter().flat_map(|(_, mesures)| mesures.iter().copied())
}

#[must_use]
pub fn par_code(code: &str) -> Option<&'static Mesure> {
    toutes().find(|m| m.code == code)
}

/// Cubes of a measure about persons.
const DES_PERSONNES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::OrganismePayeur],
    &[D::NiveauFormation],
    &[D::AncienneteRsa],
    &[D::Public],
    &[D::Territoire, D::Sexe],
    &[D::Territoire, D::TrancheAge],
    &[D::Sexe, D::TrancheAge],
];

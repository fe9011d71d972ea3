//! The measures, by family.

use super::Dimension as D;
use super::definition::Mesure;

mod accompagnements;
mod contrats;
mod gouvernance;
mod iae;
mod linguistique;
mod mobilite;
mod orientation;
mod prescriptions;
mod rencontres;
mod rendez_vous;
mod sorties;

/// Each family with its measures, in the order in which the documentation lists them.
pub static FAMILLES: [(&str, &[&Mesure]); 11] = [
    ("Entrées et orientation", orientation::MESURES),
    ("Rendez-vous", rendez_vous::MESURES),
    ("Contrats d'engagement", contrats::MESURES),
    ("Accompagnements", accompagnements::MESURES),
    ("Bénéficiaires et sorties", sorties::MESURES),
    ("Rencontres", rencontres::MESURES),
    ("Linguistique", linguistique::MESURES),
    ("Mobilité", mobilite::MESURES),
    ("Insertion par l'activité économique", iae::MESURES),
    ("Prescriptions et formations", prescriptions::MESURES),
    ("Gouvernance", gouvernance::MESURES),
];

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

//! Files as rows of the tables, parents first.

use sea_orm::sea_query::Value;

use super::dossier::Dossier;
use super::insertion::Tampon;
use super::monde::Monde;

pub(super) mod emploi;
pub(super) mod iae;
pub(super) mod langue;
pub(super) mod mobilite;
mod parcours;
mod personne;
pub(super) mod rencontre;
mod renvoi;
mod suite;
pub(super) mod trace;

pub(super) fn de(monde: &Monde, dossiers: &[Dossier]) -> Vec<Tampon> {
    let personnes = personne::tampons(&monde.departement, dossiers).into_iter();
    personnes
        .chain(parcours::tampons(monde, dossiers))
        .chain(renvoi::tampons(dossiers))
        .chain(suite::tampons(monde, dossiers))
        .chain(langue::tampons(dossiers))
        .chain(rencontre::tampons(monde, dossiers))
        .chain(trace::tampons(dossiers))
        .collect()
}

/// A list of texts, as its column keeps it.
fn json(textes: &[&str]) -> Value {
    serde_json::to_string(textes).unwrap_or_default().into()
}

//! What the law lays down for each kind of contract, and what a pacte opens beside it: figures are data, with their source.

use std::sync::LazyLock;

use chrono::{Months, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::refus;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::pacte::Regle;
use crate::poste_iae::TypeContratInsertion;
use crate::referentiel::Referentiel;

/// The law, the same for all départements.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Droit {
    pub temps_plein: TempsPlein,
    pub pass: Duree,
    pub immersion: Duree,
    contrats: Vec<Bornes>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TempsPlein {
    pub heures: i64,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Duree {
    pub duree_maximale_mois: u32,
    pub source: String,
}

/// Months and hours that bound one kind of contract.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bornes {
    #[serde(rename = "type")]
    type_: TypeContratInsertion,
    pub duree_minimale_mois: Option<u32>,
    pub duree_maximale_mois: Option<u32>,
    pub heures_minimum: Option<i64>,
    pub source: String,
}

static DROIT: LazyLock<Option<Droit>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../referentiel/contrats_insertion.json")).ok());

/// `None` would be a file of this program that does not read: a test says so.
#[must_use]
pub fn droit() -> Option<&'static Droit> {
    DROIT.as_ref()
}

#[must_use]
pub fn bornes(type_: TypeContratInsertion) -> Option<&'static Bornes> {
    droit()?.contrats.iter().find(|b| b.type_ == type_)
}

/// The day after the last one of so many months from a first day.
pub(super) fn mois_apres(debut: NaiveDate, mois: u32) -> NaiveDate {
    debut.checked_add_months(Months::new(mois)).unwrap_or(NaiveDate::MAX)
}

/// The rule that a use applies to a dispositif that this partner operates: what the pacte opens to some structures only.
pub(super) fn ouverte<'a>(referentiel: &'a Referentiel, (departement, employeur): (&str, Uuid), usage: &str) -> Option<&'a Regle> {
    let siens = referentiel.dispositifs.toutes().filter(|d| d.contenu.operateurs.contains(&employeur));
    let siens = siens.filter(|d| referentiel.pactes.par_id(d.pacte).is_some_and(|p| p.departement == departement));
    siens.into_iter().find_map(|d| d.regle(referentiel, usage))
}

/// Short contracts in a row: the pacte lets them be shorter than the law does.
pub(super) const COURTS: &str = "embaucher";
/// Hours that rise from a few: the pacte says from how many to how many.
pub(super) const PALIERS: &str = "ContratInsertion.paliers";

/// The hours of a week are those that the law lets be, or those of the pacte where it opens fewer.
pub(super) fn heures(
    referentiel: &Referentiel,
    ou: (&str, Uuid),
    (type_, heures): (TypeContratInsertion, i64),
    champ: &str,
) -> Result<(), ErreurMetier> {
    let plein = droit().map_or(i64::MAX, |d| d.temps_plein.heures);
    if heures < 1 || heures > plein {
        return Err(ErreurMetier::saisie(champ, format!("De 1 à {plein} heures par semaine.")));
    }
    let Some(minimum) = bornes(type_).and_then(|b| b.heures_minimum).filter(|minimum| heures < *minimum) else { return Ok(()) };
    let regle = ouverte(referentiel, ou, PALIERS);
    if regle.is_some_and(|r| r.admet(heures, 1)) {
        return Ok(());
    }
    let message = format!("Un tel contrat compte au moins {minimum} heures par semaine, hors dispositif qui monte par paliers.");
    Err(refus(CodeErreurMetier::SaisieInvalide, champ, message, regle))
}

/// The contract lasts as long as its kind must, unless the pacte opens short ones to this structure.
pub(super) fn duree_minimale(
    referentiel: &Referentiel,
    ou: (&str, Uuid),
    type_: TypeContratInsertion,
    (debut, fin): (NaiveDate, NaiveDate),
) -> Result<(), ErreurMetier> {
    let Some(mois) = bornes(type_).and_then(|b| b.duree_minimale_mois) else { return Ok(()) };
    let lendemain = fin.succ_opt().unwrap_or(fin);
    if lendemain >= mois_apres(debut, mois) || ouverte(referentiel, ou, COURTS).is_some() {
        return Ok(());
    }
    Err(ErreurMetier::saisie(
        "finPrevue",
        format!("Un tel contrat dure au moins {mois} mois, hors dispositif qui en ouvre de plus courts."),
    ))
}

/// Renewals included; beyond, the structure says why.
pub(super) fn depasse(type_: TypeContratInsertion, (debut, fin): (NaiveDate, NaiveDate)) -> Option<u32> {
    let mois = bornes(type_)?.duree_maximale_mois?;
    (fin >= mois_apres(debut, mois)).then_some(mois)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn the_law_reads() {
        let cddi = bornes(TypeContratInsertion::Cddi).unwrap();
        assert_eq!((cddi.duree_minimale_mois, cddi.duree_maximale_mois, cddi.heures_minimum), (Some(4), Some(24), Some(20)));
        assert!(droit().unwrap().contrats.iter().all(|b| !b.source.is_empty()));
        assert!(bornes(TypeContratInsertion::CdiInclusion).is_none());
    }

    #[test]
    fn twenty_four_months_are_counted_to_their_last_day() {
        let depasse = |fin| depasse(TypeContratInsertion::Cddi, (jour("2026-01-01"), jour(fin)));
        assert_eq!([depasse("2027-12-31"), depasse("2028-01-01")], [None, Some(24)]);
    }
}

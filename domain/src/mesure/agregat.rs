//! Measures by month, kept: a question on whole months need not count the files again.
//!
//! The ticker counts the months anew ([`rafraichir`]): the last two every [`RECENTS`], the others every [`ANCIENS`]; what
//! is read says when it was counted. Only measures whose months add up serve longer steps, and only by what does not depend
//! on the end of the step; the rest is computed from the files.

use std::iter;

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use super::calcul::niveau_des_communes;
use super::definition::{Definition, Mesure};
use super::total::Total;
use super::{Dimension, Periode, Question};
use crate::erreur::Panne;
use crate::referentiel::Referentiel;
use crate::territoire::TypeTerritoire;
use crate::vocabulaire::Enumeration;

mod lecture;
mod rafraichissement;

pub use lecture::{Reponse, repondre};
pub use rafraichissement::{Suivi, rafraichir, rafraichir_parmi, suivies};

/// Months kept before the current one: three years, as long as a pacte.
const MOIS: u32 = 36;
/// Facts of the last two months are still being recorded.
const RECENTS: TimeDelta = TimeDelta::hours(1);
/// Facts of an older month are corrected now and then.
const ANCIENS: TimeDelta = TimeDelta::hours(24);

/// The months that are kept, the current one last.
fn tenus(jour: NaiveDate) -> Vec<Periode> {
    let debut = jour.checked_sub_months(Months::new(MOIS)).unwrap_or(jour);
    let courant = chrono::Datelike::with_day(&jour, 1).and_then(|premier| premier.checked_add_months(Months::new(1)));
    let fin = courant.and_then(|suivant| suivant.pred_opt()).unwrap_or(jour);
    let debut = chrono::Datelike::with_day(&debut, 1).unwrap_or(debut);
    Periode { du: debut, au: fin }.pas(super::PasTemporel::Mois)
}

/// A month counted at that instant is to be counted again.
fn perime(mois: Periode, calcule_le: Option<DateTime<Utc>>, (jour, maintenant): (NaiveDate, DateTime<Utc>)) -> bool {
    let recent = jour.checked_sub_months(Months::new(1)).is_none_or(|avant| mois.au >= avant);
    let age = if recent { RECENTS } else { ANCIENS };
    calcule_le.is_none_or(|le| maintenant - le >= age)
}

/// Dimensions in the order in which the parts of a kept row stand.
fn ordonner(dimensions: &[Dimension]) -> Vec<Dimension> {
    let mut ordonnees = dimensions.to_vec();
    ordonnees.sort_unstable();
    ordonnees
}

/// The name of a cube, whose places are those of a level.
fn nom(dimensions: &[Dimension], maille: Option<TypeTerritoire>) -> String {
    ordonner(dimensions).into_iter().map(Enumeration::code).chain(maille.map(Enumeration::code)).collect::<Vec<_>>().join(" ")
}

/// The level at which places are kept for a question on one: that of communes is kept by itself, and every other is read
/// from each person's own place.
fn maille(referentiel: &Referentiel, departement: &str, question: &Question) -> Option<TypeTerritoire> {
    niveau(question).filter(|niveau| niveau_des_communes(referentiel, departement) == Some(*niveau))
}

/// The level of the places that a question is split by.
fn niveau(question: &Question) -> Option<TypeTerritoire> {
    question.niveau.filter(|_| question.ventilation.contains(&Dimension::Territoire))
}

/// Every one at which a cube is kept.
fn mailles(referentiel: &Referentiel, departement: &str, dimensions: &[Dimension]) -> Vec<Option<TypeTerritoire>> {
    let communes = niveau_des_communes(referentiel, departement).filter(|_| dimensions.contains(&Dimension::Territoire));
    iter::once(None).chain(communes.map(Some)).collect()
}

/// A measure that is kept: its months are counted from the files.
fn tenue(mesure: &Mesure) -> Option<&Definition> {
    mesure.versions.last().filter(|d| d.fait().is_some())
}

/// Days of a total as they are stored.
fn ecrire_jours(total: &Total) -> Option<String> {
    let paires: Vec<(i64, i64)> = total.jours.iter().map(|(jours, faits)| (*jours, *faits)).collect();
    (!paires.is_empty()).then(|| serde_json::to_string(&paires).unwrap_or_default())
}

fn lire_jours(texte: Option<&str>) -> Result<Vec<(i64, i64)>, Panne> {
    texte.map_or(Ok(Vec::new()), |t| serde_json::from_str(t).map_err(|_| Panne::Donnee("jours")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_month_and_three_years_before_are_kept() {
        let mois = tenus(NaiveDate::from_ymd_opt(2026, 6, 15).unwrap());
        assert_eq!(mois.len(), 37);
        assert_eq!((mois[0].du.to_string(), mois[36].au.to_string()), ("2023-06-01".to_owned(), "2026-06-30".to_owned()));
    }

    #[test]
    fn recent_months_are_counted_again_more_often() {
        let jour = NaiveDate::from_ymd_opt(2026, 6, 15).unwrap();
        let maintenant = jour.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let mois = tenus(jour);
        let il_y_a_deux_heures = Some(maintenant - TimeDelta::hours(2));
        let perimes = mois.iter().filter(|m| perime(**m, il_y_a_deux_heures, (jour, maintenant))).count();
        assert_eq!(perimes, 2);
        assert!(mois.iter().all(|m| perime(*m, None, (jour, maintenant))));
        assert!(mois.iter().all(|m| perime(*m, Some(maintenant - TimeDelta::hours(24)), (jour, maintenant))));
        assert!(!mois.iter().any(|m| perime(*m, Some(maintenant), (jour, maintenant))));
    }
}

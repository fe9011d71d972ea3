//! Which declarations the last period asks for, from whom, and until when.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use uuid::Uuid;

use super::{Indicateur, ModeIndicateur};
use crate::echeance::{CodeEcheance, Echeance};
use crate::mesure::{PasTemporel, Periode};
use crate::pacte::delai::Delai;
use crate::referentiel::Referentiel;

/// A declaration that a period asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendue {
    pub indicateur: Uuid,
    pub departement: String,
    pub periode: Periode,
    pub responsables: Vec<Uuid>,
    pub due: NaiveDate,
    /// Code of the rule that gives the delay.
    pub regle: Option<String>,
}

/// Those of every indicator that partners declare by a rhythm. A period that the document prints is declared.
#[must_use]
pub fn attendues(referentiel: &Referentiel, jours: i64, jour: NaiveDate) -> Vec<Attendue> {
    referentiel.indicateurs.toutes().filter_map(|i| attendue(referentiel, i, jours, jour)).collect()
}

fn attendue(referentiel: &Referentiel, i: &Indicateur, jours: i64, jour: NaiveDate) -> Option<Attendue> {
    let pas = i.document.periodicite.filter(|_| i.mode() == ModeIndicateur::Declare)?;
    let periode = derniere(pas, jour)?;
    let debut = referentiel.pactes.par_id(i.pacte)?.contenu.debut;
    let imprimee = i.document.valeurs.iter().filter_map(super::Imprime::periode).any(|p| periode.contient(p));
    if imprimee || debut.is_some_and(|debut| debut > periode.au) {
        return None;
    }
    let (due, regle) = delai(referentiel, &i.departement, jours, periode.au.succ_opt()?);
    let responsables = i.document.responsables.clone();
    Some(Attendue { indicateur: i.id, departement: i.departement.clone(), periode, responsables, due, regle })
}

/// The last whole step that has ended.
fn derniere(pas: PasTemporel, jour: NaiveDate) -> Option<Periode> {
    let du = NaiveDate::from_ymd_opt(jour.year() - 1, 1, 1)?;
    Periode { du, au: jour }.pas(pas).into_iter().rev().find(|p| p.au < jour && p.est_un_pas(pas))
}

fn delai(referentiel: &Referentiel, departement: &str, jours: i64, depuis: NaiveDate) -> (NaiveDate, Option<String>) {
    match Delai::de(referentiel, departement, &CodeEcheance::DeclarerIndicateur.usage()) {
        Some(delai) => (delai.apres(depuis), Some(delai.regle)),
        None => (depuis.checked_add_days(Days::new(jours.unsigned_abs())).unwrap_or(NaiveDate::MAX), None),
    }
}

impl Attendue {
    /// What a declaration of it bears.
    #[must_use]
    pub const fn cellule(&self) -> (Uuid, NaiveDate, NaiveDate) {
        (self.indicateur, self.periode.du, self.periode.au)
    }

    /// One deadline for each who answers, begun when the period ended.
    pub(crate) fn echeances(&self) -> impl Iterator<Item = Echeance> {
        let lendemain = self.periode.au.succ_opt().unwrap_or(self.periode.au);
        self.responsables.iter().map(move |responsable| Echeance {
            departement: self.departement.clone(),
            code: CodeEcheance::DeclarerIndicateur,
            objet: self.indicateur,
            allocataire: None,
            responsable: *responsable,
            agent: None,
            depuis: lendemain.and_time(NaiveTime::MIN).and_utc(),
            due: self.due,
            regle: self.regle.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referentiel::chargement::essai::referentiel;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn the_last_whole_period_is_asked_for() {
        let derniere = |pas, le| derniere(pas, jour(le)).map(|p| (p.du.to_string(), p.au.to_string()));
        let dates = |du: &str, au: &str| Some((du.to_owned(), au.to_owned()));
        assert_eq!(derniere(PasTemporel::Annee, "2026-06-15"), dates("2025-01-01", "2025-12-31"));
        assert_eq!(derniere(PasTemporel::Trimestre, "2026-01-01"), dates("2025-10-01", "2025-12-31"));
        assert_eq!(derniere(PasTemporel::Mois, "2026-03-31"), dates("2026-02-01", "2026-02-28"));
    }

    #[test]
    fn what_is_printed_or_computed_is_not_asked_for() {
        let referentiel = referentiel(Vec::new());
        let demandes = |le| attendues(&referentiel, 60, jour(le));
        let nomme = |a: &Attendue| referentiel.indicateurs.par_id(a.indicateur).unwrap().clone();
        let de_2021 = demandes("2022-01-10");
        assert!(de_2021.iter().all(|a| (a.periode, a.due) == (Periode::annee(2021), jour("2022-03-02"))));
        assert!(de_2021.iter().all(|a| !a.responsables.is_empty() && nomme(a).mode() == ModeIndicateur::Declare));
        let imprimee =
            |a: &Attendue| nomme(a).document.valeurs.iter().filter_map(super::super::Imprime::periode).any(|p| a.periode.contient(p));
        assert!(!de_2021.iter().any(imprimee), "what 2021 prints is there already");
        assert!(demandes("2023-01-10").len() > de_2021.len());
        assert!(demandes("2017-01-10").is_empty(), "no pacte had begun");
    }
}

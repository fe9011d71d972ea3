//! Levels: by skill on the European scale, by degree for basic knowledge.

use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::NiveauCecrl;
use crate::erreur::{ErreurMetier, Panne};
use crate::requete::Ligne;
use crate::vocabulaire::Enumeration;

/// Skills that were evaluated: some or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Competences {
    pub comprehension_orale: Option<NiveauCecrl>,
    pub expression_orale: Option<NiveauCecrl>,
    pub comprehension_ecrite: Option<NiveauCecrl>,
    pub expression_ecrite: Option<NiveauCecrl>,
    /// Degree of the national framework on illiteracy and basic knowledge.
    pub degre: Option<i64>,
}

/// What was found one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Niveau {
    pub finale: bool,
    pub competences: Competences,
    pub evalue_le: NaiveDate,
    pub agent: Option<Uuid>,
}

/// Degrees of the national framework.
const DEGRES: std::ops::RangeInclusive<i64> = 1..=4;

/// Columns of the skills, in the order of [`Competences::valeurs`].
pub(crate) const COLONNES: &str = "comprehension_orale, expression_orale, comprehension_ecrite, expression_ecrite, degre";

impl Competences {
    #[must_use]
    pub const fn cecrl(&self) -> [Option<NiveauCecrl>; 4] {
        [self.comprehension_orale, self.expression_orale, self.comprehension_ecrite, self.expression_ecrite]
    }

    /// One level for all skills: their mean, rounded down.
    #[must_use]
    pub fn globale(&self) -> Option<NiveauCecrl> {
        let rangs: Vec<usize> = self.cecrl().into_iter().flatten().map(Enumeration::rang).collect();
        let moyenne = rangs.iter().sum::<usize>().checked_div(rangs.len())?;
        NiveauCecrl::VALEURS.get(moyenne).map(|v| v.valeur)
    }

    /// Something was evaluated, and the degree is one of the framework.
    pub fn verifier(&self) -> Result<(), ErreurMetier> {
        if self.degre.is_some_and(|d| !DEGRES.contains(&d)) {
            let message = format!("Un degré de savoirs de base se prend de {} à {}.", DEGRES.start(), DEGRES.end());
            return Err(ErreurMetier::saisie("niveau", message));
        }
        if self.degre.is_none() && self.cecrl().iter().all(Option::is_none) {
            return Err(ErreurMetier::saisie("niveau", "Une évaluation donne un niveau à une compétence au moins, ou un degré."));
        }
        Ok(())
    }

    pub(crate) fn valeurs(&self) -> [Value; 5] {
        let [co, eo, ce, ee] = self.cecrl().map(|n| Value::from(n.map(Enumeration::code)));
        [co, eo, ce, ee, self.degre.into()]
    }

    /// Reads the five columns from this one on.
    pub(crate) fn lire(l: &Ligne, de: usize) -> Result<Self, Panne> {
        Ok(Self {
            comprehension_orale: l.code_ou_nul(de)?,
            expression_orale: l.code_ou_nul(de + 1)?,
            comprehension_ecrite: l.code_ou_nul(de + 2)?,
            expression_ecrite: l.code_ou_nul(de + 3)?,
            degre: l.lire(de + 4)?,
        })
    }
}

/// Mean of the degrees gained in the skills that both evaluations speak of, in hundredths.
#[must_use]
pub fn progression(initial: &Competences, finale: &Competences) -> Option<i64> {
    let rang = |n: NiveauCecrl| i64::try_from(n.rang()).unwrap_or_default();
    let ecarts: Vec<i64> =
        initial.cecrl().into_iter().zip(finale.cecrl()).filter_map(|(avant, apres)| Some(rang(apres?) - rang(avant?))).collect();
    let nombre = i64::try_from(ecarts.len()).ok().filter(|n| *n > 0)?;
    let (somme, moitie) = (ecarts.iter().sum::<i64>() * 100, nombre / 2);
    Some(if somme < 0 { (somme - moitie) / nombre } else { (somme + moitie) / nombre })
}

#[cfg(test)]
mod tests {
    use super::NiveauCecrl::{A1, A2, A11, B1, InfraA1};
    use super::*;

    fn quatre(niveaux: [Option<NiveauCecrl>; 4]) -> Competences {
        let [comprehension_orale, expression_orale, comprehension_ecrite, expression_ecrite] = niveaux;
        Competences { comprehension_orale, expression_orale, comprehension_ecrite, expression_ecrite, degre: None }
    }

    #[test]
    fn the_level_of_all_skills_is_their_mean_rounded_down() {
        assert_eq!(quatre([Some(A1), Some(A1), Some(InfraA1), Some(InfraA1)]).globale(), Some(A11));
        assert_eq!(quatre([Some(A2), Some(A1), None, None]).globale(), Some(A1));
        assert_eq!(quatre([None; 4]).globale(), None);
    }

    #[test]
    fn progression_counts_the_skills_evaluated_twice() {
        let (avant, apres) = (quatre([Some(A1), Some(A11), Some(A1), None]), quatre([Some(B1), Some(A1), Some(A2), Some(A2)]));
        assert_eq!(progression(&avant, &apres), Some(133));
        assert_eq!(progression(&apres, &avant), Some(-133));
        assert_eq!(progression(&avant, &quatre([None, None, None, Some(B1)])), None);
    }

    #[test]
    fn an_evaluation_says_something_and_a_degree_is_of_the_framework() {
        assert!(Competences::default().verifier().is_err());
        assert!([0, 5].into_iter().all(|d| Competences { degre: Some(d), ..Competences::default() }.verifier().is_err()));
        assert!(Competences { degre: Some(4), ..Competences::default() }.verifier().is_ok());
    }
}

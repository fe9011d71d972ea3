//! Money of a fiche-action: cents in memory, decimal text outside.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The budget of one year, or of the whole fiche when the document names no year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BudgetFiche {
    pub annee: Option<i64>,
    /// Amounts as printed, where they do not read or contradict each other.
    pub imprime: Vec<String>,
    #[serde(with = "montant")]
    pub previsionnel: Option<i64>,
    #[serde(with = "montant")]
    pub etat: Option<i64>,
    #[serde(with = "montant")]
    pub departement: Option<i64>,
    #[serde(with = "montant")]
    pub global: Option<i64>,
    #[serde(with = "montant")]
    pub engage: Option<i64>,
    #[serde(with = "montant")]
    pub execute: Option<i64>,
    pub execute_le: Option<NaiveDate>,
    /// Percentage as decimal text: executed over global.
    pub taux_execution: Option<String>,
}

impl BudgetFiche {
    /// Works out the global amount and the rate from the figures that a partner gives.
    #[must_use]
    pub fn calcule(mut self) -> Self {
        self.global = self.etat.zip(self.departement).map_or(self.global, |(etat, departement)| etat.checked_add(departement));
        self.taux_execution = self.execute.zip(self.global).and_then(|(execute, global)| taux(execute, global));
        self
    }

    /// The sum of what each states. No rate when one states an amount without the other: it would be too low or too high.
    #[must_use]
    pub fn total<'a>(budgets: impl IntoIterator<Item = &'a Self>) -> Self {
        let budgets: Vec<&Self> = budgets.into_iter().filter(|b| **b != Self::default()).collect();
        let somme = |de: fn(&Self) -> Option<i64>| budgets.iter().filter_map(|b| de(b)).reduce(i64::saturating_add);
        let comparable = budgets.iter().all(|b| b.execute.is_some() == b.global.is_some());
        let (global, execute) = (somme(|b| b.global), somme(|b| b.execute));
        Self {
            annee: commune(budgets.iter().map(|b| b.annee)),
            imprime: Vec::new(),
            previsionnel: somme(|b| b.previsionnel),
            etat: somme(|b| b.etat),
            departement: somme(|b| b.departement),
            global,
            engage: somme(|b| b.engage),
            execute,
            execute_le: commune(budgets.iter().filter(|b| b.execute.is_some()).map(|b| b.execute_le)),
            taux_execution: execute.zip(global).filter(|_| comparable).and_then(|(e, g)| taux(e, g)),
        }
    }
}

/// The value that all share.
fn commune<T: PartialEq>(mut valeurs: impl Iterator<Item = Option<T>>) -> Option<T> {
    let premiere = valeurs.next()??;
    valeurs.all(|v| v.as_ref() == Some(&premiere)).then_some(premiere)
}

/// `93.29` for 93.29 %, rounded half up; none of nothing.
fn taux(execute: i64, global: i64) -> Option<String> {
    let (execute, global) = (i128::from(execute), i128::from(global));
    let centiemes = (global > 0).then(|| (execute * 20_000 + global).div_euclid(2 * global))?;
    i64::try_from(centiemes).ok().map(ecrire_centimes)
}

/// Cents of `340000.00`; exactly two decimals, no other sign than a leading minus.
#[must_use]
pub fn lire_centimes(texte: &str) -> Option<i64> {
    let (euros, centimes) = texte.split_once('.')?;
    let chiffres = euros.strip_prefix('-').unwrap_or(euros);
    let lisible = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !lisible(chiffres) || !lisible(centimes) || centimes.len() != 2 {
        return None;
    }
    format!("{euros}{centimes}").parse().ok()
}

/// The inverse of [`lire_centimes`].
#[must_use]
pub fn ecrire_centimes(centimes: i64) -> String {
    let (signe, valeur) = (if centimes < 0 { "-" } else { "" }, centimes.unsigned_abs());
    format!("{signe}{}.{:02}", valeur / 100, valeur % 100)
}

mod montant {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub fn serialize<S: Serializer>(montant: &Option<i64>, s: S) -> Result<S::Ok, S::Error> {
        montant.map(super::ecrire_centimes).serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
        let lu = Option::<String>::deserialize(d)?;
        lu.map(|t| super::lire_centimes(&t).ok_or_else(|| de::Error::custom("an amount is written 340000.00"))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_back_as_written() {
        for texte in ["0.00", "340000.00", "30941.99", "-0.05", "-12.30"] {
            assert_eq!(lire_centimes(texte).map(ecrire_centimes).as_deref(), Some(texte));
        }
        for faux in ["", "12", "12.3", "12.345", "1 000.00", "+1.00", "--1.00", ".50", "1,00", "99999999999999999999.00"] {
            assert_eq!(lire_centimes(faux), None, "{faux}");
        }
    }

    #[test]
    fn a_total_has_a_rate_only_when_every_part_has_both_amounts() {
        let entier = BudgetFiche { annee: Some(2021), global: Some(20_000), execute: Some(10_000), ..BudgetFiche::default() };
        let muet = BudgetFiche { annee: Some(2021), global: Some(5_000), ..BudgetFiche::default() };
        let total = BudgetFiche::total([&entier, &BudgetFiche::default()]);
        assert_eq!((total.annee, total.taux_execution.as_deref()), (Some(2021), Some("50.00")));
        let total = BudgetFiche::total([&entier, &muet]);
        assert_eq!((total.global, total.execute, total.taux_execution), (Some(25_000), Some(10_000), None));
    }

    #[test]
    fn a_budget_without_money_has_no_rate() {
        let nul = BudgetFiche { etat: Some(0), departement: Some(0), execute: Some(0), ..BudgetFiche::default() };
        assert_eq!(nul.calcule().taux_execution, None);
    }
}

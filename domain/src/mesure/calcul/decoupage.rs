//! Steps of time as a table that the facts join, with the days that ages and seniorities are counted from.

use std::ops::Range;

use chrono::{Months, NaiveDate};

use super::Plan;
use crate::mesure::{Dimension, Periode};
use crate::requete::Requete;

/// Years from which each next part of TRANCHE_AGE begins, and the parts.
pub(super) const AGES: ([u32; 5], [&str; 6]) =
    ([25, 30, 40, 50, 60], ["MOINS_DE_25", "DE_25_A_29", "DE_30_A_39", "DE_40_A_49", "DE_50_A_59", "DE_60_ET_PLUS"]);
/// The same of ANCIENNETE_RSA.
pub(super) const ANCIENNETES: ([u32; 4], [&str; 5]) =
    ([1, 2, 4, 5], ["MOINS_DE_1_AN", "DE_1_A_2_ANS", "DE_2_A_4_ANS", "DE_4_A_5_ANS", "DE_5_ANS_ET_PLUS"]);

impl Plan<'_> {
    /// `periode (…) as (values …)`: each step with its days, the last that has come, its year, then the birth days and the
    /// days of opening that bound the parts.
    pub(super) fn table_des_pas(&self, q: &mut Requete, pas: Range<usize>) {
        q.texte("periode (rang, du, au, fin, annee");
        let bornes = self.bornes_demandees();
        bornes.iter().for_each(|(nom, _)| _ = q.texte(", ").texte(nom));
        q.texte(") as (values ");
        for rang in pas.clone() {
            let periode = self.periodes[rang];
            q.texte(if rang == pas.start { "(" } else { ", (" }).texte(&rang.to_string());
            let fin = self.fin(periode);
            [periode.du, periode.au, fin].iter().for_each(|jour| _ = q.texte(", ").jour(*jour));
            q.texte(&format!(", {}", chrono::Datelike::year(&periode.au)));
            bornes.iter().for_each(|(_, ans)| _ = q.texte(", ").jour(ans_avant(periode.au, *ans)));
            q.texte(")");
        }
        q.texte(")");
    }

    /// The last day of a step that has come.
    pub(super) fn fin(&self, periode: Periode) -> NaiveDate {
        periode.au.min(self.jour)
    }

    fn bornes_demandees(&self) -> Vec<(String, u32)> {
        let ages = AGES.0.iter().filter(|_| self.demande(Dimension::TrancheAge)).map(|ans| (nom("ne", *ans), *ans));
        let anciennetes = ANCIENNETES.0.iter().filter(|_| self.demande(Dimension::AncienneteRsa)).map(|ans| (nom("ouvert", *ans), *ans));
        ages.chain(anciennetes).collect()
    }

    /// Parts by age or by seniority: each bound is a day of the step.
    pub(super) fn tranches(q: &mut Requete, (prefixe, colonne): (&str, &str), (ans, parts): (&[u32], &[&str])) {
        q.texte("case when ").texte(colonne).texte(" is null then null");
        for (ans, part) in ans.iter().zip(parts) {
            q.texte(" when ").texte(colonne).texte(" > t.").texte(&nom(prefixe, *ans)).texte(" then '").texte(part).texte("'");
        }
        q.texte(" else '").texte(parts.last().copied().unwrap_or_default()).texte("' end");
    }
}

fn nom(prefixe: &str, ans: u32) -> String {
    format!("{prefixe}{ans}")
}

/// Whoever was born later is younger.
fn ans_avant(jour: NaiveDate, ans: u32) -> NaiveDate {
    jour.checked_sub_months(Months::new(ans * 12)).unwrap_or(NaiveDate::MIN)
}

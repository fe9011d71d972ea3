//! What hides by itself, and what must be uncertain.

use super::deplacement::Groupe;
use super::recherche::Cible;
use super::{Case, NIVEAUX, Statut, Tables};

impl Case {
    pub(super) const fn retirer(&mut self, niveau: usize) {
        if matches!(self.statuts[niveau], Statut::Montree) {
            self.statuts[niveau] = Statut::Retiree;
        }
    }
}

impl Tables {
    /// Where the whole is too small to be shown, nothing of the period is: an attacker knows nothing of it.
    pub(super) fn retirer_tout(&mut self, tranche: usize) -> bool {
        let total = self.case(tranche, 0, 0).comptes;
        let infime = (0..self.forme.niveaux.len()).all(|n| total[n] < self.forme.seuil) && total[0] > 0;
        if infime {
            self.tranches[tranche].cases.iter_mut().for_each(|case| (0..NIVEAUX).for_each(|n| case.retirer(n)));
        }
        infime
    }

    /// A count too small hides; a difference too small hides the narrower of its two counts.
    pub(super) fn retirer_petites(&mut self, tranche: usize) {
        for rang in 0..self.tranches[tranche].cases.len() {
            let case = self.tranches[tranche].cases[rang];
            let ecarts = self.forme.ecarts(case.comptes);
            for (n, ecart) in ecarts.into_iter().enumerate().take(self.forme.niveaux.len()) {
                if self.sensible(case.comptes[n]) || self.sensible(ecart) {
                    // What is known by difference hides with the part that it completes.
                    let cachee = if case.statuts[n] == Statut::Tacite { rang - 1 } else { rang };
                    self.tranches[tranche].cases[cachee].retirer(n);
                }
            }
        }
    }

    /// What must be uncertain: every withheld count but zeros, and what is too small though nobody shows it.
    pub(super) fn cibles(&self, tranche: usize) -> Vec<Cible> {
        self.bits_de(tranche, 0..2 * NIVEAUX).filter(|c| self.est_cible(*c)).collect()
    }

    pub(super) fn est_cible(&self, cible: Cible) -> bool {
        let case = self.case(cible.tranche, cible.lieu, cible.colonne);
        match cible.bit.checked_sub(NIVEAUX) {
            None => match case.statuts[cible.bit] {
                Statut::Retiree => case.comptes[cible.bit] > 0,
                Statut::Tacite => self.sensible(case.comptes[cible.bit]),
                _ => false,
            },
            Some(n) => matches!(case.statuts[n], Statut::Tacite | Statut::Retiree) && self.sensible(self.forme.ecarts(case.comptes)[n]),
        }
    }

    /// Every withheld count.
    pub(super) fn retirees(&self, tranche: usize) -> Vec<Cible> {
        let retiree = |c: &Cible| self.case(c.tranche, c.lieu, c.colonne).statuts[c.bit] == Statut::Retiree;
        self.bits_de(tranche, 0..NIVEAUX).filter(retiree).collect()
    }

    fn bits_de(&self, tranche: usize, bits: std::ops::Range<usize>) -> impl Iterator<Item = Cible> {
        let (colonnes, niveaux) = (self.forme.colonnes(), self.forme.niveaux.len());
        let cases = 0..self.tranches[tranche].cases.len();
        let bits = bits.filter(move |bit| bit % NIVEAUX < niveaux);
        cases.flat_map(move |rang| bits.clone().map(move |bit| Cible { tranche, lieu: rang / colonnes, colonne: rang % colonnes, bit }))
    }

    pub(super) fn case_mut(&mut self, cible: Cible) -> &mut Case {
        let rang = cible.lieu * self.forme.colonnes() + cible.colonne;
        &mut self.tranches[cible.tranche].cases[rang]
    }

    pub(super) fn prix_de(&self, cible: Cible) -> u64 {
        self.prix(&Groupe { tranche: cible.tranche, lieu: cible.lieu, pas: [0; NIVEAUX] }, cible.colonne)
    }
}

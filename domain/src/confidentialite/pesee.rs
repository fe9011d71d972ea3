//! What a change asks: that every count stays possible, and the price of the cells that must then be withheld.

use super::deplacement::Groupe;
use super::{Case, Comptes, NIVEAUX, Partage, Statut, Tables, Temps, Tranche};

/// What the other table must look like, for an attacker who knows the rule. Each asks all that the next one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exigence {
    /// No count below zero.
    Possible,
    /// What is not empty stays so: who guesses that nobody hides a zero learns nothing.
    Peuplee,
    /// And what is too small to be shown stays so: the same table would be withheld.
    Vraisemblable,
}

impl Tables {
    pub(super) const fn sensible(&self, compte: i64) -> bool {
        0 < compte && compte < self.forme.seuil
    }

    /// The price of a column that gains this; `None` when a count would not be possible, or is shown for ever.
    pub(super) fn peser(&self, groupes: &[Groupe], (colonne, signe): (usize, i64), exigence: Exigence) -> Option<u64> {
        let mut prix = 0;
        for groupe in groupes {
            let case = self.case(groupe.tranche, groupe.lieu, colonne);
            if case.statuts[0] == Statut::Inexistante {
                continue;
            }
            let pas = groupe.pas.map(|p| p * signe);
            // What the records sum moves with them, unless there is nothing to take.
            let fige = |n: usize| self.forme.niveaux[n].masse && pas[n] < 0 && case.masses[n] == 0;
            if !self.possible(case, pas, exigence) || (0..self.forme.niveaux.len()).any(fige) {
                return None;
            }
            prix += self.retrait(groupe, colonne)?;
        }
        self.pas_tiennent(groupes, (colonne, signe)).then_some(prix)
    }

    fn possible(&self, case: &Case, pas: Comptes, exigence: Exigence) -> bool {
        let apres = std::array::from_fn(|n| case.comptes[n] + pas[n]);
        let (ecarts, nouveaux) = (self.forme.ecarts(case.comptes), self.forme.ecarts(apres));
        let tient = |avant: i64, apres: i64| apres >= i64::from(exigence >= Exigence::Peuplee && avant > 0);
        let tenus = (0..NIVEAUX).all(|n| tient(case.comptes[n], apres[n]) && tient(ecarts[n], nouveaux[n]));
        tenus && (exigence < Exigence::Vraisemblable || !self.petite(case.comptes) || self.petite(apres))
    }

    /// Something of the cell is too small to be shown.
    pub(super) fn petite(&self, comptes: Comptes) -> bool {
        comptes.into_iter().chain(self.forme.ecarts(comptes)).any(|c| self.sensible(c))
    }

    pub(super) fn retrait(&self, groupe: &Groupe, colonne: usize) -> Option<u64> {
        let tranche = &self.tranches[groupe.tranche];
        let case = self.case(groupe.tranche, groupe.lieu, colonne);
        let touchees = (0..self.forme.niveaux.len()).filter(|n| groupe.pas[*n] != 0 && case.statuts[*n] == Statut::Montree);
        let n = touchees.count() as u64;
        match (n, tranche.figee) {
            (0, _) => Some(0),
            (_, true) => None,
            _ => Some(n * self.prix(groupe, colonne)),
        }
    }

    /// A margin is read more than a part, and a long period more than a short one. A cell that was withheld in an earlier
    /// step costs less: what hides in several steps leaves their sum to be shown.
    pub(super) fn prix(&self, groupe: &Groupe, colonne: usize) -> u64 {
        let case = self.case(groupe.tranche, groupe.lieu, colonne);
        let marges = [1, 4, 16][usize::from(colonne == 0) + usize::from(groupe.lieu == 0)];
        let taille = 8 + u64::from(64 - case.comptes[0].leading_zeros()) + if case.comptes[0] == 0 { 12 } else { 0 };
        let periode = self.tranches[groupe.tranche].periode;
        let duree = match (periode.au - periode.du).num_days() {
            ..=31 => 1,
            32..=100 => 6,
            _ => 40,
        };
        let frere = |t: &Tranche| t.parent == self.tranches[groupe.tranche].parent && t.figee;
        let soeurs = (0..groupe.tranche).filter(|t| frere(&self.tranches[*t]));
        let deja = soeurs.rev().take(3).any(|t| self.case(t, groupe.lieu, colonne).statuts.contains(&Statut::Retiree));
        taille * marges * duree / if deja { 3 } else { 1 }
    }

    /// Where a longer period is not a sum of its steps, it stays between its bounds.
    fn pas_tiennent(&self, groupes: &[Groupe], (colonne, signe): (usize, i64)) -> bool {
        let libres: Vec<usize> = (0..self.forme.niveaux.len()).filter(|n| self.forme.niveaux[*n].temps != Temps::Somme).collect();
        let gain =
            |t: usize, lieu: usize, n: usize| groupes.iter().find(|g| (g.tranche, g.lieu) == (t, lieu)).map_or(0, |g| g.pas[n] * signe);
        let tient = |periode: usize, lieu: usize, n: usize| {
            let avant = |t: usize| self.case(t, lieu, colonne).comptes[n];
            let apres = |t: usize| avant(t) + gain(t, lieu, n);
            let pas: Vec<usize> = self.pas(periode).collect();
            pas.is_empty() || (self.bornes(n, periode, &pas, avant) & !self.bornes(n, periode, &pas, apres)) == 0
        };
        libres.is_empty()
            || groupes.iter().all(|g| {
                let periodes = [Some(g.tranche), self.tranches[g.tranche].parent].into_iter().flatten();
                periodes.clone().all(|p| libres.iter().all(|n| tient(p, g.lieu, *n)))
            })
    }

    /// One bit for each inequality that holds.
    fn bornes(&self, niveau: usize, periode: usize, pas: &[usize], compte: impl Fn(usize) -> i64) -> u8 {
        let somme: i64 = pas.iter().map(|t| compte(*t)).sum();
        let plus_grand = pas.iter().map(|t| compte(*t)).max().unwrap_or_default();
        match self.forme.niveaux[niveau].temps {
            Temps::Union => u8::from(compte(periode) >= plus_grand) | u8::from(compte(periode) <= somme) << 1,
            Temps::Cumul => u8::from(compte(periode) >= somme),
            Temps::Somme | Temps::Fin => 0,
        }
    }

    /// Where the parts of a free breakdown cover their total, they still do.
    pub(super) fn couvre(&self, groupes: &[Groupe], colonnes: &[(usize, i64)]) -> bool {
        let libres = (0..self.forme.axes.len()).filter(|a| self.forme.axes[*a].partage == Partage::Libre);
        libres.into_iter().all(|axe| groupes.iter().all(|g| self.axe_couvre(axe, g, colonnes)))
    }

    fn axe_couvre(&self, axe: usize, groupe: &Groupe, colonnes: &[(usize, i64)]) -> bool {
        let compte = |c: usize, apres: bool| -> Comptes {
            let signe = colonnes.iter().find(|(colonne, _)| apres && *colonne == c).map_or(0, |(_, s)| *s);
            let case = self.case(groupe.tranche, groupe.lieu, c);
            std::array::from_fn(|n| case.comptes[n] + groupe.pas[n] * signe)
        };
        let exces = |apres: bool| {
            let parts = self.forme.parts(axe).map(|c| compte(c, apres));
            let exces: Comptes = parts.fold(compte(0, apres).map(|t| -t), |s, c| std::array::from_fn(|n| s[n] + c[n]));
            exces.into_iter().chain(self.forme.ecarts(exces))
        };
        let existe = self.forme.axes[axe].par_lieu || groupe.lieu == 0;
        !existe || exces(false).zip(exces(true)).all(|(avant, apres)| avant < 0 || apres >= 0)
    }
}

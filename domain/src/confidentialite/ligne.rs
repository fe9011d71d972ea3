//! Small groups: what a shown total leaves to the parts that are withheld is a count too, and hides like one.

use super::deplacement::Groupe;
use super::{Case, NIVEAUX, Statut, Tables};

/// Cells of the new period that sum to one of them.
struct Ligne {
    total: (usize, usize),
    parts: Vec<(usize, usize)>,
}

impl Tables {
    /// Withholds more parts of each line until those that are withheld count as many as the threshold together.
    pub(super) fn grouper(&mut self, tranche: usize) {
        let lignes = self.lignes(tranche);
        while lignes.iter().any(|ligne| self.completer_ligne(tranche, ligne)) {}
    }

    fn lignes(&self, tranche: usize) -> Vec<Ligne> {
        let existe = |(l, c): &(usize, usize)| !matches!(self.case(tranche, *l, *c).statuts[0], Statut::Inexistante | Statut::Tacite);
        let lieux = 0..self.forme.lieux.len();
        let groupes = self.forme.groupes();
        let parts =
            lieux.clone().flat_map(|l| groupes.iter().map(move |g| Ligne { total: (l, 0), parts: g.clone().map(|c| (l, c)).collect() }));
        let colonnes = 0..self.forme.colonnes();
        let places = lieux
            .flat_map(|l| colonnes.clone().map(move |c| Ligne { total: (l, c), parts: self.forme.enfants(l).map(|e| (e, c)).collect() }));
        let reelle = |ligne: &Ligne| existe(&ligne.total) && ligne.parts.len() > 1 && ligne.parts.iter().all(existe);
        parts.chain(places).filter(reelle).collect()
    }

    /// Whether a part was withheld.
    fn completer_ligne(&mut self, tranche: usize, ligne: &Ligne) -> bool {
        let niveaux = self.forme.niveaux.len();
        (0..niveaux).chain(NIVEAUX..NIVEAUX + niveaux).any(|bit| self.completer_compte(tranche, ligne, bit))
    }

    fn completer_compte(&mut self, tranche: usize, ligne: &Ligne, bit: usize) -> bool {
        let lu = |(l, c): &(usize, usize)| self.lire(self.case(tranche, *l, *c), bit);
        let (_, total_cache) = lu(&ligne.total);
        let caches = ligne.parts.iter().map(lu).filter(|(_, cache)| *cache).map(|(compte, _)| compte).sum::<i64>();
        if total_cache || !self.sensible(caches) {
            return false;
        }
        let niveau = bit % NIVEAUX;
        let pas = std::array::from_fn(|n| i64::from(n == niveau));
        let prix = |(l, c): &(usize, usize)| self.retrait(&Groupe { tranche, lieu: *l, pas }, *c);
        let libres = ligne.parts.iter().filter(|p| lu(p).0 > 0 && !lu(p).1);
        let Some((_, (lieu, colonne))) = libres.filter_map(|p| Some((prix(p)?, *p))).min() else { return false };
        let rang = lieu * self.forme.colonnes() + colonne;
        self.tranches[tranche].cases[rang].statuts[niveau] = Statut::Retiree;
        true
    }

    /// A count or a difference, and whether it is withheld.
    fn lire(&self, case: &Case, bit: usize) -> (i64, bool) {
        let retire = |n: usize| case.statuts[n] == Statut::Retiree;
        match bit.checked_sub(NIVEAUX) {
            None => (case.comptes[bit], retire(bit)),
            Some(n) => (self.forme.ecarts(case.comptes)[n], retire(n) || self.forme.niveaux[n].dans.is_some_and(retire)),
        }
    }
}

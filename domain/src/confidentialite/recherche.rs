//! Finding, for each count that is withheld, the witness that costs least.

use std::collections::{BTreeMap, BTreeSet};

use super::colonne::{Colonnes, colonnes};
use super::deplacement::Groupe;
use super::pesee::Exigence;
use super::trajet::trajets;
use super::{NIVEAUX, Statut, Tables, Temps};

/// A cell, and what must be uncertain of it: the bit of a count, or of the difference between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cible {
    pub tranche: usize,
    pub lieu: usize,
    pub colonne: usize,
    pub bit: usize,
}

#[derive(Debug)]
pub(super) struct Temoin {
    prix: u64,
    groupes: Vec<Groupe>,
    colonnes: Colonnes,
}

/// A search among tables of which some periods are new.
pub(super) struct Recherche<'a> {
    pub tables: &'a mut Tables,
    pub premiere: usize,
    pub temoins: Vec<Temoin>,
    /// The witness of each count that has one.
    pub par_cible: BTreeMap<Cible, usize>,
    /// Counts that hide by themselves.
    pub obliges: BTreeSet<Cible>,
}

/// Ways that are tried for something better than what is known.
const ESSAIS: usize = 2_000;

/// Decides what new periods show, with what the shorter ones that they hold need.
pub(super) fn proteger(tables: &mut Tables, premiere: usize) {
    let nouvelles = premiere..tables.tranches.len();
    let fin = tables.forme.niveaux.iter().any(|n| n.temps == Temps::Fin);
    for tranche in nouvelles.clone() {
        if let Some(dernier) = tables.pas(tranche).last().filter(|_| fin) {
            copier(tables, dernier, tranche);
        } else {
            if !tables.retirer_tout(tranche) {
                tables.retirer_petites(tranche);
                tables.grouper(tranche);
            }
            if fin {
                Recherche::nouvelle(tables, premiere).mener(tranche);
            }
        }
    }
    if !fin {
        Recherche::nouvelle(tables, premiere).mener(nouvelles.end - 1);
    }
    tables.tranches[nouvelles].iter_mut().for_each(|t| t.figee = true);
}

/// The state at the last day of a period is that of its last step.
fn copier(tables: &mut Tables, de: usize, vers: usize) {
    let statuts: Vec<_> = tables.tranches[de].cases.iter().map(|c| c.statuts).collect();
    tables.tranches[vers].cases.iter_mut().zip(statuts).for_each(|(case, statuts)| case.statuts = statuts);
}

impl<'a> Recherche<'a> {
    fn nouvelle(tables: &'a mut Tables, premiere: usize) -> Self {
        let obliges = (premiere..tables.tranches.len()).flat_map(|t| tables.retirees(t)).collect();
        Self { tables, premiere, temoins: Vec::new(), par_cible: BTreeMap::new(), obliges }
    }

    /// Finds the witnesses of a period and of those that it holds, then shows again what none of them needs.
    fn mener(mut self, tranche: usize) {
        let sans_temoin = self.tables.sans_temoin;
        let dessous: Vec<usize> = (0..=tranche).rev().filter(|t| self.tables.chaine(*t).any(|h| h == tranche)).collect();
        for t in dessous {
            for cible in self.tables.cibles(t) {
                self.temoigner(cible);
            }
        }
        if self.tables.sans_temoin == sans_temoin {
            self.elaguer();
        }
    }

    fn temoigner(&mut self, cible: Cible) {
        if self.par_cible.contains_key(&cible) {
            return;
        }
        if let Some(temoin) = self.chercher(cible) {
            return self.appliquer(temoin);
        }
        self.tout_retirer();
        match self.chercher(cible) {
            Some(temoin) => self.appliquer(temoin),
            None => self.tables.sans_temoin += 1,
        }
    }

    /// What looks most like the truth, unless less likely is cheaper. The way that always exists is found by looking at all.
    fn chercher(&self, cible: Cible) -> Option<Temoin> {
        let chercher = |exigence, plafond, essais| chercher(self.tables, cible, exigence, (plafond, essais));
        let vraisemblable = chercher(Exigence::Vraisemblable, u64::MAX, ESSAIS);
        let plafond = vraisemblable.as_ref().map_or(u64::MAX, |t| t.prix);
        let peuplee =
            (plafond > 0).then(|| chercher(Exigence::Peuplee, plafond, if plafond < u64::MAX { ESSAIS } else { usize::MAX })).flatten();
        peuplee.or(vraisemblable).or_else(|| chercher(Exigence::Possible, u64::MAX, usize::MAX))
    }

    /// The last resort: what an attacker does not see of the new periods takes nothing from what protected the others.
    fn tout_retirer(&mut self) {
        for case in self.tables.tranches[self.premiere..].iter_mut().flat_map(|t| &mut t.cases) {
            (0..NIVEAUX).for_each(|n| case.retirer(n));
        }
    }

    /// Withholds what the witness changes, and notes that it is now uncertain.
    fn appliquer(&mut self, temoin: Temoin) {
        let rang = self.temoins.len();
        for cible in self.tables.touches(&temoin) {
            self.par_cible.entry(cible).or_insert(rang);
            if cible.bit < NIVEAUX {
                self.tables.case_mut(cible).retirer(cible.bit);
            }
        }
        self.temoins.push(temoin);
    }

    /// From the dearest: a count that was withheld for a witness that another one replaces.
    fn elaguer(&mut self) {
        let nouvelles = self.premiere..self.tables.tranches.len();
        let retirees = nouvelles.flat_map(|t| self.tables.retirees(t)).filter(|c| !self.obliges.contains(c));
        let mut candidates: Vec<(u64, Cible)> = retirees.map(|c| (self.tables.prix_de(c), c)).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        for (_, cible) in candidates {
            self.remontrer(cible);
        }
    }

    fn remontrer(&mut self, montree: Cible) {
        let case = self.tables.case_mut(montree);
        if case.statuts[montree.bit] != Statut::Retiree {
            return;
        }
        case.statuts[montree.bit] = Statut::Montree;
        let touche = |t: &Temoin| self.tables.touches(t).contains(&montree);
        let perdus: BTreeSet<usize> = (0..self.temoins.len()).filter(|t| touche(&self.temoins[*t])).collect();
        let orphelines: Vec<Cible> = self.par_cible.iter().filter(|(_, t)| perdus.contains(t)).map(|(c, _)| *c).collect();
        let a_couvrir: Vec<Cible> = orphelines.iter().copied().filter(|c| self.tables.est_cible(*c)).collect();
        let mut nouveaux: Vec<Temoin> = Vec::new();
        for cible in a_couvrir {
            if nouveaux.iter().any(|t| self.tables.touches(t).contains(&cible)) {
                continue;
            }
            let exigences = [Exigence::Vraisemblable, Exigence::Peuplee];
            if let Some(temoin) = exigences.iter().find_map(|e| chercher(self.tables, cible, *e, (1, ESSAIS))) {
                nouveaux.push(temoin);
            } else {
                self.tables.case_mut(montree).statuts[montree.bit] = Statut::Retiree;
                return;
            }
        }
        orphelines.iter().for_each(|c| _ = self.par_cible.remove(c));
        nouveaux.into_iter().for_each(|t| self.appliquer(t));
    }
}

/// The cheapest witness under that price, among so many ways: those through what is withheld already come first.
fn chercher(tables: &Tables, cible: Cible, exigence: Exigence, (plafond, essais): (u64, usize)) -> Option<Temoin> {
    let mut meilleur: Option<Temoin> = None;
    let mut restants = essais;
    for trajet in trajets(tables, cible) {
        if restants == 0 {
            break;
        }
        restants -= 1;
        let groupes = tables.groupes(&trajet);
        let touche = |g: &Groupe| (g.tranche, g.lieu) == (cible.tranche, cible.lieu) && tables.bits(g) >> cible.bit & 1 == 1;
        if !groupes.iter().any(touche) {
            continue;
        }
        let plafond = meilleur.as_ref().map_or(plafond, |t| t.prix);
        if let Some((prix, colonnes)) = colonnes(tables, &groupes, cible.colonne, exigence, plafond) {
            meilleur = Some(Temoin { prix, groupes, colonnes });
            restants = if prix == 0 { 0 } else { restants.min(ESSAIS) };
        }
    }
    meilleur
}

impl Tables {
    /// Every count and difference that a witness changes.
    fn touches(&self, temoin: &Temoin) -> Vec<Cible> {
        let mut touches = Vec::new();
        for groupe in &temoin.groupes {
            let bits = self.bits(groupe);
            for (colonne, _) in &temoin.colonnes {
                let cible = |bit| Cible { tranche: groupe.tranche, lieu: groupe.lieu, colonne: *colonne, bit };
                touches.extend((0..2 * NIVEAUX).filter(|bit| bits >> bit & 1 == 1).map(cible));
            }
        }
        touches
    }
}

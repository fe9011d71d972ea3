//! Random worlds: people, where they are and what they belong to, counted by step, quarter and year.

use chrono::{Months, NaiveDate};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::confidentialite::{Axe, Case, Forme, NIVEAUX, Niveau, Partage, Statut, Tables, Temps};
use crate::mesure::{PasTemporel, Periode};

struct Fiche {
    lieu: usize,
    /// Parts of each breakdown.
    parts: Vec<Vec<usize>>,
    /// The months where the record counts, and bits of the counts that it is in.
    mois: Vec<(usize, usize)>,
    /// Months until each count sees it, where what a step cut short is finished later.
    delais: [usize; NIVEAUX],
}

pub(super) struct Monde {
    pub forme: Forme,
    pub mois: usize,
    fiches: Vec<Fiche>,
}

pub(super) fn debut() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 1, 1).unwrap()
}

/// Months, each quarter after its last month, the year at the end.
pub(super) fn periodes(mois: usize) -> Vec<Periode> {
    let fin = debut() + Months::new(u32::try_from(mois).unwrap()) - chrono::Days::new(1);
    let entier = Periode { du: debut(), au: fin };
    let pas = [PasTemporel::Mois, PasTemporel::Trimestre, PasTemporel::Annee];
    let mut periodes: Vec<Periode> = pas.into_iter().flat_map(|p| entier.pas(p)).collect();
    periodes.retain(|p| mois == 12 || (p.au - p.du).num_days() < 100);
    periodes.sort_by_key(|p| (p.au, std::cmp::Reverse(p.du)));
    periodes.dedup();
    periodes
}

impl Monde {
    pub(super) fn tirer(graine: u64) -> Self {
        let mut des = StdRng::seed_from_u64(graine);
        // A year has seventeen periods: what makes a world large is drawn less often with it.
        let mois = *[3, 3, 3, 3, 3, 6, 6, 12].get(des.random_range(0..8)).unwrap();
        let nombre = *[1, 2, 2, 2, 3].get(des.random_range(0..if mois == 12 { 2 } else { 5 })).unwrap();
        let (premier, suivants) = match des.random_range(0..10) {
            0 => (Temps::Union, Temps::Union),
            1 => (Temps::Somme, Temps::Cumul),
            2 => (Temps::Fin, Temps::Fin),
            _ => (Temps::Somme, Temps::Somme),
        };
        let emboites = des.random_bool(0.5);
        let niveau = |n: usize| Niveau {
            temps: if n == 0 { premier } else { suivants },
            dans: n.checked_sub(1).map(|dessus| if emboites { dessus } else { 0 }),
            masse: false,
        };
        let niveaux = (0..nombre).map(niveau).collect();
        let seuil = *[5, 11, 11].get(des.random_range(0..3)).unwrap();
        let axes =
            (0..*[1, 1, 1, 2, 2, 3].get(des.random_range(0..if mois == 3 { 6 } else { 3 })).unwrap()).map(|_| axe(&mut des)).collect();
        let forme = Forme { seuil, niveaux, lieux: lieux(&mut des), axes };
        let taille = mois * des.random_range(1..=200);
        let fiches = (0..taille).map(|_| Fiche::tirer(&mut des, &forme, mois)).collect();
        Self { forme, mois, fiches }
    }

    /// A département: this many records, places, parts.
    pub(super) fn departement(graine: u64, fiches: usize, (lieux, parts): (usize, usize), niveaux: usize) -> Self {
        let mut des = StdRng::seed_from_u64(graine);
        let axe = |parts| Axe { parts, partage: Partage::Partition, par_lieu: true };
        let tous = (0..=lieux).map(|l| (l > 0).then_some(0)).collect();
        let niveau = |n: usize| Niveau { temps: Temps::Somme, dans: n.checked_sub(1), masse: false };
        let niveaux = (0..niveaux).map(niveau).collect();
        let forme = Forme { seuil: 11, niveaux, lieux: tous, axes: vec![axe(parts), axe(3), axe(6)] };
        let fiche = |des: &mut StdRng| {
            let parts = vec![vec![penche(des, parts)], vec![ordinaire(des, 3)], vec![ordinaire(des, 6)]];
            Fiche { lieu: 1 + ordinaire(des, lieux), parts, ..Fiche::tirer(des, &forme, 12) }
        };
        let fiches = (0..fiches).map(|_| fiche(&mut des)).collect();
        Self { forme, mois: 12, fiches }
    }

    pub(super) fn compter(&self, periode: Periode) -> Vec<Case> {
        let colonnes = self.forme.colonnes();
        let mut cases = vec![Case::vide(); self.forme.lieux.len() * colonnes];
        for fiche in &self.fiches {
            let comptes = self.comptes(fiche, periode);
            for lieu in std::iter::successors(Some(fiche.lieu), |l| self.forme.lieux[*l]) {
                let parts = fiche.parts.iter().enumerate().flat_map(|(a, p)| p.iter().map(move |p| self.forme.colonne(a, *p)));
                for colonne in parts.chain([0]) {
                    let case = &mut cases[lieu * colonnes + colonne];
                    case.comptes.iter_mut().zip(comptes).for_each(|(c, n)| *c += n);
                }
            }
        }
        cases
    }

    fn comptes(&self, fiche: &Fiche, periode: Periode) -> [i64; NIVEAUX] {
        let jour = |mois: usize| debut() + Months::new(u32::try_from(mois).unwrap());
        let dedans = |mois: usize| periode.du <= jour(mois) && jour(mois) <= periode.au;
        let mois = |n: usize| fiche.mois.iter().filter(move |(m, bits)| dedans(*m) && bits >> n & 1 == 1).map(|(m, _)| *m);
        let compte = |n: usize| match self.forme.niveaux.get(n).map(|niveau| niveau.temps) {
            None => 0,
            Some(Temps::Somme) => mois(n).count(),
            Some(Temps::Union) => usize::from(mois(n).next().is_some()),
            Some(Temps::Fin) => mois(n).filter(|m| jour(m + 1) > periode.au).count(),
            Some(Temps::Cumul) => mois(n).filter(|m| jour(m + fiche.delais[n]) <= periode.au).count(),
        };
        std::array::from_fn(|n| i64::try_from(compte(n)).unwrap())
    }

    /// Freezes day after day; with `reprise`, each from what the ones before stored.
    pub(super) fn geler(&self, reprise: bool) -> Tables {
        let mut tables = Tables::nouvelles(self.forme.clone());
        for lot in periodes(self.mois).chunk_by(|a, b| a.au == b.au) {
            if reprise {
                tables = relire(&tables);
            }
            tables.decider(lot.iter().map(|p| (*p, self.compter(*p))).collect()).unwrap();
        }
        tables
    }
}

fn relire(tables: &Tables) -> Tables {
    let mut relues = Tables::nouvelles(tables.forme.clone());
    for tranche in tables.tranches() {
        relues.figer(tranche.periode, tranche.cases.clone()).unwrap();
    }
    relues
}

fn axe(des: &mut StdRng) -> Axe {
    let partage = if des.random_bool(0.7) { Partage::Partition } else { Partage::Libre };
    Axe { parts: des.random_range(2..=3), partage, par_lieu: des.random_bool(0.8) }
}

/// Two to four places, or two places that hold two each.
fn lieux(des: &mut StdRng) -> Vec<Option<usize>> {
    if des.random_bool(0.1) {
        return vec![None, Some(0), Some(1), Some(1), Some(0)];
    }
    (0..=*[2, 2, 3, 4].get(des.random_range(0..4)).unwrap()).map(|l| (l > 0).then_some(0)).collect()
}

/// Small places and rare parts: one in two goes to the first, one in four to the second…
fn penche(des: &mut StdRng, nombre: usize) -> usize {
    (0..nombre - 1).find(|_| des.random_bool(0.5)).unwrap_or(nombre - 1)
}

/// As places and ages are: the last one is a third of the first.
fn ordinaire(des: &mut StdRng, nombre: usize) -> usize {
    loop {
        let (rang, tirage) = (des.random_range(0..nombre), des.random_range(0.0..1.0));
        if tirage < 1.0 - 0.67 * f64::from(u32::try_from(rang).unwrap()) / f64::from(u32::try_from(nombre).unwrap()) {
            return rang;
        }
    }
}

impl Fiche {
    fn tirer(des: &mut StdRng, forme: &Forme, mois: usize) -> Self {
        let ultimes: Vec<usize> = (0..forme.lieux.len()).filter(|l| !forme.lieux.contains(&Some(*l))).collect();
        let parts = forme.axes.iter().map(|a| parts(des, a)).collect();
        let plusieurs = matches!(forme.niveaux[0].temps, Temps::Union | Temps::Fin);
        let mut presence: Vec<(usize, usize)> = Vec::new();
        for _ in 0..if plusieurs { des.random_range(1..=3) } else { 1 } {
            let m = des.random_range(0..mois);
            presence.retain(|(autre, _)| *autre != m);
            presence.push((m, comptes(des, forme)));
        }
        let delai = des.random_range(0..2);
        let delais = std::array::from_fn(|n| n * delai);
        Self { lieu: ultimes[penche(des, ultimes.len())], parts, mois: presence, delais }
    }
}

/// Bits of the counts that a record is in: of the first, and of each other if of the one that holds it.
fn comptes(des: &mut StdRng, forme: &Forme) -> usize {
    let entrer = |bits: usize, n: usize| match forme.niveaux[n].dans {
        Some(dans) if bits >> dans & 1 == 0 || des.random_bool(0.4) => bits,
        _ => bits | 1 << n,
    };
    (0..forme.niveaux.len()).fold(0, entrer)
}

fn parts(des: &mut StdRng, axe: &Axe) -> Vec<usize> {
    if axe.partage == Partage::Partition {
        return vec![penche(des, axe.parts)];
    }
    let premiere = penche(des, axe.parts);
    (0..axe.parts).filter(|p| *p == premiere || des.random_bool(0.2)).collect()
}

/// Share of cells that are not shown, among those that count somebody.
pub(super) fn part_retiree(tables: &Tables, tranches: impl Fn(usize) -> bool) -> f64 {
    let (mut retirees, mut toutes) = (0_u32, 0_u32);
    for t in (0..tables.tranches().len()).filter(|t| tranches(*t)) {
        for lieu in 0..tables.forme.lieux.len() {
            for colonne in 0..tables.forme.colonnes() {
                let case = tables.case(t, lieu, colonne);
                let publiee = !matches!(case.statuts[0], Statut::Inexistante | Statut::Tacite);
                if publiee && case.comptes[0] > 0 {
                    toutes += 1;
                    retirees += u32::from(!tables.visible(t, lieu, colonne));
                }
            }
        }
    }
    f64::from(retirees) / f64::from(toutes.max(1))
}

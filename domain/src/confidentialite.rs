//! Statistical secrecy: which counts of a measure a reader of aggregates may see.
//!
//! No count between 1 and the threshold − 1 is shown, nor anything that gives it back. Each count that is withheld has a
//! *witness*: another table of whole numbers that agrees with everything shown, now and by the earlier freezes, and in which
//! that count differs. A witness is a [`deplacement`] of one imaginary record, so it keeps every sum; the counts that it
//! changes are the ones withheld beside (complementary suppression), and the cheapest is taken. Nothing here reads a
//! database, draws a number or looks at a clock: the same counts give the same answer.
//!
//! Why it holds. Every dimension is crossed with the place and the time and with no other one, so tables that agree on
//! place × time are the margins of one set of records (the model is decomposable): what an attacker can write are the sums
//! and the inequalities of [`forme`], and a witness satisfies all of them. Periods that end on the same day are decided
//! together, in the order of these days, and nothing decided is touched again: when a quarter comes, the witnesses of its
//! months are searched anew, and it pays with its own counts, or with those of its last month, what they need. There is
//! always a way: the witness that a count had before, with every new count that it changes withheld.

mod cible;
mod colonne;
mod deplacement;
mod forme;
mod ligne;
mod pesee;
mod recherche;
#[cfg(test)]
mod tests;
mod trajet;

pub use forme::{Axe, Forme, Niveau, Partage, Temps};

use crate::mesure::Periode;

/// Counts that a cell may hold: a population, and numerators that count some of it.
pub const NIVEAUX: usize = 8;

pub type Comptes = [i64; NIVEAUX];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statut {
    /// The cube does not have this cell.
    Inexistante,
    /// Never shown, and known by difference from two cells that are.
    Tacite,
    Montree,
    Retiree,
}

/// One place, one period, one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub comptes: Comptes,
    pub statuts: [Statut; NIVEAUX],
    /// What a mean or an amount sums over each count (euros, days): shown with it, and kept uncertain with it.
    pub masses: Comptes,
}

/// The cells of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tranche {
    pub periode: Periode,
    pub figee: bool,
    /// The shortest period that holds this one.
    parent: Option<usize>,
    cases: Vec<Case>,
}

/// Why a measure cannot be protected: its cells do not say what its shape says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incoherence {
    #[error("counts are nested and never negative")]
    Comptes,
    #[error("the parts of a breakdown sum to the total")]
    Parts,
    #[error("the places sum to the place that holds them")]
    Lieux,
    #[error("a period holds another or is apart, comes after those that end before it, and its steps leave no hole")]
    Periodes,
}

/// All the cells of one measure in one département, by period in the order in which they end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    pub forme: Forme,
    tranches: Vec<Tranche>,
    /// Withheld counts for which no witness of one record was found, even with all the new cells withheld. Where longer periods
    /// are sums, only a threshold that was lower at an earlier freeze makes one.
    sans_temoin: usize,
}

impl Tables {
    #[must_use]
    pub const fn nouvelles(forme: Forme) -> Self {
        Self { forme, tranches: Vec::new(), sans_temoin: 0 }
    }

    #[must_use]
    pub fn tranches(&self) -> &[Tranche] {
        &self.tranches
    }

    #[must_use]
    pub fn case(&self, tranche: usize, lieu: usize, colonne: usize) -> &Case {
        &self.tranches[tranche].cases[lieu * self.forme.colonnes() + colonne]
    }

    /// All the counts of the cell are shown.
    #[must_use]
    pub fn visible(&self, tranche: usize, lieu: usize, colonne: usize) -> bool {
        let case = self.case(tranche, lieu, colonne);
        case.statuts[..self.forme.niveaux.len()].iter().all(|statut| *statut == Statut::Montree)
    }

    #[must_use]
    pub const fn sans_temoin(&self) -> usize {
        self.sans_temoin
    }

    /// Adds a period whose cells were decided by an earlier freeze.
    pub fn figer(&mut self, periode: Periode, cases: Vec<Case>) -> Result<(), Incoherence> {
        self.ajouter(periode, cases, true)
    }

    /// Adds periods that end on the same day, the shortest first, and decides together what they show.
    pub fn decider(&mut self, periodes: Vec<(Periode, Vec<Case>)>) -> Result<(), Incoherence> {
        let premiere = self.tranches.len();
        for (periode, cases) in periodes {
            self.ajouter(periode, cases, false)?;
        }
        recherche::proteger(self, premiere);
        Ok(())
    }

    fn ajouter(&mut self, periode: Periode, cases: Vec<Case>, figee: bool) -> Result<(), Incoherence> {
        let rang = self.tranches.len();
        let apart = |t: &Tranche| t.periode.au < periode.du || (periode.contient(t.periode) && t.periode != periode);
        if !self.tranches.iter().all(apart) || cases.len() != self.forme.lieux.len() * self.forme.colonnes() {
            return Err(Incoherence::Periodes);
        }
        let dedans = |t: &&mut Tranche| t.parent.is_none() && periode.contient(t.periode);
        let mut jours = 0;
        for tranche in self.tranches.iter_mut().filter(dedans) {
            tranche.parent = Some(rang);
            jours += (tranche.periode.au - tranche.periode.du).num_days() + 1;
        }
        if jours > 0 && jours != (periode.au - periode.du).num_days() + 1 {
            return Err(Incoherence::Periodes);
        }
        self.tranches.push(Tranche { periode, figee, parent: None, cases });
        self.forme.completer(&mut self.tranches[rang].cases);
        self.reprendre(rang);
        self.verifier(rang)
    }

    /// A period takes from its steps what is made of theirs: corrected since, its files would give other counts, and the
    /// difference would speak.
    fn reprendre(&mut self, rang: usize) {
        let pas: Vec<usize> = self.pas(rang).collect();
        let Some(dernier) = pas.last().copied() else { return };
        for place in 0..self.tranches[rang].cases.len() {
            for n in 0..self.forme.niveaux.len() {
                let du_pas = |t: &usize| &self.tranches[*t].cases[place];
                let (compte, masse) = match self.forme.niveaux[n].temps {
                    Temps::Somme => (pas.iter().map(|t| du_pas(t).comptes[n]).sum(), pas.iter().map(|t| du_pas(t).masses[n]).sum()),
                    Temps::Fin => (du_pas(&dernier).comptes[n], du_pas(&dernier).masses[n]),
                    Temps::Union | Temps::Cumul => continue,
                };
                let case = &mut self.tranches[rang].cases[place];
                (case.comptes[n], case.masses[n]) = (compte, masse);
            }
        }
    }
}

impl Case {
    #[must_use]
    pub const fn vide() -> Self {
        Self::comptee([0; NIVEAUX])
    }

    #[must_use]
    pub const fn comptee(comptes: Comptes) -> Self {
        Self { comptes, statuts: [Statut::Montree; NIVEAUX], masses: [0; NIVEAUX] }
    }
}

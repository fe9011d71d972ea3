//! The shape of a measure's tables: what sums to what.

use super::{Case, Comptes, Incoherence, NIVEAUX, Statut, Tables};

/// What a longer period is to the steps that it covers, for one count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temps {
    /// Their sum.
    Somme,
    /// Persons counted once: at least the largest of them, at most their sum.
    Union,
    /// At least their sum: what the end of a step cut short is finished in the longer one.
    Cumul,
    /// The state at the last day: the last of them.
    Fin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partage {
    /// The parts sum to the total.
    Partition,
    /// A record is in any number of parts.
    Libre,
}

/// One count of each cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Niveau {
    pub temps: Temps,
    /// The count of which this one counts some.
    pub dans: Option<usize>,
    /// A mean or an amount sums something over it.
    pub masse: bool,
}

/// One breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axe {
    pub parts: usize,
    pub partage: Partage,
    /// Crossed with every place, or told for the whole département only.
    pub par_lieu: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forme {
    /// Smallest count shown.
    pub seuil: i64,
    /// One a count; a count comes after the one that holds it.
    pub niveaux: Vec<Niveau>,
    /// The places, or the values of whatever dimension the others are crossed with: what holds each. The first is the whole.
    pub lieux: Vec<Option<usize>>,
    pub axes: Vec<Axe>,
}

impl Forme {
    /// What each count leaves of the one that holds it; nothing where none does.
    pub(super) fn ecarts(&self, comptes: Comptes) -> Comptes {
        let ecart = |n: usize| self.niveaux.get(n).and_then(|niveau| niveau.dans).map_or(0, |dans| comptes[dans] - comptes[n]);
        std::array::from_fn(ecart)
    }

    /// The total, then the parts of each breakdown. A part of a free one has its complement beside it.
    #[must_use]
    pub fn colonnes(&self) -> usize {
        1 + self.axes.iter().map(Axe::colonnes).sum::<usize>()
    }

    /// First column of a breakdown.
    #[must_use]
    pub fn debut(&self, axe: usize) -> usize {
        1 + self.axes[..axe].iter().map(Axe::colonnes).sum::<usize>()
    }

    /// The column of one part.
    #[must_use]
    pub fn colonne(&self, axe: usize, part: usize) -> usize {
        self.debut(axe) + if self.axes[axe].partage == Partage::Libre { 2 * part } else { part }
    }

    /// Columns that sum to the total, group by group: the parts of a partition, or a part and its complement.
    pub(super) fn groupes(&self) -> Vec<std::ops::Range<usize>> {
        let groupes = |axe: usize| {
            let (debut, a) = (self.debut(axe), &self.axes[axe]);
            let pas = if a.partage == Partage::Libre { 2 } else { a.parts.max(1) };
            (debut..debut + a.colonnes()).step_by(pas).map(move |d| d..d + pas)
        };
        (0..self.axes.len()).flat_map(groupes).collect()
    }

    /// The first columns of a free breakdown's parts.
    pub(super) fn parts(&self, axe: usize) -> impl Iterator<Item = usize> {
        let a = &self.axes[axe];
        (0..a.parts).map(move |part| self.colonne(axe, part))
    }

    /// Writes what a period does not say: complements, and which cells the cubes do not have.
    pub(super) fn completer(&self, cases: &mut [Case]) {
        let colonnes = self.colonnes();
        for lieu in 0..self.lieux.len() {
            let ligne = &mut cases[lieu * colonnes..][..colonnes];
            for (rang, axe) in self.axes.iter().enumerate() {
                for colonne in self.debut(rang)..self.debut(rang) + axe.colonnes() {
                    axe.completer(ligne, colonne, (colonne - self.debut(rang)) % 2 == 1, lieu);
                }
            }
        }
    }
}

impl Axe {
    const fn colonnes(&self) -> usize {
        match self.partage {
            Partage::Partition => self.parts,
            Partage::Libre => 2 * self.parts,
        }
    }

    fn completer(&self, ligne: &mut [Case], colonne: usize, impaire: bool, lieu: usize) {
        if lieu > 0 && !self.par_lieu {
            ligne[colonne] = Case { statuts: [Statut::Inexistante; NIVEAUX], ..Case::vide() };
        } else if self.partage == Partage::Libre && impaire {
            let (total, part) = (ligne[0].comptes, ligne[colonne - 1].comptes);
            let reste = std::array::from_fn(|n| total[n] - part[n]);
            ligne[colonne] = Case { statuts: [Statut::Tacite; NIVEAUX], ..Case::comptee(reste) };
        }
    }
}

impl Tables {
    /// What the proof rests on is true of the period just added.
    pub(super) fn verifier(&self, tranche: usize) -> Result<(), Incoherence> {
        let colonnes = self.forme.colonnes();
        let comptes = |lieu: usize, colonne: usize| self.case(tranche, lieu, colonne).comptes;
        let existe = |lieu: usize, colonne: usize| self.case(tranche, lieu, colonne).statuts[0] != Statut::Inexistante;
        for lieu in 0..self.forme.lieux.len() {
            let tous = |c: usize| comptes(lieu, c).into_iter().chain(self.forme.ecarts(comptes(lieu, c)));
            if (0..colonnes).any(|c| tous(c).any(|compte| compte < 0)) {
                return Err(Incoherence::Comptes);
            }
            let somme = |groupe: &std::ops::Range<usize>| additionner(groupe.clone().map(|c| comptes(lieu, c)));
            let groupes = self.forme.groupes();
            if groupes.iter().any(|g| existe(lieu, g.start) && somme(g) != comptes(lieu, 0)) {
                return Err(Incoherence::Parts);
            }
            let enfants = |c: usize| self.forme.enfants(lieu).map(move |l| (l, c)).filter(|(l, c)| existe(*l, *c));
            let faux = |c: usize| enfants(c).next().is_some() && additionner(enfants(c).map(|(l, c)| comptes(l, c))) != comptes(lieu, c);
            if (0..colonnes).any(faux) {
                return Err(Incoherence::Lieux);
            }
        }
        Ok(())
    }

    /// The steps that a period covers.
    pub(super) fn pas(&self, tranche: usize) -> impl Iterator<Item = usize> {
        (0..tranche).filter(move |t| self.tranches[*t].parent == Some(tranche))
    }
}

impl Forme {
    pub(super) fn enfants(&self, lieu: usize) -> impl Iterator<Item = usize> {
        (lieu + 1..self.lieux.len()).filter(move |l| self.lieux[*l] == Some(lieu))
    }
}

fn additionner(comptes: impl Iterator<Item = Comptes>) -> Comptes {
    comptes.fold([0; NIVEAUX], |somme, c| std::array::from_fn(|n| somme[n] + c[n]))
}

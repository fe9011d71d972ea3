//! One imaginary record added here and taken away there: the change of a table that keeps every sum.
//!
//! The record comes at a place and a time. With a partner place it leaves another one, so that the places above both do not
//! see it; with a partner step it leaves that step, so that the periods above both do not; with the two, only four cells do.

use super::{Comptes, NIVEAUX, Tables, Temps};

/// What each cell of a column gains at one place and period, before the column's sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Groupe {
    pub tranche: usize,
    pub lieu: usize,
    pub pas: Comptes,
}

/// Where the record comes, and what it leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trajet {
    /// A step that covers no other, and a place that holds no other.
    pub ici: (usize, usize),
    pub autre_lieu: Option<usize>,
    pub autre_pas: Option<usize>,
    /// Adds, or takes away.
    pub sens: i64,
    /// Bits of the counts that it enters.
    pub niveaux: usize,
    /// Of the step and the periods above it, those where a count that is not a sum gains it.
    pub chaine: (usize, usize),
}

impl Tables {
    /// The step, then the periods that hold it.
    pub(super) fn chaine(&self, pas: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(pas), |t| self.tranches[*t].parent)
    }

    fn lieux_au_dessus(&self, lieu: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(lieu), |l| self.forme.lieux[*l])
    }

    /// Every place and period that sees the record come or go.
    pub(super) fn groupes(&self, trajet: &Trajet) -> Vec<Groupe> {
        let (pas, lieu) = trajet.ici;
        let mut groupes = Vec::with_capacity(16);
        for (lieu, sens) in [(Some(lieu), trajet.sens), (trajet.autre_lieu, -trajet.sens)] {
            for (pas, sens) in [(Some(pas), sens), (trajet.autre_pas, -sens)] {
                if let (Some(lieu), Some(pas)) = (lieu, pas) {
                    self.poser(&mut groupes, trajet, (pas, lieu), sens);
                }
            }
        }
        groupes.retain(|g| g.pas != [0; NIVEAUX]);
        groupes
    }

    fn poser(&self, groupes: &mut Vec<Groupe>, trajet: &Trajet, (pas, lieu): (usize, usize), sens: i64) {
        for (rang, tranche) in self.chaine(pas).enumerate() {
            let pas = self.increment(trajet, rang, sens);
            for lieu in self.lieux_au_dessus(lieu) {
                match groupes.iter_mut().find(|g| (g.tranche, g.lieu) == (tranche, lieu)) {
                    Some(groupe) => groupe.pas.iter_mut().zip(pas).for_each(|(a, b)| *a += b),
                    None => groupes.push(Groupe { tranche, lieu, pas }),
                }
            }
        }
    }

    fn increment(&self, trajet: &Trajet, rang: usize, sens: i64) -> Comptes {
        let vu = |niveau: usize| {
            let somme = self.forme.niveaux.get(niveau).is_some_and(|n| n.temps == Temps::Somme);
            trajet.niveaux >> niveau & 1 == 1 && (somme || (trajet.chaine.0..=trajet.chaine.1).contains(&rang))
        };
        std::array::from_fn(|niveau| if vu(niveau) { sens } else { 0 })
    }

    /// Steps that cover no other, under a period.
    pub(super) fn pas_ultimes(&self, tranche: usize) -> Vec<usize> {
        let sous = |t: &usize| self.chaine(*t).any(|h| h == tranche) && self.pas(*t).next().is_none();
        (0..=tranche).filter(sous).collect()
    }

    /// Places that hold no other, under a place.
    pub(super) fn lieux_ultimes(&self, lieu: usize) -> Vec<usize> {
        let sous = |l: &usize| self.lieux_au_dessus(*l).any(|h| h == lieu) && self.forme.enfants(*l).next().is_none();
        (lieu..self.forme.lieux.len()).filter(sous).collect()
    }
}

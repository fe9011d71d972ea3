//! From the rows of the statement to the cells of the answer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::Plan;
use crate::erreur::Panne;
use crate::mesure::definition::Compte;
use crate::mesure::parametre::par_identifiant;
use crate::mesure::partie;
use crate::mesure::total::Total;
use crate::mesure::{Cellule, Dimension, Periode};
use crate::requete::Ligne;

/// Codes of the parts, in the order of the question.
pub(in crate::mesure) type Parts = Vec<Option<String>>;

/// By rank of the step, and by parts.
pub(in crate::mesure) type Totaux = BTreeMap<(usize, Parts), Total>;

/// What cells are made of besides their totals.
#[derive(Clone, Copy)]
pub(in crate::mesure) struct Cadre<'a> {
    pub periodes: &'a [Periode],
    pub dimensions: &'a [Dimension],
    pub compte: Compte,
    pub jour: NaiveDate,
}

impl Plan<'_> {
    pub(super) fn cadre(&self) -> Cadre<'_> {
        Cadre { periodes: &self.periodes, dimensions: &self.question.ventilation, compte: self.fait.compte, jour: self.jour }
    }

    pub(super) fn totaux(&self, lignes: &[Ligne]) -> Result<Totaux, Panne> {
        let mut totaux = Totaux::new();
        let n = 1 + self.question.ventilation.len();
        for l in lignes {
            let rang = usize::try_from(l.lire::<i64>(0)?).map_err(|_| Panne::Donnee("step"))?;
            let total = totaux.entry((rang, self.parts(l)?)).or_default();
            if self.par_duree() {
                total.durer(l.lire(n)?, l.lire(n + 1)?);
            } else {
                total.ajouter(l.lire::<Option<i64>>(n)?.unwrap_or_default(), l.lire::<Option<i64>>(n + 1)?.unwrap_or_default());
            }
        }
        Ok(totaux)
    }

    fn parts(&self, l: &Ligne) -> Result<Parts, Panne> {
        let dimensions = self.question.ventilation.iter().enumerate();
        dimensions.map(|(rang, dimension)| self.part(l, 1 + rang, *dimension)).collect()
    }

    fn part(&self, l: &Ligne, colonne: usize, dimension: Dimension) -> Result<Option<String>, Panne> {
        if par_identifiant(dimension) {
            return Ok(l.lire::<Option<Uuid>>(colonne)?.map(|id| partie::code(self.referentiel, dimension, id)));
        }
        l.lire(colonne)
    }
}

impl Cadre<'_> {
    /// A cell for each step and each part that some step holds: a part without facts in one of them is a zero there.
    pub fn cellules(&self, totaux: &Totaux) -> Vec<Cellule> {
        let mut parts: BTreeSet<&Parts> = totaux.keys().map(|(_, parts)| parts).collect();
        let total = Parts::new();
        if self.dimensions.is_empty() {
            parts.insert(&total);
        }
        let pas = self.periodes.iter().enumerate();
        pas.flat_map(|(rang, periode)| parts.iter().map(move |parts| self.cellule((rang, *periode), parts, totaux))).collect()
    }

    fn cellule(&self, (rang, periode): (usize, Periode), parts: &Parts, totaux: &Totaux) -> Cellule {
        let vide = Total::default();
        let total = totaux.get(&(rang, parts.clone())).unwrap_or(&vide);
        let parts = self.dimensions.iter().copied().zip(parts.iter().cloned()).collect();
        let a_venir = periode.du > self.jour;
        Cellule { parts, ..if a_venir { Cellule::vide(periode) } else { total.cellule(periode, self.compte) } }
    }
}

/// The same for what the fiches-action say, which has no parts.
pub(super) fn des_fiches(cadre: Cadre<'_>, compter: impl Fn(Periode) -> (i64, i64)) -> Vec<Cellule> {
    let mut totaux = Totaux::new();
    for (rang, periode) in cadre.periodes.iter().enumerate() {
        let (n, d) = compter(*periode);
        totaux.insert((rang, Parts::new()), Total { n, d, ..Total::default() });
    }
    cadre.cellules(&totaux)
}

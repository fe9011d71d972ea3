//! From the rows of the statement to the cells of the answer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Plan;
use crate::erreur::Panne;
use crate::mesure::definition::Compte;
use crate::mesure::parametre::par_identifiant;
use crate::mesure::partie;
use crate::mesure::total::Total;
use crate::mesure::{Cellule, Dimension, Periode};
use crate::requete::Ligne;

/// Codes of the parts, in the order of the question.
type Parts = Vec<Option<String>>;

impl Plan<'_> {
    /// A cell for each step and each part that some step holds: a part without facts in one of them is a zero there.
    pub(super) fn cellules(&self, lignes: &[Ligne]) -> Result<Vec<Cellule>, Panne> {
        let mut totaux: BTreeMap<(usize, Parts), Total> = BTreeMap::new();
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
        let mut parts: BTreeSet<Parts> = totaux.keys().map(|(_, parts)| parts.clone()).collect();
        if self.question.ventilation.is_empty() {
            parts.insert(Vec::new());
        }
        let pas = self.periodes.iter().enumerate();
        let cellules = pas.flat_map(|(rang, periode)| parts.iter().map(move |parts| (rang, *periode, parts)));
        Ok(cellules.map(|(rang, periode, parts)| self.cellule((rang, periode), parts, &totaux)).collect())
    }

    fn cellule(&self, (rang, periode): (usize, Periode), parts: &Parts, totaux: &BTreeMap<(usize, Parts), Total>) -> Cellule {
        let vide = Total::default();
        let total = totaux.get(&(rang, parts.clone())).unwrap_or(&vide);
        let parts = self.question.ventilation.iter().copied().zip(parts.iter().cloned()).collect();
        let a_venir = periode.du > self.jour;
        Cellule { parts, ..if a_venir { Cellule::vide(periode) } else { total.cellule(periode, self.fait.compte) } }
    }

    fn parts(&self, l: &Ligne) -> Result<Parts, Panne> {
        let dimensions = self.question.ventilation.iter().enumerate();
        dimensions.map(|(rang, dimension)| self.part(l, 1 + rang, *dimension)).collect()
    }

    fn part(&self, l: &Ligne, colonne: usize, dimension: Dimension) -> Result<Option<String>, Panne> {
        if par_identifiant(dimension) {
            return Ok(l.lire::<Option<uuid::Uuid>>(colonne)?.map(|id| partie::code(self.referentiel, dimension, id)));
        }
        l.lire(colonne)
    }
}

/// The same for what the fiches-action say, which has no parts.
pub(super) fn des_fiches(compte: Compte, periodes: &[Periode], jour: NaiveDate, compter: impl Fn(Periode) -> (i64, i64)) -> Vec<Cellule> {
    let cellule = |periode: &Periode| {
        if periode.du > jour {
            return Cellule::vide(*periode);
        }
        let mut total = Total::default();
        let (n, d) = compter(*periode);
        total.ajouter(n, d);
        total.cellule(*periode, compte)
    };
    periodes.iter().map(cellule).collect()
}

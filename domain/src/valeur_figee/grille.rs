//! From cubes named by their codes to the tables of [`crate::confidentialite`], and back.

use std::collections::BTreeSet;

use super::famille::Famille;
use crate::confidentialite::{Axe, Forme, Partage};
use crate::mesure::{Cellule, Dimension};

/// Code of a part; `None` when it is not known.
pub(super) type Code = Option<String>;

/// Which place and column each cell of a family has: the values of its pivot are the places.
pub(super) struct Grille {
    pivot: Option<Dimension>,
    cubes: Vec<&'static [Dimension]>,
    lieux: Vec<Code>,
    axes: Vec<(Dimension, Vec<Code>)>,
    pub forme: Forme,
}

impl Grille {
    pub fn nouvelle<'a>(famille: &Famille, seuil: i64, parts: impl Iterator<Item = &'a (Dimension, Code)>) -> Self {
        let (pivot, cubes) = (famille.pivot, famille.cubes.clone());
        let parts: BTreeSet<&(Dimension, Code)> = parts.collect();
        let codes = |d: Dimension| parts.iter().filter(|(dimension, _)| *dimension == d).map(|(_, code)| code.clone()).collect::<Vec<_>>();
        let mut dimensions: Vec<Dimension> = cubes.iter().copied().flatten().copied().filter(|d| Some(*d) != pivot).collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        let axes: Vec<(Dimension, Vec<Code>)> = dimensions.into_iter().map(|d| (d, codes(d))).collect();
        let lieux = pivot.map(codes).unwrap_or_default();
        let axe = |(dimension, codes): &(Dimension, Vec<Code>)| Axe {
            parts: codes.len(),
            partage: if famille.partitionne(*dimension) { Partage::Partition } else { Partage::Libre },
            par_lieu: cubes.iter().any(|c| c.len() == 2 && c.contains(dimension)),
        };
        let forme = Forme {
            seuil,
            niveaux: famille.niveaux.clone(),
            lieux: std::iter::once(None).chain(lieux.iter().map(|_| Some(0))).collect(),
            axes: axes.iter().map(axe).collect(),
        };
        Self { pivot, cubes, lieux, axes, forme }
    }

    /// Every cell of every cube, parts in the order of the cube.
    pub fn cellules(&self) -> Vec<Vec<(Dimension, Code)>> {
        let mut toutes = Vec::new();
        for cube in &self.cubes {
            let mut cellules: Vec<Vec<(Dimension, Code)>> = vec![Vec::new()];
            for dimension in *cube {
                let avec = |parts: Vec<(Dimension, Code)>| {
                    let codes = self.codes(*dimension).iter().cloned();
                    codes
                        .map(move |code| parts.iter().cloned().chain([(*dimension, code)]).collect())
                        .collect::<Vec<Vec<(Dimension, Code)>>>()
                };
                cellules = cellules.into_iter().flat_map(avec).collect();
            }
            toutes.extend(cellules);
        }
        toutes
    }

    fn codes(&self, dimension: Dimension) -> &[Code] {
        if Some(dimension) == self.pivot {
            return &self.lieux;
        }
        self.axes.iter().find(|(d, _)| *d == dimension).map_or(&[], |(_, codes)| codes)
    }

    /// The place and the column of a cell; `None` when its cube is not frozen.
    pub fn place(&self, parts: &[(Dimension, Code)]) -> Option<(usize, usize)> {
        let (mut lieu, mut colonne) = (0, 0);
        for (dimension, code) in parts {
            if Some(*dimension) == self.pivot {
                lieu = 1 + self.lieux.iter().position(|l| l == code)?;
            } else {
                let axe = self.axes.iter().position(|(d, _)| d == dimension)?;
                colonne = self.forme.colonne(axe, self.axes[axe].1.iter().position(|c| c == code)?);
            }
        }
        Some((lieu, colonne))
    }
}

/// A person without any public is no part of them: the part would exclude all the others.
pub(super) fn publiable(cellule: &Cellule) -> bool {
    !cellule.parts.contains(&(Dimension::Public, None))
}

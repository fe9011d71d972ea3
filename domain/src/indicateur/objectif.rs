//! How far a value is from what the document aims at.

use super::{Document, Objectif, SensObjectif};
use crate::mesure::{Centiemes, Periode};

impl<P> Document<P> {
    /// The objectives of a period, or of any when the document names none.
    pub fn objectifs_de(&self, periode: Option<Periode>) -> impl Iterator<Item = &Objectif> {
        self.objectifs.iter().filter(move |o| periode.zip(o.periode()).is_none_or(|(voulue, sienne)| sienne.contient(voulue)))
    }

    /// The distance to the first objective that states a figure: positive above, negative below, nothing within its bounds.
    #[must_use]
    pub fn ecart(&self, periode: Periode, valeur: Centiemes) -> Option<Centiemes> {
        self.objectifs_de(Some(periode)).find_map(|o| o.ecart(valeur))
    }
}

impl Objectif {
    fn ecart(&self, valeur: Centiemes) -> Option<Centiemes> {
        let bas = self.valeur?;
        let haut = self.valeur_maximale.filter(|_| self.sens == SensObjectif::Entre).unwrap_or(bas);
        Some(Centiemes(if valeur > haut { valeur.0 - haut.0 } else { (valeur.0 - bas.0).min(0) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_missed_from_its_nearest_bound() {
        let objectif = |valeur, valeur_maximale, sens| Objectif {
            du: None,
            au: None,
            texte: None,
            valeur: Centiemes::lire(valeur),
            valeur_maximale: Centiemes::lire(valeur_maximale),
            sens,
            echeance: None,
            source: String::new(),
        };
        let fourchette = objectif("80", "100", SensObjectif::Entre);
        assert_eq!([70, 80, 90, 100, 103].map(|n| fourchette.ecart(Centiemes::entier(n)).unwrap().0 / 100), [-10, 0, 0, 0, 3]);
        let plancher = objectif("150", "", SensObjectif::AuMoins);
        assert_eq!([100, 150, 416].map(|n| plancher.ecart(Centiemes::entier(n)).unwrap().0 / 100), [-50, 0, 266]);
        assert_eq!(objectif("", "", SensObjectif::AuPlus).ecart(Centiemes::entier(1)), None);
    }
}

//! Measures that count the same facts: their population, and the numerators taken of it.

use crate::confidentialite::{NIVEAUX, Niveau, Temps};
use crate::mesure::catalogue;
use crate::mesure::definition::{Compte, DE_LA_FIN, Definition, Fait, Mesure};
use crate::mesure::total::Total;
use crate::mesure::{Cellule, Centiemes, Dimension, Periode};

/// What is frozen together; the code is that of its first measure.
pub struct Famille {
    pub code: &'static str,
    pub membres: Vec<Membre>,
    /// What each count is, for the counts kept from one freeze to the next.
    pub comptes: Vec<&'static str>,
    pub niveaux: Vec<Niveau>,
    /// The dimension that the others are crossed with. A cube of two others is not frozen: three pairs that close a circle
    /// say more together than each of them does.
    pub pivot: Option<Dimension>,
    pub cubes: Vec<&'static [Dimension]>,
    /// Only months are frozen: what a longer period is to them is none of what secrecy knows.
    pub mois_seuls: bool,
    /// About persons. Meetings, structures and places are no secret.
    pub protegee: bool,
}

pub struct Membre {
    pub mesure: &'static Mesure,
    pub definition: &'static Definition,
    pub fait: &'static Fait,
    /// Counts that the value is made of: all are shown, or the value is not.
    pub niveaux: Vec<usize>,
    /// The count over which it sums something.
    pub masse: Option<usize>,
}

/// All those of the catalogue whose values come from the files.
#[must_use]
pub fn toutes() -> Vec<Famille> {
    let definie = |mesure: &'static Mesure| mesure.definition(None).and_then(|d| Some((mesure, d, d.fait()?)));
    // A share of what a parameter names is nothing without it.
    let gelable = |(_, _, fait): &(&Mesure, &Definition, &Fait)| !matches!(fait.compte, Compte::Part);
    let mut mesures: Vec<_> = catalogue::toutes().filter_map(definie).filter(gelable).collect();
    // The count of all the facts comes before those of some of them.
    mesures.sort_by_key(|(_, _, fait)| !fait.compte.population());
    let mut familles: Vec<Famille> = Vec::new();
    for (mesure, definition, fait) in mesures {
        match familles.iter_mut().find(|f| memes_faits(f.membres[0].fait, fait)) {
            Some(famille) => famille.ajouter(mesure, definition, fait),
            None => familles.push(Famille::de(mesure, definition, fait)),
        }
    }
    familles.iter_mut().for_each(Famille::garder_les_ages_sommables);
    familles.iter_mut().for_each(Famille::croiser);
    familles
}

/// That of a measure; none where its values are not frozen, for they speak of no file.
#[must_use]
pub fn de(mesure: &Mesure) -> Option<Famille> {
    toutes().into_iter().find(|f| f.membres.iter().any(|m| m.mesure.code == mesure.code))
}

fn memes_faits(a: &Fait, b: &Fait) -> bool {
    let cle = |f: &Fait| (f.source, f.jour, f.personne, f.territoire, f.compte.cle(), charge(f));
    cle(a) == cle(b)
}

const fn charge(fait: &Fait) -> bool {
    matches!(fait.compte, Compte::Charge(_))
}

impl Famille {
    fn de(mesure: &'static Mesure, definition: &'static Definition, fait: &'static Fait) -> Self {
        let mut famille = Self {
            code: mesure.code,
            membres: Vec::new(),
            comptes: Vec::new(),
            niveaux: Vec::new(),
            pivot: None,
            cubes: Vec::new(),
            mois_seuls: false,
            protegee: fait.personne.is_some(),
        };
        famille.ajouter(mesure, definition, fait);
        famille
    }

    /// A numerator beyond those that a cell can hold leaves its measure unfrozen.
    fn ajouter(&mut self, mesure: &'static Mesure, definition: &'static Definition, fait: &'static Fait) {
        if self.niveaux.len() + 2 > NIVEAUX {
            return;
        }
        let population = fait.compte.population().then(|| self.niveau("", fait, false));
        let propre = fait.compte.propre().map(|texte| self.niveau(texte, fait, population.is_some()));
        let somme = fait.compte.somme();
        let masse = propre.or(population).filter(|_| somme);
        if let Some(n) = masse {
            self.niveaux[n].masse = true;
            // Amounts add up where the persons counted once do not.
            self.mois_seuls |= self.niveaux[n].temps == Temps::Union;
        }
        let niveaux = population.into_iter().chain(propre).collect();
        self.membres.push(Membre { mesure, definition, fait, niveaux, masse });
        let cubes = if charge(fait) { &mesure.cubes[..1] } else { mesure.cubes };
        let nouveaux = cubes.iter().filter(|c| !self.cubes.contains(c)).collect::<Vec<_>>();
        self.cubes.extend(nouveaux);
    }

    /// A part by age holds other persons at the end of the year than at the end of its months: what is done later of those of
    /// a part cannot be held against the months' sum of it.
    fn garder_les_ages_sommables(&mut self) {
        if self.niveaux.iter().any(|n| n.temps == Temps::Cumul) {
            self.cubes.retain(|c| !c.iter().any(|d| DE_LA_FIN.contains(d)));
        }
    }

    /// The pivot is the dimension of most pairs, of those whose parts sum to the total.
    fn croiser(&mut self) {
        let paires = || self.cubes.iter().filter(|c| c.len() == 2);
        let candidates = paires().flat_map(|c| c.iter().copied()).filter(|d| self.partitionne(*d));
        let poids = |d: &Dimension| (paires().filter(|c| c.contains(d)).count(), std::cmp::Reverse(*d));
        self.pivot = candidates.max_by_key(poids);
        let pivot = self.pivot;
        self.cubes.retain(|c| c.len() < 2 || pivot.is_some_and(|p| c.contains(&p)));
    }

    #[must_use]
    pub fn partitionne(&self, dimension: Dimension) -> bool {
        self.membres.iter().all(|m| m.definition.partitionne(dimension))
    }

    /// The count of that text, `""` for all the facts.
    fn niveau(&mut self, texte: &'static str, fait: &Fait, dans: bool) -> usize {
        if let Some(rang) = self.comptes.iter().position(|c| *c == texte) {
            return rang;
        }
        self.comptes.push(texte);
        let temps = temps(texte, fait);
        self.mois_seuls |= temps.is_none();
        self.niveaux.push(Niveau { temps: temps.unwrap_or(Temps::Somme), dans: dans.then_some(0), masse: false });
        self.niveaux.len() - 1
    }
}

/// What a longer period is to its steps, as the bounds of the step that the formula reads tell; nothing where they do not.
fn temps(texte: &str, fait: &Fait) -> Option<Temps> {
    let lit = |borne: &str, texte: &str| texte.contains(borne);
    let dedans = lit("between p.du and p.", fait.source);
    let a_la_fin = !lit("p.du", fait.source) && lit("p.fin", fait.source) && !lit("p.du", texte);
    match fait.compte.cle() {
        _ if a_la_fin => Some(Temps::Fin),
        Some(_) if !(charge(fait) && texte.is_empty()) => Some(Temps::Union),
        // What is done by the end of the step may be done later by the end of the longer one.
        _ if dedans && lit("p.fin", texte) => Some(Temps::Cumul),
        _ if dedans => Some(Temps::Somme),
        _ => None,
    }
}

impl Compte {
    /// Whether the value is made of the count of all the facts.
    const fn population(self) -> bool {
        !matches!(self, Self::Moyenne(_) | Self::MoyenneCentiemes(_) | Self::Duree(_))
    }

    /// The text of the count that the value is made of besides.
    const fn propre(self) -> Option<&'static str> {
        match self {
            Self::Parmi(n)
            | Self::Taux(n)
            | Self::TauxDistincts { n, .. }
            | Self::Charge(n)
            | Self::Moyenne(n)
            | Self::MoyenneCentiemes(n)
            | Self::Duree(n) => Some(n),
            _ => None,
        }
    }

    const fn somme(self) -> bool {
        matches!(self, Self::Somme(_) | Self::Centiemes(_) | Self::Moyenne(_) | Self::MoyenneCentiemes(_) | Self::Duree(_))
    }
}

impl Membre {
    /// The counts of a cell, in the order of `niveaux`, and what it sums.
    #[must_use]
    pub fn comptes(&self, cellule: &Cellule) -> (Vec<i64>, i64) {
        let unites = |c: Option<Centiemes>| c.map_or(0, |c| c.0 / 100);
        let centiemes = |c: Option<Centiemes>| c.map_or(0, |c| c.0);
        let (valeur, n, d) = (unites(cellule.valeur), unites(cellule.numerateur), unites(cellule.denominateur));
        match self.fait.compte {
            Compte::Nombre | Compte::Distincts(_) | Compte::Part | Compte::TauxCentiemes => (vec![valeur], 0),
            Compte::Parmi(_) | Compte::Taux(_) | Compte::TauxDistincts { .. } => (vec![d, n], 0),
            Compte::Charge(_) => (vec![n, d], 0),
            Compte::Somme(_) => (vec![d], valeur),
            Compte::Centiemes(_) => (vec![d], centiemes(cellule.valeur)),
            Compte::Moyenne(_) | Compte::Duree(_) => (vec![d], n),
            Compte::MoyenneCentiemes(_) => (vec![d], centiemes(cellule.numerateur)),
        }
    }

    /// The value that these counts make; what is no sum is kept from the files.
    #[must_use]
    pub fn cellule(&self, periode: Periode, (comptes, masse): (&[i64], i64), lue: &Cellule) -> Cellule {
        let (n, d) = match (self.fait.compte, comptes) {
            (Compte::Charge(_), [n, d]) | (_, [d, n]) => (*n, *d),
            (_, [d]) if self.masse.is_some() => (masse, *d),
            (_, [n]) => (*n, 0),
            _ => (0, 0),
        };
        let cellule = Total { n, d, ..Total::default() }.cellule(periode, self.fait.compte);
        Cellule { parts: lue.parts.clone(), mediane: lue.mediane, quantile90: lue.quantile90, ..cellule }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lire(code: &str) -> String {
        let famille = toutes().into_iter().find(|f| f.membres.iter().any(|m| m.mesure.code == code)).unwrap();
        let niveaux: Vec<_> = famille.niveaux.iter().map(|n| format!("{:?}", n.temps)).collect();
        let portee = if famille.mois_seuls { " months only" } else { "" };
        format!("{} {:?}{portee}", niveaux.join(" "), famille.pivot)
    }

    #[test]
    fn measures_of_the_same_facts_are_one_family() {
        let membres = |code: &str| -> Vec<_> {
            let famille = toutes().into_iter().find(|f| f.code == code).unwrap();
            famille.membres.iter().map(|m| (m.mesure.code, m.niveaux.clone())).collect()
        };
        assert_eq!(
            membres("nouveaux_entrants"),
            [
                ("nouveaux_entrants", vec![0]),
                ("entrants_orientes", vec![0, 1]),
                ("taux_orientation_entrants", vec![0, 1]),
                ("entrants_orientes_1_mois", vec![0, 2])
            ]
        );
    }

    #[test]
    fn time_is_read_from_the_formula() {
        assert_eq!(lire("nouveaux_entrants"), "Somme Cumul Somme Some(Territoire)");
        assert_eq!(lire("taux_referent"), "Fin Fin Fin Some(Territoire)");
        assert_eq!(lire("delai_orientation"), "Somme Somme Some(Modalite)");
        assert_eq!(lire("personnes_accompagnees_mobilite"), "Union Some(Territoire)");
        assert_eq!(lire("taux_sortie_rsa_emploi_formation"), "Somme Somme Somme Some(CategorieSortie) months only");
    }

    #[test]
    fn every_pair_that_is_frozen_has_the_pivot_and_no_measure_is_left_out() {
        let familles = toutes();
        let figees = familles.iter().map(|f| f.membres.len()).sum::<usize>();
        let gelables = catalogue::toutes().filter_map(|m| m.definition(None)?.fait()).filter(|f| !matches!(f.compte, Compte::Part)).count();
        assert_eq!(figees, gelables);
        assert!(familles.iter().all(|f| f.cubes.iter().all(|c| c.len() < 2 || c.contains(&f.pivot.unwrap()))));
    }
}

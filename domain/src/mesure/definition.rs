//! What a measure is: its words, and the facts that it counts.

use chrono::NaiveDate;

use super::{Dimension, Periode};
use crate::pacte::UniteIndicateur;
use crate::pacte::delai::Delai;
use crate::referentiel::Referentiel;

/// A named formula. Changing what it counts adds a version: the former stays readable and may be computed again.
pub struct Mesure {
    pub code: &'static str,
    pub libelle: &'static str,
    pub unite: UniteIndicateur,
    /// Days after the end of a period before its value is held for final, besides the delay of its rule.
    pub maturite: i64,
    /// Oldest first.
    pub versions: &'static [Definition],
    /// What a parameter without a name restricts: `actipro-31` says `DISPOSITIF=actipro-31`.
    pub parametre: Option<Dimension>,
    /// What readers of aggregates may ask besides time, two dimensions at most; the first is the total.
    pub cubes: &'static [&'static [Dimension]],
}

pub struct Definition {
    pub version: i64,
    pub depuis: NaiveDate,
    pub mots: Mots,
    /// What the pacte's rule is applied by (`Echeance.ORIENTER`), when the formula takes a figure from it.
    pub regle: Option<&'static str>,
    pub formule: Formule,
}

/// The formula in words.
pub struct Mots {
    pub population: &'static str,
    pub numerateur: &'static str,
    /// Empty when the value is a plain count.
    pub denominateur: &'static str,
    pub exclusions: &'static str,
}

pub enum Formule {
    /// Rows of the files, counted by one statement.
    Fichiers(Fait),
    /// What the fiches-action of the département say, read in memory: a numerator and a denominator.
    Fiches(Compte, fn(&Referentiel, &str, Periode) -> (i64, i64)),
}

/// The facts of a measure, as pieces of one portable select that [`super::calcul`] assembles. `{…}` are its templates:
/// see `calcul/gabarit.rs`.
pub struct Fait {
    /// Tables and conditions after `from`, the step of time joined as `p`.
    pub source: &'static str,
    /// The day of the fact: where the person lived and how she was oriented are read on it.
    pub jour: &'static str,
    /// Whom it is about; `None` for what speaks of nobody.
    pub personne: Option<&'static str>,
    /// Whose fact it is: a partner that reads its own lines counts its own.
    pub partenaire: Option<&'static str>,
    /// Where it happened, for a fact that is no person's.
    pub territoire: Option<&'static str>,
    /// Dimensions of the fact itself, each with its column.
    pub dimensions: &'static [(Dimension, &'static str)],
    pub compte: Compte,
    /// The months of a year add up to it: what is counted depends on a day, and not on where its step ends.
    pub cumulable: bool,
}

/// How facts become a value.
#[derive(Clone, Copy)]
pub enum Compte {
    /// So many facts.
    Nombre,
    /// The facts that satisfy a condition, among all.
    Parmi(&'static str),
    /// The same as a percentage.
    Taux(&'static str),
    /// A percentage of hundredths, such as amounts.
    TauxCentiemes,
    /// The share of the facts that the parameter names, in percent: it restricts the numerator and not the population.
    Part,
    /// So many different ones: persons, agents, structures.
    Distincts(&'static str),
    /// Different ones that satisfy a condition, in percent of all.
    TauxDistincts {
        cle: &'static str,
        n: &'static str,
    },
    /// Facts for each different one.
    Charge(&'static str),
    /// A sum of whole units, or of hundredths of them.
    Somme(&'static str),
    Centiemes(&'static str),
    /// A mean of whole units, or of hundredths of them, over the facts where it is known.
    Moyenne(&'static str),
    MoyenneCentiemes(&'static str),
    /// Days: their mean, their median and their ninetieth percentile, over the facts where they are known.
    Duree(&'static str),
}

/// The day from which the first versions hold: that of the oldest pacte.
pub const ORIGINE: NaiveDate = match NaiveDate::from_ymd_opt(2018, 1, 1) {
    Some(jour) => jour,
    None => NaiveDate::MIN,
};

impl Mesure {
    /// The version asked for, else the latest.
    #[must_use]
    pub fn definition(&self, version: Option<i64>) -> Option<&Definition> {
        match version {
            Some(version) => self.versions.iter().find(|d| d.version == version),
            None => self.versions.last(),
        }
    }

    /// Days after the end of a period before its value is held for final: those of the measure, and the delay of its rule.
    #[must_use]
    pub fn consolidation(&self, referentiel: &Referentiel, departement: &str, fin: NaiveDate) -> i64 {
        let usage = self.versions.last().and_then(|d| d.regle);
        let delai = usage.and_then(|usage| Delai::de(referentiel, departement, usage));
        self.maturite + delai.map_or(0, |delai| (delai.apres(fin) - fin).num_days())
    }

    /// Whether the cohort of a period has had the time that the formula gives it.
    #[must_use]
    pub fn mature(&self, referentiel: &Referentiel, departement: &str, periode: Periode, jour: NaiveDate) -> bool {
        (jour - periode.au).num_days() > self.consolidation(referentiel, departement, periode.au)
    }
}

impl Definition {
    /// The first version of a measure of the files.
    #[must_use]
    pub const fn premiere(mots: Mots, fait: Fait) -> Self {
        Self { version: 1, depuis: ORIGINE, mots, regle: None, formule: Formule::Fichiers(fait) }
    }

    /// The same, with a figure of the pacte.
    #[must_use]
    pub const fn selon(regle: &'static str, mots: Mots, fait: Fait) -> Self {
        Self { version: 1, depuis: ORIGINE, mots, regle: Some(regle), formule: Formule::Fichiers(fait) }
    }

    /// As an agent reads it.
    #[must_use]
    pub fn texte(&self) -> String {
        let m = &self.mots;
        let parts =
            [("Population", m.population), ("Numérateur", m.numerateur), ("Dénominateur", m.denominateur), ("Exclusions", m.exclusions)];
        let ecrites = parts.iter().filter(|(_, mots)| !mots.is_empty()).map(|(nom, mots)| format!("{nom} : {mots}."));
        ecrites.collect::<Vec<_>>().join(" ")
    }

    #[must_use]
    pub const fn fait(&self) -> Option<&Fait> {
        match &self.formule {
            Formule::Fichiers(fait) => Some(fait),
            Formule::Fiches(..) => None,
        }
    }

    /// What it may be split by.
    #[must_use]
    pub fn dimensions(&self) -> Vec<Dimension> {
        self.fait().map(Fait::dimensions_toutes).unwrap_or_default()
    }

    /// The parts of that dimension, added up, give the total (numerators and denominators for a rate).
    #[must_use]
    pub fn partitionne(&self, dimension: Dimension) -> bool {
        self.fait().is_some_and(|fait| fait.partitionne(dimension))
    }

    /// The values of months, added up, give that of their year.
    #[must_use]
    pub fn additive(&self) -> bool {
        self.fait().is_some_and(|fait| fait.cumulable && fait.compte.cle().is_none())
    }
}

/// Dimensions of the person that the last day of the step tells: a year's parts are no sums of its months'.
pub const DE_LA_FIN: [Dimension; 2] = [Dimension::TrancheAge, Dimension::AncienneteRsa];

/// Dimensions of the person, read on the file and not on the fact.
const DE_LA_PERSONNE: [Dimension; 8] = [
    Dimension::Territoire,
    Dimension::Modalite,
    Dimension::Public,
    Dimension::OrganismePayeur,
    Dimension::TrancheAge,
    Dimension::Sexe,
    Dimension::AncienneteRsa,
    Dimension::NiveauFormation,
];

impl Fait {
    /// The fact's own column.
    #[must_use]
    pub fn propre(&self, dimension: Dimension) -> Option<&'static str> {
        let siennes = self.dimensions.iter().find(|(d, _)| *d == dimension).map(|(_, colonne)| *colonne);
        siennes.or(if dimension == Dimension::Partenaire { self.partenaire } else { None })
    }

    fn dimensions_toutes(&self) -> Vec<Dimension> {
        let propres = self.dimensions.iter().map(|(d, _)| *d).chain(self.partenaire.map(|_| Dimension::Partenaire));
        let lieu = self.territoire.map(|_| Dimension::Territoire);
        let personne = DE_LA_PERSONNE.into_iter().filter(|_| self.personne.is_some());
        let mut toutes: Vec<Dimension> = propres.chain(lieu).chain(personne).collect();
        toutes.sort_unstable();
        toutes.dedup();
        toutes
    }

    /// A person has several publics; what is counted once is one part's only where it has one value of the dimension.
    fn partitionne(&self, dimension: Dimension) -> bool {
        let connue = self.dimensions_toutes().contains(&dimension);
        let unique = match self.compte.cle() {
            None => true,
            Some(cle) => self.personne == Some(cle) && self.propre(dimension).is_none(),
        };
        connue && unique && dimension != Dimension::Public
    }
}

impl Compte {
    /// What is counted once whatever the number of its facts.
    #[must_use]
    pub const fn cle(self) -> Option<&'static str> {
        match self {
            Self::Distincts(cle) | Self::TauxDistincts { cle, .. } | Self::Charge(cle) => Some(cle),
            _ => None,
        }
    }
}

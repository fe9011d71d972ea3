//! The parameter of a measure: which of its facts are asked for, such as those of one dispositif.

use uuid::Uuid;

use super::Dimension;
use super::definition::Mesure;
use crate::identifiant::Genre;
use crate::referentiel::Referentiel;
use crate::vocabulaire::Enumeration;

/// Conditions that all hold: `DISPOSITIF=actipro-31|diplomes-31&SEXE=FEMME`; the first name may be the measure's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parametre(pub Vec<Condition>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub dimension: Dimension,
    pub codes: Vec<String>,
}

impl Parametre {
    /// `None` when it does not read.
    #[must_use]
    pub fn lire(mesure: &Mesure, texte: &str) -> Option<Self> {
        texte.split('&').map(|condition| Condition::lire(mesure, condition)).collect::<Option<Vec<_>>>().map(Self)
    }

    #[must_use]
    pub fn porte_sur(&self, dimension: Dimension) -> bool {
        self.0.iter().any(|c| c.dimension == dimension)
    }
}

impl Condition {
    fn lire(mesure: &Mesure, texte: &str) -> Option<Self> {
        let (dimension, codes) = match texte.split_once('=') {
            Some((nom, codes)) => (Dimension::lire(nom)?, codes),
            None => (mesure.parametre?, texte),
        };
        let codes: Vec<String> = codes.split('|').map(str::to_owned).collect();
        codes.iter().all(|c| !c.is_empty()).then_some(Self { dimension, codes })
    }

    /// The ids that the codes name, for a dimension kept as an id; `None` when one of them names nothing.
    #[must_use]
    pub fn ids(&self, referentiel: &Referentiel) -> Option<Vec<Uuid>> {
        self.codes.iter().map(|code| identifiant(referentiel, self.dimension, code)).collect()
    }
}

/// Dimensions kept as ids.
#[must_use]
pub const fn par_identifiant(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Territoire | Dimension::Partenaire | Dimension::Dispositif | Dimension::Prescripteur)
}

/// A territory or a dispositif by its code, a partner by its id or its key in the reference data.
fn identifiant(referentiel: &Referentiel, dimension: Dimension, code: &str) -> Option<Uuid> {
    match dimension {
        Dimension::Territoire => referentiel.territoire(code).map(|t| t.id),
        Dimension::Dispositif => referentiel.dispositif(code).map(|d| d.id),
        _ => Genre::Partenaire.lire(code).or_else(|| referentiel.partenaire(code).map(|p| p.id)),
    }
}

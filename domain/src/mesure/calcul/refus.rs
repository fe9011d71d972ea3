//! Why a measure has no value for a question.

use super::{Parametre, centimes};
use crate::mesure::definition::Mesure;
use crate::mesure::parametre::par_identifiant;
use crate::mesure::{Dimension, Question};
use crate::pacte::delai::{Delai, regle_appliquee};
use crate::referentiel::Referentiel;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    Version,
    Parametre,
    Dimension(Dimension),
    /// The same dimension twice.
    Repetee(Dimension),
    Territoire,
    /// No pacte of the département lays down the figure that the formula applies.
    SansRegle,
}

impl Impossible {
    /// As an agent reads it.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::Version => "La mesure n'a pas cette version.".to_owned(),
            Self::Parametre => "Le paramètre de la mesure ne nomme rien de connu.".to_owned(),
            Self::Dimension(d) => format!("La mesure ne se ventile pas par {}.", d.code()),
            Self::Repetee(d) => format!("{} n'est demandé qu'une fois.", d.code()),
            Self::Territoire => "La mesure ne se restreint pas à un territoire.".to_owned(),
            Self::SansRegle => "Aucun pacte du département ne pose le chiffre que la formule applique.".to_owned(),
        }
    }
}

pub fn verifier(referentiel: &Referentiel, departement: &str, mesure: &Mesure, question: &Question) -> Result<(), Impossible> {
    let definition = mesure.definition(question.version).ok_or(Impossible::Version)?;
    let connues = definition.dimensions();
    for (rang, dimension) in question.ventilation.iter().enumerate() {
        if !connues.contains(dimension) {
            return Err(Impossible::Dimension(*dimension));
        }
        if question.ventilation[..rang].contains(dimension) {
            return Err(Impossible::Repetee(*dimension));
        }
    }
    if question.territoire.is_some_and(|t| !connues.contains(&Dimension::Territoire) || referentiel.territoires.par_id(t).is_none()) {
        return Err(Impossible::Territoire);
    }
    parametre(referentiel, mesure, &connues, question.parametre.as_deref())?;
    let pose = |usage| {
        let regle = regle_appliquee(referentiel, departement, usage);
        Delai::de(referentiel, departement, usage).is_some() || regle.and_then(centimes).is_some()
    };
    if definition.regle.is_none_or(pose) { Ok(()) } else { Err(Impossible::SansRegle) }
}

fn parametre(referentiel: &Referentiel, mesure: &Mesure, connues: &[Dimension], texte: Option<&str>) -> Result<(), Impossible> {
    let Some(texte) = texte else { return Ok(()) };
    let lu = Parametre::lire(mesure, texte).ok_or(Impossible::Parametre)?;
    let lisible = lu.0.iter().all(|c| connues.contains(&c.dimension) && (!par_identifiant(c.dimension) || c.ids(referentiel).is_some()));
    if lisible { Ok(()) } else { Err(Impossible::Parametre) }
}

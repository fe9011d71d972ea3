//! The parts of a breakdown, as an agent reads them.

use std::sync::Arc;

use super::Part;
use super::periode::majuscule;
use crate::mesure::Dimension;
use crate::referentiel::Referentiel;
use crate::territoire::Territoire;

/// A code of the measure with its label; none is the part of the persons whose value is not known.
pub(super) fn de(referentiel: &Referentiel, dimension: Dimension, code: Option<&str>) -> Part {
    let Some(code) = code else { return Part { dimension, code: "INCONNU".to_owned(), libelle: "Inconnu".to_owned() } };
    let libelle = nom(referentiel, dimension, code).unwrap_or_else(|| majuscule(&code.to_lowercase().replace('_', " ")));
    Part { dimension, code: code.to_owned(), libelle }
}

fn nom(referentiel: &Referentiel, dimension: Dimension, code: &str) -> Option<String> {
    match dimension {
        Dimension::Territoire => territoire(referentiel, code).map(|t| t.nom.clone()),
        Dimension::Partenaire | Dimension::Prescripteur => {
            let par_id = || referentiel.partenaires.par_id(code.parse().ok()?);
            referentiel.partenaire(code).or_else(par_id).map(|p| p.nom.clone())
        }
        Dimension::Dispositif => referentiel.dispositif(code).map(|d| d.contenu.nom.clone()),
        _ => None,
    }
}

/// By its code, or by its id.
pub(super) fn territoire<'a>(referentiel: &'a Referentiel, code: &str) -> Option<&'a Arc<Territoire>> {
    let par_id = || referentiel.territoires.par_id(code.parse().ok()?);
    referentiel.territoires.toutes().find(|t| t.code == code).or_else(par_id)
}

//! The parts of a breakdown, as an agent reads them.

use std::sync::Arc;

use super::Part;
use crate::mesure::{Dimension, partie};
use crate::referentiel::Referentiel;
use crate::territoire::Territoire;

/// A code of the measure with its label; none is the part of the persons whose value is not known.
pub(super) fn de(referentiel: &Referentiel, dimension: Dimension, code: Option<&str>) -> Part {
    let libelle = partie::libelle(referentiel, dimension, code);
    Part { dimension, code: code.unwrap_or(partie::INCONNU).to_owned(), libelle }
}

/// By its code, or by its id.
pub(super) fn territoire<'a>(referentiel: &'a Referentiel, code: &str) -> Option<&'a Arc<Territoire>> {
    let par_id = || referentiel.territoires.par_id(code.parse().ok()?);
    referentiel.territoire(code).or_else(par_id)
}

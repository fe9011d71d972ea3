//! Parts of a breakdown: their codes and their labels.

use uuid::Uuid;

use super::Dimension;
use crate::identifiant::Genre;
use crate::referentiel::Referentiel;

mod libelles;

/// Code of the part whose value is not known.
pub const INCONNU: &str = "INCONNU";

/// The code of an id, as it is told outside.
#[must_use]
pub fn code(referentiel: &Referentiel, dimension: Dimension, id: Uuid) -> String {
    match dimension {
        Dimension::Territoire => referentiel.territoires.par_id(id).map(|t| t.code.clone()),
        Dimension::Dispositif => referentiel.dispositifs.par_id(id).map(|d| d.code.clone()),
        _ => None,
    }
    .unwrap_or_else(|| Genre::Partenaire.ecrire(id))
}

/// As an agent reads it.
#[must_use]
pub fn libelle(referentiel: &Referentiel, dimension: Dimension, code: Option<&str>) -> String {
    let Some(code) = code else { return inconnu(dimension).to_owned() };
    let nom = match dimension {
        Dimension::Territoire => referentiel.territoire(code).map(|t| t.nom.clone()),
        Dimension::Dispositif => referentiel.dispositif(code).map(|d| d.contenu.nom.clone()),
        Dimension::Partenaire | Dimension::Prescripteur => {
            Genre::Partenaire.lire(code).and_then(|id| referentiel.partenaires.par_id(id)).map(|p| p.nom.clone())
        }
        _ => libelles::de(dimension, code).map(str::to_owned),
    };
    nom.unwrap_or_else(|| code.to_owned())
}

const fn inconnu(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Territoire => "Territoire non connu",
        Dimension::Sexe => "Sexe non connu",
        _ => "Non connu",
    }
}

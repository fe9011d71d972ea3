//! Dispositifs: the kinds of accompaniment that a pacte opens, for whom, and which exclude each other.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::allocataire::PublicCible;
use crate::vocabulaire::Ensemble;

/// A dispositif of one pacte.
#[derive(Clone, Debug)]
pub struct Dispositif {
    pub id: Uuid,
    pub pacte: Uuid,
    pub code: String,
    pub contenu: Contenu,
}

/// What the pacte says of it, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contenu {
    pub nom: String,
    pub operateurs: Vec<Uuid>,
    pub publics: Ensemble<PublicCible>,
    pub publics_exclus: Ensemble<PublicCible>,
    /// Dispositifs that never run together with this one, whichever of the two says so.
    pub exclusif_avec: Vec<Uuid>,
    pub duree_maximale_mois: Option<i64>,
    pub capacite_par_referent: Option<i64>,
    pub heures_hebdomadaires_minimum: Option<i64>,
    pub fiche_action: Option<Uuid>,
    pub description: String,
    pub source: String,
}

impl Dispositif {
    /// A person cannot follow both at once.
    #[must_use]
    pub fn exclut(&self, autre: Uuid) -> bool {
        self.contenu.exclusif_avec.contains(&autre)
    }
}

//! What a partner offers, as the shared directory lists it.

use uuid::Uuid;

use crate::allocataire::PublicCible;
use crate::prescription::TypePrescription;
use crate::referentiel::Referentiel;
use crate::vocabulaire::Ensemble;

pub mod actes;
pub mod classement;

/// An offer: for whom, where, and the kinds of referral that it takes.
#[derive(Clone, Debug)]
pub struct Service {
    pub id: Uuid,
    pub partenaire: Uuid,
    pub nom: String,
    pub description: Option<String>,
    pub conditions: Option<String>,
    pub thematiques: Vec<String>,
    pub publics: Ensemble<PublicCible>,
    pub types_prescription: Ensemble<TypePrescription>,
    pub territoires: Vec<Uuid>,
    pub capacite: Option<i64>,
    pub delai_reponse_jours: Option<i64>,
    pub fiche_action: Option<Uuid>,
    pub actif: bool,
    pub version: i64,
}

impl Service {
    /// Whether it covers that commune: everywhere when it names no territory, or none that a document maps.
    pub fn dessert(&self, referentiel: &Referentiel, commune: Option<&str>) -> bool {
        let mut communes =
            self.territoires.iter().filter_map(|id| referentiel.territoires.par_id(*id)).flat_map(|t| &t.communes).peekable();
        let Some(commune) = commune.filter(|_| communes.peek().is_some()) else { return true };
        communes.any(|c| c == commune)
    }
}

//! What a partner offers, as the shared directory lists it.

use uuid::Uuid;

use crate::allocataire::PublicCible;
use crate::prescription::TypePrescription;
use crate::vocabulaire::Ensemble;

pub mod actes;

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

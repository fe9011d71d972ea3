//! The GraphQL schema: one file an aggregate, and around them what decides before a document runs and mends after.

pub mod accompagnement;
pub mod agent;
pub mod aide_mobilite;
pub mod allocataire;
pub mod candidature;
pub mod code;
pub mod connexion;
pub mod contexte;
pub mod contrat;
pub mod contrat_insertion;
pub mod diagnostic_mobilite;
pub mod dispositif;
pub mod echeance;
pub mod enveloppe;
pub mod erreur;
pub mod etape;
pub mod evaluation_linguistique;
pub mod evenement;
pub mod fiche_action;
pub mod habilitation;
pub mod indicateur;
pub mod inscription_formation;
pub mod loader;
pub mod moi;
pub mod noeud;
pub mod orientation;
pub mod pacte;
pub mod parcours;
pub mod partenaire;
pub mod pass_iae;
pub mod plan;
pub mod porte;
pub mod portees;
pub mod poste_iae;
pub mod prescription;
pub mod recherche;
pub mod rencontre;
pub mod rendez_vous;
pub mod reparation;
pub mod saisie;
pub mod scalaires;
pub mod sdl;
pub mod service;
pub mod session_formation;
pub mod structure_iae;
pub mod territoire;
pub mod vehicule;
pub mod visible;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, ValidationMode};
use domain::portee::Portees;

use portees::{Incoherence, TablePortees};
use sdl::SdlParPorteur;
use visible::Racine;

#[derive(MergedObject, Default)]
pub struct Query(
    noeud::NoeudQuery,
    moi::MoiQuery,
    territoire::TerritoireQuery,
    partenaire::PartenaireQuery,
    service::ServiceQuery,
    dispositif::DispositifQuery,
    allocataire::AllocataireQuery,
    parcours::ParcoursQuery,
    orientation::OrientationQuery,
    echeance::EcheanceQuery,
    rencontre::RencontreQuery,
    prescription::PrescriptionQuery,
    evaluation_linguistique::EvaluationLinguistiqueQuery,
    session_formation::SessionFormationQuery,
    aide_mobilite::AideMobiliteQuery,
    vehicule::VehiculeQuery,
    enveloppe::EnveloppeQuery,
    candidature::CandidatureQuery,
    structure_iae::StructureIaeQuery,
    poste_iae::PosteIaeQuery,
    pacte::PacteQuery,
    fiche_action::FicheActionQuery,
    indicateur::IndicateurQuery,
    evenement::EvenementQuery,
    habilitation::HabilitationQuery,
);

#[derive(MergedObject, Default)]
pub struct Mutation(
    allocataire::mutation::AllocataireMutation,
    parcours::mutation::ParcoursMutation,
    orientation::mutation::OrientationMutation,
    contrat::ContratMutation,
    etape::EtapeMutation,
    rencontre::mutation::RencontreMutation,
    prescription::mutation::PrescriptionMutation,
    accompagnement::AccompagnementMutation,
    rendez_vous::RendezVousMutation,
    evaluation_linguistique::mutation::EvaluationLinguistiqueMutation,
    session_formation::mutation::SessionFormationMutation,
    inscription_formation::mutation::InscriptionFormationMutation,
    diagnostic_mobilite::DiagnosticMobiliteMutation,
    aide_mobilite::mutation::AideMobiliteMutation,
    vehicule::VehiculeMutation,
    enveloppe::EnveloppeMutation,
    candidature::mutation::CandidatureMutation,
    contrat_insertion::mutation::ContratInsertionMutation,
    structure_iae::StructureIaeMutation,
    poste_iae::mutation::PosteIaeMutation,
    pacte::mutation::PacteMutation,
    agent::AgentMutation,
    service::ServiceMutation,
    habilitation::HabilitationMutation,
    fiche_action::mutation::FicheActionMutation,
    indicateur::mutation::IndicateurMutation,
);

pub type Schema = async_graphql::Schema<Racine<Query>, Racine<Mutation>, EmptySubscription>;

/// The schema with what is read from its own SDL: the table of scopes, and the SDL of each bearer.
pub struct Contrat {
    pub schema: Schema,
    /// The same without the rules of validation, for what they have let through already.
    pub valide: Schema,
    pub table: Arc<TablePortees>,
    pub sdl: SdlParPorteur,
}

impl Contrat {
    /// Refuses a schema whose directives would leave a person's data unguarded.
    pub fn nouveau() -> Result<Self, Incoherence> {
        let schema = schema(ValidationMode::Strict);
        let texte = schema.sdl();
        let table = Arc::new(TablePortees::lire(&texte)?);
        let sdl = SdlParPorteur::new(&texte, Arc::clone(&table))?;
        Ok(Self { schema, valide: self::schema(ValidationMode::Fast), table, sdl })
    }
}

fn schema(mode: ValidationMode) -> Schema {
    let schema = Schema::build(Racine(Query::default()), Racine(Mutation::default()), EmptySubscription);
    schema.disable_suggestions().validation_mode(mode).finish()
}

/// The whole SDL, as `schema.graphql` holds it.
#[must_use]
pub fn sdl_complet() -> String {
    schema(ValidationMode::Strict).sdl()
}

/// The SDL that a bearer of these scopes sees.
pub fn sdl_pour(portees: Portees) -> Result<String, Incoherence> {
    Contrat::nouveau().map(|contrat| contrat.sdl.pour(portees).to_string())
}

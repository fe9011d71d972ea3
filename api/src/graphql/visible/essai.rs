//! A small schema with every place where a directive may stand.

use async_graphql::futures_util::{Stream, stream};
use async_graphql::{Enum, ID, InputObject, Interface, MergedObject, Object, Schema, SimpleObject, Subscription, Union};

use super::Racine;
use crate::graphql::portees::{CategorieDonnee, donnee_personnelle, exige, sensible};

#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID"))]
pub enum Node {
    Allocataire(Allocataire),
    Parcours(Parcours),
    Service(Service),
}

#[derive(Union)]
pub enum Result {
    Parcours(Parcours),
    Service(Service),
}

/// Personne accompagnée.
#[derive(SimpleObject, Default)]
#[graphql(directive = exige::apply(["allocataires:lire"]))]
pub struct Allocataire {
    id: ID,
    /// Nom d'usage.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Identite))]
    nom: Option<String>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Situation))]
    publics: Option<Vec<PublicCible>>,
    parcours_actif: Option<Box<Parcours>>,
}

#[derive(SimpleObject, Default)]
#[graphql(directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Parcours {
    id: ID,
    allocataire: Option<Allocataire>,
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    synthese: Option<String>,
    referent: Option<Agent>,
}

/// Seen by who sees one of its fields: it has no scope of its own.
#[derive(SimpleObject, Default)]
pub struct Agent {
    #[graphql(directive = exige::apply(["annuaire:lire"]))]
    nom: Option<String>,
    #[graphql(directive = exige::apply(["annuaire:ecrire"]))]
    charge: Option<i32>,
}

/// Offre d'un partenaire.
#[derive(SimpleObject, Default)]
pub struct Service {
    id: ID,
    nom: String,
    publics: Vec<PublicCible>,
    responsable: Option<Agent>,
    #[graphql(deprecation = "Remplacé par « nom ».")]
    intitule: Option<String>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PublicCible {
    Jeune,
    #[graphql(directive = sensible::apply())]
    Refugie,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum AllocataireTri {
    /// Ordre alphabétique.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]))]
    Nom,
    Modification,
}

#[derive(InputObject, Default)]
pub struct AllocataireFiltre {
    /// Nom ou prénom.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]))]
    recherche: Option<String>,
    publics: Option<Vec<PublicCible>>,
    #[graphql(default = 12)]
    mois: i32,
}

#[derive(SimpleObject, Default)]
pub struct AllocataireConnection {
    edges: Vec<AllocataireEdge>,
    nodes: Vec<Allocataire>,
    page_info: PageInfo,
    nombre_total: i32,
}

#[derive(SimpleObject, Default)]
pub struct AllocataireEdge {
    cursor: String,
    node: Allocataire,
}

#[derive(SimpleObject, Default)]
pub struct PageInfo {
    has_next_page: bool,
}

#[derive(SimpleObject, Default)]
pub struct AllocatairePayload {
    allocataire: Option<Allocataire>,
    erreurs: Vec<String>,
}

#[derive(Default)]
pub struct Lecture;

#[Object]
impl Lecture {
    #[graphql(directive = exige::apply([]))]
    async fn node(&self, id: ID) -> Option<Node> {
        let _ = id;
        None
    }

    /// Les personnes du périmètre.
    #[graphql(directive = exige::apply(["allocataires:lire"]))]
    async fn allocataires(
        &self,
        filtre: Option<AllocataireFiltre>,
        tri: Option<AllocataireTri>,
        #[graphql(desc = "Taille de page.")] first: Option<i32>,
        last: Option<i32>,
    ) -> AllocataireConnection {
        let _ = (filtre.map(|f| (f.recherche, f.publics, f.mois)), tri, first, last);
        AllocataireConnection::default()
    }

    #[graphql(directive = exige::apply([]))]
    async fn services(&self, publics: Option<Vec<PublicCible>>) -> Vec<Service> {
        let _ = publics;
        Vec::new()
    }

    #[graphql(directive = exige::apply([]))]
    async fn recherche(&self, #[graphql(directive = exige::apply(["annuaire:lire"]))] agent: Option<ID>) -> Vec<Result> {
        let _ = agent;
        Vec::new()
    }
}

#[derive(Default)]
pub struct Complement;

#[Object]
impl Complement {
    #[graphql(directive = exige::apply(["annuaire:lire"]))]
    async fn agents(&self) -> Vec<Agent> {
        Vec::new()
    }
}

#[derive(MergedObject, Default)]
pub struct Query(Lecture, Complement);

#[derive(Default)]
pub struct Mutation;

#[Object]
impl Mutation {
    #[graphql(directive = exige::apply(["allocataires:creer"]))]
    async fn creer_allocataire(&self, nom: String, publics: Option<Vec<PublicCible>>) -> AllocatairePayload {
        let _ = (nom, publics);
        AllocatairePayload::default()
    }
}

#[derive(SimpleObject, Default, Clone)]
pub struct Evenement {
    curseur: String,
}

#[derive(Default)]
pub struct Subscription;

#[Subscription]
impl Subscription {
    #[graphql(directive = exige::apply(["evenements:lire"]))]
    async fn evenements(&self) -> impl Stream<Item = Evenement> {
        stream::iter([Evenement::default()])
    }
}

pub type Essai = Schema<Racine<Query>, Racine<Mutation>, Racine<Subscription>>;

pub fn schema() -> Essai {
    Schema::build(Racine::default(), Racine::default(), Racine::default()).disable_suggestions().finish()
}

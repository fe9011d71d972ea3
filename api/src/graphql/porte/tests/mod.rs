//! The gate on documents written by hand, on hostile ones, and on generated ones against a naive reading.

mod bombes;
mod couts;
mod engendres;
mod limites;
mod portees;

use std::sync::{Arc, LazyLock};

use async_graphql::Variables;
use domain::portee::{PORTEES, Portees};

use super::{Admission, Limites, RefusPorte, examiner, lire_document};
use crate::graphql::portees::TablePortees;

pub const SDL: &str = r#"
enum CategorieDonnee { IDENTITE PARCOURS SITUATION }
interface Node { id: ID! }
union Resultat = Parcours | Service
type PageInfo { hasNextPage: Boolean! }
type Allocataire implements Node @portee(requiert: ["allocataires:lire"]) {
  id: ID!
  nom: String @portee(requiert: ["allocataires.identite:lire"]) @donneePersonnelle(categorie: IDENTITE)
  prenom: String @portee(requiert: ["allocataires.identite:lire"]) @donneePersonnelle(categorie: IDENTITE)
  publics: [PublicCible!] @portee(requiert: ["allocataires.eligibilite:lire"]) @donneePersonnelle(categorie: SITUATION)
  parcoursActif: Parcours
  prescriptions(first: Int, last: Int, filtre: PrescriptionFiltre): PrescriptionConnection!
  besoins: [Besoin!]
}
type Besoin { theme: String }
type Parcours implements Node @portee(requiert: ["parcours:lire"]) @donneePersonnelle(categorie: PARCOURS) {
  id: ID!
  allocataire: Allocataire!
  synthese: String @portee(requiert: ["parcours.detail:lire"])
  etapes(first: Int): [Etape!]!
  suivant: Parcours
}
type Etape { libelle: String }
type Prescription implements Node @portee(requiert: ["prescriptions:lire"]) @donneePersonnelle(categorie: PARCOURS) {
  id: ID!
  allocataire: Allocataire
}
type PrescriptionConnection { edges: [PrescriptionEdge!]! nodes: [Prescription!]! pageInfo: PageInfo! nombreTotal: Int! }
type PrescriptionEdge { cursor: String! node: Prescription! }
type AllocataireConnection { edges: [AllocataireEdge!]! nodes: [Allocataire!]! pageInfo: PageInfo! nombreTotal: Int! }
type AllocataireEdge { cursor: String! node: Allocataire! }
type Service implements Node { id: ID! nom: String! publics: [PublicCible!]! }
type Evenement { curseur: ID! objet: Node }
type EvenementPage { evenements: [Evenement!]! encore: Boolean! }
enum PublicCible { JEUNE REFUGIE @sensible }
enum AllocataireTri { NOM @portee(requiert: ["allocataires.identite:lire"]) MODIFICATION }
input PrescriptionFiltre { types: [PublicCible!] }
input AllocataireFiltre {
  recherche: String @portee(requiert: ["allocataires.identite:lire"])
  publics: [PublicCible!]
  tri: AllocataireTri
  et: [AllocataireFiltre!]
}
type AllocatairePayload { allocataire: Allocataire erreurs: [String!]! }
type Query {
  node(id: ID!): Node @portee(requiert: [])
  nodes(ids: [ID!]!): [Node]! @portee(requiert: [])
  recherche: [Resultat!]! @portee(requiert: [])
  allocataire(id: ID!): Allocataire @portee(requiert: ["allocataires:lire"])
  allocataires(filtre: AllocataireFiltre, tri: AllocataireTri, first: Int, last: Int): AllocataireConnection! @portee(requiert: ["allocataires:lire"])
  services(publics: [PublicCible!], interne: Boolean @portee(requiert: ["annuaire:lire"])): [Service!]! @portee(requiert: [])
  evenements(first: Int = 100): EvenementPage! @portee(requiert: ["evenements:lire"])
}
type Mutation { creerAllocataire(nom: String!, publics: [PublicCible!]): AllocatairePayload! @portee(requiert: ["allocataires:creer"]) }
type Subscription { evenements: Evenement! @portee(requiert: ["evenements:lire"]) }
schema { query: Query mutation: Mutation subscription: Subscription }
"#;

pub static TABLE: LazyLock<Arc<TablePortees>> =
    LazyLock::new(|| Arc::new(TablePortees::lire(SDL).unwrap_or_else(|incoherence| panic!("{incoherence}"))));

pub fn toutes() -> Portees {
    portees(&PORTEES.join(" "))
}

pub fn portees(noms: &str) -> Portees {
    Portees::lire(noms).expect("known scopes")
}

/// The whole way of a request through the gate.
pub fn passer(texte: &str, portees: Portees, variables: serde_json::Value) -> Result<Admission, RefusPorte> {
    let limites = Limites::default();
    let document = lire_document(texte, &limites)?;
    let examen = examiner(&TABLE, &document, None, &limites)?;
    examen.admettre(portees, &Variables::from_json(variables), &limites)
}

pub fn admise(texte: &str) -> Admission {
    passer(texte, toutes(), serde_json::Value::Null).unwrap_or_else(|refus| panic!("{texte}: {refus:?}"))
}

pub fn refus(texte: &str) -> RefusPorte {
    passer(texte, toutes(), serde_json::Value::Null).expect_err(texte)
}

pub fn repeter(fois: usize, motif: impl Fn(usize) -> String) -> String {
    (0..fois).fold(String::new(), |texte, rang| texte + &motif(rang))
}

//! `node` and `nodes`: the type is known from the id, and its scopes are checked there, once, before any query.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object};
use domain::identifiant::{self, Genre};

use super::accompagnement::{self, Accompagnement};
use super::agent::{Agent, agent};
use super::aide_mobilite::{self, AideMobilite};
use super::allocataire::{self, Allocataire};
use super::candidature::{self, Candidature};
use super::contexte::session;
use super::contrat_insertion::{self, ContratInsertion};
use super::diagnostic_mobilite::{self, DiagnosticMobilite};
use super::dispositif::Dispositif;
use super::erreur::{Echec, Result};
use super::etape::{self, Etape};
use super::evaluation_linguistique::{self, EvaluationLinguistique};
use super::fiche_action::{FicheAction, fiche};
use super::habilitation::{self, Habilitation};
use super::indicateur::{Indicateur, indicateur};
use super::inscription_formation::{self, InscriptionFormation};
use super::pacte::Pacte;
use super::parcours::{self, Parcours};
use super::partenaire::Partenaire;
use super::pass_iae::{self, PassIae};
use super::portees::{TablePortees, exige};
use super::poste_iae::{self, PosteIae};
use super::prescription::{self, Prescription};
use super::rencontre::{self, Rencontre};
use super::rendez_vous::{self, RendezVous};
use super::service::{Service, service};
use super::session_formation::{self, SessionFormation};
use super::structure_iae::{StructureIae, structure};
use super::territoire::{Commune, Departement, Territoire, territoire};
use super::vehicule::{self, Vehicule};

/// Objet qui se relit par son identifiant.
#[derive(Interface, Clone)]
#[graphql(field(name = "id", ty = "&ID"))]
pub enum Node {
    Departement(Departement),
    Territoire(Territoire),
    Commune(Commune),
    Partenaire(Partenaire),
    Agent(Agent),
    Service(Service),
    Habilitation(Habilitation),
    Allocataire(Allocataire),
    Parcours(Parcours),
    Etape(Etape),
    Rencontre(Rencontre),
    Prescription(Prescription),
    Accompagnement(Accompagnement),
    RendezVous(RendezVous),
    EvaluationLinguistique(EvaluationLinguistique),
    SessionFormation(SessionFormation),
    InscriptionFormation(InscriptionFormation),
    DiagnosticMobilite(DiagnosticMobilite),
    AideMobilite(AideMobilite),
    Vehicule(Vehicule),
    Candidature(Candidature),
    ContratInsertion(ContratInsertion),
    PassIae(PassIae),
    StructureIae(StructureIae),
    PosteIae(PosteIae),
    Pacte(Pacte),
    FicheAction(FicheAction),
    Indicateur(Indicateur),
    Dispositif(Dispositif),
}

#[derive(Default)]
pub struct NoeudQuery;

/// Ids that one request may ask for.
const AU_PLUS: usize = 100;

#[Object]
impl NoeudQuery {
    /// Un objet par son identifiant ; nul quand il n'existe pas pour le porteur.
    #[graphql(directive = exige::apply([]))]
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        lire(ctx, &id).await
    }

    /// Les objets de ces identifiants, dans leur ordre ; 100 au plus.
    #[graphql(directive = exige::apply([]))]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > AU_PLUS {
            return Err(Echec::Refus("LIMITE_DEPASSEE", "100 identifiants au plus."));
        }
        futures::future::try_join_all(ids.iter().map(|id| lire(ctx, id))).await
    }
}

/// Unknown tag, wrong type, closed type, foreign, absent: one answer.
async fn lire(ctx: &Context<'_>, texte: &str) -> Result<Option<Node>> {
    let Some((genre, id)) = identifiant::lire(texte) else { return Ok(None) };
    par_genre(ctx, genre, id).await
}

/// Reads an object of any type when its scopes are held.
pub async fn par_genre(ctx: &Context<'_>, genre: Genre, id: uuid::Uuid) -> Result<Option<Node>> {
    let requises = ctx
        .data_unchecked::<Arc<TablePortees>>()
        .exigence_du_type(genre.type_graphql())
        .map_or(domain::portee::Portees::AUCUNE, |(portees, _)| portees);
    if !session(ctx).perimetre.portees().contient(requises) {
        return Ok(None);
    }
    Ok(match genre {
        Genre::Allocataire => allocataire::lire(ctx, id).await?.map(Node::from),
        Genre::Parcours => parcours::lire(ctx, id).await?.map(Node::from),
        Genre::Etape => etape::lire(ctx, id).await?.map(Node::from),
        Genre::Rencontre => rencontre::lire(ctx, id).await?.map(Node::from),
        Genre::Prescription => prescription::lire(ctx, id).await?.map(Node::from),
        Genre::Accompagnement => accompagnement::lire(ctx, id).await?.map(Node::from),
        Genre::RendezVous => rendez_vous::lire(ctx, id).await?.map(Node::from),
        Genre::EvaluationLinguistique => evaluation_linguistique::lire(ctx, id).await?.map(Node::from),
        Genre::SessionFormation => session_formation::lire(ctx, id).await?.map(Node::from),
        Genre::InscriptionFormation => inscription_formation::lire(ctx, id).await?.map(Node::from),
        Genre::DiagnosticMobilite => diagnostic_mobilite::lire(ctx, id).await?.map(Node::from),
        Genre::AideMobilite => aide_mobilite::lire(ctx, id).await?.map(Node::from),
        Genre::Vehicule => vehicule::lire(ctx, id).await?.map(Node::from),
        Genre::Candidature => candidature::lire(ctx, id).await?.map(Node::from),
        Genre::ContratInsertion => contrat_insertion::lire(ctx, id).await?.map(Node::from),
        Genre::PassIae => pass_iae::lire(ctx, id).await?.map(Node::from),
        Genre::PosteIae => poste_iae::lire(ctx, id).await?.map(Node::from),
        Genre::Habilitation => habilitation::lire(ctx, id).await?.map(Node::from),
        _ => du_referentiel(ctx, genre, id),
    })
}

/// Objects of the reference data, which any authenticated partner reads.
fn du_referentiel(ctx: &Context<'_>, genre: Genre, id: uuid::Uuid) -> Option<Node> {
    let referentiel = session(ctx).referentiel();
    match genre {
        Genre::Departement => referentiel.departements.iter().find(|d| d.id == id).map(|d| Departement::from(d).into()),
        Genre::Territoire => territoire(ctx, Some(id)).map(Node::from),
        Genre::Commune => referentiel.communes.par_id(id).map(|c| Commune::from(c).into()),
        Genre::Partenaire => referentiel.partenaires.par_id(id).map(|p| Partenaire::from(p).into()),
        Genre::Agent => agent(ctx, Some(id)).map(Node::from),
        Genre::Service => service(ctx, Some(id)).map(Node::from),
        Genre::StructureIae => structure(ctx, id).map(Node::from),
        Genre::Pacte => referentiel.pactes.par_id(id).map(|p| Pacte::from(p).into()),
        Genre::FicheAction => fiche(ctx, Some(id)).map(Node::from),
        Genre::Indicateur => indicateur(ctx, id).map(Node::from),
        Genre::Dispositif => referentiel.dispositifs.par_id(id).map(|d| Dispositif::from(d).into()),
        // Objects about a person, read above, and those that are only reached through another.
        Genre::Allocataire
        | Genre::Parcours
        | Genre::Orientation
        | Genre::DemandeReorientation
        | Genre::Contrat
        | Genre::Etape
        | Genre::Rencontre
        | Genre::Prescription
        | Genre::Accompagnement
        | Genre::RendezVous
        | Genre::EvaluationLinguistique
        | Genre::SessionFormation
        | Genre::InscriptionFormation
        | Genre::DiagnosticMobilite
        | Genre::AideMobilite
        | Genre::Vehicule
        | Genre::Candidature
        | Genre::ContratInsertion
        | Genre::PassIae
        | Genre::PosteIae
        | Genre::Habilitation
        | Genre::Acces => None,
    }
}

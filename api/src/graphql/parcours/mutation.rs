//! Opening, designating, suspending, closing; handing over a portfolio.

use async_graphql::{Context, ID, InputObject, Object};
use domain::identifiant::Genre;
use domain::parcours::designation::{self, Choix};
use domain::parcours::ouverture::{self, Ouverture};
use domain::parcours::sortie::{self, Cloture};
use domain::parcours::suspension::{self, Reprise, Suspension};
use domain::parcours::transfert::{self, Transfert};
use domain::parcours::{ModeDesignation, MotifSortie};
use domain::session::Issue;

use super::{Parcours, lire};
use crate::graphql::agent::{AgentPayload, agent};
use crate::graphql::code::Code;
use crate::graphql::contexte::{id, id_facultatif, ids, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::Date;

reponse!(ParcoursPayload, parcours: Parcours);

/// Reads the parcours after the commit.
pub async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<ParcoursPayload> {
    ParcoursPayload::de(issue, |id| lire(ctx, id)).await
}

/// Ouverture d'un parcours ; une personne n'en a qu'un ouvert.
#[derive(InputObject)]
pub struct OuvrirParcoursInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    /// Aujourd'hui par défaut.
    ouvert_le: Option<Date>,
}

/// Désignation d'un référent, à partir d'un jour.
#[derive(InputObject)]
pub struct DesignerReferentInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    partenaire_id: ID,
    agent_id: Option<ID>,
    /// Aujourd'hui par défaut ; après le début de la désignation précédente, ou le même jour pour la corriger.
    debut: Option<Date>,
    mode: Code<ModeDesignation>,
    motif_fin_precedent: Option<String>,
}

/// Suspension d'un parcours ; avec un terme, il reprend de lui-même le lendemain.
#[derive(InputObject)]
pub struct SuspendreParcoursInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    du: Date,
    jusqu_au: Option<Date>,
    motif: String,
}

/// Reprise d'un parcours suspendu.
#[derive(InputObject)]
pub struct ReprendreParcoursInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    le: Date,
}

/// Sortie d'un parcours ; sa catégorie se déduit du motif.
#[derive(InputObject)]
pub struct CloturerParcoursInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    le: Date,
    motif: Code<MotifSortie>,
    sortie_du_rsa: bool,
}

/// Passage d'un portefeuille à un autre agent du même partenaire.
#[derive(InputObject)]
pub struct TransfererPortefeuilleInput {
    cle_idempotence: Option<uuid::Uuid>,
    agent_id: ID,
    vers_agent_id: ID,
    le: Date,
    /// Ces parcours seulement ; tous ceux de l'agent par défaut.
    parcours: Option<Vec<ID>>,
}

impl From<DesignerReferentInput> for Choix {
    fn from(i: DesignerReferentInput) -> Self {
        Self {
            parcours: id(Genre::Parcours, &i.parcours_id),
            version: i.version,
            partenaire: id(Genre::Partenaire, &i.partenaire_id),
            agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()),
            debut: i.debut.map(|d| d.0),
            mode: i.mode.0,
            motif_fin_precedent: i.motif_fin_precedent,
        }
    }
}

#[derive(Default)]
pub struct ParcoursMutation;

#[Object]
impl ParcoursMutation {
    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn ouvrir_parcours(&self, ctx: &Context<'_>, input: OuvrirParcoursInput) -> Result<ParcoursPayload> {
        let ouverture = Ouverture { allocataire: id(Genre::Allocataire, &input.allocataire_id), ouvert_le: input.ouvert_le.map(|d| d.0) };
        repondre(ctx, ouverture::ouvrir(session(ctx), input.cle_idempotence, ouverture).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn designer_referent(&self, ctx: &Context<'_>, input: DesignerReferentInput) -> Result<ParcoursPayload> {
        repondre(ctx, designation::designer_referent(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn suspendre_parcours(&self, ctx: &Context<'_>, input: SuspendreParcoursInput) -> Result<ParcoursPayload> {
        let suspension = Suspension {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            du: input.du.0,
            jusqu_au: input.jusqu_au.map(|d| d.0),
            motif: input.motif,
        };
        repondre(ctx, suspension::suspendre(session(ctx), input.cle_idempotence, suspension).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn reprendre_parcours(&self, ctx: &Context<'_>, input: ReprendreParcoursInput) -> Result<ParcoursPayload> {
        let reprise = Reprise { parcours: id(Genre::Parcours, &input.parcours_id), version: input.version, le: input.le.0 };
        repondre(ctx, suspension::reprendre(session(ctx), input.cle_idempotence, reprise).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn cloturer_parcours(&self, ctx: &Context<'_>, input: CloturerParcoursInput) -> Result<ParcoursPayload> {
        let cloture = Cloture {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            le: input.le.0,
            motif: input.motif.0,
            sortie_du_rsa: input.sortie_du_rsa,
        };
        repondre(ctx, sortie::cloturer(session(ctx), input.cle_idempotence, cloture).await?).await
    }

    /// Confie les parcours d'un agent à un autre, en un acte ; répond par l'agent qui les reçoit.
    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn transferer_portefeuille(&self, ctx: &Context<'_>, input: TransfererPortefeuilleInput) -> Result<AgentPayload> {
        let transfert = Transfert {
            agent: id(Genre::Agent, &input.agent_id),
            vers: id(Genre::Agent, &input.vers_agent_id),
            le: input.le.0,
            parcours: input.parcours.map(|liste| ids(Genre::Parcours, Some(liste))),
        };
        let issue = transfert::transferer(session(ctx), input.cle_idempotence, transfert).await?;
        AgentPayload::de(issue, |id| async move { Ok(agent(ctx, Some(id))) }).await
    }
}

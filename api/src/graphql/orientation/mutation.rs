//! Orienting, asking for a change, deciding on it.

use async_graphql::{Context, ID, InputObject, Object};
use domain::identifiant::Genre;
use domain::orientation::decision::{self, Decision};
use domain::orientation::reorientation::{self, Arbitrage, DecisionReorientation, Demande};
use domain::parcours::{ModaliteAccompagnement, ModeDesignation};

use super::DiagnosticInput;
use crate::graphql::code::Code;
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::parcours::mutation::{ParcoursPayload, repondre};
use crate::graphql::portees::exige;
use crate::graphql::scalaires::Date;

/// Orientation d'un parcours ; elle désigne le partenaire comme référent du même jour.
#[derive(InputObject)]
pub struct OrienterInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    modalite: Code<ModaliteAccompagnement>,
    vers_partenaire_id: ID,
    agent_id: Option<ID>,
    territoire_id: Option<ID>,
    dispositif_code: Option<String>,
    /// Aujourd'hui par défaut ; sept jours au moins après la précédente, ou le même jour pour la corriger.
    decidee_le: Option<Date>,
    mode: Code<ModeDesignation>,
    choix_personne: Option<bool>,
    diagnostic: Option<DiagnosticInput>,
    motif: Option<String>,
    /// Rencontre où l'orientation s'est décidée ; exigée d'une désignation d'office.
    rencontre_id: Option<ID>,
}

impl From<OrienterInput> for Decision {
    fn from(i: OrienterInput) -> Self {
        Self {
            parcours: id(Genre::Parcours, &i.parcours_id),
            version: Some(i.version),
            modalite: i.modalite.0,
            vers: id(Genre::Partenaire, &i.vers_partenaire_id),
            agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()),
            territoire: id_facultatif(Genre::Territoire, i.territoire_id.as_ref()),
            dispositif: i.dispositif_code,
            decidee_le: i.decidee_le.map(|d| d.0),
            mode: i.mode.0,
            choix_personne: i.choix_personne,
            diagnostic: i.diagnostic.map(Into::into),
            motif: i.motif,
            rencontre: id_facultatif(Genre::Rencontre, i.rencontre_id.as_ref()),
        }
    }
}

/// Demande de réorientation, par le référent.
#[derive(InputObject)]
pub struct DemanderReorientationInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    modalite_demandee: Code<ModaliteAccompagnement>,
    motif: String,
}

/// Décision sur une demande de réorientation ; acceptée, elle oriente vers le partenaire donné.
#[derive(InputObject)]
pub struct DeciderReorientationInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    demande_id: ID,
    decision: Code<DecisionReorientation>,
    avis_equipe_pluridisciplinaire: Option<String>,
    /// Exigé d'une acceptation.
    vers_partenaire_id: Option<ID>,
    /// Nouvelle échéance d'un ajournement ; le délai recompté par défaut.
    ajournee_au: Option<Date>,
}

#[derive(Default)]
pub struct OrientationMutation;

#[Object]
impl OrientationMutation {
    /// Oriente la personne vers un partenaire, qui devient son référent.
    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn orienter(&self, ctx: &Context<'_>, input: OrienterInput) -> Result<ParcoursPayload> {
        repondre(ctx, decision::orienter(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn demander_reorientation(&self, ctx: &Context<'_>, input: DemanderReorientationInput) -> Result<ParcoursPayload> {
        let demande = Demande {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            modalite: input.modalite_demandee.0,
            motif: input.motif,
        };
        repondre(ctx, reorientation::demander(session(ctx), input.cle_idempotence, demande).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:orienter"]))]
    async fn decider_reorientation(&self, ctx: &Context<'_>, input: DeciderReorientationInput) -> Result<ParcoursPayload> {
        let arbitrage = Arbitrage {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            demande: id(Genre::DemandeReorientation, &input.demande_id),
            decision: input.decision.0,
            avis: input.avis_equipe_pluridisciplinaire,
            vers: id_facultatif(Genre::Partenaire, input.vers_partenaire_id.as_ref()),
            ajournee_au: input.ajournee_au.map(|d| d.0),
        };
        repondre(ctx, reorientation::decider(session(ctx), input.cle_idempotence, arbitrage).await?).await
    }
}

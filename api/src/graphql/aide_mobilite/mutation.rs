//! Asking, completing, deciding, paying; bringing, prolonging, ending.

use async_graphql::{Context, Object};
use domain::aide_mobilite::instruction::{self, Completude, Recours, Retrait};
use domain::aide_mobilite::pret::{self, Prolongation};
use domain::aide_mobilite::terme::{self, Terminaison};
use domain::aide_mobilite::{apport, demande, versement};
use domain::identifiant::Genre;
use domain::session::Issue;

use super::saisie::{
    AnnulerAideMobiliteInput, ApporterAideInput, CompleterAideMobiliteInput, DeciderAideMobiliteInput, DemanderAideMobiliteInput,
    DeposerRecoursInput, ModifierPretInput, TerminerAideInput, VerserAideMobiliteInput,
};
use super::{AideMobilite, lire};
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;

reponse!(AideMobilitePayload, aide_mobilite: AideMobilite);

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<AideMobilitePayload> {
    AideMobilitePayload::de(issue, |id| lire(ctx, id)).await
}

#[derive(Default)]
pub struct AideMobiliteMutation;

#[Object]
impl AideMobiliteMutation {
    /// Demande à un fonds ; chaque règle qui ne l'admet pas est dite.
    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn demander_aide_mobilite(&self, ctx: &Context<'_>, input: DemanderAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, demande::demander(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn completer_aide_mobilite(&self, ctx: &Context<'_>, input: CompleterAideMobiliteInput) -> Result<AideMobilitePayload> {
        let completude = Completude { id: id(Genre::AideMobilite, &input.id), version: input.version, pieces: input.pieces };
        repondre(ctx, instruction::completer(session(ctx), input.cle_idempotence, completude).await?).await
    }

    /// Instruit, déclare incomplet, accorde, ajourne ou refuse ; ce qui est accordé est pris sur l'enveloppe de l'année.
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn decider_aide_mobilite(&self, ctx: &Context<'_>, input: DeciderAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, instruction::decider(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn annuler_aide_mobilite(&self, ctx: &Context<'_>, input: AnnulerAideMobiliteInput) -> Result<AideMobilitePayload> {
        let retrait = Retrait { id: id(Genre::AideMobilite, &input.id), version: input.version, commentaire: input.commentaire };
        repondre(ctx, instruction::annuler(session(ctx), input.cle_idempotence, retrait).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn deposer_recours(&self, ctx: &Context<'_>, input: DeposerRecoursInput) -> Result<AideMobilitePayload> {
        let recours = Recours { id: id(Genre::AideMobilite, &input.id), version: input.version, texte: input.texte };
        repondre(ctx, instruction::recourir(session(ctx), input.cle_idempotence, recours).await?).await
    }

    /// Verse tout ou partie de ce qui est accordé ; la dernière part solde l'aide.
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn verser_aide_mobilite(&self, ctx: &Context<'_>, input: VerserAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, versement::verser(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Apporte une aide : prêt, réparation, atelier, accompagnement.
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn apporter_aide(&self, ctx: &Context<'_>, input: ApporterAideInput) -> Result<AideMobilitePayload> {
        repondre(ctx, apport::apporter(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Prolonge ou raccourcit un prêt.
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn modifier_pret(&self, ctx: &Context<'_>, input: ModifierPretInput) -> Result<AideMobilitePayload> {
        let prolongation = Prolongation { id: id(Genre::AideMobilite, &input.id), version: input.version, au: input.au.0 };
        repondre(ctx, pret::modifier(session(ctx), input.cle_idempotence, prolongation).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn terminer_aide(&self, ctx: &Context<'_>, input: TerminerAideInput) -> Result<AideMobilitePayload> {
        let terminaison = Terminaison {
            id: id(Genre::AideMobilite, &input.id),
            version: input.version,
            le: input.le.0,
            solution_perenne: input.solution_perenne,
        };
        repondre(ctx, terme::terminer(session(ctx), input.cle_idempotence, terminaison).await?).await
    }
}

//! Proposing, withdrawing, moving to another post, answering.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use domain::candidature::depot::{self, Depot};
use domain::candidature::reponse::{self, Reponse, Retrait};
use domain::candidature::transfert::{self, Transfert};
use domain::candidature::{MotifRefusCandidature, StatutCandidature};
use domain::identifiant::Genre;
use domain::session::Issue;

use super::{Candidature, lire};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;

reponse!(CandidaturePayload, candidature: Candidature);

/// Personne proposée à un poste ouvert, sur une prescription IAE à la structure de ce poste s'il y en a une.
#[derive(InputObject)]
pub struct CandidaterInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    poste_id: ID,
    prescription_id: Option<ID>,
    message: Option<String>,
}

/// Réponse de la structure.
#[derive(InputObject)]
pub struct RepondreCandidatureInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    vers: Code<StatutCandidature>,
    /// Exigé pour ENTRETIEN.
    entretien_le: Option<DateTime<Utc>>,
    /// Exigé pour REFUSEE et ANNULEE.
    motif: Option<Code<MotifRefusCandidature>>,
    /// Exigé pour ACTION_PREALABLE.
    commentaire: Option<String>,
}

/// Désistement, dit par le prescripteur.
#[derive(InputObject)]
pub struct RetirerCandidatureInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    motif: Code<MotifRefusCandidature>,
    commentaire: Option<String>,
}

/// Passage à un autre poste ouvert de la structure ; le statut reste.
#[derive(InputObject)]
pub struct TransfererCandidatureInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    poste_id: ID,
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<CandidaturePayload> {
    CandidaturePayload::de(issue, |id| lire(ctx, id)).await
}

#[derive(Default)]
pub struct CandidatureMutation;

#[Object]
impl CandidatureMutation {
    #[graphql(directive = exige::apply(["iae:candidater"]))]
    async fn candidater(&self, ctx: &Context<'_>, input: CandidaterInput) -> Result<CandidaturePayload> {
        let depot = Depot {
            allocataire: id(Genre::Allocataire, &input.allocataire_id),
            poste: id(Genre::PosteIae, &input.poste_id),
            prescription: id_facultatif(Genre::Prescription, input.prescription_id.as_ref()),
            message: input.message,
        };
        repondre(ctx, depot::candidater(session(ctx), input.cle_idempotence, depot).await?).await
    }

    #[graphql(directive = exige::apply(["iae:candidater"]))]
    async fn retirer_candidature(&self, ctx: &Context<'_>, input: RetirerCandidatureInput) -> Result<CandidaturePayload> {
        let retrait =
            Retrait { id: id(Genre::Candidature, &input.id), version: input.version, motif: input.motif.0, commentaire: input.commentaire };
        repondre(ctx, reponse::retirer(session(ctx), input.cle_idempotence, retrait).await?).await
    }

    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn transferer_candidature(&self, ctx: &Context<'_>, input: TransfererCandidatureInput) -> Result<CandidaturePayload> {
        let transfert =
            Transfert { id: id(Genre::Candidature, &input.id), version: input.version, poste: id(Genre::PosteIae, &input.poste_id) };
        repondre(ctx, transfert::transferer(session(ctx), input.cle_idempotence, transfert).await?).await
    }

    /// Étudie, convoque, met en attente ou au vivier, demande une action préalable, accepte, refuse ou annule ; l'embauche se dit par embaucher.
    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn repondre_candidature(&self, ctx: &Context<'_>, input: RepondreCandidatureInput) -> Result<CandidaturePayload> {
        let reponse = Reponse {
            id: id(Genre::Candidature, &input.id),
            version: input.version,
            vers: input.vers.0,
            entretien_le: input.entretien_le,
            motif: valeur_de(input.motif),
            commentaire: input.commentaire,
        };
        repondre(ctx, reponse::repondre(session(ctx), input.cle_idempotence, reponse).await?).await
    }
}

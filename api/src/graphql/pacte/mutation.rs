//! Making the figures of a period public.

use async_graphql::{Context, InputObject, Object};
use domain::valeur_figee::publication::{self, Publication};

use super::{Pacte, pacte};
use crate::graphql::contexte::session;
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{PeriodeInput, reponse};

reponse!(PactePayload, pacte: Pacte);

/// Publication des valeurs arrêtées d'une période : chacune garde l'instant où elle est devenue publique.
#[derive(InputObject)]
pub struct PublierValeursInput {
    cle_idempotence: Option<uuid::Uuid>,
    /// Code du pacte.
    pacte: String,
    /// Les mois, trimestres et années arrêtés qu'elle contient.
    periode: PeriodeInput,
}

#[derive(Default)]
pub struct PacteMutation;

#[Object]
impl PacteMutation {
    #[graphql(directive = exige::apply(["indicateurs:publier"]))]
    async fn publier_valeurs(&self, ctx: &Context<'_>, input: PublierValeursInput) -> Result<PactePayload> {
        let publication = Publication { pacte: input.pacte, du: input.periode.du.0, au: input.periode.au.0 };
        let issue = publication::publier(session(ctx), input.cle_idempotence, publication).await?;
        PactePayload::de(issue, async |id| pacte(ctx, id).map(Some)).await
    }
}

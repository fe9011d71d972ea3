//! What partners write on a fiche-action.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use domain::fiche_action::StatutAction;
use domain::fiche_action::suivi::{self, Bilan, Budget, Suivi};
use domain::identifiant::Genre;

use super::{FicheAction, fiche};
use crate::graphql::code::Code;
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{change, change_date, reponse};
use crate::graphql::scalaires::{Date, Montant};

reponse!(FicheActionPayload, fiche_action: FicheAction);

/// Où en est une action, ou toute la fiche quand aucune n'est nommée.
#[derive(InputObject)]
pub struct SuivreActionInput {
    cle_idempotence: Option<uuid::Uuid>,
    fiche_action_id: ID,
    version: i64,
    /// Numéro de l'action dans sa fiche.
    action_numero: Option<i64>,
    statut: Code<StatutAction>,
    /// Requis pour une action abandonnée ou reportée.
    commentaire: Option<String>,
}

/// Bilan d'une année. Chaque partenaire en a un par année : l'écrire à nouveau remplace le sien.
#[derive(InputObject)]
pub struct RedigerBilanInput {
    cle_idempotence: Option<uuid::Uuid>,
    fiche_action_id: ID,
    version: i64,
    annee: i64,
    texte: String,
}

/// Montants d'une année : un champ absent est inchangé, nul (null) efface. Le budget global est la somme des parts de l'État et du Département.
#[derive(InputObject)]
pub struct SuivreBudgetInput {
    cle_idempotence: Option<uuid::Uuid>,
    fiche_action_id: ID,
    version: i64,
    annee: i64,
    previsionnel: MaybeUndefined<Montant>,
    etat: MaybeUndefined<Montant>,
    departement: MaybeUndefined<Montant>,
    engage: MaybeUndefined<Montant>,
    execute: MaybeUndefined<Montant>,
    /// Jour auquel le montant exécuté est arrêté ; donné avec lui.
    execute_le: MaybeUndefined<Date>,
}

impl From<SuivreActionInput> for Suivi {
    fn from(i: SuivreActionInput) -> Self {
        Self {
            fiche: id(Genre::FicheAction, &i.fiche_action_id),
            version: i.version,
            action: i.action_numero,
            statut: i.statut.0,
            commentaire: i.commentaire,
        }
    }
}

impl From<RedigerBilanInput> for Bilan {
    fn from(i: RedigerBilanInput) -> Self {
        Self { fiche: id(Genre::FicheAction, &i.fiche_action_id), version: i.version, annee: i.annee, texte: i.texte }
    }
}

impl From<SuivreBudgetInput> for Budget {
    fn from(i: SuivreBudgetInput) -> Self {
        let montant = |m: MaybeUndefined<Montant>| change(m).map(|m| m.map(|m| m.centimes()));
        let execute_le: Option<Option<NaiveDate>> = change_date(i.execute_le);
        Self {
            fiche: id(Genre::FicheAction, &i.fiche_action_id),
            version: i.version,
            annee: i.annee,
            previsionnel: montant(i.previsionnel),
            etat: montant(i.etat),
            departement: montant(i.departement),
            engage: montant(i.engage),
            execute: montant(i.execute),
            execute_le,
        }
    }
}

#[derive(Default)]
pub struct FicheActionMutation;

#[Object]
impl FicheActionMutation {
    /// Par un pilote, un associé ou un opérateur de la fiche, ou par le Département.
    #[graphql(directive = exige::apply(["fiches:suivre"]))]
    async fn suivre_action(&self, ctx: &Context<'_>, input: SuivreActionInput) -> Result<FicheActionPayload> {
        let issue = suivi::suivre(session(ctx), input.cle_idempotence, input.into()).await?;
        FicheActionPayload::de(issue, async |id| Ok(fiche(ctx, Some(id)))).await
    }

    /// Par un pilote, un associé ou un opérateur de la fiche, ou par le Département.
    #[graphql(directive = exige::apply(["fiches:suivre"]))]
    async fn rediger_bilan(&self, ctx: &Context<'_>, input: RedigerBilanInput) -> Result<FicheActionPayload> {
        let issue = suivi::rediger(session(ctx), input.cle_idempotence, input.into()).await?;
        FicheActionPayload::de(issue, async |id| Ok(fiche(ctx, Some(id)))).await
    }

    /// Par un pilote, un associé ou un opérateur de la fiche, ou par le Département.
    #[graphql(directive = exige::apply(["fiches:suivre"]))]
    async fn suivre_budget(&self, ctx: &Context<'_>, input: SuivreBudgetInput) -> Result<FicheActionPayload> {
        let issue = suivi::budgeter(session(ctx), input.cle_idempotence, input.into()).await?;
        FicheActionPayload::de(issue, async |id| Ok(fiche(ctx, Some(id)))).await
    }
}

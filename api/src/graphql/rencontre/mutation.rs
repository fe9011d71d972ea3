//! Organising meetings, recording who came and what was decided.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::{DateTime, Utc};
use domain::identifiant::Genre;
use domain::rencontre::decision::{self, Consignation};
use domain::rencontre::modification::{self, Modification};
use domain::rencontre::organisation::{self, Organisation};
use domain::rencontre::presence::{self, Releve};
use domain::rencontre::{StatutRencontre, TypeRencontre};
use domain::rendez_vous::Presence;

use super::{Rencontre, lire};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, id_facultatif, ids, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{change, reponse};
use crate::graphql::scalaires::Date;

reponse!(RencontrePayload, rencontre: Rencontre);

/// Rencontre à venir, ou déjà tenue dans les douze derniers mois.
#[derive(InputObject)]
pub struct OrganiserRencontreInput {
    cle_idempotence: Option<uuid::Uuid>,
    #[graphql(name = "type")]
    type_: Code<TypeRencontre>,
    titre: String,
    le: DateTime<Utc>,
    /// Il donne le département ; sans lui, celui de la convention du porteur quand elle n'en couvre qu'un.
    territoire_id: Option<ID>,
    lieu: Option<String>,
    /// Partenaires présents, outre l'organisateur.
    partenaires: Option<Vec<ID>>,
    /// Personnes que le porteur peut inviter, 100 au plus ; une rencontre de professionnels n'en invite pas.
    invites: Option<Vec<ID>>,
    fiche_action_id: Option<ID>,
    /// Pour une rencontre de professionnels seulement.
    participants: Option<i64>,
}

/// Changement d'une rencontre par son organisateur ou le Département ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierRencontreInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    statut: Option<Code<StatutRencontre>>,
    /// Une nouvelle date rend la rencontre REPORTEE, à moins que `statut` n'en dise autrement.
    le: Option<DateTime<Utc>>,
    lieu: MaybeUndefined<String>,
    ajouter_invites: Option<Vec<ID>>,
    /// Jamais une personne dont la présence, une décision ou une orientation est inscrite.
    retirer_invites: Option<Vec<ID>>,
    ajouter_partenaires: Option<Vec<ID>>,
    participants: MaybeUndefined<i64>,
}

/// Présence d'une personne invitée, à partir du jour de la rencontre ; elle se corrige.
#[derive(InputObject)]
pub struct ReleverPresenceInput {
    cle_idempotence: Option<uuid::Uuid>,
    rencontre_id: ID,
    allocataire_id: ID,
    /// PRESENT, ABSENT ou EXCUSE.
    presence: Code<Presence>,
}

/// Relevé de décisions d'une commission de suivi ou d'une équipe pluridisciplinaire ; il remplace le précédent.
#[derive(InputObject)]
pub struct ConsignerDecisionInput {
    cle_idempotence: Option<uuid::Uuid>,
    rencontre_id: ID,
    allocataire_id: ID,
    accord_personne: bool,
    objectifs: Vec<String>,
    moyens: Vec<String>,
    echeance: Option<Date>,
    avis: Option<String>,
    /// L'organisateur et tous les partenaires présents.
    signataires: Vec<ID>,
}

impl From<OrganiserRencontreInput> for Organisation {
    fn from(i: OrganiserRencontreInput) -> Self {
        Self {
            type_: i.type_.0,
            titre: i.titre,
            le: i.le,
            territoire: id_facultatif(Genre::Territoire, i.territoire_id.as_ref()),
            lieu: i.lieu,
            partenaires: ids(Genre::Partenaire, i.partenaires),
            invites: ids(Genre::Allocataire, i.invites),
            fiche_action: id_facultatif(Genre::FicheAction, i.fiche_action_id.as_ref()),
            participants: i.participants,
        }
    }
}

impl From<ModifierRencontreInput> for Modification {
    fn from(i: ModifierRencontreInput) -> Self {
        Self {
            id: id(Genre::Rencontre, &i.id),
            version: i.version,
            statut: valeur_de(i.statut),
            le: i.le,
            lieu: change(i.lieu),
            ajouter_invites: ids(Genre::Allocataire, i.ajouter_invites),
            retirer_invites: ids(Genre::Allocataire, i.retirer_invites),
            ajouter_partenaires: ids(Genre::Partenaire, i.ajouter_partenaires),
            participants: change(i.participants),
        }
    }
}

impl From<ReleverPresenceInput> for Releve {
    fn from(i: ReleverPresenceInput) -> Self {
        Self {
            rencontre: id(Genre::Rencontre, &i.rencontre_id),
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            presence: i.presence.0,
        }
    }
}

impl From<ConsignerDecisionInput> for Consignation {
    fn from(i: ConsignerDecisionInput) -> Self {
        Self {
            rencontre: id(Genre::Rencontre, &i.rencontre_id),
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            accord_personne: i.accord_personne,
            objectifs: i.objectifs,
            moyens: i.moyens,
            echeance: i.echeance.map(|d| d.0),
            avis: i.avis,
            signataires: ids(Genre::Partenaire, Some(i.signataires)),
        }
    }
}

#[derive(Default)]
pub struct RencontreMutation;

#[Object]
impl RencontreMutation {
    #[graphql(directive = exige::apply(["rencontres:organiser"]))]
    async fn organiser_rencontre(&self, ctx: &Context<'_>, input: OrganiserRencontreInput) -> Result<RencontrePayload> {
        let issue = organisation::convoquer(session(ctx), input.cle_idempotence, input.into()).await?;
        RencontrePayload::de(issue, |id| lire(ctx, id)).await
    }

    #[graphql(directive = exige::apply(["rencontres:organiser"]))]
    async fn modifier_rencontre(&self, ctx: &Context<'_>, input: ModifierRencontreInput) -> Result<RencontrePayload> {
        let issue = modification::modifier(session(ctx), input.cle_idempotence, input.into()).await?;
        RencontrePayload::de(issue, |id| lire(ctx, id)).await
    }

    #[graphql(directive = exige::apply(["rencontres:organiser"]))]
    async fn relever_presence(&self, ctx: &Context<'_>, input: ReleverPresenceInput) -> Result<RencontrePayload> {
        let issue = presence::relever(session(ctx), input.cle_idempotence, input.into()).await?;
        RencontrePayload::de(issue, |id| lire(ctx, id)).await
    }

    #[graphql(directive = exige::apply(["rencontres:organiser"]))]
    async fn consigner_decision(&self, ctx: &Context<'_>, input: ConsignerDecisionInput) -> Result<RencontrePayload> {
        let issue = decision::consigner(session(ctx), input.cle_idempotence, input.into()).await?;
        RencontrePayload::de(issue, |id| lire(ctx, id)).await
    }
}

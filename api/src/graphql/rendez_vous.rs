//! Appointments, fixed and recorded.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::identifiant::Genre;
use domain::rendez_vous as domaine;
use domain::rendez_vous::fixation::{self, Fixation};
use domain::rendez_vous::releve::{self, Releve};
use domain::rendez_vous::{ModeRendezVous, ObjetRendezVous, Presence};
use domain::session::Issue;

use super::agent::{Agent, agent};
use super::code::{Code, valeur_de};
use super::contexte::{chargeur, id, id_facultatif, session};
use super::erreur::Result;
use super::loader::{self, RendezVousParId};
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::saisie::reponse;
use super::scalaires::Date;

reponse!(RendezVousPayload, rendez_vous: RendezVous);

/// Rendez-vous d'une personne avec un partenaire, et ce qu'il en est advenu.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["allocataires:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct RendezVous {
    pub id: ID,
    /// À redonner pour relever ; 0 pour qui ne le peut pas.
    pub version: i64,
    pub objet: Code<ObjetRendezVous>,
    pub mode: Code<ModeRendezVous>,
    pub lieu: Option<String>,
    /// Jour où il a été convenu.
    pub fixe_le: Date,
    pub prevu_le: DateTime<Utc>,
    pub presence: Code<Presence>,
    #[graphql(skip)]
    source: Arc<domaine::RendezVous>,
}

impl RendezVous {
    #[must_use]
    pub fn de(r: Arc<domaine::RendezVous>) -> Self {
        Self {
            id: Genre::RendezVous.ecrire(r.id).into(),
            version: r.version,
            objet: Code(r.objet),
            mode: Code(r.mode),
            lieu: r.lieu.clone(),
            fixe_le: Date(r.fixe_le),
            prevu_le: r.prevu_le,
            presence: Code(r.presence),
            source: r,
        }
    }
}

#[ComplexObject]
impl RendezVous {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

/// Rendez-vous à fixer, sur un parcours, sur une prescription reçue, ou sur les deux.
#[derive(InputObject)]
pub struct FixerRendezVousInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: Option<ID>,
    prescription_id: Option<ID>,
    /// Qui le tient : soi-même par défaut. Le Département et le référent en fixent aussi pour un partenaire en relation avec la personne.
    partenaire_id: Option<ID>,
    agent_id: Option<ID>,
    objet: Code<ObjetRendezVous>,
    #[graphql(default_with = "Some(Code(ModeRendezVous::Physique))")]
    mode: Option<Code<ModeRendezVous>>,
    prevu_le: DateTime<Utc>,
    lieu: Option<String>,
}

/// Ce qu'il est advenu d'un rendez-vous ; reporté, un autre le remplace.
#[derive(InputObject)]
pub struct ReleverRendezVousInput {
    cle_idempotence: Option<uuid::Uuid>,
    rendez_vous_id: ID,
    version: i64,
    presence: Code<Presence>,
    reporte_au: Option<DateTime<Utc>>,
}

impl From<FixerRendezVousInput> for Fixation {
    fn from(i: FixerRendezVousInput) -> Self {
        Self {
            parcours: id_facultatif(Genre::Parcours, i.parcours_id.as_ref()),
            prescription: id_facultatif(Genre::Prescription, i.prescription_id.as_ref()),
            partenaire: id_facultatif(Genre::Partenaire, i.partenaire_id.as_ref()),
            agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()),
            objet: i.objet.0,
            mode: valeur_de(i.mode).unwrap_or(ModeRendezVous::Physique),
            prevu_le: i.prevu_le,
            lieu: i.lieu,
        }
    }
}

#[derive(Default)]
pub struct RendezVousMutation;

#[Object]
impl RendezVousMutation {
    #[graphql(directive = exige::apply(["rendezvous:tenir"]))]
    async fn fixer_rendez_vous(&self, ctx: &Context<'_>, input: FixerRendezVousInput) -> Result<RendezVousPayload> {
        repondre(ctx, fixation::fixer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Relève la présence, corrige une erreur, ou reporte.
    #[graphql(directive = exige::apply(["rendezvous:tenir"]))]
    async fn relever_rendez_vous(&self, ctx: &Context<'_>, input: ReleverRendezVousInput) -> Result<RendezVousPayload> {
        let releve = Releve {
            rendez_vous: id(Genre::RendezVous, &input.rendez_vous_id),
            version: input.version,
            presence: input.presence.0,
            reporte_au: input.reporte_au,
        };
        repondre(ctx, releve::relever(session(ctx), input.cle_idempotence, releve).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<RendezVousPayload> {
    RendezVousPayload::de(issue, |id| lire(ctx, id)).await
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<RendezVous>> {
    let lu = chargeur(ctx).load_one(RendezVousParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(RendezVous::de))
}

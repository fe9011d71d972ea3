//! Contracts of engagement.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use domain::contrat as domaine;
use domain::contrat::signature::{self, Rupture, Signature};
use domain::contrat::{StatutContratEngagement, TypeContratEngagement};
use domain::identifiant::Genre;

use super::code::Code;
use super::contexte::{id, id_facultatif, session};
use super::erreur::Result;
use super::parcours::mutation::{ParcoursPayload, repondre};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::scalaires::Date;

/// Contrat d'engagement réciproque (CER) ou projet personnalisé d'accès à l'emploi (PPAE).
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]))]
pub struct ContratEngagement {
    pub id: ID,
    #[graphql(name = "type")]
    pub type_: Code<TypeContratEngagement>,
    pub signe_le: Date,
    pub debut: Date,
    pub fin: Date,
    /// Vide pour qui ne lit que les dates.
    #[graphql(directive = exige::apply(["parcours.detail:lire"]))]
    pub engagements: Vec<String>,
    /// Calculé des dates : un contrat échoit de lui-même.
    pub statut: Code<StatutContratEngagement>,
    #[graphql(skip)]
    source: Arc<domaine::Contrat>,
}

impl ContratEngagement {
    #[must_use]
    pub fn de(c: Arc<domaine::Contrat>) -> Self {
        Self {
            id: Genre::Contrat.ecrire(c.id).into(),
            type_: Code(c.type_),
            signe_le: Date(c.signe_le),
            debut: Date(c.debut),
            fin: Date(c.fin),
            engagements: c.engagements.clone(),
            statut: Code(c.statut),
            source: c,
        }
    }
}

#[ComplexObject]
impl ContratEngagement {
    /// Le référent avec qui la personne a signé.
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn renouvelle(&self) -> Option<ContratEngagement> {
        self.source.renouvelle.clone().map(ContratEngagement::de)
    }
}

/// Signature d'un contrat avec le référent du jour.
#[derive(InputObject)]
pub struct SignerContratInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    #[graphql(name = "type")]
    type_: Code<TypeContratEngagement>,
    signe_le: Date,
    debut: Date,
    fin: Date,
    engagements: Vec<String>,
    /// Contrat que celui-ci remplace.
    renouvelle_id: Option<ID>,
}

/// Rupture d'un contrat en cours.
#[derive(InputObject)]
pub struct RompreContratInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: ID,
    version: i64,
    contrat_id: ID,
    le: Date,
    motif: String,
}

#[derive(Default)]
pub struct ContratMutation;

#[Object]
impl ContratMutation {
    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn signer_contrat(&self, ctx: &Context<'_>, input: SignerContratInput) -> Result<ParcoursPayload> {
        let signature = Signature {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            type_: input.type_.0,
            signe_le: input.signe_le.0,
            debut: input.debut.0,
            fin: input.fin.0,
            engagements: input.engagements,
            renouvelle: id_facultatif(Genre::Contrat, input.renouvelle_id.as_ref()),
        };
        repondre(ctx, signature::signer(session(ctx), input.cle_idempotence, signature).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn rompre_contrat(&self, ctx: &Context<'_>, input: RompreContratInput) -> Result<ParcoursPayload> {
        let rupture = Rupture {
            parcours: id(Genre::Parcours, &input.parcours_id),
            version: input.version,
            contrat: id(Genre::Contrat, &input.contrat_id),
            le: input.le.0,
            motif: input.motif,
        };
        repondre(ctx, signature::rompre(session(ctx), input.cle_idempotence, rupture).await?).await
    }
}

//! What waits for an answer or an act, the most urgent first.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::echeance as domaine;
use domain::echeance::{CodeEcheance, Filtre};
use domain::identifiant::Genre;

use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, valeurs};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{id_facultatif, session};
use super::erreur::Result;
use super::noeud::{Node, par_genre};
use super::partenaire::{Partenaire, partenaire};
use super::portees::exige;
use super::scalaires::Date;

/// File d'attente : ce qui attend une réponse ou un acte d'un partenaire, avec son échéance.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Echeance {
    pub objet_id: ID,
    pub code: Code<CodeEcheance>,
    pub depuis_le: DateTime<Utc>,
    pub due_le: Date,
    #[graphql(skip)]
    source: domaine::Echeance,
}

fn genre(e: &domaine::Echeance) -> Genre {
    e.code.genre().unwrap_or(Genre::Allocataire)
}

impl From<domaine::Echeance> for Echeance {
    fn from(e: domaine::Echeance) -> Self {
        Self { objet_id: genre(&e).ecrire(e.objet).into(), code: Code(e.code), depuis_le: e.depuis, due_le: Date(e.due), source: e }
    }
}

#[ComplexObject]
impl Echeance {
    async fn objet(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        par_genre(ctx, genre(&self.source), self.source.objet).await
    }

    async fn responsable(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.responsable)
    }

    /// Négatif tant que l'échéance n'est pas passée.
    async fn retard_jours(&self, ctx: &Context<'_>) -> i64 {
        (session(ctx).perimetre.jour - self.source.due).num_days()
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }

    /// Nul quand l'échéance ne porte sur personne : la déclaration d'un indicateur.
    #[graphql(directive = exige::apply(["allocataires:lire"]))]
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        match self.source.allocataire {
            Some(id) => allocataire::lire(ctx, id).await,
            None => Ok(None),
        }
    }
}

#[derive(Default)]
pub struct EcheanceQuery;

#[Object]
impl EcheanceQuery {
    #[graphql(directive = exige::apply(["echeances:lire"]))]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the contract's")]
    async fn echeances(
        &self,
        ctx: &Context<'_>,
        responsable: Option<ID>,
        agent: Option<ID>,
        territoire: Option<ID>,
        codes: Option<Vec<Code<CodeEcheance>>>,
        retard_minimum_jours: Option<i64>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connexion<Echeance>> {
        let session = session(ctx);
        let page = Bornes::avant(first, after).page(session, "echeances", RACINE)?;
        let filtre = Filtre {
            responsable: id_facultatif(Genre::Partenaire, responsable.as_ref()),
            agent: id_facultatif(Genre::Agent, agent.as_ref()),
            territoire: id_facultatif(Genre::Territoire, territoire.as_ref()),
            codes: valeurs(codes),
            retard_minimum_jours,
        };
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let tranche = domaine::page(session, &filtre, &page, total).await?;
        Ok(Connexion::de("echeances", tranche, Echeance::from))
    }
}

//! Professionals of the partners.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::agent as domaine;
use domain::agent::FonctionAgent;
use domain::agent::actes;
use domain::identifiant::Genre;

use super::code::{Code, valeur_de};
use super::contexte::{id, id_facultatif, session};
use super::erreur::Result;
use super::partenaire::{Contact, Partenaire, partenaire};
use super::portees::exige;
use super::saisie::{change, reponse};
use super::territoire::{Territoire, territoire};

/// Professionnel d'un partenaire : référent, prescripteur, évaluateur.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Agent {
    pub id: ID,
    pub version: i64,
    pub actif: bool,
    pub nom: String,
    pub prenom: String,
    pub fonction: Code<FonctionAgent>,
    #[graphql(skip)]
    source: Arc<domaine::Agent>,
}

impl From<&Arc<domaine::Agent>> for Agent {
    fn from(a: &Arc<domaine::Agent>) -> Self {
        Self {
            id: Genre::Agent.ecrire(a.id).into(),
            version: a.version,
            actif: a.actif,
            nom: a.nom.clone(),
            prenom: a.prenom.clone(),
            fonction: Code(a.fonction),
            source: Arc::clone(a),
        }
    }
}

pub fn agent(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Option<Agent> {
    session(ctx).referentiel().agents.par_id(id?).map(Agent::from)
}

/// Parcours en cours dont l'agent est le référent, et la limite qu'il s'est donnée.
#[derive(SimpleObject, Clone)]
pub struct Portefeuille {
    pub en_cours: i64,
    pub limite: Option<i64>,
}

#[ComplexObject]
impl Agent {
    async fn contact(&self) -> Option<Contact> {
        let (telephone, courriel) = (self.source.telephone.clone(), self.source.courriel.clone());
        (telephone.is_some() || courriel.is_some()).then_some(Contact { telephone, courriel, site_web: None, adresse: None })
    }

    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn territoire(&self, ctx: &Context<'_>) -> Option<Territoire> {
        territoire(ctx, self.source.territoire)
    }

    /// Nombre de parcours dont l'agent est le référent, et la limite de son portefeuille. Nul pour l'agent d'un autre partenaire.
    #[graphql(directive = exige::apply(["annuaire:lire"]))]
    async fn portefeuille(&self, ctx: &Context<'_>) -> Result<Option<Portefeuille>> {
        let en_cours = domain::parcours::lecture::portefeuille(session(ctx), &self.source).await?;
        Ok(en_cours.map(|en_cours| Portefeuille { en_cours, limite: self.source.limite_portefeuille }))
    }
}

reponse!(AgentPayload, agent: Agent);

/// Agent que le partenaire du porteur ajoute à son annuaire.
#[derive(InputObject)]
pub struct EnregistrerAgentInput {
    cle_idempotence: Option<uuid::Uuid>,
    nom: String,
    prenom: String,
    fonction: Code<FonctionAgent>,
    telephone: Option<String>,
    courriel: Option<String>,
    territoire_id: Option<ID>,
    limite_portefeuille: Option<i64>,
}

/// Champs à changer d'un agent ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierAgentInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    fonction: Option<Code<FonctionAgent>>,
    telephone: MaybeUndefined<String>,
    courriel: MaybeUndefined<String>,
    territoire_id: MaybeUndefined<ID>,
    limite_portefeuille: MaybeUndefined<i64>,
    actif: Option<bool>,
}

impl From<EnregistrerAgentInput> for actes::Enregistrement {
    fn from(i: EnregistrerAgentInput) -> Self {
        Self {
            nom: i.nom,
            prenom: i.prenom,
            fonction: i.fonction.0,
            telephone: i.telephone,
            courriel: i.courriel,
            territoire: id_facultatif(Genre::Territoire, i.territoire_id.as_ref()),
            limite_portefeuille: i.limite_portefeuille,
        }
    }
}

impl From<ModifierAgentInput> for actes::Modification {
    fn from(i: ModifierAgentInput) -> Self {
        Self {
            id: id(Genre::Agent, &i.id),
            version: i.version,
            fonction: valeur_de(i.fonction),
            telephone: change(i.telephone),
            courriel: change(i.courriel),
            territoire: change(i.territoire_id).map(|t| id_facultatif(Genre::Territoire, t.as_ref())),
            limite_portefeuille: change(i.limite_portefeuille),
            actif: i.actif,
        }
    }
}

#[derive(Default)]
pub struct AgentMutation;

#[Object]
impl AgentMutation {
    #[graphql(directive = exige::apply(["annuaire:ecrire"]))]
    async fn enregistrer_agent(&self, ctx: &Context<'_>, input: EnregistrerAgentInput) -> Result<AgentPayload> {
        let issue = actes::enregistrer(session(ctx), input.cle_idempotence, input.into()).await?;
        AgentPayload::de(issue, async |id| Ok(agent(ctx, Some(id)))).await
    }

    #[graphql(directive = exige::apply(["annuaire:ecrire"]))]
    async fn modifier_agent(&self, ctx: &Context<'_>, input: ModifierAgentInput) -> Result<AgentPayload> {
        let issue = actes::modifier(session(ctx), input.cle_idempotence, input.into()).await?;
        AgentPayload::de(issue, async |id| Ok(agent(ctx, Some(id)))).await
    }
}

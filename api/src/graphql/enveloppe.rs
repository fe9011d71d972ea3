//! What a fund may spend in a year.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};
use domain::enveloppe as domaine;
use domain::enveloppe::Vote;

use super::contexte::session;
use super::dispositif::{Dispositif, dispositif};
use super::erreur::Result;
use super::portees::exige;
use super::saisie::reponse;
use super::scalaires::Montant;

reponse!(EnveloppePayload, enveloppe: Enveloppe);

/// Crédits d'un fonds pour une année : ce qui est engagé ne dépasse jamais ce qui est voté.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["mobilite:instruire"]))]
pub struct Enveloppe {
    pub annee: i64,
    pub votee: Montant,
    /// Accordé, versé ou non.
    pub engagee: Montant,
    pub versee: Montant,
    /// Ce qui reste à accorder.
    pub disponible: Montant,
    #[graphql(skip)]
    source: uuid::Uuid,
}

impl From<domaine::Enveloppe> for Enveloppe {
    fn from(e: domaine::Enveloppe) -> Self {
        Self {
            annee: e.annee,
            votee: Montant::de_centimes(e.votee),
            engagee: Montant::de_centimes(e.engagee),
            versee: Montant::de_centimes(e.versee),
            disponible: Montant::de_centimes(e.disponible()),
            source: e.dispositif,
        }
    }
}

#[ComplexObject]
impl Enveloppe {
    async fn dispositif(&self, ctx: &Context<'_>) -> Result<Dispositif> {
        dispositif(ctx, Some(self.source)).ok_or(domain::erreur::Panne::Donnee("dispositif").into())
    }
}

/// Ce qui est voté pour une année ; jamais moins que ce qui est engagé.
#[derive(InputObject)]
pub struct FixerEnveloppeInput {
    cle_idempotence: Option<uuid::Uuid>,
    dispositif_code: String,
    annee: i64,
    votee: Montant,
}

#[derive(Default)]
pub struct EnveloppeQuery;

#[Object]
impl EnveloppeQuery {
    /// Enveloppes des fonds que le partenaire instruit dans un département.
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn enveloppes(&self, ctx: &Context<'_>, departement: String, annee: i64) -> Result<Vec<Enveloppe>> {
        let lues = domaine::du(session(ctx), &departement, annee).await?;
        Ok(lues.into_iter().map(Enveloppe::from).collect())
    }
}

#[derive(Default)]
pub struct EnveloppeMutation;

#[Object]
impl EnveloppeMutation {
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn fixer_enveloppe(&self, ctx: &Context<'_>, input: FixerEnveloppeInput) -> Result<EnveloppePayload> {
        let annee = input.annee;
        let vote = Vote { dispositif: input.dispositif_code, annee, votee: input.votee.centimes() };
        let issue = domaine::fixer(session(ctx), input.cle_idempotence, vote).await?;
        EnveloppePayload::de(issue, async |id| Ok(domaine::une(session(ctx), id, annee).await?.map(Enveloppe::from))).await
    }
}

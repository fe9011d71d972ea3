//! Accompaniments by the dispositifs of the pactes.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use domain::accompagnement as domaine;
use domain::accompagnement::IssueAccompagnement;
use domain::accompagnement::demarrage::{self, Demarrage};
use domain::accompagnement::fin::{self, Terminaison};
use domain::identifiant::Genre;
use domain::parcours::MotifSortie;
use domain::session::Issue;

use super::agent::{Agent, agent};
use super::code::{Code, code, valeur_de};
use super::contexte::{chargeur, id, id_facultatif, session};
use super::dispositif::Dispositif;
use super::erreur::Result;
use super::loader::{self, AccompagnementParId};
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::saisie::reponse;
use super::scalaires::{Date, date};

reponse!(AccompagnementPayload, accompagnement: Accompagnement);

/// Appui d'un dispositif pendant le parcours (accompagnement global, ActiPro, coaching, parrainage, ...).
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Accompagnement {
    pub id: ID,
    pub debut: Date,
    pub fin: Option<Date>,
    pub issue: Option<Code<IssueAccompagnement>>,
    /// À redonner pour terminer ; 0 pour qui ne le peut pas.
    pub version: i64,
    pub motif: Option<Code<MotifSortie>>,
    /// Jusqu'à quand le partenaire suit encore la personne après une sortie positive.
    pub suivi_jusqu_au: Option<Date>,
    #[graphql(skip)]
    source: Arc<domaine::Accompagnement>,
}

/// One of the domain, as the schema shows it.
#[derive(Clone)]
pub struct Intervenant(domaine::Intervenant);

/// Partenaire qui prend part à un accompagnement aux côtés du principal.
#[Object]
impl Intervenant {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.0.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.0.agent)
    }
}

impl Accompagnement {
    #[must_use]
    pub fn de(a: Arc<domaine::Accompagnement>) -> Self {
        Self {
            id: Genre::Accompagnement.ecrire(a.id).into(),
            debut: Date(a.debut),
            fin: date(a.fin),
            issue: code(a.issue),
            version: a.version,
            motif: code(a.motif),
            suivi_jusqu_au: date(a.suivi_jusqu_au),
            source: a,
        }
    }
}

#[ComplexObject]
impl Accompagnement {
    async fn dispositif(&self, ctx: &Context<'_>) -> Result<Dispositif> {
        let referentiel = session(ctx).referentiel();
        let connu = referentiel.dispositifs.par_id(self.source.dispositif).map(Dispositif::from);
        connu.ok_or(domain::erreur::Panne::Donnee("dispositif").into())
    }

    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }

    async fn intervenants(&self) -> Vec<Intervenant> {
        self.source.intervenants.iter().map(|i| Intervenant(*i)).collect()
    }
}

/// Accompagnement à démarrer, sur un parcours ou sur une prescription que le partenaire a acceptée.
#[derive(InputObject)]
pub struct DemarrerAccompagnementInput {
    cle_idempotence: Option<uuid::Uuid>,
    parcours_id: Option<ID>,
    prescription_id: Option<ID>,
    dispositif_code: String,
    /// Opérateur du dispositif ; le destinataire, sur une prescription.
    partenaire_id: ID,
    /// Exigé quand le dispositif borne le nombre de personnes par agent.
    agent_id: Option<ID>,
    co_intervenants: Option<Vec<IntervenantInput>>,
    /// Aujourd'hui, par défaut.
    debut: Option<Date>,
}

/// Partenaire qui prend part à l'accompagnement.
#[derive(InputObject)]
pub struct IntervenantInput {
    partenaire_id: ID,
    agent_id: Option<ID>,
}

/// Fin d'un accompagnement ; elle entraîne celle de la prescription dont il est né.
#[derive(InputObject)]
pub struct TerminerAccompagnementInput {
    cle_idempotence: Option<uuid::Uuid>,
    accompagnement_id: ID,
    version: i64,
    /// Aujourd'hui, par défaut.
    fin: Option<Date>,
    issue: Code<IssueAccompagnement>,
    motif: Option<Code<MotifSortie>>,
    /// Après une sortie positive ; ce que le pacte prévoit, par défaut.
    suivi_jusqu_au: Option<Date>,
}

impl From<IntervenantInput> for domaine::Intervenant {
    fn from(i: IntervenantInput) -> Self {
        Self { partenaire: id(Genre::Partenaire, &i.partenaire_id), agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()) }
    }
}

impl From<DemarrerAccompagnementInput> for Demarrage {
    fn from(i: DemarrerAccompagnementInput) -> Self {
        Self {
            parcours: id_facultatif(Genre::Parcours, i.parcours_id.as_ref()),
            prescription: id_facultatif(Genre::Prescription, i.prescription_id.as_ref()),
            dispositif: i.dispositif_code,
            partenaire: id(Genre::Partenaire, &i.partenaire_id),
            agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()),
            co_intervenants: i.co_intervenants.unwrap_or_default().into_iter().map(Into::into).collect(),
            debut: i.debut.map(|d| d.0),
        }
    }
}

impl From<TerminerAccompagnementInput> for Terminaison {
    fn from(i: TerminerAccompagnementInput) -> Self {
        Self {
            accompagnement: id(Genre::Accompagnement, &i.accompagnement_id),
            version: i.version,
            fin: i.fin.map(|d| d.0),
            issue: i.issue.0,
            motif: valeur_de(i.motif),
            suivi_jusqu_au: i.suivi_jusqu_au.map(|d| d.0),
        }
    }
}

#[derive(Default)]
pub struct AccompagnementMutation;

#[Object]
impl AccompagnementMutation {
    /// Démarre un accompagnement, si les données du pacte le permettent pour cette personne ; il ouvre son dossier aux intervenants.
    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn demarrer_accompagnement(&self, ctx: &Context<'_>, input: DemarrerAccompagnementInput) -> Result<AccompagnementPayload> {
        repondre(ctx, demarrage::demarrer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn terminer_accompagnement(&self, ctx: &Context<'_>, input: TerminerAccompagnementInput) -> Result<AccompagnementPayload> {
        repondre(ctx, fin::terminer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<AccompagnementPayload> {
    AccompagnementPayload::de(issue, |id| lire(ctx, id)).await
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Accompagnement>> {
    let lu = chargeur(ctx).load_one(AccompagnementParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(Accompagnement::de))
}

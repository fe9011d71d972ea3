//! Parcours and the référents designated along the way.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use domain::identifiant::Genre;
use domain::parcours as domaine;
use domain::parcours::{ModaliteAccompagnement, ModeDesignation, StatutParcours};

use super::agent::{Agent, agent};
use super::allocataire::{self, Allocataire};
use super::code::{Code, code};
use super::contexte::{id, session};
use super::erreur::Result;
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::scalaires::{Date, date};

/// Parcours d'insertion, de l'entrée dans le dispositif à la sortie. Un allocataire n'a qu'un parcours ouvert à la fois.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Parcours {
    pub id: ID,
    pub version: i64,
    pub statut: Code<StatutParcours>,
    pub modalite: Option<Code<ModaliteAccompagnement>>,
    pub ouvert_le: Date,
    #[graphql(skip)]
    source: Arc<domaine::Parcours>,
    #[graphql(skip)]
    personne: Option<Box<Allocataire>>,
}

/// Référent unique d'un parcours pendant une période.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct DesignationReferent {
    pub debut: Date,
    /// La veille de la désignation suivante, ou la fin du parcours.
    pub fin: Option<Date>,
    pub mode: Code<ModeDesignation>,
    pub motif_fin: Option<String>,
    #[graphql(skip)]
    source: domaine::Designation,
}

#[ComplexObject]
impl DesignationReferent {
    async fn partenaire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.partenaire)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

impl From<&domaine::Designation> for DesignationReferent {
    fn from(d: &domaine::Designation) -> Self {
        Self { debut: Date(d.debut), fin: date(d.fin), mode: Code(d.mode), motif_fin: d.motif_fin.clone(), source: d.clone() }
    }
}

impl Parcours {
    /// `personne` is the person through which the parcours was reached.
    #[must_use]
    pub fn de(p: Arc<domaine::Parcours>, personne: Option<Allocataire>) -> Self {
        Self {
            id: Genre::Parcours.ecrire(p.id).into(),
            version: p.version,
            statut: Code(p.statut),
            modalite: code(p.modalite),
            ouvert_le: Date(p.ouvert_le),
            source: p,
            personne: personne.map(Box::new),
        }
    }
}

#[ComplexObject]
impl Parcours {
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Allocataire> {
        if let Some(personne) = &self.personne {
            return Ok(personne.as_ref().clone());
        }
        let lue = allocataire::lire(ctx, self.source.allocataire_id).await?;
        lue.ok_or(domain::erreur::Panne::Donnee("allocataire").into())
    }

    /// Référent unique en cours, ou à la date donnée. Jamais deux.
    async fn referent(&self, ctx: &Context<'_>, au: Option<Date>) -> Option<DesignationReferent> {
        let au = au.map_or(session(ctx).perimetre.jour, |d| d.0);
        self.source.referent(au).map(DesignationReferent::from)
    }

    async fn designations(&self) -> Vec<DesignationReferent> {
        self.source.designations.iter().map(DesignationReferent::from).collect()
    }
}

#[derive(Default)]
pub struct ParcoursQuery;

#[Object]
impl ParcoursQuery {
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn parcours(&self, ctx: &Context<'_>, #[graphql(name = "id")] texte: ID) -> Result<Option<Parcours>> {
        lire(ctx, id(Genre::Parcours, &texte)).await
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Parcours>> {
    let lu = domaine::par_ids(session(ctx), &[id]).await?.remove(&id);
    Ok(lu.map(|p| Parcours::de(p, None)))
}

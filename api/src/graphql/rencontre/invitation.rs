//! Who was invited to a meeting, and what was decided there.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, SimpleObject};
use domain::rencontre::invitations as domaine;
use domain::rendez_vous::Presence;

use super::prevu::Entourage;
use crate::graphql::allocataire::Allocataire;
use crate::graphql::code::Code;
use crate::graphql::erreur::Result;
use crate::graphql::orientation::Orientation;
use crate::graphql::partenaire::{Partenaire, partenaires};
use crate::graphql::portees::{CategorieDonnee, donnee_personnelle, exige};
use crate::graphql::scalaires::{Date, date};

/// Invitation d'une personne à une rencontre.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Invitation {
    pub presence: Code<Presence>,
    /// Relevé que lisent l'organisateur, ses signataires et qui suit la personne depuis lors.
    pub decision: Option<ReleveDecisions>,
    #[graphql(skip)]
    source: Arc<domaine::Invitation>,
    #[graphql(skip)]
    entourage: Arc<Entourage>,
}

/// Relevé de décisions, signé par tous les participants.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["parcours:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct ReleveDecisions {
    pub accord_personne: bool,
    pub objectifs: Vec<String>,
    pub moyens: Vec<String>,
    pub echeance: Option<Date>,
    pub avis: Option<String>,
    #[graphql(skip)]
    par: Vec<uuid::Uuid>,
}

impl From<&domaine::Releve> for ReleveDecisions {
    fn from(r: &domaine::Releve) -> Self {
        Self {
            accord_personne: r.accord_personne,
            objectifs: r.objectifs.clone(),
            moyens: r.moyens.clone(),
            echeance: date(r.echeance),
            avis: r.avis.clone(),
            par: r.signataires.clone(),
        }
    }
}

#[ComplexObject]
impl ReleveDecisions {
    async fn signataires(&self, ctx: &Context<'_>) -> Vec<Partenaire> {
        partenaires(ctx, &self.par)
    }
}

impl Invitation {
    pub(super) fn de(i: Arc<domaine::Invitation>, entourage: Arc<Entourage>) -> Self {
        Self { presence: Code(i.presence), decision: i.decision.as_ref().map(ReleveDecisions::from), source: i, entourage }
    }
}

#[ComplexObject]
impl Invitation {
    /// Nulle quand la personne n'est plus ouverte au porteur.
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        self.entourage.personne(ctx, &self.source).await
    }

    /// Orientation décidée lors de cette rencontre.
    async fn orientation(&self, ctx: &Context<'_>) -> Result<Option<Orientation>> {
        self.entourage.orientation(ctx, &self.source).await
    }
}

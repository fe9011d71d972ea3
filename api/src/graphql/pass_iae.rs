//! The PASS IAE of a person, as one caller sees it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use domain::identifiant::Genre;
use domain::pass_iae as domaine;
use domain::pass_iae::{MotifProlongationPass, MotifSuspensionPass, StatutPassIae};

use super::allocataire::{self, Allocataire};
use super::code::Code;
use super::contexte::{chargeur, session};
use super::erreur::Result;
use super::loader::{self, PassParId};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::scalaires::Date;

/// PASS IAE : 24 mois au plus, suspensions et prolongations comprises dans le calcul des jours restants.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["iae:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct PassIae {
    pub id: ID,
    pub numero: String,
    pub debut: Date,
    /// Dernier jour, suspensions et prolongations connues comprises.
    pub fin: Date,
    #[graphql(skip)]
    source: Arc<domaine::PassIae>,
}

/// Suspension d'un PASS, bornes comprises : ses jours ne comptent pas.
#[derive(SimpleObject, Clone)]
pub struct SuspensionPass {
    pub du: Date,
    pub au: Date,
    pub motif: Code<MotifSuspensionPass>,
}

/// Prolongation d'un PASS, bornes comprises : ses jours s'ajoutent.
#[derive(SimpleObject, Clone)]
pub struct ProlongationPass {
    pub du: Date,
    pub au: Date,
    pub motif: Code<MotifProlongationPass>,
}

impl PassIae {
    #[must_use]
    pub fn de(p: Arc<domaine::PassIae>) -> Self {
        Self { id: Genre::PassIae.ecrire(p.id).into(), numero: p.numero.clone(), debut: Date(p.debut), fin: Date(p.derniere()), source: p }
    }
}

#[ComplexObject]
impl PassIae {
    /// Nulle quand la personne n'est plus ouverte au porteur.
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        allocataire::lire(ctx, self.source.allocataire_id).await
    }

    async fn statut(&self, ctx: &Context<'_>) -> Code<StatutPassIae> {
        Code(self.source.statut(session(ctx).perimetre.jour))
    }

    /// Jours qui restent à utiliser, aujourd'hui compris ; ils attendent pendant une suspension.
    async fn jours_restants(&self, ctx: &Context<'_>) -> i64 {
        self.source.jours_restants(session(ctx).perimetre.jour)
    }

    async fn suspensions(&self) -> Vec<SuspensionPass> {
        self.source.suspensions.iter().map(|s| SuspensionPass { du: Date(s.du), au: Date(s.au), motif: Code(s.motif) }).collect()
    }

    /// Celles dont le motif est sensible sont omises sans la portée allocataires.sensible:lire.
    async fn prolongations(&self, ctx: &Context<'_>) -> Vec<ProlongationPass> {
        let lues = domaine::lecture::prolongations(session(ctx), &self.source);
        lues.into_iter().map(|p| ProlongationPass { du: Date(p.du), au: Date(p.au), motif: Code(p.motif) }).collect()
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<PassIae>> {
    let lu = chargeur(ctx).load_one(PassParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(PassIae::de))
}

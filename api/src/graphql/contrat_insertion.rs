//! Insertion contracts, as one caller sees them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use domain::contrat_insertion as domaine;
use domain::erreur::Panne;
use domain::identifiant::Genre;
use domain::parcours::lecture as parcours;
use domain::parcours::sortie::{CategorieSortie, MotifSortie};
use domain::poste_iae::TypeContratInsertion;

use super::allocataire::Allocataire;
use super::code::Code;
use super::contexte::{chargeur, session};
use super::erreur::Result;
use super::loader::{self, ContratParId, ImmersionsDe, PaliersDe, RenouvellementsDe};
use super::parcours::DesignationReferent;
use super::pass_iae::{self, PassIae};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::poste_iae::{self, PosteIae};
use super::saisie::ActionPermise;
use super::scalaires::Date;
use super::structure_iae::{StructureIae, structure};

pub mod aide;
pub mod detail;
pub mod mutation;

use detail::{Immersion, PalierHoraire, RenouvellementContrat};

/// Contrat d'insertion ; sa durée est bornée par son type, renouvellements compris, sauf dérogation motivée.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["iae:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct ContratInsertion {
    pub id: ID,
    pub version: i64,
    #[graphql(name = "type")]
    pub type_: Code<TypeContratInsertion>,
    pub debut: Date,
    pub fin_prevue: Date,
    /// Nulle tant que le contrat court.
    pub sortie: Option<SortieContratInsertion>,
    /// Le droit au RSA de la personne courait le jour de l'embauche.
    #[graphql(name = "beneficiaireRsaALEmbauche")]
    pub beneficiaire_rsa_a_l_embauche: bool,
    #[graphql(skip)]
    source: Arc<domaine::ContratInsertion>,
}

/// Fin d'un contrat d'insertion.
#[derive(SimpleObject, Clone)]
pub struct SortieContratInsertion {
    pub le: Date,
    pub motif: Code<MotifSortie>,
    pub categorie: Code<CategorieSortie>,
}

impl From<domaine::Sortie> for SortieContratInsertion {
    fn from(s: domaine::Sortie) -> Self {
        Self { le: Date(s.le), motif: Code(s.motif), categorie: Code(s.categorie) }
    }
}

impl ContratInsertion {
    #[must_use]
    pub fn de(c: Arc<domaine::ContratInsertion>) -> Self {
        Self {
            id: Genre::ContratInsertion.ecrire(c.id).into(),
            version: c.version,
            type_: Code(c.type_),
            debut: Date(c.debut),
            fin_prevue: Date(c.fin_prevue),
            sortie: c.sortie.map(SortieContratInsertion::from),
            beneficiaire_rsa_a_l_embauche: c.beneficiaire_rsa,
            source: c,
        }
    }

    fn personne(&self) -> Option<&Arc<domain::allocataire::Allocataire>> {
        self.source.allocataire.as_ref()?.as_ref()
    }
}

#[ComplexObject]
impl ContratInsertion {
    async fn actions_permises(&self, ctx: &Context<'_>) -> Vec<ActionPermise> {
        let actes = self.source.actes(&session(ctx).perimetre);
        actes.iter().map(|m| ActionPermise { mutation: (*m).to_owned(), vers: Vec::new() }).collect()
    }

    /// Nulle quand la personne n'est plus ouverte au porteur.
    async fn allocataire(&self) -> Option<Allocataire> {
        self.personne().map(|a| Allocataire::de(Arc::clone(a), Arc::default()))
    }

    async fn structure(&self, ctx: &Context<'_>) -> Result<StructureIae> {
        structure(ctx, self.source.structure).ok_or_else(|| Panne::Donnee("structure").into())
    }

    async fn poste(&self, ctx: &Context<'_>) -> Result<Option<PosteIae>> {
        poste_iae::lire(ctx, self.source.poste).await
    }

    /// Nul tant que la structure ne l'a pas dit.
    async fn pass(&self, ctx: &Context<'_>) -> Result<Option<PassIae>> {
        let Some(id) = self.source.pass else { return Ok(None) };
        pass_iae::lire(ctx, id).await
    }

    async fn renouvellements(&self, ctx: &Context<'_>) -> Result<Vec<RenouvellementContrat>> {
        let lus = chargeur(ctx).load_one(RenouvellementsDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lus.unwrap_or_default().into_iter().map(RenouvellementContrat::from).collect())
    }

    /// Heures par semaine, dans le temps (montée progressive).
    async fn paliers(&self, ctx: &Context<'_>) -> Result<Vec<PalierHoraire>> {
        let lus = chargeur(ctx).load_one(PaliersDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lus.unwrap_or_default().into_iter().map(PalierHoraire::from).collect())
    }

    async fn immersions(&self, ctx: &Context<'_>) -> Result<Vec<Immersion>> {
        let lues = chargeur(ctx).load_one(ImmersionsDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lues.unwrap_or_default().into_iter().map(Immersion::from).collect())
    }

    /// Référent de la personne aujourd'hui ; nul quand le parcours n'est pas ouvert au porteur.
    async fn referent(&self, ctx: &Context<'_>) -> Result<Option<DesignationReferent>> {
        let session = session(ctx);
        let Some(personne) = self.personne() else { return Ok(None) };
        let actif = parcours::actifs(session, &[personne.as_ref()]).await?.remove(&personne.id);
        Ok(actif.and_then(|p| p.referent(session.perimetre.jour).map(DesignationReferent::from)))
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<ContratInsertion>> {
    let lu = chargeur(ctx).load_one(ContratParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(ContratInsertion::de))
}

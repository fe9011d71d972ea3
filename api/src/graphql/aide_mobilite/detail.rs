//! What an aid is made of: pieces, payments, the loan, the activity it serves, its history.

use async_graphql::{ComplexObject, Context, SimpleObject};
use chrono::{DateTime, Utc};
use domain::aide_mobilite::detail::{self as domaine, Passage};
use domain::aide_mobilite::{Activite, DestinataireVersement, Pret, StatutAideMobilite};

use crate::graphql::agent::{Agent, agent};
use crate::graphql::code::{Code, code};
use crate::graphql::erreur::Result;
use crate::graphql::partenaire::{Partenaire, partenaire};
use crate::graphql::portees::{CategorieDonnee, donnee_personnelle, exige};
use crate::graphql::scalaires::{Date, Montant, Siret, date};
use crate::graphql::territoire::{Commune, commune};
use crate::graphql::vehicule::{self, Vehicule};

/// Pièce attendue au dossier, et si elle est là ; la plateforme ne garde pas les documents.
#[derive(SimpleObject, Clone)]
pub struct PieceDossier {
    pub libelle: String,
    /// Nulle tant que la pièce manque.
    pub fournie_le: Option<Date>,
}

impl From<domaine::Piece> for PieceDossier {
    fn from(p: domaine::Piece) -> Self {
        Self { libelle: p.libelle, fournie_le: date(p.fournie_le) }
    }
}

/// Versement d'une part de l'aide accordée.
#[derive(SimpleObject, Clone)]
#[graphql(directive = exige::apply(["mobilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Financier))]
pub struct Versement {
    pub montant: Montant,
    pub le: Date,
    pub a: Code<DestinataireVersement>,
    /// Garage, auto-école, assureur… ; nul quand la personne est payée.
    pub tiers: Option<String>,
    pub reference: Option<String>,
}

impl From<domaine::Versement> for Versement {
    fn from(v: domaine::Versement) -> Self {
        Self { montant: Montant::de_centimes(v.montant), le: Date(v.le), a: Code(v.a), tiers: v.tiers, reference: v.reference }
    }
}

/// Emploi ou formation que l'aide rend possible.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct ActiviteVisee {
    pub employeur: Option<String>,
    pub siret: Option<Siret>,
    pub debut: Option<Date>,
    pub type_contrat: Option<String>,
    #[graphql(skip)]
    lieu: Option<String>,
}

impl From<Activite> for ActiviteVisee {
    fn from(a: Activite) -> Self {
        Self { employeur: a.employeur, siret: a.siret.map(Siret), debut: date(a.debut), type_contrat: a.type_contrat, lieu: a.commune }
    }
}

#[ComplexObject]
impl ActiviteVisee {
    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.lieu.as_ref())
    }
}

/// Prêt d'un véhicule, du jour du départ à celui du retour prévu.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PretVehicule {
    pub du: Date,
    pub au: Date,
    /// Tarif du jour où le prêt a été accordé ; nul quand il est gratuit.
    pub tarif_journalier: Option<Montant>,
    /// Nulle tant que le véhicule n'est pas rendu.
    pub rendu_le: Option<Date>,
    #[graphql(skip)]
    source: uuid::Uuid,
}

impl From<Pret> for PretVehicule {
    fn from(p: Pret) -> Self {
        Self {
            du: Date(p.du),
            au: Date(p.au),
            tarif_journalier: p.tarif_journalier.map(Montant::de_centimes),
            rendu_le: date(p.rendu_le),
            source: p.vehicule,
        }
    }
}

#[ComplexObject]
impl PretVehicule {
    async fn vehicule(&self, ctx: &Context<'_>) -> Result<Vehicule> {
        vehicule::lire(ctx, self.source).await?.ok_or(domain::erreur::Panne::Donnee("vehicule").into())
    }
}

/// Passage d'un statut à un autre ; le premier n'a pas de départ.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct TransitionAideMobilite {
    pub de: Option<Code<StatutAideMobilite>>,
    pub vers: Code<StatutAideMobilite>,
    pub le: DateTime<Utc>,
    pub commentaire: Option<String>,
    #[graphql(skip)]
    source: Passage,
}

impl From<Passage> for TransitionAideMobilite {
    fn from(p: Passage) -> Self {
        Self { de: code(p.de), vers: Code(p.vers), le: p.le, commentaire: p.commentaire.clone(), source: p }
    }
}

#[ComplexObject]
impl TransitionAideMobilite {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.par)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

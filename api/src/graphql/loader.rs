//! Objects reached one by one (`node`, events, payloads), gathered into one statement a type.
//!
//! One loader a request, built by the handler: what it reads is this caller's.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use domain::accompagnement::{self, Accompagnement};
use domain::allocataire::{self, Allocataire};
use domain::erreur::Panne;
use domain::prescription::historique::{self, Passage};
use domain::prescription::lecture::Demande;
use domain::prescription::{self, Prescription};
use domain::rendez_vous::{self, RendezVous};
use domain::session::Session;
use uuid::Uuid;

use super::erreur::Echec;

mod linguistique;

pub use linguistique::{
    EvaluationDe, EvaluationParId, EvaluationsDe, InscriptionDe, InscriptionParId, InscriptionsA, InscriptionsDe, SessionParId,
};

pub struct Chargeur(Arc<Session>);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonneParId(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PrescriptionParId(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HistoriqueDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccompagnementParId(pub Uuid);

/// By the referral that it was born of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccompagnementDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RendezVousParId(pub Uuid);

/// By the referral that they were fixed on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RendezVousDe(pub Uuid);

/// Keys wait for one turn of the scheduler, not for a delay: the default costs a millisecond a level.
#[must_use]
pub fn nouveau(session: &Arc<Session>) -> DataLoader<Chargeur> {
    let attendre = |travail| {
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            futures::future::FutureExt::boxed(travail).await;
        })
    };
    DataLoader::new(Chargeur(Arc::clone(session)), attendre).delay(Duration::ZERO)
}

/// A loader's error is shared by all the keys of its batch.
#[must_use]
pub fn panne(partagee: Arc<Panne>) -> Echec {
    match Arc::try_unwrap(partagee) {
        Ok(panne) => Echec::Panne(panne),
        Err(partagee) => {
            tracing::error!(cause = %partagee, "batch failed");
            Echec::Refus("ERREUR_INTERNE", "Erreur interne : donnez l'identifiant de la requête au support.")
        }
    }
}

impl Loader<PersonneParId> for Chargeur {
    type Value = Arc<Allocataire>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PersonneParId]) -> Result<HashMap<PersonneParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = allocataire::lecture::par_ids(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, a)| (PersonneParId(id), a)).collect())
    }
}

impl Loader<PrescriptionParId> for Chargeur {
    type Value = Arc<Prescription>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PrescriptionParId]) -> Result<HashMap<PrescriptionParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = prescription::lecture::par_ids(&self.0, &ids, Demande::default()).await?;
        Ok(lues.into_iter().map(|(id, p)| (PrescriptionParId(id), p)).collect())
    }
}

impl Loader<HistoriqueDe> for Chargeur {
    type Value = Vec<Passage>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[HistoriqueDe]) -> Result<HashMap<HistoriqueDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = historique::de(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, h)| (HistoriqueDe(id), h)).collect())
    }
}

impl Loader<AccompagnementParId> for Chargeur {
    type Value = Arc<Accompagnement>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[AccompagnementParId]) -> Result<HashMap<AccompagnementParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = accompagnement::lecture::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (AccompagnementParId(id), lu)).collect())
    }
}

impl Loader<AccompagnementDe> for Chargeur {
    type Value = Arc<Accompagnement>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[AccompagnementDe]) -> Result<HashMap<AccompagnementDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = accompagnement::lecture::de_prescriptions(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (AccompagnementDe(id), lu)).collect())
    }
}

impl Loader<RendezVousParId> for Chargeur {
    type Value = Arc<RendezVous>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[RendezVousParId]) -> Result<HashMap<RendezVousParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = rendez_vous::lecture::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (RendezVousParId(id), lu)).collect())
    }
}

impl Loader<RendezVousDe> for Chargeur {
    type Value = Vec<Arc<RendezVous>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[RendezVousDe]) -> Result<HashMap<RendezVousDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = rendez_vous::lecture::de_prescriptions(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (RendezVousDe(id), lu)).collect())
    }
}

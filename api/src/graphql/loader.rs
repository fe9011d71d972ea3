//! Objects reached one by one (`node`, events, payloads), gathered into one statement a type.
//!
//! One loader a request, built by the handler: what it reads is this caller's.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use domain::accompagnement::{self, Accompagnement};
use domain::aide_mobilite::{self, AideMobilite, detail};
use domain::allocataire::{self, Allocataire};
use domain::diagnostic_mobilite::{self, DiagnosticMobilite};
use domain::erreur::Panne;
use domain::prescription::historique::{self, Passage};
use domain::prescription::lecture::Demande;
use domain::prescription::{self, Nees, Prescription, naissance};
use domain::rendez_vous::{self, RendezVous};
use domain::session::Session;
use domain::vehicule::{self, Vehicule};
use uuid::Uuid;

use super::erreur::Echec;

mod candidature;
mod iae;
mod indicateur;
mod linguistique;

pub use candidature::{
    CandidatureDe, CandidatureParId, CandidaturesA, ContratDe, ContratParId, ContratsEnCours, HistoriqueCandidature, ImmersionsDe,
    PaliersDe, PassParId, RenouvellementsDe,
};
pub use iae::{PosteParId, PostesConventionnes, PostesDe};
pub use indicateur::valeurs_de;
pub use linguistique::{
    EvaluationDe, EvaluationParId, EvaluationsDe, InscriptionDe, InscriptionParId, InscriptionsA, InscriptionsDe, SessionParId,
};

pub struct Chargeur(Arc<Session>);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonneParId(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PrescriptionParId(pub Uuid);

/// What was born of a referral.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NeesDe(pub Uuid);

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

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DiagnosticParId(pub Uuid);

/// By the referral that it was recorded on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DiagnosticDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AideParId(pub Uuid);

/// By the referral that they were brought on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AidesDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PiecesDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersementsDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PassagesDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VehiculeParId(pub Uuid);

/// Found when the vehicle is free on all of the period.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Disponible(pub vehicule::Periode);

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

impl Loader<NeesDe> for Chargeur {
    type Value = Nees;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[NeesDe]) -> Result<HashMap<NeesDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let nees = naissance::de(&self.0, &ids).await?;
        Ok(nees.into_iter().map(|(id, n)| (NeesDe(id), n)).collect())
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

impl Loader<DiagnosticParId> for Chargeur {
    type Value = Arc<DiagnosticMobilite>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[DiagnosticParId]) -> Result<HashMap<DiagnosticParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = diagnostic_mobilite::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (DiagnosticParId(id), lu)).collect())
    }
}

impl Loader<DiagnosticDe> for Chargeur {
    type Value = Arc<DiagnosticMobilite>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[DiagnosticDe]) -> Result<HashMap<DiagnosticDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = diagnostic_mobilite::de_prescriptions(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (DiagnosticDe(id), lu)).collect())
    }
}

impl Loader<AideParId> for Chargeur {
    type Value = Arc<AideMobilite>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[AideParId]) -> Result<HashMap<AideParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = aide_mobilite::lecture::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (AideParId(id), lu)).collect())
    }
}

impl Loader<AidesDe> for Chargeur {
    type Value = Vec<Arc<AideMobilite>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[AidesDe]) -> Result<HashMap<AidesDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = aide_mobilite::lecture::de_prescriptions(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (AidesDe(id), lu)).collect())
    }
}

impl Loader<PiecesDe> for Chargeur {
    type Value = Vec<detail::Piece>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PiecesDe]) -> Result<HashMap<PiecesDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = detail::pieces(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (PiecesDe(id), lu)).collect())
    }
}

impl Loader<VersementsDe> for Chargeur {
    type Value = Vec<detail::Versement>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[VersementsDe]) -> Result<HashMap<VersementsDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = detail::versements(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (VersementsDe(id), lu)).collect())
    }
}

impl Loader<PassagesDe> for Chargeur {
    type Value = Vec<detail::Passage>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PassagesDe]) -> Result<HashMap<PassagesDe, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = detail::historique(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (PassagesDe(id), lu)).collect())
    }
}

impl Loader<VehiculeParId> for Chargeur {
    type Value = Vehicule;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[VehiculeParId]) -> Result<HashMap<VehiculeParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = vehicule::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, lu)| (VehiculeParId(id), lu)).collect())
    }
}

impl Loader<Disponible> for Chargeur {
    type Value = ();
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[Disponible]) -> Result<HashMap<Disponible, Self::Value>, Self::Error> {
        let periodes: Vec<vehicule::Periode> = cles.iter().map(|c| c.0).collect();
        let libres = vehicule::disponibles(&self.0, &periodes).await?;
        Ok(libres.into_iter().map(|p| (Disponible(p), ())).collect())
    }
}

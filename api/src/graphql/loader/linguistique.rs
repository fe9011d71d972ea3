//! Evaluations, sessions and enrolments, gathered.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::erreur::Panne;
use domain::evaluation_linguistique::{self as evaluations, EvaluationLinguistique};
use domain::inscription_formation::{self as inscriptions, InscriptionFormation};
use domain::page::{Page, Tranche};
use domain::session_formation::{self as sessions, SessionFormation};
use uuid::Uuid;

use super::Chargeur;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EvaluationParId(pub Uuid);

/// By the referral that it was born of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EvaluationDe(pub Uuid);

/// A page of those of a person, counted or not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EvaluationsDe(pub Uuid, pub Page, pub bool);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionParId(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InscriptionParId(pub Uuid);

/// By the referral that it was made on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InscriptionDe(pub Uuid);

/// By the evaluation that proposed them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InscriptionsDe(pub Uuid);

/// A page of those of a session, counted or not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct InscriptionsA(pub Uuid, pub Page, pub bool);

type Lus<K, V> = Result<HashMap<K, V>, Arc<Panne>>;

impl Loader<EvaluationParId> for Chargeur {
    type Value = Arc<EvaluationLinguistique>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[EvaluationParId]) -> Lus<EvaluationParId, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = evaluations::lecture::par_ids(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, e)| (EvaluationParId(id), e)).collect())
    }
}

impl Loader<EvaluationDe> for Chargeur {
    type Value = Arc<EvaluationLinguistique>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[EvaluationDe]) -> Lus<EvaluationDe, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = evaluations::lecture::de_prescriptions(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, e)| (EvaluationDe(id), e)).collect())
    }
}

impl Loader<EvaluationsDe> for Chargeur {
    type Value = Tranche<Arc<EvaluationLinguistique>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[EvaluationsDe]) -> Lus<EvaluationsDe, Self::Value> {
        let mut lues = HashMap::new();
        for ((page, total), ids) in par_page(cles.iter().map(|c| (c.0, c.1.clone(), c.2))) {
            let tranches = evaluations::lecture::de_personnes(&self.0, &ids, &page, total).await?;
            lues.extend(tranches.into_iter().map(|(id, t)| (EvaluationsDe(id, page.clone(), total), t)));
        }
        Ok(lues)
    }
}

impl Loader<SessionParId> for Chargeur {
    type Value = Arc<SessionFormation>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[SessionParId]) -> Lus<SessionParId, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = sessions::lecture::par_ids(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, s)| (SessionParId(id), s)).collect())
    }
}

impl Loader<InscriptionParId> for Chargeur {
    type Value = Arc<InscriptionFormation>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[InscriptionParId]) -> Lus<InscriptionParId, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = inscriptions::lecture::par_ids(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, i)| (InscriptionParId(id), i)).collect())
    }
}

impl Loader<InscriptionDe> for Chargeur {
    type Value = Arc<InscriptionFormation>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[InscriptionDe]) -> Lus<InscriptionDe, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = inscriptions::lecture::de_prescriptions(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, i)| (InscriptionDe(id), i)).collect())
    }
}

impl Loader<InscriptionsDe> for Chargeur {
    type Value = Vec<Arc<InscriptionFormation>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[InscriptionsDe]) -> Lus<InscriptionsDe, Self::Value> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = inscriptions::lecture::d_evaluations(&self.0, &ids).await?;
        Ok(lues.into_iter().map(|(id, i)| (InscriptionsDe(id), i)).collect())
    }
}

impl Loader<InscriptionsA> for Chargeur {
    type Value = Tranche<Arc<InscriptionFormation>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[InscriptionsA]) -> Lus<InscriptionsA, Self::Value> {
        let mut lues = HashMap::new();
        for ((page, total), ids) in par_page(cles.iter().map(|c| (c.0, c.1.clone(), c.2))) {
            let tranches = inscriptions::lecture::de_sessions(&self.0, &ids, &page, total).await?;
            lues.extend(tranches.into_iter().map(|(id, t)| (InscriptionsA(id, page.clone(), total), t)));
        }
        Ok(lues)
    }
}

/// Two aliases may ask for two pages of the same lists: one statement a page.
fn par_page(cles: impl Iterator<Item = (Uuid, Page, bool)>) -> HashMap<(Page, bool), Vec<Uuid>> {
    let mut pages: HashMap<(Page, bool), Vec<Uuid>> = HashMap::new();
    for (id, page, total) in cles {
        pages.entry((page, total)).or_default().push(id);
    }
    pages
}

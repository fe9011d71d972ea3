//! Orienting a person to a session of training.

use serde::Serialize;
use uuid::Uuid;

use super::transition::{Geste, passage, suites};
use super::{EvaluationLinguistique, StatutEvaluationLinguistique as S, acte, lecture, mouvement};
use crate::erreur::{Panne, Refus};
use crate::inscription_formation::creation::{self, Cause};
use crate::prescription::Prescription;
use crate::session::{Ecriture, Issue, Session};
use crate::session_formation::{SessionFormation, places};

#[derive(Clone, Debug, Serialize)]
pub struct Orientation {
    pub evaluation: Uuid,
    pub version: i64,
    pub session: Uuid,
}

/// Proposes the person to the session's body, or puts her on its waiting list.
pub async fn orienter(session: &Session, cle: Option<Uuid>, orientation: Orientation) -> Result<Issue, Panne> {
    session.ecrire("orienterFormation", cle, orientation, |tx, o| Box::pin(proposer(tx, o))).await
}

async fn proposer(tx: &mut Ecriture, o: Orientation) -> Result<Uuid, Refus> {
    // The session first: acts on its places take turns, and none waits for another that waits for it.
    let session = places::prendre(tx, o.session, "sessionId").await?;
    let e = acte::prendre(tx, o.evaluation, o.version).await?;
    vers(tx, &session, &e).await?;
    creation::inscrire(tx, &session, Cause { evaluation: Some(&e), prescription: None }).await?;
    Ok(e.id)
}

/// The evaluation goes with the person to a session that suits her.
pub(crate) async fn vers(tx: &mut Ecriture, session: &SessionFormation, e: &EvaluationLinguistique) -> Result<(), Refus> {
    passage(Geste::Orienter, e.statut, S::Orientee)?;
    places::convenir(tx, session, (&e.departement, e.besoin), e.niveaux.last().map(|n| &n.competences))?;
    mouvement::poser(tx, e, S::Orientee, &[]).await
}

/// The evaluation that a referral to a training follows, when it waits for one: neither before it says the need, nor once the
/// person is in another session, nor once closed.
pub(crate) async fn suivie(tx: &Ecriture, p: &Prescription) -> Result<Option<EvaluationLinguistique>, Panne> {
    let Some(precedente) = p.suite_de else { return Ok(None) };
    let lue = lecture::de_la_prescription(tx, &p.departement, precedente).await?;
    Ok(lue.filter(|e| suites(Geste::Orienter, e.statut).next().is_some()))
}

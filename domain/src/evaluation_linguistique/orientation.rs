//! Orienting a person to a session of training.

use serde::Serialize;
use uuid::Uuid;

use super::transition::{Geste, passage};
use super::{StatutEvaluationLinguistique as S, acte, mouvement};
use crate::erreur::{Panne, Refus};
use crate::inscription_formation::creation::{self, Cause};
use crate::session::{Ecriture, Issue, Session};
use crate::session_formation::places;

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
    passage(Geste::Orienter, e.statut, S::Orientee)?;
    places::convenir(tx, &session, (&e.departement, e.besoin), e.niveaux.last().map(|n| &n.competences))?;
    mouvement::poser(tx, &e, S::Orientee, &[]).await?;
    creation::inscrire(tx, &session, Cause::Evaluation(&e)).await?;
    Ok(e.id)
}

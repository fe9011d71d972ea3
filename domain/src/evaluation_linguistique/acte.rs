//! Taking an evaluation for one act of its platform.

use uuid::Uuid;

use super::{EvaluationLinguistique, lecture};
use crate::erreur::{ErreurMetier, Refus};
use crate::session::Ecriture;

/// The caller's own, as it was read. Absent and another's are one answer.
pub(crate) async fn prendre(tx: &Ecriture, id: Uuid, version: i64) -> Result<EvaluationLinguistique, Refus> {
    let e = lecture::pour_acte(tx, id).await?.ok_or_else(|| ErreurMetier::introuvable("evaluationId"))?;
    if e.version == version { Ok(e) } else { Err(ErreurMetier::conflit().into()) }
}

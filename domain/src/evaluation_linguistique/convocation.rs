//! Summoning a person to an evaluation, and what her presence makes of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::transition::{Geste, passage};
use super::{EvaluationLinguistique, StatutEvaluationLinguistique as S, acte, lecture, mouvement};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::prescription::couplage::{self, Etat};
use crate::rendez_vous::{self, ObjetRendezVous, Presence, RendezVous};
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Convocation {
    pub evaluation: Uuid,
    pub version: i64,
    pub prevu_le: DateTime<Utc>,
    pub lieu: Option<String>,
    pub agent: Option<Uuid>,
}

pub async fn convoquer(session: &Session, cle: Option<Uuid>, convocation: Convocation) -> Result<Issue, Panne> {
    session.ecrire("convoquerEvaluation", cle, convocation, |tx, c| Box::pin(fixer(tx, c))).await
}

async fn fixer(tx: &mut Ecriture, c: Convocation) -> Result<Uuid, Refus> {
    let e = acte::prendre(tx, c.evaluation, c.version).await?;
    let vers = if e.statut == S::AEvaluerFinal { S::AEvaluerFinal } else { S::Convoquee };
    passage(Geste::Convoquer, e.statut, vers)?;
    sans_rendez_vous_a_venir(tx, &e).await?;
    avancer(tx, &e, vers, c.prevu_le).await?;
    rendez_vous::fixation::pour_evaluation(tx, &e, c).await?;
    Ok(e.id)
}

/// One summons at a time: what came of the last one is recorded first.
async fn sans_rendez_vous_a_venir(tx: &Ecriture, e: &EvaluationLinguistique) -> Result<(), Refus> {
    if compter(tx, e, Presence::AVenir).await? == 0 {
        return Ok(());
    }
    let message = "Une convocation est déjà fixée : relevez ce qu'il en est advenu, ou reportez-la.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "evaluationId", message).into())
}

/// Appointments of the evaluation that came out in one way.
pub(super) async fn compter(tx: &Ecriture, e: &EvaluationLinguistique, presence: Presence) -> Result<i64, Panne> {
    let mut q = tx.requete("select count(*) from rendez_vous where objet = 'EVALUATION' and departement = ");
    q.valeur(e.departement.as_str()).texte(" and prescription_id = ").valeur(e.prescription);
    q.texte(" and presence = ").valeur(crate::vocabulaire::Enumeration::code(presence));
    tx.hors_perimetre(q).await?.first().map_or(Ok(0), |l| l.lire(0))
}

async fn avancer(tx: &mut Ecriture, e: &EvaluationLinguistique, vers: S, le: DateTime<Utc>) -> Result<(), Refus> {
    mouvement::poser(tx, e, vers, &[]).await?;
    if vers == S::Convoquee {
        let jour = rendez_vous::jour(le);
        couplage::mener(tx, e.prescription, Etat::Attendu(Presence::AVenir), jour).await?;
    }
    Ok(())
}

/// An appointment for an evaluation was fixed, in whatever way: with the acceptance, by hand, or in the place of another.
pub(crate) async fn fixee(tx: &mut Ecriture, rdv: &RendezVous) -> Result<(), Refus> {
    let Some(e) = concernee(tx, rdv).await? else { return Ok(()) };
    if e.statut == S::AConvoquer {
        avancer(tx, &e, S::Convoquee, rdv.prevu_le).await?;
    }
    Ok(echeance::clore(tx, e.id, CodeEcheance::ConvoquerEvaluation).await?)
}

/// What came of it was recorded: an absence asks for another summons, unless one stands for it already.
pub(crate) async fn relevee(tx: &mut Ecriture, rdv: &RendezVous, presence: Presence, reportee: bool) -> Result<(), Refus> {
    let Some(e) = concernee(tx, rdv).await? else { return Ok(()) };
    if !matches!(e.statut, S::Convoquee | S::AEvaluerFinal) || reportee {
        return Ok(());
    }
    if e.statut == S::Convoquee {
        couplage::mener(tx, e.prescription, Etat::Attendu(presence), rendez_vous::jour(rdv.prevu_le)).await?;
    }
    if presence == Presence::Present {
        return Ok(echeance::clore(tx, e.id, CodeEcheance::ConvoquerEvaluation).await?);
    }
    Ok(mouvement::attendre(tx, CodeEcheance::ConvoquerEvaluation, &e).await?)
}

async fn concernee(tx: &Ecriture, rdv: &RendezVous) -> Result<Option<EvaluationLinguistique>, Panne> {
    match rdv.prescription.filter(|_| rdv.objet == ObjetRendezVous::Evaluation) {
        Some(prescription) => lecture::de_la_prescription(tx, &rdv.departement, prescription).await,
        None => Ok(None),
    }
}

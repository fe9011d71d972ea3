//! Closing an evaluation: the level suffices, the aim is reached, or nothing follows.

use serde::Serialize;
use uuid::Uuid;

use super::transition::{Geste, passage};
use super::{EvaluationLinguistique, MotifClotureEvaluation as M, StatutEvaluationLinguistique as S, acte, convocation, mouvement};
use crate::echeance;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::pacte::delai::regle_appliquee;
use crate::prescription::MotifRefus;
use crate::prescription::couplage::{self, Etat};
use crate::rendez_vous::{self, Presence};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Cloture {
    pub evaluation: Uuid,
    pub version: i64,
    pub motif: M,
    pub commentaire: Option<String>,
}

/// What a rule of a pacte says that it applies to when it gives the absences after which an evaluation may be closed.
const ABSENCES: &str = "EvaluationLinguistique.absences";

pub async fn cloturer(session: &Session, cle: Option<Uuid>, cloture: Cloture) -> Result<Issue, Panne> {
    session.ecrire("cloturerEvaluation", cle, cloture, |tx, c| Box::pin(clore(tx, c))).await
}

async fn clore(tx: &mut Ecriture, c: Cloture) -> Result<Uuid, Refus> {
    let commentaire = saisie::facultatif("commentaire", c.commentaire.as_deref(), saisie::LONG)?;
    let e = acte::prendre(tx, c.evaluation, c.version).await?;
    let vers = if c.motif.leve_le_besoin() { S::Terminee } else { S::SansSuite };
    passage(Geste::Cloturer, e.statut, vers)?;
    justifier(tx, &e, c.motif).await?;
    let (le, jour) = (tx.base.horloge.instant(), tx.perimetre.jour);
    let colonnes = [("cloture", c.motif.code().into()), ("commentaire", commentaire.into()), ("close_le", le.into())];
    mouvement::poser(tx, &e, vers, &colonnes).await?;
    echeance::clore_toutes(tx, e.id).await?;
    rendez_vous::suite::decommander(tx, &e.departement, e.prescription).await?;
    let etat = if c.motif.leve_le_besoin() { Etat::Resolu(Some(true)) } else { Etat::SansSuite(refus(c.motif)) };
    couplage::mener(tx, e.prescription, etat, jour).await?;
    Ok(e.id)
}

async fn justifier(tx: &Ecriture, e: &EvaluationLinguistique, motif: M) -> Result<(), Refus> {
    match motif {
        M::ObjectifAtteint if e.finale().is_none() => {
            Err(ErreurMetier::saisie("motif", "Un objectif est atteint après une évaluation finale.").into())
        }
        M::Absences => absences(tx, e).await,
        _ => Ok(()),
    }
}

/// As many as the pacte says; one, where it says nothing.
async fn absences(tx: &Ecriture, e: &EvaluationLinguistique) -> Result<(), Refus> {
    let regle = regle_appliquee(&tx.referentiel, &e.departement, ABSENCES);
    let exigees: i64 = regle.and_then(|r| r.valeur.as_ref()?.parse().ok()).unwrap_or(1);
    if convocation::compter(tx, e, Presence::Absent).await? >= exigees {
        return Ok(());
    }
    let message = format!("Ce motif demande {exigees} absence(s) relevée(s) à une convocation.");
    let refus = ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "motif", message);
    Err(ErreurMetier { regle: regle.map(|r| r.code.clone()), ..refus }.into())
}

/// Why the referral is given up, in the words that its prescriber reads.
const fn refus(motif: M) -> MotifRefus {
    match motif {
        M::Absences => MotifRefus::NeSEstPasPresentee,
        M::PersonneRefuse => MotifRefus::PersonneRefuse,
        M::PersonneInjoignable => MotifRefus::PersonneInjoignable,
        M::Demenagement => MotifRefus::Demenagement,
        M::Emploi => MotifRefus::SituationChangee,
        M::NiveauSuffisant | M::ObjectifAtteint | M::Autre => MotifRefus::Autre,
    }
}

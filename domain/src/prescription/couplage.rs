//! Referrals that go with an accompaniment: the platform moves both together, and nobody moves the referral by hand.

use chrono::NaiveDate;
use uuid::Uuid;

use super::reponse::{Mouvement, mise_a_jour, signaler, suivre};
use super::transition::permise;
use super::{MotifRefus, Partie, Prescription, StatutPrescription as S, Suite, lecture};
use crate::aide_mobilite;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Refus};
use crate::session::Ecriture;

/// A referral on which its recipient works: accepted, and not ended.
pub(crate) async fn recue(tx: &Ecriture, id: Uuid) -> Result<Prescription, Refus> {
    let lue = partie(tx, id).await?;
    if lue.destinataire != tx.perimetre.partenaire {
        return Err(absente().into());
    }
    if matches!(lue.statut, S::Acceptee | S::EnCours) {
        return Ok(lue);
    }
    let message = "Cela demande une prescription acceptée et qui n'est pas finie.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "prescriptionId", message).into())
}

/// A referral of which the caller is a party.
pub(crate) async fn partie(tx: &Ecriture, id: Uuid) -> Result<Prescription, Refus> {
    lecture::pour_partie(tx, id).await?.ok_or_else(|| absente().into())
}

fn absente() -> ErreurMetier {
    ErreurMetier::introuvable("prescriptionId")
}

/// Refuses by hand what the accompaniment of the referral does.
pub(super) async fn verifier_libre(tx: &Ecriture, p: &Prescription, vers: S) -> Result<(), Refus> {
    if !matches!(vers, S::EnCours | S::Realisee | S::Abandonnee | S::Annulee) {
        return Ok(());
    }
    let mut q = tx.requete("select 1 from accompagnement where departement = ");
    q.valeur(p.departement.as_str()).texte(" and prescription_id = ").valeur(p.id);
    if tx.hors_perimetre(q).await?.is_empty() {
        return aide_mobilite::couplage::verifier_libre(tx, p, vers).await;
    }
    let message = "Un accompagnement est né de cette prescription : elle avance avec lui, par terminerAccompagnement.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "vers", message).into())
}

/// Where an accompaniment leads its referral.
#[derive(Clone, Copy)]
pub(crate) enum Etat {
    Commence,
    Acheve,
    Abandonne,
    /// Over, and the need lifted, or not, or nobody said.
    Resolu(Option<bool>),
}

/// Moves the referral of an accompaniment. Its version moves even where its state does not, so that a reply given
/// meanwhile is told to read again.
pub(crate) async fn mener(tx: &mut Ecriture, id: Uuid, etat: Etat, le: NaiveDate) -> Result<(), Refus> {
    let p = lecture::pour_couplage(tx, id).await?.ok_or_else(absente)?;
    let mouvement = mouvement(etat, le);
    let sur_place = p.statut == mouvement.vers;
    if !sur_place && permise(p.statut, mouvement.vers, Partie::Destinataire).is_none() {
        return Err(ErreurMetier::conflit().into());
    }
    let mut q = mise_a_jour(tx, &p, &mouvement)?;
    q.texte(" returning id");
    if tx.hors_perimetre(q).await?.is_empty() {
        return Err(ErreurMetier::conflit().into());
    }
    if sur_place {
        signaler(tx, &p);
    } else {
        suivre(tx, &p, mouvement).await?;
    }
    Ok(())
}

fn mouvement(etat: Etat, le: NaiveDate) -> Mouvement {
    let rien = Suite::default();
    match etat {
        Etat::Commence => {
            Mouvement { suite: Some(Suite { integree: Some(true), integree_le: Some(le), ..rien }), ..Mouvement::vers(S::EnCours) }
        }
        Etat::Acheve => {
            Mouvement { suite: Some(Suite { achevee: Some(true), achevee_le: Some(le), ..rien }), ..Mouvement::vers(S::Realisee) }
        }
        Etat::Resolu(besoin_leve) => {
            let suite = Suite { achevee: Some(true), achevee_le: Some(le), besoin_leve, ..rien };
            Mouvement { suite: Some(suite), ..Mouvement::vers(S::Realisee) }
        }
        Etat::Abandonne => Mouvement { motif: Some(MotifRefus::Autre), ..Mouvement::vers(S::Abandonnee) },
    }
}

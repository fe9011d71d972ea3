//! Referrals that go with what was born of them: the platform moves both together (see [`naissance`](super::naissance) for
//! what nobody then moves by hand).

use chrono::NaiveDate;
use uuid::Uuid;

use super::reponse::{self, Mouvement, mise_a_jour, signaler};
use super::transition::permise;
use super::{MotifRefus, Partie, Prescription, StatutPrescription as S, Suite, lecture};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::rendez_vous::Presence;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

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

/// Where what was born of a referral leads it.
#[derive(Clone, Copy)]
pub(crate) enum Etat {
    Commence,
    Acheve,
    Abandonne,
    /// The person is summoned that day, or came to it, or did not.
    Attendu(Presence),
    /// Over, and the need lifted, or not, or nobody said.
    Resolu(Option<bool>),
    SansSuite(MotifRefus),
    /// An application is being looked at, then accepted; or it came to nothing, or its prescriber took it back.
    Recu,
    Accepte,
    Ecarte(MotifRefus),
    Retire,
}

/// The day on which a referral was sent, whoever asks.
pub(crate) async fn emise_le(tx: &Ecriture, id: Uuid) -> Result<NaiveDate, Panne> {
    let p = lecture::pour_couplage(tx, id).await?.ok_or(Panne::Donnee("prescription"))?;
    Ok(crate::rendez_vous::jour(p.emise_le))
}

/// Moves the referral of an accompaniment. Its version moves even where its state does not, so that a reply given
/// meanwhile is told to read again.
pub(crate) async fn mener(tx: &mut Ecriture, id: Uuid, etat: Etat, le: NaiveDate) -> Result<(), Refus> {
    let p = lecture::pour_couplage(tx, id).await?.ok_or_else(absente)?;
    let mouvement = mouvement(etat, le, p.statut);
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
        reponse::suivre(tx, &p, mouvement).await?;
    }
    if matches!(etat, Etat::Resolu(Some(true))) {
        lever(tx, &p, le).await?;
    }
    Ok(())
}

/// Leads a referral where what was born of it went, as far as it still may: its parties may have answered it by hand before.
/// `par` is who moved it: another partner than the caller, when what was born of it ends by an act on another row.
pub(crate) async fn suivre(tx: &mut Ecriture, id: Uuid, etat: Etat, (le, par): (NaiveDate, Uuid)) -> Result<(), Refus> {
    let Some(p) = lecture::pour_couplage(tx, id).await? else { return Ok(()) };
    let mouvement = Mouvement { par: Some(par), ..mouvement(etat, le, p.statut) };
    let partie = if mouvement.vers == S::Annulee { Partie::Prescripteur } else { Partie::Destinataire };
    if p.statut == mouvement.vers || permise(p.statut, mouvement.vers, partie).is_none() {
        return Ok(());
    }
    let mut q = mise_a_jour(tx, &p, &mouvement)?;
    q.texte(" returning id");
    if tx.hors_perimetre(q).await?.is_empty() {
        return Err(ErreurMetier::conflit().into());
    }
    reponse::suivre(tx, &p, mouvement).await?;
    if matches!(etat, Etat::Resolu(Some(true))) {
        lever(tx, &p, le).await?;
    }
    Ok(())
}

/// The need that the referral named is met: whoever follows the person is told.
async fn lever(tx: &mut Ecriture, p: &Prescription, le: NaiveDate) -> Result<(), Panne> {
    let Some(besoin) = p.besoin else { return Ok(()) };
    let mut q = tx.requete("update besoin set leve_le = ");
    q.valeur(le).texte(" where leve_le is null and departement = ").valeur(p.departement.as_str());
    q.texte(" and allocataire_id = ").valeur(p.allocataire_id).texte(" and theme = ").valeur(besoin.code()).texte(" returning id");
    if !tx.hors_perimetre(q).await?.is_empty() {
        let personne = (p.departement.as_str(), p.allocataire_id);
        let evenement = Evenement::sur_dossier(tx, TypeEvenement::AllocataireModifie, (Genre::Allocataire, personne.1), personne);
        tx.signaler(evenement.changeant(Classes::BESOINS));
    }
    Ok(())
}

fn mouvement(etat: Etat, le: NaiveDate, statut: S) -> Mouvement {
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
        Etat::Attendu(presence) => {
            Mouvement { suite: Some(Suite { presentee: Some(presence), presentee_le: Some(le), ..rien }), ..Mouvement::vers(S::EnCours) }
        }
        Etat::Recu => Mouvement::vers(S::Recue),
        Etat::Accepte => {
            Mouvement { suite: Some(Suite { retenue: Some(true), retenue_le: Some(le), ..rien }), ..Mouvement::vers(S::Acceptee) }
        }
        Etat::Ecarte(motif) => {
            Mouvement { motif: Some(motif), ..Mouvement::vers(if statut.en_attente() { S::Refusee } else { S::Abandonnee }) }
        }
        Etat::Retire => Mouvement::vers(S::Annulee),
        Etat::SansSuite(motif) => Mouvement { motif: Some(motif), ..Mouvement::vers(S::Abandonnee) },
    }
}

//! Moving an enrolment, with all that goes with it: the place, the evaluation or the referral, the relation, the deadline.

use chrono::NaiveDate;

use super::{InscriptionFormation, StatutInscription as S, attente, transition};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::StatutEvaluationLinguistique as E;
use crate::evaluation_linguistique::mouvement::{Colonnes, suivre_inscription, terme};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Fin};
use crate::prescription::couplage::{self, Etat};
use crate::session::Ecriture;
use crate::session_formation::{SessionFormation, places};
use crate::vocabulaire::Enumeration;

/// Where an enrolment goes, and the day on which the person entered or left.
#[derive(Clone, Copy)]
pub(super) struct Pas {
    pub vers: S,
    pub le: NaiveDate,
}

/// The row, then its consequences. The session is held: see [`super::acte::prendre`].
pub(super) async fn passer(
    tx: &mut Ecriture,
    (s, i): (&SessionFormation, &InscriptionFormation),
    pas: Pas,
    colonnes: Colonnes<'_>,
) -> Result<(), Refus> {
    ecrire(tx, i, pas.vers, colonnes).await?;
    mener(tx, i, pas).await?;
    relier(tx, i, pas.vers).await?;
    attendre(tx, (s, i), pas.vers).await?;
    signaler(tx, i);
    if i.statut == S::ListeAttente && pas.vers != S::ListeAttente {
        attente::quitter(tx, s, i).await?;
    } else if i.statut.tient_une_place() && !pas.vers.tient_une_place() {
        places::liberer(tx, s).await?;
    }
    Ok(())
}

/// One conditional update: the version that was read is still the row's, or another writer was first.
pub(super) async fn ecrire(tx: &Ecriture, i: &InscriptionFormation, vers: S, colonnes: Colonnes<'_>) -> Result<(), Refus> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update inscription_formation set version = version + 1, rang = null, statut = ");
    q.valeur(vers.code()).texte(", modifie_le = ").valeur(le);
    if transition::terminal(vers) {
        q.texte(", close_le = ").valeur(le);
    }
    for (colonne, valeur) in colonnes {
        q.texte(", ").texte(colonne).texte(" = ").valeur(valeur.clone());
    }
    q.texte(" where departement = ").valeur(i.departement.as_str()).texte(" and id = ").valeur(i.id);
    q.texte(" and version = ").valeur(i.version).texte(" returning id");
    if tx.hors_perimetre(q).await?.is_empty() { Err(ErreurMetier::conflit().into()) } else { Ok(()) }
}

/// What the enrolment was made of moves with it.
async fn mener(tx: &mut Ecriture, i: &InscriptionFormation, pas: Pas) -> Result<(), Refus> {
    if i.statut == pas.vers {
        return Ok(());
    }
    if let Some((id, vers)) = i.evaluation.zip(evaluation(i.statut, pas.vers)) {
        let entree = (pas.vers == S::EnFormation).then_some(pas.le);
        let origine = suivre_inscription(tx, id, vers, entree).await?;
        if pas.vers == S::EnFormation {
            couplage::mener(tx, origine, Etat::Commence, pas.le).await?;
        }
    }
    match i.prescription.zip(prescription(pas.vers)) {
        Some((id, etat)) => couplage::mener(tx, id, etat, pas.le).await,
        None => Ok(()),
    }
}

/// Where the enrolment leads the referral on which the body made it.
const fn prescription(vers: S) -> Option<Etat> {
    match vers {
        S::EnFormation => Some(Etat::Commence),
        S::Terminee => Some(Etat::Acheve),
        S::Abandonnee | S::Refusee | S::Annulee => Some(Etat::Abandonne),
        S::Proposee | S::Confirmee | S::ListeAttente => None,
    }
}

/// Who never entered is to be oriented again; who left is to be evaluated again.
const fn evaluation(de: S, vers: S) -> Option<E> {
    match (de, vers) {
        (_, S::EnFormation) => Some(E::EnFormation),
        (S::EnFormation, S::Terminee | S::Abandonnee) => Some(E::AEvaluerFinal),
        (_, S::Abandonnee | S::Refusee | S::Annulee) => Some(E::Evaluee),
        _ => None,
    }
}

/// Contact opens to the body when it confirms; a refusal closes all at once.
async fn relier(tx: &mut Ecriture, i: &InscriptionFormation, vers: S) -> Result<(), Panne> {
    let le = tx.perimetre.jour;
    match vers {
        S::Confirmee => lien::ouvrir_contact(tx, i.id, i.organisme).await,
        S::Refusee | S::Annulee => lien::fermer(tx, i.id, Fin { le, jours: 0 }).await,
        S::Terminee | S::Abandonnee => {
            let jours = tx.base.reglages.jours_apres_cloture;
            lien::fermer(tx, i.id, Fin { le, jours }).await
        }
        S::Proposee | S::EnFormation | S::ListeAttente => Ok(()),
    }
}

/// What the body has to say next: its answer, the entry, then what became of the person at the end of the session.
pub(super) async fn attendre(tx: &Ecriture, (s, i): (&SessionFormation, &InscriptionFormation), vers: S) -> Result<(), Panne> {
    let (reponse, regle) = terme(tx, CodeEcheance::SuivreInscription, &i.departement);
    let (due, regle) = match vers {
        S::Proposee => (reponse, regle),
        S::Confirmee => (s.debut.max(reponse), None),
        S::EnFormation => (s.fin, None),
        _ => return echeance::clore(tx, i.id, CodeEcheance::SuivreInscription).await,
    };
    let attente = Echeance {
        departement: i.departement.clone(),
        code: CodeEcheance::SuivreInscription,
        objet: i.id,
        allocataire: Some(i.allocataire_id),
        responsable: i.organisme,
        agent: None,
        depuis: tx.base.horloge.instant(),
        due,
        regle,
    };
    echeance::remplacer(tx, &attente).await
}

/// Whoever follows the person is told; so are the body and the platform, when another moved it.
pub(super) fn signaler(tx: &mut Ecriture, i: &InscriptionFormation) {
    let evenement = |tx: &Ecriture| {
        let personne = (i.departement.as_str(), i.allocataire_id);
        Evenement::sur_dossier(tx, TypeEvenement::InscriptionFormationChangee, (Genre::InscriptionFormation, i.id), personne)
    };
    let moi = tx.perimetre.partenaire;
    for partie in [Some(i.organisme), i.evaluateur].into_iter().flatten().filter(|p| *p != moi) {
        let adresse = evenement(tx).pour(partie);
        tx.signaler(adresse);
    }
    let general = evenement(tx);
    tx.signaler(general);
}

//! Referrals that go with a diagnosis or an aid: the platform moves both together, and nobody moves the referral by hand.

use chrono::NaiveDate;
use uuid::Uuid;

use super::AideMobilite;
use crate::allocataire::modification::Personne;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Refus};
use crate::lien::{Nature, Natures};
use crate::prescription::couplage::{self, Etat};
use crate::prescription::{Prescription, TypePrescription};
use crate::session::Ecriture;

/// The accepted referral on which the caller acts for this person. Without one, she is one whom it helps already.
pub(crate) async fn cause(
    tx: &Ecriture,
    personne: &Personne,
    prescription: Option<Uuid>,
    types: &[TypePrescription],
) -> Result<Option<Prescription>, Refus> {
    const CHAMP: &str = "prescriptionId";
    let Some(id) = prescription else {
        if aidee(tx, personne).await? {
            return Ok(None);
        }
        let message = "Dites sur quelle prescription : vous n'aidez pas encore cette personne autrement.";
        return Err(ErreurMetier::saisie(CHAMP, message).into());
    };
    let p = couplage::recue(tx, id).await?;
    if p.allocataire_id != personne.id {
        return Err(ErreurMetier::introuvable(CHAMP).into());
    }
    if types.contains(&p.type_) {
        return Ok(Some(p));
    }
    let message = "Cette prescription ne demande pas cela.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, CHAMP, message).into())
}

/// An aid or an accompaniment of the caller runs.
async fn aidee(tx: &Ecriture, personne: &Personne) -> Result<bool, Refus> {
    let natures = Natures::de(&[Nature::Aide, Nature::Accompagnement]);
    let mut q = tx.requete("select 1 from lien_dossier l where l.departement = ");
    q.valeur(personne.departement.as_str()).texte(" and l.allocataire_id = ").valeur(personne.id);
    tx.perimetre.liens_du_porteur(&mut q, natures);
    q.texte(" and l.contact_jusquau >= ").valeur(tx.perimetre.jour).texte(" limit 1");
    Ok(!tx.lignes(q).await?.is_empty())
}

/// The referral is being worked on.
pub(crate) async fn commencer(tx: &mut Ecriture, p: &Prescription, le: NaiveDate) -> Result<(), Refus> {
    couplage::mener(tx, p.id, Etat::Commence, p.suite.integree_le.unwrap_or(le)).await
}

/// A referral that asked for a diagnosis alone has what it asked for.
pub(crate) async fn diagnostiquer(tx: &mut Ecriture, p: &Prescription, le: NaiveDate) -> Result<(), Refus> {
    commencer(tx, p, le).await?;
    if p.type_ == TypePrescription::DiagnosticMobilite { couplage::mener(tx, p.id, Etat::Acheve, le).await } else { Ok(()) }
}

/// The last aid that runs on a referral ends it, and says whether it lifted the need.
pub(super) async fn conclure(tx: &mut Ecriture, a: &AideMobilite, (le, solution): (NaiveDate, Option<bool>)) -> Result<(), Refus> {
    let Some(prescription) = a.prescription else { return Ok(()) };
    // Two aids that end at once take turns: the second sees that it is the last.
    let mut tour = tx.requete("update prescription set version = version where departement = ");
    tour.valeur(a.departement.as_str()).texte(" and id = ").valeur(prescription).texte(" returning id");
    tx.hors_perimetre(tour).await?;
    let mut q = tx.requete("select 1 from aide_mobilite where statut = 'EN_COURS' and departement = ");
    q.valeur(a.departement.as_str()).texte(" and prescription_id = ").valeur(prescription).texte(" limit 1");
    if tx.hors_perimetre(q).await?.is_empty() {
        return couplage::mener(tx, prescription, Etat::Resolu(solution), le).await;
    }
    Ok(())
}

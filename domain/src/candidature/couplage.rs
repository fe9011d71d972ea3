//! The IAE referral that an application was made on: both move together, and nobody moves the referral by hand.

use uuid::Uuid;

use super::{Candidature, MotifRefusCandidature as M, StatutCandidature as S};
use crate::allocataire::modification::Personne;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Refus};
use crate::poste_iae::PosteIae;
use crate::prescription::couplage::{self, Etat};
use crate::prescription::{MotifRefus, TypePrescription};
use crate::session::Ecriture;

const CHAMP: &str = "prescriptionId";

/// The referral is the caller's own, to the structure of the post, about this person, alive, and without application yet.
pub(super) async fn verifier(tx: &Ecriture, id: Uuid, (personne, poste): (&Personne, &PosteIae)) -> Result<(), Refus> {
    let p = couplage::partie(tx, id).await?;
    if p.prescripteur != tx.perimetre.partenaire || p.allocataire_id != personne.id {
        return Err(ErreurMetier::introuvable(CHAMP).into());
    }
    if p.type_ != TypePrescription::Iae || p.destinataire != poste.partenaire {
        let message = "Cette prescription n'adresse pas la personne à la structure de ce poste.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, CHAMP, message).into());
    }
    if p.statut.terminal() {
        let message = "Cette prescription est finie.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, CHAMP, message).into());
    }
    let mut q = tx.requete("select 1 from candidature where departement = ");
    q.valeur(p.departement.as_str()).texte(" and prescription_id = ").valeur(p.id);
    if tx.lignes(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Cette prescription a déjà donné une candidature.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, CHAMP, message).into())
}

/// Leads the referral where the application went, on behalf of who moved it.
pub(super) async fn suivre(tx: &mut Ecriture, c: &Candidature, (vers, motif): (S, Option<M>), par: Uuid) -> Result<(), Refus> {
    let Some(prescription) = c.prescription else { return Ok(()) };
    let etat = match vers {
        S::Nouvelle => return Ok(()),
        S::ALEtude | S::Entretien | S::EnAttente | S::Vivier | S::ActionPrealable => Etat::Recu,
        S::Acceptee => Etat::Accepte,
        S::Embauchee => Etat::Commence,
        S::Refusee | S::Annulee => Etat::Ecarte(refus(motif)),
        S::Desistee => Etat::Retire,
        S::Caduque => Etat::Ecarte(MotifRefus::SituationChangee),
    };
    couplage::suivre(tx, prescription, etat, (tx.perimetre.jour, par)).await
}

const fn refus(motif: Option<M>) -> MotifRefus {
    match motif {
        Some(M::NeSEstPasPresentee | M::AbsenteALEntretien) => MotifRefus::NeSEstPasPresentee,
        Some(M::EmbaucheeAilleurs | M::EnFormation) => MotifRefus::SituationChangee,
        Some(M::NonEligible) => MotifRefus::PublicNonEligible,
        Some(M::NonMobile) => MotifRefus::HorsTerritoire,
        Some(M::NonInteressee) => MotifRefus::PersonneRefuse,
        Some(M::CompetencesInsuffisantes | M::NiveauDeLangue) => MotifRefus::NiveauInadapte,
        Some(M::PlusDePoste) => MotifRefus::CapaciteAtteinte,
        Some(M::Doublon) => MotifRefus::Doublon,
        Some(M::FreinsIncompatibles | M::SansReponse | M::Autre) | None => MotifRefus::Autre,
    }
}

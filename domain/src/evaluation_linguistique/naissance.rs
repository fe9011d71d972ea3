//! The acceptance of a referral to a linguistic platform makes its evaluation.

use super::{EvaluationLinguistique, StatutEvaluationLinguistique as S, evaluer, mouvement};
use crate::echeance::CodeEcheance;
use crate::erreur::Panne;
use crate::prescription::{Prescription, TypePrescription};
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// A recipient that cannot evaluate follows the referral by hand.
pub(crate) async fn accepter(tx: &mut Ecriture, p: &Prescription) -> Result<(), Panne> {
    let evalue = tx.perimetre.partenaire == p.destinataire && tx.perimetre.profil.plafond().contient(evaluer());
    if p.type_ != TypePrescription::EvaluationLinguistique || !evalue {
        return Ok(());
    }
    let e = EvaluationLinguistique {
        id: tx.base.id(),
        departement: p.departement.clone(),
        version: 1,
        allocataire_id: p.allocataire_id,
        prescription: p.id,
        evaluateur: p.destinataire,
        statut: S::AConvoquer,
        besoin: None,
        cloture: None,
        evaluee_le: None,
        entree_le: None,
        niveaux: Vec::new(),
    };
    inserer(tx, &e).await?;
    mouvement::attendre(tx, CodeEcheance::ConvoquerEvaluation, &e).await?;
    mouvement::signaler(tx, &e);
    Ok(())
}

async fn inserer(tx: &Ecriture, e: &EvaluationLinguistique) -> Result<(), Panne> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("insert into evaluation_linguistique (departement, id, version, allocataire_id, prescription_id, evaluateur_id, statut, cree_le, modifie_le) values (");
    q.valeurs([
        e.departement.as_str().into(),
        e.id.into(),
        e.version.into(),
        e.allocataire_id.into(),
        e.prescription.into(),
        e.evaluateur.into(),
        e.statut.code().into(),
        le.into(),
        le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

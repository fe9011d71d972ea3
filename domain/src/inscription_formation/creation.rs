//! An enrolment is born of an evaluation, or of a referral that its body accepted.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{InscriptionFormation, StatutInscription as S, mouvement};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::{Competences, EvaluationLinguistique, niveau, orientation};
use crate::lien::{self, Lien, Nature};
use crate::prescription::{Prescription, TypePrescription, couplage};
use crate::session::{Ecriture, Issue, Session};
use crate::session_formation::{SessionFormation, gerer, places};
use crate::vocabulaire::Enumeration;

/// What enrols the person: an evaluation that proposes her, a referral that the body accepted, or a referral that follows
/// an evaluation.
pub(crate) struct Cause<'a> {
    pub evaluation: Option<&'a EvaluationLinguistique>,
    pub prescription: Option<&'a Prescription>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Demande {
    pub session: Uuid,
    pub prescription: Uuid,
}

/// The body enrols in its session a person whose referral it accepted.
pub async fn demander(session: &Session, cle: Option<Uuid>, demande: Demande) -> Result<Issue, Panne> {
    session.ecrire("inscrire", cle, demande, |tx, d| Box::pin(accueillir(tx, d))).await
}

async fn accueillir(tx: &mut Ecriture, d: Demande) -> Result<Uuid, Refus> {
    let s = places::prendre(tx, d.session, "sessionId").await?;
    let tenue = tx.perimetre.qui_portent(gerer()).any(|o| o.departements.contains(&s.departement));
    if s.organisme != tx.perimetre.partenaire || !tenue {
        return Err(ErreurMetier::introuvable("sessionId").into());
    }
    let p = couplage::recue(tx, d.prescription).await?;
    if p.type_ != TypePrescription::FormationLinguistique {
        let message = "On s'inscrit à une session sur une prescription de formation linguistique.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "prescriptionId", message).into());
    }
    libre(tx, &s, &p).await?;
    let evaluation = orientation::suivie(tx, &p).await?;
    match &evaluation {
        Some(e) => orientation::vers(tx, &s, e).await?,
        None => places::convenir(tx, &s, (&p.departement, None), None)?,
    }
    inscrire(tx, &s, Cause { evaluation: evaluation.as_ref(), prescription: Some(&p) }).await
}

/// A referral enrols once, and a person once at a time in a session.
async fn libre(tx: &Ecriture, s: &SessionFormation, p: &Prescription) -> Result<(), Refus> {
    let mut q = tx.requete("select 1 from inscription_formation where organisme_id = ");
    q.valeur(tx.perimetre.partenaire).texte(" and departement = ").valeur(p.departement.as_str());
    q.texte(" and (prescription_id = ").valeur(p.id).texte(" or session_id = ").valeur(s.id);
    q.texte(" and close_le is null and allocataire_id = ").valeur(p.allocataire_id).texte(")");
    if tx.lignes(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Cette prescription a déjà donné une inscription, ou cette personne est déjà inscrite à cette session.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "prescriptionId", message).into())
}

/// Takes a place or a rank, and opens the person to the body: what deciding needs, then contact once confirmed.
pub(crate) async fn inscrire(tx: &mut Ecriture, s: &SessionFormation, cause: Cause<'_>) -> Result<Uuid, Refus> {
    let rang = places::reserver(tx, s).await?;
    let i = nouvelle(tx, s, &cause, rang);
    inserer(tx, &i).await?;
    let lien = Lien {
        departement: i.departement.clone(),
        allocataire: i.allocataire_id,
        partenaire: i.organisme,
        nature: Nature::Inscription,
        objet: i.id,
        agent: None,
        contact_jusquau: if i.statut == S::Confirmee { lien::sans_fin() } else { lien::jamais() },
        identite_jusquau: lien::sans_fin(),
    };
    lien::ouvrir(tx, &[lien], tx.base.horloge.instant()).await?;
    mouvement::attendre(tx, (s, &i), i.statut).await?;
    mouvement::signaler(tx, &i);
    Ok(i.id)
}

fn nouvelle(tx: &Ecriture, s: &SessionFormation, cause: &Cause<'_>, rang: Option<i64>) -> InscriptionFormation {
    let Cause { evaluation, prescription } = *cause;
    let niveau = evaluation.and_then(|e| e.niveaux.last());
    let acquise = if prescription.is_some() { S::Confirmee } else { S::Proposee };
    InscriptionFormation {
        id: tx.base.id(),
        departement: s.departement.clone(),
        version: 1,
        allocataire_id: evaluation.map(|e| e.allocataire_id).or(prescription.map(|p| p.allocataire_id)).unwrap_or_default(),
        session: s.id,
        organisme: s.organisme,
        evaluation: evaluation.map(|e| e.id),
        evaluateur: evaluation.map(|e| e.evaluateur),
        prescription: prescription.map(|p| p.id),
        statut: if rang.is_some() { S::ListeAttente } else { acquise },
        rang,
        besoin: evaluation.and_then(|e| e.besoin),
        competences: niveau.map_or_else(Competences::default, |n| n.competences),
        evalue_le: niveau.map(|n| n.evalue_le),
        motif: None,
        inscrite_le: tx.base.horloge.instant(),
        entree_le: None::<NaiveDate>,
        sortie_le: None,
        heures: None,
        bilan: None,
    }
}

async fn inserer(tx: &Ecriture, i: &InscriptionFormation) -> Result<(), Panne> {
    let mut q = tx.requete("insert into inscription_formation (departement, id, version, allocataire_id, session_id, organisme_id, evaluation_id, evaluateur_id, prescription_id, statut, rang, besoin, evalue_le, inscrite_le, modifie_le, ");
    q.texte(niveau::COLONNES).texte(") values (");
    q.valeurs([
        i.departement.as_str().into(),
        i.id.into(),
        i.version.into(),
        i.allocataire_id.into(),
        i.session.into(),
        i.organisme.into(),
        i.evaluation.into(),
        i.evaluateur.into(),
        i.prescription.into(),
        i.statut.code().into(),
        i.rang.into(),
        i.besoin.map(Enumeration::code).into(),
        i.evalue_le.into(),
        i.inscrite_le.into(),
        i.inscrite_le.into(),
    ]);
    q.texte(", ").valeurs(i.competences.valeurs()).texte(")");
    tx.executer(q).await.map(drop)
}

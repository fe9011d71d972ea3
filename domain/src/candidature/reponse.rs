//! The structure answers, the prescriber withdraws: every move goes through the table of states.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::mouvement::{self, Passage};
use super::transition::{Exigence, REPONDRE, RETIRER, Transition};
use super::{Candidature, MotifRefusCandidature as M, Partie, StatutCandidature as S};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Reponse {
    pub id: Uuid,
    pub version: i64,
    pub vers: S,
    pub entretien_le: Option<DateTime<Utc>>,
    pub motif: Option<M>,
    pub commentaire: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Retrait {
    pub id: Uuid,
    pub version: i64,
    pub motif: M,
    pub commentaire: Option<String>,
}

pub async fn repondre(session: &Session, cle: Option<Uuid>, reponse: Reponse) -> Result<Issue, Panne> {
    session.ecrire("repondreCandidature", cle, reponse, |tx, r| Box::pin(avancer(tx, r))).await
}

async fn avancer(tx: &mut Ecriture, r: Reponse) -> Result<Uuid, Refus> {
    let c = mouvement::prendre(tx, (r.id, r.version), Partie::Employeur, "id").await?;
    let commentaire = saisie::facultatif("commentaire", r.commentaire.as_deref(), saisie::LONG)?;
    if r.vers == S::Embauchee {
        let message = "Une embauche se dit par embaucher.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "vers", message).into());
    }
    let t = mouvement::verifier(&c, r.vers, REPONDRE)?;
    exiger(&c, &t, &r, commentaire.as_ref())?;
    let passage = Passage { de: Some(c.statut), vers: r.vers, motif: r.motif, commentaire };
    mouvement::avancer(tx, &c, passage, |q| {
        if let Some(le) = r.entretien_le {
            q.texte(", entretien_le = ").valeur(le);
        }
    })
    .await?;
    Ok(c.id)
}

/// What the table asks of the move is given, and nothing is given that it does not take.
fn exiger(c: &Candidature, t: &Transition, r: &Reponse, commentaire: Option<&String>) -> Result<(), ErreurMetier> {
    match (t.exige, r.motif, r.entretien_le) {
        (Exigence::Motif, None, _) => return Err(ErreurMetier::saisie("motif", "Ce passage demande un motif.")),
        (Exigence::Motif, Some(M::SansReponse), _) => {
            return Err(ErreurMetier::saisie("motif", "SANS_REPONSE se dit d'un silence : donnez votre raison."));
        }
        (Exigence::Rien | Exigence::Entretien | Exigence::Commentaire, Some(_), _) => {
            return Err(ErreurMetier::saisie("motif", "Un motif se donne avec un refus ou une annulation."));
        }
        (Exigence::Entretien, _, None) => return Err(ErreurMetier::saisie("entretienLe", "Dites quand l'entretien se tient.")),
        (Exigence::Entretien, _, Some(le)) if le < c.deposee_le => {
            return Err(ErreurMetier::saisie("entretienLe", "Un entretien suit la candidature."));
        }
        (Exigence::Rien | Exigence::Motif | Exigence::Commentaire, _, Some(_)) => {
            return Err(ErreurMetier::saisie("entretienLe", "Un entretien se fixe avec le statut ENTRETIEN."));
        }
        _ => {}
    }
    if t.exige == Exigence::Commentaire && commentaire.is_none() {
        return Err(ErreurMetier::saisie("commentaire", "Dites ce que la personne doit faire d'abord."));
    }
    Ok(())
}

/// The prescriber takes its application back.
pub async fn retirer(session: &Session, cle: Option<Uuid>, retrait: Retrait) -> Result<Issue, Panne> {
    session.ecrire("retirerCandidature", cle, retrait, |tx, r| Box::pin(desister(tx, r))).await
}

async fn desister(tx: &mut Ecriture, r: Retrait) -> Result<Uuid, Refus> {
    let c = mouvement::prendre(tx, (r.id, r.version), Partie::Prescripteur, "id").await?;
    let commentaire = saisie::facultatif("commentaire", r.commentaire.as_deref(), saisie::LONG)?;
    mouvement::verifier(&c, S::Desistee, RETIRER)?;
    if r.motif == M::SansReponse {
        return Err(ErreurMetier::saisie("motif", "SANS_REPONSE se dit d'un silence : donnez votre raison.").into());
    }
    let passage = Passage { de: Some(c.statut), vers: S::Desistee, motif: Some(r.motif), commentaire };
    mouvement::avancer(tx, &c, passage, |_| {}).await?;
    Ok(c.id)
}

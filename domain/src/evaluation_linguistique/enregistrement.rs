//! Recording what an evaluation found, initial or final.

use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::transition::{Geste, passage};
use super::{BesoinLinguistique, Competences, EvaluationLinguistique, StatutEvaluationLinguistique as S, acte, mouvement, niveau};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::prescription::couplage::{self, Etat};
use crate::rendez_vous::Presence;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Enregistrement {
    pub evaluation: Uuid,
    pub version: i64,
    pub finale: bool,
    pub besoin: Option<BesoinLinguistique>,
    pub competences: Competences,
    pub evalue_le: NaiveDate,
}

pub async fn enregistrer(session: &Session, cle: Option<Uuid>, enregistrement: Enregistrement) -> Result<Issue, Panne> {
    session.ecrire("enregistrerEvaluation", cle, enregistrement, |tx, e| Box::pin(inscrire(tx, e))).await
}

async fn inscrire(tx: &mut Ecriture, entree: Enregistrement) -> Result<Uuid, Refus> {
    let e = acte::prendre(tx, entree.evaluation, entree.version).await?;
    passage(Geste::Enregistrer, e.statut, S::Evaluee)?;
    a_son_tour(&e, entree.finale)?;
    entree.competences.verifier()?;
    let besoin = entree.besoin.or(e.besoin).ok_or_else(|| ErreurMetier::saisie("besoin", "La première évaluation dit le besoin."))?;
    date(tx, &e, entree.evalue_le).await?;
    inserer(tx, &e, &entree).await?;
    mouvement::poser(tx, &e, S::Evaluee, &colonnes(&e, &entree, besoin)).await?;
    if entree.finale {
        echeance::clore(tx, e.id, CodeEcheance::EvaluerFinal).await?;
    } else {
        couplage::mener(tx, e.prescription, Etat::Attendu(Presence::Present), entree.evalue_le).await?;
    }
    echeance::clore(tx, e.id, CodeEcheance::ConvoquerEvaluation).await?;
    Ok(e.id)
}

/// A final evaluation follows a training; until then, the initial one may be corrected.
fn a_son_tour(e: &EvaluationLinguistique, finale: bool) -> Result<(), ErreurMetier> {
    if e.entree_le.is_some() == finale {
        return Ok(());
    }
    let message = if finale { "Une évaluation finale suit une formation." } else { "Après une formation, l'évaluation est finale." };
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "finale", message))
}

/// A past day: since the referral, and since the training for a final one.
async fn date(tx: &Ecriture, e: &EvaluationLinguistique, le: NaiveDate) -> Result<(), Refus> {
    let emise = couplage::emise_le(tx, e.prescription).await?;
    let depuis = e.entree_le.map_or(emise, |entree| entree.max(emise));
    if (depuis..=tx.perimetre.jour).contains(&le) {
        return Ok(());
    }
    let message = format!("Une évaluation se date entre le {} et aujourd'hui.", crate::parcours::acte::francais(depuis));
    Err(ErreurMetier::saisie("niveau", message).into())
}

async fn inserer(tx: &Ecriture, e: &EvaluationLinguistique, entree: &Enregistrement) -> Result<(), Panne> {
    let rang = i64::try_from(e.niveaux.len()).unwrap_or_default() + 1;
    let mut q =
        tx.requete("insert into niveau_linguistique (departement, evaluation_id, rang, allocataire_id, finale, evalue_le, agent_id, ");
    q.texte(niveau::COLONNES).texte(") values (");
    q.valeurs([
        e.departement.as_str().into(),
        e.id.into(),
        rang.into(),
        e.allocataire_id.into(),
        entree.finale.into(),
        entree.evalue_le.into(),
        tx.perimetre.agent.into(),
    ]);
    q.texte(", ").valeurs(entree.competences.valeurs()).texte(")");
    tx.executer(q).await.map(drop)
}

fn colonnes(e: &EvaluationLinguistique, entree: &Enregistrement, besoin: BesoinLinguistique) -> Vec<(&'static str, Value)> {
    let rang = entree.competences.globale().map(|n| i64::try_from(n.rang()).unwrap_or_default());
    let mut colonnes = vec![("besoin", besoin.code().into()), ("niveau_atteint", rang.into())];
    if !entree.finale || e.evaluee_le.is_none() {
        colonnes.push(("evaluee_le", entree.evalue_le.into()));
    }
    colonnes
}

//! Moving an evaluation, with the referral that it was born of: both move together, and nobody moves both by hand.

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::Value;
use uuid::Uuid;

use super::{EvaluationLinguistique, StatutEvaluationLinguistique as S, lecture};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::pacte::delai::Delai;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

pub(crate) type Colonnes<'a> = &'a [(&'static str, Value)];

/// One conditional update: the version that was read is still the row's, or another writer was first. Whoever moves an
/// enrolment does not see the evaluation that moves with it.
pub(crate) async fn poser(tx: &mut Ecriture, e: &EvaluationLinguistique, vers: S, colonnes: Colonnes<'_>) -> Result<(), Refus> {
    let mut q = tx.requete("update evaluation_linguistique set version = version + 1, statut = ");
    q.valeur(vers.code()).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    for (colonne, valeur) in colonnes {
        q.texte(", ").texte(colonne).texte(" = ").valeur(valeur.clone());
    }
    q.texte(" where departement = ").valeur(e.departement.as_str()).texte(" and id = ").valeur(e.id);
    q.texte(" and version = ").valeur(e.version).texte(" returning id");
    if tx.hors_perimetre(q).await?.is_empty() {
        return Err(ErreurMetier::conflit().into());
    }
    signaler(tx, e);
    Ok(())
}

/// Whoever follows the person is told; so is the platform when another moved it.
pub(crate) fn signaler(tx: &mut Ecriture, e: &EvaluationLinguistique) {
    let evenement = |tx: &Ecriture| {
        let personne = (e.departement.as_str(), e.allocataire_id);
        Evenement::sur_dossier(tx, TypeEvenement::EvaluationLinguistiqueChangee, (Genre::EvaluationLinguistique, e.id), personne)
    };
    let general = evenement(tx);
    if e.evaluateur != tx.perimetre.partenaire {
        let adresse = evenement(tx).pour(e.evaluateur);
        tx.signaler(adresse);
    }
    tx.signaler(general);
}

/// What the enrolment makes of its evaluation; `entree` is the day of the entry in the training.
pub(crate) async fn suivre_inscription(tx: &mut Ecriture, id: Uuid, vers: S, entree: Option<NaiveDate>) -> Result<Uuid, Refus> {
    let e = lecture::pour_couplage(tx, id).await?.ok_or(Panne::Donnee("evaluation"))?;
    super::transition::passage(super::transition::Geste::Inscription, e.statut, vers)?;
    let premiere = entree.filter(|_| e.entree_le.is_none());
    let colonnes: Vec<(&'static str, Value)> = premiere.map(|le| ("entree_le", le.into())).into_iter().collect();
    poser(tx, &e, vers, &colonnes).await?;
    if vers == S::AEvaluerFinal {
        attendre(tx, CodeEcheance::EvaluerFinal, &e).await?;
    }
    Ok(e.prescription)
}

/// What the platform has to do next, by the rule of the pacte where it has one, else within the days in which a partner
/// answers.
pub(crate) async fn attendre(tx: &Ecriture, code: CodeEcheance, e: &EvaluationLinguistique) -> Result<(), Panne> {
    let (due, regle) = terme(tx, code, &e.departement);
    let attente = Echeance {
        departement: e.departement.clone(),
        code,
        objet: e.id,
        allocataire: Some(e.allocataire_id),
        responsable: e.evaluateur,
        agent: None,
        depuis: tx.base.horloge.instant(),
        due,
        regle,
    };
    echeance::remplacer(tx, &attente).await
}

/// The last day for an act that is to be done from today.
pub(crate) fn terme(tx: &Ecriture, code: CodeEcheance, departement: &str) -> (NaiveDate, Option<String>) {
    let jour = tx.perimetre.jour;
    match Delai::de(&tx.referentiel, departement, &code.usage()) {
        Some(delai) => (delai.apres(jour), Some(delai.regle)),
        None => (jour.checked_add_days(Days::new(tx.base.reglages.repondre_sous_jours.unsigned_abs())).unwrap_or(jour), None),
    }
}

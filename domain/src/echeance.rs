//! Deadlines are rows, opened and closed with what they wait for.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::identifiant::Genre;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::{Enumeration, enumeration};

mod lecture;
mod recalcul;

pub use lecture::{Filtre, page};
pub use recalcul::recalculer;

enumeration! {
    /// Ce qui est attendu d'un partenaire.
    CodeEcheance {
        Orienter "ORIENTER",
        FixerPremierRendezVous "FIXER_PREMIER_RENDEZ_VOUS",
        Contractualiser "CONTRACTUALISER",
        RenouvelerContrat "RENOUVELER_CONTRAT",
        DeciderReorientation "DECIDER_REORIENTATION",
        RepondrePrescription "REPONDRE_PRESCRIPTION",
        RendreComptePrescription "RENDRE_COMPTE_PRESCRIPTION",
        ConvoquerEvaluation "CONVOQUER_EVALUATION",
        EvaluerFinal "EVALUER_FINAL",
        RepondreCandidature "REPONDRE_CANDIDATURE",
        InstruireAide "INSTRUIRE_AIDE",
        CompleterDossierAide "COMPLETER_DOSSIER_AIDE",
        DeclarerIndicateur "DECLARER_INDICATEUR",
        ReleverPresence "RELEVER_PRESENCE",
        VerserAide "VERSER_AIDE",
        RendreVehicule "RENDRE_VEHICULE",
        SuivreInscription "SUIVRE_INSCRIPTION",
        RepondreDemandeDroit "REPONDRE_DEMANDE_DROIT",
        ReprendreContact "REPRENDRE_CONTACT",
        TraiterAbsence "TRAITER_ABSENCE",
    }
}

impl CodeEcheance {
    /// What a rule of a pacte says that it applies to when it gives this delay.
    #[must_use]
    pub fn usage(self) -> String {
        format!("Echeance.{}", self.code())
    }

    /// The type of what waits.
    #[must_use]
    pub const fn genre(self) -> Option<Genre> {
        match self {
            Self::RepondrePrescription | Self::RendreComptePrescription => Some(Genre::Prescription),
            Self::Orienter
            | Self::FixerPremierRendezVous
            | Self::Contractualiser
            | Self::RenouvelerContrat
            | Self::DeciderReorientation
            | Self::ReprendreContact
            | Self::TraiterAbsence => Some(Genre::Parcours),
            Self::ReleverPresence => Some(Genre::RendezVous),
            Self::ConvoquerEvaluation | Self::EvaluerFinal => Some(Genre::EvaluationLinguistique),
            Self::SuivreInscription => Some(Genre::InscriptionFormation),
            Self::InstruireAide | Self::CompleterDossierAide | Self::VerserAide | Self::RendreVehicule => Some(Genre::AideMobilite),
            Self::RepondreCandidature => Some(Genre::Candidature),
            Self::DeclarerIndicateur => Some(Genre::Indicateur),
            Self::RepondreDemandeDroit => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Echeance {
    pub departement: String,
    pub code: CodeEcheance,
    pub objet: Uuid,
    /// None for what is due about nobody.
    pub allocataire: Option<Uuid>,
    pub responsable: Uuid,
    pub agent: Option<Uuid>,
    pub depuis: DateTime<Utc>,
    pub due: NaiveDate,
    /// Code of the pacte's rule that gives the delay.
    pub regle: Option<String>,
}

pub(crate) const COLONNES: &str = "departement, code, objet_id, allocataire_id, responsable_id, agent_id, depuis, due, regle";

pub(crate) async fn ouvrir(tx: &Ecriture, e: &Echeance) -> Result<(), Panne> {
    tx.executer(insertion(tx.requete(""), e)).await.map(drop)
}

pub(crate) fn insertion(mut q: Requete, e: &Echeance) -> Requete {
    q.texte("insert into echeance (").texte(COLONNES).texte(") values (");
    q.valeurs([
        e.departement.clone().into(),
        e.code.code().into(),
        e.objet.into(),
        e.allocataire.into(),
        e.responsable.into(),
        e.agent.into(),
        e.depuis.into(),
        e.due.into(),
        e.regle.clone().into(),
    ]);
    q.texte(")");
    q
}

pub(crate) async fn reporter(tx: &Ecriture, objet: Uuid, code: CodeEcheance, due: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("update echeance set signalee_le = null, due = ");
    q.valeur(due).texte(" where objet_id = ").valeur(objet).texte(" and code = ").valeur(code.code());
    tx.executer(q).await.map(drop)
}

/// The same, counted from another instant: a pacte that changes the delay counts from there too.
pub(crate) async fn recompter(
    tx: &Ecriture,
    objet: Uuid,
    code: CodeEcheance,
    (depuis, due): (DateTime<Utc>, NaiveDate),
) -> Result<(), Panne> {
    let mut q = tx.requete("update echeance set depuis = ");
    q.valeur(depuis).texte(" where objet_id = ").valeur(objet).texte(" and code = ").valeur(code.code());
    tx.executer(q).await?;
    reporter(tx, objet, code, due).await
}

pub(crate) async fn clore(tx: &Ecriture, objet: Uuid, code: CodeEcheance) -> Result<(), Panne> {
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(objet).texte(" and code = ").valeur(code.code());
    tx.executer(q).await.map(drop)
}

/// The same for all who must do it, whom the caller may not see; what began after that day is another period's, and waits.
pub(crate) async fn clore_jusqu_au(tx: &Ecriture, objet: Uuid, code: CodeEcheance, jour: NaiveDate) -> Result<(), Panne> {
    let lendemain = jour.succ_opt().unwrap_or(jour).and_time(NaiveTime::MIN).and_utc();
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(objet).texte(" and code = ").valeur(code.code()).texte(" and depuis <= ").valeur(lendemain);
    tx.hors_perimetre(q).await.map(drop)
}

/// Opens a deadline, in the place of one of the same code that its object had.
pub(crate) async fn remplacer(tx: &Ecriture, e: &Echeance) -> Result<(), Panne> {
    clore(tx, e.objet, e.code).await?;
    ouvrir(tx, e).await
}

/// Everything that an object was waiting for.
pub(crate) async fn clore_toutes(tx: &Ecriture, objet: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(objet);
    tx.executer(q).await.map(drop)
}

/// What one partner had to do for an object is another's to do.
pub(crate) async fn confier(tx: &Ecriture, objet: Uuid, de: Uuid, (vers, agent): (Uuid, Option<Uuid>)) -> Result<(), Panne> {
    let mut q = tx.requete("update echeance set responsable_id = ");
    q.valeur(vers).texte(", agent_id = ").valeur(agent).texte(" where objet_id = ").valeur(objet);
    q.texte(" and responsable_id = ").valeur(de);
    tx.executer(q).await.map(drop)
}

//! Fiches-action: what the document prints, and what partners have written on top of it since.
//!
//! The two are stored apart, so that a new edition of the document never overwrites a partner's follow-up.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::vocabulaire::enumeration;

mod budget;
mod document;
pub mod suivi;

pub use budget::{BudgetFiche, ecrire_centimes, lire_centimes};
pub use document::{ActionImprimee, BilanImprime, Document, Pilote, SuiviImprime};

enumeration! {
    /// Avancement d'une action ou d'une fiche-action.
    StatutAction {
        NonEngage "NON_ENGAGE",
        EnCours "EN_COURS",
        Realise "REALISE",
        Abandonne "ABANDONNE",
        NonRenseigne "NON_RENSEIGNE",
        Reporte "REPORTE",
    }
}

/// A fiche-action as it stands: the document with the follow-up of the partners applied.
#[derive(Clone, Debug)]
pub struct FicheAction {
    pub id: Uuid,
    pub pacte: Uuid,
    pub version: i64,
    /// Place in the document.
    pub rang: i64,
    pub document: Document,
    pub statut: StatutAction,
    pub actions: Vec<ActionOperationnelle>,
    pub bilans: Vec<BilanFiche>,
    pub budgets: Vec<BudgetFiche>,
    /// The latest of `budgets`; empty when there is none.
    pub budget: BudgetFiche,
}

/// What is stored of a fiche-action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contenu {
    pub rang: i64,
    /// The Département, for which the document speaks.
    pub auteur: Uuid,
    pub document: Document,
    #[serde(default)]
    pub saisies: Saisies,
}

/// What partners wrote: statuses, reports, and for a year the figures that replace the printed ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Saisies {
    pub suivis: Vec<SuiviSaisi>,
    pub bilans: Vec<BilanFiche>,
    pub budgets: Vec<BudgetFiche>,
}

/// A follow-up of one action, or of the whole fiche when it names none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SuiviSaisi {
    pub action: Option<i64>,
    pub suivi: SuiviAction,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SuiviAction {
    pub le: DateTime<Utc>,
    pub statut: StatutAction,
    pub par: Uuid,
    pub commentaire: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BilanFiche {
    pub annee: i64,
    pub texte: String,
    pub par: Uuid,
    pub le: DateTime<Utc>,
}

/// An action with its follow-up, oldest first.
#[derive(Clone, Debug)]
pub struct ActionOperationnelle {
    pub numero: i64,
    pub libelle: String,
    pub pilotes: Vec<String>,
    pub calendrier: Option<String>,
    pub moyens: Option<String>,
    pub statut: StatutAction,
    pub suivi: Vec<SuiviAction>,
    pub echeance: Option<NaiveDate>,
}

impl ActionOperationnelle {
    /// Its date is past and nobody said that it was done or given up.
    #[must_use]
    pub fn en_retard(&self, jour: NaiveDate) -> bool {
        let close = matches!(self.statut, StatutAction::Realise | StatutAction::Abandonne);
        !close && self.echeance.is_some_and(|echeance| echeance < jour)
    }
}

impl FicheAction {
    #[must_use]
    pub fn nouvelle(id: Uuid, pacte: Uuid, version: i64, contenu: Contenu) -> Self {
        let budgets = contenu.budgets();
        Self {
            id,
            pacte,
            version,
            rang: contenu.rang,
            statut: contenu.saisies.suivis_de(None).last().map_or(contenu.document.statut, |s| s.statut),
            actions: contenu.document.actions.iter().map(|a| contenu.action(a)).collect(),
            bilans: contenu.bilans(),
            budget: budgets.iter().max_by_key(|b| b.annee).cloned().unwrap_or_default(),
            budgets,
            document: contenu.document,
        }
    }
}

impl Contenu {
    fn action(&self, imprimee: &ActionImprimee) -> ActionOperationnelle {
        let imprime = imprimee.suivi.iter().map(|s| self.suivi(s));
        let saisi = self.saisies.suivis_de(Some(imprimee.numero));
        ActionOperationnelle {
            numero: imprimee.numero,
            libelle: imprimee.libelle.clone(),
            pilotes: imprimee.pilotes.clone(),
            calendrier: imprimee.calendrier.clone(),
            moyens: imprimee.moyens.clone(),
            statut: saisi.clone().last().map_or(imprimee.statut, |s| s.statut),
            suivi: imprime.chain(saisi.cloned()).collect(),
            echeance: imprimee.echeance,
        }
    }

    fn suivi(&self, imprime: &SuiviImprime) -> SuiviAction {
        SuiviAction { le: instant(imprime.le), statut: imprime.statut, par: self.auteur, commentaire: imprime.commentaire.clone() }
    }

    /// A printed report bears no date of its own: it stands at the close of its year.
    fn bilans(&self) -> Vec<BilanFiche> {
        let imprimes = self.document.bilans.iter().map(|b| BilanFiche {
            annee: b.annee,
            texte: b.texte.clone(),
            par: self.auteur,
            le: instant(cloture(b.annee)),
        });
        imprimes.chain(self.saisies.bilans.iter().cloned()).collect()
    }

    /// The printed budgets, those of the years that partners follow replaced, with what was printed still shown.
    fn budgets(&self) -> Vec<BudgetFiche> {
        let mut budgets = self.document.budgets.clone();
        for saisi in self.saisies.budgets.iter().cloned() {
            match budgets.iter_mut().find(|b| b.annee == saisi.annee) {
                Some(place) => *place = BudgetFiche { imprime: std::mem::take(&mut place.imprime), ..saisi },
                None => budgets.push(saisi),
            }
        }
        budgets
    }
}

impl Saisies {
    fn suivis_de(&self, action: Option<i64>) -> impl DoubleEndedIterator<Item = &SuiviAction> + Clone {
        self.suivis.iter().filter(move |s| s.action == action).map(|s| &s.suivi)
    }
}

/// Midnight UTC: the same calendar day when read in UTC or in France.
fn instant(jour: NaiveDate) -> DateTime<Utc> {
    jour.and_time(NaiveTime::MIN).and_utc()
}

fn cloture(annee: i64) -> NaiveDate {
    i32::try_from(annee).ok().and_then(|annee| NaiveDate::from_ymd_opt(annee, 12, 31)).unwrap_or_default()
}

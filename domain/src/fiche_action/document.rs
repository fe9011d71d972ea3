//! The fiche-action as its document prints it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BudgetFiche, StatutAction};

/// The printed fiche. The files name partners by their key, the database by their id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document<P = Uuid> {
    pub code: String,
    pub titre: String,
    /// Number of the pacte's axis.
    pub axe: Option<String>,
    pub enjeux: Option<String>,
    pub objectifs: Vec<String>,
    pub public_vise: Option<String>,
    pub pilotes: Vec<Pilote<P>>,
    pub partenaires_associes: Vec<P>,
    pub operateurs: Vec<P>,
    pub calendrier: Option<String>,
    pub moyens: Option<String>,
    pub actions: Vec<ActionImprimee>,
    pub resultats_attendus: Vec<String>,
    pub budgets: Vec<BudgetFiche>,
    pub statut: StatutAction,
    pub bilans: Vec<BilanImprime>,
    /// Codes of the pacte's anomalies that concern this fiche.
    pub anomalies: Vec<String>,
    pub source: String,
}

/// Who leads, as printed, and the partner when it is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pilote<P = Uuid> {
    pub libelle: String,
    pub partenaire: Option<P>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionImprimee {
    pub numero: i64,
    pub libelle: String,
    pub pilotes: Vec<String>,
    pub calendrier: Option<String>,
    pub moyens: Option<String>,
    pub statut: StatutAction,
    pub echeance: Option<NaiveDate>,
    pub suivi: Vec<SuiviImprime>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuiviImprime {
    pub le: NaiveDate,
    pub statut: StatutAction,
    pub commentaire: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BilanImprime {
    pub annee: i64,
    pub texte: String,
}

impl Document {
    /// As a pilot, an associate or an operator.
    #[must_use]
    pub fn nomme(&self, partenaire: Uuid) -> bool {
        let pilotes = self.pilotes.iter().filter_map(|p| p.partenaire.as_ref());
        pilotes.chain(&self.partenaires_associes).chain(&self.operateurs).any(|nomme| *nomme == partenaire)
    }
}

impl<P> Document<P> {
    /// The same document, its partners named otherwise; stops at the first name that does not translate.
    pub(crate) fn traduire<Q, E>(self, nommer: impl Fn(&'static str, &P) -> Result<Q, E>) -> Result<Document<Q>, E> {
        let tous = |champ, noms: &[P]| noms.iter().map(|nom| nommer(champ, nom)).collect::<Result<Vec<Q>, E>>();
        let pilotes = self.pilotes.into_iter().map(|p| {
            let partenaire = p.partenaire.as_ref().map(|nom| nommer("pilotes", nom)).transpose()?;
            Ok(Pilote { libelle: p.libelle, partenaire })
        });
        Ok(Document {
            code: self.code,
            titre: self.titre,
            axe: self.axe,
            enjeux: self.enjeux,
            objectifs: self.objectifs,
            public_vise: self.public_vise,
            pilotes: pilotes.collect::<Result<_, E>>()?,
            partenaires_associes: tous("partenairesAssocies", &self.partenaires_associes)?,
            operateurs: tous("operateurs", &self.operateurs)?,
            calendrier: self.calendrier,
            moyens: self.moyens,
            actions: self.actions,
            resultats_attendus: self.resultats_attendus,
            budgets: self.budgets,
            statut: self.statut,
            bilans: self.bilans,
            anomalies: self.anomalies,
            source: self.source,
        })
    }
}

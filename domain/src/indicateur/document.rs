//! The indicator as its document prints it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{NatureIndicateur, QualiteValeur};
use crate::mesure::{Centiemes, PasTemporel, Periode};
use crate::pacte::UniteIndicateur;
use crate::vocabulaire::enumeration;

enumeration! {
    /// Sens dans lequel une valeur atteint son objectif ; ENTRE va de la valeur à la valeur maximale, comprises.
    SensObjectif {
        AuMoins "AU_MOINS",
        AuPlus "AU_PLUS",
        PlusDe "PLUS_DE",
        Egal "EGAL",
        Entre "ENTRE",
    }
}

/// The printed indicator. The files name partners by their key, the database by their id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document<P = Uuid> {
    /// Pacte, fiche or part of the pacte, and rank there.
    pub code: String,
    /// Code of the fiche-action.
    pub fiche: Option<String>,
    /// Number of the pacte's axis.
    pub axe: Option<String>,
    pub libelle: String,
    /// What a reader must know of the printed text.
    pub note: Option<String>,
    /// As printed, even where the document calls a number qualitative.
    pub nature: NatureIndicateur,
    pub unite: UniteIndicateur,
    /// Code of the measure that computes it.
    pub mesure: Option<String>,
    /// Which of its facts: see [`crate::mesure::parametre`].
    pub mesure_parametre: Option<String>,
    /// Which of the printed figures it computes, where the document prints several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mesure_precision: Option<String>,
    /// Why no measure does.
    pub hors_de_portee: Option<String>,
    pub responsables: Vec<P>,
    /// How often it is declared; none for a figure that the document gives once.
    pub periodicite: Option<PasTemporel>,
    /// Of what the printed values lack, or why they differ.
    pub justification: Option<String>,
    pub objectifs: Vec<Objectif>,
    pub valeurs: Vec<Imprime>,
    /// Codes of the pacte's anomalies that touch it.
    pub anomalies: Vec<String>,
    /// Of the document: where what it prints bears no date.
    pub annee: i32,
    pub source: String,
}

/// What the document aims at, in a period or always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objectif {
    pub du: Option<NaiveDate>,
    pub au: Option<NaiveDate>,
    pub texte: Option<String>,
    /// The lower bound when the sense is `Entre`.
    pub valeur: Option<Centiemes>,
    pub valeur_maximale: Option<Centiemes>,
    pub sens: SensObjectif,
    pub echeance: Option<NaiveDate>,
    pub source: String,
}

/// One printed value. Several may be printed for one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Imprime {
    /// As printed.
    pub periode: String,
    /// The document prints no period: it is that of the text around.
    pub deduite: bool,
    /// Where the period dates itself.
    pub du: Option<NaiveDate>,
    pub au: Option<NaiveDate>,
    pub texte: String,
    /// Where the text reads as a number in the unit of the indicator.
    pub valeur: Option<Centiemes>,
    /// What it counts, where the document prints several.
    pub precision: Option<String>,
    /// Why there is no value.
    pub qualite: Option<QualiteValeur>,
    /// Code of the anomaly of the pacte that touches it.
    pub anomalie: Option<String>,
}

fn periode(du: Option<NaiveDate>, au: Option<NaiveDate>) -> Option<Periode> {
    du.zip(au).map(|(du, au)| Periode { du, au })
}

impl Objectif {
    #[must_use]
    pub fn periode(&self) -> Option<Periode> {
        periode(self.du, self.au)
    }
}

impl Imprime {
    #[must_use]
    pub fn periode(&self) -> Option<Periode> {
        periode(self.du, self.au)
    }
}

impl<P> Document<P> {
    /// The same document, its partners named otherwise; stops at the first name that does not translate.
    pub(crate) fn traduire<Q, E>(self, nommer: impl Fn(&P) -> Result<Q, E>) -> Result<Document<Q>, E> {
        Ok(Document {
            code: self.code,
            fiche: self.fiche,
            axe: self.axe,
            libelle: self.libelle,
            note: self.note,
            nature: self.nature,
            unite: self.unite,
            mesure: self.mesure,
            mesure_parametre: self.mesure_parametre,
            mesure_precision: self.mesure_precision,
            hors_de_portee: self.hors_de_portee,
            responsables: self.responsables.iter().map(nommer).collect::<Result<_, E>>()?,
            periodicite: self.periodicite,
            justification: self.justification,
            objectifs: self.objectifs,
            valeurs: self.valeurs,
            anomalies: self.anomalies,
            annee: self.annee,
            source: self.source,
        })
    }
}

//! Indicators of the fiches-action: what the documents print, what partners declare, what measures compute.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::mesure::{Centiemes, Dimension, Periode};
use crate::vocabulaire::enumeration;

enumeration! {
    /// Nature d'un indicateur.
    NatureIndicateur {
        Quantitatif "QUANTITATIF",
        Qualitatif "QUALITATIF",
    }
}

enumeration! {
    /// CALCULE : par la plateforme, à partir des dossiers. DECLARE : saisi par un partenaire.
    ModeIndicateur {
        Calcule "CALCULE",
        Declare "DECLARE",
    }
}

enumeration! {
    /// SECRET_STATISTIQUE : effectif trop petit pour être montré, ou déductible d'un total.
    QualiteValeur {
        Observee "OBSERVEE",
        Provisoire "PROVISOIRE",
        SecretStatistique "SECRET_STATISTIQUE",
        NonDisponible "NON_DISPONIBLE",
        NonRenseignee "NON_RENSEIGNEE",
    }
}

/// One line of an answer, whoever gave the value: a document, a partner or a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurIndicateur {
    pub periode: Periode,
    /// `Année 2021`, `Trimestre 2 2021`, `Mars 2021`, or what the document prints.
    pub libelle_periode: String,
    pub territoire: Option<Uuid>,
    pub parts: Vec<Part>,
    pub valeur: Option<Centiemes>,
    pub texte: Option<String>,
    pub numerateur: Option<Centiemes>,
    pub denominateur: Option<Centiemes>,
    pub mediane: Option<Centiemes>,
    pub quantile90: Option<Centiemes>,
    pub imprimee: Option<ValeurImprimee>,
    pub declaree_par: Option<Uuid>,
    pub declaree_le: Option<DateTime<Utc>>,
    pub publiee_le: Option<DateTime<Utc>>,
    pub qualite: QualiteValeur,
    pub version_definition: i64,
    pub cohorte_mature: bool,
    pub justification: Option<String>,
    pub source: String,
    pub etabli_le: DateTime<Utc>,
    /// Distance to the objective, in the unit of the indicator.
    pub ecart: Option<Centiemes>,
}

/// One part of a breakdown, as an agent reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub dimension: Dimension,
    /// `INCONNU` when the person's value is not known.
    pub code: String,
    pub libelle: String,
}

/// What the document prints, to the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurImprimee {
    pub texte: String,
    pub source: String,
    /// Code of the anomaly of the pacte that touches it.
    pub anomalie: Option<String>,
}

//! Indicators of the fiches-action: what the documents print, what partners declare, what measures compute.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::mesure::{self, Centiemes, Dimension, Mesure, Periode};
use crate::referentiel::Referentiel;
use crate::vocabulaire::enumeration;

pub mod attente;
mod calcul;
pub mod declaration;
mod declaree;
mod definition;
mod document;
mod figee;
mod imprimee;
mod objectif;
mod part;
mod periode;
pub mod question;
pub mod saisie;
pub mod valeurs;
mod verification;

pub use declaration::Declaration;
pub use declaree::ligne as ligne_declaree;
pub use definition::DefinitionIndicateur;
pub use document::{Document, Imprime, Objectif, SensObjectif};

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

#[expect(clippy::derivable_impls, reason = "the table of values writes the type and its derives")]
impl Default for QualiteValeur {
    fn default() -> Self {
        Self::Observee
    }
}

/// An indicator of a pacte, of one of its fiches-action where the document says so.
#[derive(Clone, Debug)]
pub struct Indicateur {
    pub id: Uuid,
    pub pacte: Uuid,
    pub departement: String,
    pub fiche: Option<Uuid>,
    /// Place in the pacte.
    pub rang: i64,
    pub document: Document,
}

impl Indicateur {
    #[must_use]
    pub fn code(&self) -> &str {
        &self.document.code
    }

    /// The formula that computes it.
    #[must_use]
    pub fn mesure(&self) -> Option<&'static Mesure> {
        self.document.mesure.as_deref().and_then(mesure::trouver)
    }

    /// The partner declares it: the document says so, or its fiche-action names the partner.
    #[must_use]
    pub fn releve_de(&self, referentiel: &Referentiel, partenaire: Uuid) -> bool {
        let fiche = self.fiche.and_then(|id| referentiel.fiches_action.par_id(id));
        self.document.responsables.contains(&partenaire) || fiche.is_some_and(|f| f.document.nomme(partenaire))
    }

    #[must_use]
    pub const fn mode(&self) -> ModeIndicateur {
        if self.document.mesure.is_some() { ModeIndicateur::Calcule } else { ModeIndicateur::Declare }
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

impl ValeurIndicateur {
    /// A line of which nothing is said yet.
    #[must_use]
    pub fn de(periode: Periode, etabli_le: DateTime<Utc>) -> Self {
        Self {
            periode,
            libelle_periode: periode.libelle(),
            territoire: None,
            parts: Vec::new(),
            valeur: None,
            texte: None,
            numerateur: None,
            denominateur: None,
            mediane: None,
            quantile90: None,
            imprimee: None,
            declaree_par: None,
            declaree_le: None,
            publiee_le: None,
            qualite: QualiteValeur::NonDisponible,
            version_definition: 1,
            cohorte_mature: true,
            justification: None,
            source: String::new(),
            etabli_le,
            ecart: None,
        }
    }

    /// Of the whole département, and of no part.
    #[must_use]
    pub const fn est_totale(&self) -> bool {
        self.territoire.is_none() && self.parts.is_empty()
    }
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
    /// What it counts, where the document prints several figures for one indicator.
    pub precision: Option<String>,
    pub source: String,
    /// Code of the anomaly of the pacte that touches it.
    pub anomalie: Option<String>,
}

//! Pactes: who signed them, what they lay down, and where their documents contradict themselves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::vocabulaire::enumeration;

pub mod delai;
#[cfg(test)]
pub(crate) mod essai;

enumeration! {
    /// Nature du document qui fonde un pacte.
    TypePacte {
        PacteTerritorial "PACTE_TERRITORIAL",
        Avenant "AVENANT",
        ConventionPauvrete "CONVENTION_PAUVRETE",
        Assises "ASSISES",
    }
}

enumeration! {
    /// Portée d'un énoncé du document : ce qu'il impose, vise, promet, définit, propose ou constate.
    NatureRegle {
        Regle "REGLE",
        Objectif "OBJECTIF",
        Engagement "ENGAGEMENT",
        Definition "DEFINITION",
        Proposition "PROPOSITION",
        Constat "CONSTAT",
    }
}

enumeration! {
    /// Sens de la valeur d'une règle.
    OperateurRegle {
        Egal "EGAL",
        AuMoins "AU_MOINS",
        AuPlus "AU_PLUS",
        PlusDe "PLUS_DE",
        MoinsDe "MOINS_DE",
        Entre "ENTRE",
    }
}

enumeration! {
    /// Unité d'une valeur.
    UniteIndicateur {
        Nombre "NOMBRE",
        Pourcentage "POURCENTAGE",
        Jours "JOURS",
        Mois "MOIS",
        Heures "HEURES",
        Euros "EUROS",
        Texte "TEXTE",
    }
}

/// A pacte of one département.
#[derive(Clone, Debug)]
pub struct Pacte {
    pub id: Uuid,
    pub code: String,
    pub departement: String,
    pub contenu: Contenu,
}

/// What the document says, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contenu {
    pub titre: String,
    #[serde(rename = "type")]
    pub type_: TypePacte,
    pub debut: Option<NaiveDate>,
    pub fin: Option<NaiveDate>,
    pub axes: Vec<Axe>,
    pub signataires: Vec<Signataire>,
    pub regles: Vec<Regle>,
    pub anomalies: Vec<AnomalieSource>,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Axe {
    pub numero: String,
    pub titre: String,
}

/// A signature; its date is unknown where the document does not print one. The files name the partner by its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signataire<P = Uuid> {
    pub partenaire: P,
    pub signee_le: Option<NaiveDate>,
}

/// A rule, a delay or a target that the pacte lays down, with what applies it in the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Regle {
    pub code: String,
    /// Code of the fiche-action that states it.
    pub fiche: Option<String>,
    pub nature: NatureRegle,
    pub domaine: String,
    pub enonce: String,
    pub operateur: Option<OperateurRegle>,
    /// Decimal text; the lower bound when the operator is `Entre`.
    pub valeur: Option<String>,
    pub valeur_maximale: Option<String>,
    pub unite: Option<UniteIndicateur>,
    pub unite_texte: Option<String>,
    pub source: String,
    pub appliquee_par: Vec<String>,
}

/// A place where the document contradicts itself or does not read: both figures are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnomalieSource {
    pub code: String,
    pub pacte: String,
    /// Code of the fiche-action it concerns first; others may list it too.
    pub fiche: Option<String>,
    pub nature: String,
    pub description: String,
    pub valeurs: Vec<String>,
    pub source: String,
}

impl Pacte {
    #[must_use]
    pub fn axe(&self, numero: &str) -> Option<&Axe> {
        self.contenu.axes.iter().find(|a| a.numero == numero)
    }

    #[must_use]
    pub fn regle(&self, code: &str) -> Option<&Regle> {
        self.contenu.regles.iter().find(|r| r.code == code)
    }

    #[must_use]
    pub fn signature(&self, partenaire: Uuid) -> Option<&Signataire> {
        self.contenu.signataires.iter().find(|s| s.partenaire == partenaire)
    }
}

impl Regle {
    /// Whether a measure keeps to what the rule states, each of its units being worth so many of the measure's; never
    /// where it states no whole number.
    #[must_use]
    pub fn admet(&self, mesure: i64, par_unite: i64) -> bool {
        let borne = |texte: &Option<String>| texte.as_ref()?.parse::<i64>().ok()?.checked_mul(par_unite);
        let Some(valeur) = borne(&self.valeur) else { return false };
        match self.operateur {
            Some(OperateurRegle::Egal) => mesure == valeur,
            Some(OperateurRegle::AuMoins) => mesure >= valeur,
            Some(OperateurRegle::AuPlus) => mesure <= valeur,
            Some(OperateurRegle::PlusDe) => mesure > valeur,
            Some(OperateurRegle::MoinsDe) => mesure < valeur,
            Some(OperateurRegle::Entre) => borne(&self.valeur_maximale).is_some_and(|haute| (valeur..=haute).contains(&mesure)),
            None => false,
        }
    }

    #[must_use]
    pub fn appliquee_par(&self, usage: &str) -> bool {
        self.appliquee_par.iter().any(|u| u == usage)
    }
}

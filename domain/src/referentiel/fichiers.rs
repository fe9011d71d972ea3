//! The data files of the pactes, embedded, and their exact form: an unknown field is an error, not a loss.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::chargement::Echec;
use crate::allocataire::PublicCible;
use crate::dispositif::Mobilite;
use crate::fiche_action::Document;
use crate::indicateur;
use crate::pacte::{AnomalieSource, Axe, Regle, Signataire, TypePacte};
use crate::partenaire::TypePartenaire;
use crate::prescription::TypePrescription;
use crate::structure_iae::TypeStructureIae;
use crate::territoire::TypeTerritoire;
use crate::vocabulaire::Ensemble;

macro_rules! fichier {
    ($chemin:literal) => {
        Fichier { chemin: $chemin, texte: include_str!(concat!("../../referentiel/", $chemin)) }
    };
}

/// One embedded file.
struct Fichier {
    chemin: &'static str,
    texte: &'static str,
}

const DEPARTEMENTS: Fichier = fichier!("departements.json");
const TERRITOIRES: Fichier = fichier!("territoires.json");
const COMMUNES: [(&str, Fichier); 4] = [
    ("31", fichier!("communes/31.json")),
    ("32", fichier!("communes/32.json")),
    ("64", fichier!("communes/64.json")),
    ("82", fichier!("communes/82.json")),
];
const PARTENAIRES: Fichier = fichier!("partenaires.json");
const SERVICES: Fichier = fichier!("services.json");
const STRUCTURES: Fichier = fichier!("structures_iae.json");
const PACTES: Fichier = fichier!("pactes.json");
const DISPOSITIFS: Fichier = fichier!("dispositifs.json");
const ANOMALIES: Fichier = fichier!("anomalies.json");
const FICHES: [(&str, Fichier); 5] = [
    ("31-2019-2021", fichier!("fiches/31-2019-2021.json")),
    ("31-convention-pauvrete-2019-2021", fichier!("fiches/31-convention-pauvrete-2019-2021.json")),
    ("32-2022", fichier!("fiches/32-2022.json")),
    ("64-2018-2021", fichier!("fiches/64-2018-2021.json")),
    ("82-avenant-1", fichier!("fiches/82-avenant-1.json")),
];
const REGLES: [(&str, Fichier); 5] = [
    ("31-2019-2021", fichier!("regles/31-2019-2021.json")),
    ("31-convention-pauvrete-2019-2021", fichier!("regles/31-convention-pauvrete-2019-2021.json")),
    ("32-2022", fichier!("regles/32-2022.json")),
    ("64-2018-2021", fichier!("regles/64-2018-2021.json")),
    ("82-avenant-1", fichier!("regles/82-avenant-1.json")),
];

const INDICATEURS: [(&str, Fichier); 5] = [
    ("31-2019-2021", fichier!("indicateurs/31-2019-2021.json")),
    ("31-convention-pauvrete-2019-2021", fichier!("indicateurs/31-convention-pauvrete-2019-2021.json")),
    ("32-2022", fichier!("indicateurs/32-2022.json")),
    ("64-2018-2021", fichier!("indicateurs/64-2018-2021.json")),
    ("82-avenant-1", fichier!("indicateurs/82-avenant-1.json")),
];

/// Everything that the files say; the maps are by code of département or of pacte.
pub(super) struct Fichiers {
    pub departements: Vec<Departement>,
    pub territoires: Vec<Territoire>,
    pub communes: BTreeMap<&'static str, Vec<Commune>>,
    pub partenaires: Vec<Partenaire>,
    pub services: Vec<Service>,
    pub structures: Vec<Structure>,
    pub pactes: Vec<Pacte>,
    pub dispositifs: Vec<Dispositif>,
    pub anomalies: Vec<AnomalieSource>,
    pub fiches: BTreeMap<&'static str, Vec<Document<String>>>,
    pub regles: BTreeMap<&'static str, Vec<Regle>>,
    pub indicateurs: BTreeMap<&'static str, Vec<indicateur::Document<String>>>,
}

impl Fichiers {
    pub fn lire() -> Result<Self, Echec> {
        Ok(Self {
            departements: DEPARTEMENTS.lire()?,
            territoires: TERRITOIRES.lire()?,
            communes: lire_tous(&COMMUNES)?,
            partenaires: PARTENAIRES.lire()?,
            services: SERVICES.lire()?,
            structures: STRUCTURES.lire()?,
            pactes: PACTES.lire()?,
            dispositifs: DISPOSITIFS.lire()?,
            anomalies: ANOMALIES.lire()?,
            fiches: lire_tous(&FICHES)?,
            regles: lire_tous(&REGLES)?,
            indicateurs: lire_tous(&INDICATEURS)?,
        })
    }
}

impl Fichier {
    fn lire<T: DeserializeOwned>(&self) -> Result<Vec<T>, Echec> {
        serde_json::from_str(self.texte).map_err(|cause| Echec::Fichier { chemin: self.chemin, cause })
    }
}

fn lire_tous<T: DeserializeOwned>(fichiers: &[(&'static str, Fichier)]) -> Result<BTreeMap<&'static str, Vec<T>>, Echec> {
    fichiers.iter().map(|(code, fichier)| Ok((*code, fichier.lire()?))).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Departement {
    pub code: String,
    pub nom: String,
    pub fuseau: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Territoire {
    pub code: String,
    pub nom: String,
    #[serde(rename = "type")]
    pub type_: TypeTerritoire,
    pub departement: String,
    pub parent: Option<String>,
    /// INSEE codes; absent where no document maps the territory.
    pub communes: Option<Vec<String>>,
    pub note: Option<String>,
    pub source: Option<String>,
}

/// INSEE code, name, postal codes, population, then SIREN and name of the intercommunality, which the territories give.
#[derive(Deserialize)]
pub(super) struct Commune(pub String, pub String, pub Vec<String>, pub i64, IgnoredAny, IgnoredAny);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Partenaire {
    pub cle: String,
    pub nom: String,
    pub sigle: Option<String>,
    #[serde(rename = "type")]
    pub type_: TypePartenaire,
    pub departements: Vec<String>,
    pub siret: Option<String>,
    pub site_web: Option<String>,
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Service {
    pub code: String,
    pub partenaire: String,
    pub nom: String,
    pub description: Option<String>,
    pub thematiques: Vec<String>,
    pub publics: Ensemble<PublicCible>,
    pub territoires: Vec<String>,
    pub conditions: Option<String>,
    pub capacite: Option<i64>,
    pub types_prescription: Ensemble<TypePrescription>,
    pub delai_reponse_jours: Option<i64>,
    pub fiche_action: Option<FicheCitee>,
    pub source: String,
}

/// A structure of the IAE whose kind a document states.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Structure {
    pub code: String,
    pub partenaire: String,
    pub departement: String,
    pub nom: String,
    #[serde(rename = "type")]
    pub type_: TypeStructureIae,
    pub activites: Vec<String>,
    pub commune: Option<String>,
    pub source: String,
}

/// A fiche-action named from outside its pacte.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FicheCitee {
    pub pacte: String,
    pub code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Pacte {
    pub code: String,
    pub titre: String,
    pub departement: String,
    #[serde(rename = "type")]
    pub type_: TypePacte,
    pub debut: Option<NaiveDate>,
    pub fin: Option<NaiveDate>,
    pub axes: Vec<Axe>,
    pub signataires: Vec<Signataire<String>>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Dispositif {
    pub code: String,
    pub nom: String,
    pub pacte: String,
    pub operateurs: Vec<String>,
    pub publics: Ensemble<PublicCible>,
    pub publics_exclus: Ensemble<PublicCible>,
    pub exclusif_avec: Vec<String>,
    pub duree_maximale_mois: Option<i64>,
    pub capacite_par_referent: Option<i64>,
    pub heures_hebdomadaires_minimum: Option<i64>,
    /// Code in the same pacte.
    pub fiche_action: Option<String>,
    /// Dispositifs to have ended before this one.
    #[serde(default)]
    pub prealables: Vec<String>,
    /// The Département itself starts it.
    #[serde(default)]
    pub accord_prealable: bool,
    /// Codes of rules of the same pacte that bear on it, besides those of its fiche.
    #[serde(default)]
    pub regles: Vec<String>,
    /// For a public, the rule of the same pacte whose figure bounds it.
    #[serde(default)]
    pub bornes: BTreeMap<PublicCible, String>,
    /// Aids to mobility that it gives.
    #[serde(default)]
    pub mobilite: Option<Mobilite<String>>,
    pub description: String,
    pub source: String,
}

//! The configuration: defaults compiled in, then a file, then the environment; checked once, and never again.
//!
//! `config.defaut.toml` is the list of keys, the type of each, its default and its documentation.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::base::Reglages;
use domain::identite::emetteurs::ColonnePartenaire;
use serde::Deserialize;

use crate::graphql::porte::Limites;

mod lecture;
mod maitre;
mod regles;
#[cfg(test)]
mod tests;

pub use maitre::Maitre;

/// The commented defaults.
pub const DEFAUT: &str = include_str!("config.defaut.toml");

/// File that is read from the current folder when none is named.
const FICHIER: &str = "passerelle.toml";

/// Days during which the answer to an idempotency key is kept: a promise of the API, not a setting.
const IDEMPOTENCE_JOURS: i64 = 30;

/// What an installation decides. No `Debug`: addresses and the master secret must not reach a log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    pub database_url: String,
    database_replica_url: String,
    database_migration_url: String,
    pub database_connexions: u32,
    pub listen: SocketAddr,
    pub listen_interne: SocketAddr,
    pub public_url: String,
    pub log: String,
    secrets: Secrets,
    pub cors: Cors,
    pub auth: Auth,
    pub limits: Limites,
    pub secret_statistique: SecretStatistique,
    pub acces: Acces,
    pub donnees_sensibles: DonneesSensibles,
    pub iae: Iae,
    pub indicateurs: Indicateurs,
    pub parcours: Parcours,
    pub prescription: Prescription,
    /// Variables of our prefix that name no key: the environment is shared, so they are told and not refused.
    #[serde(skip)]
    pub ignorees: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Secrets {
    maitre: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cors {
    pub origines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub issuers: Vec<Emetteur>,
}

/// An external issuer, its key set in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emetteur {
    pub issuer: String,
    pub audience: String,
    pub jwks: PathBuf,
    #[serde(default = "siret")]
    pub revendication: String,
    #[serde(default = "colonne_siret")]
    pub colonne: ColonnePartenaire,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretStatistique {
    pub seuil: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acces {
    pub jours_apres_cloture: i64,
    pub jours_apres_reference: i64,
    pub jours_accueil: i64,
    pub personnes_par_heure: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DonneesSensibles {
    pub actives: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parcours {
    pub reorientation_jours: i64,
    pub preavis_contrat_jours: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prescription {
    pub repondre_sous_jours: i64,
    pub expirer_apres_jours: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Iae {
    pub actualiser_poste_jours: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicateurs {
    pub declarer_sous_jours: i64,
}

fn siret() -> String {
    "siret".to_owned()
}

const fn colonne_siret() -> ColonnePartenaire {
    ColonnePartenaire::Siret
}

/// Why a configuration is refused: the key, and the rule that it breaks. Never the value, which may be a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refus {
    #[error("configuration : {cle} ({}) : {regle}", lecture::variable(cle))]
    Cle { cle: String, regle: String },
    #[error("configuration : {} : {cause}", chemin.display())]
    Fichier { chemin: PathBuf, cause: String },
}

impl Refus {
    fn cle(cle: impl Into<String>, regle: impl Into<String>) -> Self {
        Self::Cle { cle: cle.into(), regle: regle.into() }
    }
}

impl Configuration {
    /// Reads the file (`passerelle.toml` when there is one and none is named), then the variables.
    pub fn charger(fichier: Option<&Path>, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Refus> {
        let mut table = lecture::defaut()?;
        let chemin = fichier.or_else(|| Some(Path::new(FICHIER)).filter(|chemin| chemin.exists()));
        if let Some(chemin) = chemin {
            lecture::fondre(&mut table, lecture::fichier(chemin)?, "")?;
        }
        let (donnees, ignorees) = lecture::environnement(&lecture::defaut()?, variables)?;
        lecture::fondre(&mut table, donnees, "")?;
        regles::verifier(&table)?;
        let lue: Self = lecture::typer(table)?;
        Ok(Self { ignorees, ..lue })
    }

    /// What holds where nothing is set.
    pub fn defaut() -> Result<Self, Refus> {
        lecture::typer(lecture::defaut()?)
    }

    #[must_use]
    pub fn url_lecture(&self) -> Option<&str> {
        Some(self.database_replica_url.as_str()).filter(|url| !url.is_empty())
    }

    /// The role that owns the tables.
    #[must_use]
    pub fn url_migration(&self) -> &str {
        if self.database_migration_url.is_empty() { &self.database_url } else { &self.database_migration_url }
    }

    /// Nobody said how partners reach this server.
    #[must_use]
    pub fn public_url_par_defaut(&self) -> bool {
        lecture::defaut().is_ok_and(|defaut| defaut.get("public_url").and_then(toml::Value::as_str) == Some(&self.public_url))
    }

    /// The master secret; absent, nothing that is sealed could be read again.
    pub fn maitre(&self) -> Result<Maitre, Refus> {
        match self.secrets.maitre.as_str() {
            "" => Err(Refus::cle("secrets.maitre", "est requis hors de `demo` et de --donnees (openssl rand -hex 32)")),
            texte => Maitre::lire(texte).ok_or_else(|| Refus::cle("secrets.maitre", maitre::REGLE)),
        }
    }

    #[must_use]
    pub fn reglages(&self) -> Reglages {
        Reglages {
            jours_apres_cloture: self.acces.jours_apres_cloture,
            jours_apres_reference: self.acces.jours_apres_reference,
            jours_accueil: self.acces.jours_accueil,
            repondre_sous_jours: self.prescription.repondre_sous_jours,
            expirer_apres_jours: self.prescription.expirer_apres_jours,
            reorientation_jours: self.parcours.reorientation_jours,
            preavis_contrat_jours: self.parcours.preavis_contrat_jours,
            actualiser_poste_jours: self.iae.actualiser_poste_jours,
            declarer_indicateur_jours: self.indicateurs.declarer_sous_jours,
            seuil_secret: i64::try_from(self.secret_statistique.seuil).unwrap_or(i64::MAX),
            donnees_sensibles: self.donnees_sensibles.actives,
            idempotence_jours: IDEMPOTENCE_JOURS,
            personnes_par_heure: i64::try_from(self.acces.personnes_par_heure).unwrap_or(i64::MAX),
        }
    }
}

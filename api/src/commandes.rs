//! The command line: one file a command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, Parser, Subcommand};

use crate::config::Configuration;
use crate::telemetrie;

mod client;
mod contexte;
mod demo;
mod dossier;
mod echec;
mod exporter;
mod generer;
mod importer;
mod jeton;
mod journal;
mod migrer;
mod orienter;
mod referentiel;
mod schema;
mod service;
mod servir;
mod taches;

use contexte::Contexte;
pub use echec::Echec;

/// Passerelle : l'API que partagent les partenaires d'un pacte territorial d'insertion.
#[derive(Parser)]
#[command(
    name = "passerelle",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_value_name = "COMMANDE",
    subcommand_help_heading = "Commandes",
    help_template = AIDE
)]
struct Ligne {
    #[command(subcommand)]
    commande: Commande,
    #[command(flatten)]
    options: Options,
}

const AIDE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}";

#[derive(clap::Args)]
#[command(next_help_heading = "Options communes")]
struct Options {
    /// Dossier de la base SQLite et des clés, au lieu de la base configurée
    #[arg(long, global = true, value_name = "DIR")]
    donnees: Option<PathBuf>,
    /// Fichier de configuration (passerelle.toml par défaut, s'il existe)
    #[arg(long, global = true, value_name = "FICHIER", env = "PASSERELLE_CONFIG", hide_env = true)]
    config: Option<PathBuf>,
    /// Affiche cette aide
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Subcommand)]
enum Commande {
    #[command(about = "Montre la plateforme avec des personnes de synthèse et des jetons prêts", help_template = AIDE)]
    Demo(demo::Demo),
    #[command(about = "Sert la plateforme avec la configuration", help_template = AIDE)]
    Servir,
    #[command(about = "Applique ou défait les migrations du schéma", help_template = AIDE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Migrer(migrer::Migrer),
    #[command(about = "Charge ou met à jour les pactes et ce qu'ils citent", help_template = AIDE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Referentiel(referentiel::Referentiel),
    #[command(about = "Crée des personnes de synthèse et leur histoire", help_template = AIDE)]
    Generer(generer::Generer),
    #[command(about = "Importe un fichier de partenaires", help_template = AIDE)]
    Importer(importer::Importer),
    #[command(about = "Exporte des données vers un fichier", help_template = AIDE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Exporter(exporter::Exporter),
    #[command(about = "Oriente sans entretien ceux que le pacte permet d'orienter ainsi", help_template = AIDE)]
    Orienter(orienter::Orienter),
    #[command(about = "Signe un jeton d'accès et l'affiche seul", help_template = AIDE)]
    Jeton(jeton::Jeton),
    #[command(about = "Gère les clients OAuth des partenaires", help_template = AIDE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Client(client::Client),
    #[command(about = "Affiche le schéma GraphQL, entier ou tel qu'un partenaire le voit", help_template = AIDE)]
    Schema(schema::Schema),
    #[command(about = "Vérifie le journal des accès", help_template = AIDE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Journal(journal::Journal),
    #[command(about = "Fait une fois ce que le temps seul commande (échéances, expirations, rappels)", help_template = AIDE)]
    Taches,
}

/// Reads a number, and refuses in French.
fn nombre<N: FromStr>(texte: &str) -> Result<N, &'static str> {
    texte.parse().map_err(|_| "un nombre entier et positif est attendu, ou il est trop grand")
}

/// Runs one command line with these environment variables.
pub async fn executer(
    arguments: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<(), Echec> {
    let Ligne { commande, options } = Ligne::try_parse_from(arguments)?;
    let config = Configuration::charger(options.config.as_deref(), variables)?;
    telemetrie::demarrer(&config.log);
    for variable in &config.ignorees {
        tracing::warn!(variable, "environment variable that names no setting");
    }
    commande.executer(Contexte::nouveau(config, options.donnees)).await
}

impl Commande {
    async fn executer(self, contexte: Contexte) -> Result<(), Echec> {
        match self {
            Self::Demo(demo) => demo.executer(contexte).await,
            Self::Servir => servir::executer(&contexte).await,
            Self::Migrer(migrer) => migrer.executer(&contexte).await,
            Self::Referentiel(referentiel) => referentiel.executer(&contexte).await,
            Self::Generer(generer) => generer.executer(&contexte).await,
            Self::Importer(importer) => importer.executer(&contexte).await,
            Self::Exporter(exporter) => exporter.executer(&contexte).await,
            Self::Orienter(orienter) => orienter.executer(&contexte).await,
            Self::Jeton(jeton) => jeton.executer(&contexte).await,
            Self::Client(client) => client.executer(&contexte).await,
            Self::Schema(schema) => schema.executer(&contexte).await,
            Self::Journal(journal) => journal.executer(&contexte).await,
            Self::Taches => taches::executer(&contexte).await,
        }
    }
}

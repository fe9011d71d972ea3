//! Why a command stops: what standard error says, and the exit code.

use std::io;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use domain::erreur::Panne;
use domain::generation::RefusGeneration;
use domain::orientation::automatique::RefusAutomatique;
use domain::referentiel::chargement;

use crate::auth::RefusDemande;
use crate::config;
use crate::graphql::portees::Incoherence;
use crate::importation;

#[derive(Debug, thiserror::Error)]
pub enum Echec {
    /// What the line says does not read, or asks for its help.
    #[error("{}", en_francais(.0))]
    Ligne(#[from] clap::Error),
    #[error("{0}")]
    Saisie(String),
    #[error(transparent)]
    Configuration(#[from] config::Refus),
    /// The command ran, and the answer is no.
    #[error("{0}")]
    Refus(String),
    #[error("{quoi} : {cause}")]
    Systeme { quoi: String, cause: io::Error },
    #[error("la base de données n'a pas répondu comme attendu ({0})")]
    Panne(#[from] Panne),
    #[error(transparent)]
    Generation(#[from] RefusGeneration),
    #[error(transparent)]
    Orientation(#[from] RefusAutomatique),
    #[error(transparent)]
    Importation(#[from] importation::Refus),
    #[error(transparent)]
    Chargement(#[from] chargement::Echec),
    #[error("le schéma et la table des portées ne s'accordent pas : {0}")]
    Schema(#[from] Incoherence),
}

impl From<RefusDemande> for Echec {
    fn from(refus: RefusDemande) -> Self {
        match refus {
            RefusDemande::Panne(panne) => Self::Panne(panne),
            autre => Self::Saisie(autre.to_string()),
        }
    }
}

impl Echec {
    pub(super) fn systeme(quoi: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let quoi = quoi.into();
        |cause| Self::Systeme { quoi, cause }
    }

    /// 0 for the help that was asked for, 2 for what the caller wrote, 1 for the rest.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Ligne(erreur) if !erreur.use_stderr() => 0,
            Self::Ligne(_) | Self::Saisie(_) | Self::Configuration(_) | Self::Importation(importation::Refus::Fichier(_)) => 2,
            _ => 1,
        }
    }

    /// Tells why, where it belongs.
    #[must_use]
    pub fn dire(&self) -> ExitCode {
        match self {
            Self::Ligne(erreur) if matches!(erreur.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
                print!("{}", erreur.render());
            }
            Self::Ligne(erreur) if erreur.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => eprint!("{}", erreur.render()),
            autre => eprintln!("passerelle : {autre}"),
        }
        ExitCode::from(self.code())
    }
}

/// The library speaks English: its kinds of errors, said in the language of the rest.
fn en_francais(erreur: &clap::Error) -> String {
    let contexte = |genre| erreur.get(genre).map(ToString::to_string).unwrap_or_default();
    let (argument, valeur) = (contexte(ContextKind::InvalidArg), contexte(ContextKind::InvalidValue));
    let dit = match erreur.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if valeur.is_empty() => format!("{argument} attend une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("« {valeur} » ne convient pas à {argument}{}", cause(erreur)),
        ErrorKind::UnknownArgument => format!("{argument} n'est pas un argument de cette commande"),
        ErrorKind::InvalidSubcommand => format!("« {} » n'est pas une commande", contexte(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => format!("{argument} est donné deux fois, ou ne va pas avec {}", contexte(ContextKind::PriorArg)),
        _ => "la ligne de commande ne se lit pas".to_owned(),
    };
    format!("{dit} (passerelle --help)")
}

/// What the reader of a value said of it.
fn cause(erreur: &clap::Error) -> String {
    use std::error::Error;
    erreur.source().map(|cause| format!(" : {cause}")).unwrap_or_default()
}

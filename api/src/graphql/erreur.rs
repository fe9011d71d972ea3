//! Errors as clients read them: a code, a French sentence, nothing of what happened inside.

use async_graphql::{ErrorExtensionValues, ServerError, SimpleObject};
use domain::erreur::{CodeErreurMetier, Panne};

use super::code::Code;

/// What a resolver may return. It has no `Display`, so that no text of ours becomes a client's message by itself.
#[derive(Debug)]
pub enum Echec {
    Panne(Panne),
    Refus(&'static str, &'static str),
}

pub type Result<T, E = Echec> = std::result::Result<T, E>;

impl From<Panne> for Echec {
    fn from(panne: Panne) -> Self {
        Self::Panne(panne)
    }
}

impl Echec {
    /// Code and sentence.
    #[must_use]
    pub fn public(&self) -> (&'static str, &'static str) {
        match self {
            Self::Refus(code, message) => (code, message),
            Self::Panne(Panne::CurseurPerime) => ("CURSEUR_PERIME", "Ce curseur ne s'ouvre plus : reprenez la liste depuis le début."),
            Self::Panne(Panne::HabilitationsChangees) => ("INDISPONIBLE", "Vos habilitations viennent de changer : recommencez."),
            Self::Panne(Panne::Moisson { .. }) => (
                "TROP_DE_REQUETES",
                "Trop de personnes différentes consultées en une heure : la consultation s'arrête, et le Département est prévenu.",
            ),
            Self::Panne(Panne::Journal) => ("INDISPONIBLE", "Le journal des accès ne peut pas être écrit : rien n'est servi."),
            Self::Panne(p) if p.passagere() => ("INDISPONIBLE", "La base de données ne répond pas : recommencez dans un instant."),
            Self::Panne(_) => ("ERREUR_INTERNE", "Erreur interne : donnez l'identifiant de la requête au support."),
        }
    }
}

impl From<Echec> for async_graphql::Error {
    fn from(echec: Echec) -> Self {
        if let Echec::Panne(panne) = &echec
            && echec.public().0 == "ERREUR_INTERNE"
        {
            tracing::error!(cause = %panne, "request failed");
        }
        let (code, message) = echec.public();
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code);
        Self { message: message.to_owned(), source: None, extensions: Some(extensions) }
    }
}

/// An error of the request itself, before or instead of its execution.
#[must_use]
pub fn erreur_requete(code: &str, message: impl Into<String>) -> ServerError {
    let mut erreur = ServerError::new(message, None);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    erreur.extensions = Some(extensions);
    erreur
}

/// Refus d'une règle métier. Les erreurs d'accès, de syntaxe, de limite et de panne restent des erreurs GraphQL (extensions.code).
#[derive(SimpleObject, Clone)]
#[graphql(name = "ErreurMetier")]
pub struct ErreurMetier {
    pub code: Code<CodeErreurMetier>,
    /// Phrase en français, montrable à un agent.
    pub message: String,
    /// Chemin du champ d'entrée en cause, par exemple ["input", "dateDebut"].
    pub champ: Option<Vec<String>>,
    /// Règle du référentiel qui s'applique, s'il y en a une (code de la règle).
    pub regle: Option<String>,
}

impl From<domain::erreur::ErreurMetier> for ErreurMetier {
    fn from(e: domain::erreur::ErreurMetier) -> Self {
        Self { code: Code(e.code), message: e.message, champ: Some(e.champ), regle: e.regle }
    }
}

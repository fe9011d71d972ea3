//! What can go wrong: a refusal by a rule is data, a breakdown is an error.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::vocabulaire::enumeration;

enumeration! {
    /// Raison d'un refus.
    CodeErreurMetier {
        Introuvable "INTROUVABLE",
        SaisieInvalide "SAISIE_INVALIDE",
        TransitionInterdite "TRANSITION_INTERDITE",
        ConflitVersion "CONFLIT_VERSION",
        DoubleAccompagnement "DOUBLE_ACCOMPAGNEMENT",
        ReferentDejaDesigne "REFERENT_DEJA_DESIGNE",
        ParcoursDejaOuvert "PARCOURS_DEJA_OUVERT",
        PublicNonEligible "PUBLIC_NON_ELIGIBLE",
        PrescripteurNonHabilite "PRESCRIPTEUR_NON_HABILITE",
        DestinataireInadapte "DESTINATAIRE_INADAPTE",
        PlusDePlace "PLUS_DE_PLACE",
        EnveloppeEpuisee "ENVELOPPE_EPUISEE",
        CapaciteReferentAtteinte "CAPACITE_REFERENT_ATTEINTE",
        DureeMaximaleDepassee "DUREE_MAXIMALE_DEPASSEE",
        PeriodeChevauchante "PERIODE_CHEVAUCHANTE",
        DossierIncomplet "DOSSIER_INCOMPLET",
        Doublon "DOUBLON",
        CleIdempotenceReutilisee "CLE_IDEMPOTENCE_REUTILISEE",
        TraitementLimite "TRAITEMENT_LIMITE",
    }
}

/// A rule of the domain said no: what, where in the input, and by which rule of the référentiel.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ErreurMetier {
    pub code: CodeErreurMetier,
    pub message: String,
    pub champ: Vec<String>,
    pub regle: Option<String>,
}

impl ErreurMetier {
    #[must_use]
    pub fn nouvelle(code: CodeErreurMetier, champ: &str, message: impl Into<String>) -> Self {
        let champ = if champ.is_empty() { vec!["input".to_owned()] } else { vec!["input".to_owned(), champ.to_owned()] };
        Self { code, message: message.into(), champ, regle: None }
    }

    #[must_use]
    pub fn saisie(champ: &str, message: impl Into<String>) -> Self {
        Self::nouvelle(CodeErreurMetier::SaisieInvalide, champ, message)
    }

    /// Absent and forbidden are one answer.
    #[must_use]
    pub fn introuvable(champ: &str) -> Self {
        Self::nouvelle(CodeErreurMetier::Introuvable, champ, "Aucun objet de cet identifiant dans votre périmètre.")
    }

    #[must_use]
    pub fn conflit() -> Self {
        Self::nouvelle(
            CodeErreurMetier::ConflitVersion,
            "version",
            "L'objet a changé depuis que vous l'avez lu : relisez-le, puis recommencez.",
        )
    }
}

/// The platform could not answer. Its text goes to the log, never to the caller.
#[derive(Debug, thiserror::Error)]
pub enum Panne {
    #[error("database: {0}")]
    Base(#[from] sea_orm::DbErr),
    #[error("cursor does not open")]
    CurseurPerime,
    #[error("habilitations changed since they were read")]
    HabilitationsChangees,
    #[error("bearer read more persons than an hour allows")]
    Moisson { attendre: i64 },
    #[error("journal could not be committed")]
    Journal,
    #[error("stored data does not read: {0}")]
    Donnee(&'static str),
}

impl From<sea_orm::sqlx::Error> for Panne {
    fn from(erreur: sea_orm::sqlx::Error) -> Self {
        Self::Base(sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(erreur.into())))
    }
}

/// Codes of a database that say that the same request may do a moment later.
const PASSAGERS: [&str; 4] = ["40001", "40P01", "5", "13"];

impl Panne {
    /// The driver's error beneath, where there is one.
    fn pilote(&self) -> Option<&sqlx::Error> {
        let Self::Base(
            DbErr::Query(RuntimeErr::SqlxError(e)) | DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Conn(RuntimeErr::SqlxError(e)),
        ) = self
        else {
            return None;
        };
        Some(e)
    }

    /// The database cannot be reached or is too busy: trying again makes sense.
    #[must_use]
    pub fn passagere(&self) -> bool {
        match self.pilote() {
            Some(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Tls(_)) => true,
            // Too many connections, a deadlock, a conflict of snapshots on PostgreSQL; busy and full on SQLite.
            Some(sqlx::Error::Database(d)) if d.code().is_some_and(|c| c.starts_with("53") || PASSAGERS.contains(&&*c)) => true,
            Some(_) => self.connexion_morte(),
            None => matches!(self, Self::Base(DbErr::ConnectionAcquire(_) | DbErr::Conn(_))),
        }
    }

    /// The connection broke, or the database is stopping: another one may do.
    #[must_use]
    pub fn connexion_morte(&self) -> bool {
        match self.pilote() {
            Some(sqlx::Error::Io(_)) => true,
            Some(sqlx::Error::Database(d)) => d.code().is_some_and(|c| c.starts_with("57")),
            _ => false,
        }
    }

    /// A unique constraint or a check said no: another writer was first.
    #[must_use]
    pub fn contrainte(&self) -> bool {
        matches!(self, Self::Base(e) if matches!(e.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))))
    }
}

/// Why a write did not happen.
#[derive(Debug)]
pub enum Refus {
    Metier(Vec<ErreurMetier>),
    Panne(Panne),
}

impl From<ErreurMetier> for Refus {
    fn from(erreur: ErreurMetier) -> Self {
        Self::Metier(vec![erreur])
    }
}

impl<E: Into<Panne>> From<E> for Refus {
    fn from(erreur: E) -> Self {
        Self::Panne(erreur.into())
    }
}

//! The database and what every request shares: pools, clock, ids, keys, settings, snapshots.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::habilitation::lecture::Conventions;
use crate::horloge::Horloge;
use crate::identifiant::Hasard;
use crate::journal::Redacteur;
use crate::moisson::Moisson;
use crate::referentiel::Referentiel;
use crate::secret::Cles;

/// Figures that an installation may change; each pacte's own figures are data, not here.
#[derive(Clone, Debug)]
pub struct Reglages {
    pub jours_apres_cloture: i64,
    pub jours_apres_reference: i64,
    pub jours_accueil: i64,
    pub repondre_sous_jours: i64,
    pub expirer_apres_jours: i64,
    /// Days to decide a request to reorient, where the pacte states none.
    pub reorientation_jours: i64,
    /// Days before its end from which a contract is told to be about to end.
    pub preavis_contrat_jours: i64,
    /// Days after which a post that its structure did not touch is to be confirmed, where the pacte states none.
    pub actualiser_poste_jours: i64,
    /// Days after the end of a period to declare its indicators, where the pacte states none.
    pub declarer_indicateur_jours: i64,
    /// Smallest count shown to a reader of aggregates.
    pub seuil_secret: i64,
    pub donnees_sensibles: bool,
    pub idempotence_jours: i64,
    pub personnes_par_heure: i64,
}

/// The door's other side. Connections are private to this crate: a read goes through a session and its perimeter.
pub struct Base {
    pub(crate) lecteurs: DatabaseConnection,
    pub(crate) ecrivain: DatabaseConnection,
    pub horloge: Horloge,
    pub hasard: Hasard,
    pub cles: Cles,
    pub reglages: Reglages,
    pub(crate) redacteur: Redacteur,
    pub(crate) moisson: Moisson,
    /// Statements run for requests since the start; the tests read the difference.
    pub enonces: AtomicU64,
    pub(crate) conventions: RwLock<HashMap<Uuid, Arc<Conventions>>>,
    pub(crate) referentiel: RwLock<Option<Arc<Referentiel>>>,
}

/// How to reach a database.
pub struct Acces<'a> {
    pub url: &'a str,
    pub url_lecture: Option<&'a str>,
    pub connexions: u32,
}

impl Base {
    /// Opens the pools. On SQLite one connection writes and the others read, so that a waiting writer starves no reader.
    pub async fn ouvrir(acces: Acces<'_>, outils: (Horloge, Hasard, Cles, Reglages)) -> Result<Arc<Self>, Panne> {
        let sqlite = acces.url.starts_with("sqlite:");
        let ecrivain = connecter(acces.url, if sqlite { 1 } else { acces.connexions }).await?;
        let lecteurs = match acces.url_lecture {
            Some(url) => connecter(url, acces.connexions).await?,
            None if sqlite => connecter(acces.url, acces.connexions).await?,
            None => ecrivain.clone(),
        };
        let (horloge, hasard, cles, reglages) = outils;
        Ok(Arc::new(Self {
            redacteur: Redacteur::nouveau(),
            moisson: Moisson::default(),
            lecteurs,
            ecrivain,
            horloge,
            hasard,
            cles,
            reglages,
            enonces: AtomicU64::new(0),
            conventions: RwLock::default(),
            referentiel: RwLock::default(),
        }))
    }

    #[must_use]
    pub fn moteur(&self) -> DbBackend {
        self.ecrivain.get_database_backend()
    }

    /// The connection that migrations and bulk loading use; they speak of no one's rights.
    #[must_use]
    pub fn connexion_systeme(&self) -> &DatabaseConnection {
        &self.ecrivain
    }

    #[must_use]
    pub fn id(&self) -> Uuid {
        self.hasard.id(&self.horloge)
    }

    /// Forgets what was read of the conventions of a partner, or of all.
    pub fn oublier_conventions(&self) {
        self.conventions.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub async fn ping(&self) -> Result<(), Panne> {
        self.lecteurs.ping().await.map_err(Panne::from)
    }
}

/// Statements are few and reach rows by their indexes whoever asks: planning them again for each caller costs more than
/// running them, under row security above all. Compiling them costs more again: seconds for the longest, which reads a page
/// of deadlines in thirty milliseconds.
const REGLAGES_POSTGRES: [(&str, &str); 4] = [
    ("idle_in_transaction_session_timeout", "15s"),
    ("statement_timeout", "10s"),
    ("plan_cache_mode", "force_generic_plan"),
    ("jit", "off"),
];

/// No ping before each use (a broken connection shows at its first statement), no statement in the log.
async fn connecter(url: &str, connexions: u32) -> Result<DatabaseConnection, Panne> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connexions)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(1))
        .connect_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                .pragma("foreign_keys", "ON")
                .pragma("temp_store", "MEMORY")
                .pragma("mmap_size", "268435456")
                .busy_timeout(Duration::from_secs(5))
        })
        .map_sqlx_postgres_opts(|postgres| postgres.options(REGLAGES_POSTGRES));
    Database::connect(options).await.map_err(Panne::from)
}

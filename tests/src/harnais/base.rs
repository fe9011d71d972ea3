//! The database of a test: a copy of one that was migrated, loaded and peopled once.

use std::fs;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use api::config::Configuration;
use chrono::{DateTime, NaiveDate, Utc};
use domain::base::{Acces, Base, Reglages};
use domain::generation::{Demande, generer};
use domain::horloge::Horloge;
use domain::identifiant::Hasard;
use domain::referentiel::chargement;
use domain::secret::Cles;
use migrations::MigratorTrait;
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

use super::postgres::{Grappe, grappe};

/// The instant at which every test starts.
const DEBUT: &str = "2026-06-15T09:00:00Z";
pub const MAITRE: [u8; 32] = [7; 32];
/// People by département.
const MONDE: [(&str, usize); 2] = [("31", 120), ("82", 80)];
const MODELE: &str = "modele";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moteur {
    Sqlite,
    Postgres,
}

/// A database of its own, and the two ways to it: as the server, and as whoever sees everything.
pub struct Copie {
    pub url: String,
    pub url_systeme: String,
    _dossier: Option<TempDir>,
    nom: Option<String>,
}

impl Moteur {
    pub fn present(self) -> bool {
        self == Self::Sqlite || grappe().is_some()
    }

    pub async fn copier(self) -> Copie {
        match self {
            Self::Sqlite => copier_fichier(),
            Self::Postgres => copier_base(grappe().expect("PostgreSQL")).await,
        }
    }
}

impl Moteur {
    /// The reference data and nobody: for worlds that are not the ordinary one.
    pub async fn vide(self) -> Copie {
        match self {
            Self::Sqlite => {
                let dossier = tempfile::tempdir().expect("temporary folder");
                let url = url_sqlite(&dossier.path().join("essai.db"));
                remplir(&url, &[]).await;
                Copie { url_systeme: url.clone(), url, _dossier: Some(dossier), nom: None }
            }
            Self::Postgres => {
                static RANG: AtomicU32 = AtomicU32::new(0);
                // The roles come with the ordinary world.
                self.copier().await.oublier().await;
                let grappe = grappe().expect("PostgreSQL");
                let nom = format!("vide_{}", RANG.fetch_add(1, Ordering::Relaxed));
                administrer(grappe, &[&format!("create database {nom} owner proprietaire")]).await;
                remplir(&grappe.url("proprietaire", &nom), &[]).await;
                Copie { url: grappe.url("serveur", &nom), url_systeme: grappe.url("postgres", &nom), _dossier: None, nom: Some(nom) }
            }
        }
    }
}

impl Copie {
    /// Gives the disk back before the process ends.
    pub async fn oublier(self) {
        if let (Some(nom), Some(grappe)) = (self.nom, grappe()) {
            administrer(grappe, &[&format!("drop database {nom} with (force)")]).await;
        }
    }
}

/// Times that a database is opened before it is said to be closed.
const ESSAIS: usize = 30;

/// Opens a database with the tools of every test: set clock, fixed secret, random from a seed.
pub async fn ouvrir(url: &str, graine: u64, reglages: Reglages) -> Arc<Base> {
    let debut: DateTime<Utc> = DEBUT.parse().expect("instant");
    let mut essai = 0;
    loop {
        let outils = (Horloge::reglee(debut), Hasard::graine(graine), Cles::de_maitre(&MAITRE), reglages.clone());
        // A machine under load may take more than the second that a server gives a connection.
        match Base::ouvrir(Acces { url, url_lecture: None, connexions: 8 }, outils).await {
            Err(_) if essai < ESSAIS => essai += 1,
            ouverte => return ouverte.expect("database"),
        }
    }
}

pub fn reglages() -> Reglages {
    Configuration::defaut().expect("defaults").reglages()
}

/// Migrates, loads the reference data and invents people.
async fn remplir(url: &str, monde: &[(&str, usize)]) {
    let base = ouvrir(url, 1, reglages()).await;
    migrations::Migrator::up(base.connexion_systeme(), None).await.expect("migrations");
    chargement::charger(&base).await.expect("reference data");
    chargement::agents_de_demonstration(&base).await.expect("agents");
    let au = NaiveDate::from_ymd_opt(2026, 6, 15).expect("date");
    for (departement, allocataires) in monde {
        let demande = Demande { departement: (*departement).to_owned(), allocataires: *allocataires, graine: 42, au };
        generer(&base, &demande, |_| ()).await.expect("people");
    }
}

pub fn url_sqlite(fichier: &Path) -> String {
    format!("sqlite://{}?mode=rwc", fichier.display())
}

fn copier_fichier() -> Copie {
    static OCTETS: OnceLock<Vec<u8>> = OnceLock::new();
    let octets = OCTETS.get_or_init(|| a_part(|| Box::pin(modele_sqlite())));
    let dossier = tempfile::tempdir().expect("temporary folder");
    let fichier = dossier.path().join("essai.db");
    fs::write(&fichier, octets).expect("copy");
    let url = url_sqlite(&fichier);
    Copie { url_systeme: url.clone(), url, _dossier: Some(dossier), nom: None }
}

/// `vacuum into` writes one file, whatever still waits in the write-ahead log of the other.
async fn modele_sqlite() -> Vec<u8> {
    let dossier = tempfile::tempdir().expect("temporary folder");
    let url = url_sqlite(&dossier.path().join("source.db"));
    remplir(&url, &MONDE).await;
    let modele = dossier.path().join("modele.db");
    let source = Database::connect(&url).await.expect("source");
    source.execute_unprepared(&format!("vacuum into '{}'", modele.display())).await.expect("vacuum");
    source.close().await.expect("close");
    fs::read(modele).expect("template")
}

async fn copier_base(grappe: &'static Grappe) -> Copie {
    static FAIT: OnceLock<()> = OnceLock::new();
    static RANG: AtomicU32 = AtomicU32::new(0);
    FAIT.get_or_init(|| a_part(move || Box::pin(modele_postgres(grappe))));
    let nom = format!("essai_{}", RANG.fetch_add(1, Ordering::Relaxed));
    administrer(grappe, &[&format!("create database {nom} template {MODELE} owner proprietaire")]).await;
    Copie { url: grappe.url("serveur", &nom), url_systeme: grappe.url("postgres", &nom), _dossier: None, nom: Some(nom) }
}

/// The owner migrates; the server's role owns nothing and holds what the migrations gave to `passerelle_execution`.
async fn modele_postgres(grappe: &Grappe) {
    administrer(grappe, &["create role proprietaire login createrole", &format!("create database {MODELE} owner proprietaire")]).await;
    remplir(&grappe.url("proprietaire", MODELE), &MONDE).await;
    administrer(grappe, &["create role serveur login in role passerelle_execution"]).await;
}

async fn administrer(grappe: &Grappe, ordres: &[&str]) {
    let base = Database::connect(grappe.url("postgres", "postgres")).await.expect("cluster");
    for ordre in ordres {
        base.execute_unprepared(ordre).await.expect("administration");
    }
    base.close().await.expect("close");
}

/// Runs on a thread and a runtime of its own: what is kept for all tests must not belong to the runtime of one of them.
fn a_part<T: Send + 'static>(tache: impl FnOnce() -> Pin<Box<dyn Future<Output = T>>> + Send + 'static) -> T {
    let fil = std::thread::spawn(move || tokio::runtime::Runtime::new().expect("runtime").block_on(tache()));
    fil.join().expect("template")
}

//! How long the figures of a pacte take: every computed indicator of the Haute-Garonne, on one connection.
//!
//! `cargo bench -p tests --bench mesures` fills a PostgreSQL of its own (`PERSONNES`, 36,000 by default), asks each
//! indicator for a year and for its months by territory, then counts the months that are kept. `LENTES` (5) is how many of
//! the slowest are named, `PARTIES` (`AMG`) what is measured: a year, its months, what is kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use api::config::Configuration;
use chrono::NaiveDate;
use domain::base::{Acces, Base};
use domain::generation::{Demande, generer};
use domain::horloge::Horloge;
use domain::identifiant::Hasard;
use domain::mesure::agregat::{Suivi, rafraichir, repondre, suivies};
use domain::mesure::{Dimension, PasTemporel, Periode, Question, calculer, trouver};
use domain::portee::Portees;
use domain::referentiel::chargement;
use domain::secret::Cles;
use domain::session::{Appelant, Session};
use domain::territoire::TypeTerritoire;
use migrations::MigratorTrait;
use sea_orm::{ConnectionTrait, Database};

#[path = "../src/harnais/postgres.rs"]
mod postgres;

const DEPARTEMENT: &str = "31";

fn main() {
    let moteur = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    moteur.block_on(async {
        let Some(grappe) = postgres::grappe() else {
            println!("PostgreSQL's server binaries are not installed: nothing to measure.");
            return;
        };
        let administration = ["create role proprietaire login createrole", "create database mesure owner proprietaire"];
        administrer(&grappe.url("postgres", "postgres"), &administration).await;
        let personnes = reglage("PERSONNES", 36_000);
        let debut = Instant::now();
        remplir(&ouvrir(&grappe.url("proprietaire", "mesure"), 2).await, personnes).await;
        println!("{personnes} people in {:?}", debut.elapsed());
        let roles = ["create role serveur login in role passerelle_execution", "vacuum analyze"];
        administrer(&grappe.url("postgres", "mesure"), &roles).await;
        mesurer(&ouvrir(&grappe.url("serveur", "mesure"), 1).await).await;
    });
}

fn reglage(nom: &str, defaut: usize) -> usize {
    std::env::var(nom).ok().and_then(|v| v.parse().ok()).unwrap_or(defaut)
}

fn jour() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day")
}

async fn ouvrir(url: &str, connexions: u32) -> Arc<Base> {
    let reglages = Configuration::defaut().expect("the defaults").reglages();
    let outils = (Horloge::systeme().au(jour()), Hasard::systeme(), Cles::de_maitre(&[7; 32]), reglages);
    Base::ouvrir(Acces { url, url_lecture: None, connexions }, outils).await.expect("a database")
}

async fn administrer(url: &str, ordres: &[&str]) {
    let base = Database::connect(url).await.expect("a cluster");
    for ordre in ordres {
        base.execute_unprepared(ordre).await.expect("an order");
    }
}

async fn remplir(base: &Arc<Base>, allocataires: usize) {
    migrations::Migrator::up(base.connexion_systeme(), None).await.expect("migrations");
    chargement::charger(base).await.expect("reference data");
    let demande = Demande { departement: DEPARTEMENT.to_owned(), allocataires, graine: 42, au: jour() };
    generer(base, &demande, |_| ()).await.expect("people");
}

async fn session(base: &Arc<Base>) -> Session {
    let conseil = base.referentiel().await.expect("reference data").partenaire("departement-31").expect("a partner").id;
    let appelant = Appelant {
        client: "banc".to_owned(),
        partenaire: conseil,
        agent: None,
        portees: Portees::lire("indicateurs:lire").expect("a scope"),
        jeton: "banc".to_owned(),
        expire: i64::MAX,
    };
    Session::ouvrir(base, Arc::new(appelant)).await.expect("a session")
}

/// A year whole, and its months by territory.
fn questions(suivi: &Suivi) -> [Question; 2] {
    let periode =
        Periode { du: NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day"), au: NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day") };
    let annee = Question {
        periode,
        pas: PasTemporel::Annee,
        territoire: None,
        niveau: None,
        ventilation: Vec::new(),
        version: None,
        parametre: (!suivi.parametre.is_empty()).then(|| suivi.parametre.clone()),
    };
    let mois = Question {
        pas: PasTemporel::Mois,
        niveau: Some(TypeTerritoire::Intercommunalite),
        ventilation: vec![Dimension::Territoire],
        ..annee.clone()
    };
    [annee, mois]
}

async fn mesurer(base: &Arc<Base>) {
    let referentiel = base.referentiel().await.expect("reference data");
    let suivis: Vec<Suivi> = suivies(&referentiel).into_iter().filter(|s| s.departement == DEPARTEMENT).collect();
    let parties = std::env::var("PARTIES").unwrap_or_else(|_| "AMG".to_owned());
    for (rang, (partie, quoi)) in [('A', "a year"), ('M', "months by territory")].into_iter().enumerate() {
        if parties.contains(partie) {
            let mut temps = Vec::new();
            for suivi in &suivis {
                temps.extend(chronometrer(base, suivi, &questions(suivi)[rang]).await);
            }
            resumer(quoi, temps);
        }
    }
    if parties.contains('G') {
        garder(base, &suivis).await;
    }
}

/// How long one question takes, in a snapshot of its own: the database cuts a statement after ten seconds.
async fn chronometrer(base: &Arc<Base>, suivi: &Suivi, question: &Question) -> Option<(Duration, String)> {
    let s = session(base).await;
    s.verifier().await.expect("a snapshot");
    let debut = Instant::now();
    let nom = format!("{} {}", suivi.mesure, suivi.parametre);
    let calculee = calculer(&s, DEPARTEMENT, trouver(&suivi.mesure).expect("a measure"), question).await;
    let temps = debut.elapsed();
    match calculee {
        Ok(_) => s.rafraichir().await.expect("the end of the snapshot"),
        Err(panne) => {
            println!("    {nom}: {panne}");
            return None;
        }
    }
    Some((temps, nom))
}

fn resumer(quoi: &str, mut temps: Vec<(Duration, String)>) {
    temps.sort_unstable();
    let total: Duration = temps.iter().map(|(t, _)| *t).sum();
    println!("{quoi}: {} measures in {total:?}", temps.len());
    for (t, mesure) in temps.iter().rev().take(reglage("LENTES", 5)) {
        println!("    {t:>10.1?}  {mesure}");
    }
}

/// Counts the months that are kept, then answers from them.
async fn garder(base: &Arc<Base>, suivis: &[Suivi]) {
    let debut = Instant::now();
    let mut comptees = 0;
    loop {
        match rafraichir(base).await.expect("aggregates") {
            0 => break,
            lot => comptees += lot,
        }
    }
    println!("{comptees} measures kept, 37 months each, in {:?}", debut.elapsed());
    let s = session(base).await;
    let debut = Instant::now();
    for suivi in suivis {
        let mesure = trouver(&suivi.mesure).expect("a measure");
        repondre(&s, DEPARTEMENT, mesure, &questions(suivi)[1]).await.expect("an answer");
    }
    println!("months by territory, from what is kept: {} measures in {:?}", suivis.len(), debut.elapsed());
}

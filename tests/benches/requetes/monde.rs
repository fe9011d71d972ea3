//! A PostgreSQL of its own, filled once, and the three ways to it.

use std::collections::HashSet;
use std::sync::Arc;

use api::auth::{Authentification, Demande as Jeton};
use api::config::Configuration;
use api::graphql::porte::Limites;
use api::http::Serveur;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, header};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::allocataire::PublicCible;
use domain::base::{Acces, Base, Reglages};
use domain::generation::{Demande, generer};
use domain::habilitation::FinaliteTraitement;
use domain::horloge::Horloge;
use domain::identifiant::{Genre, Hasard};
use domain::journal::{LigneAcces, NatureAcces, inscrire};
use domain::mesure::agregat::rafraichir_parmi;
use domain::prescription::TypePrescription;
use domain::referentiel::{Referentiel, chargement};
use domain::secret::Cles;
use migrations::MigratorTrait;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{PgPool, query_scalar};
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

#[path = "../../src/harnais/postgres.rs"]
mod postgres;

pub struct Monde {
    pub pool: PgPool,
    pub postmaster: u32,
    pub requetes: usize,
    pub personnes: Vec<Uuid>,
    pub recepteur: Uuid,
    pub service: Uuid,
    base: Arc<Base>,
    auth: Arc<Authentification>,
    referentiel: Arc<Referentiel>,
    routeur: Router,
    verifies: HashSet<Vec<u8>>,
}

/// People whom nobody referred to the kind of service that the writes use: none of them is refused as a double.
const NOUVEAUX: &str = "select id from allocataire a where departement = '31' and not exists (select 1 from prescription p \
    where p.departement = a.departement and p.allocataire_id = a.id and p.type = 'DIAGNOSTIC_ACTIVITE') order by id";

fn reglage(nom: &str, defaut: usize) -> usize {
    std::env::var(nom).ok().and_then(|v| v.parse().ok()).unwrap_or(defaut)
}

fn debut() -> DateTime<Utc> {
    "2026-06-15T09:00:00Z".parse().expect("an instant")
}

async fn ouvrir(url: &str) -> Arc<Base> {
    let reglages = Reglages { personnes_par_heure: i64::MAX, ..Configuration::defaut().expect("the defaults").reglages() };
    let outils = (Horloge::systeme().au(debut().date_naive()), Hasard::systeme(), Cles::de_maitre(&[7; 32]), reglages);
    Base::ouvrir(Acces { url, url_lecture: None, connexions: 10 }, outils).await.expect("a database")
}

impl Monde {
    /// `None` without PostgreSQL. The owner fills; the server connects as a role that owns nothing, under row security.
    pub async fn preparer() -> Option<Self> {
        let grappe = postgres::grappe()?;
        administrer(
            &grappe.url("postgres", "postgres"),
            &["create role proprietaire login createrole", "create database mesure owner proprietaire"],
        )
        .await;
        remplir(&grappe.url("proprietaire", "mesure")).await;
        administrer(&grappe.url("postgres", "mesure"), &["create role serveur login in role passerelle_execution", "analyze"]).await;
        let base = ouvrir(&grappe.url("serveur", "mesure")).await;
        // The baselines plan once, as the server does.
        let options: PgConnectOptions = grappe.url("postgres", "mesure").parse().expect("an address");
        let options = options.options([("plan_cache_mode", "force_generic_plan")]);
        let pool = PgPoolOptions::new().max_connections(10).connect_with(options).await.expect("a pool");
        Some(Self::assembler(base, pool).await)
    }

    async fn assembler(base: Arc<Base>, pool: PgPool) -> Self {
        let auth = Arc::new(Authentification::nouvelle(Arc::clone(&base), "https://passerelle.example"));
        let limites = Limites { points_par_minute: u64::MAX / 2, points_par_minute_larges: u64::MAX / 2, ..Limites::default() };
        let serveur =
            Serveur { base: Arc::clone(&base), auth: Arc::clone(&auth), limites, origines: Vec::new(), jetons_de_demonstration: None };
        let personnes = query_scalar(NOUVEAUX).fetch_all(&pool).await.expect("people");
        // Started by hand and not by the distribution: the postmaster is the parent of our own backend.
        let dorsal: i32 = query_scalar("select pg_backend_pid()").fetch_one(&pool).await.expect("a backend");
        let referentiel = base.referentiel().await.expect("reference data");
        let service =
            referentiel.services.toutes().find(|s| accueille(&referentiel, s)).expect("a service of 31 that diagnoses activities");
        Self {
            routeur: serveur.routes().expect("a coherent schema"),
            postmaster: parent(dorsal.unsigned_abs()),
            requetes: reglage("REQUETES", 3_000),
            recepteur: service.partenaire,
            service: service.id,
            verifies: HashSet::new(),
            referentiel: Arc::clone(&referentiel),
            personnes,
            base,
            auth,
            pool,
        }
        .avec_jetons()
        .await
    }

    async fn avec_jetons(mut self) -> Self {
        for cle in ["cibc-82", "departement-31", "pole-emploi-31"] {
            let jeton = self.jeton(cle).await;
            self.verifies.insert(empreinte(&jeton));
        }
        self
    }

    pub fn partenaire(&self, cle: &str) -> Uuid {
        self.referentiel.partenaire(cle).expect("a partner").id
    }

    pub fn prescripteur(&self) -> Uuid {
        self.partenaire("departement-31")
    }

    pub fn personne(&self, rang: usize) -> String {
        Genre::Allocataire.ecrire(self.personnes[rang % self.personnes.len()])
    }

    pub fn destinataire(&self) -> String {
        Genre::Partenaire.ecrire(self.recepteur)
    }

    pub fn jour() -> NaiveDate {
        debut().date_naive()
    }

    pub fn maintenant(&self) -> DateTime<Utc> {
        self.base.horloge.instant()
    }

    /// EdDSA signatures are the same each time a second: one token a persona for the whole run.
    pub async fn jeton(&self, cle: &str) -> String {
        let demande = Jeton { client: "banc", partenaire: self.partenaire(cle), agent: None, portees: None, duree: TimeDelta::hours(6) };
        self.auth.signer(demande).await.expect("a token").texte
    }

    /// Counts the months of a measure, as the ticker does of all.
    pub async fn garder(&self, mesure: &str) {
        let comptees = rafraichir_parmi(&self.base, |s| s.departement == "31" && s.mesure == mesure).await.expect("aggregates");
        assert!(comptees > 0, "{mesure} is not kept");
    }

    /// What a fair baseline does of a token that it has verified before.
    pub fn verifier(&self, jeton: &str) {
        std::hint::black_box(self.verifies.contains(&empreinte(jeton)));
    }

    /// The answer as a client receives it; reading it is the client's own time.
    pub async fn servir(&self, jeton: &str, corps: String) -> Bytes {
        let requete = Request::post("/graphql")
            .header(header::AUTHORIZATION, format!("Bearer {jeton}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(Body::from(corps))
            .expect("a request");
        let reponse = self.routeur.clone().oneshot(requete).await.expect("an answer");
        to_bytes(reponse.into_body(), usize::MAX).await.expect("a body")
    }

    pub async fn demander(&self, jeton: &str, corps: String) -> Value {
        serde_json::from_slice(&self.servir(jeton, corps).await).expect("JSON")
    }

    /// The same journal row, by the same group writer.
    pub async fn journaliser(&self, partenaire: Uuid, personnes: Vec<Uuid>) {
        let ligne = LigneAcces {
            id: self.base.id(),
            le: self.base.horloge.reelle(),
            nature: NatureAcces::Lecture,
            partenaire,
            agent: None,
            jeton: "x".repeat(64),
            habilitation: None,
            finalite: FinaliteTraitement::EvaluationLinguistique,
            requete: "x".repeat(64),
            operation: String::new(),
            categories: "IDENTITE SITUATION".to_owned(),
            personnes,
        };
        inscrire(&self.base, vec![ligne]).await.expect("a journal row");
    }
}

/// A service for people on RSA: nothing that a file says excludes anybody from it.
fn accueille(referentiel: &Referentiel, service: &domain::service::Service) -> bool {
    let ici = referentiel.partenaires.par_id(service.partenaire).is_some_and(|p| p.departements.iter().any(|d| d == "31"));
    let pour_tous = service.publics.contient(PublicCible::BeneficiaireRsa);
    ici && pour_tous && service.types_prescription.contient(TypePrescription::DiagnosticActivite)
}

fn empreinte(jeton: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(jeton.as_bytes()).to_vec()
}

fn parent(pid: u32) -> u32 {
    let texte = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    texte.rsplit_once(')').and_then(|(_, suite)| suite.split_whitespace().nth(1)?.parse().ok()).expect("a parent")
}

async fn remplir(url: &str) {
    let base = ouvrir(url).await;
    migrations::Migrator::up(base.connexion_systeme(), None).await.expect("migrations");
    chargement::charger(&base).await.expect("reference data");
    let total = reglage("PERSONNES", 36_000);
    for (departement, allocataires) in [("31", total), ("82", total / 4)] {
        let demande = Demande {
            departement: departement.to_owned(),
            allocataires,
            graine: 42,
            au: NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day"),
        };
        generer(&base, &demande, |_| ()).await.expect("people");
    }
}

async fn administrer(url: &str, ordres: &[&str]) {
    let base = Database::connect(url).await.expect("a cluster");
    for ordre in ordres {
        base.execute_unprepared(ordre).await.expect("an order");
    }
}

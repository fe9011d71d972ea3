//! The bench: database, clock, tokens and router of one test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use api::auth::Authentification;
use api::graphql::porte::Limites;
use api::http::Serveur;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use domain::base::{Base, Reglages};
use domain::horloge::Horloge;
use domain::journal::sequence;
use domain::taches::{self, Passage};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement, TryGetable, Value};
use tower::ServiceExt;
use uuid::Uuid;

use super::base::{Copie, Moteur, ouvrir, reglages};
use super::client::{Client, Reponse};

pub const PUBLIC_URL: &str = "https://passerelle.example";

pub struct Banc {
    pub base: Arc<Base>,
    pub auth: Arc<Authentification>,
    /// The clock of the whole platform.
    pub horloge: Horloge,
    pub routeur: Router,
    systeme: DatabaseConnection,
    vus: AtomicU64,
    copie: Copie,
}

/// A slow machine is no fault of the server: nothing here is timed.
fn patientes() -> Limites {
    Limites { duree_secondes: 600, ..Limites::default() }
}

impl Banc {
    pub async fn nouveau(moteur: Moteur) -> Self {
        Self::avec(moteur, patientes()).await
    }

    /// The same under other limits.
    pub async fn avec(moteur: Moteur, limites: Limites) -> Self {
        Self::regle(moteur, limites, reglages()).await
    }

    /// The same on a platform that keeps sensitive data.
    pub async fn sensible(moteur: Moteur) -> Self {
        Self::regle(moteur, patientes(), Reglages { donnees_sensibles: true, ..reglages() }).await
    }

    /// The same with nobody yet.
    pub async fn vide(moteur: Moteur) -> Self {
        Self::sur(moteur.vide().await, patientes(), reglages()).await
    }

    async fn regle(moteur: Moteur, limites: Limites, reglages: Reglages) -> Self {
        Self::sur(moteur.copier().await, limites, reglages).await
    }

    async fn sur(copie: Copie, limites: Limites, reglages: Reglages) -> Self {
        let base = ouvrir(&copie.url, 2, reglages).await;
        let auth = Arc::new(Authentification::nouvelle(Arc::clone(&base), PUBLIC_URL));
        let serveur =
            Serveur { base: Arc::clone(&base), auth: Arc::clone(&auth), limites, origines: Vec::new(), jetons_de_demonstration: None };
        let routeur = serveur.routes().expect("coherent schema");
        let systeme = Database::connect(&copie.url_systeme).await.expect("database");
        Self { horloge: base.horloge.clone(), base, auth, routeur, systeme, vus: AtomicU64::new(0), copie }
    }

    /// A caller: a partner's key, or an agent's (`departement-31/ass`).
    pub async fn client(&self, persona: &str) -> Client {
        Client::nouveau(self, persona, None).await
    }

    /// The same with some scopes only.
    pub async fn client_de_portees(&self, persona: &str, portees: &str) -> Client {
        Client::nouveau(self, persona, Some(portees)).await
    }

    /// Sends any request to the router, as a socket would.
    pub async fn envoyer(&self, requete: Request<Body>) -> Reponse {
        Reponse::lire(self.routeur.clone().oneshot(requete).await.expect("the router cannot fail")).await
    }

    /// The address of its database, for who opens it as the server does.
    pub fn url(&self) -> &str {
        &self.copie.url
    }

    /// Domain statements run since the last call.
    pub fn enonces(&self) -> u64 {
        let courant = self.base.enonces.load(Ordering::SeqCst);
        courant - self.vus.swap(courant, Ordering::SeqCst)
    }

    /// Orders and seals everything that was committed.
    pub async fn sequencer(&self) {
        while sequence::passer(&self.base).await.expect("sequencer") > 0 {}
    }

    /// One pass of the ticker.
    pub async fn taches(&self) -> Passage {
        taches::passer(&self.base).await.expect("ticker")
    }

    pub async fn partenaire(&self, cle: &str) -> Uuid {
        let referentiel = self.base.referentiel().await.expect("reference data");
        referentiel.partenaire(cle).unwrap_or_else(|| panic!("no partner {cle}")).id
    }

    /// Rows as whoever sees everything, for expectations; values are bound to `$1`, `$2`…
    pub async fn lignes<const N: usize>(&self, sql: &str, valeurs: [Value; N]) -> Vec<QueryResult> {
        self.systeme.query_all_raw(self.enonce(sql, valeurs)).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// The first column of those rows.
    pub async fn colonne<T: TryGetable, const N: usize>(&self, sql: &str, valeurs: [Value; N]) -> Vec<T> {
        self.lignes(sql, valeurs).await.iter().map(|l| l.try_get_by_index(0).expect("column")).collect()
    }

    /// The only value of the only row.
    pub async fn valeur<T: TryGetable, const N: usize>(&self, sql: &str, valeurs: [Value; N]) -> T {
        let colonne = self.colonne(sql, valeurs).await;
        let nombre = colonne.len();
        colonne.into_iter().next().filter(|_| nombre == 1).unwrap_or_else(|| panic!("{nombre} rows: {sql}"))
    }

    /// Rows changed.
    pub async fn executer<const N: usize>(&self, sql: &str, valeurs: [Value; N]) -> u64 {
        self.systeme.execute_raw(self.enonce(sql, valeurs)).await.unwrap_or_else(|e| panic!("{sql}: {e}")).rows_affected()
    }

    fn enonce<const N: usize>(&self, sql: &str, valeurs: [Value; N]) -> Statement {
        Statement::from_sql_and_values(self.base.moteur(), sql, valeurs)
    }

    pub(super) async fn fermer(self) {
        self.systeme.close().await.expect("close");
        self.copie.oublier().await;
    }
}

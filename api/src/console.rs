//! The pages that the binary carries: the home page, the explorer and the dashboard, served without any network but
//! this server.
//!
//! Explorer files are embedded compressed and go out as they are to clients that accept brotli; browsers offer it only
//! on HTTPS and on localhost, so the others get the plain bytes. The other pages are plain files.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;

use contenu::Contenu;

mod contenu;
#[cfg(test)]
mod tests;

#[derive(RustEmbed)]
#[folder = "console/explorateur"]
struct Explorateur;

#[derive(RustEmbed)]
#[folder = "console/accueil"]
struct Accueil;

#[derive(RustEmbed)]
#[folder = "console/tableau"]
struct Tableau;

/// The file shown for the page itself.
const PAGE: &str = "index.html";

/// Monaco writes style elements, hence `unsafe-inline` on this page alone.
const POLITIQUE_EXPLORATEUR: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     font-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const POLITIQUE_ACCUEIL: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Trusted Types without a policy: no text ever becomes HTML or code.
const POLITIQUE_TABLEAU: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// The pages and their files. The explorer's own page is shown at `/graphql`, by [`page_explorateur`].
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/", get(page_accueil))
        .route("/accueil/{*fichier}", get(fichier_accueil))
        .route("/explorateur/{*fichier}", get(fichier_explorateur))
        .route("/tableau-de-bord", get(page_tableau))
        .route("/tableau/{*fichier}", get(fichier_tableau))
}

/// What `GET /graphql` answers to a browser. The page loads its files from `/explorateur/`.
pub fn page_explorateur(entetes: &HeaderMap) -> Response {
    explorateur(PAGE, entetes)
}

async fn page_accueil(entetes: HeaderMap) -> Response {
    accueil(PAGE, &entetes)
}

async fn fichier_accueil(Path(fichier): Path<String>, entetes: HeaderMap) -> Response {
    accueil(&fichier, &entetes)
}

async fn fichier_explorateur(Path(fichier): Path<String>, entetes: HeaderMap) -> Response {
    explorateur(&fichier, &entetes)
}

/// What is chosen stands in the query string, which only the page reads.
async fn page_tableau(entetes: HeaderMap) -> Response {
    tableau(PAGE, &entetes)
}

async fn fichier_tableau(Path(fichier): Path<String>, entetes: HeaderMap) -> Response {
    tableau(&fichier, &entetes)
}

fn accueil(fichier: &str, entetes: &HeaderMap) -> Response {
    clair::<Accueil>(fichier, POLITIQUE_ACCUEIL, entetes)
}

fn tableau(fichier: &str, entetes: &HeaderMap) -> Response {
    clair::<Tableau>(fichier, POLITIQUE_TABLEAU, entetes)
}

fn clair<F: RustEmbed>(fichier: &str, politique: &'static str, entetes: &HeaderMap) -> Response {
    let embarque = F::get(fichier);
    embarque.map_or_else(inconnu, |embarque| Contenu { fichier, embarque, compresse: false, politique }.repondre(entetes))
}

fn explorateur(fichier: &str, entetes: &HeaderMap) -> Response {
    let embarque = Explorateur::get(&format!("{fichier}.br"));
    embarque
        .map_or_else(inconnu, |embarque| Contenu { fichier, embarque, compresse: true, politique: POLITIQUE_EXPLORATEUR }.repondre(entetes))
}

fn inconnu() -> Response {
    (StatusCode::NOT_FOUND, "Fichier inconnu.\n").into_response()
}

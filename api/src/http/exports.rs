//! `/exports/…`: indicators as a table, files as lines of JSON.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Etat;
use super::negociation::Media;
use super::reponse::refus;
use crate::export::liste::LISTES;
use crate::export::schema_de_table;

mod listes;
mod parametres;
mod portion;

pub(super) fn routes() -> Router<Etat> {
    let mut routes = Router::new().route("/exports/indicateurs.schema.json", get(schema));
    for liste in LISTES {
        let lire = move |State(etat): State<Etat>, requete: Request| listes::lire(etat, liste, requete);
        routes = routes.route(&format!("/exports/{}.ndjson", liste.nom), get(lire).fallback(autre_methode));
    }
    routes
}

/// Says what the table holds and nothing of what is in it: open to all, as the schema of the API is.
async fn schema() -> Response {
    let entetes = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=300")];
    (entetes, schema_de_table().to_string()).into_response()
}

async fn autre_methode() -> Response {
    let mut reponse = refus(Media::Graphql, 405, "REQUETE_INVALIDE", "Un export se demande par GET.");
    reponse.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    reponse
}

/// A file to keep under this name.
fn telecharger(entetes: &mut HeaderMap, media: &'static str, nom: &str) {
    entetes.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    entetes.extend(format!("attachment; filename=\"{nom}\"").parse().ok().map(|v| (header::CONTENT_DISPOSITION, v)));
    entetes.insert(header::VARY, HeaderValue::from_static("Authorization"));
}

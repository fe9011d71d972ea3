//! `/exports/…`: indicators as a table, files as lines of JSON.

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Etat;
use super::negociation::Media;
use super::reponse::{ecrire, refus};
use crate::export::liste::LISTES;
use crate::export::parametres::{Parametres, RefusParametre};
use crate::export::{Format, schema_de_table};
use crate::graphql::erreur::erreur_requete;
use crate::moteur::Reponse;

mod indicateurs;
mod listes;
mod portion;

pub(super) fn routes() -> Router<Etat> {
    let mut routes = Router::new().route("/exports/indicateurs.schema.json", get(schema));
    for format in Format::TOUS {
        let lire = move |State(etat): State<Etat>, requete: Request| indicateurs::lire(etat, format, requete);
        routes = routes.route(&format!("/exports/indicateurs.{}", format.extension()), get(lire).fallback(autre_methode));
    }
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

fn parametres(requete: Option<&str>) -> Result<Parametres, RefusParametre> {
    let illisible = || RefusParametre::nouveau("adresse", "les paramètres ne se lisent pas");
    let uri: Uri = format!("/?{}", requete.unwrap_or_default()).parse().map_err(|_| illisible())?;
    let Query(lus) = Query::try_from_uri(&uri).map_err(|_| illisible())?;
    Parametres::nouveaux(lus)
}

/// The parameter in cause is in the sentence and beside the code.
fn refuser(refus: &RefusParametre) -> Response {
    let mut erreur = erreur_requete("REQUETE_INVALIDE", refus.to_string());
    erreur.extensions.get_or_insert_default().set("parametre", refus.parametre.as_str());
    ecrire(&Reponse::refus(erreur, 400), Media::Graphql)
}

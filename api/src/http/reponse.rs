//! Writes an answer as GraphQL over HTTP asks.

use async_graphql::Response as Corps;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::negociation::Media;
use crate::graphql::connexion::serialiser;
use crate::graphql::erreur::erreur_requete;
use crate::moteur::Reponse;
use crate::points::Solde;

/// Statuses that stay even where JSON answers are asked to be 200.
const TOUJOURS: [u16; 8] = [401, 403, 405, 413, 415, 429, 500, 503];

pub fn ecrire(reponse: &Reponse, media: Media) -> Response {
    let dite = if media == Media::Json && !TOUJOURS.contains(&reponse.statut) { 200 } else { reponse.statut };
    let octets = corps(reponse);
    let mut http = Response::new(Body::from(octets));
    *http.status_mut() = StatusCode::from_u16(dite).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let entetes = http.headers_mut();
    entetes.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.nom()));
    entetes.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(solde) = reponse.solde {
        dire_solde(entetes, solde);
    }
    if let Some(attendre) = reponse.attendre {
        entetes.insert(header::RETRY_AFTER, attendre.into());
    }
    if reponse.statut == 405 {
        entetes.insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    http
}

/// What is left of the points of this minute.
pub fn dire_solde(entetes: &mut HeaderMap, solde: Solde) {
    let secondes = solde.reinitialisation.timestamp().unsigned_abs();
    for (nom, valeur) in [("ratelimit-limit", solde.par_minute), ("ratelimit-remaining", solde.restants), ("ratelimit-reset", secondes)] {
        entetes.insert(nom, valeur.into());
    }
}

/// A request error has no `data` key; an executed request always has one.
fn corps(reponse: &Reponse) -> Vec<u8> {
    if reponse.executee() {
        return serialiser(&reponse.corps).unwrap_or_default();
    }
    let mut texte = json!({ "errors": reponse.corps.errors });
    if !reponse.corps.extensions.is_empty() {
        texte["extensions"] = json!(reponse.corps.extensions);
    }
    serde_json::to_vec(&texte).unwrap_or_default()
}

/// A refusal of the request itself.
#[must_use]
pub fn refus(media: Media, statut: u16, code: &str, message: &str) -> Response {
    ecrire(&Reponse { corps: Corps::from_errors(vec![erreur_requete(code, message)]), statut, solde: None, attendre: None }, media)
}

/// Neither media type that we write is accepted: the answer says so in JSON.
#[must_use]
pub fn non_acceptable() -> Response {
    let corps = json!({ "errors": [{ "message": "Accept : application/graphql-response+json ou application/json.", "extensions": { "code": "REQUETE_INVALIDE" } }] });
    (StatusCode::NOT_ACCEPTABLE, axum::Json(corps)).into_response()
}

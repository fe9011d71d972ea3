//! `/graphql`: who asks first, then a bounded body, then the document.

use async_graphql::Variables;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;

use super::Etat;
use super::negociation::{Media, corps_json, veut_une_page};
use super::reponse::{ecrire, non_acceptable, refus};
use crate::auth::RefusAuth;
use crate::console;
use crate::moteur::Demande;

pub async fn par_post(State(etat): State<Etat>, requete: Request) -> Result<Response, RefusAuth> {
    let (parts, corps) = requete.into_parts();
    let appelant = etat.auth.verifier(&parts.headers).await?;
    let Some(media) = Media::accepte(&parts.headers) else { return Ok(non_acceptable()) };
    if !corps_json(&parts.headers) {
        return Ok(refus(media, 415, "REQUETE_INVALIDE", "Le corps est du JSON : Content-Type: application/json."));
    }
    let Ok(corps) = lire(corps, &parts.headers, etat.moteur.limites.corps).await else {
        return Ok(refus(media, 413, "LIMITE_DEPASSEE", "Le corps de la requête est trop grand."));
    };
    Ok(match demande(&corps) {
        Ok(demande) => ecrire(&etat.moteur.repondre(&appelant, demande).await, media),
        Err(message) => mal_formee(media, message),
    })
}

/// The length that is announced is believed when it is too large; the rest is counted as it comes.
async fn lire(corps: axum::body::Body, entetes: &HeaderMap, maximum: usize) -> Result<Bytes, ()> {
    let annoncee = entetes.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if annoncee.is_some_and(|n| n > maximum) {
        return Err(());
    }
    to_bytes(corps, maximum).await.map_err(drop)
}

/// A body that is no GraphQL request is a client's mistake whatever it accepts.
fn mal_formee(media: Media, message: &str) -> Response {
    let mut reponse = refus(media, 400, "REQUETE_INVALIDE", message);
    *reponse.status_mut() = StatusCode::BAD_REQUEST;
    reponse
}

/// The members of a request as they are written, absent and null alike.
#[derive(Deserialize)]
struct Corps {
    query: Option<Value>,
    #[serde(rename = "operationName")]
    operation: Option<Value>,
    variables: Option<Value>,
    extensions: Option<Value>,
}

fn demande(octets: &[u8]) -> Result<Demande, &'static str> {
    let valeur: Value = serde_json::from_slice(octets).map_err(|_| "Le corps n'est pas du JSON.")?;
    if !valeur.is_object() {
        return Err("Le corps est un objet JSON ; les lots ne sont pas acceptés.");
    }
    let corps: Corps = serde_json::from_value(valeur).map_err(|_| "Le corps ne se lit pas.")?;
    former(corps, false)
}

fn former(corps: Corps, lecture_seule: bool) -> Result<Demande, &'static str> {
    let Some(Value::String(texte)) = corps.query else { return Err("query est le texte du document.") };
    let operation = match corps.operation {
        None | Some(Value::Null) => None,
        Some(Value::String(nom)) => Some(nom).filter(|n| !n.is_empty()),
        Some(_) => return Err("operationName est une chaîne."),
    };
    let variables = match corps.variables {
        None | Some(Value::Null) => Variables::default(),
        Some(objet @ Value::Object(_)) => Variables::from_json(objet),
        Some(_) => return Err("variables est un objet."),
    };
    match corps.extensions {
        None | Some(Value::Null | Value::Object(_)) => Ok(Demande { texte, operation, variables, lecture_seule, export: false }),
        Some(_) => Err("extensions est un objet."),
    }
}

/// The members of a request in a URL.
#[derive(Deserialize)]
pub struct Parametres {
    query: Option<String>,
    #[serde(rename = "operationName")]
    operation: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// A browser gets the explorer; anything else, the answer to a document that reads.
pub async fn par_get(
    State(etat): State<Etat>,
    entetes: HeaderMap,
    parametres: Result<Query<Parametres>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, RefusAuth> {
    let sans_document = parametres.as_ref().is_ok_and(|p| p.query.is_none());
    if veut_une_page(&entetes) && sans_document {
        return Ok(console::page_explorateur(&entetes));
    }
    let appelant = etat.auth.verifier(&entetes).await?;
    let Some(media) = Media::accepte(&entetes) else { return Ok(non_acceptable()) };
    let lue = parametres.map_err(|_| "L'adresse ne se lit pas.").and_then(|Query(p)| demande_url(p));
    Ok(match lue {
        Ok(demande) => ecrire(&etat.moteur.repondre(&appelant, demande).await, media),
        Err(message) => mal_formee(media, message),
    })
}

fn demande_url(p: Parametres) -> Result<Demande, &'static str> {
    let objet = |texte: Option<String>| texte.filter(|t| !t.is_empty()).map(|t| serde_json::from_str::<Value>(&t)).transpose();
    let corps = Corps {
        query: p.query.map(Value::String),
        operation: p.operation.map(Value::String),
        variables: objet(p.variables).map_err(|_| "variables n'est pas du JSON.")?,
        extensions: objet(p.extensions).map_err(|_| "extensions n'est pas du JSON.")?,
    };
    former(corps, true)
}

pub async fn autre_methode() -> Response {
    let mut reponse = refus(Media::Json, 405, "REQUETE_INVALIDE", "GET ou POST.");
    reponse.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    reponse.into_response()
}

//! The token endpoint of the built-in issuer, for partners' servers: OAuth 2.0 client credentials, and what describes it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Form, FromRequest, OriginalUri, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::TimeDelta;
use domain::identite::clients::{Client, GenreClient};
use domain::portee::PORTEES;
use serde::Deserialize;
use serde_json::json;

use crate::auth::{Authentification, Demande, Identifiants, RefusAuth};

mod refus;

use refus::RefusOauth;

/// Life of the tokens that the endpoint gives.
const DUREE: TimeDelta = TimeDelta::minutes(25);

/// Longest form that is read.
const CORPS: usize = 8 * 1024;

/// What a client sends. A field given twice does not read.
#[derive(Deserialize)]
struct Formulaire {
    grant_type: Option<String>,
    scope: Option<String>,
    agent: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// The three paths. Serve them with `into_make_service_with_connect_info::<SocketAddr>()`: failures are counted by network.
pub fn routes(auth: Arc<Authentification>) -> Router {
    Router::new()
        .route("/oauth/token", post(jeton).layer(DefaultBodyLimit::max(CORPS)))
        .route("/.well-known/oauth-authorization-server", get(metadonnees))
        .route("/.well-known/jwks.json", get(jwks))
        .with_state(auth)
}

/// The address of the peer, when the server was told to keep it.
#[must_use]
pub fn adresse(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|pair| pair.0.ip())
}

async fn jeton(State(auth): State<Arc<Authentification>>, requete: Request) -> Result<Response, RefusOauth> {
    let adresse = adresse(requete.extensions());
    let entetes = requete.headers().clone();
    let formulaire = lire(requete).await?;
    match formulaire.grant_type.as_deref() {
        None | Some("") => return Err(RefusOauth::Requete("grant_type manque.")),
        Some("client_credentials") => {}
        Some(_) => return Err(RefusOauth::Grant),
    }
    let client = client(&auth, &entetes, &formulaire, adresse).await?;
    emettre(&auth, &client, &formulaire).await
}

/// Credentials in the query string would be kept by every proxy's log.
async fn lire(requete: Request) -> Result<Formulaire, RefusOauth> {
    let uri = requete.extensions().get::<OriginalUri>().map_or_else(|| requete.uri(), |uri| &uri.0);
    if uri.query().is_some() {
        return Err(RefusOauth::Requete("Les champs vont dans le corps du formulaire, jamais dans l'URL."));
    }
    Form::from_request(requete, &()).await.map(|Form(formulaire)| formulaire).map_err(|refus| match refus {
        FormRejection::BytesRejection(_) => RefusOauth::Requete("Corps trop long : 8 Kio au plus."),
        FormRejection::InvalidFormContentType(_) => RefusOauth::Requete("Corps attendu : application/x-www-form-urlencoded."),
        _ => RefusOauth::Requete("Formulaire illisible, ou champ en double."),
    })
}

/// `client_secret_basic` or `client_secret_post`, never both.
async fn client(
    auth: &Authentification,
    entetes: &HeaderMap,
    formulaire: &Formulaire,
    adresse: Option<IpAddr>,
) -> Result<Client, RefusOauth> {
    let basic = entetes.contains_key(header::AUTHORIZATION);
    if basic && formulaire.client_secret.is_some() {
        return Err(RefusOauth::Requete("Une seule authentification : HTTP Basic, ou client_secret dans le corps."));
    }
    let identifiants = if basic { Identifiants::basic(entetes) } else { du_corps(formulaire) }.ok_or(RefusOauth::Client)?;
    if formulaire.client_id.as_ref().is_some_and(|id| *id != identifiants.client) {
        return Err(RefusOauth::Requete("client_id n'est pas celui de HTTP Basic."));
    }
    let client = auth.authentifier(&identifiants, adresse).await?.ok_or(RefusOauth::Client)?;
    if client.genre == GenreClient::Serveur { Ok(client) } else { Err(RefusOauth::Usage) }
}

fn du_corps(formulaire: &Formulaire) -> Option<Identifiants> {
    let (client, secret) = formulaire.client_id.clone().zip(formulaire.client_secret.clone())?;
    Some(Identifiants { client, secret })
}

async fn emettre(auth: &Authentification, client: &Client, formulaire: &Formulaire) -> Result<Response, RefusOauth> {
    let id = client.id.to_string();
    let demande = Demande {
        client: &id,
        partenaire: client.partenaire,
        agent: formulaire.agent.as_deref().filter(|agent| !agent.is_empty()),
        portees: formulaire.scope.as_deref(),
        duree: DUREE,
    };
    let jeton = auth.signer(demande).await?;
    let corps = json!({
        "access_token": jeton.texte,
        "token_type": "Bearer",
        "expires_in": jeton.expire_dans,
        "scope": jeton.portees.to_string(),
    });
    Ok((sans_memoire(), Json(corps)).into_response())
}

const fn sans_memoire() -> [(header::HeaderName, HeaderValue); 2] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store")), (header::PRAGMA, HeaderValue::from_static("no-cache"))]
}

/// RFC 8414.
async fn metadonnees(State(auth): State<Arc<Authentification>>) -> impl IntoResponse {
    let racine = auth.public_url().trim_end_matches('/');
    let corps = json!({
        "issuer": auth.public_url(),
        "token_endpoint": format!("{racine}/oauth/token"),
        "jwks_uri": format!("{racine}/.well-known/jwks.json"),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": PORTEES.as_slice(),
    });
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(corps))
}

async fn jwks(State(auth): State<Arc<Authentification>>) -> Result<impl IntoResponse, RefusAuth> {
    let cles = auth.jwks().await?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=300")], Json(cles)))
}

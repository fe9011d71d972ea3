//! The HTTP face: paths, layers, and who answers what.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::base::Base;
use domain::session::Session;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

use crate::auth::{Authentification, RefusAuth};
use crate::export::atelier::Atelier;
use crate::graphql::porte::Limites;
use crate::graphql::{Contrat, portees};
use crate::moteur::Moteur;
use crate::{console, oauth};

mod exports;
mod graphql;
mod negociation;
mod reponse;
mod suivi;

/// What a server is built from.
pub struct Serveur {
    pub base: Arc<Base>,
    pub auth: Arc<Authentification>,
    pub limites: Limites,
    pub origines: Vec<String>,
    /// Ready tokens by persona, in the demo only.
    pub jetons_de_demonstration: Option<Arc<BTreeMap<String, String>>>,
}

#[derive(Clone)]
pub(crate) struct Etat {
    pub moteur: Arc<Moteur>,
    pub auth: Arc<Authentification>,
    pub atelier: Arc<Atelier>,
    pub jetons: Option<Arc<BTreeMap<String, String>>>,
}

impl Serveur {
    /// All paths. Refuses a schema whose directives would leave a person's data unguarded.
    pub fn routes(self) -> Result<Router, portees::Incoherence> {
        let atelier = Arc::new(Atelier::nouveau(self.limites.exports_simultanes));
        let moteur = Arc::new(Moteur::nouveau(self.base, Contrat::nouveau()?, self.limites));
        let etat = Etat { moteur, auth: Arc::clone(&self.auth), atelier, jetons: self.jetons_de_demonstration };
        let routes = Router::new()
            .route("/graphql", get(graphql::par_get).post(graphql::par_post).fallback(graphql::autre_methode))
            .route("/schema.graphql", get(schema))
            .route("/health/live", get(async || StatusCode::NO_CONTENT))
            .route("/health/ready", get(pret))
            .route("/demo/jetons", get(jetons))
            .merge(console::routes())
            .merge(exports::routes())
            .with_state(etat)
            .merge(oauth::routes(self.auth))
            .fallback(introuvable);
        Ok(routes
            .layer(axum::middleware::from_fn(suivi::suivre))
            .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(sans_portions)))
            .layer(cors(&self.origines))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid)))
    }
}

/// What is read by ranges and compared by its digest leaves as its bytes are.
fn sans_portions(_: StatusCode, _: Version, entetes: &HeaderMap, _: &Extensions) -> bool {
    !entetes.contains_key(header::ACCEPT_RANGES)
}

fn cors(origines: &[String]) -> CorsLayer {
    let permises: Vec<HeaderValue> = origines.iter().filter_map(|o| o.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(permises))
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::RANGE, header::IF_NONE_MATCH, header::IF_RANGE])
        .expose_headers([
            header::HeaderName::from_static("x-request-id"),
            header::RETRY_AFTER,
            header::ETAG,
            header::ACCEPT_RANGES,
            header::CONTENT_RANGE,
            header::CONTENT_DISPOSITION,
        ])
}

/// The SDL of the bearer.
async fn schema(State(etat): State<Etat>, entetes: HeaderMap) -> Result<Response, RefusAuth> {
    let appelant = etat.auth.verifier(&entetes).await?;
    let session = Session::ouvrir(&etat.moteur.base, appelant).await?;
    let texte = etat.moteur.contrat.sdl.pour(session.perimetre.portees()).to_string();
    Ok(([(header::CONTENT_TYPE, "application/graphql; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], texte).into_response())
}

/// Ready when the database answers.
async fn pret(State(etat): State<Etat>) -> Response {
    match etat.moteur.base.ping().await {
        Ok(()) => (StatusCode::OK, "prêt").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], "la base de données ne répond pas").into_response(),
    }
}

/// Tokens of the demo's personas, for its explorer.
async fn jetons(State(etat): State<Etat>) -> Response {
    match etat.jetons {
        Some(jetons) => ([(header::CACHE_CONTROL, "no-store")], axum::Json(jetons.as_ref())).into_response(),
        None => introuvable().await,
    }
}

async fn introuvable() -> Response {
    (StatusCode::NOT_FOUND, "Cette adresse ne mène à rien.").into_response()
}

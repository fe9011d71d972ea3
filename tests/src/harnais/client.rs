//! A caller of the API and what it hears, at the level of HTTP.

use std::sync::{Arc, Mutex};

use api::auth::{Authentification, Demande};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, header};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use super::Banc;

pub const GRAPHQL: &str = "application/graphql-response+json";
pub const JSON: &str = "application/json";
const DUREE: TimeDelta = TimeDelta::hours(24);

#[derive(Clone)]
pub struct Client {
    routeur: Router,
    auth: Arc<Authentification>,
    pub partenaire: Uuid,
    agent: Option<String>,
    portees: Option<String>,
    /// The token, and the second from which it must be replaced.
    jeton: Arc<Mutex<(String, i64)>>,
}

impl Client {
    pub(super) async fn nouveau(banc: &Banc, persona: &str, portees: Option<&str>) -> Self {
        let partenaire = banc.partenaire(persona.split('/').next().unwrap_or_default()).await;
        Self {
            routeur: banc.routeur.clone(),
            auth: Arc::clone(&banc.auth),
            partenaire,
            agent: persona.contains('/').then(|| persona.to_owned()),
            portees: portees.map(str::to_owned),
            jeton: Arc::default(),
        }
    }

    /// Posts a document; `()` for no variables.
    pub async fn demander(&self, document: &str, variables: impl Into<Variables>) -> Reponse {
        let corps = json!({ "query": document, "variables": variables.into().0 });
        self.poster(corps.to_string(), GRAPHQL).await
    }

    /// Posts one operation of a document that holds several.
    pub async fn operer(&self, document: &str, operation: &str, variables: impl Into<Variables>) -> Reponse {
        let corps = json!({ "query": document, "operationName": operation, "variables": variables.into().0 });
        self.poster(corps.to_string(), GRAPHQL).await
    }

    /// Posts any body, and accepts that media type.
    pub async fn poster(&self, corps: impl Into<Body>, accept: &str) -> Reponse {
        let requete =
            self.requete("POST", "/graphql").await.header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, accept);
        self.envoyer(requete.body(corps.into()).expect("request")).await
    }

    /// A request that carries the token and nothing else yet.
    pub async fn requete(&self, methode: &str, chemin: &str) -> axum::http::request::Builder {
        Request::builder().method(methode).uri(chemin).header(header::AUTHORIZATION, format!("Bearer {}", self.jeton().await))
    }

    pub async fn envoyer(&self, requete: Request<Body>) -> Reponse {
        Reponse::lire(self.routeur.clone().oneshot(requete).await.expect("the router cannot fail")).await
    }

    /// The same token until it expires by the platform's clock, then another.
    pub async fn jeton(&self) -> String {
        let maintenant = self.auth.base().horloge.reelle().timestamp();
        let (texte, fin) = self.jeton.lock().expect("token").clone();
        if maintenant < fin {
            return texte;
        }
        let demande = Demande {
            client: "essai",
            partenaire: self.partenaire,
            agent: self.agent.as_deref(),
            portees: self.portees.as_deref(),
            duree: DUREE,
        };
        let neuf = self.auth.signer(demande).await.expect("token");
        *self.jeton.lock().expect("token") = (neuf.texte.clone(), maintenant + neuf.expire_dans);
        neuf.texte
    }
}

/// Variables of a document: a JSON object, or `()` for none.
pub struct Variables(Value);

impl From<()> for Variables {
    fn from((): ()) -> Self {
        Self(json!({}))
    }
}

impl From<Value> for Variables {
    fn from(valeur: Value) -> Self {
        Self(valeur)
    }
}

#[derive(Debug)]
pub struct Reponse {
    pub statut: u16,
    pub entetes: HeaderMap,
    pub octets: Bytes,
    /// The body as JSON; null when it is none.
    pub corps: Value,
}

impl Reponse {
    pub(super) async fn lire(reponse: axum::response::Response) -> Self {
        let (parts, corps) = reponse.into_parts();
        let octets = to_bytes(corps, usize::MAX).await.expect("body");
        let corps = serde_json::from_slice(&octets).unwrap_or_default();
        Self { statut: parts.status.as_u16(), entetes: parts.headers, octets, corps }
    }

    /// What was asked for, once sure that no error came with it.
    #[track_caller]
    pub fn donnees(&self) -> &Value {
        assert!(self.corps.get("errors").is_none() && self.corps["data"].is_object(), "{} {}", self.statut, self.corps);
        &self.corps["data"]
    }

    /// The payload of the only mutation.
    #[track_caller]
    pub fn charge(&self) -> &Value {
        self.donnees().as_object().and_then(|d| d.values().next()).expect("one mutation")
    }

    /// The same, once sure that no rule refused it.
    #[track_caller]
    pub fn effet(&self) -> &Value {
        let charge = self.charge();
        assert_eq!(charge["erreurs"], json!([]), "{charge}");
        charge
    }

    /// The codes of the rules that refused the only mutation.
    #[track_caller]
    pub fn refus(&self) -> Vec<&str> {
        self.charge()["erreurs"].as_array().expect("errors").iter().filter_map(|e| e["code"].as_str()).collect()
    }

    /// The codes of the errors.
    pub fn codes(&self) -> Vec<&str> {
        let erreurs = self.corps["errors"].as_array();
        erreurs.into_iter().flatten().map(|e| e["extensions"]["code"].as_str().unwrap_or_default()).collect()
    }
}

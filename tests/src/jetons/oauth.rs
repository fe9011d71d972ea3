//! The token endpoint and export keys.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use domain::identite::clients::{self, GenreClient, RefusSecret, SecretNeuf};
use serde_json::Value;
use tower::ServiceExt;

use super::scene::{PUBLIC_URL, Scene};

/// A request to the endpoint, from a network.
struct Envoi<'a> {
    corps: &'a str,
    basic: Option<String>,
    reseau: u8,
    type_: &'a str,
    chemin: &'a str,
}

impl<'a> Envoi<'a> {
    fn nouveau(corps: &'a str) -> Self {
        Self { corps, basic: None, reseau: 1, type_: "application/x-www-form-urlencoded", chemin: "/oauth/token" }
    }

    async fn vers(self, scene: &Scene) -> (StatusCode, HeaderMap, Value) {
        let mut requete = Request::post(self.chemin).header(header::CONTENT_TYPE, self.type_);
        if let Some(basic) = self.basic {
            requete = requete.header(header::AUTHORIZATION, basic);
        }
        let mut requete = requete.body(Body::from(self.corps.to_owned())).expect("request");
        requete.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([192, 0, self.reseau, 7], 4000))));
        lire(api::oauth::routes(std::sync::Arc::clone(&scene.auth)).oneshot(requete).await.expect("answer")).await
    }
}

async fn lire(reponse: Response) -> (StatusCode, HeaderMap, Value) {
    let (parties, corps) = reponse.into_parts();
    let corps = axum::body::to_bytes(corps, 1 << 16).await.expect("body");
    (parties.status, parties.headers, serde_json::from_slice(&corps).unwrap_or_default())
}

fn basic(client: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{secret}")))
}

async fn serveur(scene: &Scene) -> SecretNeuf {
    clients::creer(&scene.base, scene.cibc, GenreClient::Serveur).await.expect("client")
}

#[tokio::test]
async fn a_client_exchanges_its_secret_for_a_token() {
    let scene = Scene::nouvelle().await;
    let neuf = serveur(&scene).await;
    let (id, secret) = (neuf.client.to_string(), neuf.secret.as_str());
    let poste = format!(
        "grant_type=client_credentials&client_id={id}&client_secret={secret}&agent=cibc-82-martin&scope=linguistique:evaluer+echeances:lire"
    );
    let par_basic = Envoi { basic: Some(basic(&id, secret)), ..Envoi::nouveau("grant_type=client_credentials") };
    for (envoi, agent) in [(par_basic, None), (Envoi::nouveau(&poste), Some(scene.agent))] {
        let (statut, entetes, corps) = envoi.vers(&scene).await;
        assert_eq!((statut, &entetes[header::CACHE_CONTROL]), (StatusCode::OK, &"no-store".parse().expect("value")), "{corps}");
        assert_eq!((&corps["token_type"], &corps["expires_in"]), (&"Bearer".into(), &1500.into()));
        let appelant = scene.auth.verifier_jeton(corps["access_token"].as_str().unwrap_or_default()).await.expect("caller");
        assert_eq!((&appelant.client, appelant.partenaire, appelant.agent), (&id, scene.cibc, agent));
        assert_eq!(corps["scope"], appelant.portees.to_string());
    }
}

#[tokio::test]
async fn a_bad_request_gets_the_error_of_the_specification() {
    let scene = Scene::nouvelle().await;
    let neuf = serveur(&scene).await;
    let (id, secret) = (neuf.client.to_string(), neuf.secret.as_str());
    let export = clients::creer(&scene.base, scene.cibc, GenreClient::Export).await.expect("client");
    let avec = |reste: &str| format!("client_id={id}&client_secret={secret}&{reste}");
    let cas = [
        (avec(""), "invalid_request"),
        (avec("grant_type=password"), "unsupported_grant_type"),
        (avec("grant_type=client_credentials&grant_type=client_credentials"), "invalid_request"),
        (avec("grant_type=client_credentials&scope=tout:lire"), "invalid_scope"),
        (avec("grant_type=client_credentials&scope=iae:lire"), "invalid_scope"),
        (avec("grant_type=client_credentials&agent=caf-31-durand"), "invalid_request"),
        (avec("grant_type=client_credentials&agent=cibc-82-parti"), "invalid_request"),
        ("grant_type=client_credentials".to_owned(), "invalid_client"),
        (format!("grant_type=client_credentials&client_id={id}"), "invalid_client"),
        (format!("grant_type=client_credentials&client_id={}&client_secret={}", export.client, export.secret), "unauthorized_client"),
    ];
    for (corps, erreur) in cas {
        let (statut, entetes, reponse) = Envoi::nouveau(&corps).vers(&scene).await;
        let attendu = if erreur == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        assert_eq!((statut, &reponse["error"]), (attendu, &erreur.into()), "{reponse}");
        assert!(entetes[header::CACHE_CONTROL] == "no-store" && reponse["error_description"].as_str().is_some_and(str::is_ascii));
    }
    let bon = avec("grant_type=client_credentials");
    let deux_fois = Envoi { basic: Some(basic(&id, secret)), ..Envoi::nouveau(&bon) };
    let json = Envoi { type_: "application/json", ..Envoi::nouveau("{}") };
    let url = format!("/oauth/token?{bon}");
    let url = Envoi { chemin: &url, ..Envoi::nouveau(&bon) };
    let long = "x".repeat(9000);
    for envoi in [deux_fois, json, url, Envoi::nouveau(&long)] {
        let (statut, _, corps) = envoi.vers(&scene).await;
        assert_eq!((statut, &corps["error"]), (StatusCode::BAD_REQUEST, &"invalid_request".into()), "{corps}");
    }
}

#[tokio::test]
async fn an_unknown_client_and_a_wrong_secret_answer_alike_and_a_network_that_guesses_waits() {
    let scene = Scene::nouvelle().await;
    let neuf = serveur(&scene).await;
    let id = neuf.client.to_string();
    let inconnu = scene.base.id().to_string();
    let mut reponses = Vec::new();
    for (client, secret) in [(id.as_str(), "faux"), (inconnu.as_str(), neuf.secret.as_str()), ("pas-un-id", ""), (&id, "")] {
        reponses.push(Envoi { basic: Some(basic(client, secret)), ..Envoi::nouveau("grant_type=client_credentials") }.vers(&scene).await);
    }
    assert!(reponses.iter().all(|reponse| *reponse == reponses[0]) && reponses[0].0 == StatusCode::UNAUTHORIZED);
    for _ in 0..16 {
        Envoi { basic: Some(basic(&id, "faux")), ..Envoi::nouveau("grant_type=client_credentials") }.vers(&scene).await;
    }
    let bon = |reseau| Envoi { basic: Some(basic(&id, &neuf.secret)), reseau, ..Envoi::nouveau("grant_type=client_credentials") };
    let (statut, entetes, _) = bon(1).vers(&scene).await;
    assert_eq!((statut, entetes[header::RETRY_AFTER].to_str().ok()), (StatusCode::TOO_MANY_REQUESTS, Some("61")));
    assert_eq!(bon(2).vers(&scene).await.0, StatusCode::OK, "another network is not held back");
    scene.base.horloge.avancer(TimeDelta::seconds(60));
    assert_eq!(bon(1).vers(&scene).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_secret_expires_is_revoked_and_has_one_successor() {
    let scene = Scene::nouvelle().await;
    let premier = serveur(&scene).await;
    let second = clients::ajouter_secret(&scene.base, premier.client, TimeDelta::days(1)).await.expect("secret");
    let trop = clients::ajouter_secret(&scene.base, premier.client, TimeDelta::days(1)).await;
    assert!(matches!(trop, Err(RefusSecret::TropDeSecrets)));
    let id = premier.client.to_string();
    let passe = async |secret: &str| clients::authentifier(&scene.base, &id, secret).await.expect("database").is_some();
    assert!(passe(&premier.secret).await && passe(&second.secret).await);
    assert!(clients::revoquer_secret(&scene.base, premier.client, &clients::empreinte(&premier.secret)).await.expect("database"));
    assert!(!passe(&premier.secret).await);
    scene.base.horloge.avancer(TimeDelta::days(1));
    assert!(!passe(&second.secret).await, "expired");
    let dernier = clients::ajouter_secret(&scene.base, premier.client, TimeDelta::days(365)).await.expect("secret");
    assert!(passe(&dernier.secret).await);
    assert!(clients::revoquer_client(&scene.base, premier.client).await.expect("database"));
    assert!(!passe(&dernier.secret).await);
    assert_eq!(clients::secrets(&scene.base, premier.client).await.expect("database").len(), 3);
}

#[tokio::test]
async fn an_export_key_reads_indicators_and_a_server_secret_does_not_stand_for_one() {
    let scene = Scene::nouvelle().await;
    let export = clients::creer(&scene.base, scene.caf, GenreClient::Export).await.expect("client");
    let serveur = serveur(&scene).await;
    let verifier = async |neuf: &SecretNeuf| {
        let valeur = basic(&neuf.client.to_string(), &neuf.secret).parse().expect("value");
        scene.auth.verifier_cle_export(&HeaderMap::from_iter([(header::AUTHORIZATION, valeur)]), None).await
    };
    let appelant = verifier(&export).await.expect("caller");
    assert_eq!((appelant.partenaire, appelant.portees.to_string().as_str()), (scene.caf, "indicateurs:lire"));
    assert_eq!(verifier(&serveur).await.expect_err("refused").code(), "NON_AUTHENTIFIE");
    assert!(scene.auth.verifier_cle_export(&HeaderMap::new(), None).await.is_err());
    scene.base.horloge.avancer(TimeDelta::days(365));
    assert!(verifier(&export).await.is_err(), "expired");
}

#[tokio::test]
async fn the_issuer_describes_itself() {
    let scene = Scene::nouvelle().await;
    let routes = api::oauth::routes(std::sync::Arc::clone(&scene.auth));
    let get = async |chemin: &str| {
        lire(routes.clone().oneshot(Request::get(chemin).body(Body::empty()).expect("request")).await.expect("answer")).await
    };
    let (statut, _, description) = get("/.well-known/oauth-authorization-server").await;
    assert_eq!((statut, &description["issuer"]), (StatusCode::OK, &PUBLIC_URL.into()));
    assert_eq!(description["jwks_uri"], format!("{PUBLIC_URL}/.well-known/jwks.json"));
    let (_, _, cles) = get("/.well-known/jwks.json").await;
    let cle = &cles["keys"][0];
    assert_eq!((&cle["kty"], &cle["crv"], &cle["alg"], &cle["use"]), (&"OKP".into(), &"Ed25519".into(), &"EdDSA".into(), &"sig".into()));
    assert!(cle["kid"].is_string() && cle["d"].is_null());
}

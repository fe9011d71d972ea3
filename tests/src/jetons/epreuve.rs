//! The hostile list against the verifier, and what time does to tokens and keys.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use chrono::TimeDelta;
use domain::portee::Portees;
use jsonwebtoken::Algorithm;
use serde_json::json;

use super::forge::signer;
use super::scene::{Scene, executer, partenaire};
use super::{Hostile, Matiere, acceptes, hostiles};

#[tokio::test]
async fn no_hostile_token_passes_and_every_refusal_is_the_same() {
    let scene = Scene::nouvelle().await;
    let matiere = scene.matiere().await;
    let liste = hostiles(&matiere);
    assert!(liste.len() >= 120, "{} hostile tokens", liste.len());
    let passes = acceptes(&liste, async |hostile| scene.auth.verifier(&hostile.entetes).await.is_ok()).await;
    assert_eq!(passes, Vec::<String>::new());
    let mut formes = std::collections::BTreeSet::new();
    for hostile in &liste {
        let refus = scene.auth.verifier(&hostile.entetes).await.expect_err("refused").into_response();
        let (parties, corps) = refus.into_parts();
        let corps = axum::body::to_bytes(corps, 4096).await.expect("body");
        let defi = parties.headers[header::WWW_AUTHENTICATE].to_str().expect("challenge").to_owned();
        formes.insert((parties.status, defi, String::from_utf8_lossy(&corps).into_owned()));
    }
    let corps =
        json!({ "errors": [{ "message": "Jeton d'accès absent, invalide ou expiré.", "extensions": { "code": "NON_AUTHENTIFIE" } }] });
    let defis = ["Bearer", "Bearer error=\"invalid_token\""];
    assert_eq!(formes, defis.map(|defi| (StatusCode::UNAUTHORIZED, defi.to_owned(), corps.to_string())).into());
}

#[tokio::test]
async fn what_the_hostile_tokens_were_made_from_passes() {
    let scene = Scene::nouvelle().await;
    let m = scene.matiere().await;
    let externe = |entete| signer(entete, m.externe.revendications.to_string(), &m.externe.cle, Algorithm::EdDSA);
    let entete_externe = json!({ "alg": "EdDSA", "kid": m.externe.kid }).to_string();
    let avec_agent =
        m.authentique(m.entete(&json!({})), m.charge(&json!({ "agent": domain::identifiant::Genre::Agent.ecrire(scene.agent) })));
    for (nom, jeton) in
        [("good", m.bon.clone()), ("another's", m.bon_autre.clone()), ("with agent", avec_agent), ("external", externe(entete_externe))]
    {
        assert!(passe(&scene, &jeton).await, "{nom}");
    }
    for entetes in [json!({ "-": "typ" }), json!({ "typ": "at+jwt" }), json!({ "jku": "https://attaquant.example" })] {
        assert!(passe(&scene, &m.authentique(m.entete(&entetes), m.charge(&json!({})))).await, "{entetes}");
    }
    let bords = [json!({ "exp": m.maintenant - 29 }), json!({ "nbf": m.maintenant + 30 }), json!({ "scope": "" })];
    for bord in bords {
        assert!(passe(&scene, &m.authentique(m.entete(&json!({})), m.charge(&bord))).await, "{bord}");
    }
    assert!(scene.auth.verifier(&Hostile::brut("", format!("bearer {}", m.bon).as_bytes()).entetes).await.is_ok());
}

#[tokio::test]
async fn a_token_says_who_asks_and_an_external_one_too() {
    let scene = Scene::nouvelle().await;
    let m = scene.matiere().await;
    let appelant = scene.auth.verifier_jeton(&m.bon).await.expect("caller");
    assert_eq!((appelant.client.as_str(), appelant.partenaire, appelant.agent), ("essai", scene.cibc, None));
    assert_eq!(appelant.expire, m.maintenant + 25 * 60);
    assert!(appelant.portees.contient(Portees::nommee("linguistique:evaluer").unwrap_or_default()));
    let externe = scene.auth.verifier_jeton(&externe(&m)).await.expect("caller");
    assert_eq!((externe.partenaire, externe.agent), (scene.cibc, Some(scene.agent)));
    assert!(externe.client.starts_with("ext_") && !externe.client.contains("martin"));
}

#[tokio::test]
async fn a_verified_token_stops_at_its_end_and_with_its_agent() {
    let scene = Scene::nouvelle().await;
    let m = scene.matiere().await;
    assert!(passe(&scene, &m.bon).await);
    scene.base.horloge.avancer(TimeDelta::seconds(25 * 60 + 29));
    assert!(passe(&scene, &m.bon).await, "within the leeway, from memory");
    scene.base.horloge.avancer(TimeDelta::seconds(1));
    assert!(!passe(&scene, &m.bon).await, "past it, from memory");
    let externe = signer(
        json!({ "alg": "EdDSA", "kid": m.externe.kid }).to_string(),
        super::forge::fusionner(&m.externe.revendications, &json!({ "exp": m.maintenant + 9000 })).to_string(),
        &m.externe.cle,
        Algorithm::EdDSA,
    );
    assert!(passe(&scene, &externe).await);
    executer(&scene.base, "update agent set actif = $1 where id = $2", [false.into(), scene.agent.into()]).await;
    scene.base.oublier_referentiel(-1);
    assert!(!passe(&scene, &externe).await, "the agent left");
}

#[tokio::test]
async fn a_partner_who_has_just_arrived_is_known_at_once() {
    let scene = Scene::nouvelle().await;
    assert!(passe(&scene, &scene.jeton(scene.cibc, TimeDelta::minutes(25)).await).await);
    let nouveau = scene.base.id();
    partenaire(&scene.base, nouveau, "wimoov-31", "PLATEFORME_MOBILITE", "77555155200030").await;
    assert!(passe(&scene, &scene.jeton(nouveau, TimeDelta::minutes(25)).await).await);
}

#[tokio::test]
async fn keys_rotate_with_overlap_and_replicas_share_them() {
    let scene = Scene::nouvelle().await;
    let (premiere, replique) = (scene.auth.jwks().await.expect("keys"), scene.replique());
    assert_eq!(replique.jwks().await.expect("keys"), premiere);
    let ancien = scene.jeton(scene.cibc, TimeDelta::days(365)).await;
    scene.base.horloge.avancer(TimeDelta::days(31));
    let nouveau = scene.jeton(scene.cibc, TimeDelta::minutes(25)).await;
    assert_eq!(scene.auth.jwks().await.expect("keys").keys.len(), 2);
    assert!(passe(&scene, &ancien).await && passe(&scene, &nouveau).await);
    assert!(replique.verifier_jeton(&nouveau).await.is_ok(), "a key made elsewhere is found");
    assert!(replique.verifier_jeton(&ancien).await.is_ok());
    scene.base.horloge.avancer(TimeDelta::days(29));
    assert!(!passe(&scene, &ancien).await, "its key is past its time");
    assert_eq!(scene.auth.jwks().await.expect("keys").keys.len(), 1);
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_at_most_every_thirty_seconds() {
    let scene = Scene::nouvelle().await;
    let (m, replique) = (scene.matiere().await, scene.replique());
    let inconnu = m.authentique(m.entete(&json!({ "kid": "inconnu" })), m.charge(&json!({})));
    assert!(replique.verifier_jeton(&m.bon).await.is_ok());
    scene.base.horloge.avancer(TimeDelta::days(30));
    assert!(replique.verifier_jeton(&inconnu).await.is_err());
    let nouveau = scene.jeton(scene.cibc, TimeDelta::minutes(25)).await;
    assert!(replique.verifier_jeton(&nouveau).await.is_err(), "read a moment ago");
    scene.base.horloge.avancer(TimeDelta::seconds(30));
    assert!(replique.verifier_jeton(&nouveau).await.is_ok());
}

#[tokio::test]
async fn a_key_written_into_the_database_by_hand_signs_nothing() {
    let scene = Scene::nouvelle().await;
    let m = scene.matiere().await;
    executer(&scene.base, "update cle_signature set verifie_jusquau = '2030-01-01T00:00:00.000000+00:00'", []).await;
    let replique = scene.replique();
    assert!(replique.verifier_jeton(&m.bon).await.is_err(), "its dates are under the seal");
    assert_ne!(replique.jwks().await.expect("keys").keys[0].common.key_id.as_ref(), Some(&m.kid));
}

fn externe(m: &Matiere) -> String {
    let entete = json!({ "alg": "EdDSA", "kid": m.externe.kid }).to_string();
    signer(entete, m.externe.revendications.to_string(), &m.externe.cle, Algorithm::EdDSA)
}

async fn passe(scene: &Scene, jeton: &str) -> bool {
    let valeur = HeaderValue::from_str(&format!("Bearer {jeton}")).expect("header");
    scene.auth.verifier(&HeaderMap::from_iter([(header::AUTHORIZATION, valeur)])).await.is_ok()
}

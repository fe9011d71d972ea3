//! The hostile tokens, over HTTP: none is served, and nothing tells which fault was found.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::identifiant::Genre;
use domain::identite::emetteurs::{self, ColonnePartenaire, Emetteur};
use domain::referentiel::chargement::identifiant;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::harnais::{Banc, Reponse, sur_les_deux_moteurs};
use crate::jetons::{Externe, Hostile, Matiere, hostiles};

sur_les_deux_moteurs!(aucun_jeton_hostile_n_est_servi, un_jeton_reduit_ne_lit_que_ses_portees);

async fn aucun_jeton_hostile_n_est_servi(banc: &Banc) {
    let matiere = matiere(banc).await;
    let bon = Hostile { nom: "good".to_owned(), entetes: porteur(&matiere.bon), requete: None };
    assert_eq!(envoyer(banc, &bon).await.statut, 200, "the control passes");
    let liste = hostiles(&matiere);
    assert!(liste.len() >= 120, "{} hostile tokens", liste.len());
    let mut corps = BTreeSet::new();
    for hostile in &liste {
        let reponse = envoyer(banc, hostile).await;
        assert_eq!((reponse.statut, reponse.codes()), (401, vec!["NON_AUTHENTIFIE"]), "{}", hostile.nom);
        assert!(reponse.entetes.contains_key(header::WWW_AUTHENTICATE) && reponse.entetes.contains_key("x-request-id"));
        corps.insert(reponse.octets);
    }
    assert_eq!(corps.len(), 1, "one shape");
    assert_eq!(banc.enonces(), 0);
}

fn porteur(jeton: &str) -> axum::http::HeaderMap {
    let valeur = format!("Bearer {jeton}").parse().expect("header");
    axum::http::HeaderMap::from_iter([(header::AUTHORIZATION, valeur)])
}

async fn envoyer(banc: &Banc, hostile: &Hostile) -> Reponse {
    let chemin = hostile.requete.as_ref().map_or_else(|| "/graphql".to_owned(), |r| format!("/graphql?{r}"));
    let mut requete = Request::post(chemin).header(header::CONTENT_TYPE, "application/json");
    requete.headers_mut().expect("headers").extend(hostile.entetes.clone());
    banc.envoyer(requete.body(Body::from(r#"{"query":"{moi{portees}}"}"#)).expect("request")).await
}

/// Everything an attacker may hold, the issuer's key included.
async fn matiere(banc: &Banc) -> Matiere {
    banc.executer("update agent set actif = $1 where cle = 'departement-82/ass'", [false.into()]).await;
    let bon = banc.client("cibc-82").await.jeton().await;
    let charge = bon.split('.').nth(1).and_then(|c| URL_SAFE_NO_PAD.decode(c).ok()).expect("claims");
    let cle = domain::identite::cles::en_service(&banc.base).await.expect("keys").remove(0);
    let privee = EncodingKey::from_ed_der(&cle.privee);
    Matiere {
        public_url: banc.auth.public_url().to_owned(),
        maintenant: banc.horloge.reelle().timestamp(),
        bon,
        revendications: serde_json::from_slice(&charge).expect("claims"),
        kid: cle.kid,
        jwk: jwk(&privee),
        cle: privee,
        bon_autre: banc.client("caf-31").await.jeton().await,
        agent_etranger: Genre::Agent.ecrire(identifiant("agent", "departement-31/ass")),
        agent_inactif: Genre::Agent.ecrire(identifiant("agent", "departement-82/ass")),
        externe: externe(banc).await,
    }
}

fn jwk(cle: &EncodingKey) -> Value {
    json!(Jwk::from_encoding_key(cle, Algorithm::EdDSA).expect("public key"))
}

/// An issuer that an administrator declared, known by the partner's key.
async fn externe(banc: &Banc) -> Externe {
    let issuer = "https://identite.example";
    let prefixe = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    let cle = EncodingKey::from_ed_der(&[prefixe.as_slice(), &[9; 32]].concat());
    let mut jwk = jwk(&cle);
    jwk["kid"] = json!("externe-1");
    let emetteur = Emetteur {
        issuer: issuer.to_owned(),
        audience: "passerelle".to_owned(),
        jwks: json!({ "keys": [jwk] }).to_string(),
        revendication: "siret".to_owned(),
        colonne: ColonnePartenaire::Siret,
    };
    banc.executer("update partenaire set siret = '77555155200022' where cle = 'cibc-82'", []).await;
    banc.auth.declarer_emetteur(&emetteur).await.expect("issuer");
    for (sujet, agent) in [("martin", "cibc-82/evaluateur"), ("agent-d-un-autre", "departement-31/ass")] {
        emetteurs::rattacher(&banc.base, issuer, sujet, identifiant("agent", agent)).await.expect("agent");
    }
    let t = banc.horloge.reelle().timestamp();
    let revendications =
        json!({ "iss": issuer, "aud": "passerelle", "sub": "martin", "siret": "77555155200022", "iat": t, "nbf": t, "exp": t + 600 });
    Externe { kid: "externe-1".to_owned(), cle, jwk, revendications }
}

/// What the partner may hold and the token does not say is as closed as what nobody holds.
async fn un_jeton_reduit_ne_lit_que_ses_portees(banc: &Banc) {
    let client = banc.client_de_portees("departement-31/ass", "allocataires:lire parcours:lire").await;
    let moi = client.demander("{ moi { portees } }", ()).await;
    assert_eq!(moi.donnees()["moi"]["portees"], json!(["allocataires:lire", "parcours:lire"]));
    let ouverte = client.demander("{ allocataires(first: 1) { nodes { id champsMasques parcoursActif { statut } } } }", ()).await;
    assert_eq!(ouverte.donnees()["allocataires"]["nodes"].as_array().map(Vec::len), Some(1));
    let fermees = [
        "{ allocataires(first: 1) { nodes { nom } } }",
        "{ allocataires(first: 1, tri: NOM) { nodes { id } } }",
        "{ allocataires(first: 1, filtre: { recherche: \"a\" }) { nodes { id } } }",
        "{ allocataires(first: 1) { nodes { prescriptions { nombreTotal } } } }",
        "{ prescriptions(first: 1) { nodes { id } } }",
    ];
    for document in fermees {
        let reponse = client.demander(document, ()).await;
        assert_eq!((reponse.statut, reponse.codes()), (403, vec!["PORTEE_INSUFFISANTE"]), "{document}");
    }
}

//! Tokens of the declared external issuer, signed by its own key, each with one fault; and its key misused.

use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::forge::{cle_attaquant, de_b64, fusionner, signer};
use super::{Hostile, Matiere};

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [ecarts(m), confusions(m)].into_iter().flatten().collect()
}

fn entete(m: &Matiere, alg: &str) -> String {
    json!({ "typ": "JWT", "alg": alg, "kid": m.externe.kid }).to_string()
}

fn ecarts(m: &Matiere) -> Vec<Hostile> {
    let t = m.maintenant;
    let bon = &m.externe.revendications;
    let ecarts: [Value; 29] = [
        json!({ "-": "exp" }),
        json!({ "-": "nbf" }),
        json!({ "-": "aud" }),
        json!({ "-": "sub" }),
        json!({ "-": "siret" }),
        json!({ "exp": t - 30 }),
        json!({ "exp": (t + 600).to_string() }),
        json!({ "exp": 1_900_000_000.5 }),
        json!({ "nbf": t + 31 }),
        json!({ "nbf": null }),
        json!({ "iss": [bon["iss"]] }),
        json!({ "iss": format!("{}/", bon["iss"].as_str().unwrap_or_default()) }),
        json!({ "iss": "https://inconnu.example" }),
        json!({ "aud": m.public_url }),
        json!({ "aud": [m.public_url] }),
        json!({ "aud": "" }),
        json!({ "aud": null }),
        json!({ "sub": "" }),
        json!({ "sub": 12 }),
        json!({ "siret": "00000000000000" }),
        json!({ "siret": "" }),
        json!({ "siret": null }),
        json!({ "siret": [bon["siret"]] }),
        json!({ "siret": bon["siret"].as_str().and_then(|s| s.parse::<u64>().ok()) }),
        json!({ "siret": format!(" {}", bon["siret"].as_str().unwrap_or_default()) }),
        json!({ "siret": "%" }),
        json!({ "sub": "agent-d-un-autre" }),
        json!({ "scope": ["allocataires:lire"] }),
        json!({ "scope": 1 }),
    ];
    let jeton = |ecart: &Value| signer(entete(m, "EdDSA"), fusionner(bon, ecart).to_string(), &m.externe.cle, Algorithm::EdDSA);
    ecarts.iter().map(|ecart| Hostile::porteur(format!("external {ecart}"), &jeton(ecart))).collect()
}

fn confusions(m: &Matiere) -> Vec<Hostile> {
    let bon = m.externe.revendications.to_string();
    let x = EncodingKey::from_secret(&de_b64(m.externe.jwk["x"].as_str().unwrap_or_default()));
    let double = bon.replacen('{', r#"{"siret":"00000000000000","#, 1);
    [
        ("HS256 keyed by its public key", signer(entete(m, "HS256"), &bon, &x, Algorithm::HS256)),
        ("called ES256", signer(entete(m, "ES256"), &bon, &m.externe.cle, Algorithm::EdDSA)),
        ("called RS256", signer(entete(m, "RS256"), &bon, &m.externe.cle, Algorithm::EdDSA)),
        ("attacker's key", signer(entete(m, "EdDSA"), &bon, &cle_attaquant(), Algorithm::EdDSA)),
        ("partner named twice", signer(entete(m, "EdDSA"), double, &m.externe.cle, Algorithm::EdDSA)),
    ]
    .map(|(nom, jeton)| Hostile::porteur(format!("external, {nom}"), &jeton))
    .into()
}

//! Keys that are not the issuer's: brought by the token, fetched from elsewhere, named by a path, of another issuer.

use jsonwebtoken::Algorithm;
use jsonwebtoken::jwk::Jwk;
use serde_json::{Value, json};

use super::forge::{cle_attaquant, signer};
use super::{Hostile, Matiere};

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [apportees(m), nommees(m), d_un_autre(m), extensions(m)].into_iter().flatten().collect()
}

/// Signed by the attacker, who says where his public key is.
fn apportees(m: &Matiere) -> Vec<Hostile> {
    let cle = cle_attaquant();
    let jwk = Jwk::from_encoding_key(&cle, Algorithm::EdDSA).map(|jwk| json!(jwk)).unwrap_or_default();
    let entetes: [(&str, Value); 12] = [
        ("no other change", json!({})),
        ("own jwk", json!({ "jwk": jwk })),
        ("own jwk and kid", json!({ "jwk": jwk, "kid": "attaquant" })),
        ("own jwk, no kid", json!({ "jwk": jwk, "-": "kid" })),
        ("jwk that names the good key", json!({ "jwk": m.jwk })),
        ("jku", json!({ "jku": "https://attaquant.example/jwks.json" })),
        ("jku under the issuer", json!({ "jku": format!("{}/.well-known/jwks.json#@attaquant.example", m.public_url) })),
        ("jku on a file", json!({ "jku": "file:///etc/passwd" })),
        ("x5u", json!({ "x5u": "https://attaquant.example/chaine.pem" })),
        ("x5c", json!({ "x5c": ["MIIBszCCAVmgAwIBAgIUQ"] })),
        ("x5t", json!({ "x5t": "AAAAAAAAAAAAAAAAAAAAAAAAAAA" })),
        ("own kid", json!({ "kid": "attaquant" })),
    ];
    let essai = |(quoi, ecarts): &(&str, Value)| {
        let jeton = signer(m.entete(ecarts), m.charge(&json!({})), &cle, Algorithm::EdDSA);
        Hostile::porteur(format!("attacker's key, {quoi}"), &jeton)
    };
    entetes.iter().map(essai).collect()
}

/// Signed by the issuer, the key badly named: a name is looked up, never interpreted.
fn nommees(m: &Matiere) -> Vec<Hostile> {
    let noms: [Value; 18] = [
        json!(""),
        json!(null),
        json!(0),
        json!([m.kid]),
        json!({ "kid": m.kid }),
        json!("../../../../dev/null"),
        json!("/dev/null"),
        json!("file:///dev/null"),
        json!("..%2f..%2fdev%2fnull"),
        json!("' or '1'='1"),
        json!("x' union select 'AA' --"),
        json!("| sleep 5"),
        json!(format!("{}\u{0}", m.kid)),
        json!(format!("{} ", m.kid)),
        json!(m.kid.to_uppercase()),
        json!(m.kid.chars().rev().collect::<String>()),
        json!("k".repeat(4096)),
        json!(m.externe.kid),
    ];
    let jeton = |ecarts: Value| m.authentique(m.entete(&ecarts), m.charge(&json!({})));
    let nommees = noms.iter().enumerate().map(|(rang, kid)| Hostile::porteur(format!("kid {rang}"), &jeton(json!({ "kid": kid }))));
    nommees.chain([Hostile::porteur("no kid", &jeton(json!({ "-": "kid" })))]).collect()
}

/// The external issuer's key, good for its own tokens, used to speak as the built-in one; and the reverse.
fn d_un_autre(m: &Matiere) -> Vec<Hostile> {
    let externe = |entete: String, charge: String| signer(entete, charge, &m.externe.cle, Algorithm::EdDSA);
    let son_kid = json!({ "kid": m.externe.kid });
    let charge_externe = m.externe.revendications.to_string();
    [
        ("external key, external kid, built-in claims", externe(m.entete(&son_kid), m.charge(&json!({})))),
        ("external key, built-in kid, built-in claims", externe(m.entete(&json!({})), m.charge(&json!({})))),
        ("built-in key, built-in kid, external claims", m.authentique(m.entete(&json!({})), &charge_externe)),
        ("built-in key, external kid, external claims", m.authentique(m.entete(&son_kid), &charge_externe)),
        ("external key, built-in kid, external claims", externe(m.entete(&json!({})), charge_externe.clone())),
    ]
    .map(|(nom, jeton)| Hostile::porteur(nom, &jeton))
    .into()
}

/// Header extensions that must be understood, and types of token that are not ours.
fn extensions(m: &Matiere) -> Vec<Hostile> {
    let entetes: [(&str, Value); 8] = [
        ("crit b64", json!({ "crit": ["b64"], "b64": false })),
        ("crit unknown", json!({ "crit": ["inconnu"], "inconnu": 1 })),
        ("crit empty", json!({ "crit": [] })),
        ("crit exp", json!({ "crit": ["exp"], "exp": m.maintenant + 600 })),
        ("typ dpop", json!({ "typ": "dpop+jwt" })),
        ("typ logout", json!({ "typ": "logout+jwt" })),
        ("typ number", json!({ "typ": 1 })),
        ("typ empty", json!({ "typ": "" })),
    ];
    entetes.iter().map(|(nom, ecarts)| Hostile::porteur(*nom, &m.authentique(m.entete(ecarts), m.charge(&json!({}))))).collect()
}

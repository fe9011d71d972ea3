//! Algorithm confusion: no signature, the public key as a shared secret, another family, a name badly written.

use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::forge::{b64, de_b64, signer};
use super::{Hostile, Matiere};

pub fn hostiles(m: &Matiere) -> Vec<Hostile> {
    [sans_signature(m), secret_partage(m), autre_famille(m), mal_nomme(m)].into_iter().flatten().collect()
}

fn sans_signature(m: &Matiere) -> Vec<Hostile> {
    let signature = m.bon.rsplit('.').next().unwrap_or_default();
    let noms = ["none", "None", "NONE", "nOnE", "null", ""];
    let formes = [("", "no signature"), (signature, "the good token's"), ("AA", "two letters")];
    noms.iter()
        .flat_map(|alg| {
            let message = format!("{}.{}", b64(m.entete(&json!({ "alg": alg }))), b64(m.charge(&json!({}))));
            formes.map(|(signature, quoi)| Hostile::porteur(format!("alg {alg:?}, {quoi}"), &format!("{message}.{signature}")))
        })
        .collect()
}

/// The verifier's public key, in every form that it is published in, taken for an HMAC secret.
fn secret_partage(m: &Matiere) -> Vec<Hostile> {
    let x = de_b64(m.x());
    let spki = [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00], x.as_slice()].concat();
    let secrets: [(&str, Vec<u8>); 8] = [
        ("the public key", x),
        ("the public key in base64", m.x().into()),
        ("the public key in DER", spki),
        ("the JWK", m.jwk.to_string().into()),
        ("nothing", Vec::new()),
        ("'secret'", b"secret".to_vec()),
        ("the kid", m.kid.clone().into()),
        ("the issuer", m.public_url.clone().into()),
    ];
    let algorithmes = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
    let essai = |alg: Algorithm, (quoi, secret): &(&str, Vec<u8>)| {
        let entete = m.entete(&json!({ "alg": alg }));
        let jeton = signer(entete, m.charge(&json!({})), &EncodingKey::from_secret(secret), alg);
        Hostile::porteur(format!("{alg:?} keyed by {quoi}"), &jeton)
    };
    algorithmes.iter().flat_map(|alg| secrets.iter().map(|secret| essai(*alg, secret))).collect()
}

/// The issuer's own Ed25519 signature under the name of another algorithm, then signatures that weak verifiers accept.
fn autre_famille(m: &Matiere) -> Vec<Hostile> {
    let noms = ["ES256", "ES384", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256"];
    let sous_un_autre_nom = noms.iter().map(|alg| {
        let jeton = m.authentique(m.entete(&json!({ "alg": alg })), m.charge(&json!({})));
        Hostile::porteur(format!("EdDSA signature called {alg}"), &jeton)
    });
    let nulles =
        [("ES256", 64, 0), ("ES384", 96, 0), ("EdDSA", 64, 0), ("EdDSA", 64, 0xff), ("EdDSA", 63, 0), ("EdDSA", 65, 0), ("RS256", 256, 0)];
    let nulles = nulles.iter().map(|(alg, taille, octet)| {
        let message = format!("{}.{}", b64(m.entete(&json!({ "alg": alg }))), b64(m.charge(&json!({}))));
        Hostile::porteur(format!("{alg}, {taille} bytes {octet}"), &format!("{message}.{}", b64(vec![*octet; *taille])))
    });
    sous_un_autre_nom.chain(nulles).collect()
}

fn mal_nomme(m: &Matiere) -> Vec<Hostile> {
    let noms: [Value; 14] = [
        json!("eddsa"),
        json!("EDDSA"),
        json!("EdDSA "),
        json!(" EdDSA"),
        json!("Ed25519"),
        json!("Ed448"),
        json!("ES256K"),
        json!("EdDSA\u{0}"),
        json!(["EdDSA"]),
        json!({ "alg": "EdDSA" }),
        json!(null),
        json!(7),
        json!(true),
        json!("dir"),
    ];
    let nommes = noms
        .iter()
        .map(|alg| Hostile::porteur(format!("alg {alg}"), &m.authentique(m.entete(&json!({ "alg": alg })), m.charge(&json!({})))));
    let absent = Hostile::porteur("no alg", &m.authentique(m.entete(&json!({ "-": "alg" })), m.charge(&json!({}))));
    let double = format!(r#"{{"alg":"none","typ":"JWT","kid":"{0}","alg":"EdDSA"}}"#, m.kid);
    nommes.chain([absent, Hostile::porteur("alg given twice", &m.authentique(double, m.charge(&json!({}))))]).collect()
}

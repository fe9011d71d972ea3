//! Writes tokens by hand, so that they may say what no library would.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

use super::Matiere;

pub fn b64(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

pub fn de_b64(texte: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(texte).unwrap_or_default()
}

/// Signs the two texts as they are.
pub fn signer(entete: impl AsRef<[u8]>, charge: impl AsRef<[u8]>, cle: &EncodingKey, algorithme: Algorithm) -> String {
    let message = format!("{}.{}", b64(entete), b64(charge));
    let signature = crypto::sign(message.as_bytes(), cle, algorithme).unwrap_or_default();
    format!("{message}.{signature}")
}

/// An Ed25519 key of the attacker's.
pub fn cle_attaquant() -> EncodingKey {
    cle_ed25519(&[0x42; 32])
}

pub fn cle_ed25519(graine: &[u8; 32]) -> EncodingKey {
    let prefixe = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    EncodingKey::from_ed_der(&[prefixe.as_slice(), graine].concat())
}

impl Matiere {
    /// The header that the issuer writes, with these fields besides or instead.
    pub(super) fn entete(&self, ecarts: &Value) -> String {
        fusionner(&json!({ "typ": "JWT", "alg": "EdDSA", "kid": self.kid }), ecarts).to_string()
    }

    /// The claims of the good token, changed in the same way.
    pub(super) fn charge(&self, ecarts: &Value) -> String {
        fusionner(&self.revendications, ecarts).to_string()
    }

    /// Signed by the issuer's own key: only what was changed can be the fault.
    pub(super) fn authentique(&self, entete: impl AsRef<[u8]>, charge: impl AsRef<[u8]>) -> String {
        signer(entete, charge, &self.cle, Algorithm::EdDSA)
    }

    /// The public key as the issuer shows it.
    pub(super) fn x(&self) -> &str {
        self.jwk["x"].as_str().unwrap_or_default()
    }
}

/// `{"-": "x"}` takes `x` away: null is a value that a token may hold.
pub fn fusionner(base: &Value, ecarts: &Value) -> Value {
    let mut objet = base.as_object().cloned().unwrap_or_default();
    for (nom, valeur) in ecarts.as_object().into_iter().flatten() {
        if nom == "-" {
            objet.remove(valeur.as_str().unwrap_or_default());
        } else {
            objet.insert(nom.clone(), valeur.clone());
        }
    }
    Value::Object(objet)
}

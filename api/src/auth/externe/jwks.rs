//! Reads the key set of an external issuer: public keys only, each named once, each for one algorithm.

use std::collections::HashMap;

use domain::erreur::Panne;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// Why a key set is refused.
#[derive(Debug, thiserror::Error)]
pub enum JwksInvalide {
    #[error("L'émetteur intégré ne se déclare pas comme émetteur externe.")]
    Interne,
    #[error("jwks : le texte n'est pas un jeu de clés JSON (RFC 7517).")]
    Illisible,
    #[error("jwks : une clé privée ou symétrique s'y trouve ; seules les clés publiques y ont leur place.")]
    Secrete,
    #[error("jwks : deux clés portent le même kid « {0} ».")]
    Double(String),
    #[error("jwks : aucune clé de signature avec kid, en RSA, P-256, P-384 ou Ed25519.")]
    SansCle,
    #[error(transparent)]
    Panne(#[from] Panne),
}

#[derive(Deserialize)]
struct Jeu {
    keys: Vec<Value>,
}

/// Signature keys by name. Keys for encryption, without a name or of a kind that we do not read are left out.
pub(super) fn lire(texte: &str) -> Result<HashMap<String, (Algorithm, DecodingKey)>, JwksInvalide> {
    let jeu: Jeu = serde_json::from_str(texte).map_err(|_| JwksInvalide::Illisible)?;
    if jeu.keys.iter().any(secrete) {
        return Err(JwksInvalide::Secrete);
    }
    let mut cles = HashMap::new();
    for (kid, cle) in jeu.keys.into_iter().filter_map(utilisable) {
        if cles.insert(kid.clone(), cle).is_some() {
            return Err(JwksInvalide::Double(kid));
        }
    }
    Ok(cles)
}

fn secrete(cle: &Value) -> bool {
    cle.get("d").is_some() || cle.get("k").is_some() || cle.get("kty").and_then(Value::as_str) == Some("oct")
}

fn utilisable(cle: Value) -> Option<(String, (Algorithm, DecodingKey))> {
    let jwk: Jwk = serde_json::from_value(cle).ok()?;
    let signe = jwk.common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature);
    let algorithme = algorithme(&jwk)?;
    let cle = DecodingKey::from_jwk(&jwk).ok()?;
    jwk.common.key_id.filter(|kid| signe && !kid.is_empty()).map(|kid| (kid, (algorithme, cle)))
}

/// The one that the key declares, if its kind allows it; else the usual one of its kind.
fn algorithme(jwk: &Jwk) -> Option<Algorithm> {
    let possibles: &[Algorithm] = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => {
            &[Algorithm::RS256, Algorithm::RS384, Algorithm::RS512, Algorithm::PS256, Algorithm::PS384, Algorithm::PS512]
        }
        AlgorithmParameters::EllipticCurve(p) if p.curve == EllipticCurve::P256 => &[Algorithm::ES256],
        AlgorithmParameters::EllipticCurve(p) if p.curve == EllipticCurve::P384 => &[Algorithm::ES384],
        AlgorithmParameters::OctetKeyPair(p) if p.curve == EllipticCurve::Ed25519 => &[Algorithm::EdDSA],
        _ => return None,
    };
    match jwk.common.key_algorithm {
        None => possibles.first().copied(),
        Some(declare) => Algorithm::try_from(declare).ok().filter(|declare| possibles.contains(declare)),
    }
}

//! Tokens that must not pass, and the proof that none does.
//!
//! [`hostiles`] makes them from what an attacker may know or hold, up to the issuer's own signing key: each then has one
//! fault and nothing else to be refused for. Whoever serves tokens runs the list against its own door with [`acceptes`].

use axum::http::HeaderMap;
use jsonwebtoken::EncodingKey;
use serde_json::Value;

mod algorithmes;
mod cles;
mod entetes;
mod externe;
mod forge;
mod forme;
mod revendications;

#[cfg(test)]
mod epreuve;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod scene;

/// What the tokens are forged from.
pub struct Matiere {
    pub public_url: String,
    /// Seconds since the epoch, by the server's clock.
    pub maintenant: i64,
    /// A token that passes, and its claims.
    pub bon: String,
    pub revendications: Value,
    /// The built-in issuer's key: its name, its private half, and its public half as a JWK.
    pub kid: String,
    pub cle: EncodingKey,
    pub jwk: Value,
    /// A token of another partner that passes.
    pub bon_autre: String,
    pub agent_etranger: String,
    pub agent_inactif: String,
    pub externe: Externe,
}

/// A declared external issuer whose tokens also pass.
pub struct Externe {
    pub kid: String,
    pub cle: EncodingKey,
    pub jwk: Value,
    pub revendications: Value,
}

/// One attempt: the headers of a request, and its query string when the token is there.
pub struct Hostile {
    pub nom: String,
    pub entetes: HeaderMap,
    pub requete: Option<String>,
}

/// Every hostile attempt, by family.
#[must_use]
pub fn hostiles(matiere: &Matiere) -> Vec<Hostile> {
    [
        algorithmes::hostiles(matiere),
        cles::hostiles(matiere),
        revendications::hostiles(matiere),
        externe::hostiles(matiere),
        forme::hostiles(matiere),
        entetes::hostiles(matiere),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of those that pass: none should.
pub async fn acceptes(hostiles: &[Hostile], passe: impl AsyncFn(&Hostile) -> bool) -> Vec<String> {
    let mut noms = Vec::new();
    for hostile in hostiles {
        if passe(hostile).await {
            noms.push(hostile.nom.clone());
        }
    }
    noms
}

impl Hostile {
    /// The token as it should be sent.
    fn porteur(nom: impl Into<String>, jeton: &str) -> Self {
        Self::brut(nom, format!("Bearer {jeton}").as_bytes())
    }

    /// Those bytes as the header's value; bytes that HTTP forbids make an empty one.
    fn brut(nom: impl Into<String>, valeur: &[u8]) -> Self {
        let valeur = axum::http::HeaderValue::from_bytes(valeur).unwrap_or(axum::http::HeaderValue::from_static(""));
        Self { nom: nom.into(), entetes: HeaderMap::from_iter([(axum::http::header::AUTHORIZATION, valeur)]), requete: None }
    }
}

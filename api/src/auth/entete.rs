//! The `Authorization` header, the only place where a token or a secret is looked for.

use axum::http::{HeaderMap, header::AUTHORIZATION};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::RefusAuth;

/// A client's id and secret as it sent them. No `Debug`: the secret must not reach a log.
pub struct Identifiants {
    pub client: String,
    pub secret: String,
}

/// The bearer token. Two headers, or anything that is not three parts of base64url, are a bad token.
pub(super) fn porteur(entetes: &HeaderMap) -> Result<&str, RefusAuth> {
    let Some(credit) = unique(entetes)? else { return Err(RefusAuth::Absent) };
    let Some(jeton) = du_schema(credit, "Bearer") else { return Err(RefusAuth::Absent) };
    let permis = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    let parties = jeton.split('.').filter(|partie| !partie.is_empty()).count();
    let bien_forme = jeton.bytes().all(permis) && parties == 3 && jeton.matches('.').count() == 2;
    if bien_forme { Ok(jeton) } else { Err(RefusAuth::Jeton) }
}

impl Identifiants {
    /// HTTP Basic. Our ids and secrets hold only unreserved characters, so that no client ever has them form-encoded.
    #[must_use]
    pub fn basic(entetes: &HeaderMap) -> Option<Self> {
        let credit = unique(entetes).ok()??;
        let clair = STANDARD.decode(du_schema(credit, "Basic")?).ok()?;
        let (client, secret) = std::str::from_utf8(&clair).ok()?.split_once(':')?;
        Some(Self { client: client.to_owned(), secret: secret.to_owned() })
    }
}

fn unique(entetes: &HeaderMap) -> Result<Option<&str>, RefusAuth> {
    let mut tous = entetes.get_all(AUTHORIZATION).iter();
    match (tous.next(), tous.next()) {
        (None, _) => Ok(None),
        (Some(seul), None) => seul.to_str().map(Some).map_err(|_| RefusAuth::Jeton),
        (Some(_), Some(_)) => Err(RefusAuth::Jeton),
    }
}

fn du_schema<'a>(credit: &'a str, schema: &str) -> Option<&'a str> {
    let (nom, reste) = credit.split_once(' ')?;
    nom.eq_ignore_ascii_case(schema).then_some(reste)
}

//! Tokens of the built-in issuer: `EdDSA`, our own claims, nothing optional but the agent.

use chrono::{DateTime, Utc};
use domain::identifiant::Genre;
use domain::portee::Portees;
use domain::session::Appelant;
use jsonwebtoken::{Algorithm, Header, Validation, dangerous, decode, decode_header};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Authentification, RefusAuth, TOLERANCE};

/// The only algorithm that the built-in issuer signs with and that its tokens are read with.
pub(super) const ALGORITHME: Algorithm = Algorithm::EdDSA;

/// Claims whose absence is a refusal, whoever signed.
const EXIGEES: [&str; 5] = ["exp", "nbf", "iss", "aud", "sub"];

/// What our tokens say. Types are exact: a list of audiences or a date as text does not read.
#[derive(Serialize, Deserialize)]
pub(super) struct Revendications {
    pub iss: String,
    pub aud: String,
    pub sub: String,
    pub partenaire: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    pub scope: String,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    pub jti: String,
}

/// What any good token comes down to.
pub(super) struct Lu {
    pub client: String,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub portees: Portees,
    pub expire: i64,
    /// End of the key's life, when ours.
    pub cle_jusquau: Option<DateTime<Utc>>,
}

impl Lu {
    /// Last instant at which the token passes: its own end with the tolerance, or its key's.
    pub fn fin(&self) -> Option<DateTime<Utc>> {
        let fin = DateTime::from_timestamp(self.expire, 0)?.checked_add_signed(TOLERANCE)?;
        Some(self.cle_jusquau.map_or(fin, |cle| fin.min(cle)))
    }

    pub fn appelant(self, jeton: String) -> Appelant {
        Appelant { client: self.client, partenaire: self.partenaire, agent: self.agent, portees: self.portees, jeton, expire: self.expire }
    }
}

/// Who the token says it is from, before anything is believed of it.
pub(super) fn emetteur(jeton: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Emetteur {
        iss: String,
    }
    dangerous::insecure_decode_claims::<Emetteur>(jeton).ok().map(|r| r.iss)
}

/// The key that the header names. `jku`, `x5u`, `x5c` and `jwk` are not looked at; an extension that must be understood is
/// not.
pub(super) fn kid(jeton: &str) -> Option<(String, Algorithm)> {
    let entete: Header = decode_header(jeton).ok()?;
    let typ = entete.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT") || typ.eq_ignore_ascii_case("at+jwt"));
    if entete.crit.is_some() || !typ {
        return None;
    }
    entete.kid.map(|kid| (kid, entete.alg))
}

/// Everything but time, which the injected clock judges in [`a_l_heure`].
pub(super) fn exigences(algorithme: Algorithm, issuer: &str, audience: &str) -> Validation {
    let mut exigences = Validation::new(algorithme);
    exigences.set_issuer(&[issuer]);
    exigences.set_audience(&[audience]);
    exigences.set_required_spec_claims(&EXIGEES);
    exigences.validate_exp = false;
    exigences.validate_nbf = false;
    exigences
}

/// Neither before its time nor after it.
pub(super) fn a_l_heure(nbf: i64, exp: i64, maintenant: DateTime<Utc>) -> bool {
    let (seconde, tolerance) = (maintenant.timestamp(), TOLERANCE.num_seconds());
    nbf <= seconde.saturating_add(tolerance) && seconde < exp.saturating_add(tolerance)
}

impl Authentification {
    pub(super) async fn lire_interne(&self, jeton: &str, maintenant: DateTime<Utc>) -> Result<Lu, RefusAuth> {
        let (kid, algorithme) = kid(jeton).ok_or(RefusAuth::Jeton)?;
        if algorithme != ALGORITHME {
            return Err(RefusAuth::Jeton);
        }
        let cle = self.trousseau.cle(&self.base, &kid, maintenant).await?.ok_or(RefusAuth::Jeton)?;
        let exigences = exigences(ALGORITHME, &self.public_url, &self.public_url);
        let lu = decode::<Revendications>(jeton, &cle.verification, &exigences).ok();
        lu.and_then(|lu| interne(&lu.claims, maintenant, cle.verifie_jusquau)).ok_or(RefusAuth::Jeton)
    }
}

fn interne(r: &Revendications, maintenant: DateTime<Utc>, cle_jusquau: DateTime<Utc>) -> Option<Lu> {
    let agent = r.agent.as_deref().map(|agent| Genre::Agent.lire(agent).ok_or(()));
    let avant = r.iat <= maintenant.timestamp().saturating_add(TOLERANCE.num_seconds());
    let lu = Lu {
        client: r.sub.clone(),
        partenaire: Genre::Partenaire.lire(&r.partenaire)?,
        agent: agent.transpose().ok()?,
        portees: Portees::lire(&r.scope).ok()?,
        expire: r.exp,
        cle_jusquau: Some(cle_jusquau),
    };
    (avant && !r.sub.is_empty() && a_l_heure(r.nbf, r.exp, maintenant)).then_some(lu)
}

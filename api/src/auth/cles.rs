//! The built-in issuer's keys: made when none signs, shared through the database, kept ready in memory.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::base::Base;
use domain::erreur::Panne;
use domain::identite::cles::{self, CleNeuve, CleSignature};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{DecodingKey, EncodingKey};

use super::jeton::ALGORITHME;
use super::memoire::Memoire;

/// ASN.1 that precedes the 32 bytes of an Ed25519 private key in PKCS#8 (RFC 8410).
const PKCS8_ED25519: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A key ready for use.
pub(super) struct Cle {
    pub kid: String,
    pub signature: EncodingKey,
    pub verification: DecodingKey,
    pub verifie_jusquau: DateTime<Utc>,
    signe_jusquau: DateTime<Utc>,
    publique: Jwk,
}

/// The keys in service, the newest first.
#[derive(Default)]
pub(super) struct Trousseau(Memoire<Vec<Arc<Cle>>>);

impl Trousseau {
    /// The key of that name, if it still verifies.
    pub async fn cle(&self, base: &Base, kid: &str, maintenant: DateTime<Utc>) -> Result<Option<Arc<Cle>>, Panne> {
        let trouver = |cles: &Vec<Arc<Cle>>| cles.iter().find(|cle| cle.kid == kid).cloned();
        let cle = self.0.chercher(maintenant, trouver, en_service(base)).await?;
        Ok(cle.filter(|cle| maintenant < cle.verifie_jusquau))
    }

    /// The key that signs today, made if there is none.
    pub async fn signataire(&self, base: &Base) -> Result<Arc<Cle>, Panne> {
        let maintenant = base.horloge.reelle();
        if let Some(cle) = self.qui_signe(maintenant) {
            return Ok(cle);
        }
        let _tour = self.0.tour().await;
        if self.qui_signe(maintenant).is_none() {
            self.0.poser(maintenant, pretes(&cles::assurer(base, |graine| forger(&graine)).await?));
        }
        self.qui_signe(maintenant).ok_or(Panne::Donnee("signing key"))
    }

    fn qui_signe(&self, maintenant: DateTime<Utc>) -> Option<Arc<Cle>> {
        self.0.valeur().iter().find(|cle| maintenant < cle.signe_jusquau).cloned()
    }

    /// The public keys in service: never none.
    pub async fn jwks(&self, base: &Base) -> Result<JwkSet, Panne> {
        self.signataire(base).await?;
        let maintenant = base.horloge.reelle();
        let cles = self.0.rafraichir(maintenant, en_service(base)).await?;
        let en_service = cles.iter().filter(|cle| maintenant < cle.verifie_jusquau);
        Ok(JwkSet { keys: en_service.map(|cle| cle.publique.clone()).collect() })
    }
}

async fn en_service(base: &Base) -> Result<Vec<Arc<Cle>>, Panne> {
    Ok(pretes(&cles::en_service(base).await?))
}

fn pretes(cles: &[CleSignature]) -> Vec<Arc<Cle>> {
    cles.iter().filter_map(Cle::depuis).map(Arc::new).collect()
}

impl Cle {
    /// The public half comes from the sealed private one, never from what the table shows.
    fn depuis(cle: &CleSignature) -> Option<Self> {
        let signature = EncodingKey::from_ed_der(&cle.privee);
        let publique = publique(&signature)?;
        Some(Self {
            kid: cle.kid.clone(),
            verification: DecodingKey::from_jwk(&publique).ok()?,
            signature,
            verifie_jusquau: cle.verifie_jusquau,
            signe_jusquau: cle.signe_jusquau,
            publique,
        })
    }
}

/// The public JWK, named by its RFC 7638 thumbprint.
fn publique(signature: &EncodingKey) -> Option<Jwk> {
    let mut jwk = Jwk::from_encoding_key(signature, ALGORITHME).ok()?;
    jwk.common.key_id = Some(jwk.thumbprint(ThumbprintHash::SHA256).ok()?);
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    Some(jwk)
}

/// An Ed25519 pair from 32 random bytes: any 32 bytes are a private key.
fn forger(graine: &[u8; 32]) -> Option<CleNeuve> {
    let privee = [PKCS8_ED25519.as_slice(), graine].concat();
    let jwk = publique(&EncodingKey::from_ed_der(&privee))?;
    Some(CleNeuve { kid: jwk.common.key_id.clone()?, algorithme: "EdDSA".to_owned(), publique: serde_json::to_string(&jwk).ok()?, privee })
}

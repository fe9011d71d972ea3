//! Who asks: from the `Authorization` header to a caller of the domain, or one refusal that says nothing of why.
//!
//! A token is believed for the issuer it names: the built-in one ([`jeton`], [`cles`]) or one that an administrator
//! declared ([`externe`]). What was verified once is kept by digest until it expires: a signature costs more than most
//! reads. The partner and the agent are looked up at every request.

use std::sync::Arc;

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use domain::base::Base;
use domain::erreur::Panne;
use domain::secret::hexa;
use domain::session::Appelant;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

mod annuaire;
mod cles;
mod demande;
mod entete;
mod export;
mod externe;
mod frein;
mod jeton;
mod memoire;
mod refus;

pub use demande::{Demande, Jeton, RefusDemande};
pub use entete::Identifiants;
pub use externe::JwksInvalide;
pub use frein::Frein;
pub use refus::RefusAuth;

/// Clock difference forgiven to issuers.
const TOLERANCE: TimeDelta = TimeDelta::seconds(30);

/// Longest token that is looked at.
const TAILLE: usize = 8 * 1024;

/// Verified tokens remembered.
const VERIFIES: u64 = 100_000;

/// Verifies tokens and signs those of the built-in issuer. One a process.
pub struct Authentification {
    base: Arc<Base>,
    public_url: String,
    trousseau: cles::Trousseau,
    emetteurs: externe::Emetteurs,
    verifies: Cache<[u8; 32], Verifie>,
    relecture: memoire::Memoire<()>,
    frein: Frein,
}

/// A caller whose token was good, until its end or its key's.
#[derive(Clone)]
struct Verifie {
    appelant: Arc<Appelant>,
    jusquau: DateTime<Utc>,
}

impl Authentification {
    /// `public_url` is the issuer and the audience of built-in tokens.
    #[must_use]
    pub fn nouvelle(base: Arc<Base>, public_url: impl Into<String>) -> Self {
        Self {
            base,
            public_url: public_url.into(),
            trousseau: cles::Trousseau::default(),
            emetteurs: externe::Emetteurs::default(),
            verifies: Cache::new(VERIFIES),
            relecture: memoire::Memoire::default(),
            frein: Frein::nouveau(),
        }
    }

    #[must_use]
    pub const fn base(&self) -> &Arc<Base> {
        &self.base
    }

    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// Failures of secrets by network prefix.
    #[must_use]
    pub const fn frein(&self) -> &Frein {
        &self.frein
    }

    /// The caller that the `Authorization` header names.
    pub async fn verifier(&self, entetes: &HeaderMap) -> Result<Arc<Appelant>, RefusAuth> {
        self.verifier_jeton(entete::porteur(entetes)?).await
    }

    /// The same from the token alone, for a WebSocket whose first message carries it.
    pub async fn verifier_jeton(&self, jeton: &str) -> Result<Arc<Appelant>, RefusAuth> {
        if jeton.len() > TAILLE {
            return Err(RefusAuth::Jeton);
        }
        let empreinte: [u8; 32] = Sha256::digest(jeton.as_bytes()).into();
        let maintenant = self.base.horloge.reelle();
        let connu = self.verifies.get(&empreinte).filter(|v| maintenant < v.jusquau);
        let verifie = match connu {
            Some(verifie) => verifie,
            None => self.lire(jeton, empreinte, maintenant).await?,
        };
        self.admettre(&verifie.appelant).await?;
        Ok(verifie.appelant)
    }

    async fn lire(&self, jeton: &str, empreinte: [u8; 32], maintenant: DateTime<Utc>) -> Result<Verifie, RefusAuth> {
        let issuer = jeton::emetteur(jeton).ok_or(RefusAuth::Jeton)?;
        let lu = if issuer == self.public_url {
            self.lire_interne(jeton, maintenant).await?
        } else {
            self.lire_externe(&issuer, jeton, maintenant).await?
        };
        let jusquau = lu.fin().filter(|fin| maintenant < *fin).ok_or(RefusAuth::Jeton)?;
        let verifie = Verifie { appelant: Arc::new(lu.appelant(hexa(&empreinte))), jusquau };
        self.verifies.insert(empreinte, verifie.clone());
        Ok(verifie)
    }

    /// Public keys in service, for whoever verifies our tokens.
    pub async fn jwks(&self) -> Result<jsonwebtoken::jwk::JwkSet, Panne> {
        self.trousseau.jwks(&self.base).await
    }
}

//! The master secret and the keys derived from it, one for each use.

use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

/// Keys of cursors, of idempotency digests and of what is sealed at rest.
pub struct Cles {
    curseurs: Aes256GcmSiv,
    repos: Aes256GcmSiv,
    empreintes: [u8; 32],
}

impl Cles {
    #[must_use]
    pub fn de_maitre(maitre: &[u8; 32]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, maitre);
        let derivee = |usage: &[u8]| {
            let mut cle = [0; 32];
            // 32 bytes are always within what HKDF can give: the result carries no information.
            let _ = hkdf.expand(usage, &mut cle);
            cle
        };
        Self {
            curseurs: Aes256GcmSiv::new(&derivee(b"curseurs").into()),
            repos: Aes256GcmSiv::new(&derivee(b"repos").into()),
            empreintes: derivee(b"empreintes"),
        }
    }

    /// Encrypts a cursor; deterministic, so that the same page gives the same bytes. `contexte` must match to open it.
    #[must_use]
    pub fn sceller_curseur(&self, contexte: &[u8], clair: &[u8]) -> Vec<u8> {
        chiffrer(&self.curseurs, contexte, clair)
    }

    #[must_use]
    pub fn ouvrir_curseur(&self, contexte: &[u8], scelle: &[u8]) -> Option<Vec<u8>> {
        dechiffrer(&self.curseurs, contexte, scelle)
    }

    /// Encrypts what the database keeps and only the server reads.
    #[must_use]
    pub fn sceller(&self, contexte: &[u8], clair: &[u8]) -> Vec<u8> {
        chiffrer(&self.repos, contexte, clair)
    }

    #[must_use]
    pub fn ouvrir(&self, contexte: &[u8], scelle: &[u8]) -> Option<Vec<u8>> {
        dechiffrer(&self.repos, contexte, scelle)
    }

    /// Digest of a request's body, useless to who reads the database without the master secret.
    #[must_use]
    pub fn empreinte(&self, corps: &[u8]) -> String {
        hexa(&Sha256::new().chain_update(self.empreintes).chain_update(corps).finalize())
    }
}

/// A misuse-resistant cipher with a fixed nonce: equal inputs give equal outputs, which is what a cursor wants.
fn chiffrer(cle: &Aes256GcmSiv, contexte: &[u8], clair: &[u8]) -> Vec<u8> {
    cle.encrypt(&Nonce::default(), Payload { msg: clair, aad: contexte }).unwrap_or_default()
}

fn dechiffrer(cle: &Aes256GcmSiv, contexte: &[u8], scelle: &[u8]) -> Option<Vec<u8>> {
    cle.decrypt(&Nonce::default(), Payload { msg: scelle, aad: contexte }).ok()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hexa(octets: &[u8]) -> String {
    octets.iter().fold(String::with_capacity(octets.len() * 2), |mut texte, octet| {
        for quartet in [octet >> 4, octet & 15] {
            texte.push(char::from_digit(u32::from(quartet), 16).unwrap_or('0'));
        }
        texte
    })
}

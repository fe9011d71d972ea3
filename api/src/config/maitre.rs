//! The master secret as text.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::secret::{Cles, hexa};

pub(super) const REGLE: &str = "32 octets sont attendus, en 64 chiffres hexadécimaux ou en base 64";

/// 32 bytes from which every key is derived. No `Debug`: it must not reach a log.
pub struct Maitre([u8; 32]);

impl Maitre {
    #[must_use]
    pub const fn nouveau(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// Reads 64 hexadecimal digits, or base 64 with or without padding.
    #[must_use]
    pub fn lire(texte: &str) -> Option<Self> {
        let texte = texte.trim();
        let octets = match texte.len() {
            64 => hexadecimal(texte),
            44 => STANDARD.decode(texte).ok(),
            43 => URL_SAFE_NO_PAD.decode(texte).ok(),
            _ => None,
        };
        octets?.try_into().ok().map(Self)
    }

    #[must_use]
    pub fn ecrire(&self) -> String {
        hexa(&self.0)
    }

    #[must_use]
    pub fn cles(&self) -> Cles {
        Cles::de_maitre(&self.0)
    }
}

fn hexadecimal(texte: &str) -> Option<Vec<u8>> {
    let chiffres = texte.chars().map(|c| c.to_digit(16).and_then(|chiffre| u8::try_from(chiffre).ok())).collect::<Option<Vec<_>>>()?;
    Some(chiffres.chunks_exact(2).map(|paire| paire[0] << 4 | paire[1]).collect())
}

//! Whether two tables say the same, whenever each was established.

use domain::secret::hexa;
use sha2::{Digest, Sha256};

use super::colonne::COLONNES;
use super::ligne::Ligne;

/// Says when, and nothing of what: a value counted again and found the same is the same value.
const INSTANT: &str = "etabliLe";

/// Digest of all the cells but those of [`INSTANT`].
#[derive(Default)]
pub struct Empreinte(Sha256);

impl Empreinte {
    pub fn ajouter(&mut self, ligne: &Ligne<'_>) {
        for colonne in COLONNES.iter().filter(|c| c.nom != INSTANT) {
            self.0.update(format!("{:?}\0", (colonne.lire)(ligne)));
        }
    }

    #[must_use]
    pub fn finir(self) -> String {
        hexa(&self.0.finalize())
    }
}

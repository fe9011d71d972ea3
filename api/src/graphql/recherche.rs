//! Search in lists that are in memory: every word typed begins a word of the text, without case or accents.

use domain::saisie::mots;

pub struct Recherche(Vec<String>);

impl Recherche {
    #[must_use]
    pub fn de(texte: Option<&str>) -> Self {
        Self(mots(&[texte.unwrap_or_default()]))
    }

    #[must_use]
    pub fn trouve(&self, textes: &[&str]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let presents = mots(textes);
        self.0.iter().all(|mot| presents.iter().any(|p| p.starts_with(mot.as_str())))
    }
}

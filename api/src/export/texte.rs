//! Texts that a spreadsheet would run instead of showing.

/// First characters by which a spreadsheet takes a text for a formula, or for a cell that begins one.
const DECLENCHEURS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

#[must_use]
pub fn passe_pour_formule(texte: &str) -> bool {
    texte.starts_with(DECLENCHEURS)
}

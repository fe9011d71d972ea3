//! Checks and normal forms of what partners type. Every refusal names the field and the rule.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::erreur::{ErreurMetier, Refus};

/// Names and references.
pub const COURT: usize = 120;
/// Comments, motives, descriptions.
pub const LONG: usize = 2000;

/// Search form: no marks, ligatures written out, upper case. `Œuvré` is `OEUVRE`.
#[must_use]
pub fn plier(texte: &str) -> String {
    let mut plie = String::with_capacity(texte.len());
    for c in texte.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' | 'Œ' => plie.push_str("OE"),
            'æ' | 'Æ' => plie.push_str("AE"),
            'ß' => plie.push_str("SS"),
            _ => plie.extend(c.to_uppercase()),
        }
    }
    plie
}

/// Words by which a person is found, folded, each once.
#[must_use]
pub fn mots(textes: &[&str]) -> Vec<String> {
    let mut mots: Vec<String> = textes.iter().flat_map(|t| decouper(&plier(t))).collect();
    mots.sort();
    mots.dedup();
    mots
}

fn decouper(plie: &str) -> Vec<String> {
    plie.split(|c: char| !c.is_alphanumeric()).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The text in NFC without surrounding space; `None` when nothing is left.
pub fn texte(champ: &str, brut: &str, au_plus: usize) -> Result<Option<String>, ErreurMetier> {
    let net: String = brut.trim().nfc().collect();
    if net.chars().any(|c| c.is_control() && !(au_plus > COURT && matches!(c, '\n' | '\t' | '\r'))) {
        return Err(ErreurMetier::saisie(champ, "Les caractères de contrôle ne sont pas acceptés."));
    }
    if net.chars().count() > au_plus {
        return Err(ErreurMetier::saisie(champ, format!("{au_plus} caractères au plus.")));
    }
    Ok((!net.is_empty()).then_some(net))
}

pub fn obligatoire(champ: &str, brut: &str, au_plus: usize) -> Result<String, ErreurMetier> {
    texte(champ, brut, au_plus)?.ok_or_else(|| ErreurMetier::saisie(champ, "Ce champ ne peut pas être vide."))
}

/// An optional field of a creation.
pub fn facultatif(champ: &str, brut: Option<&str>, au_plus: usize) -> Result<Option<String>, ErreurMetier> {
    brut.map_or(Ok(None), |t| texte(champ, t, au_plus))
}

pub fn naissance(champ: &str, date: NaiveDate, jour: NaiveDate) -> Result<NaiveDate, ErreurMetier> {
    if date > jour {
        return Err(ErreurMetier::saisie(champ, "Une date de naissance n'est pas dans l'avenir."));
    }
    depuis_1900(champ, date)
}

pub fn depuis_1900(champ: &str, date: NaiveDate) -> Result<NaiveDate, ErreurMetier> {
    let debut = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    if date < debut { Err(ErreurMetier::saisie(champ, "Une date n'est pas antérieure au 1er janvier 1900.")) } else { Ok(date) }
}

/// Digits, spaces and punctuation of a French or international number, 6 to 20 characters.
pub fn telephone(champ: &str, brut: &str) -> Result<Option<String>, ErreurMetier> {
    let Some(net) = texte(champ, brut, 20)? else { return Ok(None) };
    let chiffres = net.chars().filter(char::is_ascii_digit).count();
    let permis = net.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')'));
    if permis && chiffres >= 6 {
        Ok(Some(net))
    } else {
        Err(ErreurMetier::saisie(champ, "Un numéro de téléphone compte au moins six chiffres."))
    }
}

pub fn courriel(champ: &str, brut: &str) -> Result<Option<String>, ErreurMetier> {
    let Some(net) = texte(champ, brut, 254)? else { return Ok(None) };
    let valable = net.split_once('@').is_some_and(|(nom, domaine)| {
        !nom.is_empty()
            && domaine.contains('.')
            && !domaine.starts_with('.')
            && !domaine.ends_with('.')
            && !net.contains(char::is_whitespace)
    });
    if valable { Ok(Some(net)) } else { Err(ErreurMetier::saisie(champ, "Une adresse de courriel s'écrit nom@domaine.")) }
}

pub fn code_postal(champ: &str, brut: &str) -> Result<Option<String>, ErreurMetier> {
    let Some(net) = texte(champ, brut, 5)? else { return Ok(None) };
    if net.len() == 5 && net.bytes().all(|b| b.is_ascii_digit()) {
        Ok(Some(net))
    } else {
        Err(ErreurMetier::saisie(champ, "Un code postal compte cinq chiffres."))
    }
}

/// Cents of an amount that is spent: more than nothing, and less than a billion euros.
pub fn montant(champ: &str, centimes: i64) -> Result<i64, ErreurMetier> {
    const AU_PLUS: i64 = 100_000_000_000;
    if (1..AU_PLUS).contains(&centimes) {
        Ok(centimes)
    } else {
        Err(ErreurMetier::saisie(champ, "Un montant est positif et inférieur à un milliard d'euros."))
    }
}

/// Cents of a budget's line, which may be nothing.
pub fn montant_ou_rien(champ: &str, centimes: i64) -> Result<i64, ErreurMetier> {
    if centimes == 0 { Ok(0) } else { montant(champ, centimes) }
}

/// Gathers every refusal of an input, so that the form shows them all at once.
#[derive(Default)]
pub struct Controle(Vec<ErreurMetier>);

impl Controle {
    /// The value, or its type's default with the refusal noted.
    pub fn lire<T: Default>(&mut self, resultat: Result<T, ErreurMetier>) -> T {
        resultat.unwrap_or_else(|erreur| {
            self.0.push(erreur);
            T::default()
        })
    }

    pub fn refuser(&mut self, erreur: ErreurMetier) {
        self.0.push(erreur);
    }

    pub fn conclure(self) -> Result<(), Refus> {
        if self.0.is_empty() { Ok(()) } else { Err(Refus::Metier(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_forms_have_no_case_marks_or_ligatures() {
        assert_eq!(plier("Œuvré-Noël Ça"), "OEUVRE-NOEL CA");
        assert_eq!(mots(&["D'Águeda Le Gall", "Æbi"]), ["AEBI", "AGUEDA", "D", "GALL", "LE"]);
    }

    #[test]
    fn refusals_name_the_field() {
        assert_eq!(texte("nom", "a\u{7}b", COURT).unwrap_err().champ, ["input", "nom"]);
        assert_eq!(courriel("courriel", "sans-arobase").unwrap_err().champ, ["input", "courriel"]);
        assert!(naissance("dateNaissance", NaiveDate::MAX, NaiveDate::MIN).is_err());
    }
}

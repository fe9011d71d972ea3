//! Scalars of the contract that the engine does not have.

use std::fmt::Write as _;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

/// Date du calendrier, ISO 8601 (AAAA-MM-JJ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(texte) = &value else { return Err(InputValueError::expected_type(value)) };
        let stricte = texte.len() == 10;
        let lue = NaiveDate::parse_from_str(texte, "%Y-%m-%d").ok().filter(|_| stricte);
        lue.map(Date).ok_or_else(|| InputValueError::custom("une date s'écrit AAAA-MM-JJ"))
    }

    /// Ten characters: a text that grew as it is written would be moved on the way.
    fn to_value(&self) -> Value {
        let mut texte = String::with_capacity(10);
        let _ = write!(texte, "{}", self.0);
        Value::String(texte)
    }
}

/// An optional day out of the domain.
pub fn date(jour: Option<NaiveDate>) -> Option<Date> {
    jour.map(Date)
}

/// A text scalar whose form is checked where it enters.
macro_rules! texte {
    ($(#[doc = $doc:literal])+ $nom:ident, $faux:literal, $valable:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $nom(pub String);

        #[Scalar]
        impl ScalarType for $nom {
            fn parse(value: Value) -> InputValueResult<Self> {
                let Value::String(texte) = value else { return Err(InputValueError::expected_type(value)) };
                let valable: fn(&str) -> bool = $valable;
                if valable(&texte) { Ok(Self(texte)) } else { Err(InputValueError::custom($faux)) }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    };
}

texte! {
    /// Numéro SIRET (14 chiffres, clé de Luhn vérifiée).
    Siret, "un SIRET compte quatorze chiffres et sa clé est juste", luhn
}

texte! {
    /// Code officiel géographique d'une commune (INSEE, 5 caractères).
    CodeInsee, "un code INSEE compte cinq caractères", |t| {
        t.len() == 5 && t.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || i == 1 && matches!(b, b'A' | b'B'))
    }
}

texte! {
    /// Code d'un métier du ROME (une lettre de A à N et quatre chiffres).
    CodeRome, "un code ROME compte une lettre de A à N et quatre chiffres", domain::poste_iae::saisie::est_code_rome
}

texte! {
    /// Position dans le flux des événements ; opaque, ordonnée, jamais réutilisée.
    Curseur, "un curseur se reprend tel qu'il a été donné", |t| !t.is_empty() && t.len() <= 64
}

texte! {
    /// Nombre décimal exact, écrit en chaîne ("12.50").
    Decimal, "un nombre décimal s'écrit en chiffres, avec un point", decimal
}

texte! {
    /// Montant en euros, deux décimales, écrit en chaîne ("340000.00").
    Montant, "un montant s'écrit en euros avec deux décimales", |t| decimal(t) && t.split_once('.').is_some_and(|(_, d)| d.len() == 2)
}

fn decimal(texte: &str) -> bool {
    let chiffres = texte.strip_prefix('-').unwrap_or(texte);
    let (entiers, decimales) = chiffres.split_once('.').unwrap_or((chiffres, "0"));
    let que_des_chiffres = |t: &str| !t.is_empty() && t.len() <= 18 && t.bytes().all(|b| b.is_ascii_digit());
    que_des_chiffres(entiers) && que_des_chiffres(decimales)
}

fn luhn(texte: &str) -> bool {
    let somme = texte.bytes().rev().enumerate().try_fold(0_u32, |somme, (rang, b)| {
        let chiffre = char::from(b).to_digit(10)?;
        let double = if rang % 2 == 1 { chiffre * 2 } else { chiffre };
        Some(somme + double / 10 + double % 10)
    });
    texte.len() == 14 && somme.is_some_and(|s| s % 10 == 0)
}

impl Montant {
    /// Euros out of cents.
    pub fn de_centimes(centimes: i64) -> Self {
        let signe = if centimes < 0 { "-" } else { "" };
        Self(format!("{signe}{}.{:02}", centimes.unsigned_abs() / 100, centimes.unsigned_abs() % 100))
    }

    /// Cents; a sum that no database holds is told as the largest one, which the domain refuses.
    #[must_use]
    pub fn centimes(&self) -> i64 {
        self.0.replace('.', "").parse().unwrap_or(i64::MAX)
    }
}

impl Decimal {
    /// Two decimals out of hundredths.
    pub fn de_centiemes(centiemes: i64) -> Self {
        Self(Montant::de_centimes(centiemes).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_checked() {
        assert!(luhn("73282932000074"));
        assert!(!luhn("73282932000075") && !luhn("7328293200007"));
        assert!(Date::parse(Value::from("2026-02-29")).is_err() && Date::parse(Value::from("2026-2-9")).is_err());
        assert_eq!(Montant::de_centimes(-5).0, "-0.05");
        let centimes = ["-0.05", "1234.50", "999999999999999999.99"].map(|t| Montant(t.to_owned()).centimes());
        assert_eq!(centimes, [-5, 123_450, i64::MAX]);
        assert!(decimal("-12.50") && !decimal("1e3") && !decimal(".5"));
    }
}

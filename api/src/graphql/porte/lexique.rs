//! What is decided on the text before anything descends into it.

use async_graphql::Pos;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::{Error, parse_query};

use super::limites::{CROCHETS, Limite, Limites};
use super::refus::RefusPorte;

/// Bounds the text, then parses it.
///
/// # Errors
/// A text too long, too nested or that is no GraphQL document. The answer never quotes the text: it may hold personal data.
pub fn lire_document(texte: &str, limites: &Limites) -> Result<ExecutableDocument, RefusPorte> {
    RefusPorte::borner(Limite::Document, texte.len(), limites.document, None)?;
    compter_jetons(texte, limites.jetons)?;
    parse_query(texte).map_err(|erreur| illisible(&erreur))
}

fn illisible(erreur: &Error) -> RefusPorte {
    let message = match erreur {
        Error::Syntax { start, .. } => format!("Erreur de syntaxe, ligne {}, colonne {}.", start.line, start.column),
        Error::MultipleOperations { .. } => "Une opération anonyme doit être seule dans son document.".into(),
        Error::OperationDuplicated { .. } => "Deux opérations portent le même nom.".into(),
        Error::FragmentDuplicated { .. } => "Deux fragments portent le même nom.".into(),
        Error::MissingOperation => "Le document ne contient aucune opération.".into(),
        _ => "Le document n'est pas un document GraphQL exécutable.".into(),
    };
    RefusPorte::RequeteInvalide { message, lieux: erreur.positions().take(2).collect() }
}

/// Counts lexical tokens in one pass, and the brackets open at once: the parser descends by recursion and trusts its input.
///
/// # Errors
/// Too many tokens, too many brackets open, a string that does not end.
pub fn compter_jetons(texte: &str, maximum: usize) -> Result<usize, RefusPorte> {
    let mut lecture = Lecture { octets: texte.as_bytes(), position: 0 };
    let (mut jetons, mut ouverts) = (0_usize, 0_usize);
    while let Some(jeton) = lecture.jeton()? {
        jetons += 1;
        RefusPorte::borner(Limite::Jetons, jetons, maximum, None)?;
        match jeton {
            b'{' | b'[' | b'(' => ouverts += 1,
            b'}' | b']' | b')' => ouverts = ouverts.saturating_sub(1),
            _ => {}
        }
        if ouverts > CROCHETS {
            RefusPorte::borner(Limite::Crochets, ouverts, CROCHETS, Some(lecture.lieu()))?;
        }
    }
    Ok(jetons)
}

struct Lecture<'a> {
    octets: &'a [u8],
    position: usize,
}

impl Lecture<'_> {
    /// First byte of the next token, which is consumed.
    fn jeton(&mut self) -> Result<Option<u8>, RefusPorte> {
        self.passer_le_vide();
        let Some(premier) = self.octets.get(self.position).copied() else { return Ok(None) };
        match premier {
            b'"' => self.chaine()?,
            b'-' | b'0'..=b'9' => self.nombre(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.tant_que(|o| o.is_ascii_alphanumeric() || o == b'_'),
            b'.' if self.reste().starts_with(b"...") => self.position += 3,
            _ => self.position += 1,
        }
        Ok(Some(premier))
    }

    fn reste(&self) -> &[u8] {
        &self.octets[self.position..]
    }

    fn tant_que(&mut self, garde: impl Fn(u8) -> bool) {
        let longueur = self.reste().iter().take_while(|octet| garde(**octet)).count();
        self.position += longueur;
    }

    /// As the engine's grammar reads it: `00` is two numbers.
    fn nombre(&mut self) {
        self.position += usize::from(self.reste().starts_with(b"-"));
        match self.reste().first() {
            Some(b'0') => self.position += 1,
            _ => self.tant_que(|octet| octet.is_ascii_digit()),
        }
        if matches!(self.reste(), [b'.', b'0'..=b'9', ..]) {
            self.position += 1;
            self.tant_que(|octet| octet.is_ascii_digit());
        }
        if let [b'e' | b'E', b'+' | b'-' | b'0'..=b'9', ..] = self.reste() {
            self.position += 2;
            self.tant_que(|octet| octet.is_ascii_digit());
        }
    }

    fn passer_le_vide(&mut self) {
        loop {
            let avant = self.position;
            // The bytes of a BOM are above ASCII and count as spaces wherever they stand.
            self.tant_que(|o| matches!(o, b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF));
            if self.reste().starts_with(b"#") {
                self.tant_que(|o| !matches!(o, b'\n' | b'\r'));
            }
            if self.position == avant {
                return;
            }
        }
    }

    fn chaine(&mut self) -> Result<(), RefusPorte> {
        let debut = self.position;
        let finie = if self.reste().starts_with(b"\"\"\"") { self.bloc() } else { self.ligne() };
        if finie {
            return Ok(());
        }
        self.position = debut;
        // Read further, the rest of the text would be hidden from this count and not from the parser.
        Err(RefusPorte::invalide("Une chaîne de caractères n'est pas terminée.", Some(self.lieu())))
    }

    fn bloc(&mut self) -> bool {
        self.position += 3;
        while self.position < self.octets.len() {
            match self.reste() {
                [b'\\', b'"', b'"', b'"', ..] => self.position += 4,
                [b'"', b'"', b'"', ..] => {
                    self.position += 3;
                    return true;
                }
                _ => self.position += 1,
            }
        }
        false
    }

    fn ligne(&mut self) -> bool {
        self.position += 1;
        while let Some(octet) = self.octets.get(self.position) {
            match octet {
                b'\\' => self.position += 2,
                b'\n' | b'\r' => return false,
                b'"' => {
                    self.position += 1;
                    return true;
                }
                _ => self.position += 1,
            }
        }
        false
    }

    fn lieu(&self) -> Pos {
        let lu = &self.octets[..self.position.min(self.octets.len())];
        let depuis = lu.iter().rposition(|octet| *octet == b'\n').map_or(0, |saut| saut + 1);
        let line = lu.split(|octet| *octet == b'\n').count();
        // Continuation bytes of UTF-8 are not characters.
        let column = 1 + lu[depuis..].iter().filter(|octet| **octet & 0xC0 != 0x80).count();
        Pos { line, column }
    }
}

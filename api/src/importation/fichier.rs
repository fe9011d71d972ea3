//! A CSV file as partners make them: `;` or `,`, UTF-8 with or without its mark, or Windows-1252; read line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator, Trim};
use domain::erreur::ErreurMetier;
use domain::vocabulaire::Enumeration;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Why a file does not read.
#[derive(Debug, thiserror::Error)]
#[error("{} : {cause}", chemin.display())]
pub struct Illisible {
    chemin: PathBuf,
    cause: Cause,
}

#[derive(Debug, thiserror::Error)]
enum Cause {
    #[error("{0}")]
    Systeme(#[from] io::Error),
    #[error("{0}")]
    Csv(#[from] csv::Error),
    #[error("la première ligne ne nomme pas la colonne {0}")]
    Manquante(&'static str),
    #[error("la première ligne nomme « {0} », qui n'est pas une colonne de ce flux ou y est déjà")]
    Inconnue(String),
}

pub struct Fichier {
    chemin: PathBuf,
    lecteur: Reader<File>,
    encodage: &'static Encoding,
    /// In the order of the file.
    colonnes: Vec<&'static str>,
}

/// One line, its cells by column.
pub struct Rangee {
    pub numero: u64,
    colonnes: Vec<&'static str>,
    cellules: Vec<String>,
}

impl Fichier {
    /// A file whose first line names these columns, each once, in any order.
    pub fn ouvrir(chemin: &Path, attendues: &[&'static str]) -> Result<Self, Illisible> {
        let lu = Self::essayer(chemin, attendues);
        lu.map_err(|cause| Illisible { chemin: chemin.to_owned(), cause })
    }

    fn essayer(chemin: &Path, attendues: &[&'static str]) -> Result<Self, Cause> {
        let (encodage, separateur) = reconnaitre(chemin)?;
        // A line ends with its line feed, so that lines are counted as editors do; the return before it is white space.
        let fin = Terminator::Any(b'\n');
        let mut lecteur = ReaderBuilder::new().delimiter(separateur).terminator(fin).flexible(true).trim(Trim::All).from_path(chemin)?;
        let noms: Vec<String> = lecteur.byte_headers()?.iter().map(|c| decoder(encodage, c)).collect();
        let colonnes = nommer(&noms, attendues)?;
        Ok(Self { chemin: chemin.to_owned(), lecteur, encodage, colonnes })
    }

    pub fn suivante(&mut self) -> Result<Option<Rangee>, Illisible> {
        let mut cellules = ByteRecord::new();
        loop {
            let lue = self.lecteur.read_byte_record(&mut cellules);
            if !lue.map_err(|e| Illisible { chemin: self.chemin.clone(), cause: e.into() })? {
                return Ok(None);
            }
            if cellules.len() > 1 || cellules.iter().any(|c| !c.is_empty()) {
                break;
            }
        }
        Ok(Some(Rangee {
            numero: cellules.position().map_or(0, csv::Position::line),
            colonnes: self.colonnes.clone(),
            cellules: cellules.iter().map(|c| decoder(self.encodage, c)).collect(),
        }))
    }

    /// Bytes read.
    #[must_use]
    pub fn lus(&self) -> u64 {
        self.lecteur.position().byte()
    }
}

/// The encoding of the whole file, and the separator that its first line uses. Windows-1252 is what is not UTF-8.
fn reconnaitre(chemin: &Path) -> io::Result<(&'static Encoding, u8)> {
    let mut lecteur = BufReader::new(File::open(chemin)?);
    let (mut ligne, mut separateur) = (Vec::new(), None);
    loop {
        ligne.clear();
        if lecteur.read_until(b'\n', &mut ligne)? == 0 {
            return Ok((UTF_8, separateur.unwrap_or(b';')));
        }
        let compte = |voulu: u8| ligne.split(|o| *o == voulu).count();
        let premier = *separateur.get_or_insert_with(|| if compte(b',') > compte(b';') { b',' } else { b';' });
        if std::str::from_utf8(&ligne).is_err() {
            return Ok((WINDOWS_1252, premier));
        }
    }
}

fn decoder(encodage: &'static Encoding, octets: &[u8]) -> String {
    encodage.decode_without_bom_handling(octets).0.into_owned()
}

fn nommer(noms: &[String], attendues: &[&'static str]) -> Result<Vec<&'static str>, Cause> {
    let mut colonnes = Vec::with_capacity(noms.len());
    for nom in noms {
        let connue = attendues.iter().copied().find(|a| a.eq_ignore_ascii_case(nom) && !colonnes.contains(a));
        colonnes.push(connue.ok_or_else(|| Cause::Inconnue(nom.clone()))?);
    }
    match attendues.iter().find(|a| !colonnes.contains(a)) {
        Some(manquante) => Err(Cause::Manquante(manquante)),
        None => Ok(colonnes),
    }
}

impl Rangee {
    /// Every column has its cell.
    pub fn verifier(&self) -> Result<(), ErreurMetier> {
        if self.cellules.len() == self.colonnes.len() {
            return Ok(());
        }
        let (lues, attendues) = (self.cellules.len(), self.colonnes.len());
        Err(ErreurMetier::saisie("", format!("{lues} cellules, où la première ligne nomme {attendues} colonnes.")))
    }

    /// `None` when the cell is empty.
    #[must_use]
    pub fn texte(&self, colonne: &str) -> Option<&str> {
        let rang = self.colonnes.iter().position(|c| *c == colonne)?;
        self.cellules.get(rang).map(String::as_str).filter(|t| !t.is_empty())
    }

    pub fn nombre(&self, colonne: &str) -> Result<i64, ErreurMetier> {
        let lu = self.texte(colonne).and_then(|t| t.parse().ok());
        lu.ok_or_else(|| ErreurMetier::saisie(colonne, "Un nombre entier est attendu."))
    }

    pub fn code<T: Enumeration>(&self, colonne: &str) -> Result<Option<T>, ErreurMetier> {
        self.texte(colonne).map(|t| valeur(colonne, t)).transpose()
    }

    /// Values separated by spaces, commas or bars.
    pub fn codes<T: Enumeration>(&self, colonne: &str) -> Result<Vec<T>, ErreurMetier> {
        let mots = self.texte(colonne).unwrap_or_default().split([' ', ',', '|']).filter(|m| !m.is_empty());
        mots.map(|mot| valeur(colonne, mot)).collect()
    }
}

fn valeur<T: Enumeration>(colonne: &str, code: &str) -> Result<T, ErreurMetier> {
    let codes = || T::VALEURS.iter().map(|v| v.code).collect::<Vec<_>>().join(", ");
    T::lire(&code.to_ascii_uppercase())
        .ok_or_else(|| ErreurMetier::saisie(colonne, format!("Une valeur est attendue parmi : {}.", codes())))
}

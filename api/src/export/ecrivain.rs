//! One writer, whatever the format.

use std::fs::File;
use std::io;

use rust_xlsxwriter::XlsxError;

use super::csv::Csv;
use super::format::{Format, Profil};
use super::ligne::Ligne;
use super::ndjson::Ndjson;
use super::parquet::{GROUPE, Parquet};
use super::xlsx::Xlsx;

/// Why a table was not written whole.
#[derive(Debug, thiserror::Error)]
pub enum EchecEcriture {
    #[error("une feuille de calcul tient {0} lignes au plus")]
    TropDeLignes(u32),
    #[error(transparent)]
    Fichier(#[from] io::Error),
}

impl From<XlsxError> for EchecEcriture {
    fn from(erreur: XlsxError) -> Self {
        Self::Fichier(io::Error::other(erreur))
    }
}

/// Writes the table line after line. What waits in memory does not grow with it.
pub enum Ecrivain {
    Csv(Box<Csv>),
    Parquet(Box<Parquet>),
    Xlsx(Box<Xlsx>),
    Ndjson(Ndjson),
}

impl Ecrivain {
    /// `notice` is told on the second sheet of a workbook; the other formats have no place for it.
    pub fn nouveau(fichier: File, (format, profil): (Format, Profil), notice: Vec<(String, String)>) -> Result<Self, EchecEcriture> {
        Ok(match format {
            Format::Csv => Self::Csv(Box::new(Csv::nouveau(fichier, profil)?)),
            Format::Parquet => Self::Parquet(Box::new(Parquet::nouveau(fichier, GROUPE)?)),
            Format::Xlsx => Self::Xlsx(Box::new(Xlsx::nouveau(fichier, notice)?)),
            Format::Ndjson => Self::Ndjson(Ndjson::nouveau(fichier)),
        })
    }

    pub fn ecrire(&mut self, ligne: &Ligne<'_>) -> Result<(), EchecEcriture> {
        match self {
            Self::Csv(csv) => csv.ecrire(ligne)?,
            Self::Parquet(parquet) => parquet.ecrire(ligne)?,
            Self::Xlsx(xlsx) => xlsx.ecrire(ligne)?,
            Self::Ndjson(ndjson) => ndjson.ecrire(ligne)?,
        }
        Ok(())
    }

    /// The file, its end written.
    pub fn finir(self) -> Result<File, EchecEcriture> {
        Ok(match self {
            Self::Csv(csv) => csv.finir()?,
            Self::Parquet(parquet) => parquet.finir()?,
            Self::Xlsx(xlsx) => xlsx.finir()?,
            Self::Ndjson(ndjson) => ndjson.finir()?,
        })
    }
}

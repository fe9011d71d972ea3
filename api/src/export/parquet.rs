//! Parquet, by its low-level writer: typed columns, compressed by Snappy, in several groups of rows.

use std::fs::File;
use std::io;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physique};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use chrono::NaiveDate;

use super::colonne::{COLONNES, Colonne, Genre, Valeur};
use super::ligne::Ligne;

/// Rows kept in memory before they leave as a group.
pub const GROUPE: usize = 10_000;

/// Digits of a decimal, of which two after the point: all that 64 bits hold.
const CHIFFRES: i32 = 18;

pub struct Parquet {
    fichier: SerializedFileWriter<File>,
    colonnes: Vec<Tampon>,
    lignes: usize,
    groupe: usize,
}

impl Parquet {
    pub fn nouveau(fichier: File, groupe: usize) -> io::Result<Self> {
        let proprietes = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = schema().map_err(echec)?;
        let fichier = SerializedFileWriter::new(fichier, schema, Arc::new(proprietes)).map_err(echec)?;
        Ok(Self { fichier, colonnes: tampons(), lignes: 0, groupe })
    }

    pub fn ecrire(&mut self, ligne: &Ligne<'_>) -> io::Result<()> {
        for (colonne, tampon) in COLONNES.iter().zip(&mut self.colonnes) {
            tampon.ajouter((colonne.lire)(ligne));
        }
        self.lignes += 1;
        if self.lignes == self.groupe { self.vider() } else { Ok(()) }
    }

    fn vider(&mut self) -> io::Result<()> {
        let pleines = std::mem::replace(&mut self.colonnes, tampons());
        self.lignes = 0;
        grouper(&mut self.fichier, pleines).map_err(echec)
    }

    pub fn finir(mut self) -> io::Result<File> {
        if self.lignes > 0 {
            self.vider()?;
        }
        self.fichier.into_inner().map_err(echec)
    }
}

fn echec(erreur: ParquetError) -> io::Error {
    io::Error::other(erreur)
}

fn grouper(fichier: &mut SerializedFileWriter<File>, colonnes: Vec<Tampon>) -> Result<(), ParquetError> {
    let mut groupe = fichier.next_row_group()?;
    for tampon in colonnes {
        let Some(mut colonne) = groupe.next_column()? else { break };
        tampon.ecrire(&mut colonne)?;
        colonne.close()?;
    }
    groupe.close().map(drop)
}

fn schema() -> Result<TypePtr, ParquetError> {
    let champs = COLONNES.iter().map(|c| champ(c).map(Arc::new)).collect::<Result<_, _>>()?;
    Type::group_type_builder("indicateurs").with_fields(champs).build().map(Arc::new)
}

fn champ(colonne: &Colonne) -> Result<Type, ParquetError> {
    let (physique, logique) = match colonne.genre {
        Genre::Texte | Genre::Code(_) => (Physique::BYTE_ARRAY, Some(LogicalType::String)),
        Genre::Entier => (Physique::INT64, None),
        Genre::Decimal => (Physique::INT64, Some(LogicalType::decimal(2, CHIFFRES))),
        Genre::Jour => (Physique::INT32, Some(LogicalType::Date)),
        Genre::Instant => (Physique::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Genre::Booleen => (Physique::BOOLEAN, None),
    };
    let repetition = if colonne.requise { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let champ = Type::primitive_type_builder(colonne.nom, physique).with_logical_type(logique).with_repetition(repetition);
    match colonne.genre {
        Genre::Decimal => champ.with_precision(CHIFFRES).with_scale(2).build(),
        _ => champ.build(),
    }
}

/// Cells of one column, until their group is written.
struct Tampon {
    requise: bool,
    presences: Vec<i16>,
    cellules: Cellules,
}

enum Cellules {
    Textes(Vec<ByteArray>),
    Entiers(Vec<i64>),
    Jours(Vec<i32>),
    Booleens(Vec<bool>),
}

fn tampons() -> Vec<Tampon> {
    COLONNES.iter().map(Tampon::nouveau).collect()
}

impl Tampon {
    fn nouveau(colonne: &Colonne) -> Self {
        let cellules = match colonne.genre {
            Genre::Texte | Genre::Code(_) => Cellules::Textes(Vec::new()),
            Genre::Entier | Genre::Decimal | Genre::Instant => Cellules::Entiers(Vec::new()),
            Genre::Jour => Cellules::Jours(Vec::new()),
            Genre::Booleen => Cellules::Booleens(Vec::new()),
        };
        Self { requise: colonne.requise, presences: Vec::new(), cellules }
    }

    /// A cell that its column does not expect is absent; a required column then refuses its group.
    fn ajouter(&mut self, valeur: Option<Valeur<'_>>) {
        let presente = match (&mut self.cellules, valeur) {
            (Cellules::Textes(textes), Some(Valeur::Texte(texte))) => pousser(textes, ByteArray::from(texte)),
            (Cellules::Entiers(entiers), Some(Valeur::Entier(entier))) => pousser(entiers, entier),
            (Cellules::Entiers(entiers), Some(Valeur::Decimal(nombre))) => pousser(entiers, nombre.0),
            (Cellules::Entiers(entiers), Some(Valeur::Instant(le))) => pousser(entiers, le.timestamp_micros()),
            (Cellules::Jours(jours), Some(Valeur::Jour(jour))) => pousser(jours, depuis_1970(jour)),
            (Cellules::Booleens(booleens), Some(Valeur::Booleen(vrai))) => pousser(booleens, vrai),
            _ => false,
        };
        self.presences.push(i16::from(presente));
    }

    fn ecrire(&self, colonne: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &self.cellules {
            Cellules::Textes(textes) => self.deposer::<ByteArrayType>(colonne, textes),
            Cellules::Entiers(entiers) => self.deposer::<Int64Type>(colonne, entiers),
            Cellules::Jours(jours) => self.deposer::<Int32Type>(colonne, jours),
            Cellules::Booleens(booleens) => self.deposer::<BoolType>(colonne, booleens),
        }
    }

    fn deposer<D: DataType>(&self, colonne: &mut SerializedColumnWriter<'_>, valeurs: &[D::T]) -> Result<(), ParquetError> {
        let presences = (!self.requise).then_some(self.presences.as_slice());
        colonne.typed::<D>().write_batch(valeurs, presences, None).map(drop)
    }
}

fn pousser<T>(liste: &mut Vec<T>, valeur: T) -> bool {
    liste.push(valeur);
    true
}

fn depuis_1970(jour: NaiveDate) -> i32 {
    i32::try_from((jour - NaiveDate::default()).num_days()).unwrap_or_default()
}

//! Reads an export back, by the libraries of who receives one: columns by name, cells as texts, `None` where empty.

use std::io::Cursor;

use axum::body::Bytes;
use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use domain::mesure::Centiemes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

/// What a file holds: its columns in order, then its lines.
pub struct Table {
    pub colonnes: Vec<String>,
    pub lignes: Vec<Vec<Option<String>>>,
}

impl Table {
    /// Cells of a column.
    #[track_caller]
    pub fn colonne(&self, nom: &str) -> Vec<Option<&str>> {
        let rang = self.colonnes.iter().position(|c| c == nom).unwrap_or_else(|| panic!("no column {nom}"));
        self.lignes.iter().map(|l| l[rang].as_deref()).collect()
    }

    /// The same columns and cells; names the first that differs.
    #[track_caller]
    pub fn egale(&self, attendue: &Self) {
        assert_eq!(self.colonnes, attendue.colonnes);
        for (rang, (lue, voulue)) in self.lignes.iter().zip(&attendue.lignes).enumerate() {
            for ((nom, lue), voulue) in self.colonnes.iter().zip(lue).zip(voulue) {
                assert_eq!(lue, voulue, "line {rang}, {nom}");
            }
        }
        assert_eq!(self.lignes.len(), attendue.lignes.len(), "lines");
    }
}

pub fn instant(le: DateTime<Utc>) -> String {
    le.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Neutralised texts are given back as they were.
pub fn csv(octets: &[u8], separateur: u8) -> Table {
    let mut lecteur = csv::ReaderBuilder::new().delimiter(separateur).from_reader(octets);
    let colonnes = lecteur.headers().expect("header").iter().map(str::to_owned).collect();
    let cellule = |texte: &str| (!texte.is_empty()).then(|| texte.strip_prefix('\'').unwrap_or(texte).to_owned());
    let lignes = lecteur.records().map(|l| l.expect("line").iter().map(cellule).collect()).collect();
    Table { colonnes, lignes }
}

pub fn ndjson(octets: &[u8]) -> Table {
    let texte = std::str::from_utf8(octets).expect("utf-8");
    let objets: Vec<Map<String, Value>> = texte.lines().map(|ligne| serde_json::from_str(ligne).expect("json")).collect();
    let colonnes: Vec<String> = api::export::COLONNES.iter().map(|c| c.nom.to_owned()).collect();
    let lignes = objets.iter().map(|objet| {
        assert_eq!(objet.len(), colonnes.len(), "every column in every line");
        colonnes.iter().map(|nom| json(&objet[nom])).collect()
    });
    Table { lignes: lignes.collect(), colonnes: colonnes.clone() }
}

fn json(valeur: &Value) -> Option<String> {
    match valeur {
        Value::Null => None,
        Value::String(texte) => Some(texte.clone()),
        autre => Some(autre.to_string()),
    }
}

pub fn parquet(octets: &[u8]) -> Table {
    let lecteur = SerializedFileReader::new(Bytes::copy_from_slice(octets)).expect("parquet");
    let schema = lecteur.metadata().file_metadata().schema_descr();
    let colonnes = schema.columns().iter().map(|c| c.name().to_owned()).collect();
    let lignes = lecteur.get_row_iter(None).expect("rows").map(|l| rangee(&l.expect("row"))).collect();
    Table { colonnes, lignes }
}

fn rangee(ligne: &Row) -> Vec<Option<String>> {
    ligne.get_column_iter().map(|(_, champ)| cellule_parquet(champ)).collect()
}

fn cellule_parquet(champ: &Field) -> Option<String> {
    Some(match champ {
        Field::Null => return None,
        Field::Str(texte) => texte.clone(),
        Field::Long(entier) => entier.to_string(),
        Field::Bool(vrai) => vrai.to_string(),
        Field::Date(jours) => (NaiveDate::default() + TimeDelta::days((*jours).into())).to_string(),
        Field::TimestampMicros(micros) => instant(DateTime::from_timestamp_micros(*micros).expect("instant")),
        Field::Decimal(decimal) => {
            assert_eq!(decimal.scale(), 2);
            Centiemes(i64::from_be_bytes(decimal.data().try_into().expect("64 bits"))).to_string()
        }
        autre => panic!("unexpected type {autre:?}"),
    })
}

/// The table of a workbook; headers are titles.
pub fn xlsx(octets: &[u8]) -> Table {
    let mut classeur: Xlsx<_> = Xlsx::new(Cursor::new(octets)).expect("workbook");
    let feuille = classeur.worksheet_range("Indicateurs").expect("sheet");
    let formules = classeur.worksheet_formula("Indicateurs").expect("formulas");
    assert!(formules.used_cells().next().is_none(), "a formula");
    let mut rangees = feuille.rows();
    let colonnes = rangees.next().expect("header").iter().map(ToString::to_string).collect();
    Table { colonnes, lignes: rangees.map(|l| l.iter().map(cellule_xlsx).collect()).collect() }
}

fn cellule_xlsx(cellule: &Data) -> Option<String> {
    Some(match cellule {
        Data::Empty => return None,
        Data::String(texte) => texte.clone(),
        Data::Bool(vrai) => vrai.to_string(),
        #[expect(clippy::cast_possible_truncation, reason = "rounded")]
        Data::Float(nombre) => Centiemes((nombre * 100.0).round() as i64).to_string(),
        Data::DateTime(date) => {
            let (an, mois, jour, h, m, s, _) = date.to_ymd_hms_milli();
            let jour = NaiveDate::from_ymd_opt(an.into(), mois.into(), jour.into()).expect("date");
            // Days have no time of day in this table.
            if (h, m, s) == (0, 0, 0) {
                jour.to_string()
            } else {
                jour.and_hms_opt(h.into(), m.into(), s.into()).expect("time").format("%Y-%m-%dT%H:%M:%S").to_string()
            }
        }
        autre => panic!("unexpected cell {autre:?}"),
    })
}

//! The four writers over the same lines, read back by others' readers.

use api::export::{COLONNES, Format, Profil, schema_de_table};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

use super::lecteurs;

mod lignes;

use lignes::{attendue, ecrire, valeurs};

#[test]
fn csv_parquet_and_ndjson_give_every_cell_back() {
    let valeurs = valeurs(23);
    let attendue = attendue(&valeurs);
    assert!(COLONNES.iter().all(|c| attendue.colonne(c.nom).iter().any(Option::is_some)), "a column that no line fills");
    lecteurs::csv(&ecrire(Format::Csv, Profil::Standard, &valeurs), b',').egale(&attendue);
    lecteurs::ndjson(&ecrire(Format::Ndjson, Profil::Standard, &valeurs)).egale(&attendue);
    lecteurs::parquet(&ecrire(Format::Parquet, Profil::Standard, &valeurs)).egale(&attendue);
}

#[test]
fn parquet_goes_on_over_several_groups_of_rows_and_its_columns_are_typed() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let valeurs = valeurs(20_003);
    let octets = axum::body::Bytes::from(ecrire(Format::Parquet, Profil::Standard, &valeurs));
    let lecteur = SerializedFileReader::new(octets.clone()).expect("parquet");
    let groupes: Vec<i64> = lecteur.metadata().row_groups().iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).collect();
    assert_eq!(groupes, [10_000, 10_000, 3]);
    let schema = lecteur.metadata().file_metadata().schema_descr();
    let types: Vec<String> = schema.columns().iter().map(|c| format!("{:?}", c.logical_type_ref())).collect();
    let compte = |motif: &str| types.iter().filter(|t| t.contains(motif)).count();
    assert_eq!([compte("Date"), compte("Decimal"), compte("Timestamp"), compte("String")], [2, 7, 3, 24], "{types:?}");
    lecteurs::parquet(&octets).egale(&attendue(&valeurs));
}

#[test]
fn an_empty_table_still_has_its_columns() {
    let titres: Vec<&str> = COLONNES.iter().map(|c| c.titre).collect();
    lecteurs::csv(&ecrire(Format::Csv, Profil::Standard, &[]), b',').egale(&attendue(&[]));
    lecteurs::parquet(&ecrire(Format::Parquet, Profil::Standard, &[])).egale(&attendue(&[]));
    assert_eq!(lecteurs::xlsx(&ecrire(Format::Xlsx, Profil::Standard, &[])).colonnes, titres);
    assert!(ecrire(Format::Ndjson, Profil::Standard, &[]).is_empty());
}

#[test]
fn a_csv_is_rfc_4180_and_runs_in_no_spreadsheet() {
    let octets = ecrire(Format::Csv, Profil::Standard, &valeurs(11));
    let texte = String::from_utf8(octets).expect("utf-8");
    assert!(texte.starts_with("pacte,fiche,indicateur,libelle,") && texte.ends_with("\r\n"));
    assert!(texte.contains(",\"Part des \"\"entrants\"\" orientés ; en moins d'un mois, à l'œuvre\","));
    assert!(texte.contains(",-12.5,") && texte.contains(",'=1+1,") && texte.contains(",'@SOMME(A1),"), "{texte}");
    let lu = csv::ReaderBuilder::new().from_reader(texte.as_bytes()).records().map(|l| l.expect("line")).collect::<Vec<_>>();
    let chiffre = |c: &str| c.parse::<f64>().is_ok();
    for cellule in lu.iter().flatten() {
        assert!(!cellule.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) || chiffre(cellule), "{cellule:?}");
    }
}

#[test]
fn the_excel_profile_opens_by_a_double_click_in_french() {
    let octets = ecrire(Format::Csv, Profil::Excel, &valeurs(1));
    assert!(octets.starts_with(b"\xEF\xBB\xBFPacte;Fiche-action;"));
    let table = lecteurs::csv(&octets[3..], b';');
    let colonne = |titre: &str| table.colonne(titre)[0].expect("cell").to_owned();
    assert_eq!(colonne("Valeur"), "-12,5");
    assert_eq!(colonne("Du"), "01/01/2021");
    assert_eq!(colonne("Établie le (UTC)"), "04/03/2022 05:06:07");
    assert_eq!(colonne("Cohorte mature"), "non");
    assert_eq!(colonne("Texte"), "=1+1");
}

/// Frictionless checks more; this keeps the schema and the file together on every change.
#[test]
fn every_cell_of_the_csv_conforms_to_its_table_schema() {
    let table = lecteurs::csv(&ecrire(Format::Csv, Profil::Standard, &valeurs(22)), b',');
    let schema = schema_de_table();
    let champs = schema["fields"].as_array().expect("fields");
    assert_eq!(champs.iter().map(|c| c["name"].as_str().expect("name")).collect::<Vec<_>>(), table.colonnes);
    for (champ, nom) in champs.iter().zip(&table.colonnes) {
        for cellule in table.colonne(nom) {
            assert!(conforme(champ, cellule), "{nom}: {cellule:?} against {champ}");
        }
    }
    assert!(!conforme(&champs[0], None) && !conforme(&champs[4], Some("NOMBRES")) && !conforme(&champs[6], Some("01/02/2021")));
}

fn conforme(champ: &Json, cellule: Option<&str>) -> bool {
    let Some(texte) = cellule else { return champ["constraints"]["required"] == false };
    let permis = champ["constraints"]["enum"].as_array().is_none_or(|codes| codes.iter().any(|c| c == texte));
    permis
        && match champ["type"].as_str().expect("type") {
            "string" => true,
            "integer" => texte.parse::<i64>().is_ok(),
            "number" => texte.parse::<f64>().is_ok() && !texte.contains('e'),
            "date" => texte.parse::<NaiveDate>().is_ok(),
            "datetime" => texte.ends_with('Z') && texte.parse::<DateTime<Utc>>().is_ok(),
            "boolean" => champ["trueValues"][0] == texte || champ["falseValues"][0] == texte,
            autre => panic!("{autre}"),
        }
}

#[test]
fn the_same_lines_are_the_same_bytes() {
    for format in Format::TOUS {
        let valeurs = valeurs(30);
        assert!(ecrire(format, Profil::Standard, &valeurs) == ecrire(format, Profil::Standard, &valeurs), "{format:?}");
    }
}

#[test]
fn a_workbook_holds_typed_cells_and_runs_nothing() {
    let valeurs = valeurs(25);
    let table = lecteurs::xlsx(&ecrire(Format::Xlsx, Profil::Standard, &valeurs));
    let attendue = attendue(&valeurs);
    for (colonne, rang) in COLONNES.iter().zip(0..) {
        for (lu, voulu) in table.colonne(colonne.titre).into_iter().zip(attendue.lignes.iter().map(|l| l[rang].as_deref())) {
            // Sheets know seconds since 1900, and floats.
            match voulu {
                _ if colonne.nom == "publieeLe" || colonne.nom == "numerateur" => assert_eq!(lu.is_some(), voulu.is_some()),
                Some(voulu) if colonne.nom.ends_with("Le") => assert_eq!(lu, Some(&voulu[..19]), "{}", colonne.nom),
                voulu => assert_eq!(lu, voulu, "{}", colonne.nom),
            }
        }
    }
}

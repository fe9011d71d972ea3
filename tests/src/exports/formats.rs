//! The four writers over the same lines, read back by others' readers.

use api::export::{COLONNES, Ecrivain, Fichier, Format, Ligne, Profil, Sujet, Valeur, schema_de_table};
use chrono::{DateTime, NaiveDate, Utc};
use domain::indicateur::{ModeIndicateur, Part, QualiteValeur, ValeurImprimee, ValeurIndicateur};
use domain::mesure::{Centiemes, Dimension, Periode};
use domain::pacte::UniteIndicateur;
use domain::territoire::{Territoire, TypeTerritoire};
use serde_json::Value as Json;
use uuid::Uuid;

use super::lecteurs::{self, Table};

fn jour(texte: &str) -> NaiveDate {
    texte.parse().expect("day")
}

fn instant(texte: &str) -> DateTime<Utc> {
    texte.parse().expect("instant")
}

fn sujet() -> Sujet {
    Sujet {
        pacte: "31-2019-2021".to_owned(),
        fiche: Some("1.1".to_owned()),
        code: "1.1/a".to_owned(),
        libelle: "Part des \"entrants\" orientés ; en moins d'un mois, à l'œuvre".to_owned(),
        unite: UniteIndicateur::Pourcentage,
        mode: ModeIndicateur::Calcule,
    }
}

fn territoire() -> Territoire {
    Territoire {
        id: Uuid::from_u128(1),
        departement: "31".to_owned(),
        code: "31-lauragais".to_owned(),
        nom: "Lauragais".to_owned(),
        type_: TypeTerritoire::Sdsei,
        parent: None,
        communes: Vec::new(),
        note: None,
    }
}

/// One value with every cell, its texts taken from this one.
fn pleine(texte: &str) -> ValeurIndicateur {
    let part = |dimension| Part { dimension, code: "CODE".to_owned(), libelle: texte.to_owned() };
    ValeurIndicateur {
        periode: Periode { du: jour("2021-01-01"), au: jour("2021-12-31") },
        libelle_periode: "Année 2021".to_owned(),
        territoire: Some(Uuid::from_u128(1)),
        parts: vec![part(Dimension::Sexe), part(Dimension::TrancheAge)],
        valeur: Some(Centiemes(-1_250)),
        texte: Some(texte.to_owned()),
        numerateur: Some(Centiemes(123_456_789_012_345)),
        denominateur: Some(Centiemes(7)),
        mediane: Some(Centiemes(1_200)),
        quantile90: Some(Centiemes(0)),
        imprimee: Some(ValeurImprimee {
            texte: texte.to_owned(),
            precision: Some(texte.to_owned()),
            source: "page 12".to_owned(),
            anomalie: Some("A12".to_owned()),
        }),
        declaree_par: Some(Uuid::from_u128(2)),
        declaree_le: Some(instant("2022-02-03T04:05:06.789012Z")),
        publiee_le: Some(instant("1969-12-31T23:59:59.999999Z")),
        qualite: QualiteValeur::Observee,
        version_definition: 3,
        cohorte_mature: false,
        justification: Some(texte.to_owned()),
        source: "Mesure".to_owned(),
        etabli_le: instant("2022-03-04T05:06:07Z"),
        ecart: Some(Centiemes(-5)),
    }
}

/// One with nothing that may lack.
fn nue() -> ValeurIndicateur {
    ValeurIndicateur {
        territoire: None,
        parts: Vec::new(),
        valeur: None,
        texte: Some(String::new()),
        numerateur: None,
        denominateur: None,
        mediane: None,
        quantile90: None,
        imprimee: None,
        declaree_par: None,
        declaree_le: None,
        publiee_le: None,
        qualite: QualiteValeur::SecretStatistique,
        cohorte_mature: true,
        justification: None,
        ecart: None,
        ..pleine("")
    }
}

/// Texts that break readers, and more lines than one group of rows holds.
fn valeurs(nombre: usize) -> Vec<ValeurIndicateur> {
    let textes = ["=1+1", "+33", "-12 %", "@SOMME(A1)", "\tonglet", "\rretour", "a\r\nb", "l'été, \"cité\"; 12,5", " =espace", "'='"];
    textes.iter().copied().map(pleine).chain([nue()]).cycle().take(nombre).collect()
}

fn ecrire(format: Format, profil: Profil, valeurs: &[ValeurIndicateur]) -> Vec<u8> {
    let (sujet, territoire) = (sujet(), territoire());
    let notice = vec![("Pacte".to_owned(), "=31-2019-2021".to_owned())];
    let mut ecrivain = Ecrivain::nouveau(Fichier::vierge().expect("file"), (format, profil), notice).expect("writer");
    for valeur in valeurs {
        ecrivain.ecrire(&ligne(&sujet, &territoire, valeur)).expect("line");
    }
    let (mut octets, fichier) = (Vec::new(), Fichier::fini(ecrivain.finir().expect("end")).expect("file"));
    fichier.copier(&mut octets).expect("copy");
    assert_eq!(fichier.taille, octets.len() as u64);
    octets
}

fn ligne<'a>(sujet: &'a Sujet, territoire: &'a Territoire, valeur: &'a ValeurIndicateur) -> Ligne<'a> {
    let plein = valeur.territoire.is_some();
    Ligne {
        sujet,
        territoire: plein.then_some(territoire),
        declaree_par: plein.then_some("CAF de la Haute-Garonne"),
        objectif: plein.then_some(Centiemes(9_000)),
        valeur,
    }
}

/// What every format must say.
fn attendue(valeurs: &[ValeurIndicateur]) -> Table {
    let (sujet, territoire) = (sujet(), territoire());
    let lignes = valeurs.iter().map(|v| {
        let ligne = ligne(&sujet, &territoire, v);
        COLONNES.iter().map(|c| (c.lire)(&ligne).map(canonique)).collect()
    });
    Table { lignes: lignes.collect(), colonnes: COLONNES.iter().map(|c| c.nom.to_owned()).collect() }
}

fn canonique(valeur: Valeur<'_>) -> String {
    match valeur {
        Valeur::Texte(texte) => texte.to_owned(),
        Valeur::Entier(entier) => entier.to_string(),
        Valeur::Decimal(nombre) => nombre.to_string(),
        Valeur::Jour(jour) => jour.to_string(),
        Valeur::Instant(le) => lecteurs::instant(le),
        Valeur::Booleen(vrai) => vrai.to_string(),
    }
}

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

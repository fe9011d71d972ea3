//! Frictionless validates the CSV; pandas and DuckDB read what each format says. They run where a Python has them
//! (`tests/lecteurs/requirements.txt`): `PASSERELLE_PYTHON` names it, or it is the one of the path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::lecteurs::{self, Table};
use super::{IMPRIMES, fichier};
use crate::harnais::{Banc, Moteur};

const LUES: [&str; 7] = ["indicateur", "du", "territoireCode", "dimension1Code", "valeur", "qualite", "imprimee"];

/// `None` where no Python has the libraries; where they are required, that is a failure.
fn python() -> Option<PathBuf> {
    let python = PathBuf::from(std::env::var_os("PASSERELLE_PYTHON").unwrap_or_else(|| "python3".into()));
    let essai = Command::new(&python).args(["-c", "import duckdb, frictionless, openpyxl, pandas, pyarrow"]).output();
    let present = essai.is_ok_and(|sortie| sortie.status.success());
    assert!(
        present || std::env::var_os("PASSERELLE_EXIGER_PYTHON").is_none(),
        "no pandas, DuckDB or Frictionless for {}",
        python.display()
    );
    present.then_some(python)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pandas_et_duckdb_lisent_ce_que_dit_l_export() {
    let Some(python) = python() else { return eprintln!("no Python with pandas, DuckDB and Frictionless: nothing was read by them") };
    let banc = Banc::nouveau(Moteur::Sqlite).await;
    let (client, dossier) = (banc.client("departement-31").await, tempfile::tempdir().expect("temporary folder"));
    for nom in ["csv", "parquet", "xlsx", "ndjson", "schema.json"] {
        let octets = fichier(&client, &format!("/exports/indicateurs.{nom}?{IMPRIMES}&pas=ANNEE")).await;
        std::fs::write(dossier.path().join(format!("indicateurs.{nom}")), octets).expect("file");
    }
    let attendue = lues(&lecteurs::csv(&std::fs::read(dossier.path().join("indicateurs.csv")).expect("file"), b','));
    assert!(attendue.len() > 100 && [4, 6].iter().all(|rang| attendue.iter().any(|l| l[*rang].is_some())), "nothing to read");
    let par_lecteur = lire(&python, dossier.path());
    assert_eq!(par_lecteur.len(), 7, "{:?}", par_lecteur.keys());
    for (lecteur, lignes) in par_lecteur {
        assert_eq!(lignes.len(), attendue.len(), "{lecteur}");
        for (rang, (lue, voulue)) in lignes.iter().zip(&attendue).enumerate() {
            assert_eq!(lue, voulue, "{lecteur}, line {rang}");
        }
    }
}

type Lignes = Vec<Vec<Option<String>>>;

/// The columns that tell a value.
fn lues(table: &Table) -> Lignes {
    let colonnes: Vec<Vec<Option<&str>>> = LUES.iter().map(|nom| table.colonne(nom)).collect();
    (0..table.lignes.len()).map(|rang| colonnes.iter().map(|c| c[rang].map(str::to_owned)).collect()).collect()
}

fn lire(python: &Path, dossier: &Path) -> BTreeMap<String, Lignes> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("lecteurs/lire.py");
    let sortie = Command::new(python).arg(script).arg(dossier).output().expect("python");
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    serde_json::from_slice(&sortie.stdout).expect("what was read")
}

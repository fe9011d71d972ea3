//! The pactes of the data files, for tests that need no database.

use super::{Contenu, Pacte};
use crate::referentiel::chargement::identifiant;

macro_rules! fichier {
    ($($chemin:literal),+) => {
        serde_json::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/referentiel/", $($chemin),+))).unwrap()
    };
}
pub(crate) use fichier;

/// In the order of their codes, without their signatories.
pub(crate) fn pactes() -> Vec<Pacte> {
    let entetes: Vec<serde_json::Value> = fichier!("pactes.json");
    let mut pactes = [
        ("31-2019-2021", fichier!("regles/31-2019-2021.json")),
        ("31-convention-pauvrete-2019-2021", fichier!("regles/31-convention-pauvrete-2019-2021.json")),
        ("32-2022", fichier!("regles/32-2022.json")),
        ("64-2018-2021", fichier!("regles/64-2018-2021.json")),
        ("82-avenant-1", fichier!("regles/82-avenant-1.json")),
    ];
    pactes.iter_mut().map(|(code, regles)| pacte(entete(&entetes, code), regles)).collect()
}

fn entete<'a>(entetes: &'a [serde_json::Value], code: &str) -> &'a serde_json::Value {
    entetes.iter().find(|e| e["code"] == code).unwrap()
}

fn pacte(entete: &serde_json::Value, regles: &mut serde_json::Value) -> Pacte {
    let mut contenu = entete.clone();
    contenu["signataires"] = serde_json::json!([]);
    contenu["anomalies"] = serde_json::json!([]);
    contenu["regles"] = regles.take();
    let contenu: Contenu = serde_json::from_value(contenu).unwrap();
    let code = entete["code"].as_str().unwrap();
    let departement = entete["departement"].as_str().unwrap().to_owned();
    Pacte { id: identifiant("pacte", code), code: code.to_owned(), departement, contenu }
}

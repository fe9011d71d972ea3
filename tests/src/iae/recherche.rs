//! The search of posts against a plain reading of all of them, on criteria drawn from the posts themselves.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Map, Value, json};

use super::{DOCUMENT, Scene, lister, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_critere_retient_ce_qu_il_dit);

const GRAINE: u64 = 16;
const TIRAGES: usize = 60;

/// A territory by its id, with its communes.
type Territoires = Vec<(String, BTreeSet<String>)>;

async fn chaque_critere_retient_ce_qu_il_dit(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let tous = lister(&scene.conseil, json!({})).await;
    let territoires = territoires(banc).await;
    let mut des = StdRng::seed_from_u64(GRAINE);
    let mut trouvailles = BTreeSet::new();
    for _ in 0..TIRAGES {
        let filtre = Value::Object(tirer(&mut des, &tous, &territoires));
        let attendus: BTreeSet<String> = tous.iter().filter(|p| retient(&filtre, p, &territoires)).map(|p| texte(p, "id")).collect();
        let trouves: BTreeSet<String> = lister(&scene.conseil, filtre.clone()).await.iter().map(|p| texte(p, "id")).collect();
        assert_eq!(trouves, attendus, "graine {GRAINE} {filtre}");
        if !trouves.is_empty() && trouves.len() < tous.len() {
            trouvailles.extend(filtre.as_object().into_iter().flat_map(Map::keys).cloned());
        }
    }
    let criteres = ["aActualiser", "codeRome", "commune", "publics", "recherche", "statut", "structure", "territoire", "typeStructure"];
    assert_eq!(trouvailles.into_iter().collect::<Vec<_>>(), criteres);
    structures(&scene, &tous).await;
}

/// One to three criteria, each of which some post meets.
fn tirer(des: &mut StdRng, tous: &[Value], territoires: &Territoires) -> Map<String, Value> {
    let mut filtre = Map::new();
    for _ in 0..des.random_range(1..=3) {
        let p = tous.choose(des).expect("posts");
        let (champ, valeur) = match des.random_range(0..9) {
            0 => ("structure", p["structure"]["id"].clone()),
            1 => ("typeStructure", json!([p["structure"]["type"], "EITI"])),
            2 => ("codeRome", p["codeRome"].clone()),
            3 => ("commune", p["commune"]["codeInsee"].clone()),
            4 => ("publics", json!([p["publics"][0], "REFUGIE"])),
            5 => ("statut", json!([p["statut"]])),
            6 => ("recherche", json!(morceau(des, p))),
            7 => ("aActualiser", json!(des.random_bool(0.5))),
            _ => {
                let commune = p["commune"]["codeInsee"].as_str().unwrap_or_default();
                let Some((id, _)) = territoires.iter().find(|(_, communes)| communes.contains(commune)) else { continue };
                ("territoire", json!(id))
            }
        };
        filtre.insert(champ.to_owned(), valeur);
    }
    filtre
}

/// The beginnings of two words of the post, in another case.
fn morceau(des: &mut StdRng, p: &Value) -> String {
    let mots: Vec<String> = mots(p).into_iter().filter(|m| m.len() > 3).collect();
    let debut = |m: &String| m.chars().take(m.chars().count() - 1).collect::<String>();
    format!("{} {}", debut(mots.choose(des).expect("a word")), mots.choose(des).expect("a word").to_uppercase())
}

fn mots(p: &Value) -> Vec<String> {
    let champs = [&p["intitule"], &p["description"], &p["profilRecherche"], &p["structure"]["nom"], &p["codeRome"]];
    let entier = champs.map(|c| c.as_str().unwrap_or_default()).join(" ").to_lowercase();
    let plier = |c| match c {
        'é' | 'è' | 'ê' => 'e',
        'ô' => 'o',
        'à' | 'â' => 'a',
        'ç' => 'c',
        autre => autre,
    };
    let plie: String = entier.chars().map(plier).collect();
    plie.split(|c: char| !c.is_alphanumeric()).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

fn retient(filtre: &Value, p: &Value, territoires: &Territoires) -> bool {
    let contient = |liste: &Value, v: &Value| liste.as_array().is_some_and(|l| l.contains(v));
    filtre.as_object().into_iter().flatten().all(|(champ, voulu)| match champ.as_str() {
        "structure" => p["structure"]["id"] == *voulu,
        "typeStructure" => contient(voulu, &p["structure"]["type"]),
        "commune" => voulu.is_null() || p["commune"]["codeInsee"] == *voulu,
        "publics" => p["publics"].as_array().is_some_and(|l| l.iter().any(|v| contient(voulu, v))),
        "statut" => contient(voulu, &p["statut"]),
        "territoire" => {
            let commune = p["commune"]["codeInsee"].as_str().unwrap_or_default();
            territoires.iter().any(|(id, communes)| voulu == id.as_str() && communes.contains(commune))
        }
        "recherche" => {
            let demandes = voulu.as_str().unwrap_or_default().to_lowercase();
            let presents = mots(p);
            demandes.split(' ').all(|d| presents.iter().any(|m| m.starts_with(d)))
        }
        champ => p[champ] == *voulu,
    })
}

async fn territoires(banc: &Banc) -> Territoires {
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let mappes = referentiel.territoires.toutes().filter(|t| t.departement == "31" && !t.communes.is_empty());
    mappes.map(|t| (domain::identifiant::Genre::Territoire.ecrire(t.id), t.communes.iter().cloned().collect())).collect()
}

/// The list of each structure holds its posts, and counts them.
async fn structures(scene: &Scene<'_>, tous: &[Value]) {
    let lues = scene.conseil.operer(DOCUMENT, "Structures", json!({ "annee": 2026 })).await;
    let mut comptes = Vec::new();
    for s in lues.donnees()["structuresIae"]["nodes"].as_array().expect("nodes") {
        let siens: BTreeSet<String> = tous.iter().filter(|p| p["structure"]["id"] == s["id"]).map(|p| texte(p, "id")).collect();
        let lus: BTreeSet<String> = s["postes"]["nodes"].as_array().expect("nodes").iter().map(|p| texte(p, "id")).collect();
        assert_eq!((&s["postes"]["nombreTotal"], &lus), (&json!(siens.len()), &siens), "{s}");
        comptes.push(siens.len());
    }
    assert!(comptes.iter().sum::<usize>() == tous.len() && comptes.contains(&0) && comptes.len() > 8, "{comptes:?}");
}

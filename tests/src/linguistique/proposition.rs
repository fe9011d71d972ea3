//! The sessions that are proposed, in which order and why; and lists of evaluations.

use serde_json::{Value, json};

use super::{DOCUMENT, Scene, lire};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_sessions_sont_classees_et_motivees, les_evaluations_se_filtrent);

async fn les_sessions_sont_classees_et_motivees(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Proposée").await;
    let deja = scene.evaluee("Devant").await;
    let tard = (banc.horloge.instant().date_naive() + chrono::Months::new(4)).to_string();
    let sessions = [
        ("Convient", json!({})),
        ("Loin", json!({ "commune": "82112" })),
        ("Pleine", json!({ "places": 1 })),
        ("Plus haut", json!({ "niveauxAccueillis": ["B2"] })),
        ("Alphabétisation", json!({ "besoin": "ALPHABETISATION" })),
        ("Plus tard", json!({ "debut": tard, "fin": (banc.horloge.instant().date_naive() + chrono::Months::new(8)) })),
    ];
    let (mut ids, mut noms) = (Vec::new(), Vec::new());
    for (nom, mut champs) in sessions {
        champs["intitule"] = json!(nom);
        ids.push(scene.publier(champs).await);
        noms.push(nom);
    }
    scene.inscrite(&deja, &ids[2]).await;
    // She lives in Montauban.
    let personne = super::interne(domain::identifiant::Genre::Allocataire, &e.personne);
    banc.executer("update allocataire set commune = '82121' where id = $1", [personne.into()]).await;
    let lues = lire(&scene.cibc, "Proposer", &e.id).await;
    let lues: Vec<&Value> =
        lues.as_array().expect("list").iter().filter(|p| ids.iter().any(|id| p["session"]["id"] == json!(id))).collect();
    let ordre: Vec<&str> = lues.iter().filter_map(|p| p["session"]["intitule"].as_str()).collect();
    assert_eq!(ordre, ["Convient", "Plus tard", "Loin", "Pleine", "Plus haut"]);
    let refusees = |p: &Value| -> Vec<String> {
        let regles = p["regles"].as_array().expect("rules");
        regles.iter().filter(|r| r["satisfaite"] == false).map(|r| r["code"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let manques: Vec<Vec<String>> = lues.iter().map(|p| refusees(p)).collect();
    assert_eq!(manques, [vec![], vec!["DATE".to_owned()], vec!["LIEU".to_owned()], vec!["PLACES".to_owned()], vec!["NIVEAU".to_owned()]]);
    assert!(lues[0]["regles"][4]["constat"].as_str().is_some_and(|c| c.contains("Montauban")), "{}", lues[0]);
}

async fn les_evaluations_se_filtrent(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let (basse, haute) = (scene.evaluee("Basse").await, scene.acceptee("Haute").await);
    scene.convoquer(&haute).await;
    let niveau = json!({ "finale": false, "besoin": "SAVOIRS_DE_BASE", "niveau": scene.niveau("B2") });
    scene.agir("Enregistrer", &haute, niveau).await.effet();
    let session = scene.session(1).await;
    scene.inscrite(&basse, &session).await;
    let lire = async |filtre: Value| {
        let lues = scene.cibc.operer(DOCUMENT, "Evaluations", json!({ "filtre": filtre })).await;
        let lues = lues.donnees()["evaluationsLinguistiques"].clone();
        let noeuds = lues["nodes"].as_array().expect("list").clone();
        assert_eq!(lues["nombreTotal"], json!(noeuds.len()));
        [&basse.id, &haute.id].map(|id| noeuds.iter().any(|n| n["id"] == json!(id)))
    };
    for (filtre, attendu) in [
        (json!({}), [true, true]),
        (json!({ "niveauMaximum": "A2" }), [true, false]),
        (json!({ "session": session }), [true, false]),
        (json!({ "statut": ["EVALUEE"] }), [false, true]),
        (json!({ "besoin": ["SAVOIRS_DE_BASE"] }), [false, true]),
        (json!({ "evalueeEntre": { "du": "2030-01-01", "au": "2030-12-31" } }), [false, false]),
    ] {
        assert_eq!(lire(filtre.clone()).await, attendu, "{filtre}");
    }
    let personnes = scene.ass.operer(DOCUMENT, "Personnes", json!({ "niveau": "A1" })).await;
    let noeuds = personnes.donnees()["allocataires"]["nodes"].as_array().expect("list").clone();
    let trouvee = noeuds.iter().find(|n| n["id"] == json!(basse.personne)).expect("she is at A1");
    assert_eq!(trouvee["evaluationsLinguistiques"]["nombreTotal"], 1);
    assert!(!noeuds.iter().any(|n| n["id"] == json!(haute.personne)));
}

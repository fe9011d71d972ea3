//! Who changes a post, who sees a draft, who agrees posts.

use serde_json::{Value, json};

use super::{DOCUMENT, Scene, ainsi, appeler, lire, lister, refus, texte};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_structure_n_ecrit_que_ses_postes, un_brouillon_reste_chez_soi, le_departement_conventionne);

async fn une_structure_n_ecrit_que_ses_postes(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let poste = scene.poste(json!({})).await;
    assert_eq!(refus(&appeler(&scene.girou, "Publier", scene.saisie()).await), ainsi("INTROUVABLE", "structureId"));
    let vol = json!({ "id": poste["id"], "version": 1, "statut": "FERME" });
    assert_eq!(refus(&appeler(&scene.girou, "Modifier", vol.clone()).await), ainsi("INTROUVABLE", "id"));
    for cle in ["departement-31", "pole-emploi-31"] {
        assert_eq!(appeler(&banc.client(cle).await, "Modifier", vol.clone()).await.codes(), ["PORTEE_INSUFFISANTE"], "{cle}");
    }
    assert_eq!(lire(&scene.girou, &texte(&poste, "id")).await["statut"], "OUVERT");
    assert!(lire(&banc.client("departement-82").await, &texte(&poste, "id")).await.is_null());
}

async fn un_brouillon_reste_chez_soi(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let brouillon = texte(&scene.poste(json!({ "statut": "BROUILLON", "intitule": "Secret" })).await, "id");
    let ouvert = texte(&scene.poste(json!({ "intitule": "Secret" })).await, "id");
    banc.sequencer().await;
    let pole_emploi = banc.client("pole-emploi-31").await;
    for (client, voit) in [(&scene.cocagne, true), (&scene.conseil, true), (&scene.girou, false), (&pole_emploi, false)] {
        let trouves: Vec<String> = lister(client, json!({ "recherche": "secret" })).await.iter().map(|p| texte(p, "id")).collect();
        assert_eq!((trouves.contains(&brouillon), trouves.contains(&ouvert)), (voit, true));
        assert_eq!(lire(client, &brouillon).await.is_null(), !voit);
    }
    // The synthetic world has drafts too: none of anybody else is in a list.
    let voisins = lister(&scene.girou, json!({ "statut": ["BROUILLON"] })).await;
    let siennes = lister(&scene.conseil, json!({ "statut": ["BROUILLON"] })).await;
    assert!(voisins.len() < siennes.len(), "{} {}", voisins.len(), siennes.len());
    assert_eq!(faits(&pole_emploi, &brouillon).await, Vec::<String>::new());
    assert_eq!(faits(&scene.cocagne, &brouillon).await, ["POSTE_IAE_CHANGE"]);
    assert_eq!(faits(&pole_emploi, &ouvert).await, ["POSTE_IAE_PUBLIE"]);
    scene.modifier(&json!({ "id": brouillon }), json!({ "statut": "OUVERT" })).await.effet();
    banc.sequencer().await;
    assert_eq!(faits(&pole_emploi, &brouillon).await, ["POSTE_IAE_PUBLIE"]);
}

/// Events of one post that the caller hears, each of which leads to it.
async fn faits(client: &Client, id: &str) -> Vec<String> {
    let types = json!({ "types": ["POSTE_IAE_PUBLIE", "POSTE_IAE_CHANGE"] });
    let lus = client.operer(DOCUMENT, "Faits", types).await;
    let siens = lus.donnees()["evenements"]["evenements"].as_array().expect("events").iter().filter(|e| e["objetId"] == id);
    siens.inspect(|e| assert_eq!(e["objet"]["id"], id)).map(|e| texte(e, "type")).collect()
}

async fn le_departement_conventionne(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let id = scene.chantier();
    let dire = |annee: i64, postes: i64| json!({ "structureId": id, "annee": annee, "postes": postes });
    for postes in [12, 14] {
        let dite = appeler(&scene.conseil, "Conventionner", dire(2026, postes)).await;
        assert_eq!(dite.effet()["structureIae"]["postesConventionnes"], postes);
    }
    let lue = async |client: &Client, annee: Value| {
        let lues = client.operer(DOCUMENT, "Structures", json!({ "annee": annee })).await;
        let noeuds = lues.donnees()["structuresIae"]["nodes"].as_array().expect("nodes").clone();
        noeuds.into_iter().find(|s| s["id"] == id.as_str()).expect("the structure")["postesConventionnes"].clone()
    };
    assert_eq!([lue(&scene.girou, Value::Null).await, lue(&scene.girou, json!(1999)).await], [json!(14), Value::Null]);
    assert_eq!(refus(&appeler(&scene.conseil, "Conventionner", dire(2028, 1)).await), ainsi("SAISIE_INVALIDE", "annee"));
    assert_eq!(refus(&appeler(&scene.conseil, "Conventionner", dire(2026, -1)).await), ainsi("SAISIE_INVALIDE", "postes"));
    let autre = banc.client("departement-82").await;
    assert_eq!(refus(&appeler(&autre, "Conventionner", dire(2026, 1)).await), ainsi("INTROUVABLE", "structureId"));
    assert_eq!(appeler(&scene.cocagne, "Conventionner", dire(2026, 99)).await.codes(), ["PORTEE_INSUFFISANTE"]);
}

//! What a structure may do with its post, and what the places do by themselves.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use domain::structure_iae::TypeStructureIae;
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};

use super::{Scene, ainsi, appeler, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_poste_vit, le_genre_dit_les_contrats, un_poste_oublie_se_signale);

async fn un_poste_vit(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let poste = scene.poste(json!({ "statut": "BROUILLON" })).await;
    assert_eq!((&poste["statut"], &poste["version"], &poste["postesRestants"]), (&json!("BROUILLON"), &json!(1), &json!(2)));
    banc.horloge.avancer(TimeDelta::hours(1));
    let statut = async |vers: &str| scene.modifier(&poste, json!({ "statut": vers })).await.charge().clone();
    assert_eq!(statut("POURVU").await["erreurs"][0]["champ"], json!(["input", "statut"]));
    let ouvert = statut("OUVERT").await["posteIae"].clone();
    assert!(texte(&ouvert, "publieLe") > texte(&poste, "publieLe"), "{ouvert}");
    assert_eq!(statut("SUSPENDU").await["posteIae"]["statut"], "SUSPENDU");
    assert_eq!(statut("OUVERT").await["posteIae"]["statut"], "OUVERT");
    embaucher(&scene, &poste, 2).await;
    assert_eq!(refus(&scene.modifier(&poste, json!({ "nombrePostes": 1 })).await), ainsi("PLUS_DE_PLACE", "nombrePostes"));
    let agrandi = scene.modifier(&poste, json!({ "nombrePostes": 3 })).await.effet()["posteIae"].clone();
    assert_eq!((&agrandi["statut"], &agrandi["postesRestants"]), (&json!("OUVERT"), &json!(1)));
    let plein = scene.modifier(&poste, json!({ "nombrePostes": 2 })).await.effet()["posteIae"].clone();
    assert_eq!((&plein["statut"], &plein["postesRestants"]), (&json!("POURVU"), &json!(0)));
    let ferme = statut("FERME").await["posteIae"].clone();
    assert!(ferme["fermeLe"].is_string(), "{ferme}");
    assert_eq!(refus(&scene.modifier(&poste, json!({ "description": null })).await), ainsi("TRANSITION_INTERDITE", "id"));
    let perimee = json!({ "id": poste["id"], "version": 1, "nombrePostes": 9 });
    assert_eq!(refus(&appeler(&scene.cocagne, "Modifier", perimee).await), ainsi("CONFLIT_VERSION", "version"));
}

/// Hires, as the counter has them.
async fn embaucher(scene: &Scene<'_>, poste: &Value, pourvus: i64) {
    let id = Genre::PosteIae.lire(&texte(poste, "id")).expect("id");
    let sql = "update poste_iae set pourvus = $1, statut = case when nombre_postes = $1 then 'POURVU' else statut end where id = $2";
    assert_eq!(scene.banc.executer(sql, [pourvus.into(), id.into()]).await, 1);
}

async fn le_genre_dit_les_contrats(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let publier = async |structure: &Value, contrat: &str| {
        let mut input = scene.saisie();
        (input["structureId"], input["typeContrat"]) = (structure["id"].clone(), json!(contrat));
        appeler(&scene.cocagne, "Publier", input).await
    };
    for structure in &scene.structures {
        let genre = TypeStructureIae::lire(&texte(structure, "type")).expect("kind");
        let permis: Vec<&str> = genre.contrats().iter().map(|c| c.code()).collect();
        for contrat in ["CDDI", "CONTRAT_MISSION", "CONTRAT_PRO", "CDI_INCLUSION"] {
            let reponse = publier(structure, contrat).await;
            if permis.contains(&contrat) {
                assert_eq!(reponse.effet()["posteIae"]["typeContrat"], contrat);
            } else {
                assert_eq!(refus(&reponse), ainsi("SAISIE_INVALIDE", "typeContrat"), "{genre:?} {contrat}");
            }
        }
    }
    let aci = scene.structures.iter().find(|s| s["type"] == "ACI").expect("a chantier");
    assert!(publier(aci, "CDD_USAGE").await.charge()["erreurs"][0]["message"].as_str().is_some_and(|m| m.contains("CDDI")));
    let mut faux = scene.saisie();
    for (champ, valeur) in
        [("intitule", json!(" ")), ("heuresHebdomadaires", json!(0)), ("commune", json!("82121")), ("nombrePostes", json!(0))]
    {
        faux[champ] = valeur;
    }
    let refuse = appeler(&scene.cocagne, "Publier", faux).await;
    let champs: Vec<&str> = refuse.charge()["erreurs"].as_array().expect("errors").iter().filter_map(|e| e["champ"][1].as_str()).collect();
    assert_eq!(champs, ["intitule", "heuresHebdomadaires", "commune", "nombrePostes"]);
}

async fn un_poste_oublie_se_signale(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (oublie, suspendu) = (scene.poste(json!({})).await, scene.poste(json!({})).await);
    scene.modifier(&suspendu, json!({ "statut": "SUSPENDU" })).await.effet();
    let signale = async |poste: &Value| lire(&scene.conseil, &texte(poste, "id")).await["aActualiser"].clone();
    banc.horloge.avancer(TimeDelta::days(30));
    assert_eq!(signale(&oublie).await, false);
    banc.horloge.avancer(TimeDelta::hours(1));
    assert_eq!([signale(&oublie).await, signale(&suspendu).await], [json!(true), json!(false)]);
    let confirme = scene.modifier(&oublie, json!({})).await.effet()["posteIae"].clone();
    assert_eq!((&confirme["aActualiser"], &confirme["publieLe"]), (&json!(false), &oublie["publieLe"]));
}

//! Two dispositifs that exclude each other never run together, and a refusal tells nobody what is closed to it.

use chrono::TimeDelta;
use serde_json::json;

use super::{Scene, appeler, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_global_attend_la_fin_d_actipro, un_refus_ne_nomme_pas_ce_qui_est_ferme, un_seul_gagne_la_course);

const GLOBAL: (&str, &str) = ("accompagnement-global-31", "pole-emploi-31");
const ACTIPRO: (&str, &str) = ("actipro-31", "actipro-31");

async fn le_global_attend_la_fin_d_actipro(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let libre = scene.allocataire("Libre").await;
    scene.demarrer(&libre, GLOBAL).await.effet();
    let retour = scene.demarrer(&libre, ACTIPRO).await;
    assert_eq!(refus(&retour).0, "DOUBLE_ACCOMPAGNEMENT", "an exclusion holds both ways");
    let suivie = scene.allocataire("Suivie").await;
    let actipro = texte(scene.demarrer(&suivie, ACTIPRO).await.effet(), "/accompagnement/id");
    assert_eq!(refus(&scene.demarrer(&suivie, ACTIPRO).await).0, "DOUBLE_ACCOMPAGNEMENT", "the same one twice");
    let exclu = scene.demarrer(&suivie, GLOBAL).await;
    assert_eq!(refus(&exclu), ("DOUBLE_ACCOMPAGNEMENT", Some("R016")));
    assert!(exclu.charge()["erreurs"][0]["message"].as_str().unwrap_or_default().contains("ActiPro"), "{}", exclu.corps);
    banc.horloge.avancer(TimeDelta::minutes(1));
    scene.terminer(&actipro, "REORIENTATION").await;
    scene.demarrer(&suivie, GLOBAL).await.effet();
    let lus = lire(&scene.conseil, "Parcours", &suivie).await;
    let codes: Vec<_> = lus["accompagnements"].as_array().expect("list").iter().map(|a| &a["dispositif"]["code"]).collect();
    assert_eq!(codes, [ACTIPRO.0, GLOBAL.0]);
}

async fn un_refus_ne_nomme_pas_ce_qui_est_ferme(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let personne = scene.personne("Discrète", json!({ "statutDroitRsa": "OUVERT" })).await;
    scene.demarrer(&scene.parcours(&personne).await, ACTIPRO).await.effet();
    let pole = banc.client(GLOBAL.1).await;
    let prescription = scene.adresser(&personne, ("ACCOMPAGNEMENT_GLOBAL", &pole)).await;
    let input = json!({ "prescriptionId": prescription, "dispositifCode": GLOBAL.0, "partenaireId": scene.partenaire(GLOBAL.1).await });
    let exclu = appeler(&pole, "Demarrer", input).await;
    assert_eq!(refus(&exclu), ("DOUBLE_ACCOMPAGNEMENT", Some("R016")));
    assert!(!exclu.corps.to_string().contains("ActiPro"), "{}", exclu.corps);
}

async fn un_seul_gagne_la_course(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    for rang in 0..5 {
        let parcours = scene.allocataire(&format!("Course {rang}")).await;
        let (global, actipro) = tokio::join!(scene.demarrer(&parcours, GLOBAL), scene.demarrer(&parcours, ACTIPRO));
        let reussis = [&global, &actipro].iter().filter(|r| r.refus().is_empty()).count();
        assert_eq!(reussis, 1, "{} {}", global.corps, actipro.corps);
    }
}

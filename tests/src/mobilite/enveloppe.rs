//! The envelope of the year: never a cent more than what was voted.

use serde_json::json;

use super::{Scene, ainsi, appeler, premier_refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(jamais_plus_que_vote, on_vote_pour_son_fonds);

async fn jamais_plus_que_vote(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let [une, deux, trois] = [scene.suivie("Une").await, scene.suivie("Deux").await, scene.suivie("Trois").await];
    scene.voter("9.99").await.effet();
    assert_eq!(premier_refus(&scene.accorder(&une, "10.00").await), ainsi("ENVELOPPE_EPUISEE", "montantAccorde"));
    scene.voter("1000.00").await.effet();
    scene.accorder(&deux, "700.00").await.effet();
    assert_eq!(premier_refus(&scene.accorder(&trois, "300.01").await), ainsi("ENVELOPPE_EPUISEE", "montantAccorde"));
    assert_eq!(scene.enveloppe().await, ["1000.00", "700.00", "0.00"], "a refused grant engages nothing");
    scene.accorder(&scene.suivie("Quatre").await, "300.00").await.effet();
    assert_eq!(premier_refus(&scene.voter("999.99").await), ainsi("ENVELOPPE_EPUISEE", "votee"), "it is engaged already");
    scene.voter("1000.01").await.effet();
    assert_eq!(premier_refus(&scene.accorder(&trois, "0.02").await).0, "ENVELOPPE_EPUISEE");
    scene.accorder(&scene.suivie("Cinq").await, "0.01").await.effet();
    assert_eq!(scene.enveloppe().await, ["1000.01", "1000.01", "0.00"]);
}

async fn on_vote_pour_son_fonds(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let vote = |code: &str, annee: i64, votee: &str| json!({ "dispositifCode": code, "annee": annee, "votee": votee });
    for (input, code, champ) in [
        (vote("mobilite-82", 2026, "10.00"), "INTROUVABLE", "dispositifCode"),
        (vote("fare-99", 2026, "10.00"), "INTROUVABLE", "dispositifCode"),
        (vote("fare-82", 1999, "10.00"), "SAISIE_INVALIDE", "annee"),
        (vote("fare-82", 2026, "0.00"), "SAISIE_INVALIDE", "votee"),
    ] {
        assert_eq!(premier_refus(&appeler(&scene.aides, "Fixer", input.clone()).await), ainsi(code, champ), "{input}");
    }
    let fixee = scene.voter("250000.00").await;
    let lue = &fixee.effet()["enveloppe"];
    assert_eq!((&lue["disponible"], &lue["dispositif"]["code"]), (&json!("250000.00"), &json!("fare-82")));
}

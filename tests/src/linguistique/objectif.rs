//! The target of the pacte, and what was done of it.

use serde_json::{Value, json};

use super::{DOCUMENT, Scene};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_pacte_vise_et_la_plateforme_compte);

async fn regle(client: &Client, annee: Option<i32>) -> Value {
    let lus = client.operer(DOCUMENT, "Objectif", json!({ "annee": annee })).await;
    let pactes = lus.donnees()["pactes"].as_array().expect("list").clone();
    let regles = pactes.into_iter().find(|p| p["code"] == "82-avenant-1").expect("pacte")["regles"].as_array().cloned();
    regles.into_iter().flatten().find(|r| r["code"] == "R191").expect("rule")
}

async fn le_pacte_vise_et_la_plateforme_compte(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let avant = regle(&scene.ass, None).await;
    assert_eq!(avant["valeur"], "900");
    scene.evaluee("Comptée").await;
    scene.acceptee("Pas encore").await;
    let avant = avant["realise"].as_i64().expect("count");
    assert_eq!(regle(&scene.ass, None).await["realise"], json!(avant + 1));
    assert_eq!(regle(&scene.cibc, Some(2026)).await["realise"], json!(avant + 1), "all of them are its own");
    assert_eq!(regle(&scene.cibc, Some(2019)).await["realise"], json!(0));
    let ailleurs = banc.client("departement-31").await;
    assert_eq!(regle(&ailleurs, None).await["realise"], json!(0), "another département reads none of them");
}

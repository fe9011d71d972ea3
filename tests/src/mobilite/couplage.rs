//! A referral moves with its diagnosis and its aids, and nobody moves it by hand.

use serde_json::{Value, json};

use super::{Scene, ainsi, appeler, lire, premier_refus, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_diagnostic_realise_ce_qui_le_demandait, la_derniere_aide_leve_le_besoin, sans_prescription_ni_diagnostic_rien);

async fn un_diagnostic_realise_ce_qui_le_demandait(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Constatée", json!({})).await;
    let prescription = scene.adresser(&personne, "DIAGNOSTIC_MOBILITE").await;
    let constat = Scene::diagnostic(&personne, &prescription);
    let mut trop_tot = constat.clone();
    trop_tot["realiseLe"] = json!("2026-06-14");
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Diagnostiquer", trop_tot).await), ainsi("SAISIE_INVALIDE", "realiseLe"));
    let dit = appeler(&scene.plateforme, "Diagnostiquer", constat.clone()).await.effet()["diagnosticMobilite"].clone();
    assert_eq!((&dit["permis"], &dit["freins"]), (&json!(["B"]), &json!(["SANS_VEHICULE", "HORAIRES_ATYPIQUES"])));
    let lue = lire(&scene.ass, "Prescription", &prescription).await;
    assert_eq!((&lue["statut"], &lue["diagnosticMobilite"]["id"]), (&json!("REALISEE"), &dit["id"]));
    assert_eq!(lue["suite"], json!({ "integree": true, "achevee": true, "besoinLeve": null }));
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Diagnostiquer", constat).await).0, "INTROUVABLE", "contact closed with it");
}

/// Every hand is refused, its recipient's and its prescriber's.
async fn a_la_main(scene: &Scene<'_>, prescription: &str, vers: &[&str]) {
    let version = lire(&scene.ass, "Prescription", prescription).await["version"].clone();
    for vers in vers {
        let input = json!({ "id": prescription, "version": version, "vers": vers, "motif": "AUTRE" });
        assert_eq!(premier_refus(&appeler(&scene.plateforme, "Repondre", input).await).0, "TRANSITION_INTERDITE", "{vers}");
    }
}

async fn la_derniere_aide_leve_le_besoin(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let qui = scene.diagnostiquee("Aidée").await;
    assert_eq!(lire(&scene.ass, "Prescription", &qui.1).await["statut"], "EN_COURS", "the interview begins it");
    a_la_main(&scene, &qui.1, &["REALISEE"]).await;
    let clio = scene.vehicule("Clio").await;
    let pret = scene.preter(&qui, &clio, ("2026-06-15", "2026-06-30")).await.effet()["aideMobilite"].clone();
    let atelier = json!({
        "allocataireId": qui.0, "prescriptionId": qui.1, "dispositifCode": "mobilite-82", "nature": "ATELIER_PRE_CODE",
        "motif": "RECHERCHE_EMPLOI", "debut": "2026-06-15",
    });
    let atelier = appeler(&scene.plateforme, "Apporter", atelier).await.effet()["aideMobilite"].clone();
    a_la_main(&scene, &qui.1, &["REALISEE", "ABANDONNEE"]).await;
    let version = lire(&scene.ass, "Prescription", &qui.1).await["version"].clone();
    let annulation = appeler(&scene.ass, "Annuler", json!({ "id": qui.1, "version": version })).await;
    assert_eq!(refus(&annulation)[0].0, "TRANSITION_INTERDITE");
    for (aide, solution, statut) in [(&atelier, Value::Null, "EN_COURS"), (&pret, json!(true), "REALISEE")] {
        let input = json!({ "id": aide["id"], "version": aide["version"], "le": "2026-06-15", "solutionPerenne": solution });
        appeler(&scene.plateforme, "Terminer", input).await.effet();
        assert_eq!(lire(&scene.ass, "Prescription", &qui.1).await["statut"], statut);
    }
    let lue = lire(&scene.ass, "Prescription", &qui.1).await;
    assert_eq!((&lue["suite"]["besoinLeve"], lue["aidesMobilite"].as_array().map(Vec::len)), (&json!(true), Some(2)));
}

async fn sans_prescription_ni_diagnostic_rien(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Non reçue", json!({})).await;
    let accompagner = |prescription: Value| {
        json!({
            "allocataireId": personne, "prescriptionId": prescription, "dispositifCode": "mobilite-82", "nature": "ACCOMPAGNEMENT",
            "motif": "RECHERCHE_EMPLOI", "debut": "2026-06-15",
        })
    };
    assert_eq!(
        premier_refus(&appeler(&scene.plateforme, "Apporter", accompagner(Value::Null)).await),
        ainsi("INTROUVABLE", "allocataireId")
    );
    let prescription = scene.adresser(&personne, "AIDE_MOBILITE").await;
    let sans = appeler(&scene.plateforme, "Apporter", accompagner(Value::Null)).await;
    assert_eq!(premier_refus(&sans), ainsi("SAISIE_INVALIDE", "prescriptionId"), "the referral must be named");
    let brusque = refus(&appeler(&scene.plateforme, "Apporter", accompagner(json!(prescription))).await);
    assert_eq!(brusque, [("DOSSIER_INCOMPLET".to_owned(), "allocataireId".to_owned(), Some("R181".to_owned()))]);
    let autre = scene.personne("Autre", json!({})).await;
    let melange = Scene::diagnostic(&autre, &prescription);
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Diagnostiquer", melange).await), ainsi("INTROUVABLE", "allocataireId"));
    appeler(&scene.plateforme, "Diagnostiquer", Scene::diagnostic(&personne, &prescription)).await.effet();
    let aide = appeler(&scene.plateforme, "Apporter", accompagner(json!(prescription))).await.effet()["aideMobilite"].clone();
    // Who is helped already may be helped further without another referral.
    let encore = appeler(&scene.plateforme, "Apporter", accompagner(Value::Null)).await.effet()["aideMobilite"].clone();
    assert_eq!((&encore["prescription"], texte(&aide, "/prescription/id")), (&Value::Null, prescription.clone()));
    let deux = Scene::diagnostic(&personne, &prescription);
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Diagnostiquer", deux).await), ainsi("DOUBLON", "prescriptionId"));
}

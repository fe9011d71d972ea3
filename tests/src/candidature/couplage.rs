//! An IAE referral and the application made on it move together, and so does what came of both.

use serde_json::{Value, json};

use super::{Scene, adresser, ainsi, appeler, lire, refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(la_prescription_suit_jusqu_a_la_sortie, la_prescription_ne_se_mene_pas_a_la_main, un_refus_refuse_la_prescription);

async fn candidater(scene: &Scene<'_>, personne: &Value, prescription: &Value) -> Value {
    let input = json!({ "allocataireId": personne, "posteId": scene.postes[0], "prescriptionId": prescription });
    appeler(&scene.ass, "Candidater", input).await.effet()["candidature"].clone()
}

async fn la_prescription_suit_jusqu_a_la_sortie(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Suivie").await;
    appeler(&scene.ass, "Ouvrir", json!({ "allocataireId": personne })).await.effet();
    let prescription = adresser(&scene, &personne).await;
    let statut = async || lire(&scene.ass, "Prescription", &prescription).await["statut"].clone();
    let mut c = candidater(&scene, &personne, &prescription).await;
    for (vers, attendu) in [("A_L_ETUDE", "RECUE"), ("ACCEPTEE", "ACCEPTEE")] {
        c = scene.repondre(0, &c, json!({ "vers": vers })).await.effet()["candidature"].clone();
        assert_eq!(statut().await, attendu);
    }
    let contrat = scene.embaucher(0, &c, json!({})).await.effet()["contratInsertion"].clone();
    assert_eq!(statut().await, "EN_COURS");
    let etapes = lire(&scene.ass, "Etapes", &personne).await["parcoursActif"]["etapes"]["nodes"].clone();
    let nees: Vec<(&Value, &Value)> =
        etapes.as_array().expect("stages").iter().map(|e| (&e["origine"]["__typename"], &e["statut"])).collect();
    assert_eq!(nees, [(&json!("Prescription"), &json!("EN_COURS")), (&json!("ContratInsertion"), &json!("EN_COURS"))]);
    scene.agir("Terminer", &contrat, json!({ "le": "2026-06-15", "motif": "CDI" })).await.effet();
    let lue = lire(&scene.ass, "Prescription", &prescription).await;
    assert_eq!(
        (&lue["statut"], &lue["suite"]["achevee"], &lue["candidature"]["statut"]),
        (&json!("REALISEE"), &json!(true), &json!("EMBAUCHEE"))
    );
    let etapes = lire(&scene.ass, "Etapes", &personne).await["parcoursActif"]["etapes"]["nodes"].clone();
    assert!(etapes.as_array().expect("stages").iter().all(|e| e["statut"] == "REALISEE"), "{etapes}");
}

async fn la_prescription_ne_se_mene_pas_a_la_main(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Liée").await;
    let prescription = adresser(&scene, &personne).await;
    let autre = json!({ "allocataireId": personne, "posteId": scene.postes[1], "prescriptionId": prescription });
    assert_eq!(refus(&appeler(&scene.ass, "Candidater", autre).await), ainsi("DESTINATAIRE_INADAPTE", "prescriptionId"));
    let c = candidater(&scene, &personne, &prescription).await;
    for vers in ["REFUSEE", "ACCEPTEE"] {
        let reponse =
            appeler(&scene.cocagne, "RepondrePrescription", json!({ "id": prescription, "version": 1, "vers": vers, "motif": "AUTRE" }))
                .await;
        // Accepting by hand is told early what the application will say; refusing would leave the application alone.
        if vers == "REFUSEE" {
            assert_eq!(refus(&reponse), ainsi("TRANSITION_INTERDITE", "vers"));
        } else {
            reponse.effet();
        }
    }
    let retrait = json!({ "id": c["id"], "version": c["version"], "motif": "NON_INTERESSEE" });
    appeler(&scene.ass, "Retirer", retrait).await.effet();
    assert_eq!(lire(&scene.ass, "Prescription", &prescription).await["statut"], "ANNULEE");
}

/// Hired elsewhere, she is said to have changed of situation, in the name of the structure that waited.
async fn un_refus_refuse_la_prescription(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (refusee, embauchee) = (scene.personne("Refusée").await, scene.personne("Prise").await);
    let (une, deux) = (adresser(&scene, &refusee).await, adresser(&scene, &embauchee).await);
    let c = candidater(&scene, &refusee, &une).await;
    candidater(&scene, &embauchee, &deux).await;
    scene.repondre(0, &c, json!({ "vers": "REFUSEE", "motif": "PLUS_DE_POSTE" })).await.effet();
    scene.contrat(&embauchee, 1).await;
    for (prescription, motif) in [(&une, "CAPACITE_ATTEINTE"), (&deux, "SITUATION_CHANGEE")] {
        let lue = lire(&scene.ass, "Prescription", prescription).await;
        let dernier = lue["historique"].as_array().and_then(|h| h.last().cloned()).expect("move");
        assert_eq!(
            (&lue["statut"], &dernier["motif"], &dernier["par"]["nom"]),
            (&json!("REFUSEE"), &json!(motif), &json!("Cocagne Haute-Garonne"))
        );
    }
}

//! Vehicles: lent to one person at a time, prolonged, given back early or late, out of service.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{DOCUMENT, Scene, ainsi, appeler, premier_refus, refus};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_vehicule_a_une_personne_a_la_fois, un_retard_bloque_jusqu_au_retour, la_flotte_se_tient, une_reservation_s_annule);

async fn libre(scene: &Scene<'_>, vehicule: &str, (du, au): (&str, &str)) -> bool {
    let plateforme = Genre::Partenaire.ecrire(scene.plateforme.partenaire);
    let lus = scene.ass.operer(DOCUMENT, "Libre", json!({ "plateforme": plateforme, "du": du, "au": au })).await;
    let vehicules = lus.donnees()["vehicules"].as_array().expect("list");
    vehicules.iter().find(|v| v["id"] == vehicule).expect("vehicle")["disponible"] == true
}

async fn prolonger(scene: &Scene<'_>, pret: &Value, au: &str) -> crate::harnais::Reponse {
    appeler(&scene.plateforme, "Prolonger", json!({ "id": pret["id"], "version": pret["version"], "au": au })).await
}

async fn rendre(scene: &Scene<'_>, pret: &Value, le: &str) -> crate::harnais::Reponse {
    let input = json!({ "id": pret["id"], "version": pret["version"], "le": le, "solutionPerenne": true });
    appeler(&scene.plateforme, "Terminer", input).await
}

async fn un_vehicule_a_une_personne_a_la_fois(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (une, autre) = (scene.diagnostiquee("Prêtée").await, scene.diagnostiquee("Suivante").await);
    let clio = scene.vehicule("Clio").await;
    let pret = scene.preter(&une, &clio, ("2026-06-15", "2026-06-30")).await.effet()["aideMobilite"].clone();
    assert_eq!(
        (&pret["statut"], &pret["pret"]["tarifJournalier"], &pret["montantVerse"]),
        (&json!("EN_COURS"), &json!("5.00"), &Value::Null)
    );
    assert_eq!(scene.echeances(Genre::AideMobilite, pret["id"].as_str().unwrap_or_default()).await, ["RENDRE_VEHICULE"]);
    for jours in [("2026-06-30", "2026-07-05"), ("2026-06-01", "2026-06-15"), ("2026-06-20", "2026-06-21")] {
        let debut = if jours.0 < "2026-06-15" { ("2026-06-15", jours.1) } else { jours };
        assert_eq!(premier_refus(&scene.preter(&autre, &clio, debut).await), ainsi("PERIODE_CHEVAUCHANTE", "vehiculeId"), "{debut:?}");
    }
    assert_eq!(
        [libre(&scene, &clio, ("2026-06-30", "2026-07-01")).await, libre(&scene, &clio, ("2026-07-01", "2026-07-01")).await],
        [false, true]
    );
    let reserve = scene.preter(&autre, &clio, ("2026-07-06", "2026-07-10")).await.effet()["aideMobilite"].clone();
    assert_eq!(premier_refus(&prolonger(&scene, &pret, "2026-07-06").await), ainsi("PERIODE_CHEVAUCHANTE", "au"));
    let prolonge = prolonger(&scene, &pret, "2026-07-05").await.effet()["aideMobilite"].clone();
    assert!(!libre(&scene, &clio, ("2026-07-01", "2026-07-05")).await);
    let due: chrono::NaiveDate = banc
        .valeur(
            "select due from echeance where code = 'RENDRE_VEHICULE' and objet_id = $1",
            [Genre::AideMobilite.lire(prolonge["id"].as_str().unwrap_or_default()).expect("id").into()],
        )
        .await;
    assert_eq!(due.to_string(), "2026-07-05");
    let rendu = rendre(&scene, &prolonge, "2026-06-15").await.effet()["aideMobilite"].clone();
    assert_eq!(
        (&rendu["statut"], &rendu["pret"]["renduLe"], &rendu["fin"]),
        (&json!("TERMINEE"), &json!("2026-06-15"), &json!("2026-06-15"))
    );
    assert!(libre(&scene, &clio, ("2026-06-16", "2026-07-05")).await && !libre(&scene, &clio, ("2026-06-15", "2026-06-15")).await);
    prolonger(&scene, &reserve, "2026-07-31").await.effet();
    assert_eq!(premier_refus(&prolonger(&scene, &rendu, "2026-07-31").await).0, "TRANSITION_INTERDITE");
}

async fn un_retard_bloque_jusqu_au_retour(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (une, autre) = (scene.diagnostiquee("Attendue").await, scene.diagnostiquee("Patiente").await);
    let clio = scene.vehicule("Clio").await;
    let pret = scene.preter(&une, &clio, ("2026-06-15", "2026-06-16")).await.effet()["aideMobilite"].clone();
    banc.horloge.avancer(TimeDelta::days(4));
    assert_eq!(
        premier_refus(&scene.preter(&autre, &clio, ("2026-06-20", "2026-06-22")).await),
        ainsi("PERIODE_CHEVAUCHANTE", "vehiculeId")
    );
    assert!(!libre(&scene, &clio, ("2026-06-25", "2026-06-26")).await, "nobody knows when it comes back");
    rendre(&scene, &pret, "2026-06-19").await.effet();
    assert!(!libre(&scene, &clio, ("2026-06-17", "2026-06-17")).await, "the days of the delay were the loan's");
    scene.preter(&autre, &clio, ("2026-06-20", "2026-06-22")).await.effet();
}

async fn la_flotte_se_tient(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let qui = scene.diagnostiquee("Motorisée").await;
    let clio = scene.vehicule("Clio").await;
    let modifier = async |client: &Client, input: Value| appeler(client, "Modifier", input).await;
    let autre = banc.client("wimoov-31").await;
    let panne = json!({ "id": clio, "version": 1, "horsService": true });
    assert_eq!(premier_refus(&modifier(&autre, panne.clone()).await), ainsi("INTROUVABLE", "id"));
    modifier(&scene.plateforme, panne).await.effet();
    assert_eq!(premier_refus(&scene.preter(&qui, &clio, ("2026-06-15", "2026-06-20")).await).0, "PERIODE_CHEVAUCHANTE");
    assert!(!libre(&scene, &clio, ("2026-06-15", "2026-06-20")).await);
    let repare = modifier(&scene.plateforme, json!({ "id": clio, "version": 2, "horsService": false, "tarifJournalier": null })).await;
    assert_eq!((&repare.effet()["vehicule"]["tarifJournalier"], &repare.effet()["vehicule"]["libelle"]), (&Value::Null, &json!("Clio")));
    assert_eq!(premier_refus(&modifier(&scene.plateforme, json!({ "id": clio, "version": 2 })).await).0, "CONFLIT_VERSION");
    let essais = [
        (json!({ "vehiculeId": null }), "vehiculeId"),
        (json!({ "fin": null }), "fin"),
        (json!({ "fin": "2026-06-14" }), "fin"),
        (json!({ "fin": "2027-06-20" }), "fin"),
        (json!({ "nature": "LOCATION_DEUX_ROUES" }), "vehiculeId"),
        (json!({ "debut": "2026-06-14" }), "debut"),
    ];
    for (change, champ) in essais {
        let mut input = json!({
            "allocataireId": qui.0, "prescriptionId": qui.1, "dispositifCode": "mobilite-82", "nature": "LOCATION_QUATRE_ROUES",
            "motif": "PRISE_EMPLOI", "vehiculeId": clio, "debut": "2026-06-15", "fin": "2026-06-20",
        });
        input.as_object_mut().expect("object").extend(change.as_object().cloned().unwrap_or_default());
        assert_eq!(premier_refus(&appeler(&scene.plateforme, "Apporter", input).await), ainsi("SAISIE_INVALIDE", champ), "{change}");
    }
    let negatif = json!({ "type": "VELO", "libelle": "Vélo", "tarifJournalier": "-1.00" });
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Publier", negatif).await), ainsi("SAISIE_INVALIDE", "tarifJournalier"));
}

async fn une_reservation_s_annule(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let qui = scene.diagnostiquee("Réservée").await;
    let clio = scene.vehicule("Clio").await;
    let pret = scene.preter(&qui, &clio, ("2026-07-01", "2026-07-10")).await.effet()["aideMobilite"].clone();
    let annule = rendre(&scene, &pret, "2026-06-15").await.effet()["aideMobilite"].clone();
    assert_eq!((&annule["statut"], &annule["solutionPerenne"]), (&json!("ANNULEE"), &Value::Null));
    assert!(libre(&scene, &clio, ("2026-07-01", "2026-07-10")).await);
    let atelier = json!({
        "allocataireId": qui.0, "prescriptionId": qui.1, "dispositifCode": "mobilite-82", "nature": "ATELIER_PRE_CODE",
        "motif": "RECHERCHE_EMPLOI", "debut": "2026-07-01",
    });
    assert_eq!(premier_refus(&appeler(&scene.plateforme, "Apporter", atelier).await), ainsi("SAISIE_INVALIDE", "debut"));
    let fonds = json!({
        "allocataireId": qui.0, "prescriptionId": qui.1, "dispositifCode": "fare-82", "nature": "PERMIS_CONDUIRE", "motif": "PRISE_EMPLOI",
        "debut": "2026-06-15",
    });
    assert_eq!(refus(&appeler(&scene.plateforme, "Apporter", fonds).await)[0].0, "DESTINATAIRE_INADAPTE");
}

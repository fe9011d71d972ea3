//! Following a training: entry, hours, exit, and the referral that a body accepted by itself.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, appeler, code, lire, refus, texte};
use crate::harnais::{Banc, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_formation_se_suit_jusqu_au_bout, une_prescription_de_formation_suit_l_inscription, les_sessions_se_publient_bien);

async fn une_formation_se_suit_jusqu_au_bout(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Formée").await;
    let session = scene.session(3).await;
    let i = scene.inscrite(&e, &session).await;
    assert_eq!(scene.statut(&e).await.0, "ORIENTEE");
    assert_eq!(refus(&scene.suivre(&i, "EN_FORMATION", json!({})).await), code("TRANSITION_INTERDITE", "statut"));
    assert_eq!(refus(&scene.suivre(&i, "REFUSEE", json!({})).await), code("SAISIE_INVALIDE", "motif"));
    scene.suivre(&i, "CONFIRMEE", json!({})).await.effet();
    for (champs, champ) in [(json!({ "entreeLe": "2026-01-01" }), "entreeLe"), (json!({ "heuresRealisees": 161 }), "heuresRealisees")] {
        assert_eq!(refus(&scene.suivre(&i, "EN_FORMATION", champs).await), code("SAISIE_INVALIDE", champ));
    }
    scene.suivre(&i, "EN_FORMATION", json!({})).await.effet();
    assert_eq!(scene.statut(&e).await, ("EN_FORMATION".to_owned(), "EN_COURS".to_owned()));
    let annulation = json!({ "id": i, "version": lire(&scene.cibc, "Inscription", &i).await["version"], "motif": "AUTRE" });
    assert_eq!(refus(&appeler(&scene.cibc, "Renoncer", annulation).await), code("TRANSITION_INTERDITE", "statut"));
    banc.horloge.avancer(TimeDelta::days(20));
    let comptees = scene.suivre(&i, "EN_FORMATION", json!({ "heuresRealisees": 40 })).await;
    assert_eq!(comptees.effet()["inscriptionFormation"]["heuresRealisees"], 40);
    let quittee = scene.suivre(&i, "ABANDONNEE", json!({ "motif": "EMPLOI", "heuresRealisees": 52 })).await;
    let lue = &quittee.effet()["inscriptionFormation"];
    assert_eq!((&lue["heuresRealisees"], &lue["motif"], &lue["entreeLe"]), (&json!(52), &json!("EMPLOI"), &json!("2026-06-16")));
    assert_eq!(scene.statut(&e).await.0, "A_EVALUER_FINAL", "who left is to be evaluated again");
    scene.agir("Cloturer", &e, json!({ "motif": "EMPLOI" })).await.effet();
    assert_eq!(scene.statut(&e).await, ("SANS_SUITE".to_owned(), "ABANDONNEE".to_owned()));
}

async fn une_prescription_de_formation_suit_l_inscription(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let personne = recevoir(&scene.ass, "82", "Directe").await;
    let session = scene.session(1).await;
    let prescription = scene.prescrire(&personne, "FORMATION_LINGUISTIQUE", "formation-82").await;
    let input = json!({ "sessionId": session, "prescriptionId": prescription });
    assert_eq!(refus(&appeler(&scene.organisme, "Inscrire", input.clone()).await), code("TRANSITION_INTERDITE", "prescriptionId"));
    appeler(&scene.organisme, "Repondre", json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE" })).await.effet();
    let inscrite = appeler(&scene.organisme, "Inscrire", input.clone()).await;
    let i = texte(inscrite.effet(), "/inscriptionFormation/id");
    assert_eq!(refus(&appeler(&scene.organisme, "Inscrire", input).await), code("DOUBLON", "prescriptionId"));
    let version = lire(&scene.ass, "Prescription", &prescription).await["version"].clone();
    let a_la_main = json!({ "id": prescription, "version": version, "vers": "EN_COURS" });
    assert_eq!(refus(&appeler(&scene.organisme, "Repondre", a_la_main).await), code("TRANSITION_INTERDITE", "vers"));
    for (statut, attendu) in [("EN_FORMATION", "EN_COURS"), ("TERMINEE", "REALISEE")] {
        scene.suivre(&i, statut, json!({})).await.effet();
        let lue = lire(&scene.ass, "Prescription", &prescription).await;
        assert_eq!((&lue["statut"], &lue["inscriptionFormation"]["id"]), (&json!(attendu), &json!(i)));
    }
    assert_eq!(lire(&scene.ass, "Session", &session).await["placesRestantes"], 1);
}

async fn les_sessions_se_publient_bien(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let base = json!({
        "intitule": "Atelier", "besoin": "ALPHABETISATION", "niveauxAccueillis": ["INFRA_A1"], "modalite": "FERMEE",
        "debut": "2026-07-01", "fin": "2026-09-30", "dureeHeures": 160, "places": 12,
    });
    for (champ, valeur) in [
        ("intitule", json!(" ")),
        ("besoin", json!("AUCUN")),
        ("niveauxAccueillis", json!([])),
        ("fin", json!("2026-06-30")),
        ("fin", json!("2026-07-01")),
        ("dureeHeures", json!(0)),
        ("places", json!(0)),
        ("commune", json!("31555")),
    ] {
        let mut fausse = base.clone();
        fausse[champ] = valeur.clone();
        if champ == "fin" && valeur == "2026-07-01" {
            fausse["debut"] = json!("2026-08-01");
        }
        assert_eq!(refus(&appeler(&scene.organisme, "Publier", fausse).await), code("SAISIE_INVALIDE", champ), "{valeur}");
    }
    let publiee = appeler(&scene.organisme, "Publier", base).await;
    let id = texte(publiee.effet(), "/sessionFormation/id");
    let autrui = json!({ "id": id, "version": 1, "places": 1 });
    assert_eq!(appeler(&scene.cibc, "Modifier", autrui.clone()).await.statut, 403);
    let ailleurs = banc.client("formation-82").await;
    assert_eq!(refus(&appeler(&ailleurs, "Modifier", json!({ "id": id, "version": 9 })).await), code("CONFLIT_VERSION", "version"));
    let filtres =
        [json!({ "besoin": "ALPHABETISATION", "niveau": "INFRA_A1", "avecPlaces": true }), json!({ "niveau": "C2", "avecPlaces": true })];
    let mut trouvees = Vec::new();
    for filtre in filtres {
        let lues = scene.ass.operer(super::DOCUMENT, "Sessions", json!({ "filtre": filtre })).await;
        let noeuds: &Value = &lues.donnees()["sessionsFormation"]["nodes"];
        trouvees.push(noeuds.as_array().expect("list").iter().any(|s| s["id"] == json!(id)));
    }
    assert_eq!(trouvees, [true, false]);
    let du_31 = banc.client("departement-31").await;
    assert!(lire(&du_31, "Session", &id).await.is_null(), "another département has its own");
}

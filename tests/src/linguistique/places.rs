//! Places of a session and its waiting list.

use serde_json::{Value, json};

use super::{Scene, appeler, code, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    la_place_qui_se_libere_va_a_la_premiere,
    le_rang_avance_quand_on_renonce,
    de_nouvelles_places_se_pourvoient,
    une_session_fermee_n_accueille_plus,
    une_session_annulee_rend_ses_inscrites
);

async fn version(scene: &Scene<'_>, session: &str) -> Value {
    lire(&scene.organisme, "Session", session).await["version"].clone()
}

async fn etat(scene: &Scene<'_>, inscription: &str) -> (String, Value) {
    let lue = lire(&scene.cibc, "Inscription", inscription).await;
    (texte(&lue, "/statut"), lue["rang"].clone())
}

/// Two people where one place is: the second waits, and takes the place in the very act that frees it.
async fn la_place_qui_se_libere_va_a_la_premiere(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(1).await;
    let mut inscriptions = Vec::new();
    for nom in ["Première", "Deuxième", "Troisième"] {
        let e = scene.evaluee(nom).await;
        inscriptions.push(scene.inscrite(&e, &session).await);
    }
    assert_eq!(lire(&scene.ass, "Session", &session).await["statut"], "COMPLETE");
    assert_eq!(etat(&scene, &inscriptions[1]).await, ("LISTE_ATTENTE".to_owned(), json!(1)));
    assert_eq!(etat(&scene, &inscriptions[2]).await, ("LISTE_ATTENTE".to_owned(), json!(2)));
    assert!(scene.echeances(&inscriptions[1]).await.is_empty());
    scene.suivre(&inscriptions[0], "REFUSEE", json!({ "motif": "PERSONNE_REFUSE" })).await.effet();
    assert_eq!(etat(&scene, &inscriptions[0]).await, ("REFUSEE".to_owned(), Value::Null));
    assert_eq!(etat(&scene, &inscriptions[1]).await, ("PROPOSEE".to_owned(), Value::Null));
    assert_eq!(etat(&scene, &inscriptions[2]).await, ("LISTE_ATTENTE".to_owned(), json!(1)));
    assert_eq!(scene.echeances(&inscriptions[1]).await, ["SUIVRE_INSCRIPTION"]);
    assert_eq!(lire(&scene.ass, "Session", &session).await["placesRestantes"], 0);
    // By hand nobody passes the others.
    assert_eq!(refus(&scene.suivre(&inscriptions[2], "CONFIRMEE", json!({})).await), code("TRANSITION_INTERDITE", "statut"));
}

async fn le_rang_avance_quand_on_renonce(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(1).await;
    let mut suivies = Vec::new();
    for rang in 0..4 {
        let e = scene.evaluee(&format!("Attend {rang}")).await;
        let inscription = scene.inscrite(&e, &session).await;
        suivies.push((e, inscription));
    }
    let annulation = json!({ "id": suivies[2].1, "version": 1, "motif": "EMPLOI" });
    appeler(&scene.cibc, "Renoncer", annulation).await.effet();
    assert_eq!(etat(&scene, &suivies[1].1).await.1, json!(1));
    assert_eq!(etat(&scene, &suivies[3].1).await.1, json!(2));
    assert_eq!(scene.statut(&suivies[2].0).await.0, "EVALUEE", "it is to be oriented again");
    let de_nouveau = scene.inscrite(&suivies[2].0, &session).await;
    assert_eq!(etat(&scene, &de_nouveau).await.1, json!(3));
}

async fn de_nouvelles_places_se_pourvoient(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(1).await;
    let mut inscriptions = Vec::new();
    for rang in 0..3 {
        let e = scene.evaluee(&format!("Agrandie {rang}")).await;
        inscriptions.push(scene.inscrite(&e, &session).await);
    }
    let input = json!({ "id": session, "version": version(&scene, &session).await, "places": 4 });
    let modifiee = appeler(&scene.organisme, "Modifier", input).await;
    assert_eq!(modifiee.effet()["sessionFormation"]["placesRestantes"], 1);
    for inscription in &inscriptions {
        assert_eq!(etat(&scene, inscription).await.0, "PROPOSEE");
    }
    let input = json!({ "id": session, "version": version(&scene, &session).await, "places": 2 });
    assert_eq!(refus(&appeler(&scene.organisme, "Modifier", input).await), code("PLUS_DE_PLACE", "places"));
}

async fn une_session_fermee_n_accueille_plus(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Tardive").await;
    let fermee = scene.publier(json!({ "modalite": "FERMEE" })).await;
    banc.horloge.avancer(chrono::TimeDelta::days(1));
    assert_eq!(lire(&scene.cibc, "Session", &fermee).await["statut"], "EN_COURS");
    assert_eq!(refus(&scene.orienter(&e, &fermee).await), code("TRANSITION_INTERDITE", "sessionId"));
    for (champs, attendu) in [
        (json!({ "besoin": "ALPHABETISATION" }), "DESTINATAIRE_INADAPTE"),
        (json!({ "niveauxAccueillis": ["B2"] }), "DESTINATAIRE_INADAPTE"),
    ] {
        let autre = scene.publier(champs).await;
        assert_eq!(refus(&scene.orienter(&e, &autre).await), code(attendu, "sessionId"));
    }
    let inconnue = "ses_00000000000000000000000000";
    assert_eq!(refus(&scene.orienter(&e, inconnue).await), code("INTROUVABLE", "sessionId"));
}

async fn une_session_annulee_rend_ses_inscrites(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(2).await;
    let mut suivies = Vec::new();
    for rang in 0..3 {
        let e = scene.evaluee(&format!("Rendue {rang}")).await;
        let inscription = scene.inscrite(&e, &session).await;
        suivies.push((e, inscription));
    }
    scene.suivre(&suivies[0].1, "CONFIRMEE", json!({})).await.effet();
    for statut in ["OUVERTE", "COMPLETE", "EN_COURS"] {
        let input = json!({ "id": session, "version": version(&scene, &session).await, "statut": statut });
        assert_eq!(refus(&appeler(&scene.organisme, "Modifier", input).await), code("TRANSITION_INTERDITE", "statut"));
    }
    let input = json!({ "id": session, "version": version(&scene, &session).await, "statut": "ANNULEE" });
    appeler(&scene.organisme, "Modifier", input).await.effet();
    for (e, inscription) in &suivies {
        assert_eq!(etat(&scene, inscription).await, ("ANNULEE".to_owned(), Value::Null));
        assert_eq!(scene.statut(e).await.0, "EVALUEE");
    }
    let lue = lire(&scene.cibc, "Session", &session).await;
    assert_eq!((&lue["statut"], &lue["placesRestantes"]), (&json!("ANNULEE"), &json!(2)));
    assert_eq!(refus(&scene.orienter(&suivies[0].0, &session).await), code("TRANSITION_INTERDITE", "sessionId"));
}

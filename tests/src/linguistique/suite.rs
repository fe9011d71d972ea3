//! A referral to a training that follows an evaluation: the body's enrolment goes with both, and the body reads of the
//! evaluation the need and the level alone.

use serde_json::{Value, json};

use super::{Scene, Suivie, appeler, code, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(l_inscription_suit_l_evaluation, qui_abandonne_est_a_orienter_encore, une_evaluation_sans_besoin_ne_se_suit_pas);

/// A referral to the body after that of the evaluation, accepted.
async fn adresser(scene: &Scene<'_>, e: &Suivie) -> String {
    let suite = json!({ "suiteDeId": e.prescription });
    let prescription = scene.prescrire_avec(&e.personne, "FORMATION_LINGUISTIQUE", "formation-82", suite).await;
    appeler(&scene.organisme, "Repondre", json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE" })).await.effet();
    prescription
}

async fn inscrire(scene: &Scene<'_>, prescription: &str, session: &str) -> crate::harnais::Reponse {
    appeler(&scene.organisme, "Inscrire", json!({ "sessionId": session, "prescriptionId": prescription })).await
}

async fn l_inscription_suit_l_evaluation(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Suivie").await;
    let prescription = adresser(&scene, &e).await;
    let avancee = scene.publier(json!({ "niveauxAccueillis": ["B1", "B2"] })).await;
    assert_eq!(refus(&inscrire(&scene, &prescription, &avancee).await), code("DESTINATAIRE_INADAPTE", "sessionId"));
    let session = scene.session(2).await;
    let faite = inscrire(&scene, &prescription, &session).await.effet()["inscriptionFormation"].clone();
    let i = texte(&faite, "/id");
    let lue = (&faite["statut"], &faite["besoin"], &faite["niveauInitial"]["expressionOrale"]);
    assert_eq!(lue, (&json!("CONFIRMEE"), &json!("FRANCAIS_LANGUE_ETRANGERE"), &json!("A1")));
    assert_eq!(scene.statut(&e).await.0, "ORIENTEE");
    isoler(&scene, &e, (&i, &prescription)).await;
    scene.suivre(&i, "EN_FORMATION", json!({})).await.effet();
    assert_eq!(scene.statut(&e).await, ("EN_FORMATION".to_owned(), "EN_COURS".to_owned()));
    scene.suivre(&i, "TERMINEE", json!({ "heuresRealisees": 120 })).await.effet();
    assert_eq!(scene.statut(&e).await.0, "A_EVALUER_FINAL");
    let renvoi = lire(&scene.ass, "Prescription", &prescription).await;
    assert_eq!(
        (&renvoi["statut"], &renvoi["suite"]["integree"], &renvoi["suite"]["achevee"]),
        (&json!("REALISEE"), &json!(true), &json!(true))
    );
    scene.agir("Enregistrer", &e, json!({ "finale": true, "niveau": scene.niveau("B1") })).await.effet();
    scene.agir("Cloturer", &e, json!({ "motif": "OBJECTIF_ATTEINT" })).await.effet();
    assert_eq!(scene.statut(&e).await, ("TERMINEE".to_owned(), "REALISEE".to_owned()));
}

/// The body reads what it needs to teach; CIBC reads the enrolment, which it did not propose, and not who sent the person.
async fn isoler(scene: &Scene<'_>, e: &Suivie, (i, prescription): (&str, &str)) {
    assert_eq!(lire(&scene.organisme, "Evaluation", &e.id).await, Value::Null);
    assert_eq!(lire(&scene.organisme, "Inscription", i).await["evaluation"], Value::Null);
    assert_eq!(lire(&scene.organisme, "Prescription", &e.prescription).await, Value::Null);
    let renvoi = lire(&scene.organisme, "Prescription", prescription).await;
    assert_eq!((&renvoi["suiteDe"], &renvoi["inscriptionFormation"]["id"]), (&Value::Null, &json!(i)));
    assert_eq!(lire(&scene.ass, "Prescription", prescription).await["suiteDe"]["id"], json!(e.prescription));
    let vue = lire(&scene.cibc, "Inscription", i).await;
    assert_eq!((&vue["evaluation"]["id"], &vue["actionsPermises"]), (&json!(e.id), &json!([])));
    assert_eq!(lire(&scene.cibc, "Prescription", prescription).await, Value::Null);
    let annulation = json!({ "id": i, "version": vue["version"], "motif": "AUTRE" });
    assert_eq!(refus(&appeler(&scene.cibc, "Renoncer", annulation).await), code("INTROUVABLE", "id"));
    let autre = scene.banc.client("montauban-services").await;
    assert_eq!(autre.operer(super::DOCUMENT, "Prescription", json!({ "id": prescription })).await.statut, 403);
}

async fn qui_abandonne_est_a_orienter_encore(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Partie").await;
    let prescription = adresser(&scene, &e).await;
    let session = scene.session(2).await;
    let faite = inscrire(&scene, &prescription, &session).await;
    let i = texte(faite.effet(), "/inscriptionFormation/id");
    scene.suivre(&i, "ABANDONNEE", json!({ "motif": "EMPLOI" })).await.effet();
    assert_eq!(scene.statut(&e).await, ("EVALUEE".to_owned(), "EN_COURS".to_owned()));
    assert_eq!(lire(&scene.ass, "Prescription", &prescription).await["statut"], "ABANDONNEE");
    scene.orienter(&e, &session).await.effet();
}

/// Before a need is known, and once the person goes to a session already, the enrolment stands on its referral alone.
async fn une_evaluation_sans_besoin_ne_se_suit_pas(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let (attendue, orientee) = (scene.acceptee("Attendue").await, scene.evaluee("Orientée").await);
    let [ailleurs, session] = [scene.session(3).await, scene.session(3).await];
    scene.orienter(&orientee, &ailleurs).await.effet();
    for (e, statut) in [(&attendue, "A_CONVOQUER"), (&orientee, "ORIENTEE")] {
        let prescription = adresser(&scene, e).await;
        let faite = inscrire(&scene, &prescription, &session).await.effet()["inscriptionFormation"].clone();
        assert_eq!((&faite["besoin"], &faite["niveauInitial"]), (&Value::Null, &Value::Null));
        scene.suivre(&texte(&faite, "/id"), "EN_FORMATION", json!({})).await.effet();
        assert_eq!(scene.statut(e).await.0, statut);
        assert_eq!(lire(&scene.ass, "Prescription", &prescription).await["statut"], "EN_COURS");
    }
}

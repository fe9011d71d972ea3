//! From the referral to the evaluation: summons, absences, and a referral that nobody moves by hand.

use chrono::TimeDelta;
use serde_json::json;

use super::{Scene, appeler, code, lire, refus, texte};
use crate::harnais::{Banc, ecrire_partenaire, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    accepter_ouvre_une_evaluation,
    une_absence_appelle_une_seconde_convocation,
    le_rendez_vous_de_l_acceptation_convoque,
    personne_ne_meut_la_prescription_a_la_main,
    ce_qui_cloture_a_une_raison
);

fn deux(evaluation: &str, prescription: &str) -> (String, String) {
    (evaluation.to_owned(), prescription.to_owned())
}

async fn accepter_ouvre_une_evaluation(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.acceptee("Ouverte").await;
    assert_eq!(scene.statut(&e).await, deux("A_CONVOQUER", "ACCEPTEE"));
    assert_eq!(scene.echeances(&e.id).await, ["CONVOQUER_EVALUATION"]);
    let lue = lire(&scene.cibc, "Evaluation", &e.id).await;
    let actions =
        json!([{ "mutation": "convoquerEvaluation", "vers": ["CONVOQUEE"] }, { "mutation": "cloturerEvaluation", "vers": ["SANS_SUITE"] }]);
    assert_eq!((&lue["version"], &lue["actionsPermises"]), (&json!(1), &actions));
    scene.convoquer(&e).await;
    assert_eq!(scene.statut(&e).await, deux("CONVOQUEE", "EN_COURS"));
    assert!(scene.echeances(&e.id).await.is_empty());
    let niveau = json!({ "finale": false, "besoin": "ALPHABETISATION", "niveau": { "degreSavoirsDeBase": 2, "evalueLe": scene.jour() } });
    let enregistree = scene.agir("Enregistrer", &e, niveau).await;
    assert_eq!(enregistree.effet()["evaluationLinguistique"]["niveauInitial"]["degreSavoirsDeBase"], 2);
    assert_eq!(scene.statut(&e).await, deux("EVALUEE", "EN_COURS"));
    let perimee = json!({ "evaluationId": e.id, "version": 1, "motif": "AUTRE" });
    assert_eq!(refus(&appeler(&scene.cibc, "Cloturer", perimee).await), code("CONFLIT_VERSION", "version"));
}

async fn une_absence_appelle_une_seconde_convocation(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.acceptee("Absente").await;
    let motif = json!({ "motif": "ABSENCES" });
    assert_eq!(refus(&scene.agir("Cloturer", &e, motif.clone()).await), code("TRANSITION_INTERDITE", "motif"));
    let premiere = scene.convoquer(&e).await;
    let prevu = json!({ "prevuLe": banc.horloge.instant() + TimeDelta::days(3) });
    assert_eq!(refus(&scene.agir("Convoquer", &e, prevu).await), code("TRANSITION_INTERDITE", "evaluationId"));
    scene.relever(&premiere, "ABSENT").await;
    assert_eq!(scene.statut(&e).await, deux("CONVOQUEE", "EN_COURS"));
    assert_eq!(scene.echeances(&e.id).await, ["CONVOQUER_EVALUATION"]);
    assert_eq!(lire(&scene.ass, "Prescription", &e.prescription).await["suite"]["presentee"], "ABSENT");
    let seconde = scene.convoquer(&e).await;
    assert!(premiere != seconde && scene.echeances(&e.id).await.is_empty());
    scene.relever(&seconde, "ABSENT").await;
    let close = scene.agir("Cloturer", &e, motif).await;
    assert_eq!(close.effet()["evaluationLinguistique"]["cloture"], "ABSENCES");
    assert_eq!(scene.statut(&e).await, deux("SANS_SUITE", "ABANDONNEE"));
    assert!(scene.echeances(&e.id).await.is_empty());
}

/// Accepting with an appointment is a summons; what closes before it takes the appointment away.
async fn le_rendez_vous_de_l_acceptation_convoque(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let personne = recevoir(&scene.ass, "82", "Directe").await;
    let prescription = scene.prescrire(&personne, "EVALUATION_LINGUISTIQUE", "cibc-82").await;
    let le = banc.horloge.instant() + TimeDelta::days(2);
    let input = json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE", "rendezVousLe": le });
    let reponse = appeler(&scene.cibc, "Repondre", input).await;
    let lue = &reponse.effet()["prescription"];
    assert_eq!((&lue["statut"], &lue["evaluationLinguistique"]["statut"]), (&json!("EN_COURS"), &json!("CONVOQUEE")));
    let e = super::Suivie { personne, prescription, id: texte(lue, "/evaluationLinguistique/id") };
    scene.agir("Cloturer", &e, json!({ "motif": "DEMENAGEMENT" })).await.effet();
    assert_eq!(lire(&scene.cibc, "Evaluation", &e.id).await["convocations"][0]["presence"], "ANNULE");
}

async fn personne_ne_meut_la_prescription_a_la_main(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.acceptee("Couplée").await;
    let version = lire(&scene.ass, "Prescription", &e.prescription).await["version"].clone();
    for vers in ["EN_COURS", "ABANDONNEE"] {
        let input = json!({ "id": e.prescription, "version": version, "vers": vers, "motif": "AUTRE" });
        assert_eq!(refus(&appeler(&scene.cibc, "Repondre", input).await), code("TRANSITION_INTERDITE", "vers"), "{vers}");
    }
    let annulation = json!({ "id": e.prescription, "version": version });
    assert_eq!(refus(&appeler(&scene.ass, "Annuler", annulation).await), code("TRANSITION_INTERDITE", "vers"));
    // A partner that cannot evaluate follows its referrals as any other.
    let destinataire = ecrire_partenaire(banc, "montauban-services").await;
    let input =
        json!({ "allocataireId": e.personne, "type": "DIAGNOSTIC_MOBILITE", "destinataireId": destinataire, "accordPersonne": true });
    let autre = texte(appeler(&scene.ass, "Prescrire", input).await.effet(), "/prescription/id");
    let reponse =
        appeler(&banc.client("montauban-services").await, "Repondre", json!({ "id": autre, "version": 1, "vers": "ACCEPTEE" })).await;
    assert_eq!(reponse.statut, 403, "it does not even read evaluations");
}

async fn ce_qui_cloture_a_une_raison(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.acceptee("Suffisante").await;
    assert_eq!(
        refus(&scene.agir("Cloturer", &e, json!({ "motif": "NIVEAU_SUFFISANT" })).await),
        code("TRANSITION_INTERDITE", "evaluationId")
    );
    scene.convoquer(&e).await;
    banc.horloge.avancer(TimeDelta::days(1));
    let niveau = json!({ "finale": false, "besoin": "AUCUN", "niveau": scene.niveau("C1") });
    scene.agir("Enregistrer", &e, niveau).await.effet();
    assert_eq!(refus(&scene.agir("Cloturer", &e, json!({ "motif": "OBJECTIF_ATTEINT" })).await), code("SAISIE_INVALIDE", "motif"));
    scene.agir("Cloturer", &e, json!({ "motif": "NIVEAU_SUFFISANT" })).await.effet();
    assert_eq!(scene.statut(&e).await, deux("TERMINEE", "REALISEE"));
    assert_eq!(lire(&scene.ass, "Prescription", &e.prescription).await["suite"]["besoinLeve"], true);
}

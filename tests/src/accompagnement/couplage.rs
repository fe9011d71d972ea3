//! A referral and its accompaniment move together, and nobody moves the referral by hand.

use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{Scene, appeler, interne, lire, refus, texte};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(la_prescription_suit_l_accompagnement, le_rendez_vous_se_fixe_en_acceptant, une_cause_et_une_seule);

const GLOBAL: (&str, &str) = ("accompagnement-global-31", "pole-emploi-31");

async fn demarrer(pole: &Client, prescription: &str) -> String {
    let input =
        json!({ "prescriptionId": prescription, "dispositifCode": GLOBAL.0, "partenaireId": Genre::Partenaire.ecrire(pole.partenaire) });
    texte(appeler(pole, "Demarrer", input).await.effet(), "/accompagnement/id")
}

async fn la_prescription_suit_l_accompagnement(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let pole = banc.client(GLOBAL.1).await;
    for (issue, attendu, achevee) in [("SORTIE_POSITIVE", "REALISEE", json!(true)), ("ABANDON", "ABANDONNEE", Value::Null)] {
        let personne = scene.personne(&format!("Couplée {issue}"), json!({ "statutDroitRsa": "OUVERT" })).await;
        let parcours = scene.parcours(&personne).await;
        scene.orienter(&parcours, "ccas-toulouse").await;
        let prescription = scene.adresser(&personne, ("ACCOMPAGNEMENT_GLOBAL", &pole)).await;
        let id = demarrer(&pole, &prescription).await;
        let lue = lire(&scene.conseil, "Prescription", &prescription).await;
        assert_eq!((&lue["statut"], &lue["accompagnement"]["id"]), (&json!("EN_COURS"), &json!(id)));
        assert_eq!(lire(&scene.conseil, "Parcours", &parcours).await["statut"], "ACCOMPAGNE", "the parcours moves too");
        a_la_main(&scene, &pole, &prescription, &lue["version"]).await;
        let fin = json!({ "accompagnementId": id, "version": 1, "issue": issue });
        appeler(&pole, "Terminer", fin).await.effet();
        let lue = lire(&pole, "Prescription", &prescription).await;
        assert_eq!((&lue["statut"], &lue["suite"]), (&json!(attendu), &json!({ "integree": true, "achevee": achevee })));
        let etapes = "select statut from etape where origine_id = $1";
        let etape: String = banc.valeur(etapes, [interne(Genre::Prescription, &prescription).into()]).await;
        assert_eq!(etape, attendu, "its stage too");
    }
}

/// Every hand is refused, its recipient's and its prescriber's; what became of the person may still be told.
async fn a_la_main(scene: &Scene<'_>, pole: &Client, prescription: &str, version: &Value) {
    for vers in ["REALISEE", "ABANDONNEE"] {
        let input = json!({ "id": prescription, "version": version, "vers": vers, "motif": "AUTRE" });
        assert_eq!(refus(&appeler(pole, "Repondre", input).await).0, "TRANSITION_INTERDITE", "{vers}");
    }
    let annulation = json!({ "id": prescription, "version": version });
    assert_eq!(refus(&appeler(&scene.conseil, "Annuler", annulation).await).0, "TRANSITION_INTERDITE");
}

async fn le_rendez_vous_se_fixe_en_acceptant(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let cibc = banc.client("cibc-82").await;
    let personne = scene.personne("Convoquée", json!({})).await;
    let parcours = scene.parcours(&personne).await;
    let input = json!({ "allocataireId": personne, "type": "EVALUATION_LINGUISTIQUE", "accordPersonne": true, "destinataireId": scene.partenaire("cibc-82").await });
    let id = texte(appeler(&scene.conseil, "Prescrire", input).await.effet(), "/prescription/id");
    let reponse = |vers: &str, le: &str| json!({ "id": id, "version": 1, "vers": vers, "rendezVousLe": le });
    for (vers, le) in [("RECUE", "2026-06-20T08:00:00Z"), ("ACCEPTEE", "2026-06-15T08:59:00Z")] {
        let refusee = appeler(&cibc, "Repondre", reponse(vers, le)).await;
        assert_eq!((refus(&refusee).0, &refusee.charge()["erreurs"][0]["champ"][1]), ("SAISIE_INVALIDE", &json!("rendezVousLe")));
    }
    appeler(&cibc, "Repondre", reponse("ACCEPTEE", "2026-06-20T08:00:00Z")).await.effet();
    let lue = lire(&scene.conseil, "Prescription", &id).await;
    let rdv = &lue["rendezVous"][0];
    assert_eq!((&rdv["objet"], &rdv["presence"], &rdv["fixeLe"]), (&json!("EVALUATION"), &json!("A_VENIR"), &json!("2026-06-15")));
    let lu = lire(&scene.conseil, "Parcours", &parcours).await;
    assert_eq!(lu["rendezVous"]["nombreTotal"], 1, "it stands on the parcours too, which its holder does not read");
    assert_eq!(lire(&cibc, "RendezVous", rdv["id"].as_str().unwrap_or_default()).await["version"], 1, "its holder records it");
}

async fn une_cause_et_une_seule(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let pole = banc.client(GLOBAL.1).await;
    let personne = scene.personne("Causée", json!({ "statutDroitRsa": "OUVERT" })).await;
    let parcours = scene.parcours(&personne).await;
    let prescription = scene.adresser(&personne, ("ACCOMPAGNEMENT_GLOBAL", &pole)).await;
    let partenaire = scene.partenaire(GLOBAL.1).await;
    let entree = |parcours: Option<&str>, prescription: Option<&str>| json!({ "parcoursId": parcours, "prescriptionId": prescription, "dispositifCode": GLOBAL.0, "partenaireId": partenaire });
    for (cause, champ) in [(entree(None, None), "parcoursId"), (entree(Some(&parcours), Some(&prescription)), "prescriptionId")] {
        let refusee = appeler(&scene.conseil, "Demarrer", cause).await;
        assert_eq!((refus(&refusee).0, &refusee.charge()["erreurs"][0]["champ"][1]), ("SAISIE_INVALIDE", &json!(champ)));
    }
    // The prescriber does not start what it asked another to do.
    assert_eq!(refus(&appeler(&scene.conseil, "Demarrer", entree(None, Some(&prescription))).await).0, "INTROUVABLE");
    let autrui =
        json!({ "prescriptionId": prescription, "dispositifCode": GLOBAL.0, "partenaireId": scene.partenaire("departement-31").await });
    assert_eq!(refus(&appeler(&pole, "Demarrer", autrui).await).0, "DESTINATAIRE_INADAPTE");
    demarrer(&pole, &prescription).await;
}

//! A request to the fund, from the request to the last payment, and every other way it may go.

use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{Scene, ainsi, appeler, lire, premier_refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    de_la_demande_au_dernier_versement,
    un_refus_se_conteste_et_une_demande_se_retire,
    les_montants_et_les_pieces_se_tiennent,
    chacun_son_role,
);

fn vers(aide: &Value) -> Vec<&str> {
    aide["historique"].as_array().into_iter().flatten().filter_map(|t| t["vers"].as_str()).collect()
}

async fn de_la_demande_au_dernier_versement(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("5000.00").await.effet();
    let personne = scene.suivie("Dossier").await;
    let demandee = scene.demander(&personne).await;
    let id = demandee["id"].as_str().unwrap_or_default().to_owned();
    assert_eq!((&demandee["statut"], &demandee["activite"]["commune"]["nom"]), (&json!("DEMANDEE"), &json!("Montauban")));
    assert!(demandee["eligibilite"].as_array().is_some_and(|r| r.len() == 6 && r[..5].iter().all(|r| r["satisfaite"] == true)));
    assert_eq!(scene.echeances(Genre::AideMobilite, &id).await, ["INSTRUIRE_AIDE"]);
    let incomplete = scene.decider(&demandee, json!({ "vers": "INCOMPLETE", "piecesManquantes": ["Promesse d'embauche", "RIB"] })).await;
    let incomplete = incomplete.effet()["aideMobilite"].clone();
    assert_eq!(scene.echeances(Genre::AideMobilite, &id).await, ["COMPLETER_DOSSIER_AIDE"]);
    let mut input = json!({ "id": id, "version": incomplete["version"], "pieces": ["rib"] });
    let partielle = appeler(&scene.ass, "Completer", input.clone()).await.effet()["aideMobilite"].clone();
    assert_eq!((&partielle["statut"], &partielle["pieces"][2]["fournieLe"]), (&json!("INCOMPLETE"), &json!("2026-06-15")));
    (input["version"], input["pieces"]) = (partielle["version"].clone(), json!(["Promesse d'embauche"]));
    let complete = appeler(&scene.ass, "Completer", input).await.effet()["aideMobilite"].clone();
    assert_eq!((&complete["statut"], complete["pieces"].as_array().map(Vec::len)), (&json!("EN_INSTRUCTION"), Some(3)));
    let accordee = scene.decider(&complete, json!({ "vers": "ACCORDEE", "montantPropose": "800.00", "montantAccorde": "750.50" })).await;
    let accordee = accordee.effet()["aideMobilite"].clone();
    assert_eq!(scene.echeances(Genre::AideMobilite, &id).await, ["VERSER_AIDE"]);
    assert_eq!(scene.enveloppe().await, ["5000.00", "750.50", "0.00"]);
    solder(&scene, &accordee).await;
    let soldee = lire(&scene.ass, "Aide", &id).await;
    assert_eq!(
        vers(&soldee),
        ["DEMANDEE", "INCOMPLETE", "INCOMPLETE", "EN_INSTRUCTION", "ACCORDEE", "ACCORDEE", "VERSEE"],
        "each act is told"
    );
    assert!(scene.echeances(Genre::AideMobilite, &id).await.is_empty() && soldee["actionsPermises"] == json!([]));
}

/// A part to the driving school, the rest to the person, and not a cent more.
async fn solder(scene: &Scene<'_>, accordee: &Value) {
    let auto_ecole = json!({ "id": accordee["id"], "version": accordee["version"], "montant": "500.00", "le": "2026-06-15", "a": "TIERS" });
    assert_eq!(premier_refus(&appeler(&scene.aides, "Verser", auto_ecole.clone()).await), ainsi("SAISIE_INVALIDE", "tiers"));
    let mut nommee = auto_ecole;
    (nommee["tiers"], nommee["reference"]) = (json!("Auto-école du Pont-Vieux"), json!("Mandat 12"));
    let partie = appeler(&scene.aides, "Verser", nommee).await.effet()["aideMobilite"].clone();
    assert_eq!((&partie["statut"], &partie["montantVerse"]), (&json!("ACCORDEE"), &json!("500.00")));
    assert_eq!(premier_refus(&scene.verser(&partie, "250.51").await), ainsi("SAISIE_INVALIDE", "montant"));
    let soldee = scene.verser(&partie, "250.50").await.effet()["aideMobilite"].clone();
    assert_eq!((&soldee["statut"], &soldee["versements"][1]["a"]), (&json!("VERSEE"), &json!("BENEFICIAIRE")));
    assert_eq!(scene.enveloppe().await, ["5000.00", "750.50", "750.50"]);
}

async fn un_refus_se_conteste_et_une_demande_se_retire(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("2000.00").await.effet();
    let personne = scene.suivie("Contestée").await;
    let demandee = scene.demander(&personne).await;
    let instruite = scene.decider(&demandee, json!({ "vers": "EN_INSTRUCTION" })).await.effet()["aideMobilite"].clone();
    assert_eq!(premier_refus(&scene.decider(&instruite, json!({ "vers": "AJOURNEE" })).await), ainsi("SAISIE_INVALIDE", "motifRefus"));
    let ajournee = scene.decider(&instruite, json!({ "vers": "AJOURNEE", "motifRefus": "Contrat pas encore signé" })).await;
    let reprise = scene.decider(&ajournee.effet()["aideMobilite"], json!({ "vers": "EN_INSTRUCTION" })).await;
    let refusee = scene.decider(&reprise.effet()["aideMobilite"], json!({ "vers": "REFUSEE", "motifRefus": "Embauche abandonnée" })).await;
    let refusee = refusee.effet()["aideMobilite"].clone();
    assert_eq!(refusee["motifRefus"], "Embauche abandonnée");
    let recours = json!({ "id": refusee["id"], "version": refusee["version"], "texte": "L'embauche est confirmée." });
    let rouverte = appeler(&scene.ass, "Recourir", recours.clone()).await.effet()["aideMobilite"].clone();
    assert_eq!((&rouverte["statut"], &rouverte["recours"]), (&json!("EN_INSTRUCTION"), &json!("L'embauche est confirmée.")));
    assert_eq!(rouverte["motifRefus"], Value::Null, "the refusal does not stand any more");
    let mut encore = recours;
    encore["version"] = rouverte["version"].clone();
    assert_eq!(premier_refus(&appeler(&scene.ass, "Recourir", encore).await).0, "TRANSITION_INTERDITE");
    let accordee =
        scene.decider(&rouverte, json!({ "vers": "ACCORDEE", "montantAccorde": "900.00" })).await.effet()["aideMobilite"].clone();
    let partie = scene.verser(&accordee, "300.00").await.effet()["aideMobilite"].clone();
    let retrait = json!({ "id": partie["id"], "version": partie["version"], "commentaire": "Permis obtenu autrement" });
    let retiree = appeler(&scene.ass, "Retirer", retrait).await.effet()["aideMobilite"].clone();
    assert_eq!((&retiree["statut"], &retiree["montantAccorde"]), (&json!("ANNULEE"), &json!("300.00")));
    assert_eq!(scene.enveloppe().await, ["2000.00", "300.00", "300.00"], "what is not paid goes back");
}

async fn les_montants_et_les_pieces_se_tiennent(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("2000.00").await.effet();
    let personne = scene.suivie("Chiffrée").await;
    for (cout, demande, champ) in
        [("0.00", "0.00", "coutTotal"), ("100.00", "100.01", "montantDemande"), ("999999999999999.00", "1.00", "coutTotal")]
    {
        let mut input = Scene::demande(&personne);
        (input["coutTotal"], input["montantDemande"]) = (json!(cout), json!(demande));
        assert_eq!(premier_refus(&appeler(&scene.ass, "Demander", input).await), ainsi("SAISIE_INVALIDE", champ), "{cout} {demande}");
    }
    let demandee = scene.demander(&personne).await;
    let suites = [
        (json!({ "vers": "INCOMPLETE" }), "SAISIE_INVALIDE", "piecesManquantes"),
        (json!({ "vers": "EN_INSTRUCTION", "montantAccorde": "10.00" }), "SAISIE_INVALIDE", "montantAccorde"),
        (json!({ "vers": "EN_INSTRUCTION", "piecesManquantes": ["RIB"] }), "SAISIE_INVALIDE", "piecesManquantes"),
        (json!({ "vers": "ACCORDEE", "montantAccorde": "10.00" }), "TRANSITION_INTERDITE", "vers"),
        (json!({ "vers": "VERSEE" }), "TRANSITION_INTERDITE", "vers"),
    ];
    for (suite, code, champ) in suites {
        assert_eq!(premier_refus(&scene.decider(&demandee, suite.clone()).await), ainsi(code, champ), "{suite}");
    }
    let instruite = scene.decider(&demandee, json!({ "vers": "EN_INSTRUCTION" })).await.effet()["aideMobilite"].clone();
    for (suite, champ) in [
        (json!({ "vers": "ACCORDEE" }), "montantAccorde"),
        (json!({ "vers": "ACCORDEE", "montantAccorde": "900.01" }), "montantAccorde"),
        (json!({ "vers": "ACCORDEE", "montantAccorde": "-1.00" }), "montantAccorde"),
    ] {
        assert_eq!(premier_refus(&scene.decider(&instruite, suite.clone()).await), ainsi("SAISIE_INVALIDE", champ), "{suite}");
    }
    assert_eq!(premier_refus(&scene.decider(&demandee, json!({ "vers": "REFUSEE", "motifRefus": "Non" })).await).0, "CONFLIT_VERSION");
}

/// The worker who asks does not decide, and who decides does not ask; a machine does neither.
async fn chacun_son_role(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.suivie("Répartie").await;
    let aide = scene.demander(&personne).await;
    let mutations = |actions: &Value| -> Vec<String> {
        actions.as_array().into_iter().flatten().filter_map(|a| a["mutation"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(mutations(&aide["actionsPermises"]), ["annulerAideMobilite"]);
    let lue = lire(&scene.aides, "Aide", aide["id"].as_str().unwrap_or_default()).await;
    assert_eq!(lue["actionsPermises"], json!([{ "mutation": "deciderAideMobilite", "vers": ["INCOMPLETE", "EN_INSTRUCTION"] }]));
    let demande = Scene::demande(&personne);
    let decision = json!({ "id": aide["id"], "version": aide["version"], "vers": "EN_INSTRUCTION" });
    let machine = banc.client("departement-82").await;
    for (client, operation, input) in [
        (&scene.ass, "Decider", &decision),
        (&scene.aides, "Demander", &demande),
        (&machine, "Demander", &demande),
        (&scene.plateforme, "Demander", &demande),
    ] {
        let refusee = appeler(client, operation, input.clone()).await;
        assert!(!refusee.codes().is_empty() && refusee.corps["data"].is_null(), "{operation} {}", refusee.corps);
    }
    let ade = banc.client("departement-82/ade").await;
    appeler(&ade, "Retirer", json!({ "id": aide["id"], "version": aide["version"] })).await.effet();
}

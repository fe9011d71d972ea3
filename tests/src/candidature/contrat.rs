//! Contracts: how long, how many hours, renewed, interrupted by immersions, ended.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, ainsi, lire, refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    la_premiere_heure_ouvre_des_contrats_courts,
    un_contrat_se_renouvelle_jusqu_a_son_terme,
    un_pass_compte_ses_jours,
    une_immersion_tient_dans_le_contrat,
    une_sortie_libere_la_place
);

/// What the law bounds, a dispositif of the pacte opens to the structures that operate it, and to no other.
async fn la_premiere_heure_ouvre_des_contrats_courts(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (une, deux) = (scene.personne("Courte").await, scene.personne("Longue").await);
    let deux = scene.acceptee(&deux, 1).await;
    let courte = json!({ "finPrevue": "2026-08-14" });
    assert_eq!(refus(&scene.embaucher(1, &deux, courte.clone()).await), ainsi("SAISIE_INVALIDE", "finPrevue"));
    assert_eq!(
        refus(&scene.embaucher(1, &deux, json!({ "heuresHebdomadaires": 4 })).await),
        ainsi("SAISIE_INVALIDE", "heuresHebdomadaires")
    );
    let longue = json!({ "finPrevue": "2028-06-15" });
    assert_eq!(refus(&scene.embaucher(1, &deux, longue).await), ainsi("DUREE_MAXIMALE_DEPASSEE", "finPrevue"));
    scene.embaucher(1, &deux, json!({ "finPrevue": "2026-10-14", "heuresHebdomadaires": 20 })).await.effet();
    let une = scene.acceptee(&une, 0).await;
    let hors = json!({ "finPrevue": "2026-08-14", "heuresHebdomadaires": 3 });
    assert_eq!(refus(&scene.embaucher(0, &une, hors).await), ainsi("SAISIE_INVALIDE", "heuresHebdomadaires"));
    let mut contrat =
        scene.embaucher(0, &une, json!({ "finPrevue": "2026-08-14", "heuresHebdomadaires": 4 })).await.effet()["contratInsertion"].clone();
    for (le, heures) in [("2026-06-22", 8), ("2026-06-29", 16), ("2026-07-06", 20)] {
        let palier = json!({ "palier": { "aPartirDu": le, "heuresHebdomadaires": heures } });
        contrat = scene.agir("Modifier", &contrat, palier).await.effet()["contratInsertion"].clone();
    }
    let heures: Vec<i64> = contrat["paliers"].as_array().expect("steps").iter().filter_map(|p| p["heuresHebdomadaires"].as_i64()).collect();
    assert_eq!(heures, [4, 8, 16, 20]);
    let avant = json!({ "palier": { "aPartirDu": "2026-07-01", "heuresHebdomadaires": 26 } });
    assert_eq!(refus(&scene.agir("Modifier", &contrat, avant).await), ainsi("SAISIE_INVALIDE", "palier"));
}

async fn un_contrat_se_renouvelle_jusqu_a_son_terme(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let contrat = scene.contrat(&scene.personne("Renouvelée").await, 0).await;
    let renouveler = async |contrat: &Value, suite: Value| scene.agir("Renouveler", contrat, suite).await;
    assert_eq!(refus(&renouveler(&contrat, json!({ "finPrevue": "2026-12-14" })).await), ainsi("SAISIE_INVALIDE", "finPrevue"));
    let trop_tot = json!({ "finPrevue": "2028-06-14", "derogation": "Formation" });
    assert_eq!(refus(&renouveler(&contrat, trop_tot).await), ainsi("SAISIE_INVALIDE", "derogation"));
    let contrat = renouveler(&contrat, json!({ "finPrevue": "2028-06-14" })).await.effet()["contratInsertion"].clone();
    assert_eq!(refus(&renouveler(&contrat, json!({ "finPrevue": "2028-06-15" })).await), ainsi("DUREE_MAXIMALE_DEPASSEE", "derogation"));
    let fin = json!({ "finPrevue": "2028-09-30", "derogation": "Achève sa formation qualifiante" });
    let contrat = renouveler(&contrat, fin).await.effet()["contratInsertion"].clone();
    assert_eq!(
        (&contrat["finPrevue"], &contrat["renouvellements"][1]["derogation"]),
        (&json!("2028-09-30"), &json!("Achève sa formation qualifiante"))
    );
}

async fn un_pass_compte_ses_jours(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let contrat = scene.contrat(&scene.personne("Agréée").await, 0).await;
    let pass = |suite: Value| json!({ "pass": super::fondre(json!({ "numero": "999990000001", "debut": "2026-06-15", "fin": "2028-06-14" }), &suite) });
    let long = json!({ "pass": { "numero": "1", "debut": "2026-06-15", "fin": "2028-06-15" } });
    assert_eq!(refus(&scene.agir("Modifier", &contrat, long).await), ainsi("SAISIE_INVALIDE", "pass"));
    let contrat = scene.agir("Modifier", &contrat, pass(json!({}))).await.effet()["contratInsertion"].clone();
    assert_eq!((&contrat["pass"]["statut"], &contrat["pass"]["joursRestants"]), (&json!("VALIDE"), &json!(731)));
    let suspension = json!({ "suspensions": [{ "du": "2026-06-20", "au": "2026-06-29", "motif": "CONTRAT_SUSPENDU" }],
        "prolongations": [{ "du": "2028-06-25", "au": "2028-07-04", "motif": "SENIOR" }] });
    scene.agir("Modifier", &contrat, pass(suspension)).await.effet();
    banc.horloge.avancer(TimeDelta::days(7));
    let lu = lire(&scene.cocagne, "Contrat", &contrat["id"]).await["pass"].clone();
    assert_eq!((&lu["statut"], &lu["joursRestants"], &lu["fin"]), (&json!("SUSPENDU"), &json!(736), &json!("2028-07-04")));
    let sante = json!({ "prolongations": [{ "du": "2028-06-25", "au": "2028-07-04", "motif": "TRAVAILLEUR_HANDICAPE" }] });
    let relu = lire(&scene.cocagne, "Contrat", &contrat["id"]).await;
    assert_eq!(refus(&scene.agir("Modifier", &relu, pass(sante)).await), ainsi("SAISIE_INVALIDE", "pass"));
}

async fn une_immersion_tient_dans_le_contrat(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let contrat = scene.contrat(&scene.personne("Immergée").await, 0).await;
    let immersion = |du: &str, au: &str, bilan: Value| json!({ "employeur": "Vergers du Lauragais", "du": du, "au": au, "objet": "DECOUVRIR_UN_METIER", "bilan": bilan });
    let hors = immersion("2026-06-01", "2026-06-20", Value::Null);
    assert_eq!(refus(&scene.agir("Immerger", &contrat, hors).await), ainsi("SAISIE_INVALIDE", "du"));
    let longue = immersion("2026-07-01", "2026-08-01", Value::Null);
    assert_eq!(refus(&scene.agir("Immerger", &contrat, longue).await), ainsi("DUREE_MAXIMALE_DEPASSEE", "au"));
    let contrat =
        scene.agir("Immerger", &contrat, immersion("2026-07-01", "2026-07-31", Value::Null)).await.effet()["contratInsertion"].clone();
    let double = immersion("2026-07-31", "2026-08-07", Value::Null);
    assert_eq!(refus(&scene.agir("Immerger", &contrat, double).await), ainsi("PERIODE_CHEVAUCHANTE", "du"));
    let dite = scene.agir("Immerger", &contrat, immersion("2026-07-01", "2026-07-31", json!("Confirmée"))).await;
    let immersions = dite.effet()["contratInsertion"]["immersions"].clone();
    assert_eq!((immersions.as_array().map(Vec::len), &immersions[0]["bilan"]), (Some(1), &json!("Confirmée")));
}

async fn une_sortie_libere_la_place(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let contrat = scene.contrat(&scene.personne("Sortie").await, 0).await;
    let poste = &scene.postes[0];
    let restants = async || lire(&scene.ass, "Poste", poste).await["postesRestants"].clone();
    assert_eq!(restants().await, 4);
    for (le, champ) in [("2026-06-14", "le"), ("2026-06-16", "le")] {
        assert_eq!(refus(&scene.agir("Terminer", &contrat, json!({ "le": le, "motif": "CDI" })).await), ainsi("SAISIE_INVALIDE", champ));
    }
    let sante = json!({ "le": "2026-06-15", "motif": "LONGUE_MALADIE" });
    assert_eq!(refus(&scene.agir("Terminer", &contrat, sante).await), ainsi("SAISIE_INVALIDE", "motif"));
    let fini = scene.agir("Terminer", &contrat, json!({ "le": "2026-06-15", "motif": "FORMATION_QUALIFIANTE" })).await;
    let fini = fini.effet()["contratInsertion"].clone();
    assert_eq!((&fini["sortie"]["categorie"], &fini["actionsPermises"]), (&json!("AUTRE_POSITIVE"), &json!([])));
    assert_eq!(restants().await, 5);
    assert_eq!(
        refus(&scene.agir("Terminer", &fini, json!({ "le": "2026-06-15", "motif": "CDI" })).await),
        ainsi("TRANSITION_INTERDITE", "id")
    );
}

//! A declaration keeps the rules of its indicator; a correction keeps the former value readable.

use serde_json::{Value, json};

use super::{APPROPRIATION, DOCUMENT, SATISFACTION, annee, champs, de_l_annee, declarer, identifiant, valeurs};
use crate::harnais::{Banc, sur_les_deux_moteurs};
use domain::identifiant::Genre;

sur_les_deux_moteurs!(
    une_declaration_se_lit,
    une_correction_garde_l_ancienne,
    chaque_refus_nomme_son_champ,
    un_lieu_est_une_cellule,
    une_cle_rejoue
);

async fn une_declaration_se_lit(banc: &Banc) {
    let caf = banc.client("caf-64").await;
    declarer(banc, &caf, SATISFACTION, json!({ "numerateur": "445", "denominateur": "1335" })).await.effet();
    let lue = &de_l_annee(&caf, SATISFACTION, 2025).await[0];
    assert_eq!((&lue["valeur"], &lue["numerateur"], &lue["denominateur"]), (&json!("33.33"), &json!("445"), &json!("1335")));
    assert_eq!((&lue["qualite"], &lue["periode"]["libelle"]), (&json!("OBSERVEE"), &json!("Année 2025")));
    declarer(banc, &caf, SATISFACTION, json!({ "periode": annee(2026), "valeur": "70" })).await.effet();
    assert_eq!(de_l_annee(&caf, SATISFACTION, 2026).await[0]["qualite"], "PROVISOIRE", "the year is not over");
    declarer(banc, &caf, APPROPRIATION, json!({ "texte": "Les usagers citent leur orientation." })).await.effet();
    let lue = &de_l_annee(&caf, APPROPRIATION, 2025).await[0];
    assert_eq!((&lue["texte"], &lue["valeur"]), (&json!("Les usagers citent leur orientation."), &Value::Null));
}

async fn une_correction_garde_l_ancienne(banc: &Banc) {
    let (caf, conseil) = (banc.client("caf-64").await, banc.client("departement-64").await);
    declarer(banc, &caf, SATISFACTION, json!({ "valeur": "70" })).await.effet();
    banc.horloge.avancer(chrono::TimeDelta::days(1));
    declarer(banc, &conseil, SATISFACTION, json!({ "valeur": "71.5" })).await.effet();
    let manque = json!({ "qualite": "NON_DISPONIBLE", "justification": "Enquête annulée." });
    banc.horloge.avancer(chrono::TimeDelta::days(1));
    declarer(banc, &caf, SATISFACTION, manque).await.effet();
    let lues = de_l_annee(&caf, SATISFACTION, 2025).await;
    assert_eq!((lues.len(), &lues[0]["qualite"], &lues[0]["justification"]), (1, &json!("NON_DISPONIBLE"), &json!("Enquête annulée.")));
    let variables = json!({ "id": identifiant(banc, SATISFACTION).await, "periode": annee(2025) });
    let reponse = caf.operer(DOCUMENT, "Historique", variables).await;
    let anciennes: Vec<Value> =
        reponse.donnees()["node"]["historique"].as_array().expect("list").iter().map(|v| v["valeur"].clone()).collect();
    assert_eq!(anciennes, [Value::Null, json!("71.5"), json!("70")]);
}

async fn chaque_refus_nomme_son_champ(banc: &Banc) {
    let caf = banc.client("caf-64").await;
    let refusees = [
        (SATISFACTION, json!({ "valeur": "70", "periode": { "du": "2025-01-01", "au": "2025-06-30" } }), "periode"),
        (SATISFACTION, json!({ "valeur": "70", "periode": { "du": "2025-12-31", "au": "2025-01-01" } }), "periode"),
        (SATISFACTION, json!({ "valeur": "70", "periode": annee(2027) }), "periode"),
        (SATISFACTION, json!({}), "valeur"),
        (SATISFACTION, json!({ "valeur": "70.125" }), "valeur"),
        (SATISFACTION, json!({ "valeur": "1001" }), "valeur"),
        (SATISFACTION, json!({ "valeur": "34", "numerateur": "445", "denominateur": "1335" }), "valeur"),
        (SATISFACTION, json!({ "numerateur": "3" }), "denominateur"),
        (SATISFACTION, json!({ "numerateur": "3", "denominateur": "0" }), "denominateur"),
        (SATISFACTION, json!({ "numerateur": "5", "denominateur": "4" }), "numerateur"),
        (SATISFACTION, json!({ "qualite": "NON_DISPONIBLE" }), "justification"),
        (SATISFACTION, json!({ "qualite": "NON_RENSEIGNEE", "valeur": "3", "justification": "Non." }), "qualite"),
        (SATISFACTION, json!({ "qualite": "SECRET_STATISTIQUE", "valeur": "3" }), "qualite"),
        (SATISFACTION, json!({ "qualite": "OBSERVEE", "valeur": "3", "periode": annee(2026) }), "qualite"),
        (SATISFACTION, json!({ "valeur": "3", "territoireId": Genre::Territoire.ecrire(uuid::Uuid::nil()) }), "territoireId"),
        ("64-2018-2021.15.02", json!({ "valeur": "-1" }), "valeur"),
        (APPROPRIATION, json!({}), "texte"),
        (APPROPRIATION, json!({ "texte": "Oui.", "valeur": "3" }), "valeur"),
    ];
    for (code, saisie, champ) in refusees {
        let reponse = declarer(banc, &caf, code, saisie.clone()).await;
        assert_eq!(champs(&reponse), [champ], "{saisie}: {}", reponse.corps);
    }
    let lignes: i64 = banc.valeur("select count(*) from valeur_declaree", []).await;
    assert_eq!(lignes, initiales(banc).await, "a refusal writes nothing");
}

/// What the synthetic world declares: nothing of the fiches of these tests.
async fn initiales(banc: &Banc) -> i64 {
    banc.valeur("select count(*) from valeur_declaree where declaree_le < '2026-06-15'", []).await
}

async fn un_lieu_est_une_cellule(banc: &Banc) {
    let conseil = banc.client("departement-64").await;
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let lieu = referentiel.territoires.toutes().find(|t| t.departement == "64").expect("territory");
    let (id, niveau) = (Genre::Territoire.ecrire(lieu.id), serde_json::to_value(lieu.type_).expect("code"));
    declarer(banc, &conseil, SATISFACTION, json!({ "valeur": "70" })).await.effet();
    declarer(banc, &conseil, SATISFACTION, json!({ "valeur": "60", "territoireId": id })).await.effet();
    let total = de_l_annee(&conseil, SATISFACTION, 2025).await;
    assert_eq!((total.len(), &total[0]["valeur"], &total[0]["territoire"]), (1, &json!("70"), &Value::Null));
    let la = valeurs(&conseil, SATISFACTION, json!({ "periode": annee(2025), "territoire": id })).await;
    assert_eq!((la.len(), &la[0]["valeur"], &la[0]["territoire"]["code"]), (1, &json!("60"), &json!(lieu.code)));
    let parts = valeurs(&conseil, SATISFACTION, json!({ "periode": annee(2025), "ventilation": ["TERRITOIRE"], "niveau": niveau })).await;
    assert_eq!(parts[0]["dimensions"], json!([{ "dimension": "TERRITOIRE", "code": lieu.code, "libelle": lieu.nom }]));
    let autrement = valeurs(&conseil, SATISFACTION, json!({ "periode": annee(2025), "ventilation": ["SEXE"] })).await;
    assert_eq!((autrement.len(), &autrement[0]["qualite"]), (1, &json!("NON_DISPONIBLE")));
}

/// The same key declares once, and another body under it is refused.
async fn une_cle_rejoue(banc: &Banc) {
    let caf = banc.client("caf-64").await;
    let cle = "0198c0de-0000-7000-8000-000000000001";
    let avant: i64 = banc.valeur("select count(*) from valeur_declaree", []).await;
    for _ in 0..2 {
        declarer(banc, &caf, SATISFACTION, json!({ "cleIdempotence": cle, "valeur": "70" })).await.effet();
    }
    let autre = declarer(banc, &caf, SATISFACTION, json!({ "cleIdempotence": cle, "valeur": "70", "periode": annee(2024) })).await;
    assert_eq!(autre.refus(), ["CLE_IDEMPOTENCE_REUTILISEE"]);
    let apres: i64 = banc.valeur("select count(*) from valeur_declaree", []).await;
    assert_eq!(apres - avant, 1);
}

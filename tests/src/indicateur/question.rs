//! A question out of bounds is refused with the argument and the rule.

use serde_json::{Value, json};

use super::{DOCUMENT, SATISFACTION, annee};
use crate::harnais::{Banc, sur_les_deux_moteurs};
use domain::identifiant::Genre;

sur_les_deux_moteurs!(une_question_a_ses_bornes);

async fn une_question_a_ses_bornes(banc: &Banc) {
    let client = banc.client("departement-64").await;
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let ailleurs = referentiel.territoires.toutes().find(|t| t.departement == "31").expect("territory");
    let ailleurs = Genre::Territoire.ecrire(ailleurs.id);
    let longue = json!({ "du": "2000-01-01", "au": "2025-12-31" });
    let refusees: [(&str, Value); 8] = [
        ("periode", json!({ "periode": { "du": "2021-02-01", "au": "2021-01-31" } })),
        ("pas", json!({ "periode": longue, "pas": "MOIS" })),
        ("ventilation", json!({ "periode": annee(2021), "ventilation": ["SEXE", "PUBLIC", "MODALITE"] })),
        ("ventilation", json!({ "periode": annee(2021), "ventilation": ["SEXE", "SEXE"] })),
        ("niveau", json!({ "periode": annee(2021), "niveau": "INTERCOMMUNALITE" })),
        ("niveau", json!({ "periode": annee(2021), "ventilation": ["TERRITOIRE"] })),
        ("territoire", json!({ "periode": annee(2021), "territoire": ailleurs })),
        ("versionDefinition", json!({ "periode": annee(2021), "version": 2 })),
    ];
    for (argument, mut variables) in refusees {
        variables["codes"] = json!([SATISFACTION]);
        let reponse = client.operer(DOCUMENT, "Valeurs", variables).await;
        assert_eq!(reponse.codes(), ["REQUETE_INVALIDE"], "{argument}: {}", reponse.corps);
        let message = reponse.corps["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.starts_with(&format!("{argument} : ")), "{message}");
    }
    let permise = json!({ "codes": [SATISFACTION], "periode": longue, "pas": "ANNEE", "version": 1 });
    let reponse = client.operer(DOCUMENT, "Valeurs", permise).await;
    let valeurs = &reponse.donnees()["indicateurs"]["nodes"][0]["valeurs"];
    assert_eq!(valeurs.as_array().map(Vec::len), Some(26), "a line for each year about which nobody says anything");
}

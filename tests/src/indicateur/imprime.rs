//! What the documents print is kept to the letter, with what contradicts it.

use serde_json::{Value, json};

use super::{annee, de_l_annee, declarer, valeurs};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    les_valeurs_sont_celles_du_document,
    plusieurs_chiffres_d_une_periode,
    ce_qui_manque_est_dit,
    une_valeur_sans_date_suit_son_document,
    les_objectifs_et_les_ecarts,
    une_page_coute_un_enonce,
);

const RAPPORT: &str = "31-convention-pauvrete-2019-2021";

async fn les_valeurs_sont_celles_du_document(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    let lues = valeurs(&client, &format!("{RAPPORT}.2.1.02"), json!({ "periode": { "du": "2020-01-01", "au": "2021-12-31" } })).await;
    let resume: Vec<Value> =
        lues.iter().map(|v| json!([v["periode"]["libelle"], v["valeur"], v["qualite"], v["imprimee"]["texte"]])).collect();
    assert_eq!(resume, [json!(["2020", "5", "OBSERVEE", "5"]), json!(["2021", "11", "OBSERVEE", "11"])]);
    assert_eq!(lues[0]["source"], "document 004, ligne 459");
    // The year in progress of the report stands in its year, and not in a shorter question.
    let code = format!("{RAPPORT}.8.1.01");
    let lues = de_l_annee(&client, &code, 2021).await;
    assert_eq!((lues.len(), &lues[0]["valeur"], &lues[0]["imprimee"]["texte"]), (1, &json!("90"), &json!("90 familles")));
    assert_eq!(lues[0]["periode"], json!({ "du": "2021-01-01", "au": "2021-10-31", "libelle": "2021 (au 31/10/2021)" }));
    let courte = valeurs(&client, &code, json!({ "periode": { "du": "2021-01-01", "au": "2021-06-30" } })).await;
    assert_eq!((courte.len(), &courte[0]["qualite"], &courte[0]["imprimee"]), (1, &json!("NON_RENSEIGNEE"), &Value::Null));
}

async fn plusieurs_chiffres_d_une_periode(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    let lues = de_l_annee(&client, &format!("{RAPPORT}.8.1.18"), 2021).await;
    let total: Vec<Value> =
        lues.iter().map(|v| json!([v["imprimee"]["precision"], v["valeur"], v["imprimee"]["anomalie"]["code"]])).collect();
    let attendus = [("Bidonville", "55"), ("Squat", "63"), ("A la rue", "21"), ("Total", "139")];
    assert_eq!(total, attendus.map(|(precision, valeur)| json!([precision, valeur, "A11"])));
}

async fn ce_qui_manque_est_dit(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    let un = async |code: &str, an| {
        let lues = de_l_annee(&client, &format!("{RAPPORT}.{code}"), an).await;
        assert_eq!(lues.len(), 1, "{code}");
        json!([lues[0]["qualite"], lues[0]["valeur"], lues[0]["imprimee"]["texte"]])
    };
    assert_eq!(un("T1.02", 2021).await, json!(["NON_RENSEIGNEE", null, ""]));
    assert_eq!(un("T1.04", 2020).await, json!(["NON_DISPONIBLE", null, "/"]));
    assert_eq!(un("T1.05", 2021).await, json!(["NON_DISPONIBLE", null, "ND"]));
    assert_eq!(un("T1.05", 2019).await, json!(["NON_RENSEIGNEE", null, null]), "nobody says anything");
}

async fn une_valeur_sans_date_suit_son_document(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    let code = format!("{RAPPORT}.1.1.03");
    let lues = de_l_annee(&client, &code, 2021).await;
    assert_eq!(lues[0]["periode"], json!({ "du": "2021-01-01", "au": "2021-12-31", "libelle": "annuel" }));
    assert_eq!((&lues[0]["valeur"], &lues[0]["imprimee"]["texte"]), (&json!("1200000"), &json!("1,2 million d'euros")));
    assert_eq!(de_l_annee(&client, &code, 2020).await[0]["imprimee"], Value::Null);
    // A date that does not exist is no date: the figure stays, with the anomaly.
    let actipro = de_l_annee(&client, &format!("{RAPPORT}.5.1.01"), 2021).await;
    let impossible = actipro.iter().find(|v| v["periode"]["libelle"] == "31/11/2020 (sic)").expect("printed");
    assert_eq!((&impossible["valeur"], &impossible["imprimee"]["anomalie"]["code"]), (&json!("3771"), &json!("A17")));
}

async fn les_objectifs_et_les_ecarts(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    let document = "query($codes: [String!]!, $periode: PeriodeInput!) { indicateurs(first: 1, filtre: { codes: $codes }) { nodes {
        objectifs(periode: $periode) { texte valeur valeurMaximale sens echeance source periode { libelle } } valeurs(periode: $periode) { valeur ecart } } } }";
    let un = async |code: &str, an| {
        let reponse = client.demander(document, json!({ "codes": [code], "periode": annee(an) })).await;
        reponse.donnees()["indicateurs"]["nodes"][0].clone()
    };
    let conseil = banc.client("departement-64").await;
    declarer(banc, &conseil, "64-2018-2021.15.01", json!({ "valeur": "216" })).await.effet();
    assert_eq!(de_l_annee(&conseil, "64-2018-2021.15.01", 2025).await[0]["ecart"], "-37", "of 253 at least");
    let fourchette = un("82-avenant-1.2.3.01", 2022).await;
    let attendu = json!([{ "texte": "entre 80 et 100 entretiens sur 2022", "valeur": "80", "valeurMaximale": "100", "sens": "ENTRE",
        "echeance": "2022-12-31", "source": "document 003, ligne 41", "periode": { "libelle": "Année 2022" } }]);
    assert_eq!(fourchette["objectifs"], attendu);
    assert_eq!(un("82-avenant-1.2.3.01", 2021).await["objectifs"], json!([]), "it is of 2022 only");
    let contradiction = un("64-2018-2021.15.04", 2018).await;
    assert_eq!([&contradiction["objectifs"][0]["valeur"], &contradiction["objectifs"][1]["valeur"]], ["200", "240"]);
}

/// Whatever the number of indicators, and whatever each asks.
async fn une_page_coute_un_enonce(banc: &Banc) {
    let client = banc.client("departement-64").await;
    let document = "query($n: Int!) { indicateurs(first: $n, filtre: { mode: DECLARE }) { nodes {
        valeurs(periode: { du: \"2025-01-01\", au: \"2025-12-31\" }) { valeur } avant: valeurs(periode: { du: \"2020-01-01\", au: \"2024-12-31\" }) { valeur } } } }";
    let mut couts = Vec::new();
    for n in [1, 60] {
        banc.enonces();
        let lus = client.demander(document, json!({ "n": n })).await;
        assert_eq!(lus.donnees()["indicateurs"]["nodes"].as_array().map(Vec::len), Some(n));
        couts.push(banc.enonces());
    }
    assert_eq!(couts[0], couts[1], "{couts:?}");
}

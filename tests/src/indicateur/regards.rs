//! Who declares and who reads what was declared, one profile after another.

use serde_json::json;

use super::{SATISFACTION, de_l_annee, declarer};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_declare_ce_dont_il_repond, chacun_lit_selon_son_lien);

/// Fiche 1 of 64 is led by the CAF and the Département.
async fn chacun_declare_ce_dont_il_repond(banc: &Banc) {
    for persona in ["caf-64", "departement-64"] {
        let client = banc.client(persona).await;
        declarer(banc, &client, SATISFACTION, json!({ "valeur": "70" })).await.effet();
    }
    for persona in ["pole-emploi-64", "caf-31", "departement-31/ass", "cma-64", "ars-64", "departement-82/ass"] {
        let client = banc.client(persona).await;
        let reponse = declarer(banc, &client, SATISFACTION, json!({ "valeur": "12" })).await;
        assert_eq!(reponse.refus(), ["INTROUVABLE"], "{persona}");
    }
    // A partner that a fiche names as associate declares its indicators, though others answer for them.
    let associe = banc.client("pole-emploi-64").await;
    declarer(banc, &associe, "64-2018-2021.15.01", json!({ "valeur": "12" })).await.effet();
    let sans_portee = banc.client_de_portees("caf-64", "indicateurs:lire").await;
    let reponse = declarer(banc, &sans_portee, SATISFACTION, json!({ "valeur": "12" })).await;
    assert_eq!(reponse.codes(), ["PORTEE_INSUFFISANTE"], "{}", reponse.corps);
}

/// Its own lines and those it answers for; all of a département for who governs it, pays there or reads its aggregates.
async fn chacun_lit_selon_son_lien(banc: &Banc) {
    declarer(banc, &banc.client("departement-64").await, SATISFACTION, json!({ "valeur": "70" })).await.effet();
    let lue = async |persona: &str| de_l_annee(&banc.client(persona).await, SATISFACTION, 2025).await[0]["valeur"].clone();
    for persona in ["departement-64", "caf-64", "cpam-64", "ars-64"] {
        assert_eq!(lue(persona).await, "70", "{persona}");
    }
    for persona in ["pole-emploi-64", "departement-31/ass", "caf-31", "cibc-82", "plie-31"] {
        assert_eq!(lue(persona).await, serde_json::Value::Null, "{persona}");
    }
}

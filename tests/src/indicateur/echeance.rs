//! A period that ends asks for its declarations, until one is made.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{SATISFACTION, annee, declarer, identifiant};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_declaration_attendue_se_ferme, une_nouvelle_periode_remplace_la_precedente, le_retard_est_dit_au_responsable);

const ATTENDUES: &str = "query($responsable: ID, $apres: String) { echeances(codes: [DECLARER_INDICATEUR], responsable: $responsable, first: 100, after: $apres) {
    nodes { code objetId depuisLe dueLe retardJours responsable { nom } allocataire { id } objet { ... on Indicateur { code } } }
    pageInfo { hasNextPage endCursor } } }";

/// Those that the caller sees of one indicator.
async fn attendues(banc: &Banc, client: &Client, code: &str) -> Vec<Value> {
    let id = identifiant(banc, code).await;
    let (mut lues, mut apres) = (Vec::new(), Value::Null);
    loop {
        let reponse = client.demander(ATTENDUES, json!({ "apres": apres })).await;
        let page = &reponse.donnees()["echeances"];
        lues.extend(page["nodes"].as_array().expect("nodes").iter().filter(|e| e["objetId"] == json!(id)).cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return lues;
        }
        apres = page["pageInfo"]["endCursor"].clone();
    }
}

async fn une_declaration_attendue_se_ferme(banc: &Banc) {
    let (conseil, caf) = (banc.client("departement-64").await, banc.client("caf-64").await);
    assert!(attendues(banc, &conseil, SATISFACTION).await.is_empty(), "the ticker has not passed");
    assert!(banc.taches().await.declarations > 50);
    assert_eq!(banc.taches().await.declarations, 0, "once");
    let lues = attendues(banc, &conseil, SATISFACTION).await;
    let mut noms: Vec<&str> = lues.iter().filter_map(|e| e["responsable"]["nom"].as_str()).collect();
    noms.sort_unstable();
    assert_eq!(noms.len(), 2, "one for each who answers: {noms:?}");
    let premiere = json!([lues[0]["depuisLe"], lues[0]["dueLe"], lues[0]["retardJours"], lues[0]["objet"]["code"], lues[0]["allocataire"]]);
    assert_eq!(premiere, json!(["2026-01-01T00:00:00+00:00", "2026-03-02", 105, SATISFACTION, null]));
    // Neither a partner of the fiche of another, nor another département.
    for persona in ["pole-emploi-64", "departement-31/ass"] {
        assert!(attendues(banc, &banc.client(persona).await, SATISFACTION).await.is_empty(), "{persona}");
    }
    declarer(banc, &caf, SATISFACTION, json!({ "valeur": "70", "periode": annee(2024) })).await.effet();
    assert_eq!(attendues(banc, &conseil, SATISFACTION).await.len(), 2, "another year");
    declarer(banc, &caf, SATISFACTION, json!({ "valeur": "70" })).await.effet();
    assert!(attendues(banc, &conseil, SATISFACTION).await.is_empty());
    assert_eq!(banc.taches().await.declarations, 0, "declared is declared");
}

async fn une_nouvelle_periode_remplace_la_precedente(banc: &Banc) {
    let conseil = banc.client("departement-64").await;
    banc.taches().await;
    banc.horloge.avancer(TimeDelta::days(220));
    banc.taches().await;
    let lues = attendues(banc, &conseil, SATISFACTION).await;
    let dates: Vec<&Value> = lues.iter().map(|e| &e["dueLe"]).collect();
    assert_eq!(dates, ["2027-03-02", "2027-03-02"]);
}

async fn le_retard_est_dit_au_responsable(banc: &Banc) {
    banc.taches().await;
    banc.sequencer().await;
    let document = "query($apres: Curseur) { evenements(types: [ECHEANCE_DEPASSEE], apres: $apres) { evenements { objetId objet { ... on Indicateur { code } } } dernierCurseur encore } }";
    let id = identifiant(banc, SATISFACTION).await;
    let nombre = async |persona: &str| {
        let client = banc.client(persona).await;
        let (mut lus, mut apres) = (0, Value::Null);
        loop {
            let reponse = client.demander(document, json!({ "apres": apres })).await;
            let page = &reponse.donnees()["evenements"];
            lus += page["evenements"].as_array().expect("events").iter().filter(|e| e["objetId"] == json!(id)).count();
            if page["encore"] == false {
                return lus;
            }
            apres = page["dernierCurseur"].clone();
        }
    };
    assert_eq!((nombre("caf-64").await, nombre("departement-64").await, nombre("pole-emploi-64").await), (1, 1, 0));
}

//! The dashboard's own documents, sent one by one as the page sends them, by each kind of reader of indicators.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_document_du_tableau_repond);

const REQUETES: &str = include_str!("../../api/console/tableau/requetes.graphql");

/// What one document may cost: far under the limit of a request, since a page sends many.
const COUT: u64 = 2_000;

/// The operations of the file by name, cut where the page cuts them.
fn operations() -> BTreeMap<&'static str, String> {
    let morceaux = REQUETES.split("\nquery ").skip(1);
    morceaux.map(|m| (m.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default(), format!("query {m}"))).collect()
}

/// A reader, and the pacte that it looks at.
struct Lecture<'a> {
    client: &'a Client,
    operations: &'a BTreeMap<&'static str, String>,
    pacte: &'static str,
}

impl Lecture<'_> {
    async fn demander(&self, operation: &str, variables: Value) -> Value {
        let reponse = self.client.demander(&self.operations[operation], variables).await;
        let cout = reponse.corps["extensions"]["cout"]["demande"].as_u64();
        let donnees = reponse.donnees().clone();
        assert!(cout.is_some_and(|cout| cout <= COUT), "{operation} costs {cout:?}");
        donnees
    }

    async fn tout(&self) {
        let departement = json!({ "departement": &self.pacte[..2] });
        self.demander("Ouverture", json!({})).await;
        self.demander("Territoires", departement.clone()).await;
        self.demander("Pacte", departement).await;
        let fiches = self.demander("Fiches", json!({ "pacte": self.pacte, "apres": null })).await;
        // A pacte may have indicators and no fiche.
        for fiche in fiches["fichesAction"]["nodes"].as_array().expect("nodes").iter().take(2) {
            self.demander("Fiche", json!({ "pacte": self.pacte, "code": fiche["code"] })).await;
        }
        let indicateurs = self.demander("Indicateurs", json!({ "filtre": { "pacte": self.pacte }, "apres": null })).await;
        let noeuds = indicateurs["indicateurs"]["nodes"].as_array().expect("nodes");
        assert!(!noeuds.is_empty(), "{}: no indicator", self.pacte);
        for noeud in noeuds {
            self.valeurs(&noeud["id"], json!({})).await;
            self.valeurs(&noeud["id"], json!({ "ventilation": ["TERRITOIRE"], "niveau": "INTERCOMMUNALITE" })).await;
        }
    }

    async fn valeurs(&self, id: &Value, suites: Value) {
        let mut variables = json!({ "id": id, "periode": { "du": "2019-01-01", "au": "2026-12-31" }, "pas": "ANNEE", "territoire": null, "niveau": null, "ventilation": null });
        variables.as_object_mut().expect("object").extend(suites.as_object().cloned().unwrap_or_default());
        let lues = self.demander("Valeurs", variables).await;
        assert!(lues["node"]["valeurs"].as_array().is_some_and(|lignes| !lignes.is_empty()), "{lues}");
    }
}

async fn chaque_document_du_tableau_repond(banc: &Banc) {
    let operations = operations();
    assert_eq!(operations.len(), REQUETES.matches("query ").count());
    for (persona, pacte) in [("departement-31", "31-convention-pauvrete-2019-2021"), ("bi-31", "31-2019-2021"), ("cibc-82", "82-avenant-1")]
    {
        let client = banc.client(persona).await;
        Lecture { client: &client, operations: &operations, pacte }.tout().await;
    }
}

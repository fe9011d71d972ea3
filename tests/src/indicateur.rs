//! Indicators: what the documents print, what may be asked, what partners declare and by when.

use serde_json::{Value, json};

use crate::harnais::{Banc, Client, Reponse};

mod declaration;
mod echeance;
mod imprime;
mod question;
mod regards;
mod suivi;

const DOCUMENT: &str = "
    query Valeurs($codes: [String!]!, $periode: PeriodeInput!, $pas: PasTemporel = ANNEE, $territoire: ID, $niveau: TypeTerritoire, $ventilation: [Dimension!], $version: Int) {
        indicateurs(first: 1, filtre: { codes: $codes }) { nodes { id code mode
            valeurs(periode: $periode, pas: $pas, territoire: $territoire, niveau: $niveau, ventilation: $ventilation, versionDefinition: $version) {
                periode { du au libelle } territoire { code } dimensions { dimension code libelle } valeur texte numerateur denominateur qualite justification
                ecart source declareePar { nom } imprimee { texte precision source anomalie { code } } } } } }
    query Historique($id: ID!, $periode: PeriodeInput!) {
        node(id: $id) { ... on Indicateur { historique(periode: $periode) { valeur texte qualite declareePar { nom } } } } }
    mutation Declarer($input: DeclarerValeurInput!) { declarerValeur(input: $input) { indicateur { id } erreurs { code champ message } } }";

/// Shares that a partner declares and no file gives; the CAF and the Département lead its fiche.
const SATISFACTION: &str = "64-2018-2021.1.03";
/// In words only.
const APPROPRIATION: &str = "64-2018-2021.1.05";

fn annee(annee: i32) -> Value {
    json!({ "du": format!("{annee}-01-01"), "au": format!("{annee}-12-31") })
}

/// The values of one indicator, as that caller reads them.
async fn valeurs(client: &Client, code: &str, mut variables: Value) -> Vec<Value> {
    variables["codes"] = json!([code]);
    let reponse = client.operer(DOCUMENT, "Valeurs", variables).await;
    reponse.donnees()["indicateurs"]["nodes"][0]["valeurs"].as_array().cloned().unwrap_or_else(|| panic!("{}", reponse.corps))
}

async fn de_l_annee(client: &Client, code: &str, an: i32) -> Vec<Value> {
    valeurs(client, code, json!({ "periode": annee(an) })).await
}

async fn identifiant(banc: &Banc, code: &str) -> String {
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let indicateur = referentiel.indicateur(code).unwrap_or_else(|| panic!("no indicator {code}"));
    domain::identifiant::Genre::Indicateur.ecrire(indicateur.id)
}

/// Declares for the year 2025, with these fields besides.
async fn declarer(banc: &Banc, client: &Client, code: &str, champs: Value) -> Reponse {
    let mut input = json!({ "indicateurId": identifiant(banc, code).await, "periode": annee(2025) });
    input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
    client.operer(DOCUMENT, "Declarer", json!({ "input": input })).await
}

/// The fields that the refused declaration names.
fn champs(reponse: &Reponse) -> Vec<String> {
    let erreurs = reponse.charge()["erreurs"].as_array().expect("errors");
    erreurs.iter().map(|e| e["champ"][1].as_str().unwrap_or_default().to_owned()).collect()
}

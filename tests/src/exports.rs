//! Exports: the same cells in every format, the same rights as the API.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

use crate::harnais::{Banc, Client, Reponse};

mod acces;
mod commande;
mod concordance;
mod formats;
mod lecteurs;
mod listes;
mod portions;
mod python;

/// Declared values of 64, printed ones of 31; the API answers one year of them within the points of one minute.
const DECLARES: &str = "pacte=64-2018-2021&du=2025-01-01&au=2025-12-31";
const IMPRIMES: &str = "pacte=31-convention-pauvrete-2019-2021&du=2021-01-01&au=2021-12-31";

/// Of the pacte of 64, declared in words only.
const APPROPRIATION: &str = "64-2018-2021.1.05";

/// `GET`, or `HEAD`, with these headers besides the token.
async fn demander(client: &Client, methode: &str, chemin: &str, entetes: &[(header::HeaderName, &str)]) -> Reponse {
    let requete = client.requete(methode, chemin).await;
    let requete = entetes.iter().fold(requete, |requete, (nom, valeur)| requete.header(nom, *valeur));
    client.envoyer(requete.body(Body::empty()).expect("request")).await
}

async fn obtenir(client: &Client, chemin: &str) -> Reponse {
    demander(client, "GET", chemin, &[]).await
}

/// The same, once sure that a file came.
async fn fichier(client: &Client, chemin: &str) -> Vec<u8> {
    let reponse = obtenir(client, chemin).await;
    assert_eq!(reponse.statut, 200, "{chemin}: {}", reponse.corps);
    reponse.octets.to_vec()
}

/// `GET` without token, with this `Authorization` if any.
async fn sans_jeton(banc: &Banc, chemin: &str, credit: Option<&str>) -> Reponse {
    let requete = credit.into_iter().fold(Request::get(chemin), |r, credit| r.header(header::AUTHORIZATION, credit));
    banc.envoyer(requete.body(Body::empty()).expect("request")).await
}

fn entete(reponse: &Reponse, nom: header::HeaderName) -> &str {
    reponse.entetes.get(nom).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// Declares words for the year 2025.
async fn declarer(banc: &Banc, texte: &str) {
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let id = domain::identifiant::Genre::Indicateur.ecrire(referentiel.indicateur(APPROPRIATION).expect("indicator").id);
    let input = json!({ "indicateurId": id, "periode": { "du": "2025-01-01", "au": "2025-12-31" }, "texte": texte });
    let document = "mutation($input: DeclarerValeurInput!) { declarerValeur(input: $input) { erreurs { code champ message } } }";
    banc.client("caf-64").await.demander(document, json!({ "input": input })).await.effet();
}

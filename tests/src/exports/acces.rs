//! Who may export, and what may be asked.

use api::graphql::porte::Limites;
use axum::http::header;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use domain::identite::clients::{self, GenreClient, SecretNeuf};
use serde_json::json;

use super::{DECLARES, demander, entete, fichier, obtenir, sans_jeton};
use crate::harnais::{Banc, Moteur, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_cle_d_export_ouvre_les_indicateurs_et_rien_d_autre, ce_qui_ne_se_lit_pas_est_nomme);

fn basic(neuf: &SecretNeuf) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", neuf.client, neuf.secret)))
}

async fn une_cle_d_export_ouvre_les_indicateurs_et_rien_d_autre(banc: &Banc) {
    let caf = banc.partenaire("caf-64").await;
    let creer = async |genre| clients::creer(&banc.base, caf, genre).await.expect("client");
    let (cle, serveur) = (basic(&creer(GenreClient::Export).await), basic(&creer(GenreClient::Serveur).await));
    let chemin = format!("/exports/indicateurs.csv?{DECLARES}");
    let par_cle = sans_jeton(banc, &chemin, Some(&cle)).await;
    assert_eq!(par_cle.statut, 200, "{}", par_cle.corps);
    assert!(par_cle.octets == fichier(&banc.client("caf-64").await, &chemin).await, "the same rights, the same bytes");
    for credit in [None, Some(serveur.as_str()), Some("Basic eDp5"), Some("Basic ???"), Some("Bearer a.b.c")] {
        let refusee = sans_jeton(banc, &chemin, credit).await;
        assert_eq!((refusee.statut, refusee.codes()), (401, vec!["NON_AUTHENTIFIE"]), "{credit:?}");
        assert!(refusee.entetes.contains_key(header::WWW_AUTHENTICATE));
    }
    assert!(entete(&sans_jeton(banc, &chemin, None).await, header::WWW_AUTHENTICATE).starts_with("Basic realm="));
    for ailleurs in ["/exports/prescriptions.ndjson", "/graphql?query=%7Bmoi%7Bportees%7D%7D", "/schema.graphql"] {
        assert_eq!(sans_jeton(banc, ailleurs, Some(&cle)).await.statut, 401, "{ailleurs}");
    }
    banc.horloge.avancer(TimeDelta::days(366));
    assert_eq!(sans_jeton(banc, &chemin, Some(&cle)).await.statut, 401, "expired");
}

async fn ce_qui_ne_se_lit_pas_est_nomme(banc: &Banc) {
    let client = banc.client("departement-64").await;
    let base = "/exports/indicateurs.xlsx?";
    for (question, parametre) in [
        ("du=2025-01-01&au=2025-12-31", "pacte"),
        ("pacte=64&du=2025-01-01&au=2025-12-31", "pacte"),
        ("pacte=64-2018-2021&du=hier&au=2025-12-31", "du"),
        ("pacte=64-2018-2021&du=2026-01-01&au=2025-12-31", "au"),
        ("pacte=64-2018-2021&du=1900-01-01&au=2025-12-31&pas=MOIS", "pas"),
        (&format!("{DECLARES}&ventilation=SEXE,MODALITE,PUBLIC"), "ventilation"),
        (&format!("{DECLARES}&ventilation=TERRITOIRE"), "niveau"),
        (&format!("{DECLARES}&territoire=31-lauragais"), "territoire"),
        (&format!("{DECLARES}&profil=excel"), "profil"),
        (&format!("{DECLARES}&ventilations=SEXE"), "ventilations"),
        (&format!("{DECLARES}&pas=MOIS&pas=ANNEE"), "pas"),
    ] {
        let refusee = obtenir(&client, &format!("{base}{question}")).await;
        assert_eq!((refusee.statut, refusee.codes()), (400, vec!["REQUETE_INVALIDE"]), "{question}");
        assert_eq!(refusee.corps["errors"][0]["extensions"]["parametre"], json!(parametre), "{}", refusee.corps);
        assert!(refusee.corps["errors"][0]["message"].as_str().is_some_and(|m| m.starts_with(parametre)), "{}", refusee.corps);
    }
    let autre = demander(&client, "POST", &format!("{base}{DECLARES}"), &[]).await;
    assert_eq!((autre.statut, entete(&autre, header::ALLOW)), (405, "GET, HEAD"));
    let sans_portee = banc.client_de_portees("departement-64", "parcours:lire").await;
    let refusee = obtenir(&sans_portee, &format!("{base}{DECLARES}")).await;
    assert_eq!((refusee.statut, refusee.codes()), (403, vec!["PORTEE_INSUFFISANTE"]));
}

#[tokio::test]
async fn a_budget_that_is_spent_stops_exports_too() {
    let limites = Limites { points_par_minute: 150, points_par_minute_larges: 150, ..Limites::default() };
    let banc = Banc::avec(Moteur::Sqlite, limites).await;
    let client = banc.client("departement-64").await;
    let chemin = format!("/exports/indicateurs.ndjson?{DECLARES}");
    let premiere = obtenir(&client, &chemin).await;
    let lignes = premiere.octets.split(|o| *o == b'\n').count() - 1;
    assert_eq!(premiere.statut, 200, "{}", premiere.corps);
    assert_eq!(entete(&premiere, header::HeaderName::from_static("ratelimit-remaining")), (150 - lignes).to_string(), "a point a line");
    let seconde = obtenir(&client, &chemin).await;
    assert_eq!((seconde.statut, seconde.codes()), (429, vec!["TROP_DE_REQUETES"]));
    assert!(seconde.entetes.contains_key(header::RETRY_AFTER));
    banc.horloge.avancer(TimeDelta::minutes(1));
    assert_eq!(obtenir(&client, &chemin).await.statut, 200);
}

#[tokio::test]
async fn the_table_schema_is_open_and_is_that_of_the_code() {
    let banc = Banc::nouveau(Moteur::Sqlite).await;
    let reponse = sans_jeton(&banc, "/exports/indicateurs.schema.json", None).await;
    assert_eq!((reponse.statut, &reponse.corps), (200, &api::export::schema_de_table()));
}

//! Lists of files: each line is the object that GraphQL gives, and the journal knows of every person.

use std::collections::BTreeSet;

use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{demander, entete, fichier, obtenir};
use crate::harnais::{Banc, Client, prescrire, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    chaque_ligne_est_l_objet_de_l_api,
    le_journal_connait_chaque_personne_exportee,
    seul_ce_qui_a_change_depuis_revient,
    ce_qui_n_est_pas_ouvert_est_refuse,
);

/// Name of the file, root field, and some fields with their masks.
const LISTES: [(&str, &str, &str); 5] = [
    (
        "prescriptions",
        "prescriptions",
        "statut motif suite { bilan } historique { vers le } prescripteur { id nom } actionsPermises { mutation }",
    ),
    ("parcours", "listeParcours", "statut modalite ouvertLe designations { debut partenaire { id } }"),
    ("aides-mobilite", "aidesMobilite", "statut nature motif montantAccorde demandeur { id nom }"),
    (
        "evaluations-linguistiques",
        "evaluationsLinguistiques",
        "statut besoin niveauInitial { degreSavoirsDeBase comprehensionOrale } evaluateur { id nom }",
    ),
    ("candidatures", "candidatures", "statut message deposeeLe poste { id }"),
];

const PERSONNE: &str = "allocataire { id nom prenom telephone champsMasques territoire { nom } }";

async fn lignes(client: &Client, chemin: &str) -> Vec<Value> {
    let octets = fichier(client, chemin).await;
    let texte = String::from_utf8(octets).expect("utf-8");
    texte.lines().map(|ligne| serde_json::from_str(ligne).expect("json")).collect()
}

/// Every object of a list, page after page.
async fn de_l_api(client: &Client, racine: &str, champs: &str) -> Vec<Value> {
    let (mut lus, mut apres) = (Vec::new(), Value::Null);
    let document = format!(
        "query($apres: String) {{ {racine}(first: 30, after: $apres) {{ nodes {{ id {champs} {PERSONNE} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    loop {
        let reponse = client.demander(&document, json!({ "apres": apres })).await;
        let page = &reponse.donnees()[racine];
        lus.extend(page["nodes"].as_array().cloned().expect("nodes"));
        if page["pageInfo"]["hasNextPage"] == false {
            return lus;
        }
        apres = page["pageInfo"]["endCursor"].clone();
    }
}

/// All that the API said stands in the line, which says more.
fn contient(ligne: &Value, voulu: &Value) -> bool {
    match (ligne, voulu) {
        (Value::Object(ligne), Value::Object(voulu)) => voulu.iter().all(|(nom, v)| ligne.get(nom).is_some_and(|l| contient(l, v))),
        (Value::Array(ligne), Value::Array(voulu)) => ligne.len() == voulu.len() && ligne.iter().zip(voulu).all(|(l, v)| contient(l, v)),
        _ => ligne == voulu,
    }
}

async fn chaque_ligne_est_l_objet_de_l_api(banc: &Banc) {
    let mut plus_longue = 0;
    for (persona, attendues) in [
        ("departement-31", [true, true, true, true, true]),
        ("departement-82", [true, true, true, true, true]),
        ("cibc-82", [true, false, false, true, false]),
        ("wimoov-31", [true, false, true, false, false]),
        ("cocagne-31", [false, false, false, false, true]),
    ] {
        let client = banc.client(persona).await;
        for ((nom, racine, champs), attendue) in LISTES.into_iter().zip(attendues) {
            if !attendue {
                continue;
            }
            let (export, api) = (lignes(&client, &format!("/exports/{nom}.ndjson")).await, de_l_api(&client, racine, champs).await);
            assert_eq!(export.len(), api.len(), "{persona} {nom}");
            for (ligne, voulue) in export.iter().zip(&api) {
                assert!(contient(ligne, voulue), "{persona} {nom}: {voulue} in {ligne}");
            }
            plus_longue = plus_longue.max(export.len());
        }
    }
    assert!(plus_longue > 50, "no list goes beyond one page: {plus_longue}");
}

async fn le_journal_connait_chaque_personne_exportee(banc: &Banc) {
    let client = banc.client("cibc-82").await;
    let journal = async || {
        let sql = "select operation || ' ' || personnes from acces where nature = 'EXPORT' and partenaire_id = $1";
        banc.colonne::<String, 1>(sql, [client.partenaire.into()]).await
    };
    assert_eq!(demander(&client, "HEAD", "/exports/prescriptions.ndjson", &[]).await.statut, 200);
    assert!(journal().await.is_empty(), "nothing was read");
    let exportees = lignes(&client, "/exports/prescriptions.ndjson").await;
    let vues: BTreeSet<String> = exportees
        .iter()
        .filter_map(|l| Genre::Allocataire.lire(l["allocataire"]["id"].as_str()?))
        .map(|id| id.simple().to_string())
        .collect();
    let ecrites = journal().await.join(" ");
    assert!(!vues.is_empty() && ecrites.starts_with("Exporter_prescriptions "), "{ecrites}");
    assert!(vues.iter().all(|id| ecrites.contains(id.as_str())), "{vues:?} in {ecrites}");
}

async fn seul_ce_qui_a_change_depuis_revient(banc: &Banc) {
    let client = banc.client("departement-31/ass").await;
    banc.horloge.avancer(chrono::TimeDelta::minutes(1));
    let depuis = banc.horloge.instant();
    let chemin = format!("/exports/prescriptions.ndjson?modifieDepuis={}", depuis.format("%Y-%m-%dT%H:%M:%SZ"));
    assert!(lignes(&client, &chemin).await.is_empty());
    let personne = recevoir(&client, "31", "Depuis").await;
    let destinataire = crate::harnais::ecrire_partenaire(banc, "cosmopolitaine-31").await;
    let prescription = prescrire(&client, &personne, ("EVALUATION_LINGUISTIQUE", &destinataire)).await;
    let revenues = lignes(&client, &chemin).await;
    assert_eq!(revenues.iter().map(|l| &l["id"]).collect::<Vec<_>>(), [&json!(prescription)]);
    let refusee = obtenir(&client, "/exports/prescriptions.ndjson?modifieDepuis=hier").await;
    assert_eq!((refusee.statut, &refusee.corps["errors"][0]["extensions"]["parametre"]), (400, &json!("modifieDepuis")));
}

async fn ce_qui_n_est_pas_ouvert_est_refuse(banc: &Banc) {
    let bi = banc.client("bi-31").await;
    for (nom, ..) in LISTES {
        let refusee = obtenir(&bi, &format!("/exports/{nom}.ndjson")).await;
        assert_eq!((refusee.statut, refusee.codes()), (403, vec!["PORTEE_INSUFFISANTE"]), "{nom}");
    }
    let etroite = banc.client_de_portees("cibc-82", "prescriptions:lire").await;
    let reponse = obtenir(&etroite, "/exports/prescriptions.ndjson").await;
    assert_eq!(reponse.statut, 200, "{}", reponse.corps);
    assert_eq!(entete(&reponse, axum::http::header::CACHE_CONTROL), "no-store");
    assert!(!String::from_utf8_lossy(&reponse.octets).contains("allocataire"), "a field beyond the scopes is not even named");
}

//! The aid that a Département owes to a structure, by the rules of its pacte.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, appeler, lire};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(l_aide_compte_les_mois_commences);

async fn l_aide_compte_les_mois_commences(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let poste = Genre::PosteIae.lire(scene.postes[0].as_str().expect("id")).expect("id");
    let structure: Uuid = banc.valeur("select structure_id from poste_iae where id = $1", [poste.into()]).await;
    let structure = json!(Genre::StructureIae.ecrire(structure));
    let conseil = banc.client("departement-31").await;
    let lue = async || lire(&conseil, "Aide", &structure).await["aideDepartementale"].clone();
    let avant = lue().await;
    let (une, deux) = (scene.personne("Aidée").await, scene.personne("Hors").await);
    let clos = "update allocataire set droit_statut = 'CLOS', droit_clos_le = '2026-06-01' where id = $1";
    banc.executer(clos, [Genre::Allocataire.lire(deux.as_str().expect("id")).expect("id").into()]).await;
    let contrat = scene.contrat(&une, 0).await;
    assert_eq!(scene.contrat(&deux, 0).await["beneficiaireRsaALEmbauche"], false);
    banc.horloge.avancer(TimeDelta::days(17));
    let apres = lue().await;
    let de_plus = |champ: &str| apres[champ].as_i64().expect("count") - avant[champ].as_i64().expect("count");
    let centimes = |aide: &Value, champ: &str| aide[champ].as_str().expect("amount").replace('.', "").parse::<i64>().expect("cents");
    // Hired on 15 June, seen on 2 July: two months begun.
    assert_eq!((de_plus("allocatairesEmbauches"), de_plus("moisPresence")), (1, 2));
    assert_eq!(centimes(&apres, "montant") - centimes(&avant, "montant"), 40_000);
    assert_eq!(centimes(&apres, "montantLectureAnnuelle") - centimes(&avant, "montantLectureAnnuelle"), 240_000);
    assert_ne!(apres["equivalentsTempsPlein"], avant["equivalentsTempsPlein"]);
    let parts = apres["detail"].as_array().expect("parts");
    let sienne = parts.iter().find(|p| p["contrat"]["id"] == contrat["id"]).expect("part");
    assert_eq!((&sienne["moisPresence"], &sienne["montant"]), (&json!(2), &json!("400.00")));
    assert_eq!(lire(&banc.client("departement-82").await, "Aide", &structure).await["aideDepartementale"], Value::Null);
    let refusee = scene.cocagne.operer(super::DOCUMENT, "Aide", json!({ "id": structure })).await;
    assert_eq!(refusee.codes(), ["PORTEE_INSUFFISANTE"]);
    let sans = banc
        .client("jardins-girou")
        .await
        .demander("query($id: ID!) { node(id: $id) { ... on StructureIae { contratsEnCours } } }", json!({ "id": structure }))
        .await;
    assert!(sans.donnees()["node"]["contratsEnCours"].as_i64() >= Some(2));
    appeler(
        &scene.cocagne,
        "Terminer",
        json!({ "id": contrat["id"], "version": contrat["version"], "le": "2026-06-20", "motif": "ABANDON" }),
    )
    .await
    .effet();
    assert_eq!(lue().await["moisPresence"].as_i64(), avant["moisPresence"].as_i64().map(|m| m + 1));
}

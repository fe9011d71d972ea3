//! Who reads an application and a contract: its two parties, who follows the person, the Département; nobody else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, appeler, lire};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    une_structure_ne_lit_pas_l_autre,
    le_contact_s_ouvre_a_l_etude,
    un_contrat_ouvre_le_referent,
    ce_qui_n_aboutit_pas_ferme
);

async fn une_structure_ne_lit_pas_l_autre(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Gardée").await;
    let candidatures = [scene.candidater(&personne, 0).await["id"].clone(), scene.candidater(&personne, 1).await["id"].clone()];
    for (cle, attendu) in [
        ("cocagne-31", [true, false]),
        ("jardins-girou", [false, true]),
        ("departement-31", [true, true]),
        ("departement-82", [false, false]),
        ("caf-31", [false, false]),
        ("pole-emploi-31", [false, false]),
        ("wimoov-31", [false, false]),
    ] {
        let client = banc.client(cle).await;
        let mut lues = Vec::new();
        for id in &candidatures {
            let lue = client.demander("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
            lues.push(!lue.donnees()["node"].is_null());
        }
        assert_eq!(lues, attendu, "{cle}");
    }
    let siennes = scene.girou.operer(super::DOCUMENT, "Siennes", json!({})).await;
    let liste = siennes.donnees()["candidatures"]["nodes"].as_array().expect("nodes").clone();
    assert!(liste.iter().any(|c| c["id"] == candidatures[1]) && !liste.iter().any(|c| c["id"] == candidatures[0]));
    assert_eq!(lire(&scene.girou, "Personne", &personne).await["candidatures"]["nombreTotal"], 1);
    assert_eq!(lire(&scene.ass, "Personne", &personne).await["candidatures"]["nombreTotal"], 2);
}

async fn le_contact_s_ouvre_a_l_etude(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Appelée").await;
    let c = scene.candidater(&personne, 0).await;
    let vue = async || lire(&scene.cocagne, "Personne", &personne).await;
    assert_eq!((&vue().await["nom"], &vue().await["telephone"]), (&json!("Appelée"), &Value::Null));
    scene.repondre(0, &c, json!({ "vers": "A_L_ETUDE" })).await.effet();
    assert_eq!(vue().await["telephone"], "0561000000");
}

/// The structure that employs knows the référent and may prescribe; after its end, who the person was, for ninety days.
async fn un_contrat_ouvre_le_referent(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Employée").await;
    let parcours = appeler(&scene.ass, "Ouvrir", json!({ "allocataireId": personne })).await.effet()["parcours"].clone();
    let orienter = "mutation($i: OrienterInput!) { orienter(input: $i) { erreurs { code message } } }";
    let conseil = crate::harnais::ecrire_partenaire(banc, "departement-31").await;
    let input = json!({ "parcoursId": parcours["id"], "version": parcours["version"], "modalite": "SOCIOPROFESSIONNEL", "versPartenaireId": conseil,
        "mode": "GESTIONNAIRE" });
    scene.ass.demander(orienter, json!({ "i": input })).await.effet();
    let contrat = scene.contrat(&personne, 0).await;
    assert_eq!(contrat["referent"]["partenaire"]["nom"], "Conseil départemental de la Haute-Garonne");
    let permises = lire(&scene.cocagne, "Personne", &personne).await["actionsPermises"].clone();
    assert!(permises.as_array().expect("acts").contains(&json!({ "mutation": "prescrire" })), "{permises}");
    assert!(lire(&scene.girou, "Contrat", &contrat["id"]).await.is_null());
    scene.agir("Terminer", &contrat, json!({ "le": "2026-06-15", "motif": "CDI" })).await.effet();
    let lu = async || lire(&scene.cocagne, "Contrat", &contrat["id"]).await;
    assert_eq!((&lu().await["allocataire"]["nom"], &lu().await["referent"]), (&json!("Employée"), &Value::Null));
    banc.horloge.avancer(TimeDelta::days(90));
    assert_eq!((&lu().await["sortie"]["motif"], &lu().await["allocataire"]), (&json!("CDI"), &Value::Null));
}

async fn ce_qui_n_aboutit_pas_ferme(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Refusée").await;
    let c = scene.candidater(&personne, 0).await;
    scene.repondre(0, &c, json!({ "vers": "REFUSEE", "motif": "NON_MOBILE" })).await.effet();
    assert!(lire(&scene.cocagne, "Personne", &personne).await.is_null());
    let lue = lire(&scene.cocagne, "Candidature", &c["id"]).await;
    assert_eq!((&lue["statut"], &lue["allocataire"]), (&json!("REFUSEE"), &Value::Null));
}

//! The table of states as its parties live it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, ainsi, appeler, lire, poste, refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};
use domain::identifiant::Genre;

sur_les_deux_moteurs!(
    chaque_passage_demande_ce_qu_il_faut,
    une_embauche_rend_les_autres_caduques,
    un_silence_devient_un_refus,
    une_candidature_passe_a_un_autre_poste
);

async fn chaque_passage_demande_ce_qu_il_faut(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Tablée").await;
    let c = scene.candidater(&personne, 0).await;
    assert_eq!((&c["statut"], &c["version"]), (&json!("NOUVELLE"), &json!(1)));
    assert_eq!(c["actionsPermises"], json!([{ "mutation": "retirerCandidature", "vers": ["DESISTEE"] }]));
    let doublon = json!({ "allocataireId": personne, "posteId": scene.postes[0] });
    assert_eq!(refus(&appeler(&scene.ass, "Candidater", doublon).await), ainsi("DOUBLON", "posteId"));
    assert_eq!(refus(&scene.repondre(0, &c, json!({ "vers": "ACCEPTEE" })).await), ainsi("TRANSITION_INTERDITE", "vers"));
    assert_eq!(refus(&scene.repondre(0, &c, json!({ "vers": "REFUSEE" })).await), ainsi("SAISIE_INVALIDE", "motif"));
    assert_eq!(refus(&scene.repondre(1, &c, json!({ "vers": "A_L_ETUDE" })).await), ainsi("INTROUVABLE", "id"));
    let c = scene.repondre(0, &c, json!({ "vers": "A_L_ETUDE" })).await.effet()["candidature"].clone();
    assert_eq!(refus(&scene.repondre(0, &c, json!({ "vers": "ENTRETIEN" })).await), ainsi("SAISIE_INVALIDE", "entretienLe"));
    let entretien = json!({ "vers": "ENTRETIEN", "entretienLe": "2026-06-20T09:00:00Z" });
    let c = scene.repondre(0, &c, entretien).await.effet()["candidature"].clone();
    assert_eq!(refus(&scene.repondre(0, &c, json!({ "vers": "ACTION_PREALABLE" })).await), ainsi("SAISIE_INVALIDE", "commentaire"));
    for suite in [json!({ "vers": "EMBAUCHEE" }), json!({ "vers": "CADUQUE" })] {
        assert_eq!(refus(&scene.repondre(0, &c, suite).await), ainsi("TRANSITION_INTERDITE", "vers"));
    }
    let silence = json!({ "vers": "REFUSEE", "motif": "SANS_REPONSE" });
    assert_eq!(refus(&scene.repondre(0, &c, silence).await), ainsi("SAISIE_INVALIDE", "motif"));
    let c = scene.repondre(0, &c, json!({ "vers": "VIVIER" })).await.effet()["candidature"].clone();
    let attente: i64 = banc.valeur("select count(*) from echeance where objet_id = $1", [uuid(&c).into()]).await;
    assert_eq!(attente, 0, "a pool owes no answer");
    let c = scene.repondre(0, &c, json!({ "vers": "ACCEPTEE" })).await.effet()["candidature"].clone();
    let refusee = json!({ "vers": "REFUSEE", "motif": "AUTRE" });
    assert_eq!(refus(&scene.repondre(0, &c, refusee).await), ainsi("TRANSITION_INTERDITE", "vers"));
    let permises: Vec<&Value> = c["actionsPermises"].as_array().expect("acts").iter().map(|a| &a["mutation"]).collect();
    assert_eq!(permises, ["embaucher", "repondreCandidature", "transfererCandidature"]);
    let retrait = json!({ "id": c["id"], "version": c["version"], "motif": "EN_FORMATION" });
    let c = appeler(&scene.ass, "Retirer", retrait).await.effet()["candidature"].clone();
    let vus: Vec<&Value> = c["historique"].as_array().expect("history").iter().map(|h| &h["vers"]).collect();
    assert_eq!(vus, ["NOUVELLE", "A_L_ETUDE", "ENTRETIEN", "VIVIER", "ACCEPTEE", "DESISTEE"]);
    assert_eq!(c["actionsPermises"], json!([]));
}

fn uuid(c: &Value) -> Uuid {
    Genre::Candidature.lire(c["id"].as_str().expect("id")).expect("id")
}

/// What the other structure learns is that she was hired, never by whom.
async fn une_embauche_rend_les_autres_caduques(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Disputée").await;
    let autre = scene.acceptee(&personne, 1).await;
    let contrat = scene.contrat(&personne, 0).await;
    assert_eq!((&contrat["beneficiaireRsaALEmbauche"], &contrat["paliers"][0]["heuresHebdomadaires"]), (&json!(true), &json!(26)));
    let caduque = lire(&scene.girou, "Candidature", &autre["id"]).await;
    assert_eq!((&caduque["statut"], &caduque["allocataire"], &caduque["actionsPermises"]), (&json!("CADUQUE"), &Value::Null, &json!([])));
    let passages = caduque["historique"].as_array().expect("history");
    assert_eq!(passages.last().expect("move")["par"]["nom"], "Jardins du Girou");
    assert_eq!(refus(&scene.embaucher(1, &autre, json!({})).await), ainsi("CONFLIT_VERSION", "version"));
    let relue = fondre_version(&autre, &caduque);
    assert_eq!(refus(&scene.embaucher(1, &relue, json!({})).await), ainsi("TRANSITION_INTERDITE", "vers"));
    // Proposed again while she works, she cannot be hired twice.
    let encore = scene.acceptee(&personne, 1).await;
    assert_eq!(refus(&scene.embaucher(1, &encore, json!({})).await), ainsi("PERIODE_CHEVAUCHANTE", "candidatureId"));
}

fn fondre_version(c: &Value, relue: &Value) -> Value {
    json!({ "id": c["id"], "version": relue["version"] })
}

/// First the reminder of the deadline, then the refusal in the structure's name.
async fn un_silence_devient_un_refus(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (tue, vue) = (scene.personne("Tue").await, scene.personne("Vue").await);
    let (tue, vue) = (scene.candidater(&tue, 0).await, scene.candidater(&vue, 0).await);
    scene.repondre(0, &vue, json!({ "vers": "A_L_ETUDE" })).await.effet();
    let due: chrono::NaiveDate = banc.valeur("select due from echeance where objet_id = $1", [uuid(&tue).into()]).await;
    let expire: chrono::NaiveDate = banc.valeur("select expire_le from candidature where id = $1", [uuid(&tue).into()]).await;
    assert!(due < expire);
    let jours = |jusqu_au: chrono::NaiveDate| (jusqu_au - banc.horloge.instant().date_naive()).num_days();
    banc.horloge.avancer(TimeDelta::days(jours(due) + 1));
    banc.taches().await;
    let rappels = "select count(*) from evenement where objet_id = $1 and type = 'ECHEANCE_DEPASSEE'";
    assert_eq!(banc.valeur::<i64, _>(rappels, [uuid(&tue).into()]).await, 1);
    banc.horloge.avancer(TimeDelta::days(jours(expire)));
    assert_eq!(banc.taches().await.silences, 0);
    banc.horloge.avancer(TimeDelta::days(1));
    assert_eq!(banc.taches().await.silences, 1);
    let lue = lire(&scene.ass, "Candidature", &tue["id"]).await;
    let dernier = lue["historique"].as_array().and_then(|h| h.last().cloned()).expect("move");
    assert_eq!(
        (&lue["statut"], &dernier["motif"], &dernier["par"]["nom"]),
        (&json!("REFUSEE"), &json!("SANS_REPONSE"), &json!("Cocagne Haute-Garonne"))
    );
    assert_eq!(lire(&scene.ass, "Candidature", &vue["id"]).await["statut"], "A_L_ETUDE");
    let refusees = scene.ass.operer(super::DOCUMENT, "Refusees", json!({ "motif": "SANS_REPONSE" })).await;
    assert!(refusees.donnees()["allocataires"]["nodes"].as_array().expect("nodes").contains(&json!({ "nom": "Tue" })));
}

async fn une_candidature_passe_a_un_autre_poste(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let c = scene.candidater(&scene.personne("Déplacée").await, 0).await;
    let autre = poste(banc, &scene.cocagne, 1).await;
    let transferer = async |vers: &Value| {
        appeler(&scene.cocagne, "Transferer", json!({ "id": c["id"], "version": c["version"], "posteId": vers })).await
    };
    assert_eq!(refus(&transferer(&scene.postes[1]).await), ainsi("INTROUVABLE", "posteId"));
    assert_eq!(refus(&transferer(&scene.postes[0]).await), ainsi("DESTINATAIRE_INADAPTE", "posteId"));
    let passee = transferer(&autre).await.effet()["candidature"].clone();
    assert_eq!((&passee["statut"], &passee["poste"]["id"]), (&json!("NOUVELLE"), &autre));
    assert_eq!(lire(&scene.cocagne, "Poste", &autre).await["candidatures"]["nombreTotal"], 1);
    assert_eq!(lire(&scene.girou, "Poste", &autre).await["candidatures"]["nombreTotal"], 0);
}

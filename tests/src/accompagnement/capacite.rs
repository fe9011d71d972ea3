//! A coach follows so many people and no more, however many starts come at once.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{DOCUMENT, Scene, appeler, interne, refus, texte};
use crate::harnais::{Banc, Client, Reponse, sur_les_deux_moteurs};

sur_les_deux_moteurs!(trente_personnes_par_coach);

/// What the pacte of 82 says of coaching.
const LIMITE: i64 = 30;
const DEMANDES: i64 = 40;

async fn trente_personnes_par_coach(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let coach = coach(banc).await;
    let operateur = scene.partenaire("coaching-82").await;
    let entree = |parcours: &str, agent: Option<&str>| json!({ "parcoursId": parcours, "dispositifCode": "coaching-82", "partenaireId": operateur, "agentId": agent });
    let mut parcours = Vec::new();
    for rang in 0..DEMANDES {
        parcours.push(scene.parcours(&scene.personne(&format!("Coachée {rang}"), faits()).await).await);
    }
    let sans_agent = appeler(&scene.conseil, "Demarrer", entree(&parcours[0], None)).await;
    assert_eq!((refus(&sans_agent).0, &sans_agent.charge()["erreurs"][0]["champ"][1]), ("SAISIE_INVALIDE", &json!("agentId")));
    let reponses = ensemble(&scene.conseil, parcours.iter().map(|p| entree(p, Some(&coach)))).await;
    let refusees: Vec<_> = reponses.iter().filter(|r| !r.refus().is_empty()).collect();
    assert_eq!(i64::try_from(refusees.len()), Ok(DEMANDES - LIMITE));
    assert!(refusees.iter().all(|r| refus(r) == ("CAPACITE_REFERENT_ATTEINTE", Some("R198"))));
    verifier(banc, &coach).await;
    let premier = reponses.iter().find(|r| r.refus().is_empty()).expect("one start");
    scene.terminer(&texte(premier.effet(), "/accompagnement/id"), "ABANDON").await;
    verifier(banc, &coach).await;
    for (place, attendu) in [("the place given back", 0), ("no other", 1)] {
        let nouvelle = scene.parcours(&scene.personne(place, faits()).await).await;
        assert_eq!(appeler(&scene.conseil, "Demarrer", entree(&nouvelle, Some(&coach))).await.refus().len(), attendu, "{place}");
    }
    assert_eq!(en_cours(banc, &coach).await, LIMITE);
}

/// Longer on RSA than the pacte asks.
fn faits() -> Value {
    json!({ "statutDroitRsa": "OUVERT", "droitOuvertLe": "2020-01-10" })
}

async fn coach(banc: &Banc) -> String {
    let operateur = banc.client("coaching-82").await;
    let input = json!({ "nom": "Démo-Coach", "prenom": "Alix", "fonction": "COACH" });
    texte(appeler(&operateur, "Agent", input).await.effet(), "/agent/id")
}

async fn en_cours(banc: &Banc, coach: &str) -> i64 {
    let agent = interne(Genre::Agent, coach);
    banc.valeur("select count(*) from accompagnement where fin is null and agent_id = $1", [agent.into()]).await
}

/// The counter always equals the rows.
async fn verifier(banc: &Banc, coach: &str) {
    let compte: i64 = banc.valeur("select en_cours from charge where agent_id = $1", [interne(Genre::Agent, coach).into()]).await;
    assert_eq!(compte, en_cours(banc, coach).await);
}

/// All at once, each as often as an overloaded platform asks it to come back: its key makes that one start.
async fn ensemble(client: &Client, entrees: impl Iterator<Item = Value>) -> Vec<Reponse> {
    let mut courses = JoinSet::new();
    for (rang, mut input) in (1..).zip(entrees) {
        let client = client.clone();
        input["cleIdempotence"] = json!(Uuid::from_u128(rang));
        courses.spawn(async move {
            loop {
                let reponse = client.operer(DOCUMENT, "Demarrer", json!({ "input": input })).await;
                if reponse.statut != 503 {
                    return reponse;
                }
            }
        });
    }
    courses.join_all().await
}

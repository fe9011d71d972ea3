//! A coach follows thirty people and no more, however many ask at once; an agent's whole portfolio moves once.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{ACTES, insister, issue};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};
use crate::parcours::dossier::{Dossier, agent, embaucher, jour};

sur_les_deux_moteurs!(trente_places_par_coach, un_portefeuille_ne_se_partage_pas_par_accident, une_seule_ouverture_gagne);

const PLACES: usize = 30;

/// The same act with each input, all at once, each under a key of its own; what each heard, in the order of the inputs.
async fn tous(banc: &Banc, client: &Client, operation: &'static str, entrees: Vec<Value>) -> Vec<Result<Value, Vec<String>>> {
    let mut courses = JoinSet::new();
    for (rang, mut input) in entrees.into_iter().enumerate() {
        let client = client.clone();
        input["cleIdempotence"] = json!(banc.base.id().to_string());
        courses.spawn(async move { (rang, issue(&insister(&client, (ACTES, operation), &input).await)) });
    }
    let mut issues = courses.join_all().await;
    issues.sort_by_key(|(rang, _)| *rang);
    issues.into_iter().map(|(_, issue)| issue).collect()
}

fn refus(issues: &[Result<Value, Vec<String>>]) -> Vec<&str> {
    issues.iter().filter_map(|i| i.as_ref().err()).flatten().map(String::as_str).collect()
}

async fn trente_places_par_coach(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let coach = embaucher(banc, "coaching-82", "coaching-82/coach", "COACH").await;
    let partenaire = ecrire_partenaire(banc, "coaching-82").await;
    let mut demandes = Vec::new();
    for rang in 0..PLACES + 6 {
        let d = Dossier::ouvrir(banc, &ass, "82", &format!("Candidate {rang}")).await;
        demandes.push(json!({ "parcoursId": d.id, "dispositifCode": "coaching-82", "partenaireId": partenaire, "agentId": coach }));
    }
    let premieres = tous(banc, &ass, "Demarrer", demandes.clone()).await;
    assert_eq!(refus(&premieres), ["CAPACITE_REFERENT_ATTEINTE"; 6]);
    // Three leave while the six ask again: as many enter as places were given back.
    let sorties = premieres.iter().filter_map(|i| i.as_ref().ok()).take(3);
    let sorties = sorties.map(|id| json!({ "accompagnementId": id, "version": 1, "issue": "ABANDON" })).collect();
    assert_eq!(refus(&tous(banc, &ass, "Terminer", sorties).await), Vec::<&str>::new());
    let refusees: Vec<Value> = demandes.into_iter().zip(&premieres).filter(|(_, i)| i.is_err()).map(|(d, _)| d).collect();
    assert_eq!(refus(&tous(banc, &ass, "Demarrer", refusees).await), ["CAPACITE_REFERENT_ATTEINTE"; 3]);
    let charge: i64 = banc.valeur("select en_cours from charge where agent_id = $1", [Genre::Agent.lire(&coach).expect("id").into()]).await;
    assert_eq!(usize::try_from(charge).ok(), Some(PLACES));
}

/// Two transfers in opposite directions and orientations at once: each parcours ends with one référent, never none.
async fn un_portefeuille_ne_se_partage_pas_par_accident(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let agents = [agent(banc, "departement-82/ass").await, agent(banc, "departement-82/ade").await];
    let conseil = ecrire_partenaire(banc, "departement-82").await;
    let mut dossiers = Vec::new();
    for rang in 0..8 {
        let d = Dossier::ouvrir(banc, &ass, "82", &format!("Confiée {rang}")).await;
        let input = json!({ "versPartenaireId": conseil, "agentId": agents[rang % 2] });
        d.orienter(&ass, "departement-82", input).await.effet();
        dossiers.push(d);
    }
    banc.horloge.avancer(chrono::TimeDelta::days(8));
    let transfert = |de: usize| json!({ "agentId": agents[de], "versAgentId": agents[1 - de], "le": jour(banc) });
    let orienter = json!({ "parcoursId": dossiers[0].id, "version": dossiers[0].version().await, "modalite": "SOCIAL",
        "versPartenaireId": ecrire_partenaire(banc, "ccas-82").await, "mode": "ENTRETIEN_DIAGNOSTIC" });
    let (transferts, orientations) = tokio::join!(
        tous(banc, &ass, "Transferer", (0..6).map(|rang| transfert(rang % 2)).collect()),
        tous(banc, &ass, "Orienter", vec![orienter; 3])
    );
    assert!(transferts.iter().all(Result::is_ok), "{transferts:?}");
    assert!(orientations.iter().filter(|o| o.is_ok()).count() <= 1);
    for d in &dossiers {
        let liens = "select count(*) from lien_dossier where objet_id = $1 and nature = 1 and identite_jusquau = '9999-12-31'";
        assert_eq!(banc.valeur::<i64, _>(liens, [d.uuid().into()]).await, 1);
        let tenu = "select count(*) from lien_dossier l where l.objet_id = $1 and l.nature = 1 and l.identite_jusquau = '9999-12-31' and l.agent_id is not distinct from (select n.agent_id from designation n where n.parcours_id = $1 order by n.debut desc limit 1)";
        assert_eq!(banc.valeur::<i64, _>(tenu, [d.uuid().into()]).await, 1, "the relation and the designation name one agent");
    }
}

async fn une_seule_ouverture_gagne(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    for rang in 0..5 {
        let personne = crate::parcours::dossier::recevoir(&ass, "82", &format!("Ouverte {rang}"), json!({})).await;
        let issues = tous(banc, &ass, "Ouvrir", vec![json!({ "allocataireId": personne }); 8]).await;
        let perdues = refus(&issues);
        assert_eq!(perdues.len(), 7);
        assert!(perdues.iter().all(|code| ["PARCOURS_DEJA_OUVERT", "CONFLIT_VERSION"].contains(code)), "{perdues:?}");
    }
}

//! Who reads what of the chain: the platform, the body, the prescriber, the Département, and nobody else.

use serde_json::{Value, json};

use super::{DOCUMENT, Scene, appeler, lire, refus};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_lit_sa_part, les_actes_sont_a_qui_les_mene, l_organisme_voit_le_contact_quand_il_confirme, chacun_est_prevenu);

async fn chacun_lit_sa_part(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Regardée").await;
    let session = scene.session(2).await;
    let i = scene.inscrite(&e, &session).await;
    let cibc = lire(&scene.cibc, "Evaluation", &e.id).await;
    assert_eq!((&cibc["inscriptions"][0]["id"], &cibc["prescription"]["statut"]), (&json!(i), &json!("EN_COURS")));
    let conseil = lire(&scene.ass, "Evaluation", &e.id).await;
    assert_eq!((&conseil["statut"], &conseil["actionsPermises"]), (&json!("ORIENTEE"), &json!([])));
    // The body reads its enrolment, the need and the level of that day; nothing of the evaluation.
    assert!(lire(&scene.organisme, "Evaluation", &e.id).await.is_null());
    let inscription = lire(&scene.organisme, "Inscription", &i).await;
    assert_eq!(
        (&inscription["besoin"], &inscription["niveauInitial"]["expressionOrale"]),
        (&json!("FRANCAIS_LANGUE_ETRANGERE"), &json!("A1"))
    );
    assert_eq!(inscription["evaluation"], Value::Null);
    // Whoever has nothing to do with her finds neither, by any way.
    for cle in ["pole-emploi-82", "departement-31", "cosmopolitaine-31"] {
        let autre = banc.client(cle).await;
        for (operation, id) in [("Evaluation", &e.id), ("Inscription", &i)] {
            assert!(lire(&autre, operation, id).await.is_null(), "{cle} {operation}");
        }
        assert_eq!(inscrits(&autre, &session).await, json!(0), "{cle}");
    }
    for cle in ["formation-82", "cibc-82", "departement-82"] {
        assert_eq!(inscrits(&banc.client(cle).await, &session).await, json!(1), "{cle}");
    }
    assert_eq!(banc.client("montauban-services").await.operer(DOCUMENT, "Evaluation", json!({ "id": e.id })).await.statut, 403);
}

async fn inscrits(client: &Client, session: &str) -> Value {
    let lu = lire(client, "Inscrits", session).await;
    if lu.is_null() { json!(0) } else { lu["inscriptions"]["nombreTotal"].clone() }
}

/// The same answer for what is another's, for what is absent, and for who may never act.
async fn les_actes_sont_a_qui_les_mene(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Gardée").await;
    let session = scene.session(2).await;
    let autre = banc.client("cosmopolitaine-31").await;
    let cloture = json!({ "evaluationId": e.id, "version": 3, "motif": "AUTRE" });
    assert_eq!(refus(&appeler(&autre, "Cloturer", cloture.clone()).await).0, "INTROUVABLE");
    assert_eq!(appeler(&scene.ass, "Cloturer", cloture).await.statut, 403);
    assert_eq!(scene.statut(&e).await.0, "EVALUEE");
    let i = scene.inscrite(&e, &session).await;
    let suivi = json!({ "inscriptionId": i, "version": 1, "statut": "CONFIRMEE" });
    assert_eq!(appeler(&scene.cibc, "Suivre", suivi).await.statut, 403);
    let renoncer = json!({ "id": i, "version": 1, "motif": "AUTRE" });
    assert_eq!(refus(&appeler(&autre, "Renoncer", renoncer.clone()).await).0, "INTROUVABLE");
    assert_eq!(appeler(&scene.organisme, "Renoncer", renoncer).await.statut, 403);
    assert_eq!(proposees(&autre, &e.id).await, Value::Null);
}

async fn proposees(client: &Client, evaluation: &str) -> Value {
    client.operer(DOCUMENT, "Proposer", json!({ "id": evaluation })).await.donnees()["proposerSessions"].clone()
}

async fn l_organisme_voit_le_contact_quand_il_confirme(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(2).await;
    let (e, autre) = (scene.evaluee("Ouverte").await, scene.evaluee("Refusée").await);
    let (i, refusee) = (scene.inscrite(&e, &session).await, scene.inscrite(&autre, &session).await);
    let personne = async |i: &str| lire(&scene.organisme, "Inscription", i).await["allocataire"].clone();
    assert_eq!(personne(&i).await, json!({ "nom": "Ouverte", "telephone": null }));
    scene.suivre(&i, "CONFIRMEE", json!({})).await.effet();
    assert_eq!(personne(&i).await["telephone"], "0561000000");
    scene.suivre(&refusee, "REFUSEE", json!({ "motif": "AUTRE" })).await.effet();
    let lue = lire(&scene.organisme, "Inscription", &refusee).await;
    assert_eq!((&lue["statut"], &lue["allocataire"]), (&json!("REFUSEE"), &Value::Null), "its row stays, the person goes");
    scene.suivre(&i, "EN_FORMATION", json!({})).await.effet();
    banc.horloge.avancer(chrono::TimeDelta::days(2));
    scene.suivre(&i, "TERMINEE", json!({ "heuresRealisees": 12 })).await.effet();
    assert_eq!(personne(&i).await, json!({ "nom": "Ouverte", "telephone": null }), "for ninety days");
    banc.horloge.avancer(chrono::TimeDelta::days(91));
    assert_eq!(personne(&i).await, Value::Null);
}

/// A move of one is told to the others of the chain.
async fn chacun_est_prevenu(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Prévenue").await;
    let session = scene.session(1).await;
    banc.sequencer().await;
    let i = scene.inscrite(&e, &session).await;
    scene.suivre(&i, "CONFIRMEE", json!({})).await.effet();
    scene.suivre(&i, "EN_FORMATION", json!({})).await.effet();
    banc.sequencer().await;
    let recus = |types: &'static str, client: Client| async move {
        let document = format!("query {{ evenements(types: [{types}]) {{ evenements {{ objetId }} }} }}");
        let lus = client.demander(&document, ()).await;
        lus.donnees()["evenements"]["evenements"]
            .as_array()
            .expect("list")
            .iter()
            .filter_map(|e| e["objetId"].as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let inscriptions = recus("INSCRIPTION_FORMATION_CHANGEE", scene.organisme.clone()).await;
    assert_eq!(inscriptions, std::slice::from_ref(&i), "the body is told of what another did");
    let cibc = recus("INSCRIPTION_FORMATION_CHANGEE", scene.cibc.clone()).await;
    assert_eq!(cibc, [i.clone(), i.clone()]);
    assert!(recus("EVALUATION_LINGUISTIQUE_CHANGEE", scene.cibc.clone()).await.contains(&e.id));
    assert!(recus("EVALUATION_LINGUISTIQUE_CHANGEE", scene.ass.clone()).await.contains(&e.id));
    assert!(recus("EVALUATION_LINGUISTIQUE_CHANGEE", scene.organisme.clone()).await.is_empty());
    assert!(recus("SESSION_FORMATION_CHANGEE", scene.cibc.clone()).await.contains(&session));
}

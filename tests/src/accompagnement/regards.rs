//! What each partner reads of an accompaniment and of an appointment: what it holds or follows, and nothing else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, appeler, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_tiers_ne_lit_rien, un_nouveau_referent_lit_ce_qui_court, le_prescripteur_lit_ce_que_devient_sa_prescription);

async fn un_tiers_ne_lit_rien(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let parcours = scene.allocataire("Vue").await;
    let demarre = scene.demarrer(&parcours, ("actipro-31", "actipro-31")).await;
    let acm = texte(demarre.effet(), "/accompagnement/id");
    let rdv = json!({ "parcoursId": parcours, "objet": "ACCOMPAGNEMENT", "prevuLe": "2026-06-16T08:00:00Z" });
    let prestataire = banc.client("actipro-31").await;
    let rdv = texte(appeler(&prestataire, "Fixer", rdv).await.effet(), "/rendezVous/id");
    for persona in ["pole-emploi-31", "plie-31", "ml-toulouse", "departement-82/ass", "cibc-82", "caf-31"] {
        let tiers = banc.client(persona).await;
        assert_eq!(lire(&tiers, "RendezVous", &rdv).await, Value::Null, "{persona}");
        // A linguistic platform does not even hold the scope.
        if persona != "cibc-82" {
            assert_eq!(lire(&tiers, "Accompagnement", &acm).await, Value::Null, "{persona}");
        }
    }
    let pole = banc.client("pole-emploi-31").await;
    let fin = json!({ "accompagnementId": acm, "version": 1, "issue": "ABANDON" });
    let releve = json!({ "rendezVousId": rdv, "version": 1, "presence": "ANNULE" });
    assert_eq!(refus(&appeler(&pole, "Terminer", fin).await).0, "INTROUVABLE");
    assert_eq!(refus(&appeler(&pole, "Relever", releve).await).0, "INTROUVABLE");
    let lu = lire(&prestataire, "Accompagnement", &acm).await;
    assert_eq!((&lu["version"], &lu["dispositif"]["code"]), (&json!(1), &json!("actipro-31")));
}

async fn un_nouveau_referent_lit_ce_qui_court(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let parcours = scene.allocataire("Reprise").await;
    scene.orienter(&parcours, "pole-emploi-31").await;
    let fini = texte(scene.demarrer(&parcours, ("actipro-31", "actipro-31")).await.effet(), "/accompagnement/id");
    scene.terminer(&fini, "SORTIE_SANS_SOLUTION").await;
    scene.demarrer(&parcours, ("parrainage-31", "nqt-31")).await.effet();
    let rdv = json!({ "parcoursId": parcours, "objet": "BILAN", "prevuLe": "2026-07-16T08:00:00Z" });
    appeler(&scene.conseil, "Fixer", rdv.clone()).await.effet();
    banc.horloge.avancer(TimeDelta::days(8));
    scene.orienter(&parcours, "ccas-toulouse").await;
    banc.horloge.avancer(TimeDelta::minutes(1));
    appeler(&scene.conseil, "Fixer", rdv).await.effet();
    let nouveau = banc.client("ccas-toulouse").await;
    let lu = lire(&nouveau, "Parcours", &parcours).await;
    let codes: Vec<_> = lu["accompagnements"].as_array().expect("list").iter().map(|a| &a["dispositif"]["code"]).collect();
    assert_eq!(codes, ["parrainage-31"], "what had ended before is closed");
    assert_eq!(lu["rendezVous"]["nombreTotal"], 1, "and so is what was fixed before");
}

async fn le_prescripteur_lit_ce_que_devient_sa_prescription(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let (pole, ccas) = (banc.client("pole-emploi-31").await, banc.client("ccas-toulouse").await);
    let personne = scene.personne("Suivie", json!({ "statutDroitRsa": "OUVERT" })).await;
    let parcours = scene.parcours(&personne).await;
    scene.orienter(&parcours, "ccas-toulouse").await;
    let prescripteur = Scene { conseil: ccas, ..Scene::du(banc, "31").await };
    let prescription = prescripteur.adresser(&personne, ("ACCOMPAGNEMENT_GLOBAL", &pole)).await;
    let input = json!({ "prescriptionId": prescription, "dispositifCode": "accompagnement-global-31", "partenaireId": scene.partenaire("pole-emploi-31").await });
    let acm = texte(appeler(&pole, "Demarrer", input).await.effet(), "/accompagnement/id");
    banc.horloge.avancer(TimeDelta::days(8));
    scene.orienter(&parcours, "ml-toulouse").await;
    banc.horloge.avancer(TimeDelta::days(40));
    banc.taches().await;
    let lue = lire(&prescripteur.conseil, "Prescription", &prescription).await;
    assert_eq!((&lue["statut"], &lue["accompagnement"]), (&json!("EN_COURS"), &json!({ "id": acm, "version": 0 })));
}

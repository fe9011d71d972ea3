//! What an evaluation records: skills, degrees, corrections, and the progression.

use serde_json::{Value, json};

use super::{Scene, code, lire, refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_mauvaise_saisie_dit_son_champ, une_correction_garde_l_histoire, plusieurs_finales_mesurent_la_progression);

async fn une_mauvaise_saisie_dit_son_champ(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.acceptee("Saisie").await;
    scene.convoquer(&e).await;
    let sans = |niveau: Value| json!({ "finale": false, "besoin": "ILLETTRISME", "niveau": niveau });
    let jour = scene.jour();
    for niveau in [
        json!({ "evalueLe": jour }),
        json!({ "degreSavoirsDeBase": 5, "evalueLe": jour }),
        json!({ "expressionOrale": "A1", "evalueLe": "2026-01-01" }),
        json!({ "expressionOrale": "A1", "evalueLe": "2030-01-01" }),
    ] {
        assert_eq!(refus(&scene.agir("Enregistrer", &e, sans(niveau.clone())).await), code("SAISIE_INVALIDE", "niveau"), "{niveau}");
    }
    let muette = json!({ "finale": false, "niveau": scene.niveau("A1") });
    assert_eq!(refus(&scene.agir("Enregistrer", &e, muette).await), code("SAISIE_INVALIDE", "besoin"));
    let finale = json!({ "finale": true, "besoin": "ILLETTRISME", "niveau": scene.niveau("A1") });
    assert_eq!(refus(&scene.agir("Enregistrer", &e, finale).await), code("TRANSITION_INTERDITE", "finale"));
}

async fn une_correction_garde_l_histoire(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Corrigée").await;
    let corrigee = scene.agir("Enregistrer", &e, json!({ "finale": false, "niveau": scene.niveau("A1_1") })).await;
    let lue = &corrigee.effet()["evaluationLinguistique"];
    assert_eq!((&lue["niveauInitial"]["expressionOrale"], &lue["besoin"]), (&json!("A1_1"), &json!("FRANCAIS_LANGUE_ETRANGERE")));
    let rangs: Vec<i64> = banc
        .colonne(
            "select rang from niveau_linguistique where evaluation_id = $1 order by rang",
            [super::interne(domain::identifiant::Genre::EvaluationLinguistique, &e.id).into()],
        )
        .await;
    assert_eq!(rangs, [1, 2]);
}

async fn plusieurs_finales_mesurent_la_progression(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let e = scene.evaluee("Progresse").await;
    let session = scene.session(4).await;
    for (tour, (niveau, progression)) in [("A2", "1.00"), ("B1", "2.00")].into_iter().enumerate() {
        let inscription = scene.inscrite(&e, &session).await;
        scene.formee(&inscription).await;
        assert_eq!(scene.echeances(&e.id).await, ["EVALUER_FINAL"]);
        let initiale = json!({ "finale": false, "niveau": scene.niveau(niveau) });
        assert_eq!(refus(&scene.agir("Enregistrer", &e, initiale).await), code("TRANSITION_INTERDITE", "finale"));
        let finale = scene.agir("Enregistrer", &e, json!({ "finale": true, "niveau": scene.niveau(niveau) })).await;
        let lue = &finale.effet()["evaluationLinguistique"];
        assert_eq!((&lue["statut"], &lue["progression"]), (&json!("EVALUEE"), &json!(progression)), "tour {tour}");
        assert_eq!(lue["delaiPriseEnChargeJours"], 0);
    }
    let close = scene.agir("Cloturer", &e, json!({ "motif": "OBJECTIF_ATTEINT" })).await;
    assert_eq!(close.effet()["evaluationLinguistique"]["statut"], "TERMINEE");
    let lue = lire(&scene.ass, "Prescription", &e.prescription).await;
    assert_eq!(
        lue["suite"],
        json!({ "presentee": "PRESENT", "presenteeLe": "2026-06-16", "integree": true, "integreeLe": "2026-07-16", "achevee": true, "acheveeLe": "2026-08-15", "besoinLeve": true })
    );
}

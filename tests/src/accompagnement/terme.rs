//! How an accompaniment ends: in time, followed for a while, or with its parcours.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::{Scene, appeler, interne, lire, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    le_coaching_dure_trois_mois,
    actipro_suit_deux_mois_apres_une_sortie_positive,
    la_sortie_du_parcours_termine_tout,
    le_contact_se_reprend
);

async fn le_coaching_dure_trois_mois(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let operateur = banc.client("coaching-82").await;
    let agent = json!({ "nom": "Démo-Coach", "prenom": "Alix", "fonction": "COACH" });
    let agent = texte(appeler(&operateur, "Agent", agent).await.effet(), "/agent/id");
    let faits = json!({ "statutDroitRsa": "OUVERT", "droitOuvertLe": "2020-01-10" });
    let parcours = scene.parcours(&scene.personne("Longue", faits).await).await;
    let input = json!({ "parcoursId": parcours, "dispositifCode": "coaching-82", "partenaireId": scene.partenaire("coaching-82").await, "agentId": agent });
    let id = texte(appeler(&scene.conseil, "Demarrer", input).await.effet(), "/accompagnement/id");
    banc.horloge.avancer(TimeDelta::days(100));
    let fin = |fin: Option<&str>| json!({ "accompagnementId": id, "version": 1, "issue": "SORTIE_SANS_SOLUTION", "fin": fin });
    let tardive = appeler(&operateur, "Terminer", fin(None)).await;
    assert_eq!(refus(&tardive), ("DUREE_MAXIMALE_DEPASSEE", Some("R199")));
    let message = tardive.charge()["erreurs"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("14/09/2026"), "the last possible day: {message}");
    assert_eq!(refus(&appeler(&operateur, "Terminer", fin(Some("2026-09-15"))).await).0, "DUREE_MAXIMALE_DEPASSEE");
    assert_eq!(refus(&appeler(&operateur, "Terminer", fin(Some("2026-06-14"))).await).0, "SAISIE_INVALIDE");
    let finie = appeler(&operateur, "Terminer", fin(Some("2026-09-14"))).await;
    assert_eq!(finie.effet()["accompagnement"]["fin"], "2026-09-14");
    let encore = json!({ "accompagnementId": id, "version": 2, "issue": "ABANDON" });
    assert_eq!(refus(&appeler(&operateur, "Terminer", encore).await).0, "TRANSITION_INTERDITE");
}

async fn actipro_suit_deux_mois_apres_une_sortie_positive(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let prestataire = banc.client("actipro-31").await;
    let personne = scene.personne("Sortie", json!({ "statutDroitRsa": "OUVERT" })).await;
    let id = texte(scene.demarrer(&scene.parcours(&personne).await, ("actipro-31", "actipro-31")).await.effet(), "/accompagnement/id");
    let fin = |issue: &str, suivi: Option<&str>| json!({ "accompagnementId": id, "version": 1, "issue": issue, "motif": "CDI", "suiviJusquAu": suivi });
    assert_eq!(refus(&appeler(&prestataire, "Terminer", fin("ABANDON", Some("2026-07-01"))).await).0, "SAISIE_INVALIDE");
    let trop = appeler(&prestataire, "Terminer", fin("SORTIE_POSITIVE", Some("2026-08-16"))).await;
    assert_eq!(refus(&trop), ("SAISIE_INVALIDE", Some("R033")));
    let finie = appeler(&prestataire, "Terminer", fin("SORTIE_POSITIVE", None)).await;
    assert_eq!(finie.effet()["accompagnement"]["suiviJusquAu"], "2026-08-15");
    // The 15th of August is still followed; from the 16th on the provider reads for thirty days, then no more.
    for (jours, suivis, lisible) in [(61, 0, true), (1, 1, true), (29, 0, true), (1, 0, false)] {
        banc.horloge.avancer(TimeDelta::days(jours));
        assert_eq!(banc.taches().await.suivis, suivis);
        assert_eq!(lire(&prestataire, "Personne", &personne).await.is_object(), lisible, "{jours} more days");
    }
}

async fn la_sortie_du_parcours_termine_tout(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    for (motif, issue) in [("CDI", "SORTIE_POSITIVE"), ("PERTE_DE_CONTACT", "SORTIE_SANS_SOLUTION")] {
        let parcours = scene.allocataire(&format!("Close {motif}")).await;
        scene.orienter(&parcours, "pole-emploi-31").await;
        scene.demarrer(&parcours, ("accompagnement-global-31", "pole-emploi-31")).await.effet();
        let version = scene.version(&parcours).await;
        let cloture = json!({ "parcoursId": parcours, "version": version, "le": "2026-06-15", "motif": motif, "sortieDuRsa": true });
        let referent = banc.client("pole-emploi-31").await;
        appeler(&referent, "Clore", cloture).await.effet();
        let lu = lire(&scene.conseil, "Parcours", &parcours).await;
        let fini = &lu["accompagnements"][0];
        assert_eq!((&fini["fin"], &fini["issue"], &fini["motif"]), (&json!("2026-06-15"), &json!(issue), &json!(motif)));
        let ouverts = "select count(*) from lien_dossier where objet_id = $1 and identite_jusquau > '9000-01-01'";
        let accompagnement = interne(Genre::Accompagnement, fini["id"].as_str().unwrap_or_default());
        assert_eq!(banc.valeur::<i64, _>(ouverts, [accompagnement.into()]).await, 0);
    }
}

async fn le_contact_se_reprend(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let praxis = banc.client("praxis-31").await;
    let cadre = scene.personne("Diplômée", json!({ "niveauFormation": "BAC_PLUS_5", "statutDroitRsa": "OUVERT" })).await;
    let parcours = scene.parcours(&cadre).await;
    let id = texte(scene.demarrer(&parcours, ("diplomes-31", "praxis-31")).await.effet(), "/accompagnement/id");
    assert_eq!(due(banc, &parcours).await, ["2026-07-15"]);
    let rdv = json!({ "parcoursId": parcours, "objet": "ACCOMPAGNEMENT", "prevuLe": "2026-06-30T09:00:00Z" });
    let rdv = texte(appeler(&praxis, "Fixer", rdv).await.effet(), "/rendezVous/id");
    banc.horloge.avancer(TimeDelta::days(16));
    appeler(&praxis, "Relever", json!({ "rendezVousId": rdv, "version": 1, "presence": "PRESENT" })).await.effet();
    assert_eq!(due(banc, &parcours).await, ["2026-07-30"], "counted from the day she came");
    banc.horloge.avancer(TimeDelta::days(30));
    let alertes = lire(&scene.conseil, "Parcours", &parcours).await["alertes"].clone();
    let sans_contact: Vec<&Value> = alertes.as_array().into_iter().flatten().filter(|a| a["code"] == "SANS_CONTACT").collect();
    assert_eq!(sans_contact, [&json!({ "code": "SANS_CONTACT", "regle": "R046", "echeance": "2026-07-30" })]);
    scene.terminer(&id, "SORTIE_POSITIVE").await;
    assert!(due(banc, &parcours).await.is_empty());
}

async fn due(banc: &Banc, parcours: &str) -> Vec<String> {
    let sql = "select cast(due as text) from echeance where objet_id = $1 and code = 'REPRENDRE_CONTACT'";
    banc.colonne(sql, [interne(Genre::Parcours, parcours).into()]).await
}

//! Appointments: what may become of them, and what each opens and closes.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use domain::rendez_vous::Presence;
use domain::rendez_vous::presence::PASSAGES;
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};

use super::{Scene, appeler, interne, lire, refus, texte};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    les_passages_sont_ceux_de_la_table,
    une_absence_attend_le_rendez_vous_suivant,
    un_report_remplace,
    le_premier_rendez_vous_accompagne,
    un_rendez_vous_pour_un_autre
);

const DEMAIN: &str = "2026-06-16T08:00:00Z";

async fn fixer(client: &Client, parcours: &str, objet: &str) -> String {
    let input = json!({ "parcoursId": parcours, "objet": objet, "prevuLe": DEMAIN, "lieu": "Salle 2" });
    texte(appeler(client, "Fixer", input).await.effet(), "/rendezVous/id")
}

fn relever(rdv: &str, version: i64, presence: &str) -> Value {
    json!({ "rendezVousId": rdv, "version": version, "presence": presence })
}

async fn les_passages_sont_ceux_de_la_table(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let parcours = scene.allocataire("Passages").await;
    let mut rdv = Vec::new();
    for valeur in Presence::VALEURS {
        for _ in Presence::VALEURS {
            rdv.push((valeur.valeur, fixer(&scene.conseil, &parcours, "BILAN").await));
        }
    }
    let trop_tot = appeler(&scene.conseil, "Relever", relever(&rdv[0].1, 1, "ABSENT")).await;
    assert_eq!(refus(&trop_tot).0, "SAISIE_INVALIDE", "an absence is seen on the day");
    banc.horloge.avancer(TimeDelta::days(1));
    for (rang, (de, id)) in rdv.iter().enumerate() {
        let mut version = 1;
        if *de != Presence::AVenir {
            appeler(&scene.conseil, "Relever", relever(id, 1, de.code())).await.effet();
            version = 2;
        }
        let vers = Presence::VALEURS[rang % Presence::VALEURS.len()].valeur;
        let reponse = appeler(&scene.conseil, "Relever", relever(id, version, vers.code())).await;
        let permis = PASSAGES.contains(&(*de, vers));
        assert_eq!(reponse.refus().first().copied(), (!permis).then_some("TRANSITION_INTERDITE"), "{de:?} {vers:?}");
    }
    let perime = appeler(&scene.conseil, "Relever", relever(&rdv[0].1, 7, "PRESENT")).await;
    assert_eq!(refus(&perime).0, "CONFLIT_VERSION");
}

async fn une_absence_attend_le_rendez_vous_suivant(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let parcours = scene.allocataire("Absente").await;
    let objet = interne(Genre::Parcours, &parcours);
    let rdv = fixer(&scene.conseil, &parcours, "ORIENTATION").await;
    assert_eq!(scene.echeances(interne(Genre::RendezVous, &rdv)).await, ["RELEVER_PRESENCE"]);
    banc.horloge.avancer(TimeDelta::days(1));
    appeler(&scene.conseil, "Relever", relever(&rdv, 1, "ABSENT")).await.effet();
    assert!(scene.echeances(interne(Genre::RendezVous, &rdv)).await.is_empty());
    assert_eq!(scene.echeances(objet).await, ["TRAITER_ABSENCE"]);
    let alertes = lire(&scene.conseil, "Parcours", &parcours).await["alertes"].clone();
    assert!(alertes.as_array().is_some_and(|a| a.iter().any(|a| a["code"] == "ABSENCE_RENDEZ_VOUS" && a["regle"] == "R166")), "{alertes}");
    let suivant = json!({ "parcoursId": parcours, "objet": "RAPPEL_DES_DEVOIRS", "mode": "TELEPHONE", "prevuLe": "2026-06-16T15:00:00Z" });
    appeler(&scene.conseil, "Fixer", suivant).await.effet();
    assert!(scene.echeances(objet).await.is_empty(), "the next appointment answers the absence");
    // Corrected: she had come.
    appeler(&scene.conseil, "Relever", relever(&rdv, 2, "PRESENT")).await.effet();
    assert!(scene.echeances(objet).await.is_empty());
}

async fn un_report_remplace(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let parcours = scene.allocataire("Reportée").await;
    let rdv = fixer(&scene.conseil, &parcours, "ACCOMPAGNEMENT").await;
    let report =
        |version: i64, presence: &str, au: &str| json!({ "rendezVousId": rdv, "version": version, "presence": presence, "reporteAu": au });
    let tot = appeler(&scene.conseil, "Relever", report(1, "EXCUSE", "2026-06-15T08:00:00Z")).await;
    assert_eq!(refus(&tot).0, "SAISIE_INVALIDE");
    banc.horloge.avancer(TimeDelta::days(1));
    let tenu = appeler(&scene.conseil, "Relever", report(1, "PRESENT", "2026-06-20T08:00:00Z")).await;
    assert_eq!(refus(&tenu).0, "SAISIE_INVALIDE");
    appeler(&scene.conseil, "Relever", report(1, "ABSENT", "2026-06-20T08:00:00Z")).await.effet();
    let lus = lire(&scene.conseil, "Parcours", &parcours).await["rendezVous"]["nodes"].clone();
    let vus: Vec<_> = lus.as_array().expect("list").iter().map(|r| (&r["presence"], &r["objet"], &r["lieu"])).collect();
    let (objet, lieu) = (json!("ACCOMPAGNEMENT"), json!("Salle 2"));
    assert_eq!(vus, [(&json!("ABSENT"), &objet, &lieu), (&json!("A_VENIR"), &objet, &lieu)]);
    assert!(scene.echeances(interne(Genre::Parcours, &parcours)).await.is_empty(), "postponed at once, nothing is left to treat");
    let deux_fois = appeler(&scene.conseil, "Relever", report(2, "EXCUSE", "2026-06-21T08:00:00Z")).await;
    assert_eq!(refus(&deux_fois).0, "TRANSITION_INTERDITE");
}

async fn le_premier_rendez_vous_accompagne(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    let parcours = scene.allocataire("Accompagnée").await;
    scene.orienter(&parcours, "pole-emploi-31").await;
    let objet = interne(Genre::Parcours, &parcours);
    let attend = |codes: Vec<String>| codes.contains(&"FIXER_PREMIER_RENDEZ_VOUS".to_owned());
    let referent = banc.client("pole-emploi-31").await;
    fixer(&scene.conseil, &parcours, "ACCOMPAGNEMENT").await;
    fixer(&referent, &parcours, "ORIENTATION").await;
    assert!(attend(scene.echeances(objet).await), "neither the référent's follow-up");
    let rdv = fixer(&referent, &parcours, "ACCOMPAGNEMENT").await;
    assert!(!attend(scene.echeances(objet).await));
    banc.horloge.avancer(TimeDelta::days(1));
    assert_eq!(lire(&scene.conseil, "Parcours", &parcours).await["statut"], "ORIENTE");
    appeler(&referent, "Relever", relever(&rdv, 1, "PRESENT")).await.effet();
    assert_eq!(lire(&scene.conseil, "Parcours", &parcours).await["statut"], "ACCOMPAGNE");
}

async fn un_rendez_vous_pour_un_autre(banc: &Banc) {
    let scene = Scene::du(banc, "82").await;
    let (cibc, mobilite) = (banc.client("cibc-82").await, banc.client("montauban-services").await);
    let personne = scene.personne("Partagée", json!({})).await;
    let parcours = scene.parcours(&personne).await;
    let prescription = scene.adresser(&personne, ("EVALUATION_LINGUISTIQUE", &cibc)).await;
    let pour = |qui: &Client| json!({ "parcoursId": parcours, "objet": "EVALUATION", "prevuLe": DEMAIN, "partenaireId": Genre::Partenaire.ecrire(qui.partenaire) });
    assert_eq!(refus(&appeler(&scene.conseil, "Fixer", pour(&mobilite)).await), ("DESTINATAIRE_INADAPTE", None));
    let rdv = texte(appeler(&scene.conseil, "Fixer", pour(&cibc)).await.effet(), "/rendezVous/id");
    let adresses = "select count(*) from evenement where type = 'RENDEZ_VOUS_CHANGE' and destinataire_id = $1";
    assert_eq!(banc.valeur::<i64, _>(adresses, [cibc.partenaire.into()]).await, 1, "its holder is told");
    // A recipient fixes its own, and no one else's.
    let autrui = json!({ "prescriptionId": prescription, "objet": "BILAN", "prevuLe": DEMAIN, "partenaireId": Genre::Partenaire.ecrire(mobilite.partenaire) });
    assert_eq!(refus(&appeler(&cibc, "Fixer", autrui).await).0, "DESTINATAIRE_INADAPTE");
    let sien = json!({ "prescriptionId": prescription, "objet": "BILAN", "prevuLe": DEMAIN });
    appeler(&cibc, "Fixer", sien).await.effet();
    banc.horloge.avancer(TimeDelta::days(1));
    appeler(&cibc, "Relever", relever(&rdv, 1, "PRESENT")).await.effet();
}

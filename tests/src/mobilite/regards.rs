//! Who reads a diagnosis and an aid: who made it, who sent the person, who follows her, and nobody else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, appeler, lire, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_plateforme_ne_lit_pas_l_autre, la_plateforme_garde_ses_prets, on_trouve_qui_attend_son_argent);
sur_les_deux_moteurs!(Banc::sensible => le_handicap_ne_se_dit_qu_a_qui_peut_le_lire);

async fn une_plateforme_ne_lit_pas_l_autre(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("1000.00").await.effet();
    let personne = scene.suivie("Gardée").await;
    let prescription = scene.adresser(&personne, "AIDE_MOBILITE").await;
    let constat = appeler(&scene.plateforme, "Diagnostiquer", Scene::diagnostic(&personne, &prescription)).await;
    let diagnostic = texte(constat.effet(), "/diagnosticMobilite/id");
    let pret = scene.preter(&(personne.clone(), prescription), &scene.vehicule("Clio").await, ("2026-06-15", "2026-06-20")).await;
    let pret = texte(pret.effet(), "/aideMobilite/id");
    let fare = texte(scene.accorder(&personne, "500.00").await.effet(), "/aideMobilite/id");
    let lit = async |cle: &str| {
        let client = banc.client(cle).await;
        let aides = [&pret, &fare].map(|id| (id.as_str(), "Aide"));
        let mut lus = Vec::new();
        for (id, operation) in [(diagnostic.as_str(), "Diagnostic")].into_iter().chain(aides) {
            lus.push(!lire(&client, operation, id).await.is_null());
        }
        lus
    };
    // The platform reads what it did and never the fund; the Département all; nobody else anything.
    for (cle, attendu) in [
        ("montauban-services", [true, true, false]),
        ("departement-82", [true, true, true]),
        ("wimoov-31", [false; 3]),
        ("departement-31", [false; 3]),
        ("pole-emploi-82", [false; 3]),
    ] {
        assert_eq!(lit(cle).await, attendu, "{cle}");
    }
    let liste = "{ aidesMobilite { nombreTotal nodes { id montantAccorde allocataire { nom } } } }";
    let lues = scene.plateforme.demander(liste, ()).await;
    let ids: Vec<&str> =
        lues.donnees()["aidesMobilite"]["nodes"].as_array().into_iter().flatten().filter_map(|a| a["id"].as_str()).collect();
    assert!(ids.contains(&pret.as_str()) && !ids.contains(&fare.as_str()), "{ids:?}");
}

/// It proves what it lent for as long as it wants; the person is not open to it any more.
async fn la_plateforme_garde_ses_prets(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let qui = scene.diagnostiquee("Partie").await;
    let pret = scene.preter(&qui, &scene.vehicule("Clio").await, ("2026-06-15", "2026-06-20")).await.effet()["aideMobilite"].clone();
    let id = texte(&pret, "/id");
    let permises = lire(&scene.plateforme, "Personne", &qui.0).await["actionsPermises"].clone();
    let permise = |nom: &str| permises.as_array().into_iter().flatten().any(|a| a["mutation"] == nom);
    assert!(permise("apporterAide") && permise("enregistrerDiagnosticMobilite") && !permise("demanderAideMobilite"), "{permises}");
    let fin = json!({ "id": id, "version": pret["version"], "le": "2026-06-15", "solutionPerenne": false });
    appeler(&scene.plateforme, "Terminer", fin).await.effet();
    banc.horloge.avancer(TimeDelta::days(89));
    assert_eq!(lire(&scene.plateforme, "Aide", &id).await["allocataire"]["nom"], "Partie");
    banc.horloge.avancer(TimeDelta::days(1));
    let reste = lire(&scene.plateforme, "Aide", &id).await;
    assert_eq!((&reste["statut"], &reste["allocataire"]), (&json!("TERMINEE"), &Value::Null));
    assert!(lire(&scene.plateforme, "Personne", &qui.0).await.is_null());
}

async fn on_trouve_qui_attend_son_argent(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("1000.00").await.effet();
    let personne = scene.suivie("Impayée").await;
    let aide = scene.accorder(&personne, "500.00").await.effet()["aideMobilite"].clone();
    let trouver = async |jours: i64| {
        let document = format!(
            "{{ allocataires(filtre: {{ aideAccordeeSansVersementDepuisJours: {jours} }}) {{ nodes {{ id aidesMobilite {{ nodes {{ statut }} }} }} }} }}"
        );
        let lues = scene.ass.demander(&document, ()).await;
        lues.donnees()["allocataires"]["nodes"].as_array().into_iter().flatten().any(|a| a["id"] == personne.as_str())
    };
    assert_eq!([trouver(0).await, trouver(30).await], [true, false]);
    banc.horloge.avancer(TimeDelta::days(30));
    assert!(trouver(30).await);
    let paiement = json!({ "id": aide["id"], "version": aide["version"], "montant": "1.00", "le": "2026-07-15", "a": "BENEFICIAIRE" });
    appeler(&scene.aides, "Verser", paiement).await.effet();
    assert!(!trouver(0).await);
}

async fn le_handicap_ne_se_dit_qu_a_qui_peut_le_lire(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Discrète", json!({})).await;
    let prescription = scene.adresser(&personne, "AIDE_MOBILITE").await;
    let mut constat = Scene::diagnostic(&personne, &prescription);
    constat["freins"] = json!(["SANS_VEHICULE", "HANDICAP"]);
    let id = texte(appeler(&scene.plateforme, "Diagnostiquer", constat).await.effet(), "/diagnosticMobilite/id");
    for (cle, freins) in [
        ("montauban-services", json!(["SANS_VEHICULE", "HANDICAP"])),
        ("departement-82/ass", json!(["SANS_VEHICULE", "HANDICAP"])),
        ("departement-82", json!(["SANS_VEHICULE"])),
        ("departement-82/aides", json!(["SANS_VEHICULE"])),
    ] {
        assert_eq!(lire(&banc.client(cle).await, "Diagnostic", &id).await["freins"], freins, "{cle}");
    }
}

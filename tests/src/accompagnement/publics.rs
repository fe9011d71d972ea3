//! Publics: the data of each pacte decide, not the code.

use serde_json::json;

use super::{Scene, appeler, refus, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_plie_suit_ou_ecarte_les_allocataires, les_chiffres_du_pacte_bornent_les_publics, les_niveaux_se_suivent);

async fn le_plie_suit_ou_ecarte_les_allocataires(banc: &Banc) {
    let garonne = Scene::du(banc, "31").await;
    let refusee = garonne.demarrer(&garonne.allocataire("Exclue").await, ("plie-31", "plie-31")).await;
    assert_eq!(refus(&refusee), ("PUBLIC_NON_ELIGIBLE", Some("R062")));
    let sans_rsa = garonne.personne("Admise", json!({ "inscritPoleEmploi": true, "statutDroitRsa": "CLOS" })).await;
    garonne.demarrer(&garonne.parcours(&sans_rsa).await, ("plie-31", "plie-31")).await.effet();
    let pyrenees = Scene::du(banc, "64").await;
    pyrenees.demarrer(&pyrenees.allocataire("Suivie").await, ("plie-64", "plie-64")).await.effet();
    let ailleurs = pyrenees.demarrer(&pyrenees.allocataire("Ailleurs").await, ("plie-31", "plie-31")).await;
    assert_eq!(refus(&ailleurs), ("INTROUVABLE", None));
    let autre = pyrenees.demarrer(&pyrenees.allocataire("Autre").await, ("plie-64", "pole-emploi-64")).await;
    assert_eq!(refus(&autre), ("DESTINATAIRE_INADAPTE", None));
}

async fn les_chiffres_du_pacte_bornent_les_publics(banc: &Banc) {
    let scene = Scene::du(banc, "31").await;
    for (naissance, publics, attendu) in [
        ("2010-06-15", json!([]), None),
        ("2000-06-16", json!([]), None),
        ("2000-06-15", json!(["JEUNE"]), Some(("PUBLIC_NON_ELIGIBLE", Some("R065")))),
        ("2010-06-16", json!(["JEUNE"]), Some(("PUBLIC_NON_ELIGIBLE", Some("R065")))),
    ] {
        let personne = scene.personne("Jeunesse", json!({ "dateNaissance": naissance, "publics": publics })).await;
        let reponse = scene.demarrer(&scene.parcours(&personne).await, ("garantie-jeunes-31", "ml-toulouse")).await;
        assert_eq!(attendu, (!reponse.refus().is_empty()).then(|| refus(&reponse)), "{naissance}");
    }
    // A public that few may read is for the operator to judge.
    let personne = scene.personne("Sensible", json!({})).await;
    scene.demarrer(&scene.parcours(&personne).await, ("emploi-accompagne-31", "asei-31")).await.effet();
}

async fn les_niveaux_se_suivent(banc: &Banc) {
    let scene = Scene::du(banc, "64").await;
    let artisan = json!({ "situationProfessionnelle": "TRAVAILLEUR_INDEPENDANT", "statutDroitRsa": "OUVERT" });
    let parcours = scene.parcours(&scene.personne("Artisan", artisan).await).await;
    scene.orienter(&parcours, "ccas-64").await;
    let premature = scene.demarrer(&parcours, ("tns-niveau-2-64", "cma-64")).await;
    assert_eq!(refus(&premature), ("DOSSIER_INCOMPLET", Some("R130")));
    let premier = scene.demarrer(&parcours, ("tns-niveau-1-64", "cma-64")).await;
    let premier = texte(premier.effet(), "/accompagnement/id");
    let encore = scene.demarrer(&parcours, ("tns-niveau-2-64", "cma-64")).await;
    assert_eq!(refus(&encore).0, "DOSSIER_INCOMPLET", "the first level still runs");
    scene.terminer(&premier, "SORTIE_SANS_SOLUTION").await;
    let referent = banc.client("ccas-64").await;
    let input = json!({ "parcoursId": parcours, "dispositifCode": "tns-niveau-2-64", "partenaireId": scene.partenaire("cma-64").await });
    assert_eq!(refus(&appeler(&referent, "Demarrer", input).await), ("PRESCRIPTEUR_NON_HABILITE", Some("R131")));
    scene.demarrer(&parcours, ("tns-niveau-2-64", "cma-64")).await.effet();
}

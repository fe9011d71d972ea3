//! The rules of the fund, told before the request and held at the request.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{DOCUMENT, Scene, appeler, refus};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_regle_se_dit_avant_et_se_tient_apres, seul_l_agent_qui_suit_demande, l_extension_est_un_reglage_du_pacte);

/// Codes of the rules that are not satisfied.
async fn manquees(scene: &Scene<'_>, personne: &str, (nature, motif, obligation): (&str, &str, Value)) -> Vec<String> {
    let variables = json!({ "id": personne, "nature": nature, "motif": motif, "du": obligation });
    let lues = scene.ass.operer(DOCUMENT, "Eligible", variables).await;
    let regles = lues.donnees()["eligibiliteMobilite"].as_array().unwrap_or_else(|| panic!("{}", lues.corps)).clone();
    assert_eq!(regles.len(), 6, "one line a rule");
    let non = regles.iter().filter(|r| r["satisfaite"] == false && r["code"] != "R179");
    non.map(|r| r["code"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn refusees(scene: &Scene<'_>, personne: &str, (nature, motif, obligation): (&str, &str, bool)) -> Vec<(String, String, String)> {
    let mut input = Scene::demande(personne);
    (input["nature"], input["motif"], input["obligationTiers"]) = (json!(nature), json!(motif), json!(obligation));
    let lues = refus(&appeler(&scene.ass, "Demander", input).await);
    lues.into_iter().map(|(code, champ, regle)| (regle.unwrap_or_default(), code, champ)).collect()
}

async fn chaque_regle_se_dit_avant_et_se_tient_apres(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.suivie("Réglée").await;
    let cas = [
        (("PRET_VELO", "PRISE_EMPLOI", false), vec![("R176", "SAISIE_INVALIDE", "nature")]),
        (("PERMIS_CONDUIRE", "RECHERCHE_EMPLOI", false), vec![("R175", "SAISIE_INVALIDE", "motif")]),
        (("HEBERGEMENT", "FORMATION_QUALIFIANTE", true), vec![("R177", "SAISIE_INVALIDE", "obligationTiers")]),
        (
            ("PRET_VELO", "MAINTIEN_EMPLOI", true),
            vec![
                ("R175", "SAISIE_INVALIDE", "motif"),
                ("R176", "SAISIE_INVALIDE", "nature"),
                ("R177", "SAISIE_INVALIDE", "obligationTiers"),
            ],
        ),
    ];
    for ((nature, motif, obligation), attendus) in cas {
        let attendus: Vec<_> = attendus.into_iter().map(|(r, c, f)| (r.to_owned(), c.to_owned(), f.to_owned())).collect();
        assert_eq!(refusees(&scene, &personne, (nature, motif, obligation)).await, attendus);
        let dites: Vec<String> = attendus.into_iter().map(|(regle, ..)| regle).collect();
        assert_eq!(manquees(&scene, &personne, (nature, motif, json!(obligation))).await, dites);
    }
    assert_eq!(manquees(&scene, &personne, ("BSR", "REPRISE_EMPLOI", Value::Null)).await, ["R177"], "nobody said: not satisfied");
    let hors_rsa = scene.personne("Sans RSA", json!({ "statutDroitRsa": "NON_BENEFICIAIRE", "droitOuvertLe": null })).await;
    scene.orienter(&hors_rsa, "departement-82").await;
    let attendu = [("R178".to_owned(), "PUBLIC_NON_ELIGIBLE".to_owned(), "allocataireId".to_owned())];
    assert_eq!(refusees(&scene, &hors_rsa, ("REPAS", "PRISE_EMPLOI", false)).await, attendu);
}

async fn seul_l_agent_qui_suit_demande(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let (nulle_part, ailleurs) =
        (scene.personne("Suivie par personne", json!({})).await, scene.personne("Suivie ailleurs", json!({})).await);
    scene.orienter(&ailleurs, "pole-emploi-82").await;
    for personne in [&nulle_part, &ailleurs] {
        assert_eq!(manquees(&scene, personne, ("REPAS", "PRISE_EMPLOI", json!(false))).await, ["R178"]);
        assert_eq!(refusees(&scene, personne, ("REPAS", "PRISE_EMPLOI", false)).await[0].0, "R178");
    }
    let suivie = scene.suivie("Confiée").await;
    let agent: Uuid = banc.valeur("select id from agent where cle = 'departement-82/ade'", []).await;
    banc.executer(
        "update lien_dossier set agent_id = $1 where allocataire_id = $2 and nature = 1",
        [agent.into(), domain::identifiant::Genre::Allocataire.lire(&suivie).expect("id").into()],
    )
    .await;
    assert_eq!(refusees(&scene, &suivie, ("REPAS", "PRISE_EMPLOI", false)).await[0].0, "R178", "a colleague follows her");
    let ade = banc.client("departement-82/ade").await;
    appeler(&ade, "Demander", Scene::demande(&suivie)).await.effet();
    let autre = banc.client("departement-31/ass").await;
    let variables = json!({ "id": suivie, "nature": "REPAS", "motif": "PRISE_EMPLOI", "du": false });
    assert!(autre.operer(DOCUMENT, "Eligible", variables).await.donnees()["eligibiliteMobilite"].is_null());
    assert_eq!(refus(&appeler(&autre, "Demander", Scene::demande(&suivie)).await)[0].0, "INTROUVABLE");
}

/// The document proposes to open the fund to people in accompagnement global: until the pacte says so, it does not.
async fn l_extension_est_un_reglage_du_pacte(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let faits = json!({ "statutDroitRsa": "NON_BENEFICIAIRE", "droitOuvertLe": null, "inscritPoleEmploi": true });
    let personne = scene.personne("Globale", faits).await;
    let parcours = scene.orienter(&personne, "pole-emploi-82").await;
    let ass: Uuid = banc.valeur("select id from agent where cle = 'departement-82/ass'", []).await;
    let partenaire = async |cle: &str| crate::harnais::ecrire_partenaire(banc, cle).await;
    let input = json!({
        "parcoursId": parcours, "dispositifCode": "accompagnement-global-82", "partenaireId": partenaire("pole-emploi-82").await,
        "coIntervenants": [{ "partenaireId": partenaire("departement-82").await, "agentId": domain::identifiant::Genre::Agent.ecrire(ass) }],
    });
    appeler(&scene.ass, "Demarrer", input).await.effet();
    assert_eq!(refusees(&scene, &personne, ("REPAS", "PRISE_EMPLOI", false)).await[0].0, "R178");
    ouvrir(banc).await;
    appeler(&scene.ass, "Demander", Scene::demande(&personne)).await.effet();
}

async fn ouvrir(banc: &Banc) {
    let global: Uuid = banc.valeur("select id from dispositif where code = 'accompagnement-global-82'", []).await;
    let contenu: String = banc.valeur("select contenu from dispositif where code = 'fare-82'", []).await;
    let mut contenu: Value = serde_json::from_str(&contenu).expect("JSON");
    contenu["mobilite"]["etenduA"] = json!([global]);
    banc.executer("update dispositif set contenu = $1 where code = 'fare-82'", [contenu.to_string().into()]).await;
    banc.executer("update version_referentiel set version = version + 1", []).await;
}

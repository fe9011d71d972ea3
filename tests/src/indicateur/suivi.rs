//! What partners write on a fiche-action: who may, and what each act keeps to.

use domain::identifiant::Genre;
use serde_json::{Value, json};

use crate::harnais::{Banc, Client, Reponse, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_suit_ses_fiches, chaque_refus_nomme_son_champ, deux_a_la_fois, un_suivi_survit_au_chargement);

const DOCUMENT: &str = "
    query Lire($id: ID!) { node(id: $id) { ... on FicheAction { version statut actions { numero statut suivi { statut commentaire par { nom } } }
        bilans { annee texte par { nom } } budgets { annee previsionnel etat departement global engage execute executeLe tauxExecution } } } }
    mutation Suivre($input: SuivreActionInput!) { suivreAction(input: $input) { ficheAction { version statut actions { numero statut } } erreurs { code champ message } } }
    mutation Rediger($input: RedigerBilanInput!) { redigerBilan(input: $input) { ficheAction { version bilans { annee texte } } erreurs { code champ message } } }
    mutation Budgeter($input: SuivreBudgetInput!) { suivreBudget(input: $input) { ficheAction { version budgets { annee etat departement global execute tauxExecution } } erreurs { code champ message } } }";

async fn fiche(banc: &Banc, pacte: &str, code: &str) -> String {
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let pacte = referentiel.pacte(pacte).expect("pacte").id;
    Genre::FicheAction.ecrire(referentiel.fiche(pacte, code).expect("fiche").id)
}

async fn lire(client: &Client, id: &str) -> Value {
    client.operer(DOCUMENT, "Lire", json!({ "id": id })).await.donnees()["node"].clone()
}

/// Acts on the version that stands.
async fn agir(client: &Client, operation: &str, id: &str, champs: Value) -> Reponse {
    let mut input = json!({ "ficheActionId": id, "version": lire(client, id).await["version"] });
    input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

async fn chacun_suit_ses_fiches(banc: &Banc) {
    let (premiere, sixieme) = (fiche(banc, "64-2018-2021", "1").await, fiche(banc, "64-2018-2021", "6").await);
    for (persona, id) in [("caf-64", &premiere), ("departement-64", &premiere), ("cma-64", &sixieme), ("pole-emploi-64", &sixieme)] {
        let client = banc.client(persona).await;
        let faite = agir(&client, "Suivre", id, json!({ "actionNumero": 1, "statut": "EN_COURS" })).await;
        assert_eq!(faite.effet()["ficheAction"]["actions"][0]["statut"], "EN_COURS", "{persona}");
    }
    for (persona, id) in [("pole-emploi-64", &premiere), ("caf-31", &premiere), ("departement-31/ass", &premiere), ("caf-64", &sixieme)] {
        let client = banc.client(persona).await;
        for (operation, champs) in [
            ("Suivre", json!({ "statut": "REALISE" })),
            ("Rediger", json!({ "annee": 2025, "texte": "Bilan." })),
            ("Budgeter", json!({ "annee": 2025, "etat": "1.00" })),
        ] {
            let refus = agir(&client, operation, id, champs).await;
            assert_eq!(
                (refus.refus(), &refus.charge()["erreurs"][0]["champ"][1]),
                (vec!["INTROUVABLE"], &json!("ficheActionId")),
                "{persona} {operation}"
            );
        }
    }
}

async fn chaque_refus_nomme_son_champ(banc: &Banc) {
    let (caf, id) = (banc.client("caf-64").await, fiche(banc, "64-2018-2021", "1").await);
    let refusees = [
        ("Suivre", json!({ "actionNumero": 99, "statut": "EN_COURS" }), "actionNumero"),
        ("Suivre", json!({ "actionNumero": 1, "statut": "NON_RENSEIGNE" }), "statut"),
        ("Suivre", json!({ "actionNumero": 1, "statut": "ABANDONNE" }), "commentaire"),
        ("Rediger", json!({ "annee": 2025, "texte": "  " }), "texte"),
        ("Rediger", json!({ "annee": 2017, "texte": "Avant le pacte." }), "annee"),
        ("Rediger", json!({ "annee": 2027, "texte": "Après aujourd'hui." }), "annee"),
        ("Budgeter", json!({ "annee": 2025, "etat": "-1.00" }), "etat"),
        ("Budgeter", json!({ "annee": 2025, "execute": "10.00" }), "executeLe"),
        ("Budgeter", json!({ "annee": 2025, "execute": "10.00", "executeLe": "2026-12-31" }), "executeLe"),
        ("Budgeter", json!({ "annee": 2025, "execute": "10.00", "executeLe": "2024-12-31" }), "executeLe"),
        ("Budgeter", json!({ "annee": 2025 }), ""),
    ];
    for (operation, champs, champ) in refusees {
        let reponse = agir(&caf, operation, &id, champs.clone()).await;
        let nomme = reponse.charge()["erreurs"][0]["champ"][1].as_str().unwrap_or_default();
        assert_eq!((reponse.refus().len(), nomme), (1, champ), "{operation} {champs}: {}", reponse.corps);
    }
    let budget = json!({ "annee": 2025, "etat": "60.00", "departement": "40.00", "execute": "25.00", "executeLe": "2025-12-31" });
    let faite = agir(&caf, "Budgeter", &id, budget).await;
    let budgets = faite.effet()["ficheAction"]["budgets"].as_array().expect("budgets").clone();
    let de_2025 = budgets.iter().find(|b| b["annee"] == 2025).expect("2025");
    assert_eq!(
        *de_2025,
        json!({ "annee": 2025, "etat": "60.00", "departement": "40.00", "global": "100.00", "execute": "25.00", "tauxExecution": "25.00" })
    );
    // An absent amount is unchanged, null erases.
    let change = agir(&caf, "Budgeter", &id, json!({ "annee": 2025, "departement": "140.00", "execute": null, "executeLe": null })).await;
    let budgets = change.effet()["ficheAction"]["budgets"].as_array().expect("budgets").clone();
    let de_2025 = budgets.iter().find(|b| b["annee"] == 2025).expect("2025");
    assert_eq!(
        *de_2025,
        json!({ "annee": 2025, "etat": "60.00", "departement": "140.00", "global": "200.00", "execute": null, "tauxExecution": null })
    );
}

/// Two partners that read the same version: one writes, the other reads again.
async fn deux_a_la_fois(banc: &Banc) {
    let (caf, conseil, id) = (banc.client("caf-64").await, banc.client("departement-64").await, fiche(banc, "64-2018-2021", "1").await);
    let version = lire(&caf, &id).await["version"].clone();
    let saisie = |texte: &str| json!({ "input": { "ficheActionId": id, "version": version, "annee": 2025, "texte": texte } });
    let (une, autre) = futures::join!(
        caf.operer(DOCUMENT, "Rediger", saisie("De la CAF.")),
        conseil.operer(DOCUMENT, "Rediger", saisie("Du Département."))
    );
    let mut refus = [une.refus(), autre.refus()].concat();
    refus.retain(|code| *code != "CONFLIT_VERSION");
    assert!(refus.is_empty(), "{refus:?}");
    let bilans = lire(&caf, &id).await["bilans"].as_array().cloned().unwrap_or_default();
    assert_eq!(bilans.iter().filter(|b| b["annee"] == 2025).count(), 1, "exactly one won");
    agir(&caf, "Rediger", &id, json!({ "annee": 2025, "texte": "De la CAF, relu." })).await.effet();
    agir(&conseil, "Rediger", &id, json!({ "annee": 2025, "texte": "Du Département, relu." })).await.effet();
    let relus = lire(&caf, &id).await["bilans"].as_array().cloned().unwrap_or_default();
    let mut textes: Vec<&str> = relus.iter().filter(|b| b["annee"] == 2025).filter_map(|b| b["texte"].as_str()).collect();
    textes.sort_unstable();
    assert_eq!(textes, ["De la CAF, relu.", "Du Département, relu."], "one report a partner, rewritten in place");
}

/// Loading the documents again keeps what partners wrote, and other requests see it.
async fn un_suivi_survit_au_chargement(banc: &Banc) {
    let (caf, id) = (banc.client("caf-64").await, fiche(banc, "64-2018-2021", "1").await);
    let suivi = json!({ "actionNumero": 1, "statut": "ABANDONNE", "commentaire": "Remplacée par un protocole." });
    agir(&caf, "Suivre", &id, suivi).await.effet();
    agir(&caf, "Suivre", &id, json!({ "statut": "EN_COURS" })).await.effet();
    let vue = lire(&banc.client("ars-64").await, &id).await;
    domain::referentiel::chargement::charger(&banc.base).await.expect("reference data");
    assert_eq!(lire(&caf, &id).await, vue);
    assert_eq!((&vue["statut"], &vue["actions"][0]["statut"]), (&json!("EN_COURS"), &json!("ABANDONNE")));
    assert_eq!(vue["actions"][0]["suivi"][0]["commentaire"], "Remplacée par un protocole.");
}

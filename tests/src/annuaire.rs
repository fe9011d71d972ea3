//! The shared directory: in which order it proposes recipients, and whom a service takes.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_proches_puis_les_libres, un_service_a_son_public_et_ses_communes);

const DOCUMENT: &str = "
    mutation Publier($input: PublierServiceInput!) { publierService(input: $input) { service { id } erreurs { code champ message } } }
    mutation Recevoir($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { allocataire { id } erreurs { code champ message } } }
    mutation Prescrire($input: PrescrireInput!) { prescrire(input: $input) { prescription { id service { id } } erreurs { code champ message } } }
    mutation Repondre($input: RepondrePrescriptionInput!) { repondrePrescription(input: $input) { prescription { id } erreurs { code champ message } } }
    query Proposer($filtre: ServiceFiltre!, $first: Int, $after: String) {
        services(filtre: $filtre, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";

const ATELIER: &str = "ateliers-de-l-annuaire";

async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

fn id(reponse: &Reponse, objet: &str) -> String {
    reponse.effet()[objet]["id"].as_str().expect("id").to_owned()
}

async fn territoire(banc: &Banc, code: &str) -> String {
    let lu: Uuid = banc.valeur("select id from territoire where code = $1", [code.into()]).await;
    Genre::Territoire.ecrire(lu)
}

/// A service of digital workshops of that partner, as the test wants it.
async fn publier(plateforme: &Client, champs: Value) -> String {
    let mut input = json!({ "nom": "Atelier", "thematiques": [ATELIER], "publics": [], "typesPrescription": ["NUMERIQUE"] });
    input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
    id(&appeler(plateforme, "Publier", input).await, "service")
}

async fn recevoir(ass: &Client, nom: &str, champs: Value) -> String {
    let mut input = json!({ "departement": "82", "nom": nom, "prenom": "Camille", "dateNaissance": "1990-02-03" });
    input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
    id(&appeler(ass, "Recevoir", input).await, "allocataire")
}

/// The services proposed for this territory, read page by page.
async fn proposes(client: &Client, territoire: &str) -> Vec<String> {
    let filtre = json!({ "thematiques": [ATELIER], "typesPrescription": ["NUMERIQUE"], "territoire": territoire });
    let (mut lus, mut suite) = (Vec::new(), Value::Null);
    loop {
        let page = client.operer(DOCUMENT, "Proposer", json!({ "filtre": filtre, "first": 1, "after": suite })).await;
        let page = &page.donnees()["services"];
        lus.extend(page["nodes"].as_array().expect("nodes").iter().map(|n| n["id"].as_str().expect("id").to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            return lus;
        }
        suite = page["pageInfo"]["endCursor"].clone();
    }
}

async fn les_proches_puis_les_libres(banc: &Banc) {
    let (ass, plateforme) = (banc.client("departement-82/ass").await, banc.client("montauban-services").await);
    let ici = territoire(banc, "82-epci-grand-montauban").await;
    let partout = publier(&plateforme, json!({ "capacite": 3 })).await;
    let premier = publier(&plateforme, json!({ "capacite": 1, "territoires": [ici] })).await;
    let second = publier(&plateforme, json!({ "territoires": [ici] })).await;
    let mut libres = [&premier, &second];
    libres.sort();
    let attendus = [libres[0], libres[1], &partout].map(String::as_str);
    assert_eq!(proposes(&ass, &ici).await, attendus);
    let personne = recevoir(&ass, "Annuaire", json!({})).await;
    let input = json!({ "allocataireId": personne, "type": "NUMERIQUE", "destinataireId": ecrire_partenaire(banc, "montauban-services").await, "serviceId": premier, "accordPersonne": true });
    let emise = id(&appeler(&ass, "Prescrire", input).await, "prescription");
    assert_eq!(proposes(&ass, &ici).await, attendus, "what waits takes no place");
    appeler(&plateforme, "Repondre", json!({ "id": emise, "version": 1, "vers": "ACCEPTEE" })).await.effet();
    // Told to the prescriber, who reads this referral, and to a partner that reads none.
    for client in [ass, banc.client("pole-emploi-82").await] {
        assert_eq!(proposes(&client, &ici).await, [&second, &premier, &partout].map(String::as_str));
    }
}

async fn un_service_a_son_public_et_ses_communes(banc: &Banc) {
    let (ass, plateforme) = (banc.client("departement-82/ass").await, banc.client("montauban-services").await);
    let destinataire = ecrire_partenaire(banc, "montauban-services").await;
    let montauban = territoire(banc, "82-epci-grand-montauban").await;
    let pour_femmes = publier(&plateforme, json!({ "publics": ["FEMME"] })).await;
    let proche = publier(&plateforme, json!({ "territoires": [montauban] })).await;
    let cas = [
        (json!({ "civilite": "MONSIEUR" }), Some(&pour_femmes), Err("serviceId")),
        (json!({ "civilite": "MADAME" }), Some(&pour_femmes), Ok(&pour_femmes)),
        (json!({ "commune": "82003" }), Some(&proche), Err("serviceId")),
        (json!({ "commune": "82001" }), Some(&proche), Ok(&proche)),
        (json!({}), Some(&proche), Ok(&proche)),
        // Without a service named, the first that covers the commune, whose public is then checked.
        (json!({ "commune": "82003", "civilite": "MADAME" }), None, Ok(&pour_femmes)),
    ];
    for (rang, (personne, service, attendu)) in cas.into_iter().enumerate() {
        let allocataire = recevoir(&ass, &format!("Annuaire {rang}"), personne.clone()).await;
        let input = json!({ "allocataireId": allocataire, "type": "NUMERIQUE", "destinataireId": destinataire, "serviceId": service, "accordPersonne": true });
        let reponse = appeler(&ass, "Prescrire", input).await;
        let erreur = &reponse.charge()["erreurs"][0];
        match attendu {
            Ok(service) => assert_eq!(reponse.charge()["prescription"]["service"]["id"], **service, "{personne} {erreur}"),
            Err(champ) => {
                assert_eq!((&erreur["code"], &erreur["champ"][1]), (&json!("DESTINATAIRE_INADAPTE"), &json!(champ)), "{personne}");
            }
        }
    }
}

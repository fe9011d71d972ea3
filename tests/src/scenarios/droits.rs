//! What each identity may see, and conventions that open and close.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::recit::Recit;
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

mod actes;
mod scene;

sur_les_deux_moteurs!(
    le_pilotage_ne_voit_personne,
    l_annuaire_se_partage,
    une_convention_se_ferme_a_la_requete_suivante,
    une_partie_garde_ses_lignes
);

async fn le_pilotage_ne_voit_personne(banc: &Banc) {
    let mut recit = Recit::nouveau(include_str!("../../scenarios/pilotage.graphql"));
    let bi = banc.client("bi-31").await;
    recit.pas(("bi-31", &bi), "Pactes", json!({})).await;
    recit.pas(("bi-31", &bi), "Personnes", json!({})).await;
    for persona in ["bi-31", "cibc-82", "cocagne-31", "departement-31", "departement-31/dpo"] {
        let client = banc.client(persona).await;
        let moi = recit.pas((persona, &client), "QuiSuisJe", json!({})).await;
        let apercu = moi.donnees()["moi"]["apercu"].as_array().expect("overview").clone();
        verifier_lignes(banc, persona, &apercu).await;
    }
    recit.conclure("pilotage");
}

/// What the overview counts is what the tables hold.
async fn verifier_lignes(banc: &Banc, persona: &str, apercu: &[Value]) {
    let attendues: i64 = match persona {
        "departement-31" | "departement-31/dpo" => banc.valeur("select count(*) from allocataire where departement = '31'", []).await,
        "cibc-82" => {
            let sql =
                "select count(distinct allocataire_id) from lien_dossier where partenaire_id = $1 and identite_jusquau >= '2026-06-15'";
            banc.valeur(sql, [banc.partenaire(persona).await.into()]).await
        }
        _ => return,
    };
    let lignes = apercu.iter().find(|t| t["type"] == "Allocataire").map(|t| t["lignes"].clone());
    assert_eq!(lignes, Some(json!(attendues)), "{persona}");
}

async fn l_annuaire_se_partage(banc: &Banc) {
    let mut recit = Recit::nouveau(include_str!("../../scenarios/annuaire.graphql"));
    let (ass, cibc) = (banc.client("departement-82/ass").await, banc.client("cibc-82").await);
    recit.pas(("departement-82/ass", &ass), "Chercher", json!({ "type": "EVALUATION_LINGUISTIQUE" })).await;
    recit.pas(("departement-82/ass", &ass), "Partenaires", json!({})).await;
    let nouveau = json!({
        "nom": "Atelier de conversation", "thematiques": ["lecture-ecriture-calcul--maitriser-le-francais"],
        "publics": ["TOUT_PUBLIC"], "typesPrescription": ["LIEN_SOCIAL"], "capacite": 12,
    });
    let publie = recit.pas(("cibc-82", &cibc), "Publier", json!({ "input": nouveau })).await;
    let id = publie.effet()["service"]["id"].clone();
    recit.pas(("departement-82/ass", &ass), "Chercher", json!({ "type": "LIEN_SOCIAL" })).await;
    recit.pas(("cibc-82", &cibc), "Modifier", json!({ "input": { "id": id, "version": 1, "capacite": 20 } })).await;
    let perdu = recit.pas(("cibc-82", &cibc), "Modifier", json!({ "input": { "id": id, "version": 1, "actif": false } })).await;
    assert_eq!(perdu.refus(), ["CONFLIT_VERSION"]);
    let autrui = recit.pas(("departement-82/ass", &ass), "Modifier", json!({ "input": { "id": id, "version": 2, "capacite": 1 } })).await;
    assert_eq!(autrui.refus(), ["INTROUVABLE"]);
    recit.conclure("annuaire");
}

async fn une_convention_se_ferme_a_la_requete_suivante(banc: &Banc) {
    let mut recit = Recit::nouveau(include_str!("../../scenarios/habilitation.graphql"));
    let (admin, plateforme) = (banc.client("departement-82/admin").await, banc.client("montauban-services").await);
    let (qui, elle) = (("departement-82/admin", &admin), ("montauban-services", &plateforme));
    let partenaire = ecrire_partenaire(banc, "montauban-services").await;
    recit.pas(elle, "Recues", json!({})).await;
    let avant = recit.pas(qui, "Conventions", json!({ "partenaire": partenaire })).await;
    let id = avant.donnees()["habilitations"][0]["id"].clone();
    recit.pas(qui, "Revoquer", json!({ "input": { "id": id, "motif": "Fin du marché" } })).await;
    assert_eq!(recit.pas(elle, "Recues", json!({})).await.statut, 403);
    recit.pas(qui, "Revoquer", json!({ "input": { "id": id, "motif": "Encore" } })).await;
    habiliter(&mut recit, qui, &partenaire).await;
    assert_eq!(recit.pas(elle, "Recues", json!({})).await.statut, 200);
    recit.pas(qui, "Conventions", json!({ "partenaire": partenaire })).await;
    let sans = banc.client("departement-82").await;
    assert_eq!(recit.pas(("departement-82", &sans), "Conventions", json!({ "partenaire": partenaire })).await.statut, 403);
    recit.conclure("habilitation");
}

/// Too much, elsewhere, oneself: refused. The rest: given.
async fn habiliter(recit: &mut Recit, qui: (&str, &Client), partenaire: &str) {
    let convention = json!({
        "partenaireId": partenaire, "convention": "Marché 2026", "finalite": "MOBILITE", "baseLegale": "MISSION_INTERET_PUBLIC",
        "portees": ["allocataires:lire", "allocataires.identite:lire", "prescriptions:lire", "prescriptions:traiter"],
        "departements": ["82"], "liens": ["ADRESSE"], "debut": "2026-06-15",
    });
    for (champ, valeur) in [
        ("portees", json!(["journal:lire"])),
        ("departements", json!(["31"])),
        ("liens", json!(["DEPARTEMENT"])),
        ("fin", json!("2026-01-01")),
    ] {
        let mut fausse = convention.clone();
        fausse[champ] = valeur;
        let refusee = recit.pas(qui, "Habiliter", json!({ "input": fausse })).await;
        assert_eq!(refusee.refus().len(), 1, "{champ}");
    }
    recit.pas(qui, "Habiliter", json!({ "input": convention })).await.effet();
}

/// A recipient reads all that was ever addressed to it; the person only while the relation lets it.
async fn une_partie_garde_ses_lignes(banc: &Banc) {
    let document =
        "query($d: ID!) { prescriptions(filtre: { destinataire: $d }, first: 100) { nombreTotal nodes { id allocataire { id } } } }";
    let mut fermees = 0;
    for cle in ["cibc-82", "montauban-services", "wimoov-31", "cocagne-31", "pole-emploi-82"] {
        let client = banc.client(cle).await;
        let adressees = "select id from prescription where destinataire_id = $1 order by id";
        let attendues: Vec<Uuid> = banc.colonne(adressees, [client.partenaire.into()]).await;
        let reponse = client.demander(document, json!({ "d": Genre::Partenaire.ecrire(client.partenaire) })).await;
        let page = &reponse.donnees()["prescriptions"];
        let noeuds = page["nodes"].as_array().expect("nodes");
        let lues: Vec<Uuid> = noeuds.iter().filter_map(|n| Genre::Prescription.lire(n["id"].as_str()?)).collect();
        assert_eq!((lues, &page["nombreTotal"]), (attendues.clone(), &json!(attendues.len())), "{cle}");
        fermees += noeuds.iter().filter(|n| n["allocataire"].is_null()).count();
    }
    assert!(fermees > 0, "some of these relations are over");
}

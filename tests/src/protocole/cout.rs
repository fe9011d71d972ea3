//! What an answer costs in statements: a page does not cost its length.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_page_de_prescriptions_coute_trois_enonces, une_personne_coute_trois_enonces, le_cout_est_dit);

async fn une_page_de_prescriptions_coute_trois_enonces(banc: &Banc) {
    let client = banc.client("departement-31").await;
    let document = "query($n: Int!) { prescriptions(first: $n) { nodes {
        id type statut emiseLe repondreAvant prescripteur { nom type } destinataire { nom } service { nom } agentPrescripteur { nom }
        allocataire { id nom prenom territoire { nom } parcoursActif { statut referent { partenaire { nom } } } }
    } pageInfo { hasNextPage endCursor } } }";
    let mut couts = Vec::new();
    for taille in [1, 10, 50] {
        banc.enonces();
        let reponse = client.demander(document, json!({ "n": taille })).await;
        assert_eq!(reponse.donnees()["prescriptions"]["nodes"].as_array().map(Vec::len), Some(taille));
        couts.push(banc.enonces());
    }
    assert!(couts.iter().all(|c| (1..=3).contains(c)), "{couts:?}");
    assert_eq!(couts[1], couts[2], "a longer page runs the same statements");
}

async fn une_personne_coute_trois_enonces(banc: &Banc) {
    let client = banc.client("departement-31").await;
    let suivie = "select allocataire_id from prescription where departement = '31' and type <> 'SANTE' group by allocataire_id order by count(*) desc, allocataire_id limit 1";
    let id: Uuid = banc.valeur(suivie, []).await;
    let document = "query($id: ID!) { allocataire(id: $id) {
        nom prenom champsMasques commune { nom } territoire { nom }
        parcoursActif { statut referent { debut partenaire { nom } agent { nom } } }
        prescriptions(first: 50) { nodes { id statut prescripteur { nom } destinataire { nom } service { nom } } }
    } }";
    banc.enonces();
    let reponse = client.demander(document, json!({ "id": Genre::Allocataire.ecrire(id) })).await;
    let cout = banc.enonces();
    assert_ne!(reponse.donnees()["allocataire"]["prescriptions"]["nodes"], json!([]));
    assert!((1..=3).contains(&cout), "{cout} statements");
}

async fn le_cout_est_dit(banc: &Banc) {
    let client = banc.client("departement-31").await;
    let un = client.demander("{ departements { code } }", ()).await;
    let beaucoup = client.demander("{ allocataires(first: 100) { nodes { prescriptions(first: 50) { nodes { id } } } } }", ()).await;
    let demande = |r: &crate::harnais::Reponse| r.corps["extensions"]["cout"]["demande"].as_u64().expect("cost");
    assert!(demande(&un) < 200 && demande(&beaucoup) > 5_000, "{} {}", demande(&un), demande(&beaucoup));
    let restants =
        |r: &crate::harnais::Reponse| r.entetes["ratelimit-remaining"].to_str().ok().and_then(|t| t.parse::<u64>().ok()).expect("points");
    assert_eq!(restants(&un) - restants(&beaucoup), demande(&beaucoup));
    epuiser(banc).await;
}

/// A partner over its budget waits, and is told how long; another is not concerned.
async fn epuiser(banc: &Banc) {
    let client = banc.client("pole-emploi-31").await;
    let document = "{ allocataires(first: 100) { nodes { prescriptions(first: 100) { nodes { id } } } } }";
    let mut reponse = client.demander(document, ()).await;
    for _ in 0..40 {
        if reponse.statut != 200 {
            break;
        }
        reponse = client.demander(document, ()).await;
    }
    assert_eq!((reponse.statut, reponse.codes()), (429, vec!["TROP_DE_REQUETES"]));
    let attendre: i64 = reponse.entetes["retry-after"].to_str().ok().and_then(|t| t.parse().ok()).expect("seconds");
    assert_ne!(banc.client("departement-31").await.demander("{ moi { portees } }", ()).await.donnees(), &Value::Null);
    banc.horloge.avancer(chrono::TimeDelta::seconds(attendre));
    assert_eq!(client.demander(document, ()).await.statut, 200);
}

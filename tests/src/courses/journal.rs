//! The journal of accesses under many writers, and under someone who rewrites it.

use domain::journal::sequence::{Verification, verifier};
use serde_json::Value;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_reponse_a_sa_ligne_et_la_chaine_tient, une_ligne_retouchee_est_nommee);

const PERSONNES: &str = "query Journalisee { allocataires(first: 3) { nodes { id nom } } }";

/// Whom the response showed, after how many refusals: one that was late may have left its row.
async fn lire(client: Client) -> (Vec<Uuid>, usize) {
    let mut refus = 0;
    loop {
        let reponse = client.demander(PERSONNES, ()).await;
        if reponse.statut == 503 {
            refus += 1;
            continue;
        }
        let noeuds = reponse.donnees()["allocataires"]["nodes"].as_array().expect("nodes").clone();
        return (noeuds.iter().filter_map(|n| domain::identifiant::Genre::Allocataire.lire(n["id"].as_str()?)).collect(), refus);
    }
}

/// Reads persons from several partners at once; whom each response showed.
async fn lectures(banc: &Banc, tours: usize) -> Vec<(Vec<Uuid>, usize)> {
    let mut courses = JoinSet::new();
    for persona in ["departement-31", "departement-82", "caf-31", "pole-emploi-31", "montauban-services"] {
        let client = banc.client(persona).await;
        for _ in 0..tours {
            courses.spawn(lire(client.clone()));
        }
    }
    courses.join_all().await
}

async fn chaque_reponse_a_sa_ligne_et_la_chaine_tient(banc: &Banc) {
    let lues = lectures(banc, 12).await;
    let mut inscrites: Vec<String> = banc.colonne("select personnes from acces where nature = 'LECTURE'", []).await;
    let premieres = i64::try_from(inscrites.len()).expect("rows");
    for (ids, _) in &lues {
        let rang = inscrites.iter().position(|i| *i == ecrire(ids));
        inscrites.swap_remove(rang.expect("each response has its row"));
    }
    assert!(inscrites.len() <= lues.iter().map(|(_, refus)| refus).sum(), "{inscrites:?}");
    let avant = verifier(&banc.base).await.expect("verification");
    assert_eq!(avant, Verification { scellees: 0, rompue: None, non_scellees: premieres });
    banc.sequencer().await;
    lectures(banc, 1).await;
    let apres = verifier(&banc.base).await.expect("verification");
    assert_eq!(apres, Verification { scellees: premieres, rompue: None, non_scellees: lignes(banc).await - premieres });
    deux_sequenceurs(banc).await;
}

async fn lignes(banc: &Banc) -> i64 {
    banc.valeur("select count(*) from acces", []).await
}

/// Two at once give no position twice.
async fn deux_sequenceurs(banc: &Banc) {
    lectures(banc, 4).await;
    tokio::join!(banc.sequencer(), banc.sequencer());
    banc.sequencer().await;
    let fin = verifier(&banc.base).await.expect("verification");
    assert_eq!(fin, Verification { scellees: lignes(banc).await, rompue: None, non_scellees: 0 });
}

/// Ids as the journal keeps them: 32 digits, in order.
fn ecrire(ids: &[Uuid]) -> String {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>().join(" ")
}

async fn une_ligne_retouchee_est_nommee(banc: &Banc) {
    lectures(banc, 2).await;
    banc.sequencer().await;
    for colonne in ["operation", "personnes", "finalite", "champs", "jeton", "sceau"] {
        let avant: String = banc.valeur(&format!("select {colonne} from acces where position = 4"), []).await;
        let retoucher = format!("update acces set {colonne} = $1 where position = 4");
        banc.executer(&retoucher, ["autre".into()]).await;
        assert_eq!(rompue(banc).await, Some(4), "{colonne}");
        banc.executer(&retoucher, [avant.into()]).await;
        assert_eq!(rompue(banc).await, None, "{colonne}");
    }
    let derniere: i64 = banc.valeur("select max(position) from acces", []).await;
    banc.executer("delete from acces where position = $1", [derniere.into()]).await;
    assert_eq!(rompue(banc).await, Some(derniere), "the last one is missed too");
    banc.executer("delete from acces where position = 6", []).await;
    assert_eq!(rompue(banc).await, Some(7), "the first that does not follow");
}

async fn rompue(banc: &Banc) -> Option<i64> {
    verifier(&banc.base).await.expect("verification").rompue
}

sur_les_deux_moteurs!(sans_donnee_personnelle_rien_n_est_inscrit);

async fn sans_donnee_personnelle_rien_n_est_inscrit(banc: &Banc) {
    let client = banc.client("departement-31").await;
    assert_ne!(client.demander("{ pactes { code } moi { portees } }", ()).await.donnees(), &Value::Null);
    assert_eq!(client.demander("{ allocataires { nodes { id nope } } }", ()).await.statut, 400);
    assert_eq!(banc.valeur::<i64, _>("select count(*) from acces", []).await, 0);
}

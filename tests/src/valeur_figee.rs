//! What is frozen once a period is over: never again computed, nothing small in it, and public when somebody says so.

use domain::taches;
use sea_orm::TryGetable;
use serde_json::{Value, json};

use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(ce_qui_est_fini_est_arrete_une_fois, rien_de_petit_n_est_montre, une_valeur_publiee_garde_son_instant);

const PUBLIER: &str = "mutation Publier($input: PublierValeursInput!) {
    publierValeurs(input: $input) { pacte { code } erreurs { code champ } }
}";

async fn figer(banc: &Banc) -> usize {
    taches::figer(&banc.base).await.expect("freeze")
}

/// Every row that readers have, as text.
async fn valeurs(banc: &Banc) -> Vec<String> {
    let lignes = banc
        .lignes("select departement, mesure, pas, cube, parts, visible, valeur, du from valeur_figee order by 1, 2, 3, 4, 5, du", [])
        .await;
    let texte = |l: &sea_orm::QueryResult, rang: usize| String::try_get_by_index(l, rang).expect("text");
    let ligne = |l: &sea_orm::QueryResult| {
        let cles: Vec<String> = (0..5).map(|rang| texte(l, rang)).collect();
        let du = chrono::NaiveDate::try_get_by_index(l, 7).expect("day");
        let valeur = (bool::try_get_by_index(l, 5).expect("flag"), Option::<i64>::try_get_by_index(l, 6).expect("value"));
        format!("{} {du} {valeur:?}", cles.join("|"))
    };
    lignes.iter().map(ligne).collect()
}

async fn ce_qui_est_fini_est_arrete_une_fois(banc: &Banc) {
    assert!(figer(banc).await > 0);
    let premieres = valeurs(banc).await;
    let futures: i64 = banc.valeur("select count(*) from valeur_figee where au >= $1", [jour("2026-06-01").into()]).await;
    assert_eq!((futures, premieres.is_empty()), (0, false));
    // What is entered late changes no figure that was read.
    banc.executer("update allocataire set soumis_droits_devoirs = $1", [false.into()]).await;
    assert_eq!(figer(banc).await, 0, "nothing is due any more");
    banc.horloge.avancer(chrono::TimeDelta::days(31));
    assert!(figer(banc).await > 0, "June is over");
    let suivantes = valeurs(banc).await;
    let juin = |ligne: &&String| ligne.contains("2026-06-01") || ligne.contains("|TRIMESTRE|") && ligne.contains("2026-04-01");
    let anciennes: Vec<&String> = suivantes.iter().filter(|l| premieres.contains(l)).collect();
    assert_eq!(anciennes.len(), premieres.len());
    assert!(suivantes.iter().filter(|l| !premieres.contains(l)).any(|l| juin(&l)));
}

async fn rien_de_petit_n_est_montre(banc: &Banc) {
    figer(banc).await;
    for colonne in ["numerateur", "denominateur"] {
        let sql = format!("select count(*) from valeur_figee where mesure like 'taux_%' and visible and {colonne} between 1 and 1099");
        assert_eq!(banc.valeur::<i64, _>(&sql, []).await, 0, "{colonne}");
    }
    let entrants = "select count(*) from valeur_figee where mesure = 'nouveaux_entrants' and";
    assert_eq!(banc.valeur::<i64, _>(&format!("{entrants} visible and valeur between 1 and 1099"), []).await, 0);
    assert!(banc.valeur::<i64, _>(&format!("{entrants} not visible"), []).await > 0, "some are withheld");
    assert!(banc.valeur::<i64, _>(&format!("{entrants} visible and valeur >= 1100"), []).await > 0, "some are shown");
}

async fn une_valeur_publiee_garde_son_instant(banc: &Banc) {
    figer(banc).await;
    let input = |du: &str, au: &str| json!({ "input": { "pacte": "31-2019-2021", "periode": { "du": du, "au": au } } });
    let (departement, ass) = (banc.client("departement-31").await, banc.client("departement-31/ass").await);
    let refusee = ass.demander(PUBLIER, input("2026-01-01", "2026-03-31")).await;
    assert_eq!(refusee.codes(), ["PORTEE_INSUFFISANTE"]);
    let publiee = departement.demander(PUBLIER, input("2026-01-01", "2026-03-31")).await;
    assert_eq!(publiee.effet()["pacte"]["code"], "31-2019-2021");
    let hors: i64 = banc
        .valeur(
            "select count(*) from valeur_figee where publiee_le is not null and (departement <> '31' or du < $1 or au > $2)",
            [jour("2026-01-01").into(), jour("2026-03-31").into()],
        )
        .await;
    let dedans: i64 = banc
        .valeur(
            "select count(*) from valeur_figee where publiee_le is null and departement = '31' and du >= $1 and au <= $2",
            [jour("2026-01-01").into(), jour("2026-03-31").into()],
        )
        .await;
    assert_eq!((hors, dedans), (0, 0));
    let evenements: i64 = banc.valeur("select count(*) from evenement where type = 'VALEUR_INDICATEUR_PUBLIEE'", []).await;
    assert_eq!(evenements, 1);
    // Published once: nothing is left to publish, and another département's agents publish nothing here.
    let encore = departement.demander(PUBLIER, input("2026-01-01", "2026-03-31")).await;
    assert_eq!((encore.refus(), &encore.charge()["pacte"]), (vec!["SAISIE_INVALIDE"], &Value::Null));
    let voisin = banc.client("departement-82").await;
    assert_eq!(voisin.demander(PUBLIER, input("2025-01-01", "2025-12-31")).await.refus(), ["INTROUVABLE"]);
}

fn jour(texte: &str) -> chrono::NaiveDate {
    texte.parse().expect("day")
}

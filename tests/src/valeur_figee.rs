//! What is frozen once a period is over: never again computed, nothing small in it, and public when somebody says so.

use domain::session::{Plateforme, Travail};
use domain::taches::{self, Passage};
use domain::valeur_figee::gel::Du;
use sea_orm::TryGetable;
use serde_json::{Value, json};

use crate::harnais::{Banc, recevoir, situer_en_maison, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    ce_qui_est_fini_est_arrete_une_fois,
    rien_de_petit_n_est_montre,
    une_valeur_publiee_garde_son_instant,
    qui_lit_des_agregats_lit_ce_qui_est_arrete,
    toutes_les_mesures_s_arretent,
    un_lieu_s_arrete_par_la_commune,
    qui_lit_longtemps_laisse_ecrire,
);

const PUBLIER: &str = "mutation Publier($input: PublierValeursInput!) {
    publierValeurs(input: $input) { pacte { code } erreurs { code champ } }
}";

const LIRE: &str = "query Lire($periode: PeriodeInput!, $ventilation: [Dimension!], $niveau: TypeTerritoire) {
    indicateurs(filtre: { codes: [\"31-convention-pauvrete-2019-2021.T4.01\"] }, first: 1) { nodes {
        valeurs(periode: $periode, pas: MOIS, ventilation: $ventilation, niveau: $niveau) {
            periode { du } territoire { type } dimensions { code } valeur qualite publieeLe justification
        }
    } }
}";

/// People who enter, in one département: a family is frozen as the others are.
async fn figer(banc: &Banc, depuis: &str) -> usize {
    let depuis = jour(depuis);
    let entrants = |du: &Du| du.departement == "31" && du.famille.code == "nouveaux_entrants" && du.periodes[0].du >= depuis;
    taches::figer_parmi(&banc.base, entrants).await.expect("freeze")
}

/// Files are read for seconds before a measure is kept: agents go on writing, deadlines are told.
async fn qui_lit_longtemps_laisse_ecrire(banc: &Banc) {
    let lecture = Plateforme::lectrice(&banc.base, Travail::Agregats).await.expect("a reader").expect("nobody else reads");
    let conseil = banc.client("departement-31").await;
    recevoir(&conseil, "31", "Pendant").await;
    assert_ne!(banc.taches().await, Passage::default());
    lecture.valider().await.expect("the end of the reading");
}

/// The months of a year, and its first quarter.
async fn toutes_les_mesures_s_arretent(banc: &Banc) {
    let de_l_annee = |du: &Du| du.departement == "31" && du.periodes[0].du >= jour("2026-01-01");
    assert!(taches::figer_parmi(&banc.base, de_l_annee).await.expect("freeze") > 20);
    let mesures = domain::valeur_figee::famille::toutes().iter().map(|f| f.membres.len()).sum::<usize>();
    let figees: i64 = banc.valeur("select count(distinct mesure) from valeur_figee where pas = 'TRIMESTRE'", []).await;
    assert!(usize::try_from(figees).is_ok_and(|f| f * 10 > mesures * 7), "{figees} of {mesures}");
    // Whatever the measure, nothing withheld has a number.
    let bavardes =
        "select count(*) from valeur_figee where not visible and coalesce(valeur, numerateur, denominateur, mediane) is not null";
    assert_eq!(banc.valeur::<i64, _>(bavardes, []).await, 0);
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
    assert!(figer(banc, "2025-01-01").await > 0);
    let premieres = valeurs(banc).await;
    let futures: i64 = banc.valeur("select count(*) from valeur_figee where au >= $1", [jour("2026-06-01").into()]).await;
    assert_eq!((futures, premieres.is_empty()), (0, false));
    // What is entered late changes no figure that was read.
    banc.executer("update allocataire set soumis_droits_devoirs = $1", [false.into()]).await;
    assert_eq!(figer(banc, "2025-01-01").await, 0, "nothing is due any more");
    banc.horloge.avancer(chrono::TimeDelta::days(61));
    assert!(figer(banc, "2025-01-01").await > 0, "June is over, and its last entrants had their month to be oriented");
    let suivantes = valeurs(banc).await;
    let juin = |ligne: &&String| ligne.contains("2026-06-01") || ligne.contains("|TRIMESTRE|") && ligne.contains("2026-04-01");
    let anciennes: Vec<&String> = suivantes.iter().filter(|l| premieres.contains(l)).collect();
    assert_eq!(anciennes.len(), premieres.len());
    assert!(suivantes.iter().filter(|l| !premieres.contains(l)).any(|l| juin(&l)));
}

async fn rien_de_petit_n_est_montre(banc: &Banc) {
    figer(banc, "2025-01-01").await;
    let ayants_droit = |du: &Du| {
        du.departement == "31"
            && du.periodes[0].du >= jour("2025-01-01")
            && du.famille.membres.iter().any(|m| m.mesure.code == "beneficiaires_rsa")
    };
    taches::figer_parmi(&banc.base, ayants_droit).await.expect("freeze");
    for colonne in ["numerateur", "denominateur"] {
        let sql = format!("select count(*) from valeur_figee where mesure like 'taux_%' and visible and {colonne} between 1 and 1099");
        assert_eq!(banc.valeur::<i64, _>(&sql, []).await, 0, "{colonne}");
    }
    let personnes = "select count(*) from valeur_figee where mesure in ('nouveaux_entrants', 'beneficiaires_rsa') and";
    assert_eq!(banc.valeur::<i64, _>(&format!("{personnes} visible and valeur between 1 and 1099"), []).await, 0);
    assert!(banc.valeur::<i64, _>(&format!("{personnes} not visible"), []).await > 0, "some are withheld");
    assert!(banc.valeur::<i64, _>(&format!("{personnes} visible and valeur >= 1100"), []).await > 0, "some are shown");
}

async fn une_valeur_publiee_garde_son_instant(banc: &Banc) {
    figer(banc, "2026-01-01").await;
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

/// The CAF reads frozen months, withheld or not, and nothing of the month that runs; the Département reads the files.
async fn qui_lit_des_agregats_lit_ce_qui_est_arrete(banc: &Banc) {
    figer(banc, "2026-01-01").await;
    let variables = json!({ "periode": { "du": "2026-01-01", "au": "2026-06-30" }, "ventilation": ["SEXE"] });
    let valeurs = async |persona: &str| {
        let reponse = banc.client(persona).await.demander(LIRE, variables.clone()).await;
        reponse.donnees()["indicateurs"]["nodes"][0]["valeurs"].as_array().expect("values").clone()
    };
    let (caf, departement) = (valeurs("caf-31").await, valeurs("departement-31").await);
    let qualites =
        |mois: &str| -> Vec<&str> { caf.iter().filter(|v| v["periode"]["du"] == mois).filter_map(|v| v["qualite"].as_str()).collect() };
    assert_eq!(qualites("2026-06-01"), ["NON_DISPONIBLE"]);
    assert!(qualites("2026-01-01").iter().all(|q| ["OBSERVEE", "SECRET_STATISTIQUE"].contains(q)), "{caf:?}");
    assert!(caf.iter().any(|v| v["qualite"] == "SECRET_STATISTIQUE"));
    for v in caf.iter().filter(|v| v["qualite"] == "OBSERVEE") {
        let valeur: i64 = v["valeur"].as_str().and_then(|v| v.parse().ok()).expect("count");
        assert!(valeur == 0 || valeur >= 11, "{v}");
    }
    assert!(caf.iter().filter(|v| v["qualite"] != "OBSERVEE").all(|v| v["valeur"].is_null() && v["justification"].is_string()));
    assert!(departement.iter().all(|v| v["qualite"] != "SECRET_STATISTIQUE"));
}

/// Files that name another territory besides do not close the level of the communes.
async fn un_lieu_s_arrete_par_la_commune(banc: &Banc) {
    assert!(situer_en_maison(banc, 3).await > 20);
    figer(banc, "2026-01-01").await;
    let demande =
        json!({ "periode": { "du": "2026-01-01", "au": "2026-03-31" }, "ventilation": ["TERRITOIRE"], "niveau": "INTERCOMMUNALITE" });
    let reponse = banc.client("caf-31").await.demander(LIRE, demande).await;
    let valeurs = reponse.donnees()["indicateurs"]["nodes"][0]["valeurs"].as_array().expect("values").clone();
    assert!(valeurs.len() > 9 && valeurs.iter().all(|v| v["qualite"] != "NON_DISPONIBLE"), "{valeurs:?}");
    assert!(valeurs.iter().all(|v| v["territoire"].is_null() || v["territoire"]["type"] == "INTERCOMMUNALITE"));
}

fn jour(texte: &str) -> chrono::NaiveDate {
    texte.parse().expect("day")
}

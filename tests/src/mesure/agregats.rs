//! Months that are kept answer what the files would answer at that instant, and say when they were counted.

use chrono::TimeDelta;
use domain::mesure::agregat::{Suivi, rafraichir_parmi, repondre, suivies};
use domain::mesure::{Dimension, Mesure, PasTemporel, Question, calculer, trouver};
use domain::session::Session;
use domain::territoire::TypeTerritoire;

use super::scene::{annees, session};
use crate::harnais::{Banc, situer_en_maison, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_mois_gardes_disent_ce_que_disent_les_dossiers, ce_qui_change_se_recompte, personne_d_autre_ne_les_lit);

async fn compter(banc: &Banc, choisi: fn(&Suivi) -> bool) -> usize {
    let mut comptees = 0;
    loop {
        match rafraichir_parmi(&banc.base, choisi).await.expect("aggregates") {
            0 => return comptees,
            lot => comptees += lot,
        }
    }
}

fn de_deux_departements(suivi: &Suivi) -> bool {
    ["31", "82"].contains(&&*suivi.departement)
}

fn des_entrants(suivi: &Suivi) -> bool {
    suivi.departement == "31" && suivi.mesure == "nouveaux_entrants"
}

fn des_premiers_contrats(suivi: &Suivi) -> bool {
    suivi.departement == "31" && suivi.mesure == "premiers_contrats"
}

const PAS: [(PasTemporel, &str, &str); 3] = [
    (PasTemporel::Mois, "2025-07-01", "2026-06-30"),
    (PasTemporel::Annee, "2024-01-01", "2026-12-31"),
    (PasTemporel::Trimestre, "2024-10-01", "2025-12-31"),
];

/// Every cube of the measure and each level of places, over whole months, quarters or years in turn.
fn questions(mesure: &Mesure, parametre: &str, tour: usize) -> Vec<Question> {
    let parametre = (!parametre.is_empty()).then(|| parametre.to_owned());
    let mut questions = Vec::new();
    for (rang, cube) in mesure.cubes.iter().enumerate() {
        let (pas, du, au) = PAS[(tour + rang) % PAS.len()];
        let simple = Question { pas, ventilation: cube.to_vec(), parametre: parametre.clone(), ..annees(du, au) };
        if cube.contains(&Dimension::Territoire) {
            let niveau = |n| Question { niveau: Some(n), ..simple.clone() };
            questions.extend([niveau(TypeTerritoire::DirectionTerritoriale), niveau(TypeTerritoire::Intercommunalite)]);
        }
        if cube.len() > 1 {
            questions.push(Question { ventilation: cube.iter().rev().copied().collect(), ..simple.clone() });
        }
        questions.push(simple);
    }
    questions
}

async fn les_mois_gardes_disent_ce_que_disent_les_dossiers(banc: &Banc) {
    let comptees_le = banc.horloge.instant();
    situer_en_maison(banc, 3).await;
    assert!(compter(banc, de_deux_departements).await > 50);
    banc.horloge.avancer(TimeDelta::minutes(10));
    let (mut gardees, mut comptees) = (0, 0);
    let suivies = suivies(&banc.base.referentiel().await.expect("reference data"));
    for (tour, suivi) in suivies.into_iter().filter(de_deux_departements).enumerate() {
        let s = session(banc, &format!("departement-{}", suivi.departement)).await;
        let mesure = trouver(&suivi.mesure).expect("measure");
        for question in questions(mesure, &suivi.parametre, tour) {
            let reponse = repondre(&s, &suivi.departement, mesure, &question).await.expect("answer");
            let directe = calculer(&s, &suivi.departement, mesure, &question).await.expect("cells");
            assert_eq!(reponse.cellules, directe, "{suivi:?} {question:?}");
            let gardee = reponse.etabli_le == comptees_le;
            assert!(gardee || reponse.etabli_le == banc.horloge.instant(), "{suivi:?}");
            let sommable = question.niveau != Some(TypeTerritoire::DirectionTerritoriale);
            assert!(gardee || question.pas != PasTemporel::Mois || !sommable, "{suivi:?} {question:?}");
            gardees += usize::from(gardee);
            comptees += usize::from(!gardee);
        }
    }
    assert!(gardees > 500 && comptees > 50, "{gardees} kept, {comptees} counted");
}

async fn delai(s: &Session) -> (Option<i64>, chrono::DateTime<chrono::Utc>) {
    let question = annees("2025-01-01", "2025-12-31");
    let reponse = repondre(s, "31", trouver("nouveaux_entrants").expect("measure"), &question).await.expect("answer");
    (reponse.cellules[0].valeur.map(|v| v.0), reponse.etabli_le)
}

async fn ce_qui_change_se_recompte(banc: &Banc) {
    compter(banc, des_entrants).await;
    let (avant, le) = delai(&session(banc, "departement-31").await).await;
    let une = "update allocataire set droit_ouvert_le = '2025-03-03' where id = (select id from allocataire where departement = '31' and soumis_droits_devoirs and droit_ouvert_le < '2025-01-01' order by id limit 1)";
    assert_eq!(banc.executer(une, []).await, 1);
    assert_eq!(delai(&session(banc, "departement-31").await).await, (avant, le), "told with its day, until it is counted again");
    assert_eq!(compter(banc, des_entrants).await, 0);
    banc.horloge.avancer(TimeDelta::hours(2));
    assert!(compter(banc, des_entrants).await > 0, "the last months");
    assert_eq!(delai(&session(banc, "departement-31").await).await.0, avant);
    banc.horloge.avancer(TimeDelta::hours(23));
    compter(banc, des_entrants).await;
    let (apres, _) = delai(&session(banc, "departement-31").await).await;
    assert_eq!(apres, avant.map(|v| v + 100));
}

async fn personne_d_autre_ne_les_lit(banc: &Banc) {
    compter(banc, des_premiers_contrats).await;
    let mesure = trouver("premiers_contrats").expect("measure");
    let question = annees("2025-01-01", "2025-12-31");
    banc.horloge.avancer(TimeDelta::minutes(10));
    let siennes = repondre(&session(banc, "pole-emploi-31").await, "31", mesure, &question).await.expect("answer");
    assert_eq!(siennes.etabli_le, banc.horloge.instant(), "its own lines are counted from the files");
    let aucune = repondre(&session(banc, "caf-31").await, "31", mesure, &question).await.expect("answer");
    assert!(aucune.cellules.is_empty());
}

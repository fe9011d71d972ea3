//! What every measure of the catalogue keeps to, whatever it counts: asked of each, in each way, on both engines.

use std::collections::BTreeMap;

use domain::mesure::catalogue::toutes;
use domain::mesure::{Cellule, Centiemes, Dimension, Mesure, PasTemporel, Periode, Question, verifier};
use domain::pacte::UniteIndicateur;
use domain::session::Session;
use domain::territoire::TypeTerritoire;

use super::scene::{annees, demander, par, session, toujours};
use crate::harnais::{Banc, Moteur, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_parts_font_le_total, la_meme_question_a_la_meme_reponse, les_mois_font_l_annee);

const DEPARTEMENTS: [&str; 2] = ["31", "82"];

/// Every question that the properties ask of a measure.
fn questions(mesure: &Mesure) -> Vec<Question> {
    let definition = mesure.definition(None).expect("a version");
    let mut questions = vec![toujours(), Question { pas: PasTemporel::Mois, ..annees("2025-01-01", "2026-06-30") }];
    questions.extend(definition.dimensions().into_iter().map(|d| par(d, toujours())));
    if definition.dimensions().contains(&Dimension::Territoire) {
        let niveau = Some(TypeTerritoire::DirectionTerritoriale);
        questions.push(Question { niveau, ..par(Dimension::Territoire, toujours()) });
        questions.push(Question { niveau: Some(TypeTerritoire::Intercommunalite), ..par(Dimension::Territoire, toujours()) });
    }
    questions.extend(mesure.cubes.iter().filter(|c| c.len() == 2).map(|c| Question { ventilation: c.to_vec(), ..toujours() }));
    questions
}

/// The measures that the département may compute.
async fn calculables(banc: &Banc, departement: &str) -> Vec<&'static Mesure> {
    let referentiel = banc.base.referentiel().await.expect("reference data");
    toutes().filter(|m| verifier(&referentiel, departement, m, &toujours()).is_ok()).collect()
}

async fn les_parts_font_le_total(banc: &Banc) {
    for departement in DEPARTEMENTS {
        let s = session(banc, &format!("departement-{departement}")).await;
        for mesure in calculables(banc, departement).await {
            let total = demander(&s, departement, mesure.code, &toujours()).await;
            assert_eq!(total.len(), 12, "{}: a cell for each step", mesure.code);
            total.iter().for_each(|c| borner(mesure, c));
            for question in questions(mesure) {
                repartir(&s, departement, (mesure, &question), &total).await;
            }
        }
    }
}

/// A numerator does not exceed its denominator, and a rate is between nothing and all.
fn borner(mesure: &Mesure, c: &Cellule) {
    let (Some(n), Some(d)) = (c.numerateur, c.denominateur) else { return };
    if mesure.unite == UniteIndicateur::Pourcentage {
        assert!(Centiemes(0) <= n && n <= d, "{} {c:?}", mesure.code);
        assert_eq!(c.valeur.is_none(), d == Centiemes(0), "{} {c:?}", mesure.code);
        assert!(c.valeur.is_none_or(|v| (0..=10_000).contains(&v.0)), "{} {c:?}", mesure.code);
    }
    if mesure.unite == UniteIndicateur::Jours {
        let ordonnes = c.mediane.zip(c.quantile90).is_none_or(|(m, q)| m <= q);
        assert!(ordonnes && c.valeur.is_none_or(|v| v >= Centiemes(0)), "{} {c:?}", mesure.code);
    }
}

/// Each part of a dimension that partitions counts some of the facts, and together they count all of them.
async fn repartir(s: &Session, departement: &str, (mesure, question): (&Mesure, &Question), total: &[Cellule]) {
    let cellules = demander(s, departement, mesure.code, question).await;
    cellules.iter().for_each(|c| borner(mesure, c));
    let definition = mesure.definition(None).expect("a version");
    let dimensions = &question.ventilation;
    if dimensions.is_empty() || !dimensions.iter().all(|d| definition.partitionne(*d)) {
        return;
    }
    for t in total {
        let parts = || cellules.iter().filter(|c| c.periode == t.periode);
        let faits = |c: &Cellule| (compte(c), c.denominateur.unwrap_or_default().0);
        let somme = parts().map(faits).fold((0, 0), |s, f| (s.0 + f.0, s.1 + f.1));
        assert_eq!(somme, faits(t), "{} {departement} {dimensions:?} {:?}", mesure.code, t.periode);
    }
}

/// What adds up: the numerator of a ratio, else the value.
fn compte(c: &Cellule) -> i64 {
    c.numerateur.or(c.valeur).unwrap_or_default().0
}

async fn la_meme_question_a_la_meme_reponse(banc: &Banc) {
    let (une, autre) = (session(banc, "departement-31").await, session(banc, "departement-31").await);
    for mesure in calculables(banc, "31").await {
        for question in questions(mesure) {
            let reponses = (demander(&une, "31", mesure.code, &question).await, demander(&autre, "31", mesure.code, &question).await);
            assert_eq!(format!("{:?}", reponses.0), format!("{:?}", reponses.1), "{}", mesure.code);
        }
    }
}

/// The months of a measure that adds up make its year; those of one that does not never exceed it each.
async fn les_mois_font_l_annee(banc: &Banc) {
    let annee = annees("2025-01-01", "2025-12-31");
    let s = session(banc, "departement-31").await;
    for mesure in calculables(banc, "31").await {
        let definition = mesure.definition(None).expect("a version");
        let mois = demander(&s, "31", mesure.code, &Question { pas: PasTemporel::Mois, ..annee.clone() }).await;
        let total = demander(&s, "31", mesure.code, &annee).await;
        assert_eq!((mois.len(), total.len()), (12, 1), "{}", mesure.code);
        if definition.additive() {
            assert_eq!(mois.iter().map(compte).sum::<i64>(), compte(&total[0]), "{}", mesure.code);
        }
    }
}

/// The two engines give the same figures of the same world.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn les_deux_moteurs_repondent_la_meme_chose() {
    if !Moteur::Postgres.present() {
        println!("PostgreSQL n'est pas installé : test passé sans rien vérifier");
        return;
    }
    let bancs = (Banc::nouveau(Moteur::Sqlite).await, Banc::nouveau(Moteur::Postgres).await);
    let mut vides = BTreeMap::new();
    for departement in DEPARTEMENTS {
        let conseil = format!("departement-{departement}");
        let sessions = (session(&bancs.0, &conseil).await, session(&bancs.1, &conseil).await);
        for mesure in calculables(&bancs.0, departement).await {
            let mut vide = true;
            for question in questions(mesure) {
                let une = demander(&sessions.0, departement, mesure.code, &question).await;
                let autre = demander(&sessions.1, departement, mesure.code, &question).await;
                assert_eq!(une, autre, "{} {question:?}", mesure.code);
                vide &= une.iter().all(|c| c.valeur.is_none_or(|v| v == Centiemes(0)));
            }
            *vides.entry(mesure.code).or_insert(true) &= vide;
        }
    }
    let vides: Vec<&str> = vides.into_iter().filter(|(code, vide)| *vide && !RARES.contains(code)).map(|(code, _)| code).collect();
    assert!(vides.is_empty(), "measures that the synthetic world never exercises: {vides:?}");
}

/// What two hundred people may never have lived.
const RARES: [&str; 10] = [
    "cddi_en_cours",
    "evaluations_finales",
    "progression_linguistique",
    "reorientations_social_vers_professionnel",
    "sorties_dynamiques_iae",
    "sorties_iae_emploi",
    "sorties_iae_formation",
    "taux_abandon_formation_linguistique",
    "taux_emploi_durable_iae",
    "taux_sorties_dynamiques_iae",
];

/// A question outside what the measure knows has no answer rather than a wrong one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn une_question_sans_reponse_n_en_a_pas() {
    let banc = Banc::nouveau(Moteur::Sqlite).await;
    let s = session(&banc, "departement-31").await;
    let impossibles = [
        par(Dimension::NatureAide, toujours()),
        Question { ventilation: vec![Dimension::Sexe, Dimension::Sexe], ..toujours() },
        Question { version: Some(99), ..toujours() },
        Question { parametre: Some("DISPOSITIF=inconnu-31".to_owned()), ..toujours() },
    ];
    for question in impossibles {
        assert!(demander(&s, "31", "delai_orientation", &question).await.is_empty(), "{question:?}");
    }
    assert!(demander(&s, "82", "delai_orientation", &toujours()).await.is_empty(), "another département");
    let futur = demander(&s, "31", "delai_orientation", &annees("2030-01-01", "2030-12-31")).await;
    assert_eq!(futur.iter().map(|c| c.valeur).collect::<Vec<_>>(), [None], "what has not come");
    assert_eq!(futur[0].periode, Periode { du: super::scene::jour("2030-01-01"), au: super::scene::jour("2030-12-31") });
}

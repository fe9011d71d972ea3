//! Orientations that no interview precedes, and delays that a pacte changes.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::orientation::automatique::{Ligne, RefusAutomatique, Suite, passer};
use serde_json::{Value, json};
use uuid::Uuid;

use super::dossier::{Dossier, acte, recevoir, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(l_orientation_automatique_se_simule_puis_se_fait, un_delai_change_deplace_les_echeances);

/// Rows that an act would add.
async fn lignes(banc: &Banc) -> Vec<i64> {
    let mut comptes = Vec::new();
    for table in ["orientation", "designation", "evenement", "echeance", "lien_dossier", "idempotence"] {
        comptes.push(banc.valeur(&format!("select count(*) from {table}"), []).await);
    }
    comptes
}

fn suites(lignes: &[Ligne]) -> BTreeMap<Uuid, &Suite> {
    lignes.iter().map(|l| (l.parcours, &l.issue)).collect()
}

async fn l_orientation_automatique_se_simule_puis_se_fait(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let inscrite = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Inscrite", json!({})).await).await;
    let sociale = json!({ "inscritPoleEmploi": false });
    let autre = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Non inscrite", sociale).await).await;
    let avant = lignes(banc).await;
    let simulees = passer(&banc.base, "31", true).await.expect("simulation");
    assert_eq!(lignes(banc).await, avant, "a simulation writes nothing");
    let proposees = suites(&simulees);
    assert_eq!((proposees[&inscrite.uuid()], proposees[&autre.uuid()]), (&Suite::Proposee, &Suite::ADecider));
    let faites = passer(&banc.base, "31", false).await.expect("pass");
    for (parcours, suite) in suites(&faites) {
        let attendue = if proposees[&parcours] == &Suite::Proposee { Suite::Orientee } else { Suite::ADecider };
        assert_eq!(suite, &attendue, "what was proposed is done, and nothing else");
    }
    assert_eq!((inscrite.statut().await.as_str(), autre.statut().await.as_str()), ("ORIENTE", "A_ORIENTER"));
    assert_eq!(inscrite.colonne::<String>("orientation", "mode", "debut").await, ["AUTOMATIQUE"]);
    let apres = lignes(banc).await;
    let encore = passer(&banc.base, "31", false).await.expect("second pass");
    assert!(encore.iter().all(|l| l.issue == Suite::ADecider), "nothing is left to do");
    assert_eq!(lignes(banc).await, apres);
    assert!(matches!(passer(&banc.base, "82", true).await, Err(RefusAutomatique::SansRegle(d)) if d == "82"));
    assert!(matches!(passer(&banc.base, "99", true).await, Err(RefusAutomatique::Inconnu(d)) if d == "99"));
}

/// A contact that took place puts the next one off.
async fn reprendre_contact(banc: &Banc) {
    let (ass, praxis) = (banc.client("departement-31/ass").await, banc.client("praxis-31").await);
    let diplomee = json!({ "publics": ["DIPLOME"] });
    let d = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Diplômée", diplomee).await).await;
    d.orienter(&ass, "praxis-31", json!({})).await.effet();
    d.demarrer(&praxis, ("diplomes-31", "praxis-31"), json!({})).await.effet();
    let attendu = async || d.echeances().await.into_iter().find(|(code, ..)| code == "REPRENDRE_CONTACT");
    let reprendre = |due: &str| Some(("REPRENDRE_CONTACT".to_owned(), due.to_owned(), Some("R046".to_owned())));
    assert_eq!(attendu().await, reprendre("2026-07-15"));
    let fixe = d.fixer(&praxis, banc.horloge.instant() + TimeDelta::days(10), json!({})).await;
    banc.horloge.avancer(TimeDelta::days(10));
    let venue = json!({ "rendezVousId": texte(&fixe, "/rendezVous/id"), "version": 1, "presence": "PRESENT" });
    acte(&praxis, "Relever", venue).await.effet();
    assert_eq!(attendu().await, reprendre("2026-07-25"));
}

/// Rewrites one rule of a pacte, as loading a corrected document does.
async fn reviser(banc: &Banc, pacte: &str, regle: &str, champs: &Value) {
    let contenu: String = banc.valeur("select contenu from pacte where code = $1", [pacte.into()]).await;
    let mut contenu: Value = serde_json::from_str(&contenu).expect("pacte");
    let regles = contenu["regles"].as_array_mut().expect("rules");
    let ligne = regles.iter_mut().find(|r| r["code"] == regle).expect("rule");
    *ligne = super::dossier::fondre(ligne.clone(), champs.clone());
    banc.executer("update pacte set contenu = $2 where code = $1", [pacte.into(), contenu.to_string().into()]).await;
    banc.executer("update version_referentiel set version = version + 1", []).await;
    banc.base.oublier_referentiel(0);
}

async fn un_delai_change_deplace_les_echeances(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    reprendre_contact(banc).await;
    assert_eq!(domain::echeance::recalculer(&banc.base).await.expect("pass"), 0, "the same delays move nothing");
    let champs = json!({ "demandeRsaLe": "2026-06-10" });
    let attend = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Attend", champs).await).await;
    let orientee = Dossier::oriente(banc, &ass, ("31", "Orientée"), "pole-emploi-31").await;
    let avant = orientee.echeances().await;
    reviser(banc, "31-2019-2021", "R001", &json!({ "valeur": "6", "unite": null, "uniteTexte": "semaines" })).await;
    let deplacees = domain::echeance::recalculer(&banc.base).await.expect("pass");
    let ouvertes: i64 = banc.valeur("select count(*) from echeance where code = 'ORIENTER' and departement = '31'", []).await;
    assert_eq!(i64::try_from(deplacees).ok(), Some(ouvertes));
    assert_eq!(attend.echeances().await, [("ORIENTER".to_owned(), "2026-07-22".to_owned(), Some("R001".to_owned()))]);
    assert_eq!(orientee.echeances().await, avant, "the others stand");
    // From then on the new delay is the one that acts open.
    let champs = json!({ "demandeRsaLe": "2026-06-12" });
    let neuve = Dossier::pour(banc, &ass, recevoir(&ass, "31", "Neuve", champs).await).await;
    assert_eq!(neuve.echeances().await[0].1, "2026-07-24");
}

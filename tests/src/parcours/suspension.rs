//! Suspending and returning, by an act or by the term.

use chrono::{Days, TimeDelta};
use domain::taches::Passage;
use serde_json::{Value, json};

use super::dossier::{Dossier, jour, refuse};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_parcours_se_suspend_et_reprend, un_terme_fait_reprendre_tout_seul);

async fn un_parcours_se_suspend_et_reprend(banc: &Banc) {
    let (ass, ccas) = (banc.client("departement-31/ass").await, banc.client("ccas-toulouse").await);
    let suspendre = |du, au: Value| json!({ "du": du, "jusquAu": au, "motif": "Congé maternité" });
    let nue = Dossier::ouvrir(banc, &ass, "31", "À orienter").await;
    refuse(&nue.agir(&ass, "Suspendre", suspendre(jour(banc), Value::Null)).await, "TRANSITION_INTERDITE", "parcoursId");
    let d = Dossier::oriente(banc, &ass, ("31", "Suspendue"), "ccas-toulouse").await;
    let debut = jour(banc);
    refuse(&d.agir(&ccas, "Reprendre", json!({ "le": debut })).await, "TRANSITION_INTERDITE", "parcoursId");
    banc.horloge.avancer(TimeDelta::days(10));
    for (du, au, champ) in [
        (debut - Days::new(1), Value::Null, "du"),
        (debut + Days::new(11), Value::Null, "du"),
        (debut + Days::new(3), json!(debut + Days::new(9)), "jusquAu"),
    ] {
        refuse(&d.agir(&ccas, "Suspendre", suspendre(du, au)).await, "SAISIE_INVALIDE", champ);
    }
    let sans_motif = json!({ "du": debut, "motif": " " });
    refuse(&d.agir(&ccas, "Suspendre", sans_motif).await, "SAISIE_INVALIDE", "motif");
    d.agir(&ccas, "Suspendre", suspendre(debut + Days::new(5), Value::Null)).await.effet();
    assert_eq!(d.statut().await, "SUSPENDU");
    for operation in ["Orienter", "Signer", "Suspendre"] {
        let refus = match operation {
            "Orienter" => d.orienter(&ass, "pole-emploi-31", json!({})).await,
            "Signer" => d.signer(&ccas, json!({})).await,
            _ => d.agir(&ccas, "Suspendre", suspendre(jour(banc), Value::Null)).await,
        };
        refuse(&refus, "TRANSITION_INTERDITE", "parcoursId");
    }
    refuse(&d.agir(&ccas, "Reprendre", json!({ "le": debut + Days::new(4) })).await, "SAISIE_INVALIDE", "le");
    d.agir(&ccas, "Reprendre", json!({ "le": debut + Days::new(8) })).await.effet();
    assert_eq!(d.statut().await, "ORIENTE");
    let encore = d.agir(&ccas, "Suspendre", suspendre(debut + Days::new(7), Value::Null)).await;
    refuse(&encore, "PERIODE_CHEVAUCHANTE", "du");
    d.agir(&ccas, "Suspendre", suspendre(debut + Days::new(8), Value::Null)).await.effet();
}

async fn un_terme_fait_reprendre_tout_seul(banc: &Banc) {
    let (ass, ccas) = (banc.client("departement-31/ass").await, banc.client("ccas-toulouse").await);
    let d = Dossier::oriente(banc, &ass, ("31", "À terme"), "ccas-toulouse").await;
    d.signer(&ccas, json!({})).await.effet();
    let (debut, terme) = (jour(banc), jour(banc) + Days::new(14));
    d.agir(&ccas, "Suspendre", json!({ "du": debut, "jusquAu": terme, "motif": "Hospitalisation" })).await.effet();
    let version = d.version().await;
    banc.horloge.avancer(TimeDelta::days(14));
    banc.taches().await;
    assert_eq!(d.statut().await, "SUSPENDU", "its last day is suspended still");
    banc.horloge.avancer(TimeDelta::days(1));
    assert!(banc.taches().await.reprises >= 1);
    assert_eq!((d.statut().await.as_str(), d.version().await), ("ACCOMPAGNE", version + 1));
    let reprises: Vec<Option<chrono::NaiveDate>> = d.colonne("suspension", "reprise_le", "du").await;
    assert_eq!(reprises, [Some(terme + Days::new(1))]);
    assert_eq!(banc.taches().await, Passage::default(), "a second pass finds nothing");
}

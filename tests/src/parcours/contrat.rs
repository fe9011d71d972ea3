//! Contracts: with the référent of the day, one at a time, renewed or broken.

use chrono::{Days, Months, TimeDelta};
use serde_json::{Value, json};

use super::dossier::{Dossier, jour, refuse, texte};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_contrat_se_signe_avec_son_referent, un_contrat_se_renouvelle, un_contrat_se_rompt);

async fn un_contrat_se_signe_avec_son_referent(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let nue = Dossier::ouvrir(banc, &ass, "31", "Sans référent").await;
    refuse(&nue.signer(&ass, json!({})).await, "TRANSITION_INTERDITE", "parcoursId");
    for (referent, admis) in [
        ("ccas-toulouse", ["CER", "CONTRAT_ENGAGEMENT"].as_slice()),
        ("pole-emploi-31", &["PPAE"]),
        ("cap-emploi-31", &["PPAE"]),
        ("ml-toulouse", &["PACEA"]),
        ("departement-31", &["CER"]),
    ] {
        let d = Dossier::oriente(banc, &ass, ("31", referent), referent).await;
        let partenaire = banc.client(referent).await;
        for type_ in ["CER", "PPAE", "PACEA", "CONTRAT_ENGAGEMENT"] {
            let commun = ["CER", "CONTRAT_ENGAGEMENT"].contains(&type_);
            if !admis.contains(&type_) && !commun {
                refuse(&d.signer(&partenaire, json!({ "type": type_ })).await, "SAISIE_INVALIDE", "type");
            }
        }
        d.signer(&partenaire, json!({ "type": admis[0] })).await.effet();
        assert_eq!(d.statut().await, "ACCOMPAGNE");
    }
}

async fn un_contrat_se_renouvelle(banc: &Banc) {
    let (ass, ccas) = (banc.client("departement-31/ass").await, banc.client("ccas-toulouse").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Engagée"), "ccas-toulouse").await;
    let debut = jour(banc);
    for (champs, champ) in [
        (json!({ "engagements": [] }), "engagements"),
        (json!({ "engagements": [" "] }), "engagements"),
        (json!({ "engagements": vec!["Chercher"; 21] }), "engagements"),
        (json!({ "signeLe": debut + Days::new(1) }), "signeLe"),
        (json!({ "signeLe": debut - Days::new(1) }), "signeLe"),
        (json!({ "fin": debut - Days::new(1) }), "debut"),
        (json!({ "debut": debut - Days::new(1) }), "debut"),
        (json!({ "fin": debut + Months::new(40) }), "fin"),
    ] {
        refuse(&d.signer(&ccas, champs).await, "SAISIE_INVALIDE", champ);
    }
    let premier = texte(&d.signer(&ccas, json!({})).await, "/parcours/contrats/0/id");
    refuse(&d.signer(&ccas, json!({})).await, "PERIODE_CHEVAUCHANTE", "debut");
    banc.horloge.avancer(TimeDelta::days(60));
    let suite = json!({ "renouvelleId": premier });
    let renouvele = d.signer(&ccas, suite.clone()).await;
    let statuts: Vec<Value> =
        renouvele.effet()["parcours"]["contrats"].as_array().expect("contracts").iter().map(|c| c["statut"].clone()).collect();
    assert_eq!(statuts, ["REMPLACE", "EN_VIGUEUR"]);
    refuse(&d.signer(&ccas, suite).await, "INTROUVABLE", "renouvelleId");
    let fin = (jour(banc) + Months::new(6)).to_string();
    assert_eq!(d.echeances().await.iter().filter(|(code, due, _)| code == "RENOUVELER_CONTRAT" && *due == fin).count(), 1);
    banc.horloge.avancer(TimeDelta::days(200));
    assert_eq!(d.alertes(&ccas).await, ["PREMIER_RENDEZ_VOUS_EN_RETARD", "CONTRAT_BIENTOT_ECHU"], "nobody fixed an appointment");
}

async fn un_contrat_se_rompt(banc: &Banc) {
    let (ass, ccas) = (banc.client("departement-82/ass").await, banc.client("ccas-82").await);
    let d = Dossier::oriente(banc, &ass, ("82", "Rompue"), "ccas-82").await;
    let contrat = texte(&d.signer(&ccas, json!({})).await, "/parcours/contrats/0/id");
    assert!(!d.echeances().await.iter().any(|(code, ..)| code == "CONTRACTUALISER"));
    let debut = jour(banc);
    banc.horloge.avancer(TimeDelta::days(10));
    let rompre = |le, motif: &str| json!({ "contratId": contrat, "le": le, "motif": motif });
    refuse(&d.agir(&ccas, "Rompre", rompre(jour(banc), " ")).await, "SAISIE_INVALIDE", "motif");
    for le in [debut - Days::new(1), jour(banc) + Days::new(1)] {
        refuse(&d.agir(&ccas, "Rompre", rompre(le, "Absences")).await, "SAISIE_INVALIDE", "le");
    }
    let rompu = d.agir(&ccas, "Rompre", rompre(jour(banc), "Absences")).await;
    assert_eq!(rompu.effet()["parcours"]["contrats"][0]["statut"], "ROMPU");
    refuse(&d.agir(&ccas, "Rompre", rompre(jour(banc), "Encore")).await, "INTROUVABLE", "contratId");
    // Another contract is due from that day, in the pacte's own delay, and nothing forbids it to be signed at once.
    let due = (jour(banc) + Days::new(30)).to_string();
    assert_eq!(
        d.echeances().await.into_iter().find(|(code, ..)| code == "CONTRACTUALISER"),
        Some(("CONTRACTUALISER".to_owned(), due, Some("R163".to_owned())))
    );
    d.signer(&ccas, json!({})).await.effet();
}

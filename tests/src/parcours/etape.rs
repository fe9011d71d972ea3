//! Stages: their states, those that follow a referral, and care.

use chrono::{Days, Months, NaiveDate, TimeDelta};
use domain::etape::StatutEtape as S;
use domain::etape::ecriture::PASSAGES;
use domain::identifiant::Genre;
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};

use super::dossier::{Dossier, jour, refuse, texte};
use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_etape_avance_par_sa_table, une_etape_a_des_dates, une_etape_de_prescription_avance_avec_elle);
sur_les_deux_moteurs!(Banc::sensible => les_soins_n_existent_que_pour_qui_les_lit);

/// A stage that starts in this state, where the input allows it.
async fn ajouter(d: &Dossier<'_>, client: &Client, statut: &str) -> String {
    d.banc.horloge.avancer(TimeDelta::seconds(1));
    let debut = if statut == "PREVUE" { jour(d.banc) + Days::new(10) } else { jour(d.banc) };
    let input = json!({ "type": "FORMATION", "libelle": "Remise à niveau", "debut": debut, "statut": statut });
    let ajoutee = d.agir(client, "Ajouter", input).await;
    texte(&ajoutee, "/parcours/etapes/nodes/0/id")
}

async fn une_etape_avance_par_sa_table(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::oriente(banc, &ass, ("31", "Étapes"), "departement-31").await;
    for de in S::VALEURS.iter().map(|v| v.valeur) {
        for vers in S::VALEURS.iter().map(|v| v.valeur) {
            let id = ajouter(&d, &ass, de.code()).await;
            let reponse = d.agir(&ass, "Avancer", json!({ "etapeId": id, "statut": vers.code() })).await;
            if de == vers || PASSAGES.contains(&(de, vers)) {
                reponse.effet();
            } else {
                refuse(&reponse, "TRANSITION_INTERDITE", "statut");
            }
        }
    }
}

async fn une_etape_a_des_dates(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::oriente(banc, &ass, ("31", "Datée"), "departement-31").await;
    let (jour, base) = (jour(banc), json!({ "type": "FORMATION", "libelle": "Remise à niveau", "debut": jour(banc) }));
    let demain = jour + Days::new(1);
    for (champs, champ) in [
        (json!({ "libelle": " " }), "libelle"),
        (json!({ "debut": jour - Days::new(1) }), "debut"),
        (json!({ "debut": jour + Months::new(61) }), "debut"),
        (json!({ "fin": jour - Days::new(1) }), "fin"),
        (json!({ "debut": demain, "statut": "EN_COURS" }), "statut"),
        (json!({ "debut": demain, "statut": "REALISEE" }), "statut"),
        (json!({ "type": "SOINS" }), "type"),
    ] {
        refuse(&d.agir(&ass, "Ajouter", super::dossier::fondre(base.clone(), champs)).await, "SAISIE_INVALIDE", champ);
    }
    let id = texte(&d.agir(&ass, "Ajouter", base).await, "/parcours/etapes/nodes/0/id");
    let avancer = |champs: Value| super::dossier::fondre(json!({ "etapeId": id }), champs);
    refuse(&d.agir(&ass, "Avancer", avancer(json!({ "fin": jour - Days::new(1) }))).await, "SAISIE_INVALIDE", "fin");
    d.agir(&ass, "Avancer", avancer(json!({ "statut": "REALISEE", "resultat": "Certificat obtenu" }))).await.effet();
    assert_eq!(d.colonne::<Option<NaiveDate>>("etape", "fin", "id").await, [Some(jour)]);
    d.agir(&ass, "Avancer", avancer(json!({ "resultat": null, "fin": null }))).await.effet();
    assert_eq!(d.colonne::<Option<String>>("etape", "resultat", "id").await, [None]);
    assert_eq!(d.colonne::<Option<NaiveDate>>("etape", "fin", "id").await, [None]);
    let inconnue = json!({ "etapeId": Genre::Etape.ecrire(banc.base.id()), "statut": "REALISEE" });
    refuse(&d.agir(&ass, "Avancer", inconnue).await, "INTROUVABLE", "etapeId");
}

async fn une_etape_de_prescription_avance_avec_elle(banc: &Banc) {
    let (ass, wimoov) = (banc.client("departement-31/ass").await, banc.client("wimoov-31").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Mobile"), "departement-31").await;
    let destinataire = ecrire_partenaire(banc, "wimoov-31").await;
    let id = prescrire(&ass, &d.personne, ("DIAGNOSTIC_MOBILITE", &destinataire)).await;
    assert!(d.colonne::<String>("etape", "statut", "id").await.is_empty(), "nothing before it is accepted");
    let repondre =
        "mutation($input: RepondrePrescriptionInput!) { repondrePrescription(input: $input) { prescription { id } erreurs { code } } }";
    for (version, vers, statut) in [(1, "ACCEPTEE", "PREVUE"), (2, "EN_COURS", "EN_COURS")] {
        wimoov.demander(repondre, json!({ "input": { "id": id, "version": version, "vers": vers } })).await.effet();
        assert_eq!(d.colonne::<String>("etape", "statut", "id").await, [statut]);
        let etape = Genre::Etape.ecrire(d.colonne("etape", "id", "id").await[0]);
        let a_la_main = d.agir(&ass, "Avancer", json!({ "etapeId": etape, "statut": "ABANDONNEE" })).await;
        refuse(&a_la_main, "TRANSITION_INTERDITE", "etapeId");
    }
    let fin = json!({ "id": id, "version": 3, "vers": "REALISEE", "suite": { "achevee": true } });
    wimoov.demander(repondre, json!({ "input": fin })).await.effet();
    assert_eq!(d.colonne::<String>("etape", "type", "id").await, ["MOBILITE"]);
    assert_eq!(d.colonne::<String>("etape", "statut", "id").await, ["REALISEE"]);
}

const ETAPES: &str = "query($id: ID!) { parcours(id: $id) { etapes(first: 10) { nombreTotal nodes { type } } } }";

async fn les_soins_n_existent_que_pour_qui_les_lit(banc: &Banc) {
    let (ass, ade, ccas) =
        (banc.client("departement-31/ass").await, banc.client("departement-31/ade").await, banc.client("ccas-toulouse").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Soignée"), "ccas-toulouse").await;
    banc.horloge.avancer(TimeDelta::hours(1));
    let soins = json!({ "type": "SOINS", "libelle": "Suivi médical", "debut": jour(banc) });
    for client in [&ade, &ccas] {
        refuse(&d.agir(client, "Ajouter", soins.clone()).await, "SAISIE_INVALIDE", "type");
    }
    d.agir(&ass, "Ajouter", soins).await.effet();
    banc.horloge.avancer(TimeDelta::minutes(1));
    d.agir(&ass, "Ajouter", json!({ "type": "EMPLOI", "libelle": "Recherche", "debut": jour(banc) })).await.effet();
    for (client, attendus) in [(&ass, json!(["SOINS", "EMPLOI"])), (&ccas, json!(["EMPLOI"]))] {
        let reponse = client.demander(ETAPES, json!({ "id": d.id })).await;
        let etapes = &reponse.donnees()["parcours"]["etapes"];
        let types: Vec<Value> = etapes["nodes"].as_array().expect("stages").iter().map(|e| e["type"].clone()).collect();
        assert_eq!((json!(types), &etapes["nombreTotal"]), (attendus.clone(), &json!(attendus.as_array().map_or(0, Vec::len))));
    }
}

//! Events pulled by cursor, and what time alone changes.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_deux_partenaires_suivent_la_prescription, le_silence_fait_expirer);

const EVENEMENTS: &str = include_str!("../../scenarios/evenements.graphql");

/// The cursor after everything that already happened.
async fn curseur(client: &Client) -> Value {
    let mut apres = Value::Null;
    loop {
        let page = client.operer(EVENEMENTS, "Suivre", json!({ "apres": apres })).await;
        let page = &page.donnees()["evenements"];
        apres = page["dernierCurseur"].clone();
        if page["encore"] == json!(false) {
            return apres;
        }
    }
}

/// Lets what the synthetic world left waiting end first: only what the story makes is young.
async fn vieillir(banc: &Banc) {
    banc.horloge.avancer(TimeDelta::days(800));
    banc.taches().await;
}

async fn les_deux_partenaires_suivent_la_prescription(banc: &Banc) {
    vieillir(banc).await;
    let (ass, cibc) = (banc.client("departement-82/ass").await, banc.client("cibc-82").await);
    let mut recit = Recit::nouveau(EVENEMENTS);
    let suiveurs = [("departement-82/ass", &ass), ("cibc-82", &cibc), ("montauban-services", &banc.client("montauban-services").await)];
    banc.sequencer().await;
    let mut curseurs = Vec::new();
    for (_, client) in suiveurs {
        curseurs.push(curseur(client).await);
    }
    let destinataire = ecrire_partenaire(banc, "cibc-82").await;
    let mut prescriptions = Vec::new();
    for nom in ["Acceptée", "Refusée"] {
        let personne = recevoir(&ass, "82", nom).await;
        banc.horloge.avancer(TimeDelta::minutes(1));
        prescriptions.push(prescrire(&ass, &personne, ("EVALUATION_LINGUISTIQUE", &destinataire)).await);
        banc.horloge.avancer(TimeDelta::minutes(1));
    }
    suivre(&mut recit, banc, &suiveurs, &mut curseurs).await;
    let refus = json!({ "id": prescriptions[1], "version": 1, "vers": "REFUSEE", "motif": "CAPACITE_ATTEINTE" });
    for input in [json!({ "id": prescriptions[0], "version": 1, "vers": "ACCEPTEE" }), refus] {
        recit.pas(("cibc-82", &cibc), "Repondre", json!({ "input": input })).await.effet();
        banc.horloge.avancer(TimeDelta::minutes(1));
    }
    banc.horloge.avancer(TimeDelta::days(1));
    banc.taches().await;
    suivre(&mut recit, banc, &suiveurs, &mut curseurs).await;
    suivre(&mut recit, banc, &suiveurs, &mut curseurs).await;
    recit.conclure("evenements");
}

/// Each reads on from where it was.
async fn suivre(recit: &mut Recit, banc: &Banc, suiveurs: &[(&str, &Client)], curseurs: &mut [Value]) {
    banc.sequencer().await;
    for (qui, apres) in suiveurs.iter().zip(curseurs) {
        let page = recit.pas(*qui, "Suivre", json!({ "apres": apres })).await;
        *apres = page.donnees()["evenements"]["dernierCurseur"].clone();
    }
}

async fn le_silence_fait_expirer(banc: &Banc) {
    let (ass, cibc) = (banc.client("departement-82/ass").await, banc.client("cibc-82").await);
    let destinataire = ecrire_partenaire(banc, "cibc-82").await;
    vieillir(banc).await;
    let muette = prescrire(&ass, &recevoir(&ass, "82", "Muette").await, ("EVALUATION_LINGUISTIQUE", &destinataire)).await;
    let attente = prescrire(&ass, &recevoir(&ass, "82", "Attente").await, ("EVALUATION_LINGUISTIQUE", &destinataire)).await;
    let mut recit = Recit::nouveau(include_str!("../../scenarios/echeances.graphql"));
    banc.horloge.avancer(TimeDelta::days(10));
    recit.pas(("cibc-82", &cibc), "Repondre", json!({ "input": { "id": attente, "version": 1, "vers": "LISTE_ATTENTE" } })).await;
    banc.horloge.avancer(TimeDelta::days(15));
    recit.pas(("cibc-82", &cibc), "Attendues", json!({ "responsable": destinataire })).await;
    let rappel = banc.taches().await;
    assert_eq!((rappel.expirees, rappel.rappelees), (0, 1));
    banc.horloge.avancer(TimeDelta::days(21));
    assert_eq!(banc.taches().await.expirees, 1);
    assert_eq!(banc.taches().await, domain::taches::Passage::default(), "a second pass finds nothing");
    for id in [&muette, &attente] {
        recit.pas(("departement-82/ass", &ass), "Prescription", json!({ "id": id })).await;
        recit.pas(("cibc-82", &cibc), "Prescription", json!({ "id": id })).await;
    }
    recit.conclure("echeances");
}

//! What the operators of Haute-Garonne give: each decides of the referrals that it receives, and brings its own aids.

use serde_json::{Value, json};

use super::{ainsi, appeler, lire, premier_refus, texte};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_microcredit_se_demande_et_se_debloque, chaque_operateur_apporte_ce_qui_est_le_sien, la_gratuite_ne_se_demande_pas);

async fn recevoir(ass: &Client, commune: &str) -> String {
    let input = json!({
        "departement": "31", "nom": "Garonne", "prenom": "Camille", "dateNaissance": "1990-02-03", "telephone": "0561000000",
        "statutDroitRsa": "OUVERT", "droitOuvertLe": "2024-01-15", "publics": ["BENEFICIAIRE_RSA"], "commune": commune,
    });
    texte(appeler(ass, "Creer", input).await.effet(), "/allocataire/id")
}

async fn demander(banc: &Banc, ass: &Client, personne: &str, operateur: &str) -> String {
    let input = json!({
        "allocataireId": personne, "type": "AIDE_MOBILITE", "accordPersonne": true, "besoin": "MOBILITE",
        "destinataireId": ecrire_partenaire(banc, operateur).await,
    });
    texte(appeler(ass, "Prescrire", input).await.effet(), "/prescription/id")
}

fn apport(personne: &str, prescription: &str, (dispositif, nature): (&str, &str)) -> Value {
    json!({
        "allocataireId": personne, "prescriptionId": prescription, "dispositifCode": dispositif, "nature": nature,
        "motif": "PRISE_EMPLOI", "debut": "2026-06-15",
    })
}

async fn accepter(operateur: &Client, prescription: &str) {
    appeler(operateur, "Repondre", json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE" })).await.effet();
}

async fn terminer(operateur: &Client, aide: &Value) -> Value {
    let fin = json!({ "id": aide["id"], "version": aide["version"], "le": "2026-06-15", "solutionPerenne": true });
    appeler(operateur, "Terminer", fin).await.effet()["aideMobilite"].clone()
}

/// The social worker asks, Adie decides on its own money: the loan runs from the acceptance to the payment, which ends the aid
/// and lifts the need. No envelope of the pacte moves.
async fn un_microcredit_se_demande_et_se_debloque(banc: &Banc) {
    let (ass, adie) = (banc.client("departement-31/ass").await, banc.client("adie-31").await);
    let personne = recevoir(&ass, "31555").await;
    let refusee = demander(banc, &ass, &personne, "adie-31").await;
    let refus = json!({ "id": refusee, "version": 1, "vers": "REFUSEE", "motif": "DOSSIER_INCOMPLET" });
    appeler(&adie, "Repondre", refus).await.effet();
    assert_eq!(lire(&adie, "Personne", &personne).await, Value::Null, "a refusal closes the file at once");
    let prescription = demander(banc, &ass, &personne, "adie-31").await;
    let pret = apport(&personne, &prescription, ("microcredit-mobilite-31", "MICROCREDIT"));
    assert_ne!(appeler(&adie, "Apporter", pret.clone()).await.charge()["erreurs"], json!([]), "before it accepts");
    accepter(&adie, &prescription).await;
    let autre_nature = apport(&personne, &prescription, ("microcredit-mobilite-31", "PRET_VELO"));
    assert_eq!(premier_refus(&appeler(&adie, "Apporter", autre_nature).await), ainsi("DESTINATAIRE_INADAPTE", "nature"));
    let autre_dispositif = apport(&personne, &prescription, ("velo-31", "PRET_VELO"));
    assert_eq!(premier_refus(&appeler(&adie, "Apporter", autre_dispositif).await), ainsi("DESTINATAIRE_INADAPTE", "dispositifCode"));
    let aide = appeler(&adie, "Apporter", pret).await.effet()["aideMobilite"].clone();
    assert_eq!((&aide["statut"], &aide["instructeur"]["nom"]), (&json!("EN_COURS"), &json!("Adie")));
    assert_eq!(lire(&ass, "Prescription", &prescription).await["statut"], "EN_COURS");
    assert_eq!(terminer(&adie, &aide).await["statut"], "TERMINEE");
    let suivie = lire(&ass, "Prescription", &prescription).await;
    assert_eq!((&suivie["statut"], &suivie["suite"]["besoinLeve"]), (&json!("REALISEE"), &json!(true)));
    assert_eq!(
        adie.demander("{ allocataires(first: 1) { nodes { parcoursActif { id } } } }", ()).await.statut,
        403,
        "a lender follows nobody"
    );
}

async fn chaque_operateur_apporte_ce_qui_est_le_sien(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    for (cle, dispositif, nature, commune) in
        [("maison-velo-31", "velo-31", "PRET_VELO", "31555"), ("garage-pour-tous-31", "garage-solidaire-31", "GARAGE_SOLIDAIRE", "31079")]
    {
        let (operateur, personne) = (banc.client(cle).await, recevoir(&ass, commune).await);
        let prescription = demander(banc, &ass, &personne, cle).await;
        accepter(&operateur, &prescription).await;
        let mut input = apport(&personne, &prescription, (dispositif, nature));
        if nature == "PRET_VELO" {
            let velo = json!({ "type": "VELO", "libelle": "Vélo jaune" });
            input["vehiculeId"] = appeler(&operateur, "Publier", velo).await.effet()["vehicule"]["id"].clone();
            input["fin"] = "2026-07-15".into();
        }
        let aide = appeler(&operateur, "Apporter", input).await;
        let aide = aide.effet()["aideMobilite"].clone();
        assert_eq!(terminer(&operateur, &aide).await["statut"], "TERMINEE", "{cle}");
        assert_eq!(lire(&ass, "Prescription", &prescription).await["statut"], "REALISEE", "{cle}");
    }
}

/// Who may ride free is a matter of status: nobody asks, nobody grants. A platform notes that it helped to use it.
async fn la_gratuite_ne_se_demande_pas(banc: &Banc) {
    let (ass, wimoov) = (banc.client("departement-31/ass").await, banc.client("wimoov-31").await);
    let personne = recevoir(&ass, "31555").await;
    let demande = json!({
        "allocataireId": personne, "dispositifCode": "transport-gratuit-31", "nature": "TRANSPORT_COLLECTIF", "motif": "PRISE_EMPLOI",
        "coutTotal": "10.00", "montantDemande": "10.00", "obligationTiers": false,
    });
    assert_eq!(premier_refus(&appeler(&ass, "Demander", demande).await), ainsi("INTROUVABLE", "dispositifCode"));
    let prescription = demander(banc, &ass, &personne, "wimoov-31").await;
    accepter(&wimoov, &prescription).await;
    appeler(&wimoov, "Diagnostiquer", super::Scene::diagnostic(&personne, &prescription)).await.effet();
    let aide = appeler(&wimoov, "Apporter", apport(&personne, &prescription, ("mobilite-31", "TRANSPORT_COLLECTIF"))).await;
    assert_eq!(aide.effet()["aideMobilite"]["statut"], "EN_COURS");
}

//! The référent: one at any date, of a kind of partner that follows people.

use chrono::{Days, TimeDelta};
use serde_json::json;

use super::dossier::{Dossier, agent, embaucher, jour, refuse};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_referent_a_toute_date, le_successeur_voit_et_le_predecesseur_relit);

async fn un_referent_a_toute_date(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::oriente(banc, &ass, ("31", "Suivie"), "pole-emploi-31").await;
    let debut = jour(banc);
    refuse(&d.designer(&ass, "pole-emploi-31", json!({})).await, "REFERENT_DEJA_DESIGNE", "partenaireId");
    let conseiller = agent(banc, "pole-emploi-31/conseiller").await;
    refuse(&d.designer(&ass, "ccas-toulouse", json!({ "agentId": conseiller })).await, "SAISIE_INVALIDE", "agentId");
    for partenaire in ["wimoov-31", "cocagne-31", "caf-31", "bi-31", "pole-emploi-82"] {
        refuse(&d.designer(&ass, partenaire, json!({})).await, "DESTINATAIRE_INADAPTE", "partenaireId");
    }
    d.designer(&ass, "pole-emploi-31", json!({ "agentId": conseiller })).await.effet();
    assert_eq!(d.colonne::<String>("designation", "mode", "debut").await, ["GESTIONNAIRE"], "corrected the same day");
    banc.horloge.avancer(TimeDelta::days(5));
    for le in [debut - Days::new(1), debut + Days::new(6)] {
        refuse(&d.designer(&ass, "ccas-toulouse", json!({ "debut": le })).await, "SAISIE_INVALIDE", "debut");
    }
    d.designer(&ass, "ccas-toulouse", json!({ "debut": debut + Days::new(3), "motifFinPrecedent": "Déménagement" })).await.effet();
    refuse(&d.designer(&ass, "ml-toulouse", json!({ "debut": debut + Days::new(2) })).await, "PERIODE_CHEVAUCHANTE", "debut");
    let motifs: Vec<Option<String>> = d.colonne("designation", "motif_fin", "debut").await;
    assert_eq!(motifs, [Some("Déménagement".to_owned()), None]);
    assert_eq!(referent_au(&d, &ass, debut + Days::new(2)).await, "pole-emploi-31");
    assert_eq!(referent_au(&d, &ass, debut + Days::new(3)).await, "ccas-toulouse");
}

async fn referent_au(d: &Dossier<'_>, client: &crate::harnais::Client, au: chrono::NaiveDate) -> String {
    let document = "query($id: ID!, $au: Date) { parcours(id: $id) { referent(au: $au) { partenaire { id } } } }";
    let reponse = client.demander(document, json!({ "id": d.id, "au": au })).await;
    let id = reponse.donnees()["parcours"]["referent"]["partenaire"]["id"].as_str().expect("référent").to_owned();
    let id = domain::identifiant::Genre::Partenaire.lire(&id).expect("id");
    d.banc.valeur("select cle from partenaire where id = $1", [id.into()]).await
}

async fn le_successeur_voit_et_le_predecesseur_relit(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    embaucher(banc, "ccas-toulouse", "ccas-toulouse/referente", "REFERENT_CCAS").await;
    let (pe, ccas) = (banc.client("pole-emploi-31").await, banc.client("ccas-toulouse/referente").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Passée"), "pole-emploi-31").await;
    d.agir(&pe, "Ajouter", json!({ "type": "FORMATION", "libelle": "Remise à niveau", "debut": jour(banc) })).await.effet();
    banc.horloge.avancer(TimeDelta::days(20));
    let voir = "query($id: ID!) { parcours(id: $id) { statut etapes(first: 5) { nodes { libelle } } } }";
    let lu = async |client: &crate::harnais::Client| {
        client.demander(voir, json!({ "id": d.id })).await.donnees()["parcours"]["etapes"]["nodes"][0]["libelle"].clone()
    };
    assert_eq!((lu(&pe).await, lu(&ccas).await), (json!("Remise à niveau"), json!(null)));
    let referente = agent(banc, "ccas-toulouse/referente").await;
    d.designer(&ass, "ccas-toulouse", json!({ "agentId": referente })).await.effet();
    // The stage of before is told by its type; its author reads its own words again, for thirty days.
    assert_eq!((lu(&pe).await, lu(&ccas).await), (json!("Remise à niveau"), json!("FORMATION")));
    refuse(
        &d.agir(&pe, "Ajouter", json!({ "type": "EMPLOI", "libelle": "Trop tard", "debut": jour(banc) })).await,
        "INTROUVABLE",
        "parcoursId",
    );
    banc.horloge.avancer(TimeDelta::days(31));
    assert_eq!(lu(&pe).await, json!(null));
}

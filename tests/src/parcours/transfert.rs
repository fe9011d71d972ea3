//! A portfolio goes from an agent to another of the same partner.

use chrono::{Days, TimeDelta};
use serde_json::json;

use super::dossier::{Dossier, acte, agent, embaucher, jour, refuse};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_portefeuille_passe_a_un_autre_agent, une_part_du_portefeuille, un_transfert_a_ses_regles);

const PREDECESSEUR: &str = "pole-emploi-31/conseiller";
const SUCCESSEUR: &str = "pole-emploi-31/successeur";

/// Two parcours of the predecessor, and the ids of the two agents.
async fn scene<'a>(banc: &'a Banc, ass: &Client) -> ([Dossier<'a>; 2], [String; 2]) {
    let successeur = embaucher(banc, "pole-emploi-31", SUCCESSEUR, "CONSEILLER_EMPLOI").await;
    let predecesseur = agent(banc, PREDECESSEUR).await;
    let dossiers = [Dossier::ouvrir(banc, ass, "31", "Première").await, Dossier::ouvrir(banc, ass, "31", "Seconde").await];
    for d in &dossiers {
        d.orienter(ass, "pole-emploi-31", json!({ "agentId": predecesseur })).await.effet();
    }
    (dossiers, [predecesseur, successeur])
}

async fn visibles(client: &Client, dossiers: &[Dossier<'_>]) -> Vec<bool> {
    let mut vus = Vec::new();
    for d in dossiers {
        let reponse = client.demander("query($id: ID!) { parcours(id: $id) { id } }", json!({ "id": d.id })).await;
        vus.push(!reponse.donnees()["parcours"].is_null());
    }
    vus
}

async fn un_portefeuille_passe_a_un_autre_agent(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let (dossiers, [predecesseur, successeur]) = scene(banc, &ass).await;
    let (avant, apres) = (banc.client(PREDECESSEUR).await, banc.client(SUCCESSEUR).await);
    let rendez_vous = banc.horloge.instant() + TimeDelta::days(9);
    let champs = json!({ "partenaireId": null, "agentId": predecesseur });
    dossiers[0].fixer(&avant, rendez_vous, champs).await.effet();
    assert_eq!((visibles(&avant, &dossiers).await, visibles(&apres, &dossiers).await), (vec![true; 2], vec![false; 2]));
    banc.horloge.avancer(TimeDelta::days(3));
    let tout = json!({ "agentId": predecesseur, "versAgentId": successeur, "le": jour(banc) });
    let transfere = acte(&ass, "Transferer", tout).await;
    assert_eq!(transfere.effet()["agent"]["id"], json!(successeur));
    assert_eq!((visibles(&avant, &dossiers).await, visibles(&apres, &dossiers).await), (vec![false; 2], vec![true; 2]));
    let tenus = "select count(*) from echeance where agent_id = (select id from agent where cle = $1)";
    assert_eq!(banc.valeur::<i64, _>(tenus, [PREDECESSEUR.into()]).await, 0, "deadlines follow, those of appointments too");
    let rendez_vous = "select cle from agent a join rendez_vous r on r.agent_id = a.id where r.parcours_id = $1";
    assert_eq!(banc.valeur::<String, _>(rendez_vous, [dossiers[0].uuid().into()]).await, SUCCESSEUR);
    for d in &dossiers {
        let motifs: Vec<Option<String>> = d.colonne("designation", "motif_fin", "debut").await;
        assert_eq!(motifs, [Some("Transfert de portefeuille".to_owned()), None]);
    }
    // What was written by the predecessor is the partner's: the successor goes on with it.
    dossiers[0].agir(&apres, "Ajouter", json!({ "type": "EMPLOI", "libelle": "Recherche", "debut": jour(banc) })).await.effet();
    let encore = dossiers[0].agir(&avant, "Ajouter", json!({ "type": "EMPLOI", "libelle": "Recherche", "debut": jour(banc) })).await;
    refuse(&encore, "INTROUVABLE", "parcoursId");
}

async fn une_part_du_portefeuille(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let (dossiers, [predecesseur, successeur]) = scene(banc, &ass).await;
    let input = json!({ "agentId": predecesseur, "versAgentId": successeur, "le": jour(banc), "parcours": [dossiers[1].id] });
    acte(&ass, "Transferer", input).await.effet();
    let apres = banc.client(SUCCESSEUR).await;
    assert_eq!(visibles(&apres, &dossiers).await, [false, true]);
    // The same day corrects the designation instead of adding one.
    assert_eq!(dossiers[1].colonne::<chrono::NaiveDate>("designation", "debut", "debut").await, [jour(banc)]);
    assert_eq!((dossiers[0].version().await, dossiers[1].version().await), (2, 3));
}

async fn un_transfert_a_ses_regles(banc: &Banc) {
    let (ass, pe) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await);
    let (dossiers, [predecesseur, successeur]) = scene(banc, &ass).await;
    let etrangere = Dossier::oriente(banc, &ass, ("31", "D'un autre"), "ccas-toulouse").await;
    let base = json!({ "agentId": predecesseur, "versAgentId": successeur, "le": jour(banc) });
    let mission_locale = agent(banc, "ml-toulouse/conseiller").await;
    for (champs, code, champ) in [
        (json!({ "versAgentId": mission_locale }), "SAISIE_INVALIDE", "versAgentId"),
        (json!({ "versAgentId": predecesseur }), "SAISIE_INVALIDE", "versAgentId"),
        (json!({ "le": jour(banc) + Days::new(1) }), "SAISIE_INVALIDE", "le"),
        (json!({ "le": jour(banc) - Days::new(1) }), "PERIODE_CHEVAUCHANTE", "le"),
        (json!({ "parcours": [dossiers[0].id, etrangere.id] }), "INTROUVABLE", "parcours"),
        (json!({ "agentId": domain::identifiant::Genre::Agent.ecrire(banc.base.id()) }), "INTROUVABLE", "agentId"),
    ] {
        refuse(&acte(&ass, "Transferer", super::dossier::fondre(base.clone(), champs)).await, code, champ);
    }
    assert_eq!(acte(&pe, "Transferer", base.clone()).await.statut, 403, "entrusting is the Département's");
    banc.executer("update agent set actif = $1 where cle = $2", [false.into(), SUCCESSEUR.into()]).await;
    banc.executer("update version_referentiel set version = version + 1", []).await;
    refuse(&acte(&ass, "Transferer", base).await, "SAISIE_INVALIDE", "versAgentId");
    assert_eq!((dossiers[0].version().await, dossiers[1].version().await), (2, 2), "a refusal writes nothing");
}

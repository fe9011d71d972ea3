//! Stories, told by each identity that takes part in them.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire, recevoir, sur_les_deux_moteurs};
use recit::Recit;

mod annee;
mod deux_besoins;
mod droits;
mod fiche_action;
mod flux;
mod francais;
mod iae;
mod mobilite;
mod recit;

sur_les_deux_moteurs!(le_departement_ouvre_un_dossier, les_destinataires_repondent, le_payeur_voit_ses_allocataires);

async fn le_departement_ouvre_un_dossier(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    personnes_du_territoire(banc, &ass).await;
    personne_suivie(banc, &ass).await;
    let (mut recit, qui) = (Recit::nouveau(include_str!("../scenarios/departement.graphql")), ("departement-31/ass", &ass));
    let saisie = json!({
        "departement": "31", "matricule": "7654321", "organismePayeur": "CAF", "civilite": "MADAME", "nom": "Lécuyer", "prenom": "Zoé",
        "dateNaissance": "1988-11-02", "telephone": "05 61 23 45 67", "courriel": "zoe@exemple.fr", "voie": "3 rue des Lois", "codePostal": "31000",
        "commune": "31555", "niveauFormation": "CAP_BEP", "publics": ["BENEFICIAIRE_RSA"], "statutDroitRsa": "OUVERT", "soumisDroitsEtDevoirs": true,
    });
    let recue = recit.pas(qui, "Recevoir", json!({ "input": saisie })).await;
    let id = recue.effet()["allocataire"]["id"].clone();
    recit.pas(qui, "Reperer", json!({ "input": { "allocataireId": id, "theme": "MOBILITE" } })).await;
    let prescription = json!({
        "allocataireId": id, "type": "DIAGNOSTIC_MOBILITE", "destinataireId": ecrire_partenaire(banc, "wimoov-31").await,
        "besoin": "MOBILITE", "accordPersonne": true, "motif": "Entretien d'embauche hors ligne de bus",
    });
    recit.pas(qui, "Prescrire", json!({ "input": prescription })).await;
    let doublon = recit.pas(qui, "Prescrire", json!({ "input": prescription })).await;
    assert_eq!(doublon.refus(), ["DOUBLON"]);
    recit.pas(qui, "Dossier", json!({ "id": id })).await;
    let faux =
        json!({ "departement": "82", "nom": " ", "prenom": "\u{7}", "dateNaissance": "2031-01-01", "telephone": "12", "matricule": "1" });
    recit.pas(qui, "Recevoir", json!({ "input": faux })).await;
    recit.conclure("departement");
}

/// Every person of the territory and no other, page by page.
async fn personnes_du_territoire(banc: &Banc, client: &Client) {
    let peuple = "select territoire_id from allocataire where departement = '31' and territoire_id is not null group by territoire_id order by count(*) desc, territoire_id limit 1";
    let territoire: Uuid = banc.valeur(peuple, []).await;
    let attendues: Vec<Uuid> = banc.colonne("select id from allocataire where territoire_id = $1 order by id", [territoire.into()]).await;
    let (mut lues, mut apres) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "territoire": Genre::Territoire.ecrire(territoire), "apres": apres });
        let reponse = client.operer(include_str!("../scenarios/departement.graphql"), "PersonnesDuTerritoire", variables).await;
        let page = &reponse.donnees()["allocataires"];
        assert_eq!(page["nombreTotal"], json!(attendues.len()));
        lues.extend(page["nodes"].as_array().expect("nodes").iter().filter_map(|n| Genre::Allocataire.lire(n["id"].as_str()?)));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        apres = page["pageInfo"]["endCursor"].clone();
    }
    assert!(attendues.len() > 20, "more than one page");
    assert_eq!(lues, attendues);
}

/// A person that somebody follows: the référent of the day and every referral, as the tables have them.
async fn personne_suivie(banc: &Banc, client: &Client) {
    let suivie = "select p.allocataire_id from prescription p join parcours c on c.departement = p.departement and c.allocataire_id = p.allocataire_id \
        join designation d on d.departement = c.departement and d.parcours_id = c.id \
        where p.departement = '31' and c.statut <> 'CLOS' and p.type <> 'SANTE' group by p.allocataire_id order by count(distinct p.id) desc, p.allocataire_id limit 1";
    let id: Uuid = banc.valeur(suivie, []).await;
    let prescriptions: i64 =
        banc.valeur("select count(*) from prescription where allocataire_id = $1 and type <> 'SANTE'", [id.into()]).await;
    let referent = "select d.partenaire_id from designation d join parcours c on c.departement = d.departement and c.id = d.parcours_id \
        where c.allocataire_id = $1 and c.statut <> 'CLOS' and d.debut <= '2026-06-15' order by d.debut desc limit 1";
    let referent: Uuid = banc.valeur(referent, [id.into()]).await;
    let variables = json!({ "id": Genre::Allocataire.ecrire(id) });
    let reponse = client.operer(include_str!("../scenarios/departement.graphql"), "PersonneSuivie", variables).await;
    let personne = &reponse.donnees()["allocataire"];
    assert_eq!(personne["parcoursActif"]["referent"]["partenaire"]["id"], json!(Genre::Partenaire.ecrire(referent)), "{personne}");
    assert_eq!(personne["prescriptions"]["nombreTotal"], json!(prescriptions));
}

async fn les_destinataires_repondent(banc: &Banc) {
    banc.horloge.avancer(TimeDelta::days(1));
    let ass = banc.client("departement-82/ass").await;
    let [cibc, mobilite] = [ecrire_partenaire(banc, "cibc-82").await, ecrire_partenaire(banc, "montauban-services").await];
    let (evaluation, diagnostic) = (("EVALUATION_LINGUISTIQUE", cibc.as_str()), ("DIAGNOSTIC_MOBILITE", mobilite.as_str()));
    let acceptee = prescrire(&ass, &recevoir(&ass, "82", "Acceptée").await, evaluation).await;
    let refusee = prescrire(&ass, &recevoir(&ass, "82", "Refusée").await, evaluation).await;
    let suivie = prescrire(&ass, &recevoir(&ass, "82", "Suivie").await, diagnostic).await;
    let mut recit = Recit::nouveau(include_str!("../scenarios/destinataires.graphql"));
    let evaluateur = banc.client("cibc-82").await;
    deux_pages(&mut recit, ("cibc-82", &evaluateur), &cibc).await;
    repondre(&mut recit, ("cibc-82", &evaluateur), json!({ "id": acceptee, "version": 1, "vers": "ACCEPTEE" })).await;
    repondre(&mut recit, ("cibc-82", &evaluateur), json!({ "id": refusee, "version": 1, "vers": "REFUSEE" })).await;
    repondre(
        &mut recit,
        ("cibc-82", &evaluateur),
        json!({ "id": refusee, "version": 1, "vers": "REFUSEE", "motif": "HORS_TERRITOIRE", "commentaire": "Trop loin" }),
    )
    .await;
    repondre(&mut recit, ("cibc-82", &evaluateur), json!({ "id": refusee, "version": 2, "vers": "ACCEPTEE" })).await;
    let conseiller = banc.client("montauban-services/conseiller").await;
    suivre_jusquau_bout(&mut recit, banc, ("montauban-services/conseiller", &conseiller), &suivie).await;
    for id in [acceptee, refusee, suivie] {
        recit.pas(("departement-82/ass", &ass), "Retour", json!({ "id": id })).await;
    }
    recit.conclure("destinataires");
}

async fn deux_pages(recit: &mut Recit, qui: (&str, &Client), destinataire: &str) {
    let premiere = recit.pas(qui, "Adressees", json!({ "du": "2026-06-16", "destinataire": destinataire })).await;
    let apres = &premiere.donnees()["prescriptions"]["pageInfo"]["endCursor"];
    recit.pas(qui, "Adressees", json!({ "du": "2026-06-16", "destinataire": destinataire, "apres": apres })).await;
}

async fn repondre(recit: &mut Recit, qui: (&str, &Client), input: Value) {
    recit.pas(qui, "Repondre", json!({ "input": input })).await;
}

/// Received, put on the waiting list, accepted, begun, told back.
async fn suivre_jusquau_bout(recit: &mut Recit, banc: &Banc, qui: (&str, &Client), id: &str) {
    for (version, vers) in [(1, "RECUE"), (2, "LISTE_ATTENTE"), (3, "ACCEPTEE"), (4, "EN_COURS")] {
        repondre(recit, qui, json!({ "id": id, "version": version, "vers": vers })).await;
        banc.horloge.avancer(TimeDelta::days(2));
    }
    let suite = json!({ "presentee": "PRESENT", "presenteeLe": "2026-06-22", "integree": true });
    repondre(recit, qui, json!({ "id": id, "version": 5, "vers": "EN_COURS", "suite": suite })).await;
    let fin = json!({ "achevee": true, "besoinLeve": true, "bilan": "Permis obtenu." });
    repondre(recit, qui, json!({ "id": id, "version": 6, "vers": "REALISEE", "suite": fin })).await;
}

async fn le_payeur_voit_ses_allocataires(banc: &Banc) {
    let (ass, caf) = (banc.client("departement-31/ass").await, banc.client("caf-31").await);
    let input = json!({ "departement": "31", "matricule": "7000001", "organismePayeur": "CAF", "nom": "Payée", "prenom": "Anne", "dateNaissance": "1980-01-01", "statutDroitRsa": "OUVERT" });
    let creer = "mutation($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { erreurs { code champ message } } }";
    ass.demander(creer, json!({ "input": input })).await.effet();
    let mut recit = Recit::nouveau(include_str!("../scenarios/payeur.graphql"));
    recit.pas(("caf-31", &caf), "Allocataires", json!({ "recherche": "payee" })).await;
    recit.pas(("msa-31", &banc.client("msa-31").await), "Allocataires", json!({ "recherche": "payee" })).await;
    let tous = caf.operer(include_str!("../scenarios/payeur.graphql"), "Allocataires", json!({})).await;
    // Six months after the right closed, the payer has no more to know.
    let verses = "select count(*) from allocataire where departement = '31' and organisme_payeur = 'CAF' and (droit_clos_le is null or droit_clos_le >= '2025-12-15')";
    let verses: i64 = banc.valeur(verses, []).await;
    assert_eq!(tous.donnees()["allocataires"]["nombreTotal"], json!(verses));
    recit.pas(("caf-31", &caf), "Prescriptions", json!({})).await;
    recit.conclure("payeur");
}

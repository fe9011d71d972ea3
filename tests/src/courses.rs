//! Many requests at once: what is promised once happens once, and who loses is told by data.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::identifiant::Genre;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, prescrire, recevoir, sur_les_deux_moteurs};

mod iae;
mod journal;
mod linguistique;
mod mobilite;
mod parcours;

sur_les_deux_moteurs!(
    cent_demandes_identiques_font_un_effet,
    une_cle_ne_sert_qu_une_demande,
    une_seule_acceptation_gagne,
    une_revocation_arrete_le_travail
);

const PRESCRIRE: &str = "mutation Prescrire($input: PrescrireInput!) {
    prescrire(input: $input) { prescription { id version statut emiseLe } erreurs { code champ message } }
}";

const REPONDRE: &str = "mutation Repondre($input: RepondrePrescriptionInput!) {
    repondrePrescription(input: $input) { prescription { id version statut } erreurs { code champ message } }
}";

const RECUES: &str = "query { prescriptions(first: 5) { nodes { id allocataire { nom } } } }";

/// Sends them all at once, each as often as the platform asks it to come back.
async fn ensemble(client: &Client, acte: Acte, entrees: impl IntoIterator<Item = Value>) -> Vec<Reponse> {
    let mut courses = JoinSet::new();
    for input in entrees {
        let client = client.clone();
        courses.spawn(async move { insister(&client, acte, &input).await });
    }
    courses.join_all().await
}

/// A document, and which of its operations.
type Acte = (&'static str, &'static str);

/// An overloaded platform sheds with `Retry-After`: a client that repeats its key loses nothing.
async fn insister(client: &Client, (document, operation): Acte, input: &Value) -> Reponse {
    loop {
        let reponse = client.operer(document, operation, json!({ "input": input })).await;
        if reponse.statut != 503 {
            return reponse;
        }
        assert!(reponse.entetes.contains_key("retry-after"));
    }
}

async fn cent_demandes_identiques_font_un_effet(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let personne = recevoir(&ass, "82", "Unique").await;
    let input = json!({
        "cleIdempotence": "00000000-0000-4000-8000-000000000001", "allocataireId": personne, "type": "DIAGNOSTIC_MOBILITE",
        "destinataireId": ecrire_partenaire(banc, "montauban-services").await, "accordPersonne": true,
    });
    let reponses = ensemble(&ass, (PRESCRIRE, "Prescrire"), vec![input; 100]).await;
    let premiere = reponses[0].effet();
    assert!(reponses.iter().all(|r| r.effet() == premiere));
    let id = Genre::Prescription.lire(premiere["prescription"]["id"].as_str().expect("id")).expect("id");
    let personne = Genre::Allocataire.lire(&personne).expect("id");
    for (sql, sujet) in [
        ("select count(*) from prescription where allocataire_id = $1", personne),
        ("select count(*) from transition_prescription where prescription_id = $1", id),
        ("select count(*) from evenement where objet_id = $1 and type = 'PRESCRIPTION_EMISE'", id),
        ("select count(*) from echeance where objet_id = $1", id),
        ("select count(*) from idempotence where objet_id = $1", id),
    ] {
        let lignes: i64 = banc.valeur(sql, [sujet.into()]).await;
        assert_eq!(lignes, 1, "{sql}");
    }
    assert_eq!(banc.valeur::<i64, _>("select count(*) from lien_dossier where objet_id = $1", [id.into()]).await, 2);
}

async fn une_cle_ne_sert_qu_une_demande(banc: &Banc) {
    let (ass, autre) = (banc.client("departement-82/ass").await, banc.client("departement-82/ade").await);
    let destinataire = ecrire_partenaire(banc, "cibc-82").await;
    let entree = |personne: &str, accord: bool| json!({ "cleIdempotence": "00000000-0000-4000-8000-000000000002", "allocataireId": personne, "type": "EVALUATION_LINGUISTIQUE", "destinataireId": destinataire, "accordPersonne": accord });
    let personnes = [recevoir(&ass, "82", "Premier").await, recevoir(&ass, "82", "Second").await];
    let premiere = ass.demander(PRESCRIRE, json!({ "input": entree(&personnes[0], true) })).await;
    for (personne, accord) in [(&personnes[1], true), (&personnes[0], false)] {
        let reponse = ass.demander(PRESCRIRE, json!({ "input": entree(personne, accord) })).await;
        assert_eq!(reponse.refus(), ["CLE_IDEMPOTENCE_REUTILISEE"]);
        assert_eq!(reponse.charge()["prescription"], Value::Null);
    }
    // The key is the partner's, whoever of its agents repeats it.
    let repetee = autre.demander(PRESCRIRE, json!({ "input": entree(&personnes[0], true) })).await;
    assert_eq!(repetee.effet(), premiere.effet());
    un_refus_se_repete(banc, &ass, &destinataire).await;
}

/// A refusal is an answer: the same key gives it again, even once the reason is gone.
async fn un_refus_se_repete(banc: &Banc, ass: &Client, destinataire: &str) {
    let personne = recevoir(ass, "82", "Refus").await;
    let input = json!({ "cleIdempotence": "00000000-0000-4000-8000-000000000003", "allocataireId": personne, "type": "COACHING", "destinataireId": destinataire, "accordPersonne": true });
    let premier = ass.demander(PRESCRIRE, json!({ "input": input })).await;
    assert_eq!(premier.refus(), ["DESTINATAIRE_INADAPTE"]);
    let refus = ensemble(ass, (PRESCRIRE, "Prescrire"), vec![input; 10]).await;
    assert!(refus.iter().all(|r| r.charge() == premier.charge()));
    let lignes: i64 = banc
        .valeur("select count(*) from prescription where allocataire_id = $1", [Genre::Allocataire.lire(&personne).expect("id").into()])
        .await;
    assert_eq!(lignes, 0);
}

async fn une_seule_acceptation_gagne(banc: &Banc) {
    let (ass, cibc) = (banc.client("departement-82/ass").await, banc.client("cibc-82").await);
    let destinataire = ecrire_partenaire(banc, "cibc-82").await;
    for rang in 0..5 {
        let personne = recevoir(&ass, "82", &format!("Disputée {rang}")).await;
        let id = prescrire(&ass, &personne, ("EVALUATION_LINGUISTIQUE", &destinataire)).await;
        let input = json!({ "id": id, "version": 1, "vers": "ACCEPTEE" });
        let reponses = ensemble(&cibc, (REPONDRE, "Repondre"), vec![input; 2]).await;
        let mut refus: Vec<Vec<&str>> = reponses.iter().map(Reponse::refus).collect();
        refus.sort_unstable();
        assert_eq!(refus, [vec![], vec!["CONFLIT_VERSION"]]);
        let passages = "select count(*) from transition_prescription where prescription_id = $1 and vers = 'ACCEPTEE'";
        let passages: i64 = banc.valeur(passages, [Genre::Prescription.lire(&id).expect("id").into()]).await;
        assert_eq!(passages, 1);
    }
}

async fn une_revocation_arrete_le_travail(banc: &Banc) {
    let (admin, plateforme) = (banc.client("departement-82/admin").await, banc.client("montauban-services").await);
    let convention: Uuid = banc.valeur("select id from habilitation where partenaire_id = $1", [plateforme.partenaire.into()]).await;
    let revoquee = Arc::new(AtomicBool::new(false));
    let mut lecteurs = JoinSet::new();
    for _ in 0..8 {
        lecteurs.spawn(lire_jusqu_au_refus(plateforme.clone(), Arc::clone(&revoquee)));
    }
    let fermer =
        "mutation($id: ID!) { revoquerHabilitation(input: { id: $id, motif: \"Fin\" }) { habilitation { enVigueur } erreurs { code } } }";
    admin.demander(fermer, json!({ "id": Genre::Habilitation.ecrire(convention) })).await.effet();
    revoquee.store(true, Ordering::SeqCst);
    lecteurs.join_all().await;
}

/// Whatever starts once the revocation was answered is refused; what ran beside it was answered by one state or the other.
async fn lire_jusqu_au_refus(client: Client, revoquee: Arc<AtomicBool>) {
    loop {
        let apres = revoquee.load(Ordering::SeqCst);
        let reponse = client.demander(RECUES, ()).await;
        match reponse.statut {
            200 => assert!(!apres && reponse.donnees()["prescriptions"]["nodes"].is_array()),
            403 => return assert_eq!(reponse.codes(), ["PORTEE_INSUFFISANTE"]),
            statut => assert_eq!(statut, 503, "{}", reponse.corps),
        }
    }
}

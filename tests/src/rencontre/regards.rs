//! What each partner reads of a kiosque that it did not organise.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DOCUMENT, alcs, invites, organiser, relever, suivies};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_lit_ce_qui_lui_revient, une_liste_ne_coute_pas_par_ligne, la_liste_se_filtre);

/// Forty invited: twenty came, eight said they could not.
async fn kiosque(banc: &Banc, conseil: &Client, gens: &[Uuid]) -> String {
    let presents = [ecrire_partenaire(banc, "pole-emploi-31").await];
    let input = json!({
        "type": "KIOSQUE_INSERTION", "titre": "Kiosque", "le": "2026-06-14T08:00:00Z", "partenaires": presents, "invites": alcs(gens),
    });
    let id = organiser(conseil, &input).await;
    for (rang, personne) in gens.iter().enumerate().take(28) {
        relever(conseil, &id, *personne, if rang < 20 { "PRESENT" } else { "EXCUSE" }).await.effet();
    }
    id
}

async fn chacun_lit_ce_qui_lui_revient(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let gens = suivies(banc, "31", 40).await;
    let (grand, petit) = (kiosque(banc, &conseil, &gens).await, kiosque(banc, &conseil, &gens[..5]).await);
    let compte = |invites: Value, presents: Value, taux: Value| json!({ "invites": invites, "presents": presents, "excuses": null, "orientes": null, "tauxParticipation": taux });
    for persona in ["pole-emploi-31", "ccas-toulouse", "caf-31", "bi-31", "wimoov-31", "cocagne-31"] {
        let client = banc.client(persona).await;
        assert_eq!(bilan(&client, &grand).await, compte(json!(40), json!(20), json!("0.50")), "{persona}");
        assert_eq!(bilan(&client, &petit).await, compte(json!(null), json!(null), json!(null)), "{persona}");
    }
    let mut lues = Vec::new();
    for persona in ["departement-31", "pole-emploi-31", "ccas-toulouse", "caf-31", "cocagne-31"] {
        lues.push(verifier_invitations(banc, persona, &grand).await);
    }
    assert!(lues[0] == 40 && (1..40).contains(&lues[1]) && lues[3] == 0, "{lues:?}");
    let sans = banc.client("wimoov-31").await.operer(DOCUMENT, "Invites", json!({ "id": grand })).await;
    assert_eq!(sans.statut, 403, "a platform without parcours:lire does not ask who was invited");
    let ailleurs = banc.client("departement-82").await;
    let lue = ailleurs.operer(DOCUMENT, "Lire", json!({ "id": grand })).await;
    assert_eq!(lue.donnees()["node"], json!(null));
    let liste = ailleurs.operer(DOCUMENT, "Lister", json!({ "filtre": { "departement": "31" } })).await;
    assert_eq!(liste.donnees()["rencontres"]["nombreTotal"], json!(0));
}

async fn bilan(client: &Client, rencontre: &str) -> Value {
    let lue = client.operer(DOCUMENT, "Lire", json!({ "id": rencontre })).await;
    lue.donnees()["node"]["bilan"].clone()
}

/// Those of the people it follows, and no other; the Département reads all.
async fn verifier_invitations(banc: &Banc, persona: &str, rencontre: &str) -> usize {
    let client = banc.client(persona).await;
    let id = Genre::Rencontre.lire(rencontre).expect("id");
    let tous = "select i.allocataire_id from invitation i where i.rencontre_id = $1";
    let suivis = "select i.allocataire_id from invitation i where i.rencontre_id = $1 and exists (select 1 from lien_dossier l \
        where l.allocataire_id = i.allocataire_id and l.partenaire_id = $2 and l.nature in (1, 2) and l.identite_jusquau >= '2026-06-15')";
    let attendus: Vec<Uuid> = if persona == "departement-31" {
        banc.colonne(tous, [id.into()]).await
    } else if ["caf-31", "cocagne-31"].contains(&persona) {
        Vec::new()
    } else {
        banc.colonne(suivis, [id.into(), client.partenaire.into()]).await
    };
    let lues = invites(&client, rencontre).await;
    let noeuds = lues["nodes"].as_array().expect("nodes");
    let lus: BTreeSet<Uuid> = noeuds.iter().filter_map(|n| Genre::Allocataire.lire(n["allocataire"]["id"].as_str()?)).collect();
    assert_eq!((lus, &lues["nombreTotal"]), (attendus.iter().copied().collect(), &json!(attendus.len())), "{persona}");
    attendus.len()
}

async fn une_liste_ne_coute_pas_par_ligne(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let gens = suivies(banc, "31", 12).await;
    for paire in gens.chunks(2) {
        kiosque(banc, &conseil, paire).await;
    }
    let mut mesures = Vec::new();
    for operation in ["Deux", "Six", "Deux", "Six"] {
        banc.enonces();
        let lue = conseil.operer(DOCUMENT, operation, json!({ "filtre": { "entre": { "du": "2026-06-14", "au": "2026-06-14" } } })).await;
        assert_eq!(lue.donnees()["rencontres"]["nodes"].as_array().map(Vec::len), Some(if operation == "Deux" { 2 } else { 6 }));
        mesures.push(banc.enonces());
    }
    assert_eq!(mesures[2], mesures[3], "{mesures:?}");
}

async fn la_liste_se_filtre(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let mds: Vec<Uuid> = banc.colonne("select id from territoire where code = '31-mds-muret'", []).await;
    let mut ids = Vec::new();
    // Just before midnight in Paris, and just after, in a year where the synthetic world plans nothing.
    for (type_, le, territoire) in
        [("ATELIER", "2027-07-01T21:59:00Z", Some(Genre::Territoire.ecrire(mds[0]))), ("COMITE_DE_PILOTAGE", "2027-07-01T22:01:00Z", None)]
    {
        let input = json!({ "type": type_, "titre": "Réunion", "le": le, "territoireId": territoire });
        ids.push(organiser(&conseil, &input).await);
        banc.horloge.avancer(TimeDelta::minutes(1));
    }
    let deux_jours = json!({ "du": "2027-07-01", "au": "2027-07-02" });
    for (filtre, attendues) in [
        (json!({ "entre": deux_jours }), vec![0, 1]),
        (json!({ "entre": deux_jours, "types": ["ATELIER"] }), vec![0]),
        (json!({ "entre": deux_jours, "territoire": Genre::Territoire.ecrire(mds[0]) }), vec![0]),
        (json!({ "entre": deux_jours, "departement": "82" }), vec![]),
        (json!({ "entre": { "du": "2027-07-01", "au": "2027-07-01" } }), vec![0]),
        (json!({ "entre": { "du": "2027-07-02", "au": "2027-07-02" } }), vec![1]),
    ] {
        let liste = conseil.operer(DOCUMENT, "Lister", json!({ "filtre": filtre })).await;
        let noeuds = liste.donnees()["rencontres"]["nodes"].as_array().expect("nodes").clone();
        let lues: Vec<Value> = noeuds.iter().map(|n| n["id"].clone()).collect();
        let attendues: Vec<Value> = attendues.into_iter().map(|rang: usize| json!(ids[rang])).collect();
        assert_eq!(lues, attendues, "{filtre}");
    }
}

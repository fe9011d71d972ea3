//! A kiosque from its invitation to what follows from who came.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::{DOCUMENT, agir, alc, alcs, compter, invites, organiser, relever, suivies};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(un_kiosque_de_bout_en_bout, qui_manque_un_kiosque_n_est_pas_oublie, une_rencontre_annulee_n_attend_personne);

async fn un_kiosque_de_bout_en_bout(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let gens = suivies(banc, "31", 40).await;
    let doublee: Vec<String> = alcs(&gens[..30]).into_iter().chain([alc(gens[0])]).collect();
    let organisee = json!({
        "type": "KIOSQUE_INSERTION", "titre": "Kiosque de Muret", "le": "2026-06-20T08:00:00Z", "lieu": "MDS de Muret",
        "partenaires": [ecrire_partenaire(banc, "pole-emploi-31").await], "invites": doublee,
    });
    let id = organiser(&conseil, &organisee).await;
    invitations_gardees(banc, &conseil, &id, &gens).await;
    let trop_tot = relever(&conseil, &id, gens[0], "PRESENT").await;
    assert_eq!(trop_tot.refus(), ["TRANSITION_INTERDITE"]);
    banc.horloge.avancer(TimeDelta::days(7));
    for (rang, personne) in gens.iter().enumerate() {
        let presence = if rang < 20 {
            "PRESENT"
        } else if rang < 28 {
            "EXCUSE"
        } else {
            "ABSENT"
        };
        relever(&conseil, &id, *personne, presence).await.effet();
    }
    let tenue = agir(&conseil, "Modifier", &json!({ "id": id, "version": 5, "statut": "TENUE" })).await;
    let attendu = json!({ "invites": 40, "presents": 20, "excuses": 8, "orientes": 0, "tauxParticipation": "0.50" });
    assert_eq!((&tenue.effet()["rencontre"]["bilan"], &tenue.effet()["rencontre"]["version"]), (&attendu, &json!(6)));
    refus_apres_coup(&conseil, &id, &gens).await;
    // Any partner hears that the meeting changed, never how many came.
    let publics = "select count(*) from evenement where objet_id = $1 and type = 'RENCONTRE_CHANGEE' and allocataire_id is null";
    assert_eq!(compter(banc, publics, &id).await, 6);
}

/// Moved, completed, thinned out; each person once, and only those of the meeting's own département.
async fn invitations_gardees(banc: &Banc, conseil: &Client, id: &str, gens: &[Uuid]) {
    let d_ailleurs = suivies(banc, "82", 1).await;
    let deplacee = agir(conseil, "Modifier", &json!({ "id": id, "version": 1, "le": "2026-06-22T08:00:00Z" })).await;
    let lue = &deplacee.effet()["rencontre"];
    assert_eq!((&lue["statut"], &lue["version"], &lue["bilan"]["invites"]), (&json!("REPORTEE"), &json!(2), &json!(30)));
    for (version, champ, personnes, code) in [
        (1, "ajouterInvites", &gens[30..], "CONFLIT_VERSION"),
        (2, "ajouterInvites", &gens[29..], "DOUBLON"),
        (2, "ajouterInvites", &d_ailleurs[..], "INTROUVABLE"),
        (2, "retirerInvites", &gens[39..], "INTROUVABLE"),
    ] {
        let refusee = agir(conseil, "Modifier", &json!({ "id": id, "version": version, champ: alcs(personnes) })).await;
        assert_eq!(refusee.refus(), [code]);
    }
    for (version, champ, personnes, nombre) in
        [(2, "ajouterInvites", &gens[30..], 40), (3, "retirerInvites", &gens[5..10], 35), (4, "ajouterInvites", &gens[5..10], 40)]
    {
        let changee = agir(conseil, "Modifier", &json!({ "id": id, "version": version, champ: alcs(personnes) })).await;
        assert_eq!(changee.effet()["rencontre"]["bilan"]["invites"], json!(nombre));
    }
}

/// What was recorded stays.
async fn refus_apres_coup(conseil: &Client, id: &str, gens: &[Uuid]) {
    let retirer = json!({ "id": id, "version": 6, "retirerInvites": [alc(gens[0])] });
    let deplacer = json!({ "id": id, "version": 6, "le": "2026-06-25T08:00:00Z" });
    let annuler = json!({ "id": id, "version": 6, "statut": "ANNULEE" });
    let compter = json!({ "id": id, "version": 6, "participants": 12 });
    for (input, code) in [
        (retirer, "TRANSITION_INTERDITE"),
        (deplacer, "TRANSITION_INTERDITE"),
        (annuler, "TRANSITION_INTERDITE"),
        (compter, "SAISIE_INVALIDE"),
    ] {
        assert_eq!(agir(conseil, "Modifier", &input).await.refus(), [code], "{input}");
    }
    assert_eq!(relever(conseil, id, gens[0], "A_VENIR").await.refus(), ["SAISIE_INVALIDE"]);
}

async fn qui_manque_un_kiosque_n_est_pas_oublie(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let gens = suivies(banc, "31", 2).await;
    let kiosque = |titre: &str| {
        json!({
            "type": "TELE_KIOSQUE", "titre": titre, "le": "2026-06-14T08:00:00Z", "invites": alcs(&gens),
        })
    };
    let (premier, second) = (organiser(&conseil, &kiosque("Premier")).await, organiser(&conseil, &kiosque("Second")).await);
    relever(&conseil, &premier, gens[0], "EXCUSE").await.effet();
    assert_eq!(attentes(banc, gens[0]).await, []);
    relever(&conseil, &premier, gens[0], "ABSENT").await.effet();
    let attente = [(conseil.partenaire, "R022".to_owned())];
    assert_eq!(attentes(banc, gens[0]).await, attente);
    banc.horloge.avancer(TimeDelta::minutes(1));
    relever(&conseil, &second, gens[0], "ABSENT").await.effet();
    relever(&conseil, &second, gens[0], "PRESENT").await.effet();
    assert_eq!(attentes(banc, gens[0]).await, attente, "the first absence still asks for a call");
    relever(&conseil, &premier, gens[0], "PRESENT").await.effet();
    assert_eq!(attentes(banc, gens[0]).await, []);
    let collective = json!({
        "type": "INFORMATION_COLLECTIVE", "titre": "Droits et devoirs", "le": "2026-06-14T08:00:00Z", "invites": [alc(gens[1])],
    });
    let autre = organiser(&conseil, &collective).await;
    relever(&conseil, &autre, gens[1], "ABSENT").await.effet();
    assert_eq!(attentes(banc, gens[1]).await, []);
}

/// Who has to deal with an absence of this person, and by which rule.
async fn attentes(banc: &Banc, personne: Uuid) -> Vec<(Uuid, String)> {
    let sql = "select e.responsable_id, e.regle from echeance e join parcours c on c.id = e.objet_id where e.code = 'TRAITER_ABSENCE' and e.allocataire_id = $1";
    let lues = banc.lignes(sql, [personne.into()]).await;
    lues.iter().map(|l| (l.try_get_by_index(0).expect("partner"), l.try_get_by_index(1).expect("rule"))).collect()
}

async fn une_rencontre_annulee_n_attend_personne(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let gens = suivies(banc, "31", 3).await;
    let matinale = json!({
        "type": "MATINALE_RSA", "titre": "Matinale", "le": "2026-06-20T08:00:00Z", "invites": alcs(&gens),
    });
    let id = organiser(&conseil, &matinale).await;
    let tenue = agir(&conseil, "Modifier", &json!({ "id": id, "version": 1, "statut": "TENUE" })).await;
    assert_eq!(tenue.refus(), ["TRANSITION_INTERDITE"]);
    agir(&conseil, "Modifier", &json!({ "id": id, "version": 1, "statut": "ANNULEE", "lieu": null })).await.effet();
    let lues = invites(&conseil, &id).await;
    let presences: Vec<_> = lues["nodes"].as_array().expect("nodes").iter().map(|n| n["presence"].clone()).collect();
    assert_eq!(presences, ["ANNULE", "ANNULE", "ANNULE"]);
    let rouverte = agir(&conseil, "Modifier", &json!({ "id": id, "version": 2, "statut": "PREVUE" })).await;
    assert_eq!(rouverte.refus(), ["TRANSITION_INTERDITE"]);
    banc.horloge.avancer(TimeDelta::days(7));
    assert_eq!(relever(&conseil, &id, gens[0], "PRESENT").await.refus(), ["TRANSITION_INTERDITE"]);
    let lue = conseil.operer(DOCUMENT, "Lire", json!({ "id": id })).await;
    assert_eq!((&lue.donnees()["node"]["statut"], &lue.donnees()["node"]["lieu"]), (&json!("ANNULEE"), &json!(null)));
}

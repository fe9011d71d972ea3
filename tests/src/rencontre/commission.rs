//! A commission decides with a person: everyone who was there signs, and reads what it signed.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{agir, alc, alcs, compter, invites, organiser, relever, suivies};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_decision_est_signee_par_tous, les_professionnels_se_comptent, un_payeur_organise);

const DESIGNER: &str = "mutation($input: DesignerReferentInput!) { designerReferent(input: $input) { erreurs { code champ message } } }";

/// Held yesterday with these partners and this person.
fn commission(partenaires: &[String], personne: Uuid) -> Value {
    json!({
        "type": "COMMISSION_SUIVI_PARCOURS", "titre": "Commission de suivi", "le": "2026-06-14T08:00:00Z",
        "partenaires": partenaires, "invites": [alc(personne)],
    })
}

async fn une_decision_est_signee_par_tous(banc: &Banc) {
    let (conseil, ccas) = (banc.client("departement-31").await, banc.client("ccas-toulouse").await);
    let personne = inconnue(banc, ccas.partenaire).await;
    let presents = [ecrire_partenaire(banc, "ccas-toulouse").await, ecrire_partenaire(banc, "pole-emploi-31").await];
    let tous: Vec<String> = presents.iter().cloned().chain([ecrire_partenaire(banc, "departement-31").await]).collect();
    let id = organiser(&conseil, &commission(&presents, personne)).await;
    let decision = json!({
        "rencontreId": id, "allocataireId": alc(personne), "accordPersonne": false, "objectifs": ["Passer le permis"],
        "moyens": ["Plateforme mobilité", " Trois rendez-vous "], "echeance": "2026-12-01", "signataires": tous,
    });
    assert_eq!(agir(&conseil, "Consigner", &decision).await.refus(), ["TRANSITION_INTERDITE"], "nobody came yet");
    relever(&conseil, &id, personne, "PRESENT").await.effet();
    let avec = |champ: &str, valeur: Value| {
        let mut autre = decision.clone();
        autre[champ] = valeur;
        autre
    };
    let manque = agir(&conseil, "Consigner", &avec("signataires", json!(tous[1..]))).await;
    let erreur = &manque.charge()["erreurs"][0];
    assert_eq!(
        (&erreur["code"], &erreur["regle"], &erreur["champ"][1]),
        (&json!("DOSSIER_INCOMPLET"), &json!("R099"), &json!("signataires"))
    );
    let absent = ecrire_partenaire(banc, "wimoov-31").await;
    for (champ, valeur) in [
        ("objectifs", json!([])),
        ("moyens", json!([" "])),
        ("echeance", json!("2026-06-14")),
        ("signataires", json!([tous[0], tous[1], tous[2], absent])),
    ] {
        assert_eq!(agir(&conseil, "Consigner", &avec(champ, valeur)).await.refus(), ["SAISIE_INVALIDE"], "{champ}");
    }
    agir(&conseil, "Consigner", &decision).await.effet();
    agir(&conseil, "Consigner", &avec("avis", json!("Avis favorable"))).await.effet();
    assert_eq!(relever(&conseil, &id, personne, "ABSENT").await.refus(), ["TRANSITION_INTERDITE"]);
    lectures(banc, &id, &tous, personne).await;
    nouveau_referent(banc, &conseil, &id, personne).await;
}

/// The organiser and each signatory read the record; the person only who may know her; anyone else not a row.
async fn lectures(banc: &Banc, id: &str, tous: &[String], personne: Uuid) {
    let mut signataires: Vec<Value> = tous.iter().map(|s| json!({ "id": s })).collect();
    signataires.sort_by_key(ToString::to_string);
    let decision = json!({
        "accordPersonne": false, "objectifs": ["Passer le permis"], "moyens": ["Plateforme mobilité", "Trois rendez-vous"],
        "echeance": "2026-12-01", "avis": "Avis favorable", "signataires": signataires,
    });
    for (persona, connue) in [("departement-31", true), ("ccas-toulouse", false)] {
        let lues = invites(&banc.client(persona).await, id).await;
        let allocataire = if connue { json!({ "id": alc(personne) }) } else { json!(null) };
        assert_eq!((&lues["nodes"][0]["decision"], &lues["nodes"][0]["allocataire"]), (&decision, &allocataire), "{persona}");
        assert_eq!(lues["nombreTotal"], json!(1), "{persona}");
    }
    for persona in ["caf-31", "ml-toulouse", "cocagne-31"] {
        let lues = invites(&banc.client(persona).await, id).await;
        assert_eq!((&lues["nodes"], &lues["nombreTotal"]), (&json!([]), &json!(0)), "{persona}");
    }
}

/// Who follows her from the next day on reads that she came, and not what was decided before.
async fn nouveau_referent(banc: &Banc, conseil: &Client, id: &str, personne: Uuid) {
    banc.horloge.avancer(TimeDelta::days(1));
    let sql = "select id, version from parcours where allocataire_id = $1 and clos_le is null";
    let lignes = banc.lignes(sql, [personne.into()]).await;
    let (parcours, version): (Uuid, i64) = (lignes[0].try_get_by_index(0).expect("id"), lignes[0].try_get_by_index(1).expect("version"));
    let input = json!({
        "parcoursId": Genre::Parcours.ecrire(parcours), "version": version, "mode": "GESTIONNAIRE",
        "partenaireId": ecrire_partenaire(banc, "ml-toulouse").await,
    });
    conseil.demander(DESIGNER, json!({ "input": input })).await.effet();
    let lues = invites(&banc.client("ml-toulouse").await, id).await;
    let lue = &lues["nodes"][0];
    let attendu = (&json!("PRESENT"), &json!({ "id": alc(personne) }), &json!(null));
    assert_eq!((&lue["presence"], &lue["allocataire"], &lue["decision"]), attendu);
}

/// A person with an open parcours whom only the Département knows.
async fn inconnue(banc: &Banc, partenaire: Uuid) -> Uuid {
    let sql = "select c.allocataire_id from parcours c join allocataire a on a.id = c.allocataire_id where c.departement = '31' and c.clos_le is null \
        and not exists (select 1 from lien_dossier l where l.allocataire_id = c.allocataire_id and l.partenaire_id <> $2 and l.identite_jusquau >= '2026-06-15') \
        and not exists (select 1 from lien_dossier l where l.allocataire_id = c.allocataire_id and l.partenaire_id = $1) order by c.allocataire_id limit 1";
    banc.valeur(sql, [partenaire.into(), banc.partenaire("departement-31").await.into()]).await
}

async fn les_professionnels_se_comptent(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let personne = suivies(banc, "31", 1).await[0];
    let comite = json!({
        "type": "COMITE_TERRITORIAL", "titre": "Comité territorial", "le": "2026-06-20T08:00:00Z", "participants": 12,
        "invites": [alc(personne)],
    });
    let invite = agir(&conseil, "Organiser", &comite).await;
    assert_eq!((invite.refus(), &invite.charge()["erreurs"][0]["champ"][1]), (vec!["SAISIE_INVALIDE"], &json!("invites")));
    let mut comite = comite;
    comite["invites"] = json!([]);
    let id = organiser(&conseil, &comite).await;
    let ajout = json!({ "id": id, "version": 1, "ajouterInvites": [alc(personne)] });
    assert_eq!(agir(&conseil, "Modifier", &ajout).await.refus(), ["SAISIE_INVALIDE"]);
    let autrui = banc.client("ccas-toulouse").await;
    assert_eq!(agir(&autrui, "Modifier", &json!({ "id": id, "version": 1, "participants": 3 })).await.refus(), ["INTROUVABLE"]);
    let compte = agir(&conseil, "Modifier", &json!({ "id": id, "version": 1, "participants": 15 })).await;
    assert_eq!((&compte.effet()["rencontre"]["participants"], &compte.effet()["rencontre"]["bilan"]["invites"]), (&json!(15), &json!(0)));
    for (champ, valeur) in [
        ("titre", json!(" ")),
        ("le", json!("2025-06-14T08:00:00Z")),
        ("le", json!("2036-06-14T08:00:00Z")),
        ("participants", json!(-1)),
        ("partenaires", json!([ecrire_partenaire(banc, "cibc-82").await])),
    ] {
        let mut faux = comite.clone();
        faux[champ] = valeur;
        let refus = agir(&conseil, "Organiser", &faux).await;
        assert_eq!((refus.refus(), &refus.charge()["erreurs"][0]["champ"][1]), (vec!["SAISIE_INVALIDE"], &json!(champ)));
    }
}

/// A payer invites those whom it pays, reads its own invitations without following anyone, and keeps them when the person
/// is taken out of its sight; the Département may do all that the organiser does.
async fn un_payeur_organise(banc: &Banc) {
    let (caf, conseil) = (banc.client("caf-31").await, banc.client("departement-31").await);
    let verses = |signe: &str| {
        format!(
            "select id from allocataire where departement = '31' and organisme_payeur {signe} 'CAF' and droit_clos_le is null order by id limit 2"
        )
    };
    let siens: Vec<Uuid> = banc.colonne(&verses("="), []).await;
    let autres: Vec<Uuid> = banc.colonne(&verses("<>"), []).await;
    let collective = |gens: &[Uuid]| json!({ "type": "INFORMATION_COLLECTIVE", "titre": "Information", "le": "2026-06-14T08:00:00Z", "invites": alcs(gens) });
    assert_eq!(agir(&caf, "Organiser", &collective(&autres)).await.refus(), ["INTROUVABLE"]);
    let id = organiser(&caf, &collective(&siens[..1])).await;
    let ajout = json!({ "id": id, "version": 1, "ajouterInvites": [alc(siens[1])] });
    agir(&conseil, "Modifier", &ajout).await.effet();
    relever(&conseil, &id, siens[0], "PRESENT").await.effet();
    let reste = relever(&caf, &id, siens[1], "EXCUSE").await;
    let attendu = json!({ "invites": 2, "presents": 1, "excuses": 1, "orientes": 0, "tauxParticipation": "0.50" });
    assert_eq!(reste.effet()["rencontre"]["bilan"], attendu);
    banc.executer("update allocataire set organisme_payeur = 'MSA' where id = $1", [siens[0].into()]).await;
    let lues = invites(&caf, &id).await;
    let lus: Vec<Value> = lues["nodes"].as_array().expect("nodes").iter().map(|n| json!([n["presence"], n["allocataire"]["id"]])).collect();
    let mut attendus = vec![json!(["PRESENT", null]), json!(["EXCUSE", alc(siens[1])])];
    attendus.sort_by_key(|a| lus.iter().position(|lu| lu == a));
    assert_eq!(lus, attendus);
    let personnes = "select count(*) from evenement where objet_id = $1 and allocataire_id is not null";
    assert_eq!(compter(banc, personnes, &id).await, 4, "two invitations and two presences");
}

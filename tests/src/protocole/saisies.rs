//! Values that the field refuses: each is named, with its rule, and nothing is written.

use serde_json::{Value, json};

use crate::harnais::{Banc, Client, ecrire_partenaire, recevoir, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_mauvaise_valeur_est_nommee, ce_qui_ne_se_lit_pas_est_refuse_entier);

const RECEVOIR: &str =
    "mutation($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { allocataire { id } erreurs { code champ message } } }";

fn personne(champ: &str, valeur: Value) -> Value {
    let mut input = json!({ "departement": "82", "nom": "Valeur", "prenom": "Anne", "dateNaissance": "1990-01-01" });
    input[champ] = valeur;
    json!({ "input": input })
}

async fn une_mauvaise_valeur_est_nommee(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let avant = personnes(banc).await;
    let longue = "x".repeat(5_000);
    for (champ, valeur) in [
        ("nom", json!("")),
        ("nom", json!("   ")),
        ("nom", json!(longue)),
        ("prenom", json!("a\u{0}b")),
        ("prenom", json!("a\u{202e}b\u{7}")),
        ("dateNaissance", json!("2026-06-16")),
        ("dateNaissance", json!("1899-12-31")),
        ("telephone", json!("pas un numéro")),
        ("courriel", json!("sans arobase")),
        ("codePostal", json!("8200")),
        ("commune", json!("31555")),
        ("departement", json!("31")),
        ("departement", json!("99")),
        ("enfantsACharge", json!(-1)),
        ("enfantsACharge", json!(400)),
        ("territoireId", json!("ter_00000000000000000000000000")),
        ("domiciliationId", json!("alc_00000000000000000000000000")),
    ] {
        let reponse = ass.demander(RECEVOIR, personne(champ, valeur.clone())).await;
        let erreur = &reponse.charge()["erreurs"][0];
        assert!(erreur["champ"].as_array().is_some_and(|c| c.last() == Some(&json!(champ))), "{champ} {valeur}: {}", reponse.corps);
        assert!(erreur["message"].as_str().is_some_and(|m| m.len() > 10 && !m.contains(&longue)));
        assert_eq!(reponse.charge()["allocataire"], Value::Null);
    }
    assert_eq!(personnes(banc).await, avant);
    destinataires_inadaptes(banc, &ass).await;
}

async fn destinataires_inadaptes(banc: &Banc, ass: &Client) {
    let allocataire = recevoir(ass, "82", "Adressée").await;
    let prescrire = "mutation($input: PrescrireInput!) { prescrire(input: $input) { prescription { id } erreurs { code champ } } }";
    for (cle, type_, code) in [
        ("wimoov-31", "DIAGNOSTIC_MOBILITE", "DESTINATAIRE_INADAPTE"),
        ("departement-82", "ACCOMPAGNEMENT_SOCIAL", "DESTINATAIRE_INADAPTE"),
        ("cibc-82", "COACHING", "DESTINATAIRE_INADAPTE"),
        ("cibc-82", "SANTE", "SAISIE_INVALIDE"),
    ] {
        let input = json!({ "allocataireId": allocataire, "type": type_, "destinataireId": ecrire_partenaire(banc, cle).await, "accordPersonne": true });
        assert_eq!(ass.demander(prescrire, json!({ "input": input })).await.refus(), [code], "{cle} {type_}");
    }
}

/// Dates, codes and keys that do not even read are the request's fault, not a rule's.
async fn ce_qui_ne_se_lit_pas_est_refuse_entier(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let avant = personnes(banc).await;
    for (champ, valeur) in [
        ("dateNaissance", json!("02/03/1990")),
        ("dateNaissance", json!("1990-02-31")),
        ("dateNaissance", json!(19_900_203)),
        ("commune", json!("Montauban")),
        ("nom", json!(12)),
        ("nom", Value::Null),
        ("enfantsACharge", json!("deux")),
        ("publics", json!(["INCONNU"])),
        ("cleIdempotence", json!("pas-un-uuid")),
        ("nir", json!("2900299999999")),
    ] {
        let reponse = ass.demander(RECEVOIR, personne(champ, valeur.clone())).await;
        assert_eq!((reponse.statut, reponse.codes()), (400, vec!["REQUETE_INVALIDE"]), "{champ} {valeur}: {}", reponse.corps);
    }
    assert_eq!(personnes(banc).await, avant);
}

async fn personnes(banc: &Banc) -> i64 {
    banc.valeur("select count(*) from allocataire", []).await
}

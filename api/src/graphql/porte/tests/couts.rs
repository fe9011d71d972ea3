use serde_json::json;

use super::super::{Limite, RefusPorte};
use super::{admise, passer, refus, toutes};

fn cout(texte: &str) -> u64 {
    admise(texte).cout
}

#[test]
fn un_point_est_un_objet() {
    assert_eq!(cout("{allocataire(id:1){id nom}}"), 1);
    assert_eq!(cout("{allocataire(id:1){parcoursActif{allocataire{id}}}}"), 3);
    assert_eq!(cout("{__typename}"), 0);
    assert_eq!(cout("mutation{creerAllocataire(nom:\"A\"){allocataire{id}}}"), 2);
    assert_eq!(cout("{services{id}}"), 5, "a plain list counts for a few");
}

#[test]
fn une_page_compte_ses_lignes() {
    assert_eq!(cout("{allocataires{nodes{id}}}"), 50);
    assert_eq!(cout("{allocataires(first:7){edges{node{id}} pageInfo{hasNextPage}}}"), 7);
    assert_eq!(cout("{allocataires(last:7){nombreTotal}}"), 1, "a count is not free");
    assert_eq!(cout("{allocataires(first:20){nodes{prescriptions{nodes{id}}}}}"), 20 * (1 + 10));
    assert_eq!(cout("{allocataires(first:20){nodes{prescriptions(first:3){nodes{allocataire{id}}}}}}"), 20 * (1 + 3 * 2));
    assert_eq!(cout("{allocataires(first:10){nodes{prescriptions{nombreTotal}}}}"), 10 * (1 + 1));
    assert_eq!(cout("{evenements{evenements{curseur}}}"), 100, "the default that the schema declares");
    assert_eq!(cout("{evenements(first:5){evenements{objet{id}}}}"), 10);
    assert_eq!(cout("{allocataire(id:1){parcoursActif{etapes{libelle}}}}"), 1 + 1 + 10, "a list with first is a page too");
    assert_eq!(cout("{nodes(ids:[1,2,3]){id}}"), 3);
}

#[test]
fn un_fragment_coute_autant_que_ce_qu_il_deplie() {
    let texte = "{allocataires(first:4){...P} allocataire(id:1){...A}}
        fragment P on AllocataireConnection{nodes{...A}} fragment A on Allocataire{prescriptions(first:2){nodes{id}}}";
    assert_eq!(cout(texte), 4 * (1 + 2) + 1 + 2);
}

#[test]
fn les_tailles_viennent_des_variables() {
    let texte = "query($n:Int,$m:Int=3,$ids:[ID!]!){allocataires(first:$n){nodes{...A}} nodes(ids:$ids){id}}
        fragment A on Allocataire{prescriptions(first:$m){nodes{id}} autres:prescriptions(first:$m){nodes{id}}}";
    let cout = |variables| passer(texte, toutes(), variables).expect("admitted").cout;
    assert_eq!(cout(json!({"n": 2, "m": 5, "ids": ["a", "b"]})), 2 * (1 + 5 + 5) + 2);
    assert_eq!(cout(json!({"n": 2, "ids": ["a"]})), 2 * (1 + 3 + 3) + 1);
    assert_eq!(cout(json!({"n": null, "ids": []})), 50 * (1 + 3 + 3) + 1);
}

#[test]
fn une_page_va_de_un_a_cent() {
    for taille in ["0", "-1", "101", "99999999999999999999"] {
        let texte = format!("{{allocataires(first:{taille}){{nodes{{id}}}}}}");
        assert!(matches!(refus(&texte), RefusPorte::LimiteDepassee { limite: Limite::Page, .. }), "{taille}");
        let nombre: serde_json::Value = serde_json::from_str(taille).expect("a number");
        let texte = "query($n:Int){allocataires(last:$n){nodes{id}}}";
        let refus = passer(texte, toutes(), json!({"n": nombre})).expect_err(taille);
        assert!(matches!(refus, RefusPorte::LimiteDepassee { limite: Limite::Page, .. }), "{taille}");
    }
}

#[test]
fn first_et_last_s_excluent() {
    let invalide = |refus| matches!(refus, RefusPorte::RequeteInvalide { .. });
    assert!(invalide(refus("{allocataires(first:1,last:1){nodes{id}}}")));
    let texte = "query($f:Int,$l:Int){allocataires(first:$f,last:$l){nodes{id}}}";
    assert!(invalide(passer(texte, toutes(), json!({"f": 1, "l": 1})).expect_err("both")));
    assert_eq!(passer(texte, toutes(), json!({"f": null, "l": 4})).map(|admission| admission.cout), Ok(4));
    assert_eq!(passer(texte, toutes(), json!({})).map(|admission| admission.cout), Ok(50));
}

#[test]
fn un_cout_trop_grand_dit_sa_mesure() {
    let refus = refus("{allocataires(first:100){nodes{prescriptions(first:100){nodes{allocataire{prescriptions{nodes{id}}}}}}}}");
    let attendu = 100 * (1 + 100 * (1 + 1 + 10));
    assert_eq!(refus, RefusPorte::LimiteDepassee { limite: Limite::Cout, mesure: attendu, maximum: 20_000, lieu: None });
    let json = serde_json::to_value(refus.en_erreur()).expect("JSON");
    let faits = json!({"code": "LIMITE_DEPASSEE", "limite": "cout", "mesure": attendu, "maximum": 20_000});
    assert_eq!(json["extensions"], faits);
}

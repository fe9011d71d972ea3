use domain::portee::Portees;
use serde_json::{Value, json};

use super::super::{Manque, RefusPorte};
use super::{admise, passer, portees, toutes};
use crate::graphql::portees::CategorieDonnee;

fn manques(texte: &str, tenues: &str, variables: Value) -> Vec<(String, String)> {
    let lisible = |manque: Manque| (manque.champ.to_string(), manque.portees.to_string());
    match passer(texte, portees(tenues), variables) {
        Err(RefusPorte::PorteeInsuffisante(manques)) => manques.into_iter().map(lisible).collect(),
        Ok(_) => Vec::new(),
        Err(autre) => panic!("{texte}: {autre:?}"),
    }
}

fn fermes(texte: &str, tenues: &str, variables: Value) -> Vec<String> {
    manques(texte, tenues, variables).into_iter().map(|(champ, _)| champ).collect()
}

#[test]
fn chaque_champ_ferme_est_nomme_une_fois() {
    let texte =
        "{allocataires{nodes{nom ...F} } autre:allocataire(id:1){nom prenom}} fragment F on Allocataire{prenom parcoursActif{synthese}}";
    let attendus = [
        ("Allocataire.nom", "allocataires.identite:lire"),
        ("Allocataire.prenom", "allocataires.identite:lire"),
        ("Allocataire.parcoursActif", "parcours:lire"),
        ("Parcours.synthese", "parcours:lire parcours.detail:lire"),
    ];
    let attendus = attendus.map(|(champ, manque)| (champ.to_owned(), manque.to_owned()));
    assert_eq!(manques(texte, "allocataires:lire", Value::Null), attendus);
}

#[test]
fn sans_portee_il_reste_le_commun() {
    assert!(passer("{services{nom __typename} __typename}", Portees::AUCUNE, Value::Null).is_ok());
    assert_eq!(fermes("{allocataires{nombreTotal}}", "", Value::Null), ["Query.allocataires", "AllocataireConnection.nombreTotal"]);
    assert_eq!(fermes("{services(interne:true){id}}", "", Value::Null), ["Query.services(interne:)"]);
    let mutation = "mutation{creerAllocataire(nom:\"A\"){erreurs allocataire{id}}}";
    let attendus = ["AllocatairePayload.allocataire", "Allocataire.id"];
    assert_eq!(fermes(mutation, "allocataires:creer", Value::Null), attendus);
}

#[test]
fn une_interface_et_une_union_se_ferment_par_type() {
    assert!(passer("{node(id:1){id __typename ...on Allocataire{__typename}}}", Portees::AUCUNE, Value::Null).is_ok());
    let interface = "{node(id:1){...on Node{id ...on Allocataire{id}} ...on Service{nom}}}";
    assert_eq!(fermes(interface, "", Value::Null), ["Allocataire.id"]);
    assert_eq!(fermes("{recherche{...on Parcours{id} ...on Service{nom}}}", "", Value::Null), ["Parcours.id"]);
}

#[test]
fn filtres_et_tris_suivent_les_portees() {
    let lire = "allocataires:lire";
    let litteral = "{allocataires(filtre:{et:[{recherche:\"x\"}]},tri:NOM){nombreTotal}}";
    assert_eq!(fermes(litteral, lire, Value::Null), ["AllocataireFiltre.recherche", "AllocataireTri.NOM"]);
    assert!(fermes("{allocataires(tri:MODIFICATION){nombreTotal}}", lire, Value::Null).is_empty());
    let par_variable = "query($f:AllocataireFiltre,$t:AllocataireTri){allocataires(filtre:$f,tri:$t){nombreTotal}}";
    let variables = json!({"f": {"et": [{"tri": "NOM"}, {"recherche": "x"}]}, "t": "MODIFICATION"});
    assert_eq!(fermes(par_variable, lire, variables), ["AllocataireTri.NOM", "AllocataireFiltre.recherche"]);
    let en_partie = "query($r:String){allocataires(filtre:{recherche:$r}){nombreTotal}}";
    assert_eq!(fermes(en_partie, lire, json!({})), ["AllocataireFiltre.recherche"]);
    let defaut = "query($t:AllocataireTri=NOM){allocataires(tri:$t){nombreTotal}}";
    assert_eq!(fermes(defaut, lire, json!({"t": "MODIFICATION"})), ["AllocataireTri.NOM"], "a default is part of the document");
}

#[test]
fn une_valeur_sensible_ne_choisit_pas_des_personnes() {
    let lire = "allocataires:lire prescriptions:lire";
    let valeur = ["PublicCible.REFUGIE"];
    assert_eq!(fermes("{allocataires(filtre:{publics:[JEUNE,REFUGIE]}){nombreTotal}}", lire, Value::Null), valeur);
    assert!(fermes("{services(publics:[REFUGIE]){nom}}", "", Value::Null).is_empty(), "an offer is no person");
    let par_variable = "query($p:[PublicCible!]){allocataires(filtre:{publics:$p}){nombreTotal}}";
    assert_eq!(fermes(par_variable, lire, json!({"p": ["REFUGIE"]})), valeur);
    let offre = "query($p:[PublicCible!]){services(publics:$p){nom}}";
    assert!(fermes(offre, "", json!({"p": ["REFUGIE"]})).is_empty());
    let dans_un_fragment =
        "query($p:[PublicCible!]){allocataire(id:1){...F}} fragment F on Allocataire{prescriptions(filtre:{types:$p}){nombreTotal}}";
    assert_eq!(fermes(dans_un_fragment, lire, json!({"p": "REFUGIE"})), valeur);
}

#[test]
fn les_categories_lues_sont_celles_des_champs() {
    let lues = |texte: &str| admise(texte).categories.iter().collect::<Vec<_>>();
    assert_eq!(lues("{services{nom}}"), []);
    assert_eq!(lues("{allocataire(id:1){nom publics}}"), [CategorieDonnee::Identite, CategorieDonnee::Situation]);
    assert_eq!(lues("{node(id:1){...on Parcours{...on Node{id}}}}"), [], "behind an interface, only the resolver knows the type");
    assert_eq!(lues("{allocataire(id:1){parcoursActif{...on Node{id}}}}"), [CategorieDonnee::Parcours]);
}

#[test]
fn un_refus_reste_borne_et_lisible() {
    let champs: Vec<_> =
        (0..3_000).map(|rang| Manque { champ: format!("Allocataire.champ{rang}").into(), portees: toutes(), lieu: None }).collect();
    let refus = RefusPorte::PorteeInsuffisante(champs);
    let texte = serde_json::to_string(&refus.en_erreur()).expect("JSON");
    assert!(texte.len() < 64 * 1024, "{}", texte.len());
    assert!(texte.contains("champsTus"));
    let Err(refus) = passer("{allocataire(id:1){nom}}", portees("allocataires:lire"), Value::Null) else { panic!("refused") };
    assert_eq!((refus.statut(), refus.code()), (403, "PORTEE_INSUFFISANTE"));
    let attendu = json!({
        "message": "Portées insuffisantes : Allocataire.nom (allocataires.identite:lire).",
        "locations": [{"line": 1, "column": 20}],
        "extensions": {"code": "PORTEE_INSUFFISANTE", "champs": [{"champ": "Allocataire.nom", "portees": ["allocataires.identite:lire"]}]},
    });
    assert_eq!(serde_json::to_value(refus.en_erreur()).expect("JSON"), attendu);
}

use serde_json::json;

use super::super::{Limite, Limites, RefusPorte, compter_jetons, examiner, lire_document};
use super::{TABLE, admise, passer, refus, repeter, toutes};

fn depasse(refus: &RefusPorte) -> Limite {
    match refus {
        RefusPorte::LimiteDepassee { limite, mesure, maximum, .. } if mesure > maximum => *limite,
        autre => panic!("{autre:?}"),
    }
}

#[test]
fn chaque_limite_laisse_passer_sa_borne() {
    let profond = |niveaux: usize| {
        format!("{{allocataire(id:1){{{}parcoursActif{{id}}{}}}}}", "parcoursActif{allocataire{".repeat(niveaux), "}}".repeat(niveaux))
    };
    admise(&format!("{{node(id:1){{id{}}}}}", " @skip(if:false)".repeat(5)));
    assert_eq!(admise(&profond(4)).profondeur, 11);
    for (au_bord, au_dela, limite) in [
        (profond(4), profond(5), Limite::Profondeur),
        (alias(20), alias(21), Limite::Alias),
        (racines(10), racines(11), Limite::ChampsRacine),
        (fragments(50), fragments(51), Limite::Fragments),
        (directives(5), directives(6), Limite::Directives),
        (litteraux(100), litteraux(101), Limite::Liste),
    ] {
        admise(&au_bord);
        assert_eq!(depasse(&refus(&au_dela)), limite, "{au_dela}");
    }
}

fn alias(nombre: usize) -> String {
    format!("{{node(id:1){{{}}}}}", repeter(nombre, |rang| format!("a{rang}:id ")))
}

fn racines(nombre: usize) -> String {
    format!("{{__typename ...R {}}} fragment R on Query{{services{{id}}}}", repeter(nombre - 1, |rang| format!("a{rang}:services{{id}} ")))
}

fn fragments(nombre: usize) -> String {
    repeter(nombre, |rang| format!("fragment F{rang} on Service{{id}} ")) + "{services{id}}"
}

fn directives(nombre: usize) -> String {
    format!("{{services{{...on Service{}{{id}}}}}}", " @include(if:true)".repeat(nombre))
}

fn litteraux(nombre: usize) -> String {
    format!("{{allocataires(first:1,filtre:{{publics:[{}]}}){{nodes{{id}}}}}}", "JEUNE ".repeat(nombre))
}

#[test]
fn une_liste_de_variable_est_bornee_a_toute_profondeur() {
    let texte = "query($f:AllocataireFiltre){allocataires(first:1,filtre:$f){nodes{id}}}";
    let variables = |nombre: usize| json!({"f": {"et": [{"publics": vec!["JEUNE"; nombre]}]}});
    assert!(passer(texte, toutes(), variables(100)).is_ok());
    assert_eq!(depasse(&passer(texte, toutes(), variables(101)).expect_err("long")), Limite::Liste);
}

#[test]
fn le_texte_est_borne_avant_d_etre_lu() {
    assert_eq!(depasse(&refus(&format!("{{{} id}}", " ".repeat(16 * 1024)))), Limite::Document);
    assert_eq!(depasse(&refus(&format!("{{{}}}", "a ".repeat(2_000)))), Limite::Jetons);
    assert_eq!(depasse(&refus(&"{".repeat(16_000))), Limite::Crochets);
}

#[test]
fn les_jetons_se_comptent_comme_la_grammaire() {
    let compter = |texte: &str| compter_jetons(texte, usize::MAX).expect(texte);
    assert_eq!(compter("query Q($a:Int=1){ a b:c(x:-1.5e3,y:\"}\\\"{\") ...F @d }"), 28);
    assert_eq!(compter("#rien {[(\n\u{feff} ,,, a"), 1);
    assert_eq!(compter("\"\"\"un \\\"\"\" bloc { \"\"\" b"), 2);
    assert_eq!(compter("[00 0.5 10]"), 6);
    for ouverte in ["{a(b:\"", "{a(b:\"x\n\")}", "{a(b:\"\"\"a\" [[[[", "\"\\"] {
        assert!(matches!(compter_jetons(ouverte, 100), Err(RefusPorte::RequeteInvalide { .. })), "{ouverte}");
    }
}

#[test]
fn une_faute_de_syntaxe_ne_cite_pas_le_texte() {
    let refus = refus("{allocataires(filtre:{recherche:\"Dupont\"}");
    let texte = serde_json::to_string(&refus.en_erreur()).expect("JSON");
    assert_eq!((refus.code(), refus.statut()), ("REQUETE_INVALIDE", 400));
    assert!(texte.contains("ligne 1") && !texte.contains("Dupont"), "{texte}");
}

#[test]
fn ce_que_le_schema_ne_connait_pas_est_refuse() {
    for texte in [
        "{absent}",
        "{services{absent}}",
        "{services(absent:1){id}}",
        "{services{id{absent}}}",
        "{services{...Absent}}",
        "{services{...on Absent{id}}}",
        "{recherche{id}}",
        "{services{__schema{types{name}}}}",
        "{services{__vide:id}}",
        "{services{...A}} fragment A on Service{...B} fragment B on Service{...A}",
        "{services{id}} fragment Seul on Service{...Seul}",
        "subscription{evenements{curseur} autre:evenements{curseur}}",
        "query A{services{id}} query B{services{id}}",
    ] {
        assert!(matches!(refus(texte), RefusPorte::RequeteInvalide { .. }), "{texte}: {:?}", refus(texte));
    }
}

#[test]
fn l_operation_nommee_est_celle_qui_compte() {
    let limites = Limites::default();
    let document = lire_document("query A{allocataires{nodes{id}}} query B{services{id}}", &limites).expect("a document");
    let admettre =
        |nom| examiner(&TABLE, &document, Some(nom), &limites)?.admettre(toutes(), &async_graphql::Variables::default(), &limites);
    assert_eq!(admettre("A").map(|admission| admission.cout), Ok(50));
    assert_eq!(admettre("B").map(|admission| admission.cout), Ok(5));
    assert!(matches!(admettre("C"), Err(RefusPorte::RequeteInvalide { .. })));
}

/// The introspection that the tools send, and deeper ones.
#[test]
fn l_introspection_se_mesure_a_part() {
    let reference = "fragment R on __Type{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}}}}}}";
    let complete = format!("query IntrospectionQuery{{__schema{{queryType{{name}}mutationType{{name}}types{{...T}}directives{{name args(includeDeprecated:true){{...V}}}}}}}}
        fragment T on __Type{{kind name fields(includeDeprecated:true){{name args{{...V}}type{{...R}}}}inputFields{{...V}}interfaces{{...R}}enumValues{{name}}possibleTypes{{...R}}}}
        fragment V on __InputValue{{name type{{...R}}defaultValue}} {reference}");
    let admission = admise(&complete);
    assert!(admission.introspection && admission.cout == 1 && admission.profondeur == 1);
    let profonde = |niveaux: usize| format!("{{__type(name:\"A\"){{{}name{}}}}}", "ofType{".repeat(niveaux), "}".repeat(niveaux));
    admise(&profonde(13));
    assert_eq!(depasse(&refus(&profonde(14))), Limite::ProfondeurIntrospection);
    let large = "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}";
    assert_eq!(depasse(&refus(large)), Limite::Introspection);
}

#[test]
fn les_limites_se_lisent_en_partie() {
    let lues: Limites = serde_json::from_value(json!({"cout": 5, "alias": 1})).expect("a section");
    assert_eq!(lues, Limites { cout: 5, alias: 1, ..Limites::default() });
    assert!(serde_json::from_value::<Limites>(json!({"inconnue": 5})).is_err());
}

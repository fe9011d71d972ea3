use std::sync::Arc;

use async_graphql::parser::parse_schema;
use async_graphql::{Request, Value};
use domain::portee::{PORTEES, Portees};

use super::SdlParPorteur;
use crate::graphql::portees::{Genre, TablePortees};
use crate::graphql::visible::essai;

fn par_porteur() -> SdlParPorteur {
    let sdl = essai::schema().sdl();
    let table = Arc::new(TablePortees::lire(&sdl).expect("the schema of the tests is sound"));
    SdlParPorteur::new(&sdl, table).expect("an SDL")
}

#[test]
fn tout_porteur_recoit_un_sdl_qui_se_relit() {
    let sdl = par_porteur();
    for portees in ensembles(40) {
        let texte = sdl.pour(portees);
        parse_schema(&*texte).unwrap_or_else(|erreur| panic!("{portees:?}: {erreur}\n{texte}"));
        let (table, fautes) = TablePortees::assembler(&parse_schema(&*texte).expect("parsed above"));
        assert!(fautes.is_empty(), "{portees:?}: a name without its type: {fautes:?}");
        let vide = table.types().iter().find(|lu| lu.genre == Genre::Objet && lu.champs.is_empty());
        assert!(vide.is_none(), "{portees:?}: an object without fields: {vide:?}");
    }
}

/// The two filters follow one rule: what one shows, the other shows.
#[tokio::test]
async fn le_sdl_dit_ce_que_dit_l_introspection() {
    let (sdl, schema) = (par_porteur(), essai::schema());
    for portees in ensembles(60) {
        let reponse = schema.execute(Request::new(INTROSPECTION).data(portees)).await;
        assert!(reponse.errors.is_empty(), "{portees:?}: {:?}", reponse.errors);
        let par_sdl = noms_du_sdl(&sdl.pour(portees));
        assert_eq!(noms_introspectes(&reponse.data), par_sdl, "{portees:?}");
    }
}

const INTROSPECTION: &str = "{__schema{types{name fields(includeDeprecated:true){name args{name}} inputFields{name}
    enumValues{name} possibleTypes{name}}}}";

fn noms_introspectes(donnees: &Value) -> Vec<String> {
    let json = serde_json::to_value(donnees).expect("a value is JSON");
    let tableau = |valeur: &serde_json::Value| valeur.as_array().cloned().unwrap_or_default();
    let texte = |valeur: &serde_json::Value| valeur["name"].as_str().unwrap_or_default().to_owned();
    let mut noms = Vec::new();
    for lu in tableau(&json["__schema"]["types"]).iter().filter(|lu| !predefini(&texte(lu))) {
        let parent = texte(lu);
        for (cle, avec_arguments) in [("fields", true), ("inputFields", false), ("enumValues", false), ("possibleTypes", false)] {
            for dedans in tableau(&lu[cle]) {
                noms.push(format!("{parent}.{}", texte(&dedans)));
                let arguments = tableau(&dedans["args"]).into_iter().filter(|_| avec_arguments);
                noms.extend(arguments.map(|argument| format!("{parent}.{}({})", texte(&dedans), texte(&argument))));
            }
        }
        noms.push(parent);
    }
    noms.sort();
    noms
}

fn predefini(nom: &str) -> bool {
    nom.starts_with("__") || ["Int", "Float", "String", "Boolean", "ID"].contains(&nom)
}

fn noms_du_sdl(texte: &str) -> Vec<String> {
    let (table, _) = TablePortees::assembler(&parse_schema(texte).expect("an SDL"));
    let mut noms = Vec::new();
    for lu in table.types().iter().filter(|lu| !predefini(&lu.nom)) {
        noms.push(lu.nom.to_string());
        noms.extend(lu.valeurs.keys().map(|valeur| format!("{}.{valeur}", lu.nom)));
        noms.extend(lu.possibles.iter().map(|id| format!("{}.{}", lu.nom, table.type_lu(*id).nom)));
        for (champ, defini) in &lu.champs {
            noms.push(format!("{}.{champ}", lu.nom));
            noms.extend(defini.arguments.keys().map(|argument| format!("{}.{champ}({argument})", lu.nom)));
        }
    }
    noms.sort();
    noms
}

#[test]
fn une_description_finit_par_les_portees() {
    let texte = par_porteur().pour(Portees::lire("allocataires:lire allocataires.identite:lire").expect("known"));
    let attendu = "\tNom d'usage.\n\tPortées : allocataires:lire, allocataires.identite:lire.\n\t\"\"\"\n\tnom: String";
    assert!(texte.contains(attendu), "{texte}");
    assert!(texte.contains("\tOrdre alphabétique.\n\tPortées : allocataires.identite:lire.\n"), "{texte}");
    assert!(texte.contains("\tNom ou prénom.\n\tPortées : allocataires.identite:lire.\n"), "{texte}");
    assert!(texte.contains("@deprecated(reason: \"Remplacé par « nom ».\")"), "{texte}");
    assert!(texte.contains("Taille de page."), "{texte}");
}

#[test]
fn qui_tient_tout_voit_tout() {
    let complet = essai::schema().sdl();
    let toutes = Portees::lire(&PORTEES.join(" ")).expect("known");
    assert_eq!(noms_du_sdl(&par_porteur().pour(toutes)), noms_du_sdl(&complet));
    let directives = |texte: &str| texte.lines().filter(|l| l.starts_with("directive")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(directives(&par_porteur().pour(Portees::AUCUNE)), directives(&complet));
}

#[test]
fn une_portee_que_le_schema_ne_nomme_pas_partage_le_texte() {
    let sdl = par_porteur();
    let sans = sdl.pour(Portees::AUCUNE);
    assert!(Arc::ptr_eq(&sans, &sdl.pour(Portees::lire("mobilite:lire").expect("known"))));
}

/// Sets of the scopes that the schema of the tests names, drawn from a fixed seed.
fn ensembles(nombre: usize) -> Vec<Portees> {
    let mut graine = 42_u64;
    let tirages = std::iter::repeat_with(move || {
        graine = graine.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Portees(graine >> 20 & (graine >> 8 | graine << 3) & ((1 << PORTEES.len()) - 1))
    });
    tirages.take(nombre).collect()
}

//! What is published is what runs: the SDL, the policy, and who may depend on whom.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::politique::Acte;

mod matrice;

fn racine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("workspace").to_owned()
}

/// `PASSERELLE_ECRIRE_SCHEMA=1 cargo test -p tests` writes the file again.
#[test]
fn the_published_schema_is_the_one_that_runs() {
    let (fichier, sdl) = (racine().join("schema.graphql"), api::graphql::sdl_complet());
    if std::env::var("PASSERELLE_ECRIRE_SCHEMA").is_ok_and(|v| v == "1") {
        fs::write(&fichier, &sdl).expect("schema.graphql");
    }
    let publie = fs::read_to_string(&fichier).expect("schema.graphql");
    assert!(publie == sdl, "schema.graphql is not the schema that runs: PASSERELLE_ECRIRE_SCHEMA=1 writes it again");
}

/// The scopes that the SDL asks for a mutation.
fn exigees(sdl: &str, mutation: &str) -> Vec<String> {
    let racine = sdl.split("\ntype Mutation {").nth(1).and_then(|suite| suite.split("\n}").next()).expect("type Mutation");
    let champ =
        racine.lines().find(|l| l.trim_start().starts_with(&format!("{mutation}("))).unwrap_or_else(|| panic!("no mutation {mutation}"));
    let liste = champ.split("@portee(requiert: [").nth(1).and_then(|suite| suite.split("])").next()).expect("@portee");
    liste.split(',').map(|p| p.trim().trim_matches('"').to_owned()).collect()
}

#[test]
fn an_act_asks_for_the_scope_of_its_mutation() {
    let sdl = api::graphql::sdl_complet();
    for acte in Acte::tous() {
        assert_eq!(exigees(&sdl, acte.mutation()), [acte.portee()], "{acte:?}");
    }
}

/// Names of everything that a package is built from, itself included.
fn fermeture(paquet: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["tree", "--locked", "--offline", "-e", "normal,build", "--prefix", "none", "--format", "{p}", "-p", paquet];
    let sortie = Command::new(cargo).args(arguments).current_dir(racine()).output().expect("cargo");
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    let texte = String::from_utf8(sortie.stdout).expect("text");
    texte.lines().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn dependencies_go_one_way() {
    let web = ["api", "tests", "axum", "async-graphql", "tower-http", "hyper", "jsonwebtoken", "clap"];
    for (paquet, interdits) in [("migrations", [web.as_slice(), &["domain"]].concat()), ("domain", web.to_vec()), ("api", vec!["tests"])] {
        let noms = fermeture(paquet);
        assert!(noms.contains(paquet) && noms.len() > 10, "{noms:?}");
        let trouves: Vec<_> = interdits.into_iter().filter(|i| noms.contains(*i)).collect();
        assert!(trouves.is_empty(), "{paquet} is built from {trouves:?}");
    }
    assert!(fermeture("api").contains("domain") && fermeture("tests").contains("api"));
}

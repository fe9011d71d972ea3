//! Hostile documents: decided in a number of steps that follows their length, whatever they unfold to.

use std::time::Instant;

use super::super::{Limites, RefusPorte, compter_jetons, examiner_en_comptant, lire_document};
use super::{TABLE, repeter, toutes};

/// Bounds loose enough for the walk to happen: only what the text itself allows is left.
fn larges() -> Limites {
    let (document, jetons, liste, directives) = (1 << 20, 1 << 20, 1 << 20, 1 << 20);
    Limites { document, jetons, liste, directives, fragments: 1 << 20, ..Limites::default() }
}

fn doublants(niveaux: usize, corps: impl Fn(usize) -> String) -> String {
    let fragments = repeter(niveaux, |rang| format!("fragment F{rang} on Parcours{{{}}}", corps(rang + 1)));
    format!("{{allocataire(id:1){{parcoursActif{{...F0}}}}}}{fragments} fragment F{niveaux} on Parcours{{id}}")
}

fn emboite(ouvrant: &str, fois: usize, coeur: &str, fermant: &str) -> String {
    format!("{}{coeur}{}", ouvrant.repeat(fois), fermant.repeat(fois))
}

fn bombes() -> Vec<(&'static str, String)> {
    let appels = |suite: usize| format!("...F{suite} ...F{suite}");
    let champs = |suite: usize| format!("a:suivant{{...F{suite}}} b:suivant{{...F{suite}}}");
    let services = |dedans: String| format!("{{services{{{dedans}}}}}");
    let filtre = |filtre: String| format!("{{allocataires(filtre:{filtre}){{nombreTotal}}}}");
    let large = format!("{{{}}}", "id nom prenom ".repeat(200));
    vec![
        ("doubling fragments, 30", doublants(30, appels)),
        ("doubling fragments, 300", doublants(300, appels)),
        ("doubling fields, 30", doublants(30, champs)),
        ("unused doubling fragments", doublants(30, appels).replace("{...F0}", "{id}")),
        ("nested inline fragments", services(emboite("...on Service{", 40, "id", "}"))),
        ("wide inline fragments", services("...on Service{id nom} ".repeat(400))),
        ("wide inline fragments, 700", services("...on Service{id nom} ".repeat(700))),
        ("aliases", format!("{{{}}}", repeter(350, |rang| format!("a{rang}:services{{id}} ")))),
        ("deep inputs", filtre(emboite("{et:", 55, "{recherche:\"x\"}", "}"))),
        ("deeper inputs", filtre(emboite("{et:", 300, "{recherche:\"x\"}", "}"))),
        ("huge lists", filtre(format!("{{publics:[{}]}}", "JEUNE ".repeat(1_900)))),
        ("lists of lists", filtre(format!("{{et:[{}]}}", "[[[]]] ".repeat(300)))),
        ("directives", format!("{{services{}{{id}}}}", " @include(if:true)".repeat(270))),
        ("directives everywhere", services("id@skip(if:false)@include(if:true) ".repeat(130))),
        ("cycle", "{services{...A}} fragment A on Service{...B ...B} fragment B on Service{...A ...A}".into()),
        ("self", "{services{...A}} fragment A on Service{...A ...A ...A}".into()),
        ("wide and deep", format!("{{allocataire(id:1){}}}", emboite("{parcoursActif{allocataire", 6, &large, "}}"))),
        ("spreads", services("...F ".repeat(900)) + "fragment F on Service{id nom}"),
        ("introspection", format!("{{__schema{{types{}}}}}", emboite("{fields{type", 12, "{name}", "}}"))),
        ("variables", format!("query({}){{absent}}", repeter(200, |rang| format!("$v{rang}:[Int]=[1] ")))),
        ("unknown everywhere", services("absent{absent} ".repeat(400))),
        ("unclosed", format!("{{{}", "services{id nom publics}".repeat(280))),
        ("unclosed and deep", emboite("{a(b:[[[{c:", 12, "", "")),
    ]
}

#[test]
fn le_travail_suit_le_texte() {
    let limites = larges();
    for (nom, texte) in bombes() {
        let Ok(document) = lire_document(&texte, &limites) else { continue };
        let jetons = compter_jetons(&texte, usize::MAX).expect(nom);
        let (_, visites) = examiner_en_comptant(&TABLE, &document, None, &limites);
        assert!(visites <= 20 * jetons, "{nom}: {visites} nodes for {jetons} tokens");
    }
}

/// Within every bound: they cost their length, and no more.
const INOFFENSIVES: [&str; 2] = ["deep inputs", "directives everywhere"];

#[test]
fn une_bombe_ne_passe_pas() {
    let limites = Limites::default();
    for (nom, texte) in bombes().into_iter().filter(|(nom, _)| !INOFFENSIVES.contains(nom)) {
        let decision = lire_document(&texte, &limites).and_then(|document| examiner_en_comptant(&TABLE, &document, None, &limites).0);
        let refus = decision.expect_err(nom);
        let octets = serde_json::to_string(&refus.en_erreur()).expect("JSON").len();
        assert!(octets < 64 * 1024, "{nom}: an answer of {octets} bytes");
    }
}

/// 16 KiB of brackets reach neither the parser's recursion nor ours, even on the small stack of a worker thread.
#[test]
fn les_crochets_n_epuisent_pas_la_pile() {
    let essai = || {
        let profond = |ouvrant: &str, coeur: &str| format!("{}{coeur}", ouvrant.repeat(16 * 1024 / ouvrant.len() - 1));
        let mut textes: Vec<_> = ["{", "[", "(", "{a", "{...on A", "[{a:"].map(|ouvrant| profond(ouvrant, "")).to_vec();
        textes.extend(["{a(b:", "query($a:", "{a@b(c:"].map(|debut| format!("{debut}{}", "[".repeat(16_000))));
        textes.push(format!("{{a(b:\"\"\"\" {}", "[".repeat(16_000)));
        for texte in textes {
            let refus = lire_document(&texte, &Limites::default()).expect_err("not a document");
            assert!(matches!(refus, RefusPorte::LimiteDepassee { .. } | RefusPorte::RequeteInvalide { .. }));
        }
        let limite = |ouvrant: &str, fermant: &str| format!("{{a(b:{}{})}}", ouvrant.repeat(60), fermant.repeat(60));
        assert!(lire_document(&limite("[", "]"), &Limites::default()).is_ok(), "what the bound allows, the stack bears");
        assert!(lire_document(&limite("{a:[", "]}").replace("{a:[", "[["), &Limites::default()).is_err());
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(essai).expect("a thread").join().expect("no overflow");
}

/// A long chain of fragments bounds the walk's own recursion.
#[test]
fn une_chaine_de_fragments_n_epuise_pas_la_pile() {
    let chaine = repeter(2_000, |rang| format!("fragment F{rang} on Service{{...F{}}}", rang + 1));
    let texte = format!("{{services{{...F0}}}}{chaine} fragment F2000 on Service{{id}}");
    let essai = move || {
        let document = lire_document(&texte, &larges()).expect("a document");
        examiner_en_comptant(&TABLE, &document, None, &larges()).0.expect_err("too nested");
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(essai).expect("a thread").join().expect("no overflow");
}

/// Prints the time of each bomb: `cargo test -p api -- --ignored --nocapture mesurer`.
#[test]
#[ignore = "a measure, to be read on a quiet machine"]
fn mesurer() {
    let limites = Limites::default();
    let champs: String = (0..22).map(|_| "id nom prenom ").collect();
    let ordinaire = format!("{{allocataires(first:20){{nodes{{{champs}}}}}}}");
    for (nom, texte) in bombes().into_iter().chain([("68 fields", ordinaire)]) {
        let chrono = |mut action: Box<dyn FnMut() + '_>| {
            let debut = Instant::now();
            (0..200).for_each(|_| action());
            debut.elapsed().as_secs_f64() * 1e6 / 200.0
        };
        let lexique = chrono(Box::new(|| drop(compter_jetons(&texte, limites.jetons))));
        let lecture = chrono(Box::new(|| drop(lire_document(&texte, &limites))));
        let lue = lire_document(&texte, &limites);
        let examen = lue.as_ref().ok().map(|document| chrono(Box::new(|| drop(examiner_en_comptant(&TABLE, document, None, &limites)))));
        let examine = lue.as_ref().ok().and_then(|document| examiner_en_comptant(&TABLE, document, None, &limites).0.ok());
        let (variables, portees) = (async_graphql::Variables::default(), toutes());
        let admission = examine.map(|examen| chrono(Box::new(|| drop(examen.admettre(portees, &variables, &limites)))));
        println!("{nom:28} {:6} bytes  lexer {lexique:8.1}  parse {lecture:9.1}  walk {examen:?}  admit {admission:?}", texte.len());
    }
}

//! What the API promises to any client, well-meaning or not: costs, refusals, and answers that say nothing.

use axum::body::Body;
use axum::http::header;
use serde_json::{Value, json};

use crate::harnais::{Banc, Client, GRAPHQL, JSON, Reponse, sur_les_deux_moteurs};

mod cout;
mod identifiants;
mod porteurs;
mod saisies;
mod texte;

sur_les_deux_moteurs!(chaque_requete_refusee_l_est_clairement, une_mutation_ne_passe_pas_par_get, un_corps_a_une_forme_et_une_taille);

/// A request that is refused as such, and how it must be said.
struct Cas {
    nom: &'static str,
    document: String,
    variables: Value,
    statut: u16,
    code: &'static str,
}

fn cas(nom: &'static str, document: impl Into<String>, (statut, code): (u16, &'static str)) -> Cas {
    Cas { nom, document: document.into(), variables: json!({}), statut, code }
}

fn avec(nom: &'static str, document: &str, variables: Value, attendu: (u16, &'static str)) -> Cas {
    Cas { variables, ..cas(nom, document, attendu) }
}

const INVALIDE: (u16, &str) = (400, "REQUETE_INVALIDE");
const LIMITE: (u16, &str) = (400, "LIMITE_DEPASSEE");
const PORTEE: (u16, &str) = (403, "PORTEE_INSUFFISANTE");

fn repeter(fois: usize, morceau: impl Fn(usize) -> String) -> String {
    (0..fois).map(morceau).collect()
}

fn emboiter(ouvrant: &str, fois: usize, coeur: &str, fermant: &str) -> String {
    format!("{}{coeur}{}", ouvrant.repeat(fois), fermant.repeat(fois))
}

fn formes() -> Vec<Cas> {
    let avec_premiere = "query($n: Int) { partenaires(first: $n) { nodes { id } } }";
    let avec_filtre = "query($f: PartenaireFiltre) { partenaires(filtre: $f) { nodes { id } } }";
    let avec_id = "query($id: ID!) { node(id: $id) { id } }";
    vec![
        cas("empty", "", INVALIDE),
        cas("not GraphQL", "partenaires", INVALIDE),
        cas("unclosed", "{ moi { portees }", INVALIDE),
        cas("no operation", "fragment F on Moi { portees }", INVALIDE),
        cas("two operations and no name", "query A { moi { portees } } query B { moi { portees } }", INVALIDE),
        cas("unknown field", "{ moi { solde } }", INVALIDE),
        cas("unknown root field", "{ utilisateurs { id } }", INVALIDE),
        cas("unknown argument", "{ partenaires(premier: 1) { nodes { id } } }", INVALIDE),
        cas("unknown type", "{ node(id: \"x\") { ... on Salarie { id } } }", INVALIDE),
        cas("unknown directive", "{ moi @cache { portees } }", INVALIDE),
        cas("unknown fragment", "{ moi { ...F } }", INVALIDE),
        cas("unused fragment", "{ moi { portees } } fragment F on Moi { portees }", INVALIDE),
        cas("unknown enum value", "{ partenaires(filtre: { types: [BANQUE] }) { nodes { id } } }", INVALIDE),
        cas("unknown input field", "{ partenaires(filtre: { ville: \"x\" }) { nodes { id } } }", INVALIDE),
        cas("no selection on an object", "{ moi }", INVALIDE),
        cas("selection on a scalar", "{ moi { portees { nom } } }", INVALIDE),
        cas("missing argument", "{ node { id } }", INVALIDE),
        cas("text for a number", "{ partenaires(first: \"3\") { nodes { id } } }", INVALIDE),
        cas("undeclared variable", "{ node(id: $id) { id } }", INVALIDE),
        cas("subscription", "subscription { evenement { type } }", INVALIDE),
        avec("missing variable", avec_id, json!({}), INVALIDE),
        avec("null for a required variable", avec_id, json!({ "id": null }), INVALIDE),
        avec("object for an id", avec_id, json!({ "id": {} }), INVALIDE),
        avec("text for a number by variable", avec_premiere, json!({ "n": "3" }), INVALIDE),
        avec("fraction for a number", avec_premiere, json!({ "n": 1.5 }), LIMITE),
        avec("too large a number", avec_premiere, json!({ "n": 4_000_000_000_u64 }), LIMITE),
        avec("unknown enum value by variable", avec_filtre, json!({ "f": { "types": ["BANQUE"] } }), INVALIDE),
        avec("unknown input field by variable", avec_filtre, json!({ "f": { "ville": "x" } }), INVALIDE),
    ]
}

/// Documents that unfold, nest or widen beyond the bounds, each in its own way.
fn bombes() -> Vec<Cas> {
    let doublants = repeter(25, |rang| format!("fragment F{rang} on Service {{ ...F{n} ...F{n} }} ", n = rang + 1));
    let champs = repeter(10, |rang| {
        format!(
            "fragment F{rang} on Partenaire {{ a: services {{ nodes {{ partenaire {{ ...F{n} }} }} }} b: services {{ nodes {{ partenaire {{ ...F{n} }} }} }} }} ",
            n = rang + 1
        )
    });
    vec![
        cas("doubling spreads", format!("{{ services {{ nodes {{ ...F0 }} }} }} {doublants} fragment F25 on Service {{ id }}"), LIMITE),
        cas("doubling fields", format!("{{ partenaires {{ nodes {{ ...F0 }} }} }} {champs} fragment F10 on Partenaire {{ id }}"), LIMITE),
        cas("cycle", "{ services { nodes { ...A } } } fragment A on Service { ...B } fragment B on Service { ...A }", INVALIDE),
        cas("itself", "{ services { nodes { ...A } } } fragment A on Service { ...A }", INVALIDE),
        cas(
            "many fragments",
            format!(
                "{{ services {{ nodes {{ {} }} }} }} {}",
                repeter(60, |n| format!("...F{n} ")),
                repeter(60, |n| format!("fragment F{n} on Service {{ id }} "))
            ),
            LIMITE,
        ),
        cas(
            "chain of fragments",
            format!(
                "{{ services {{ nodes {{ ...F0 }} }} }} {} fragment F45 on Service {{ id }}",
                repeter(45, |n| format!("fragment F{n} on Service {{ ...F{} }} ", n + 1))
            ),
            LIMITE,
        ),
        cas("inline fragments", format!("{{ services {{ nodes {{ {} }} }} }}", emboiter("... on Service { ", 40, "id", " }")), LIMITE),
        cas(
            "depth",
            format!("{{ services {{ nodes {{ {} }} }} }}", emboiter("partenaire { services { nodes { ", 6, "id", " } } }")),
            LIMITE,
        ),
        cas("brackets", emboiter("{ a", 200, "", " }"), LIMITE),
        cas("aliases", format!("{{ {} }}", repeter(30, |n| format!("a{n}: moi {{ portees }} "))), LIMITE),
        cas("root fields", format!("{{ {} }}", repeter(11, |n| format!("a{n}: departements {{ code }} "))), LIMITE),
        cas("directives", format!("{{ moi {} {{ portees }} }}", "@include(if: true) ".repeat(8)), LIMITE),
        cas("tokens", format!("{{ departements {{ {} }} }}", "id ".repeat(2_100)), LIMITE),
        cas("long document", format!("{{ moi {{ portees }} }} # {}", "x".repeat(17_000)), LIMITE),
        cas("long list", format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"x\" ".repeat(101)), LIMITE),
        cas("page of a thousand", "{ partenaires(first: 1000) { nodes { id } } }", LIMITE),
        cas("page of none", "{ partenaires(first: 0) { nodes { id } } }", LIMITE),
        cas(
            "cost",
            "{ partenaires(first: 100) { nodes { services(first: 100) { nodes { partenaire { services(first: 100) { nodes { id } } } } } } } }",
            LIMITE,
        ),
        cas("introspection", format!("{{ __schema {{ types {{ {} }} }} }}", emboiter("fields { type { ", 8, "name", " } }")), LIMITE),
    ]
}

fn droits() -> Vec<Cas> {
    vec![
        cas("closed root field", "{ echeances { nodes { code } } }", PORTEE),
        cas("closed type by a fragment", "{ node(id: \"x\") { ... on Allocataire { nom } } }", PORTEE),
        cas("closed mutation", "mutation { revoquerHabilitation(input: { id: \"x\", motif: \"x\" }) { erreurs { code } } }", PORTEE),
        cas("one closed field among open ones", "{ moi { portees } allocataires { nodes { id } } }", PORTEE),
        cas("skipped", "{ moi { portees } allocataires @skip(if: true) { nodes { id } } }", PORTEE),
    ]
}

async fn chaque_requete_refusee_l_est_clairement(banc: &Banc) {
    let bi = banc.client("bi-31").await;
    let mut ecarts = Vec::new();
    for cas in formes().into_iter().chain(bombes()).chain(droits()) {
        let corps = json!({ "query": cas.document, "variables": cas.variables }).to_string();
        for (media, statut) in [(GRAPHQL, cas.statut), (JSON, if cas.statut == 403 { 403 } else { 200 })] {
            let reponse = bi.poster(corps.clone(), media).await;
            if let Some(ecart) = ecart(&reponse, (media, statut), cas.code) {
                ecarts.push(format!("{} ({media}): {ecart}", cas.nom));
            }
        }
    }
    assert!(ecarts.is_empty(), "{}", ecarts.join("\n"));
    assert_eq!(banc.enonces(), 0, "a request that is refused costs no statement");
}

/// What is not as it should be in a refusal.
fn ecart(reponse: &Reponse, (media, statut): (&str, u16), code: &str) -> Option<String> {
    let type_ = reponse.entetes[header::CONTENT_TYPE].to_str().unwrap_or_default();
    let erreurs = reponse.corps["errors"].as_array().cloned().unwrap_or_default();
    let dites = !erreurs.is_empty() && erreurs.iter().all(|e| e["message"].as_str().is_some_and(|m| !m.is_empty()));
    let bon = reponse.statut == statut
        && reponse.codes().iter().all(|c| *c == code)
        && dites
        && reponse.corps.get("data").is_none()
        && reponse.octets.len() <= 64 * 1024
        && type_ == format!("{media}; charset=utf-8")
        && reponse.entetes.contains_key("x-request-id");
    (!bon).then(|| format!("{} {type_} {}", reponse.statut, reponse.corps.to_string().chars().take(300).collect::<String>()))
}

async fn une_mutation_ne_passe_pas_par_get(banc: &Banc) {
    let ass = banc.client("departement-82/ass").await;
    let mutation = "mutation%7BrepererBesoin(input%3A%7BallocataireId%3A%22x%22%2Ctheme%3AMOBILITE%7D)%7Berreurs%7Bcode%7D%7D%7D";
    for accept in [GRAPHQL, JSON] {
        let requete = ass.requete("GET", &format!("/graphql?query={mutation}")).await.header(header::ACCEPT, accept);
        let reponse = ass.envoyer(requete.body(Body::empty()).expect("request")).await;
        assert_eq!((reponse.statut, reponse.codes()), (405, vec!["REQUETE_INVALIDE"]));
        assert_eq!(reponse.entetes[header::ALLOW], "POST");
    }
    let lecture = ass.requete("GET", "/graphql?query=%7Bmoi%7Bportees%7D%7D").await;
    let lue = ass.envoyer(lecture.body(Body::empty()).expect("request")).await;
    assert_eq!(lue.statut, 200);
    assert_eq!(lue.entetes[header::CACHE_CONTROL], "no-store");
    for methode in ["PUT", "DELETE", "PATCH"] {
        let reponse = ass.envoyer(ass.requete(methode, "/graphql").await.body(Body::empty()).expect("request")).await;
        assert_eq!(reponse.statut, 405, "{methode}");
    }
}

async fn un_corps_a_une_forme_et_une_taille(banc: &Banc) {
    let client = banc.client("bi-31").await;
    for accept in [GRAPHQL, JSON] {
        for corps in [
            "",
            "{",
            "[]",
            "null",
            "12",
            "{}",
            r#"{"query":1}"#,
            r#"{"query":"{moi{portees}}","variables":[]}"#,
            r#"[{"query":"{moi{portees}}"}]"#,
        ] {
            let reponse = client.poster(corps, accept).await;
            assert_eq!((reponse.statut, reponse.codes()), (400, vec!["REQUETE_INVALIDE"]), "{corps}");
        }
        un_megaoctet(&client, accept).await;
    }
    for type_ in ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=latin1"]
    {
        let requete = client.requete("POST", "/graphql").await.header(header::CONTENT_TYPE, type_);
        let reponse = client.envoyer(requete.body(Body::from(r#"{"query":"{moi{portees}}"}"#)).expect("request")).await;
        assert_eq!((reponse.statut, reponse.codes()), (415, vec!["REQUETE_INVALIDE"]), "{type_}");
    }
    let html = client.poster(r#"{"query":"{moi{portees}}"}"#, "text/html").await;
    assert_eq!((html.statut, html.codes()), (406, vec!["REQUETE_INVALIDE"]));
}

/// Announced or discovered on the way, in a document or in a variable.
async fn un_megaoctet(client: &Client, accept: &str) {
    let long = "x".repeat(1 << 20);
    let corps =
        [json!({ "query": format!("{{moi{{portees}}}} # {long}") }), json!({ "query": "{moi{portees}}", "variables": { "v": long } })];
    for corps in corps.map(|c| c.to_string()) {
        let annonce = client.requete("POST", "/graphql").await.header(header::CONTENT_LENGTH, corps.len());
        let decouvert = client.requete("POST", "/graphql").await;
        for requete in [annonce, decouvert] {
            let requete = requete.header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, accept);
            let reponse = client.envoyer(requete.body(Body::from(corps.clone())).expect("request")).await;
            assert_eq!((reponse.statut, reponse.codes()), (413, vec!["LIMITE_DEPASSEE"]));
        }
    }
}

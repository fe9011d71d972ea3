use axum::body::to_bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderName, HeaderValue};

use super::contenu::genre;
use super::*;

fn entetes(lignes: &[(HeaderName, &str)]) -> HeaderMap {
    lignes.iter().map(|(nom, valeur)| (nom.clone(), HeaderValue::from_str(valeur).unwrap())).collect()
}

async fn texte(reponse: Response) -> String {
    let octets = to_bytes(reponse.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(octets.to_vec()).unwrap()
}

#[tokio::test]
async fn the_page_is_plain_for_a_client_without_brotli() {
    for refus in ["gzip", "gzip, br;q=0"] {
        let reponse = page_explorateur(&entetes(&[(ACCEPT_ENCODING, refus)]));
        assert!(!reponse.headers().contains_key(CONTENT_ENCODING));
        assert!(texte(reponse).await.starts_with("<!doctype html>"));
    }
}

#[tokio::test]
async fn the_page_goes_out_compressed_to_a_client_with_brotli() {
    let reponse = page_explorateur(&entetes(&[(ACCEPT_ENCODING, "gzip, deflate, br;q=0.9, zstd")]));
    assert_eq!(reponse.headers()[CONTENT_ENCODING], "br");
    assert_eq!(reponse.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    assert_eq!(reponse.headers()[CONTENT_SECURITY_POLICY], POLITIQUE_EXPLORATEUR);
}

#[tokio::test]
async fn a_file_already_held_is_not_sent_again() {
    let brotli = (ACCEPT_ENCODING, "br");
    let etiquette = page_explorateur(&entetes(std::slice::from_ref(&brotli))).headers()[ETAG].clone();
    let connues = format!("\"autre\", W/{}", etiquette.to_str().unwrap());
    let reponse = page_explorateur(&entetes(&[brotli, (IF_NONE_MATCH, &connues)]));
    assert_eq!(reponse.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(reponse.headers()[ETAG], etiquette);
    assert!(texte(reponse).await.is_empty());
    let claire = page_explorateur(&entetes(&[(IF_NONE_MATCH, &connues)]));
    assert_eq!(claire.status(), StatusCode::OK);
}

#[test]
fn every_file_decompresses_and_has_a_known_type() {
    for chemin in Explorateur::iter() {
        let fichier = chemin.strip_suffix(".br").expect("only compressed files are committed");
        assert_eq!(explorateur(fichier, &HeaderMap::new()).status(), StatusCode::OK, "{fichier}");
        assert_ne!(genre(fichier), "application/octet-stream", "{fichier}");
    }
}

/// The file of a page at this address.
fn servi(adresse: &str) -> Response {
    let (page, fichier) = adresse.trim_start_matches('/').split_once('/').expect("a folder and a file");
    match page {
        "explorateur" => explorateur(fichier, &HeaderMap::new()),
        "tableau" => tableau(fichier, &HeaderMap::new()),
        _ => accueil(fichier, &HeaderMap::new()),
    }
}

#[tokio::test]
async fn the_pages_ask_for_files_that_are_there() {
    for page in [page_explorateur(&HeaderMap::new()), accueil(PAGE, &HeaderMap::new()), tableau(PAGE, &HeaderMap::new())] {
        let html = texte(page).await;
        let adresses = html.split(['"']).filter(|morceau| morceau.starts_with('/') && morceau.contains('.'));
        for adresse in adresses.filter(|adresse| *adresse != "/schema.graphql") {
            assert_eq!(servi(adresse).status(), StatusCode::OK, "{adresse}");
        }
    }
}

/// Modules of the dashboard: name and text.
fn modules() -> impl Iterator<Item = (String, String)> {
    Tableau::iter().filter(|nom| nom.ends_with(".js")).map(|nom| {
        let fichier = Tableau::get(&nom).expect("listed");
        (nom.to_string(), String::from_utf8(fichier.data.to_vec()).expect("text"))
    })
}

#[test]
fn every_module_of_the_dashboard_imports_modules_that_are_there() {
    for (nom, code) in modules() {
        for ligne in code.lines().filter(|ligne| ligne.starts_with("import ")) {
            let vers = ligne.split('\'').nth(1).expect("a quoted name");
            let vers = vers.strip_prefix("./").unwrap_or_else(|| panic!("{nom}: {vers} is no file of the page"));
            assert_eq!(tableau(vers, &HeaderMap::new()).status(), StatusCode::OK, "{nom} imports {vers}");
        }
    }
}

#[test]
fn every_file_of_the_dashboard_is_asked_for() {
    let html = String::from_utf8(Tableau::get(PAGE).expect("the page").data.to_vec()).expect("text");
    let textes: String = modules().map(|(_, code)| code).collect();
    for fichier in Tableau::iter().filter(|fichier| fichier != PAGE) {
        let demande = html.contains(&format!("/tableau/{fichier}")) || textes.contains(&format!("/{fichier}'"));
        assert!(demande, "{fichier}");
        assert_ne!(genre(&fichier), "application/octet-stream", "{fichier}");
    }
}

#[test]
fn the_dashboard_goes_out_under_the_strictest_policy() {
    let reponse = tableau(PAGE, &HeaderMap::new());
    assert_eq!(reponse.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let politique = reponse.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(politique.contains("require-trusted-types-for 'script'"));
    assert!(!politique.contains("unsafe"));
}

#[test]
fn a_file_outside_of_the_pages_is_unknown() {
    for fichier in ["absent.js", "../source/verifie.mjs", "../../Cargo.toml", ""] {
        assert_eq!(explorateur(fichier, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{fichier}");
        assert_eq!(accueil(fichier, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{fichier}");
        assert_eq!(tableau(fichier, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{fichier}");
    }
}

#[test]
fn the_routes_can_be_mounted() {
    let _: Router = routes();
}

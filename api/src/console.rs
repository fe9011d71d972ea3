//! The pages that the binary carries: the home page and the explorer, served without any network but this server.
//!
//! Explorer files are embedded compressed and go out as they are to clients that accept brotli; browsers offer it only
//! on HTTPS and on localhost, so the others get the plain bytes.

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
            VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "console/explorateur"]
struct Explorateur;

#[derive(RustEmbed)]
#[folder = "console/accueil"]
struct Accueil;

/// The file shown for the page itself.
const PAGE: &str = "index.html";

/// Monaco writes style elements, hence `unsafe-inline` on this page alone.
const POLITIQUE_EXPLORATEUR: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     font-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const POLITIQUE_ACCUEIL: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// `GET /` and the files of both pages. The explorer's own page is shown at `/graphql`, by [`page_explorateur`].
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/", get(page_accueil))
        .route("/accueil/{*fichier}", get(fichier_accueil))
        .route("/explorateur/{*fichier}", get(fichier_explorateur))
}

/// What `GET /graphql` answers to a browser. The page loads its files from `/explorateur/`.
pub fn page_explorateur(entetes: &HeaderMap) -> Response {
    explorateur(PAGE, entetes)
}

async fn page_accueil(entetes: HeaderMap) -> Response {
    accueil(PAGE, &entetes)
}

async fn fichier_accueil(Path(fichier): Path<String>, entetes: HeaderMap) -> Response {
    accueil(&fichier, &entetes)
}

async fn fichier_explorateur(Path(fichier): Path<String>, entetes: HeaderMap) -> Response {
    explorateur(&fichier, &entetes)
}

fn accueil(fichier: &str, entetes: &HeaderMap) -> Response {
    let embarque = Accueil::get(fichier);
    embarque
        .map_or_else(inconnu, |embarque| Contenu { fichier, embarque, compresse: false, politique: POLITIQUE_ACCUEIL }.repondre(entetes))
}

fn explorateur(fichier: &str, entetes: &HeaderMap) -> Response {
    let embarque = Explorateur::get(&format!("{fichier}.br"));
    embarque
        .map_or_else(inconnu, |embarque| Contenu { fichier, embarque, compresse: true, politique: POLITIQUE_EXPLORATEUR }.repondre(entetes))
}

fn inconnu() -> Response {
    (StatusCode::NOT_FOUND, "Fichier inconnu.\n").into_response()
}

/// An embedded file on its way to a client.
struct Contenu<'a> {
    fichier: &'a str,
    embarque: EmbeddedFile,
    compresse: bool,
    politique: &'static str,
}

impl Contenu<'_> {
    fn repondre(self, entetes: &HeaderMap) -> Response {
        let brotli = self.compresse && accepte_brotli(entetes);
        let etiquette = self.etiquette(brotli);
        let communs = self.entetes(etiquette.clone());
        if deja_connue(entetes, &etiquette) {
            return (StatusCode::NOT_MODIFIED, communs).into_response();
        }
        match (brotli, self.compresse) {
            (true, _) => (communs, [(CONTENT_ENCODING, "br")], Body::from(self.embarque.data)).into_response(),
            (false, true) => (communs, self.clair()).into_response(),
            (false, false) => (communs, Body::from(self.embarque.data)).into_response(),
        }
    }

    /// One tag per representation: the compressed bytes are not the plain ones.
    fn etiquette(&self, brotli: bool) -> HeaderValue {
        let empreinte = self.embarque.metadata.sha256_hash();
        let debut = u128::from_be_bytes(*empreinte.first_chunk().unwrap_or(&[0; 16]));
        let suffixe = if brotli { "-br" } else { "" };
        HeaderValue::try_from(format!("\"{debut:032x}{suffixe}\"")).unwrap_or(HeaderValue::from_static("\"\""))
    }

    fn entetes(&self, etiquette: HeaderValue) -> [(HeaderName, HeaderValue); 7] {
        [
            (CONTENT_TYPE, HeaderValue::from_static(genre(self.fichier))),
            (CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.politique)),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            // Names are stable, so each use asks again; a 304 costs no bytes.
            (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (VARY, HeaderValue::from_static("accept, accept-encoding")),
            (ETAG, etiquette),
        ]
    }

    fn clair(&self) -> Response {
        let mut clair = Vec::new();
        match brotli_decompressor::BrotliDecompress(&mut self.embarque.data.as_ref(), &mut clair) {
            Ok(()) => Body::from(clair).into_response(),
            Err(erreur) => {
                tracing::error!(fichier = self.fichier, %erreur, "an embedded file cannot be decompressed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

fn genre(fichier: &str) -> &'static str {
    match fichier.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("md") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        _ => "application/octet-stream",
    }
}

fn valeurs<'a>(entetes: &'a HeaderMap, nom: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lignes = entetes.get_all(nom).iter().filter_map(|ligne| ligne.to_str().ok());
    lignes.flat_map(|ligne| ligne.split(',')).map(str::trim)
}

fn accepte_brotli(entetes: &HeaderMap) -> bool {
    valeurs(entetes, &ACCEPT_ENCODING).any(|codage| {
        let (nom, parametres) = codage.split_once(';').unwrap_or((codage, ""));
        let poids = parametres.trim().strip_prefix("q=").and_then(|poids| poids.parse::<f32>().ok());
        nom.trim().eq_ignore_ascii_case("br") && poids.unwrap_or(1.0) > 0.0
    })
}

/// Weak comparison, as the HTTP specification asks for `If-None-Match`.
fn deja_connue(entetes: &HeaderMap, etiquette: &HeaderValue) -> bool {
    valeurs(entetes, &IF_NONE_MATCH).any(|connue| connue == "*" || connue.trim_start_matches("W/") == *etiquette)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

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

    #[tokio::test]
    async fn the_pages_ask_for_files_that_are_there() {
        for page in [page_explorateur(&HeaderMap::new()), accueil(PAGE, &HeaderMap::new())] {
            let html = texte(page).await;
            let adresses = html.split(['"']).filter(|morceau| morceau.starts_with('/') && morceau.contains('.'));
            for adresse in adresses.filter(|adresse| *adresse != "/schema.graphql") {
                let reponse = match adresse.strip_prefix("/explorateur/") {
                    Some(fichier) => explorateur(fichier, &HeaderMap::new()),
                    None => accueil(adresse.trim_start_matches("/accueil/"), &HeaderMap::new()),
                };
                assert_eq!(reponse.status(), StatusCode::OK, "{adresse}");
            }
        }
    }

    #[test]
    fn a_file_outside_of_the_pages_is_unknown() {
        for fichier in ["absent.js", "../source/verifie.mjs", "../../Cargo.toml", ""] {
            assert_eq!(explorateur(fichier, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{fichier}");
            assert_eq!(accueil(fichier, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{fichier}");
        }
    }

    #[test]
    fn the_routes_can_be_mounted() {
        let _: Router = routes();
    }
}

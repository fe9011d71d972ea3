//! An embedded file on its way to a client: its headers, whether the client holds it already, and its bytes.

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
            VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use rust_embed::EmbeddedFile;

pub(super) struct Contenu<'a> {
    pub fichier: &'a str,
    pub embarque: EmbeddedFile,
    pub compresse: bool,
    pub politique: &'static str,
}

impl Contenu<'_> {
    pub fn repondre(self, entetes: &HeaderMap) -> Response {
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

pub(super) fn genre(fichier: &str) -> &'static str {
    match fichier.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("md" | "graphql") => "text/plain; charset=utf-8",
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

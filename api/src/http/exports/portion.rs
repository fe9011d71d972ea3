//! A finished file as HTTP asks for it: whole, by ranges, or not again when the client has it already.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use headers::{ETag, HeaderMapExt, IfMatch, IfNoneMatch, IfRange};
use http_range_header::parse_range_header;

use super::super::negociation::Media;
use super::super::reponse::refus;
use crate::export::Fichier;

/// What the conditions of a request make of it.
#[derive(Debug, PartialEq, Eq)]
enum Suite {
    Entier,
    Portion(Range<u64>),
    Inchange,
    ConditionFausse,
    HorsDuFichier,
}

impl Suite {
    const fn statut(&self) -> StatusCode {
        match self {
            Self::Entier => StatusCode::OK,
            Self::Portion(_) => StatusCode::PARTIAL_CONTENT,
            Self::Inchange => StatusCode::NOT_MODIFIED,
            Self::ConditionFausse => StatusCode::PRECONDITION_FAILED,
            Self::HorsDuFichier => StatusCode::RANGE_NOT_SATISFIABLE,
        }
    }

    fn content_range(&self, taille: u64) -> Option<HeaderValue> {
        let dite = match self {
            Self::Portion(p) => format!("bytes {}-{}/{taille}", p.start, p.end - 1),
            Self::HorsDuFichier => format!("bytes */{taille}"),
            _ => return None,
        };
        dite.parse().ok()
    }

    /// The status and its body, if it is one of ours.
    fn reponse(&self) -> Response {
        let mut reponse = match self {
            Self::ConditionFausse => refus(Media::Graphql, 412, "REQUETE_INVALIDE", "If-Match : le fichier n'est plus celui-là."),
            Self::HorsDuFichier => refus(Media::Graphql, 416, "REQUETE_INVALIDE", "Range : la portion est hors du fichier."),
            _ => Response::default(),
        };
        *reponse.status_mut() = self.statut();
        reponse
    }
}

/// The answer, without what only the kind of file tells.
pub fn repondre(methode: &Method, entetes: &HeaderMap, fichier: Arc<Fichier>) -> Response {
    let Ok(etag) = format!("\"{}\"", fichier.empreinte).parse::<ETag>() else { return Response::default() };
    let suite = suite(methode, entetes, &etag, fichier.taille);
    let mut reponse = suite.reponse();
    let dits = reponse.headers_mut();
    dits.typed_insert(etag);
    dits.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    dits.extend(suite.content_range(fichier.taille).map(|dite| (header::CONTENT_RANGE, dite)));
    let portion = match suite {
        Suite::Entier => 0..fichier.taille,
        Suite::Portion(portion) => portion,
        _ => return reponse,
    };
    dits.insert(header::CONTENT_LENGTH, (portion.end - portion.start).into());
    if methode != Method::HEAD {
        *reponse.body_mut() = Body::from_stream(fichier.octets(portion));
    }
    reponse
}

/// In the order of RFC 9110, section 13.2.2.
fn suite(methode: &Method, entetes: &HeaderMap, etag: &ETag, taille: u64) -> Suite {
    if entetes.typed_get::<IfMatch>().is_some_and(|condition| !condition.precondition_passes(etag)) {
        return Suite::ConditionFausse;
    }
    if entetes.typed_get::<IfNoneMatch>().is_some_and(|condition| !condition.precondition_passes(etag)) {
        return Suite::Inchange;
    }
    let meme_fichier = entetes.typed_get::<IfRange>().is_none_or(|condition| !condition.is_modified(Some(etag), None));
    match entetes.get(header::RANGE).and_then(|r| r.to_str().ok()) {
        Some(demandee) if meme_fichier && methode == Method::GET => portion(demandee, taille),
        _ => Suite::Entier,
    }
}

/// Several ranges get the whole file, which no client may refuse; what does not read is ignored, as the RFC says.
fn portion(demandee: &str, taille: u64) -> Suite {
    let Ok(lues) = parse_range_header(demandee) else { return Suite::Entier };
    match lues.validate(taille).as_deref() {
        Ok([seule]) => Suite::Portion(*seule.start()..seule.end() + 1),
        Ok(_) => Suite::Entier,
        Err(_) => Suite::HorsDuFichier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demander(paires: &[(header::HeaderName, &str)]) -> Suite {
        let entetes = paires.iter().map(|(nom, valeur)| (nom.clone(), valeur.parse().expect("value"))).collect();
        suite(&Method::GET, &entetes, &"\"abc\"".parse().expect("tag"), 1_000)
    }

    #[test]
    fn ranges_are_cut_to_the_file_and_those_beyond_it_are_refused() {
        for (demandee, attendue) in [
            ("bytes=0-0", Suite::Portion(0..1)),
            ("bytes=500-", Suite::Portion(500..1_000)),
            ("bytes=-8", Suite::Portion(992..1_000)),
            ("bytes=900-5000", Suite::Portion(900..1_000)),
            ("bytes=1000-", Suite::HorsDuFichier),
            // No byte is asked for: a server may ignore such a range.
            ("bytes=-0", Suite::Entier),
            ("bytes=0-1,5-6", Suite::Entier),
            ("lignes=0-1", Suite::Entier),
            ("bytes=b-a", Suite::Entier),
        ] {
            assert_eq!(demander(&[(header::RANGE, demandee)]), attendue, "{demandee}");
        }
    }

    #[test]
    fn conditions_name_the_bytes_that_the_client_has() {
        assert_eq!(demander(&[(header::IF_NONE_MATCH, "\"x\", \"abc\"")]), Suite::Inchange);
        assert_eq!(demander(&[(header::IF_NONE_MATCH, "W/\"abc\"")]), Suite::Inchange);
        assert_eq!(demander(&[(header::IF_NONE_MATCH, "*")]), Suite::Inchange);
        assert_eq!(demander(&[(header::IF_NONE_MATCH, "\"x\"")]), Suite::Entier);
        assert_eq!(demander(&[(header::IF_MATCH, "\"x\"")]), Suite::ConditionFausse);
        assert_eq!(demander(&[(header::IF_RANGE, "\"abc\""), (header::RANGE, "bytes=0-9")]), Suite::Portion(0..10));
        assert_eq!(demander(&[(header::IF_RANGE, "\"x\""), (header::RANGE, "bytes=0-9")]), Suite::Entier);
        assert_eq!(demander(&[(header::IF_RANGE, "Tue, 01 Jan 2030 00:00:00 GMT"), (header::RANGE, "bytes=0-9")]), Suite::Entier);
    }
}

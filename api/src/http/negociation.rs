//! Which media type a client accepts, and which it sent.

use axum::http::{HeaderMap, header};

/// Media types of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status says what became of the request.
    Graphql,
    /// `application/json`: 200 for anything that is a well-formed answer.
    Json,
}

impl Media {
    /// The best of what `Accept` lists; JSON when it lists nothing, `None` when it lists neither.
    #[must_use]
    pub fn accepte(entetes: &HeaderMap) -> Option<Self> {
        let Some(accept) = entetes.get(header::ACCEPT) else { return Some(Self::Json) };
        let accept = accept.to_str().ok()?;
        let mut choix: Vec<(f32, Self)> = accept.split(',').filter_map(lire).collect();
        // At equal weight the first listed wins: the sort is stable.
        choix.sort_by(|a, b| b.0.total_cmp(&a.0));
        choix.first().map(|(_, media)| *media)
    }

    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

fn lire(element: &str) -> Option<(f32, Media)> {
    let mut parts = element.split(';').map(str::trim);
    let media = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => Media::Graphql,
        "application/json" | "application/*" | "*/*" | "" => Media::Json,
        _ => return None,
    };
    let parametres: Vec<&str> = parts.collect();
    if parametres.iter().any(|p| p.to_ascii_lowercase().strip_prefix("charset=").is_some_and(|c| c.trim_matches('"') != "utf-8")) {
        return None;
    }
    let poids = parametres.iter().find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
    (poids > 0.0).then_some((poids, media))
}

/// Whether a browser asks for a page.
#[must_use]
pub fn veut_une_page(entetes: &HeaderMap) -> bool {
    entetes.get(header::ACCEPT).and_then(|a| a.to_str().ok()).is_some_and(|a| a.split(',').any(|m| m.trim().starts_with("text/html")))
}

/// Whether the body is said to be JSON in UTF-8.
#[must_use]
pub fn corps_json(entetes: &HeaderMap) -> bool {
    let Some(texte) = entetes.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()) else { return false };
    let mut parts = texte.split(';').map(|p| p.trim().to_ascii_lowercase());
    let json = parts.next().is_some_and(|m| m == "application/json");
    json && parts.all(|p| p.strip_prefix("charset=").is_none_or(|c| c.trim_matches('"') == "utf-8"))
}

//! Logs on standard error and metrics for Prometheus. Neither ever holds a query string, a body or a value of a field.

use std::io::IsTerminal;
use std::sync::OnceLock;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Libraries that would tell each of their steps, or the text of statements.
const DISCRETES: &str = "sqlx=error,sea_orm=warn";

/// Seconds under which durations are counted.
const SEUILS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The process's recorder: macros of `metrics` find theirs the same way.
static MESURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts both, once a process. `filtre` is a level or directives by module, already checked.
pub fn demarrer(filtre: &str) {
    let filtre = EnvFilter::new(format!("{DISCRETES},{filtre}"));
    let journal = tracing_subscriber::fmt().with_env_filter(filtre).with_writer(std::io::stderr);
    // A second start in the same process keeps the first: tests may run several servers.
    let _ = if std::io::stderr().is_terminal() { journal.try_init() } else { journal.json().flatten_event(true).try_init() };
    if let Ok(mesures) = PrometheusBuilder::new().set_buckets(&SEUILS).and_then(PrometheusBuilder::install_recorder) {
        let _ = MESURES.set(mesures);
    }
}

/// `GET /metrics`, to be served on the inner address alone.
pub fn routes() -> Router {
    Router::new().route("/metrics", get(mesures))
}

async fn mesures() -> Response {
    let texte = MESURES.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], texte).into_response()
}

/// Folds what was measured since: without a reader, distributions would only grow.
pub fn entretenir() {
    if let Some(mesures) = MESURES.get() {
        mesures.run_upkeep();
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn metrics_are_served_in_the_text_of_prometheus() {
        demarrer("warn");
        metrics::counter!("passerelle_essai_total").increment(3);
        metrics::histogram!("passerelle_essai_secondes").record(0.02);
        entretenir();
        let reponse = routes().oneshot(Request::get("/metrics").body(Body::empty()).expect("request")).await.expect("answer");
        assert_eq!(reponse.status(), StatusCode::OK);
        let corps = axum::body::to_bytes(reponse.into_body(), 1 << 20).await.expect("body");
        let texte = String::from_utf8(corps.to_vec()).expect("text");
        assert!(texte.contains("passerelle_essai_total 3"), "{texte}");
        assert!(texte.contains("passerelle_essai_secondes_bucket{le=\"0.025\"} 1"), "{texte}");
    }
}

//! One line in the log and one count for each request: no query string, no body, nobody's name.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

pub async fn suivre(requete: Request, suite: Next) -> Response {
    let debut = Instant::now();
    let methode = requete.method().clone();
    let chemin = requete.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let id = requete.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let reponse = suite.run(requete).await;
    let (statut, duree) = (reponse.status().as_u16(), debut.elapsed());
    tracing::info!(%methode, chemin, statut, ms = duree.as_millis(), id, "request");
    metrics::counter!("passerelle_requetes_total", "chemin" => chemin.clone(), "statut" => statut.to_string()).increment(1);
    metrics::histogram!("passerelle_duree_secondes", "chemin" => chemin).record(duree.as_secs_f64());
    reponse
}

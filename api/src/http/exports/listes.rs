//! `/exports/{prescriptions,…}.ndjson`: what the bearer may read, a line an object, sent as it is read.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use futures::stream::{StreamExt as _, once, try_unfold};

use super::super::Etat;
use super::super::negociation::Media;
use super::super::reponse::{dire_solde, ecrire};
use super::{parametres, refuser, telecharger};
use crate::auth::RefusAuth;
use crate::export::liste::{Lecture, Liste, Page};
use crate::export::parametres::RefusParametre;
use crate::moteur::Reponse;

const MEDIA: &str = "application/x-ndjson";

/// Bearer only: an export key opens indicators and nothing else.
pub async fn lire(etat: Etat, liste: Liste, requete: Request) -> Result<Response, RefusAuth> {
    let appelant = etat.auth.verifier(requete.headers()).await?;
    let depuis = match modifie_depuis(requete.uri().query()) {
        Ok(depuis) => depuis,
        Err(refus) => return Ok(refuser(&refus)),
    };
    let lecture = match Lecture::ouvrir(&etat.moteur, appelant, liste, depuis).await {
        Ok(lecture) => lecture,
        Err(panne) => return Ok(ecrire(&panne.into(), Media::Graphql)),
    };
    // Nothing is read, and nothing journaled, for an answer that has no body.
    if *requete.method() == Method::HEAD {
        return Ok(fichier(liste, Body::empty()));
    }
    Ok(match lecture.page(None).await {
        Ok(premiere) => {
            let solde = premiere.reponse.solde;
            let mut reponse = fichier(liste, corps(lecture, premiere));
            if let Some(solde) = solde {
                dire_solde(reponse.headers_mut(), solde);
            }
            reponse
        }
        Err(refus) => ecrire(&refus, Media::Graphql),
    })
}

fn modifie_depuis(requete: Option<&str>) -> Result<Option<DateTime<Utc>>, RefusParametre> {
    let mut lus = parametres(requete)?;
    let depuis = lus.prendre("modifieDepuis").map(|texte| {
        texte.parse().map_err(|_| RefusParametre::nouveau("modifieDepuis", "un instant est attendu, comme 2026-01-31T08:00:00Z"))
    });
    lus.finir()?;
    depuis.transpose()
}

fn fichier(liste: Liste, corps: Body) -> Response {
    let mut reponse = Response::new(corps);
    telecharger(reponse.headers_mut(), MEDIA, &format!("{}.ndjson", liste.nom));
    reponse.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reponse
}

/// The first page, then the others: one in memory at a time, each read when the client has taken the one before.
fn corps(lecture: Lecture, premiere: Page) -> Body {
    let suite = try_unfold((Arc::new(lecture), premiere.suite), |(lecture, suite)| async move {
        let Some(apres) = suite else { return Ok(None) };
        let page = patienter(&lecture, &apres).await?;
        Ok(Some((page.lignes, (lecture, page.suite))))
    });
    Body::from_stream(once(async { Ok::<Bytes, io::Error>(premiere.lignes) }).chain(suite))
}

/// A budget of points that is spent slows the export down; anything else cuts the connection, so that nobody takes a part
/// for the whole.
async fn patienter(lecture: &Lecture, apres: &str) -> io::Result<Page> {
    loop {
        match lecture.page(Some(apres)).await {
            Ok(page) => return Ok(page),
            Err(refus) if refus.statut == 429 && refus.solde.is_some() => tokio::time::sleep(delai(&refus)).await,
            Err(refus) => {
                tracing::warn!(statut = refus.statut, "export cut short");
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
    }
}

fn delai(refus: &Reponse) -> Duration {
    Duration::from_secs(refus.attendre.map_or(1, |secondes| secondes.unsigned_abs().max(1)))
}

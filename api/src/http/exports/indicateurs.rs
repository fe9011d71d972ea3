//! `/exports/indicateurs.{csv,parquet,xlsx,ndjson}`.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::erreur::Panne;

use super::super::Etat;
use super::super::negociation::Media;
use super::super::reponse::{dire_solde, ecrire, refus};
use super::{parametres, portion, refuser, telecharger};
use crate::auth::RefusAuth;
use crate::export::atelier::Export;
use crate::export::demande::Demande;
use crate::export::indicateurs::RefusExport;
use crate::export::{EchecEcriture, Format};
use crate::oauth::adresse;

pub async fn lire(etat: Etat, format: Format, requete: Request) -> Result<Response, RefusAuth> {
    let appelant = etat.auth.verifier_export(requete.headers(), adresse(requete.extensions())).await?;
    let demande = match parametres(requete.uri().query()).and_then(|lus| Demande::lire(format, lus)) {
        Ok(demande) => demande,
        Err(refus) => return Ok(refuser(&refus)),
    };
    let par_portion = requete.headers().contains_key(header::RANGE);
    Ok(match etat.atelier.obtenir(&etat.moteur, &appelant, &demande, par_portion).await {
        Ok(Export { fichier, solde }) => {
            let mut reponse = portion::repondre(requete.method(), requete.headers(), fichier);
            let refusee = reponse.status().is_client_error();
            let dits = reponse.headers_mut();
            if !refusee {
                telecharger(dits, format.media(), &demande.nom_de_fichier());
            }
            dits.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            if let Some(solde) = solde {
                dire_solde(dits, solde);
            }
            reponse
        }
        Err(refus) => echouer(&etat, refus),
    })
}

fn echouer(etat: &Etat, echec: RefusExport) -> Response {
    match echec {
        RefusExport::Parametre(refus) => refuser(&refus),
        RefusExport::Ecriture(trop @ EchecEcriture::TropDeLignes(_)) => refus(
            Media::Graphql,
            400,
            "LIMITE_DEPASSEE",
            &format!("format : {trop} ; demandez une période plus courte, ou un autre format."),
        ),
        RefusExport::Portee => {
            refus(Media::Graphql, 403, "PORTEE_INSUFFISANTE", "Un export d'indicateurs demande la portée indicateurs:lire.")
        }
        RefusExport::Points(solde) => ecrire(&etat.moteur.trop(solde), Media::Graphql),
        RefusExport::Delai => {
            let mut reponse = refus(Media::Graphql, 503, "INDISPONIBLE", "Trop d'exports à la fois, ou celui-ci dépasse le temps permis.");
            reponse.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            reponse
        }
        RefusExport::Panne(panne) => ecrire(&panne.into(), Media::Graphql),
        RefusExport::Ecriture(EchecEcriture::Fichier(erreur)) => {
            tracing::error!(%erreur, "export could not be written");
            ecrire(&Panne::Donnee("export").into(), Media::Graphql)
        }
    }
}

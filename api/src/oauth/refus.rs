//! RFC 6749 errors. Descriptions keep to the ASCII characters that section 5.2 allows.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::erreur::Panne;
use serde_json::json;

use super::sans_memoire;
use crate::auth::{RefusAuth, RefusDemande};

#[derive(Debug)]
pub(super) enum RefusOauth {
    Requete(&'static str),
    Grant,
    /// No credentials, unknown client, wrong, expired or revoked secret: one answer.
    Client,
    /// An export key, which reads exports and gets no token.
    Usage,
    Agent,
    Portee,
    TropDEchecs(i64),
    Panne(Panne),
}

impl From<RefusAuth> for RefusOauth {
    fn from(refus: RefusAuth) -> Self {
        match refus {
            RefusAuth::Absent | RefusAuth::Jeton | RefusAuth::CleExport => Self::Client,
            RefusAuth::TropDEchecs(secondes) => Self::TropDEchecs(secondes),
            RefusAuth::Panne(panne) => Self::Panne(panne),
        }
    }
}

impl From<RefusDemande> for RefusOauth {
    fn from(refus: RefusDemande) -> Self {
        match refus {
            RefusDemande::Agent => Self::Agent,
            RefusDemande::Portee => Self::Portee,
            RefusDemande::Partenaire => Self::Client,
            RefusDemande::Duree => Self::Panne(Panne::Donnee("token duration")),
            RefusDemande::Panne(panne) => Self::Panne(panne),
        }
    }
}

impl RefusOauth {
    /// Status, error and description.
    const fn reponse(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Requete(pourquoi) => (StatusCode::BAD_REQUEST, "invalid_request", pourquoi),
            Self::Grant => (StatusCode::BAD_REQUEST, "unsupported_grant_type", "Seul client_credentials est admis."),
            Self::Client => (StatusCode::UNAUTHORIZED, "invalid_client", "Client inconnu ou secret faux."),
            Self::Usage => (StatusCode::BAD_REQUEST, "unauthorized_client", "Une cle d'export ne donne pas de jeton."),
            Self::Agent => (StatusCode::BAD_REQUEST, "invalid_request", "agent : inconnu de ce partenaire, ou inactif."),
            Self::Portee => (StatusCode::BAD_REQUEST, "invalid_scope", "scope : inconnu, ou hors de ce que ce client peut ouvrir."),
            Self::TropDEchecs(_) => {
                (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", "Trop de secrets faux depuis ce lieu : attendez.")
            }
            Self::Panne(_) => (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "Service indisponible : recommencez."),
        }
    }

    fn entete(&self) -> Option<(header::HeaderName, HeaderValue)> {
        match self {
            Self::Client => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth\""))),
            Self::TropDEchecs(secondes) => Some((header::RETRY_AFTER, (*secondes).into())),
            Self::Panne(_) => Some((header::RETRY_AFTER, HeaderValue::from_static("1"))),
            _ => None,
        }
    }
}

impl IntoResponse for RefusOauth {
    fn into_response(self) -> Response {
        if let Self::Panne(panne) = &self {
            tracing::error!(%panne, "token endpoint");
        }
        let (statut, erreur, pourquoi) = self.reponse();
        let corps = Json(json!({ "error": erreur, "error_description": pourquoi }));
        let mut reponse = (statut, sans_memoire(), corps).into_response();
        reponse.headers_mut().extend(self.entete());
        reponse
    }
}

//! The one shape of a refusal: the same words whether a token is absent, forged, expired or someone else's.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::erreur::Panne;

/// Why nobody was recognised. Only what HTTP needs to answer, never the fault found.
#[derive(Debug)]
pub enum RefusAuth {
    /// No token was given.
    Absent,
    /// A token was given, and it is not good.
    Jeton,
    /// An export key was asked for, and there is none or it is not good.
    CleExport,
    /// Too many wrong secrets came from this network; seconds to wait.
    TropDEchecs(i64),
    /// The database did not answer: nothing is known of the token.
    Panne(Panne),
}

impl From<Panne> for RefusAuth {
    fn from(panne: Panne) -> Self {
        Self::Panne(panne)
    }
}

impl RefusAuth {
    #[must_use]
    pub const fn statut(&self) -> StatusCode {
        match self {
            Self::Absent | Self::Jeton | Self::CleExport => StatusCode::UNAUTHORIZED,
            Self::TropDEchecs(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Panne(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent | Self::Jeton | Self::CleExport => "NON_AUTHENTIFIE",
            Self::TropDEchecs(_) => "TROP_DE_REQUETES",
            Self::Panne(_) => "INDISPONIBLE",
        }
    }

    #[must_use]
    pub const fn message(&self) -> &'static str {
        match self {
            Self::Absent | Self::Jeton => "Jeton d'accès absent, invalide ou expiré.",
            Self::CleExport => "Clé d'export absente, invalide ou expirée.",
            Self::TropDEchecs(_) => "Trop d'échecs d'authentification depuis ce réseau : réessayez plus tard.",
            Self::Panne(_) => "Service momentanément indisponible : réessayez.",
        }
    }

    /// The header that goes with the status, if one does.
    #[must_use]
    pub fn entete(&self) -> Option<(header::HeaderName, HeaderValue)> {
        match self {
            Self::Absent => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            Self::Jeton => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""))),
            Self::CleExport => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"exports\", charset=\"UTF-8\""))),
            Self::TropDEchecs(secondes) => Some((header::RETRY_AFTER, (*secondes).into())),
            Self::Panne(_) => Some((header::RETRY_AFTER, HeaderValue::from_static("1"))),
        }
    }
}

impl IntoResponse for RefusAuth {
    fn into_response(self) -> Response {
        if let Self::Panne(panne) = &self {
            tracing::error!(%panne, "authentication could not read the database");
        }
        let erreur = serde_json::json!({ "message": self.message(), "extensions": { "code": self.code() } });
        let mut reponse = (self.statut(), axum::Json(serde_json::json!({ "errors": [erreur] }))).into_response();
        reponse.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        reponse.headers_mut().extend(self.entete());
        reponse
    }
}

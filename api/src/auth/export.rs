//! Export keys: HTTP Basic, what spreadsheets can send, good for reading indicators and nothing else.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use domain::identite::clients::{self, Client, GenreClient};
use domain::portee::Portees;
use domain::session::Appelant;

use super::{Authentification, Identifiants, RefusAuth};

/// All that an export key opens.
const PORTEE: &str = "indicateurs:lire";

impl Authentification {
    /// The caller of an export that a key opens: by its token, or by its key when it has no token. Who gives neither is asked
    /// for a key, which browsers and spreadsheets know how to ask for.
    pub async fn verifier_export(&self, entetes: &HeaderMap, adresse: Option<IpAddr>) -> Result<Arc<Appelant>, RefusAuth> {
        match self.verifier(entetes).await {
            Err(RefusAuth::Absent) => self.verifier_cle_export(entetes, adresse).await,
            lu => lu,
        }
    }

    /// The caller whose export key the header carries. A server's secret is refused: it opens more than a file should hold.
    pub async fn verifier_cle_export(&self, entetes: &HeaderMap, adresse: Option<IpAddr>) -> Result<Arc<Appelant>, RefusAuth> {
        let identifiants = Identifiants::basic(entetes).ok_or(RefusAuth::CleExport)?;
        let client = self.authentifier(&identifiants, adresse).await?;
        let Some(client) = client.filter(|client| client.genre == GenreClient::Export) else { return Err(RefusAuth::CleExport) };
        let appelant = Appelant {
            client: client.id.to_string(),
            partenaire: client.partenaire,
            agent: None,
            portees: Portees::nommee(PORTEE).unwrap_or_default(),
            jeton: clients::empreinte(&identifiants.secret),
            expire: client.secret_expire_le.timestamp(),
        };
        self.admettre(&appelant).await.map_err(|refus| if matches!(refus, RefusAuth::Jeton) { RefusAuth::CleExport } else { refus })?;
        Ok(Arc::new(appelant))
    }

    /// The client of an id and a secret, none when wrong; a network that was wrong too often waits.
    pub async fn authentifier(&self, identifiants: &Identifiants, adresse: Option<IpAddr>) -> Result<Option<Client>, RefusAuth> {
        let maintenant = self.base.horloge.reelle();
        if let Some(secondes) = self.frein.attendre(adresse, maintenant) {
            return Err(RefusAuth::TropDEchecs(secondes));
        }
        let client = clients::authentifier(&self.base, &identifiants.client, &identifiants.secret).await?;
        if client.is_none() {
            self.frein.echec(adresse, maintenant);
        }
        Ok(client)
    }
}

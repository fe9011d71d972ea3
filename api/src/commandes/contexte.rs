//! What every command starts from: the configuration, or a data folder in the place of its database and secret.

use std::path::PathBuf;
use std::sync::Arc;

use domain::base::{self, Base};
use domain::horloge::Horloge;
use domain::identifiant::Hasard;
use domain::partenaire::Partenaire;

use super::dossier::Dossier;
use super::{Echec, migrer};
use crate::auth::Authentification;
use crate::config::{Configuration, Maitre};

pub(super) struct Contexte {
    pub config: Configuration,
    pub dossier: Option<Dossier>,
}

impl Contexte {
    pub fn nouveau(config: Configuration, donnees: Option<PathBuf>) -> Self {
        Self { config, dossier: donnees.map(Dossier::nouveau) }
    }

    /// The database, at this program's schema, by the server's role.
    pub async fn base(&self) -> Result<Arc<Base>, Echec> {
        let base = self.base_telle_quelle().await?;
        migrer::exiger_a_jour(&base).await?;
        Ok(base)
    }

    /// The database by the server's role, whatever its schema.
    pub async fn base_telle_quelle(&self) -> Result<Arc<Base>, Echec> {
        self.dossier.as_ref().map_or(Ok(()), Dossier::exiger)?;
        self.ouvrir(&self.config.database_url, Horloge::systeme()).await
    }

    /// The same by the role that owns its tables, in a folder that may be new.
    pub async fn base_du_proprietaire(&self) -> Result<Arc<Base>, Echec> {
        self.ouvrir(self.config.url_migration(), Horloge::systeme()).await
    }

    pub async fn ouvrir(&self, url: &str, horloge: Horloge) -> Result<Arc<Base>, Echec> {
        let hasard = Hasard::systeme();
        let cles = self.maitre(&hasard)?.cles();
        let du_dossier = self.dossier.as_ref().map(Dossier::url);
        let acces = base::Acces {
            url: du_dossier.as_deref().unwrap_or(url),
            url_lecture: self.config.url_lecture().filter(|_| du_dossier.is_none()),
            connexions: self.config.database_connexions,
        };
        Ok(Base::ouvrir(acces, (horloge, hasard, cles, self.config.reglages())).await?)
    }

    fn maitre(&self, hasard: &Hasard) -> Result<Maitre, Echec> {
        match &self.dossier {
            None => Ok(self.config.maitre()?),
            Some(dossier) => {
                dossier.creer()?;
                dossier.maitre(hasard)
            }
        }
    }

    /// Signs as the server of the folder does, or as the configuration says.
    pub fn authentification(&self, base: &Arc<Base>) -> Authentification {
        let du_dossier = self.dossier.as_ref().and_then(Dossier::adresse);
        Authentification::nouvelle(Arc::clone(base), du_dossier.unwrap_or_else(|| self.config.public_url.clone()))
    }
}

/// The partner of that key.
pub(super) async fn partenaire(base: &Arc<Base>, cle: &str) -> Result<Arc<Partenaire>, Echec> {
    let referentiel = base.referentiel().await?;
    let trouve = referentiel.partenaire(cle).cloned();
    trouve.ok_or_else(|| Echec::Saisie(format!("--partenaire : aucun partenaire de clé « {cle} » dans le référentiel chargé")))
}

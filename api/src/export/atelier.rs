//! Where files of indicators are made for HTTP: some at a time, and kept a while for who reads them by ranges.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::erreur::Panne;
use domain::session::{Appelant, Session};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::demande::Demande;
use super::fichier::Fichier;
use super::indicateurs::{self, RefusExport, Table};
use crate::moteur::Moteur;
use crate::points::Solde;

/// How long a file stands for the same table counted again, and for its ranges: as long as a month that is kept does before
/// it is counted anew.
const CONSERVATION: TimeDelta = TimeDelta::hours(1);

/// Bytes of temporary files kept, and what a small one is counted for: each holds a descriptor.
const PLACE: u64 = 1024 * 1024 * 1024;
const MINIMUM: u64 = 16 * 1024 * 1024;

/// Keys are digests of who asks, with which rights, and what.
type Cle = [u8; 32];

pub struct Atelier {
    places: Semaphore,
    recents: Cache<Cle, Recent>,
}

/// A file that was given, what it says, and since when.
#[derive(Clone)]
struct Recent {
    fichier: Arc<Fichier>,
    dit: Arc<str>,
    depuis: DateTime<Utc>,
}

/// A file, and what is left of the points of the minute.
pub struct Export {
    pub fichier: Arc<Fichier>,
    pub solde: Option<Solde>,
}

impl Atelier {
    #[must_use]
    pub fn nouveau(simultanes: usize) -> Self {
        let poids = |_: &Cle, recent: &Recent| u32::try_from(recent.fichier.taille.max(MINIMUM)).unwrap_or(u32::MAX);
        let duree = CONSERVATION.to_std().unwrap_or_default();
        let recents = Cache::builder().max_capacity(PLACE).weigher(poids).time_to_live(duree).build();
        Self { places: Semaphore::new(simultanes), recents }
    }

    /// The file of that question. `portion`: ranges are served from the file given last, for a reader puts them together;
    /// otherwise the table is always made anew, and the file given last is given again when it says the same.
    pub async fn obtenir(
        &self,
        moteur: &Moteur,
        appelant: &Arc<Appelant>,
        demande: &Demande,
        portion: bool,
    ) -> Result<Export, RefusExport> {
        let essais = async {
            let _place = self.places.acquire().await.map_err(|_| RefusExport::Delai)?;
            match self.essayer(moteur, appelant, demande, portion).await {
                Err(RefusExport::Panne(Panne::HabilitationsChangees)) => self.essayer(moteur, appelant, demande, portion).await,
                premier => premier,
            }
        };
        let duree = Duration::from_secs(moteur.limites.export_secondes);
        tokio::time::timeout(duree, essais).await.unwrap_or(Err(RefusExport::Delai))
    }

    async fn essayer(&self, moteur: &Moteur, appelant: &Arc<Appelant>, demande: &Demande, portion: bool) -> Result<Export, RefusExport> {
        let session = indicateurs::ouvrir(&moteur.base, appelant).await?;
        let cle = cle(&session, demande);
        let maintenant = moteur.base.horloge.reelle();
        let recent = self.recents.get(&cle).filter(|r| maintenant - r.depuis < CONSERVATION);
        if let Some(Recent { fichier, .. }) = recent.clone().filter(|_| portion) {
            let solde = moteur.depenser(&session, 1).map_err(RefusExport::Points)?;
            session.rafraichir().await?;
            return Ok(Export { fichier, solde: Some(solde) });
        }
        let mut solde = None;
        let depenser = |points| {
            solde = Some(moteur.depenser(&session, points)?);
            Ok(())
        };
        let Table { fichier, dit } = indicateurs::ecrire(&session, demande, depenser).await?;
        let fichier = match recent.filter(|r| *r.dit == *dit) {
            Some(meme) => meme.fichier,
            None => self.garder(cle, Recent { fichier: fichier.into(), dit: dit.into(), depuis: maintenant }),
        };
        Ok(Export { fichier, solde })
    }

    fn garder(&self, cle: Cle, neuf: Recent) -> Arc<Fichier> {
        let fichier = Arc::clone(&neuf.fichier);
        self.recents.insert(cle, neuf);
        fichier
    }
}

/// Another partner, other rights, another day or another version of the conventions or of the reference data: another file.
fn cle(session: &Session, demande: &Demande) -> Cle {
    let p = &session.perimetre;
    let qui = (p.partenaire, p.agent, p.jour, p.portees(), session.versions());
    Sha256::digest(format!("{qui:?} {demande:?}")).into()
}

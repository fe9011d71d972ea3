//! `passerelle demo`: the first thing that a newcomer runs.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::Args;
use domain::base::Base;
use domain::generation::Demande;
use domain::horloge::Horloge;
use domain::installation;
use domain::referentiel::chargement;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::dossier::Dossier;
use super::service::{self, Service};
use super::{Contexte, Echec, generer, migrer, nombre};
use crate::auth::Authentification;
use crate::config::Configuration;

mod annonce;
mod personas;

#[derive(Args)]
pub(super) struct Demo {
    /// Port de la machine où servir (8080 par défaut ; 0 en prend un libre)
    #[arg(long, value_name = "PORT", default_value_t = 8080, value_parser = nombre::<u16>, hide_default_value = true)]
    port: u16,
    /// Nombre de personnes de synthèse, deux tiers en Haute-Garonne, un tiers en Tarn-et-Garonne (2000 par défaut)
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = nombre::<usize>, hide_default_value = true)]
    allocataires: usize,
    /// Graine : la même donne les mêmes personnes (42 par défaut)
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = nombre::<u64>, hide_default_value = true)]
    graine: u64,
    /// Jour que le monde de synthèse a atteint (aujourd'hui par défaut), comme 2026-03-31
    #[arg(long, value_name = "DATE", value_parser = jour)]
    au: Option<NaiveDate>,
    /// Fichier où écrire les jetons, en JSON, une fois que le serveur répond
    #[arg(long, value_name = "FICHIER")]
    jetons: Option<PathBuf>,
}

fn jour(texte: &str) -> Result<NaiveDate, &'static str> {
    texte.parse().map_err(|_| "une date est attendue, comme 2026-03-31")
}

impl Demo {
    pub async fn executer(self, mut contexte: Contexte) -> Result<(), Echec> {
        // The address first: one that is taken is told before people are generated.
        let ecoute = service::ecouter("--port", SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).await?;
        let adresse = ecoute.local_addr().map_err(Echec::systeme("--port"))?;
        let interne = interne(&contexte.config).await?;
        let _provisoire = dossier(&mut contexte)?;
        let public_url = public_url(&contexte.config, adresse);
        let base = self.preparer(&contexte, &public_url).await?;
        let auth = Arc::new(Authentification::nouvelle(Arc::clone(&base), public_url.as_str()));
        let jetons = Arc::new(personas::jetons(&auth).await?);
        let annonce =
            annonce::Annonce { adresse, interne: interne.local_addr().ok(), public_url, jetons: Arc::clone(&jetons), fichier: self.jetons };
        let vues = personas::vues(&base).await?;
        service(contexte.config, (ecoute, interne), (base, auth), jetons).servir(annonce.faire(&vues)).await
    }

    /// A database of the folder with everything in it; people are generated where there are none.
    async fn preparer(&self, contexte: &Contexte, public_url: &str) -> Result<Arc<Base>, Echec> {
        let horloge = self.au.map_or_else(Horloge::systeme, |au| Horloge::systeme().au(au));
        let base = contexte.ouvrir(&contexte.config.database_url, horloge).await?;
        migrer::migrer(&base).await?;
        chargement::charger(&base).await?;
        chargement::agents_de_demonstration(&base).await?;
        self.peupler(&base).await?;
        contexte.dossier.as_ref().map_or(Ok(()), |dossier| dossier.noter_adresse(public_url))?;
        Ok(base)
    }

    async fn peupler(&self, base: &Arc<Base>) -> Result<(), Echec> {
        let presents = installation::populations(base).await?;
        if presents.iter().any(|population| !population.synthetique) {
            return Err(Echec::Refus(
                "ce dossier contient des personnes réelles : une démonstration donnerait leurs dossiers à tous".to_owned(),
            ));
        }
        let tiers = self.allocataires / 3;
        for (departement, allocataires) in [("31", self.allocataires - tiers), ("82", tiers)] {
            if presents.iter().all(|population| population.departement != departement) {
                let au = base.horloge.jour(Tz::Europe__Paris);
                let demande = Demande { departement: departement.to_owned(), allocataires, graine: self.graine, au };
                generer::peupler(base, &demande).await?;
            }
        }
        Ok(())
    }
}

/// A folder of its own that goes away with the demo, unless one was named.
fn dossier(contexte: &mut Contexte) -> Result<Option<TempDir>, Echec> {
    if contexte.dossier.is_some() {
        return Ok(None);
    }
    let provisoire = tempfile::Builder::new().prefix("passerelle-").tempdir().map_err(Echec::systeme("dossier provisoire"))?;
    contexte.dossier = Some(Dossier::nouveau(provisoire.path().to_owned()));
    Ok(Some(provisoire))
}

/// Another demo may hold the inner address: any free one of the machine does.
async fn interne(config: &Configuration) -> Result<TcpListener, Echec> {
    match service::ecouter("LISTEN_INTERNE", config.listen_interne).await {
        Ok(interne) => Ok(interne),
        Err(_) => service::ecouter("LISTEN_INTERNE", SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await,
    }
}

/// What the configuration says when it says something, else the address itself.
fn public_url(config: &Configuration, adresse: SocketAddr) -> String {
    if config.public_url_par_defaut() { format!("http://{adresse}") } else { config.public_url.clone() }
}

fn service(
    config: Configuration,
    (ecoute, interne): (TcpListener, TcpListener),
    (base, auth): (Arc<Base>, Arc<Authentification>),
    jetons: Arc<BTreeMap<String, String>>,
) -> Service {
    Service { ecoute, interne, base, auth, limites: config.limits, origines: config.cors.origines, jetons_de_demonstration: Some(jetons) }
}

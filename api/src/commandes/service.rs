//! Serving until told to stop: the partners' address, the inner one and the background work, from one place.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::base::Base;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Echec;
use crate::auth::Authentification;
use crate::graphql::porte::Limites;
use crate::http::Serveur;
use crate::taches::Taches;
use crate::telemetrie;

/// How long requests under way may take once the server was told to stop, then the work in the background.
const EGOUTTEMENT: Duration = Duration::from_secs(15);

pub(super) struct Service {
    pub ecoute: TcpListener,
    pub interne: TcpListener,
    pub base: Arc<Base>,
    pub auth: Arc<Authentification>,
    pub limites: Limites,
    pub origines: Vec<String>,
    pub jetons_de_demonstration: Option<Arc<BTreeMap<String, String>>>,
}

impl Service {
    /// Serves, and does `ensuite` while it serves. Ends at Ctrl-C or SIGTERM, once requests under way have their answer.
    pub async fn servir(self, ensuite: impl Future<Output = Result<(), Echec>>) -> Result<(), Echec> {
        let serveur = Serveur {
            base: Arc::clone(&self.base),
            auth: self.auth,
            limites: self.limites,
            origines: self.origines,
            jetons_de_demonstration: self.jetons_de_demonstration,
        };
        let routes = serveur.routes()?.into_make_service_with_connect_info::<SocketAddr>();
        let (arret, signal) = watch::channel(false);
        let partenaires = axum::serve(self.ecoute, routes).with_graceful_shutdown(arrete(signal.clone()));
        let mesures = axum::serve(self.interne, telemetrie::routes()).with_graceful_shutdown(arrete(signal));
        let taches = Taches::lancer(&self.base);
        let fini = tokio::select! {
            servi = async { tokio::try_join!(servi(partenaires), servi(mesures), ensuite) } => servi.map(drop),
            () = fin(&arret) => Ok(()),
        };
        // The first freeze of an installation takes minutes: each of its transactions is whole, the next start goes on.
        if tokio::time::timeout(EGOUTTEMENT, taches.arreter()).await.is_err() {
            tracing::info!("background work was cut short");
        }
        fini
    }
}

pub(super) async fn ecouter(cle: &str, adresse: SocketAddr) -> Result<TcpListener, Echec> {
    TcpListener::bind(adresse).await.map_err(Echec::systeme(format!("{cle} : l'adresse {adresse} ne s'ouvre pas")))
}

async fn servi(serveur: impl IntoFuture<Output = std::io::Result<()>>) -> Result<(), Echec> {
    serveur.await.map_err(Echec::systeme("le serveur s'est arrêté"))
}

/// Tells both servers to stop when the process is told, then gives them some time.
async fn fin(arret: &watch::Sender<bool>) {
    demande_arret().await;
    tracing::info!("stopping");
    arret.send_replace(true);
    tokio::time::sleep(EGOUTTEMENT).await;
}

async fn arrete(mut signal: watch::Receiver<bool>) {
    let _ = signal.wait_for(|arret| *arret).await;
}

/// Ctrl-C, or SIGTERM where there is one. A signal that cannot be watched never comes.
async fn demande_arret() {
    let interruption = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interruption => {}
        () = terminaison() => {}
    }
}

#[cfg(unix)]
async fn terminaison() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminaison() {
    std::future::pending().await
}

//! The work done in the background, and the only place that starts any: sequencer, ticker, aggregates, freezing, forgetting.
//!
//! Each runs on its own, one pass after another; several replicas may run them all, the database lets one through.

use std::sync::Arc;
use std::time::Duration;

use domain::base::Base;
use domain::erreur::Panne;
use domain::{journal, taches};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::telemetrie;

/// Between two looks of the sequencer; idle for a while or broken down, it looks less often. After a breakdown, each look
/// also throws away one dead connection of the pool, so that requests find live ones sooner.
const SEQUENCE: Duration = Duration::from_millis(50);
const SEQUENCE_AU_REPOS: Duration = Duration::from_millis(200);
const SEQUENCE_EN_PANNE: Duration = Duration::from_millis(250);

/// Rows placed by one look after which more are surely waiting.
const PLEIN: usize = 500;

/// Empty looks after which the sequencer is at rest.
const REPOS: u32 = 20;

/// Between two lots of measures to count: requests come first.
const REPRISE: Duration = Duration::from_secs(2);

const MINUTE: Duration = Duration::from_mins(1);
const HEURE: Duration = Duration::from_hours(1);
const JOUR: Duration = Duration::from_hours(24);

/// The running work, until it is told to stop.
pub struct Taches {
    arret: watch::Sender<bool>,
    en_cours: JoinSet<()>,
}

impl Taches {
    #[must_use]
    pub fn lancer(base: &Arc<Base>) -> Self {
        let (arret, signal) = watch::channel(false);
        let mut en_cours = JoinSet::new();
        en_cours.spawn(sequencer(Arc::clone(base), signal.clone()));
        en_cours.spawn(battre(Arc::clone(base), signal.clone()));
        en_cours.spawn(figer(Arc::clone(base), signal.clone()));
        en_cours.spawn(agreger(Arc::clone(base), signal.clone()));
        en_cours.spawn(oublier(Arc::clone(base), signal));
        Self { arret, en_cours }
    }

    /// Lets each pass under way finish, and starts no other. Passes still running when this is dropped are rolled back.
    pub async fn arreter(mut self) {
        self.arret.send_replace(true);
        while self.en_cours.join_next().await.is_some() {}
    }
}

async fn sequencer(base: Arc<Base>, mut signal: watch::Receiver<bool>) {
    let mut veille = Veille::de("sequencer");
    let mut vides = 0;
    loop {
        let places = veille.noter(journal::sequence::passer(&base).await);
        vides = if places.is_some_and(|places| places > 0) { 0 } else { vides + 1 };
        metrics::counter!("passerelle_sequence_lignes_total").increment(places.unwrap_or_default() as u64);
        if pause(&mut signal, attente(places, vides)).await {
            return;
        }
    }
}

/// How long until the next look: not at all after a full one.
const fn attente(places: Option<usize>, vides: u32) -> Duration {
    match places {
        None => SEQUENCE_EN_PANNE,
        Some(places) if places >= PLEIN => Duration::ZERO,
        Some(_) if vides >= REPOS => SEQUENCE_AU_REPOS,
        Some(_) => SEQUENCE,
    }
}

async fn battre(base: Arc<Base>, mut signal: watch::Receiver<bool>) {
    let mut veille = Veille::de("ticker");
    loop {
        if let Some(passage) = veille.noter(taches::passer(&base).await)
            && passage != taches::Passage::default()
        {
            tracing::info!(?passage, "ticker");
        }
        telemetrie::entretenir();
        if pause(&mut signal, MINUTE).await {
            return;
        }
    }
}

/// A month that ends waits for at most an hour.
async fn figer(base: Arc<Base>, mut signal: watch::Receiver<bool>) {
    let mut veille = Veille::de("freezing");
    loop {
        let suivant = if veille.noter(taches::figer(&base).await).is_some() { HEURE } else { MINUTE };
        if pause(&mut signal, suivant).await {
            return;
        }
    }
}

/// Months of measures, a few at a time: at once again while some are due, so that a new installation has them in minutes.
async fn agreger(base: Arc<Base>, mut signal: watch::Receiver<bool>) {
    let mut veille = Veille::de("aggregates");
    loop {
        let comptees = veille.noter(domain::mesure::agregat::rafraichir(&base).await).unwrap_or_default();
        if pause(&mut signal, if comptees > 0 { REPRISE } else { MINUTE }).await {
            return;
        }
    }
}

async fn oublier(base: Arc<Base>, mut signal: watch::Receiver<bool>) {
    let mut veille = Veille::de("forgetting");
    loop {
        let suivant = if veille.noter(taches::oublier_reponses(&base).await).is_some() { JOUR } else { MINUTE };
        if pause(&mut signal, suivant).await {
            return;
        }
    }
}

/// Waits; true when told to stop, also by the end of whoever could tell.
async fn pause(signal: &mut watch::Receiver<bool>, duree: Duration) -> bool {
    tokio::select! {
        () = tokio::time::sleep(duree) => false,
        _ = signal.wait_for(|arret| *arret) => true,
    }
}

/// Says that a task broke down once, and once that it works again.
struct Veille {
    tache: &'static str,
    en_panne: bool,
}

impl Veille {
    const fn de(tache: &'static str) -> Self {
        Self { tache, en_panne: false }
    }

    fn noter<T>(&mut self, resultat: Result<T, Panne>) -> Option<T> {
        let avant = std::mem::replace(&mut self.en_panne, resultat.is_err());
        match &resultat {
            Err(panne) if !avant => tracing::error!(tache = self.tache, %panne, "background task"),
            Ok(_) if avant => tracing::info!(tache = self.tache, "background task works again"),
            _ => {}
        }
        resultat.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequencer_hurries_when_there_is_more_and_rests_when_there_is_nothing() {
        assert_eq!(attente(Some(PLEIN), 0), Duration::ZERO);
        assert_eq!(attente(Some(3), 0), SEQUENCE);
        assert_eq!(attente(Some(0), REPOS - 1), SEQUENCE);
        assert_eq!(attente(Some(0), REPOS), SEQUENCE_AU_REPOS);
        assert_eq!(attente(None, 0), SEQUENCE_EN_PANNE);
    }

    #[tokio::test]
    async fn a_pause_ends_when_told_to_stop() {
        let (arret, mut signal) = watch::channel(false);
        assert!(!pause(&mut signal, Duration::ZERO).await);
        arret.send_replace(true);
        assert!(pause(&mut signal, JOUR).await);
        drop(arret);
        assert!(pause(&mut signal, JOUR).await);
    }
}

//! CPU of server and database for one request, as a ratio to hand-written SQL on the same database in the same run.
//!
//! Two baselines: `nu` runs the SQL and writes the JSON; `loyal` adds the duties by hand (verified token, one transaction
//! that says for whom it runs, the journal row, and for a write its event, links, deadline and idempotency row).
//! `PERSONNES` and `REQUETES` change the size of the world and of the run.

mod cpu;
mod ecriture;
mod lecture;
mod monde;

use std::future::Future;

use cpu::Compteur;
use monde::Monde;

/// Requests under way at once.
const CLIENTS: usize = 8;

fn main() {
    // `cargo bench` passes its own flags; this program has none.
    let moteur = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    moteur.block_on(async {
        let Some(monde) = Monde::preparer().await else {
            println!("PostgreSQL's server binaries are not installed: nothing to measure against.");
            return;
        };
        println!("{:<28}{:>10}{:>10}{:>10}{:>12}{:>12}", "ms CPU a request", "nu", "loyal", "Passerelle", "x nu", "x loyal");
        afficher("B page of 50 prescriptions", lecture::mesurer(&monde).await);
        afficher("E prescribe and read back", ecriture::mesurer(&monde).await);
    });
}

/// Milliseconds of CPU: bare, loyal, ours.
pub type Mesures = [f64; 3];

fn afficher(nom: &str, [nu, loyal, passerelle]: Mesures) {
    println!("{nom:<28}{nu:>10.3}{loyal:>10.3}{passerelle:>10.3}{:>12.2}{:>12.2}", passerelle / nu, passerelle / loyal);
}

/// Runs `requete` for ranks `0..nombre` from [`CLIENTS`] loops after a warm-up, and returns its CPU milliseconds.
///
/// Variants are measured in turn, three rounds, and each keeps its median: the machine's drift touches all of them.
async fn tour<F, R>(monde: &Monde, depart: usize, nombre: usize, requete: F) -> f64
where
    F: Fn(usize) -> R + Sync,
    R: Future<Output = ()> + Send,
{
    let avant = Compteur::lire(monde.postmaster);
    let boucle = |client: usize| {
        let requete = &requete;
        async move {
            for rang in (client..nombre).step_by(CLIENTS) {
                requete(depart + rang).await;
            }
        }
    };
    futures::future::join_all((0..CLIENTS).map(boucle)).await;
    let cpu = Compteur::lire(monde.postmaster) - avant;
    cpu * 1000.0 / f64::from(u32::try_from(nombre).unwrap_or(u32::MAX))
}

fn mediane(mut valeurs: Vec<f64>) -> f64 {
    valeurs.sort_by(f64::total_cmp);
    valeurs[valeurs.len() / 2]
}

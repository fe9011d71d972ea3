//! CPU of server and database for one request, as a ratio to hand-written SQL on the same database in the same run.
//!
//! Two baselines: `nu` runs the SQL and writes the JSON; `loyal` adds the duties by hand (verified token, one transaction
//! that says for whom it runs, the journal row, and for a write its event, links, deadline and idempotency row).
//! `PERSONNES` and `REQUETES` change the size of the world and of the run, `OPERATIONS` (`ABCDE`) what is measured.

mod complement;
mod cpu;
mod ecriture;
mod indicateur;
mod instantane;
mod json;
mod lecture;
mod monde;
mod personne;
mod territoire;

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
        println!("{:<30}{:>10}{:>10}{:>10}{:>12}{:>12}", "ms CPU a request", "nu", "loyal", "Passerelle", "x nu", "x loyal");
        let voulues = std::env::var("OPERATIONS").unwrap_or_else(|_| "ABCDE".to_owned());
        for operation in voulues.chars() {
            mesurer(&monde, operation).await;
        }
    });
}

async fn mesurer(monde: &Monde, operation: char) {
    match operation {
        'A' => afficher("A one person and its parcours", personne::mesurer(monde).await),
        'B' => afficher("B page of 50 prescriptions", lecture::mesurer(monde).await),
        'C' => afficher("C 50 people, their lists", territoire::mesurer(monde).await),
        'D' => afficher("D a year by territory and month", indicateur::mesurer(monde).await),
        'E' => afficher("E prescribe and read back", ecriture::mesurer(monde).await),
        inconnue => println!("{inconnue}: no such operation"),
    }
}

/// Milliseconds of CPU: bare, loyal, ours.
pub type Mesures = [f64; 3];

fn afficher(nom: &str, [nu, loyal, passerelle]: Mesures) {
    println!("{nom:<30}{nu:>10.3}{loyal:>10.3}{passerelle:>10.3}{:>12.2}{:>12.2}", passerelle / nu, passerelle / loyal);
}

/// Measures the three ways in turn, three rounds, and keeps the median of each: the machine's drift touches all of them.
///
/// Each turn has ranks of its own, so that what one wrote is not there for another to meet.
async fn comparer<N, L, P, RN, RL, RP>(monde: &Monde, nombre: usize, (nu, loyal, passerelle): (N, L, P)) -> Mesures
where
    N: Fn(usize) -> RN + Sync,
    L: Fn(usize) -> RL + Sync,
    P: Fn(usize) -> RP + Sync,
    RN: Future<Output = ()> + Send,
    RL: Future<Output = ()> + Send,
    RP: Future<Output = ()> + Send,
{
    let mut mesures: [Vec<f64>; 3] = Default::default();
    for serie in 0..3 {
        let depart = |variante: usize| (serie * 3 + variante) * nombre;
        mesures[0].push(tour(monde, depart(0), nombre, &nu).await);
        mesures[1].push(tour(monde, depart(1), nombre, &loyal).await);
        mesures[2].push(tour(monde, depart(2), nombre, &passerelle).await);
    }
    mesures.map(mediane)
}

/// Runs `requete` for ranks `0..nombre` from [`CLIENTS`] loops, and returns its CPU milliseconds.
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

//! A whole platform for one test: a database of its own with a small synthetic world, a clock that only moves when told
//! to, and the HTTP router, called without a socket.
//!
//! The world is made once a process and an engine, then copied for each test: tests share nothing and may all run at once.

mod banc;
mod base;
mod client;
mod gestes;
mod postgres;

pub use banc::Banc;
pub use base::{MAITRE, Moteur};
pub use client::{Client, GRAPHQL, JSON, Reponse};
pub use gestes::{ecrire_partenaire, prescrire, recevoir, reperer, situer_en_maison};

/// Makes two tests, one an engine, of each `async fn name(banc: &Banc)` that is named. The bench is an ordinary one, unless
/// another way to make it comes first: `Banc::sensible => name`.
macro_rules! sur_les_deux_moteurs {
    ($banc:expr => $($nom:ident),+ $(,)?) => { $(
        mod $nom {
            use $crate::harnais::{Banc, Moteur, sur};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                sur(Moteur::Sqlite, $banc, super::$nom).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                sur(Moteur::Postgres, $banc, super::$nom).await;
            }
        }
    )+ };
    ($($nom:ident),+ $(,)?) => { $crate::harnais::sur_les_deux_moteurs!(Banc::nouveau => $($nom),+); };
}
pub(crate) use sur_les_deux_moteurs;

/// Runs a test on a fresh bench of that engine; says so and passes when the engine is not installed.
pub async fn sur(moteur: Moteur, ouvrir: impl AsyncFnOnce(Moteur) -> Banc, essai: impl AsyncFnOnce(&Banc)) {
    if !moteur.present() {
        println!("PostgreSQL n'est pas installé : test passé sans rien vérifier");
        return;
    }
    let banc = ouvrir(moteur).await;
    essai(&banc).await;
    banc.fermer().await;
}

sur_les_deux_moteurs!(le_banc_repond);

async fn le_banc_repond(banc: &Banc) {
    let reponse = banc.client("departement-31/ass").await.demander("{ moi { agent { nom } } }", ()).await;
    assert_eq!(reponse.statut, 200, "{}", reponse.corps);
    assert_eq!(reponse.donnees()["moi"]["agent"]["nom"], "Démo-Lauragais");
    let personnes: i64 = banc.valeur("select count(*) from allocataire", []).await;
    assert_eq!(personnes, 200);
}

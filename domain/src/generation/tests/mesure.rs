//! How long it takes, on the database that `PASSERELLE_DATABASE_URL` names, migrated and without people:
//! `cargo test --release -p domain generation_timing -- --ignored --nocapture`.

use std::time::Instant;

use super::{Demande, au, generer};
use crate::base::{Acces, Base};
use crate::horloge::Horloge;
use crate::identifiant::Hasard;
use crate::secret::Cles;

#[tokio::test]
#[ignore = "writes thousands of people into the database of PASSERELLE_DATABASE_URL"]
async fn generation_timing() {
    let url = std::env::var("PASSERELLE_DATABASE_URL").expect("PASSERELLE_DATABASE_URL");
    let outils = (Horloge::systeme(), Hasard::systeme(), Cles::de_maitre(&[0; 32]), super::monde().reglages.clone());
    let base = Base::ouvrir(Acces { url: &url, url_lecture: None, connexions: 2 }, outils).await.expect("database");
    crate::referentiel::chargement::charger(&base).await.expect("reference data");
    for (departement, allocataires) in [("82", 2_000), ("64", 2_000), ("31", 36_000)] {
        let demande = Demande { departement: departement.to_owned(), allocataires, graine: 42, au: au() };
        let debut = Instant::now();
        let bilan = generer(&base, &demande, |_| ()).await.expect("generation");
        println!("{departement}: {bilan:?} in {:?}", debut.elapsed());
    }
}

//! Each indicator of the documents is computed, declared, or out of reach with the reason; and what computes it exists.

use domain::indicateur::Indicateur;
use domain::mesure::catalogue::par_code;
use domain::mesure::{Question, verifier};
use domain::referentiel::Referentiel;
use domain::territoire::TypeTerritoire;

use super::scene::toujours;
use crate::harnais::{Banc, Moteur};

/// Indicators that a measure computes, at the least.
const CALCULES: usize = 110;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chaque_indicateur_est_calcule_declare_ou_hors_de_portee() {
    let banc = Banc::nouveau(Moteur::Sqlite).await;
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let mut calcules = 0;
    for indicateur in referentiel.indicateurs.toutes() {
        let document = &indicateur.document;
        assert!(document.mesure.is_none() || document.hors_de_portee.is_none(), "{}: computed, or out of reach", document.code);
        assert!(document.mesure.is_some() || document.mesure_parametre.is_none(), "{}: a parameter of nothing", document.code);
        calcules += usize::from(relier(&referentiel, indicateur));
    }
    assert!(calcules >= CALCULES, "{calcules} computed indicators");
}

/// The measure exists, counts in the unit of the indicator, and answers for its département; false when none computes it.
fn relier(referentiel: &Referentiel, indicateur: &Indicateur) -> bool {
    let document = &indicateur.document;
    let Some(code) = &document.mesure else { return false };
    let mesure = par_code(code).unwrap_or_else(|| panic!("{}: no measure {code}", document.code));
    assert_eq!(mesure.unite, document.unite, "{}: {code}", document.code);
    let question = Question { parametre: document.mesure_parametre.clone(), ..toujours() };
    assert_eq!(verifier(referentiel, &indicateur.departement, mesure, &question), Ok(()), "{}", document.code);
    for cube in mesure.cubes {
        let niveau = Some(TypeTerritoire::Intercommunalite);
        let cube = Question { ventilation: cube.to_vec(), niveau, ..question.clone() };
        assert_eq!(verifier(referentiel, &indicateur.departement, mesure, &cube), Ok(()), "{} {:?}", document.code, cube.ventilation);
    }
    true
}

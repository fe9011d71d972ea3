//! Applications and contracts in the worlds of the data files: each move is one of the table, and no post takes too many.

use std::collections::HashSet;

use super::mondes::monde;
use crate::candidature::StatutCandidature as S;
use crate::candidature::transition::toutes;
use crate::generation::dossier::Dossier;
use crate::generation::emploi::{self, Emploi, Places};
use crate::generation::lignes;
use crate::generation::monde::Monde;

const NOMBRE: usize = 1500;

fn peupler(departement: &str) -> (Monde, Vec<Emploi>, Places) {
    let monde = monde(departement);
    let mut places = Places::default();
    let tires = (0..NOMBRE).map(|rang| emploi::tirer(&monde, 42, rang, &Dossier::tirer(&monde, 42, rang), &mut places)).collect();
    (monde, tires, places)
}

#[test]
fn applications_go_by_the_table_and_contracts_by_the_law() {
    let (monde, tires, places) = peupler("31");
    let table = toutes();
    let mut vus = HashSet::new();
    for p in tires.iter().flat_map(|e| &e.candidatures) {
        let permis = |de, vers| de == vers || table.iter().any(|t| t.de == de && t.vers == vers);
        for x in &p.pas {
            assert!(x.passage.de.is_none_or(|de| permis(de, x.passage.vers)), "{:?}", x.passage);
            assert!(x.le < monde.calendrier.minuit(monde.calendrier.au) || x.passage.motif.is_some());
        }
        assert!(p.pas.windows(2).all(|deux| deux[0].le <= deux[1].le));
        assert_ne!(p.candidature.employeur, p.candidature.prescripteur);
        vus.insert(p.candidature.statut);
    }
    for attendu in [S::Nouvelle, S::ALEtude, S::Acceptee, S::Embauchee, S::Refusee] {
        assert!(vus.contains(&attendu), "{vus:?}");
    }
    for e in tires.iter().flat_map(|e| &e.contrats) {
        let c = &e.contrat;
        assert!(c.debut <= c.fin_prevue && c.sortie.is_none_or(|s| (c.debut..=c.fin_prevue).contains(&s.le)), "{c:?}");
        assert_eq!((c.sortie.is_some(), Some(e.pass.id)), (e.termine_le.is_some(), c.pass));
        assert!(e.immersions.iter().all(|i| c.debut <= i.du && i.au <= c.fin_prevue));
    }
    for poste in &monde.iae.postes {
        let courants = tires.iter().flat_map(|e| &e.contrats).filter(|e| e.contrat.poste == poste.id && e.termine_le.is_none()).count();
        assert_eq!(i64::try_from(courants).unwrap(), places.prises(poste.id));
        assert!(places.prises(poste.id) < poste.nombre_postes || courants == 0);
    }
}

#[test]
fn nobody_works_twice_and_nothing_outlives_a_hire() {
    let (_, tires, _) = peupler("64");
    for e in &tires {
        assert!(e.contrats.iter().filter(|c| c.termine_le.is_none()).count() <= 1);
        let vives = e.candidatures.iter().filter(|p| p.close_le().is_none()).count();
        assert!(vives <= 1 && (vives == 0 || e.contrats.iter().all(|c| c.termine_le.is_some())));
        for p in e.candidatures.iter().filter(|p| p.candidature.statut == S::Embauchee) {
            assert!(e.contrats.iter().any(|c| c.contrat.candidature == p.candidature.id));
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_rows() {
    let lignes = || {
        let (_, tires, _) = peupler("31");
        lignes::emploi::de(&tires).iter().flat_map(|t| t.valeurs().to_vec()).collect::<Vec<_>>()
    };
    assert_eq!(lignes(), lignes());
}

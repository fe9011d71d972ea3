//! Small tables that a reader can follow.

use chrono::Datelike;

use super::super::*;
use super::monde::periodes;

const NIVEAU: Niveau = Niveau { temps: Temps::Somme, dans: None, masse: false };

/// Places in rows, parts in columns; margins are added.
fn mois(forme: &Forme, lignes: &[&[i64]]) -> Vec<Case> {
    let colonnes = forme.colonnes();
    let mut cases = vec![Case::vide(); forme.lieux.len() * colonnes];
    for (rang, ligne) in lignes.iter().enumerate() {
        for (part, compte) in ligne.iter().enumerate() {
            for place in [(0, 0), (0, 1 + part), (rang + 1, 0), (rang + 1, 1 + part)] {
                cases[place.0 * colonnes + place.1].comptes[0] += compte;
            }
        }
    }
    cases
}

fn forme(lieux: usize, parts: usize) -> Forme {
    let lieux = (0..=lieux).map(|l| (l > 0).then_some(0)).collect();
    let axes = vec![Axe { parts, partage: Partage::Partition, par_lieu: true }];
    Forme { seuil: 11, niveaux: vec![NIVEAU], lieux, axes }
}

/// One letter a cell, one line a place, the margins first.
fn lire(tables: &Tables, tranche: usize) -> Vec<String> {
    let lettre = |l: usize, c: usize| if tables.visible(tranche, l, c) { '.' } else { 'x' };
    (0..tables.forme.lieux.len()).map(|l| (0..tables.forme.colonnes()).map(|c| lettre(l, c)).collect()).collect()
}

fn decider(forme: &Forme, tables: &[&[&[i64]]]) -> Tables {
    let mut decidees = Tables::nouvelles(forme.clone());
    for (periode, lignes) in periodes(12).into_iter().filter(|p| p.du.month() == p.au.month()).zip(tables) {
        decidees.decider(vec![(periode, mois(forme, lignes))]).unwrap();
    }
    decidees
}

#[test]
fn a_small_count_takes_three_others_with_it() {
    let tables = decider(&forme(3, 3), &[&[&[5, 40, 60], &[50, 70, 30], &[90, 20, 80]]]);
    let lignes = lire(&tables, 0);
    assert_eq!(lignes.concat().matches('x').count(), 4, "{lignes:?}");
    assert!(!tables.visible(0, 1, 1), "{lignes:?}");
}

#[test]
fn nothing_small_and_zeros_are_shown() {
    let tables = decider(&forme(2, 2), &[&[&[0, 40], &[50, 0]]]);
    assert_eq!(lire(&tables, 0), ["...", "...", "..."]);
}

#[test]
fn a_zero_hides_where_it_would_disclose() {
    let tables = decider(&forme(2, 2), &[&[&[5, 0], &[0, 30]]]);
    assert_ne!(lire(&tables, 0), ["..x", "...", "..."]);
    let cachees = lire(&tables, 0).concat();
    assert!(cachees.matches('x').count() >= 4, "{cachees}");
}

#[test]
fn a_quarter_hides_where_one_of_its_months_alone_does() {
    let forme = forme(2, 2);
    let grand: &[&[i64]] = &[&[40, 60], &[50, 30]];
    let mut tables = decider(&forme, &[&[&[5, 60], &[50, 30]], grand, grand]);
    let trimestre = periodes(12)[3];
    tables.decider(vec![(trimestre, mois(&forme, grand))]).unwrap();
    assert_eq!(lire(&tables, 0), lire(&tables, 3));
}

#[test]
fn a_quarter_shows_what_hides_in_two_of_its_months() {
    let forme = forme(2, 2);
    let petit: &[&[i64]] = &[&[8, 60], &[50, 30]];
    let mut tables = decider(&forme, &[petit, petit, petit]);
    let trimestre = periodes(12)[3];
    tables.decider(vec![(trimestre, mois(&forme, petit))]).unwrap();
    assert_eq!(tables.case(3, 1, 1).comptes[0], 24);
    assert_eq!(lire(&tables, 0), ["...", ".xx", ".xx"]);
    assert_eq!(lire(&tables, 3), ["...", "...", "..."]);
}

#[test]
fn who_is_not_in_the_numerator_is_counted_too() {
    let forme = Forme { niveaux: vec![NIVEAU, Niveau { dans: Some(0), ..NIVEAU }], ..forme(2, 2) };
    let mut cases = mois(&forme, &[&[100, 60], &[50, 30]]);
    for (case, n) in cases.iter_mut().zip([125, 75, 50, 95, 50, 45, 30, 25, 5]) {
        case.comptes[1] = n;
    }
    // 5 of 30: the numerator hides. 45 of 60 is shown; 50 of 100 too.
    let mut tables = Tables::nouvelles(forme);
    tables.decider(vec![(periodes(12)[0], cases.clone())]).unwrap();
    assert!(!tables.visible(0, 2, 2));
    // 95 of 100 leaves 5.
    for (case, n) in cases.iter_mut().zip([195, 120, 75, 145, 95, 50, 50, 25, 25]) {
        case.comptes[1] = n;
    }
    let mut tables = Tables::nouvelles(tables.forme);
    tables.decider(vec![(periodes(12)[0], cases)]).unwrap();
    assert!(!tables.visible(0, 1, 1) && !tables.visible(0, 2, 2));
    assert_eq!(tables.case(0, 1, 1).statuts[0], Statut::Montree);
}

#[test]
fn tables_that_do_not_add_up_are_refused() {
    let forme = forme(2, 2);
    let refus = |place: usize, de_plus: i64| {
        let mut cases = mois(&forme, &[&[40, 60], &[50, 30]]);
        cases[place].comptes[0] += de_plus;
        Tables::nouvelles(forme.clone()).decider(vec![(periodes(12)[0], cases)]).unwrap_err()
    };
    assert_eq!(refus(0, 1), Incoherence::Parts);
    assert_eq!(refus(4, -200), Incoherence::Lieux);
    let mut tables = decider(&forme, &[&[&[40, 60], &[50, 30]]]);
    assert_eq!(tables.decider(vec![(periodes(12)[3], mois(&forme, &[&[40, 60], &[50, 30]]))]), Err(Incoherence::Periodes));
}

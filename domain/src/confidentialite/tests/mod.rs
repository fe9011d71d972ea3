mod attaque;
mod exemples;
mod monde;

use attaque::{Attaque, Trouve};
use monde::{Monde, part_retiree, periodes};

use super::*;

/// Worlds of the ordinary run, or as many as asked; the first seed is printed for a failure to be played again.
fn tirages() -> std::ops::Range<u64> {
    let lire = |nom: &str, defaut| std::env::var(nom).ok().and_then(|v| v.parse().ok()).unwrap_or(defaut);
    let (mondes, graine) = (lire("PASSERELLE_SECRETS", 200), lire("PASSERELLE_GRAINE", 1));
    println!("PASSERELLE_SECRETS={mondes} PASSERELLE_GRAINE={graine}");
    graine..graine + mondes
}

/// What attackers find in some worlds, each with the seed that plays it again.
fn trouves(graines: std::ops::Range<u64>, geler: impl Fn(&Monde) -> Tables) -> Vec<(u64, bool, Vec<Trouve>)> {
    let attaques = graines.flat_map(|graine| {
        let t0 = std::time::Instant::now();
        let tables = geler(&Monde::tirer(graine));
        println!("{graine} gel {:?}", t0.elapsed());
        [false, true].map(|informee| (graine, informee, Attaque::nouvelle(&tables, informee).mener(graine)))
    });
    attaques.filter(|(_, _, trouves)| !trouves.is_empty()).collect()
}

#[test]
fn an_attacker_recovers_nothing_from_all_that_is_shown() {
    let trouves = trouves(tirages(), |monde| {
        let tables = monde.geler(false);
        println!("replis {} sans {} {:?} {} retire {:.2}", tables.replis, tables.sans_temoin, tables.forme.niveaux[0].temps, monde.mois, part_retiree(&tables, |_| true));
        tables
    });
    assert!(trouves.is_empty(), "seed, informed, found:\n{}", trouves.iter().map(|t| format!("{t:?}\n")).collect::<String>());
}

/// The attack is worth something: where only small counts are withheld, it finds them in most worlds.
#[test]
fn an_attacker_recovers_what_only_its_smallness_withholds() {
    let trouves = trouves(1..41, primaires);
    let mut mondes: Vec<u64> = trouves.iter().map(|(graine, ..)| *graine).collect();
    mondes.dedup();
    assert!(mondes.len() > 20, "{mondes:?}");
    assert!(trouves.iter().flat_map(|(_, _, t)| t).any(|t| t.compte > 0));
}

#[test]
fn each_freeze_answers_from_what_the_ones_before_stored() {
    for graine in 1..60 {
        let monde = Monde::tirer(graine);
        let statuts = |tables: &Tables| -> Vec<_> { tables.tranches.iter().flat_map(|t| t.cases.iter().map(|c| c.statuts)).collect() };
        assert_eq!(statuts(&monde.geler(false)), statuts(&monde.geler(true)), "PASSERELLE_GRAINE={graine}");
    }
}

/// Only what is too small by itself is withheld.
fn primaires(monde: &Monde) -> Tables {
    let mut tables = Tables::nouvelles(monde.forme.clone());
    for periode in periodes(monde.mois) {
        tables.ajouter(periode, monde.compter(periode), true).unwrap();
        let rang = tables.tranches.len() - 1;
        recherche::retirer_petites(&mut tables, rang);
    }
    tables
}

/// Shares of the cells that count somebody and are withheld: by their smallness, and in all; by month, quarter and year.
fn parts_retirees(monde: &Monde) -> Vec<(f64, f64)> {
    let (tables, primaires) = (monde.geler(false), primaires(monde));
    println!("replis {} sans {}", tables.replis, tables.sans_temoin);
    let jours = |t: usize| (tables.tranches[t].periode.au - tables.tranches[t].periode.du).num_days();
    let pas = |(de, a): (i64, i64)| move |t: usize| (de..a).contains(&jours(t));
    [(0, 40), (40, 100), (100, 400)].map(|d| (part_retiree(&primaires, pas(d)), part_retiree(&tables, pas(d)))).to_vec()
}

#[test]
fn what_is_withheld_beside_stays_a_small_share() {
    for (fiches, niveaux) in [(36_000, 1), (36_000, 2), (6_870, 1), (6_870, 2)] {
        let depart = std::time::Instant::now();
        let monde = Monde::departement(7, fiches, (10, 5), niveaux);
        let parts = parts_retirees(&monde);
        println!("{fiches} records, {niveaux} counts: {parts:.3?} {:?}", depart.elapsed());
    }
}

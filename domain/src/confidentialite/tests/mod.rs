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

/// What the attacker finds in some worlds, each with the seed that plays it again.
fn trouves(graines: std::ops::Range<u64>, geler: impl Fn(u64, &Monde) -> Tables) -> Vec<(u64, Vec<Trouve>)> {
    let attaques = graines.map(|graine| (graine, Attaque::nouvelle(&geler(graine, &Monde::tirer(graine))).mener(graine)));
    attaques.filter(|(_, trouves)| !trouves.is_empty()).collect()
}

#[test]
fn an_attacker_recovers_nothing_from_all_that_is_shown() {
    let trouves = trouves(tirages(), |graine, monde| {
        let tables = monde.geler(false);
        // Where longer periods are no sums, hiding all of one may leave a count without a witness that moves one record.
        let sommes = tables.forme.niveaux.iter().all(|n| matches!(n.temps, Temps::Somme | Temps::Fin));
        assert!(tables.sans_temoin() == 0 || !sommes, "PASSERELLE_SECRETS=1 PASSERELLE_GRAINE={graine}: {:?}", tables.forme);
        tables
    });
    assert!(trouves.is_empty(), "seed and what was found: {trouves:#?}");
}

/// The attack is worth something: where only small counts are withheld, it finds them in most worlds.
#[test]
fn an_attacker_recovers_what_only_its_smallness_withholds() {
    let trouves = trouves(1..41, |_, monde| primaires(monde));
    let mut mondes: Vec<u64> = trouves.iter().map(|(graine, ..)| *graine).collect();
    mondes.dedup();
    assert!(mondes.len() > 20, "{mondes:?}");
    assert!(trouves.iter().flat_map(|(_, t)| t).any(|t| t.compte > 0));
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
        tables.retirer_petites(rang);
    }
    tables
}

/// Shares of the cells that count somebody and are withheld: by their smallness, and in all; by month, quarter and year.
fn parts_retirees(monde: &Monde) -> Vec<(f64, f64)> {
    let (tables, primaires) = (monde.geler(false), primaires(monde));
    let jours = |t: usize| (tables.tranches[t].periode.au - tables.tranches[t].periode.du).num_days();
    let pas = |(de, a): (i64, i64)| move |t: usize| (de..a).contains(&jours(t));
    [(0, 40), (40, 100), (100, 400)].map(|d| (part_retiree(&primaires, pas(d)), part_retiree(&tables, pas(d)))).to_vec()
}

/// Ten places, five parts, three breakdowns, twelve months of 36,000 records, counted and as a rate.
#[test]
fn what_is_withheld_beside_stays_a_small_share() {
    for (niveaux, plafonds) in [(1, [0.06, 0.03, 0.02]), (2, [0.27, 0.16, 0.11])] {
        let parts = parts_retirees(&Monde::departement(7, fiches(), (10, 5), niveaux));
        println!("{niveaux} counts: withheld by their smallness and in all, by month, quarter and year: {parts:.3?}");
        assert!(parts.iter().zip(plafonds).all(|((_, en_tout), plafond)| fiches() != 36_000 || *en_tout < plafond), "{parts:?}");
    }
}

fn fiches() -> usize {
    std::env::var("PASSERELLE_FICHES").ok().and_then(|v| v.parse().ok()).unwrap_or(36_000)
}

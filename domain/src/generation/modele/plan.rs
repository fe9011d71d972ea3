//! Who lived what: each group is as large as the figures of the report ask, and what follows from it is placed in time so
//! that each figure holds on the day to which the report counts it.

use super::acteurs::{Acteurs, Filiere as F};
use super::cible::{Chiffres, Cible};
use super::cohortes::{Cohortes, Groupe, Quand, arrete, avant, tot};
use super::cours::Cours;
use super::fiche::{Fiche, Profil};
use super::jours::entre;
use super::{parcours, soutiens};
use crate::erreur::Panne;
use crate::generation::monde::Monde;

/// The groups that the rest of the plan speaks of. Those of a year are oriented in it.
pub(super) struct Groupes {
    pub anciens: Par,
    /// Who waited for an orientation since before 2020, and got it in 2020.
    pub attendus: Par,
    pub entrants_2020: Par,
    /// Entrants of 2020 oriented in 2021, and those never oriented.
    pub tardifs: Par,
    pub oublies: Groupe,
    pub entrants_2021: Par,
    /// Followed by the Maisons des solidarités for long.
    pub reste: Groupe,
}

#[derive(Default)]
pub(super) struct Par {
    pub actipro: Groupe,
    pub diplomes: Groupe,
    pub global: Groupe,
    pub voyage: Groupe,
    pub residence: Groupe,
    pub accel_air: Groupe,
}

/// Shares that no figure of the report gives, and that leave room for those that it gives.
const ACTIPRO_ANCIENS: usize = 2_000;
const DIPLOMES_ANCIENS: usize = 198;
const GLOBAL_ANCIENS: usize = 601;
const VOYAGE_ANCIENS: usize = 230;
const RESIDENCE_ANCIENS: usize = 75;
const ACCEL_AIR_ANCIENS: usize = 30;
const DIPLOMES_2020: usize = 300;
const DIPLOMES_2021: usize = 240;
const GLOBAL_2020: usize = 1_000;
const GLOBAL_2021: usize = 960;
const ACTIPRO_2020: usize = 5_600;
const ACTIPRO_2021: usize = 3_900;
const ACCEL_AIR_2020: usize = 30;
const ACCEL_AIR_2021: usize = 40;
const RESIDENCE_2020: usize = 42;

pub(super) fn dresser(monde: &Monde, acteurs: &Acteurs, cibles: &[Cible]) -> Result<Vec<Fiche>, Panne> {
    let chiffres = Chiffres(cibles);
    let mut cohortes = Cohortes::default();
    let groupes = entrees(&mut cohortes, &chiffres)?;
    soutiens::actipro(&mut cohortes, &groupes, &chiffres)?;
    soutiens::diplomes(&mut cohortes, &groupes, &chiffres)?;
    soutiens::global(&mut cohortes, &groupes, &chiffres, acteurs)?;
    soutiens::publics(&mut cohortes, &groupes, &chiffres)?;
    let mut cours = Cours { monde, chiffres: &chiffres, groupes: &groupes, fiches: &mut cohortes.fiches };
    parcours::rencontrer(&mut cours)?;
    parcours::designer(&mut cours)?;
    parcours::fixer(&mut cours)?;
    parcours::contracter(&mut cours)?;
    cours.apprendre()?;
    cours.bouger()?;
    cours.embaucher()?;
    Ok(cohortes.fiches)
}

fn moins(total: usize, pris: usize) -> Result<usize, Panne> {
    total.checked_sub(pris).ok_or(Panne::Donnee("model"))
}

fn entrees(c: &mut Cohortes, n: &Chiffres<'_>) -> Result<Groupes, Panne> {
    let entrants_2020 = de_2020(c, n)?;
    let (tardifs, oublies) = tardifs(c, n)?;
    let entrants_2021 = de_2021(c, n)?;
    let jamais_2021 = moins(n.nombre("T4.01", 2021)?, n.nombre("4.2.01/personnes orientées", 2021)?)?;
    c.entrer(jamais_2021, arrete(), Profil::Ordinaire);
    let attendus = attendus(c, n)?;
    let anciens = anciens(c);
    // As many people in all as the share of those who are oriented asks for.
    let sans = (oublies.len() + jamais_2021) * 10_000;
    let manque = 10_000 - usize::try_from(n.centiemes("4.2.04", 2021)?).unwrap_or_default();
    let reste = moins((sans + manque / 2) / manque, c.fiches.len())?;
    let maison = c.orienter(reste, avant(), F::Maison, Quand::Ensuite);
    Ok(Groupes { anciens, attendus, entrants_2020, tardifs, oublies, entrants_2021, reste: maison })
}

/// Everybody who was followed before 2020.
fn anciens(c: &mut Cohortes) -> Par {
    let mut groupe = |nombre, filiere| c.orienter(nombre, avant(), filiere, Quand::Ensuite);
    let mut par = Par {
        actipro: groupe(ACTIPRO_ANCIENS, F::Actipro),
        diplomes: groupe(DIPLOMES_ANCIENS, F::Diplomes),
        global: groupe(GLOBAL_ANCIENS, F::Global),
        voyage: groupe(VOYAGE_ANCIENS, F::Voyage),
        residence: groupe(RESIDENCE_ANCIENS, F::Residence),
        accel_air: Groupe::default(),
    };
    // Two years at most: those who are followed in 2021 began late in 2019.
    par.accel_air = c.orienter(ACCEL_AIR_ANCIENS, entre(2019, (8, 1), (9, 27)), F::AccelAir, Quand::Ensuite);
    par
}

fn de_2020(c: &mut Cohortes, n: &Chiffres<'_>) -> Result<Par, Panne> {
    let voyage = moins(n.nombre("5.6.02", 2020)?, VOYAGE_ANCIENS)?;
    let ailleurs = ACTIPRO_2020 + DIPLOMES_2020 + GLOBAL_2020 + voyage + RESIDENCE_2020 + ACCEL_AIR_2020;
    let autres = moins(n.nombre("4.2.01/personnes orientées", 2020)?, ailleurs)?;
    let mut groupe = |nombre, filiere| c.orienter(nombre, tot(2020), filiere, Quand::Ensuite);
    let par = Par {
        actipro: groupe(ACTIPRO_2020, F::Actipro),
        diplomes: groupe(DIPLOMES_2020, F::Diplomes),
        global: groupe(GLOBAL_2020, F::Global),
        voyage: groupe(voyage, F::Voyage),
        residence: Groupe::default(),
        accel_air: groupe(ACCEL_AIR_2020, F::AccelAir),
    };
    groupe(autres / 2, F::Maison);
    groupe(autres - autres / 2, F::Emploi);
    let residence = c.orienter(RESIDENCE_2020, entre(2020, (1, 6), (7, 24)), F::Residence, Quand::Ensuite);
    Ok(Par { residence, ..par })
}

fn de_2021(c: &mut Cohortes, n: &Chiffres<'_>) -> Result<Par, Panne> {
    let (voyage, residence) = (n.nombre("5.6.03/dont référent Espoir", 2021)?, n.nombre("5.4.02", 2021)?);
    let ailleurs = ACTIPRO_2021 + DIPLOMES_2021 + GLOBAL_2021 + voyage + residence + ACCEL_AIR_2021;
    let autres = moins(n.nombre("4.2.01/personnes orientées", 2021)?, ailleurs)?;
    let mut groupe = |nombre, filiere| c.orienter(nombre, tot(2021), filiere, Quand::Ensuite);
    let par = Par {
        actipro: groupe(ACTIPRO_2021, F::Actipro),
        diplomes: groupe(DIPLOMES_2021, F::Diplomes),
        global: groupe(GLOBAL_2021, F::Global),
        voyage: groupe(voyage, F::Voyage),
        residence: Groupe::default(),
        accel_air: groupe(ACCEL_AIR_2021, F::AccelAir),
    };
    groupe(autres / 2, F::Maison);
    groupe(autres - autres / 2, F::Emploi);
    let residence = c.orienter(residence, entre(2021, (1, 4), (6, 11)), F::Residence, Quand::Ensuite);
    Ok(Par { residence, ..par })
}

/// The other orientations of 2021: people who had entered in 2020. Those who are left never were.
fn tardifs(c: &mut Cohortes, n: &Chiffres<'_>) -> Result<(Par, Groupe), Panne> {
    let quand = Quand::Entre(entre(2021, (1, 11), (10, 20)));
    let ouverts = entre(2020, (1, 2), (12, 18));
    let actipro = moins(n.nombre("T5.01", 2021)?, ACTIPRO_2021 + DIPLOMES_2021)?;
    let actipro = c.orienter(actipro, ouverts, F::Actipro, quand);
    let global = c.orienter(moins(n.nombre("T5.03", 2021)?, GLOBAL_2021)?, ouverts, F::Global, quand);
    let orientes = n.nombre("4.2.01/personnes orientées", 2020)? + actipro.len() + global.len();
    let oublies = moins(n.nombre("T4.01", 2020)?, orientes)?;
    let oublies = c.entrer(oublies, entre(2020, (1, 2), (12, 31)), Profil::Ordinaire);
    Ok((Par { actipro, global, ..Par::default() }, oublies))
}

/// The other orientations of 2020: people who had entered before.
fn attendus(c: &mut Cohortes, n: &Chiffres<'_>) -> Result<Par, Panne> {
    let quand = Quand::Entre(entre(2020, (1, 13), (12, 11)));
    let actipro = moins(n.nombre("T5.01", 2020)?, ACTIPRO_2020 + DIPLOMES_2020)?;
    let global = moins(n.nombre("T5.03", 2020)?, GLOBAL_2020)?;
    let (actipro, global) = (c.orienter(actipro, avant(), F::Actipro, quand), c.orienter(global, avant(), F::Global, quand));
    Ok(Par { actipro, global, ..Par::default() })
}

//! Accompaniments, dispositif by dispositif: who is in on the day of each figure, who came in before it, who went out and how.

use super::acteurs::{Acteurs, Filiere as F};
use super::cible::Chiffres;
use super::cohortes::{Cohortes, Groupe};
use super::fiche::Fin;
use super::jours::{Jours, entre, etaler, plus_tard, reparti};
use super::plan::Groupes;
use crate::erreur::Panne;
use crate::parcours::MotifSortie as M;

/// So many ends spread over a period, of which some are positive, and of the others some people come back.
struct Sorties {
    total: usize,
    positives: usize,
    retours: usize,
    jours: Jours,
}

const POSITIVES: [M; 6] = [M::Cdi, M::CddPlus6Mois, M::FormationQualifiante, M::CddMoins6Mois, M::Interim, M::CreationActivite];
const AUTRES: [M; 3] = [M::Abandon, M::PerteDeContact, M::Autre];
/// Days after which who went out without a solution comes back.
const RETOUR: i64 = 18;

impl Sorties {
    /// Ends the last accompaniment of each of the first people of the list, in order.
    fn poser(&self, c: &mut Cohortes, filiere: F, gens: impl Iterator<Item = usize>) {
        let mut autres = 0;
        for (rang, i) in gens.take(self.total).enumerate() {
            let positive = reparti(rang, self.positives, self.total);
            let motifs: &[M] = if positive { &POSITIVES } else { &AUTRES };
            let fin = Fin { le: etaler(rang, self.total, self.jours), positive, motif: Some(motifs[rang % motifs.len()]) };
            if let Some(prise) = c.fiches[i].soutiens.last_mut() {
                prise.fin = Some(fin);
            }
            if !positive {
                if reparti(autres, self.retours, self.total - self.positives) {
                    c.fiches[i].suivre(filiere, i, plus_tard(fin.le, RETOUR), None);
                }
                autres += 1;
            }
        }
    }
}

fn moins(total: usize, pris: usize) -> Result<usize, Panne> {
    total.checked_sub(pris).ok_or(Panne::Donnee("model"))
}

/// Entries of the last month, which the report counts in no flow, make the stock of the end of each year.
pub(super) fn actipro(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    g.anciens.actipro.clone().for_each(|i| c.suivre(i, F::Actipro, 10));
    let (sorties, retours) = (n.nombre("5.1.02", 2020)?, 1_000);
    let positives = n.part("5.1.03", 2020, sorties)?;
    Sorties { total: sorties, positives, retours, jours: entre(2020, (1, 20), (11, 20)) }.poser(c, F::Actipro, g.anciens.actipro.clone());
    let entres = moins(n.nombre("5.1.01", 2020)?, g.anciens.actipro.len())?;
    let stock = moins(g.anciens.actipro.len() + entres + retours, sorties)?;
    let decembre = moins(n.nombre("T5.02", 2020)?, stock + diplomes_fin_2020(n)?)?;
    let depart = g.entrants_2020.actipro.start;
    let mut presents: Vec<usize> = (0..entres).map(|rang| depart + 2 * rang).collect();
    presents.iter().for_each(|i| c.suivre(*i, F::Actipro, 9));
    let suivants = (depart + 2 * entres)..(depart + 2 * entres + decembre);
    entrer(c, F::Actipro, suivants.clone(), entre(2020, (12, 1), (12, 18)));
    presents.extend(suivants);
    let stock = stock + decembre;
    let (sorties, retours) = (n.nombre("5.1.02", 2021)?, 700);
    let positives = n.part("5.1.03", 2021, sorties)?;
    Sorties { total: sorties, positives, retours, jours: entre(2021, (1, 15), (11, 12)) }.poser(c, F::Actipro, presents.into_iter());
    let entres = moins(n.nombre("5.1.01", 2021)?, stock)?;
    let tard = g.entrants_2021.actipro.start + ACTIPRO_RENOUVELE;
    (tard..tard + entres).for_each(|i| c.suivre(i, F::Actipro, 10));
    let stock = moins(stock + entres + retours, sorties)?;
    let decembre = moins(n.nombre("T5.02", 2021)?, stock + diplomes_fin_2021(n)?)?;
    let suivants = (tard + entres)..(tard + entres + decembre);
    entrer(c, F::Actipro, suivants, entre(2021, (12, 1), (12, 17)));
    Ok(())
}

/// Rank of the first entrant of 2021 who enters ActiPro: those before are helped otherwise.
const ACTIPRO_RENOUVELE: usize = 3_000;

fn entrer(c: &mut Cohortes, filiere: F, gens: Groupe, jours: Jours) {
    let nombre = gens.len();
    for (rang, i) in gens.enumerate() {
        c.fiches[i].suivre(filiere, i, etaler(rang, nombre, jours), None);
    }
}

/// People of the Dispositif Diplômés before 2020, and those of them who came back in the year.
const DIPLOMES_AVANT: usize = 198;

fn diplomes_fin_2020(n: &Chiffres<'_>) -> Result<usize, Panne> {
    moins(DIPLOMES_AVANT + n.nombre("5.5.01", 2020)?, sorties(n, 2020)?)
}

fn diplomes_fin_2021(n: &Chiffres<'_>) -> Result<usize, Panne> {
    moins(diplomes_fin_2020(n)? + n.nombre("5.5.01", 2021)?, sorties(n, 2021)?)
}

/// Those of which the positive ones are that share.
fn sorties(n: &Chiffres<'_>, annee: i32) -> Result<usize, Panne> {
    let taux = usize::try_from(n.centiemes("5.5.04", annee)?).unwrap_or(1);
    Ok((n.nombre("5.5.03", annee)? * 10_000 + taux / 2) / taux)
}

/// Entries count accompaniments and people are counted once: some came twice in 2020.
pub(super) fn diplomes(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    let (avant, entrees) = (g.anciens.diplomes.clone(), n.nombre("5.5.01", 2020)?);
    avant.clone().for_each(|i| c.suivre(i, F::Diplomes, 10));
    let neufs = moins(n.nombre("5.5.02", 2020)?, avant.len())?;
    let retours = moins(entrees, neufs)?;
    let depart = g.entrants_2020.diplomes.start;
    (depart..depart + neufs).for_each(|i| c.suivre(i, F::Diplomes, 10));
    let (total, positives) = (sorties(n, 2020)?, n.nombre("5.5.03", 2020)?);
    let sortis = moins(total, avant.len())?;
    let restes = moins(avant.len(), retours)?;
    Sorties { total: avant.len(), positives: restes, retours, jours: entre(2020, (2, 3), (9, 18)) }.poser(c, F::Diplomes, avant.clone());
    let nouvelles = Sorties { total: sortis, positives: moins(positives, restes)?, retours: 0, jours: entre(2020, (10, 5), (12, 11)) };
    nouvelles.poser(c, F::Diplomes, depart..depart + sortis);
    let revenus: Vec<usize> = avant.filter(|i| c.fiches[*i].soutiens.len() == 2).collect();
    let premiers = g.entrants_2021.diplomes.start..g.entrants_2021.diplomes.start + n.nombre("5.5.01", 2021)?;
    premiers.clone().for_each(|i| c.suivre(i, F::Diplomes, 10));
    let presents = revenus.into_iter().chain(depart + sortis..depart + neufs).chain(premiers);
    let jours = entre(2021, (1, 18), (11, 19));
    Sorties { total: sorties(n, 2021)?, positives: n.nombre("5.5.03", 2021)?, retours: 0, jours }.poser(c, F::Diplomes, presents);
    Ok(())
}

/// Pôle Emploi begins before the Département orients: what the delay would be counted from comes after, and the report has
/// none to give.
const AVANCE: i64 = -10;

pub(super) fn global(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>, acteurs: &Acteurs) -> Result<(), Panne> {
    let (anciens, sortis) = (g.anciens.global.clone(), 100);
    anciens.clone().for_each(|i| c.suivre(i, F::Global, 10));
    let jours = entre(2020, (2, 3), (11, 27));
    Sorties { total: sortis, positives: 40, retours: 0, jours }.poser(c, F::Global, anciens.clone());
    let entres = moins(n.nombre("T5.04", 2020)? + sortis, anciens.len())?;
    let attendus = g.attendus.global.clone().take(300);
    let neufs: Vec<usize> = attendus.chain(g.entrants_2020.global.clone()).take(entres).collect();
    neufs.iter().for_each(|i| c.suivre(*i, F::Global, AVANCE));
    let sortis_2021 = 900;
    let presents = anciens.skip(sortis).chain(neufs);
    let jours = entre(2021, (1, 18), (12, 10));
    Sorties { total: sortis_2021, positives: 360, retours: 0, jours }.poser(c, F::Global, presents);
    let entres = moins(n.nombre("T5.04", 2021)? + sortis_2021, n.nombre("T5.04", 2020)?)?;
    let tardifs = g.tardifs.global.clone().take(147);
    let neufs: Vec<usize> = tardifs.chain(g.entrants_2021.global.clone()).take(entres).collect();
    neufs.iter().for_each(|i| c.suivre(*i, F::Global, AVANCE));
    let suivis = c.fiches.iter_mut().flat_map(|f| &mut f.soutiens).filter(|s| s.filiere == F::Global);
    for (rang, prise) in suivis.enumerate() {
        prise.agent = Some(acteurs.conseillers[rang % acteurs.conseillers.len()]);
    }
    Ok(())
}

/// Narrow publics, the parrainage, and what began in 2021.
pub(super) fn publics(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    voyage(c, g, n)?;
    residence(c, g, n)?;
    accel_air(c, g, n)?;
    let mut libres = g.reste.clone();
    parrainage(c, &mut libres, n)?;
    let premiere_heure: Vec<usize> = libres.by_ref().take(n.nombre("5.8.01/bénéficiaires", 2021)?).collect();
    for (rang, i) in premiere_heure.iter().enumerate() {
        c.fiches[*i].profil = F::PremiereHeure.profil();
        c.fiches[*i].suivre(F::PremiereHeure, *i, etaler(rang, 7, entre(2021, (6, 7), (8, 27))), None);
    }
    let chantiers = n.nombre("5.8.01/vers un ACI", 2021)?;
    for (rang, i) in premiere_heure.iter().take(n.nombre("5.8.01/sorties", 2021)?).enumerate() {
        let positive = rang < chantiers;
        let motif = Some(if positive { M::ContratInsertion } else { M::PerteDeContact });
        let fin = Fin { le: etaler(rang, 3, entre(2021, (10, 18), (11, 19))), positive, motif };
        c.fiches[*i].soutiens.iter_mut().for_each(|s| s.fin = Some(fin));
    }
    let suivis = n.nombre("3.1.02", 2021)?;
    for (rang, i) in libres.take(suivis).enumerate() {
        c.fiches[i].suivre(F::ReferentParcours, i, etaler(rang, suivis, entre(2021, (3, 15), (11, 8))), None);
    }
    Ok(())
}

fn voyage(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    let (anciens, neufs) = (g.anciens.voyage.clone(), g.entrants_2021.voyage.clone());
    anciens.clone().chain(g.entrants_2020.voyage.clone()).for_each(|i| c.suivre(i, F::Voyage, 3));
    neufs.clone().for_each(|i| c.suivre(i, F::Voyage, 1));
    let restent = moins(n.nombre("5.6.02", 2021)?, neufs.len())?;
    let sortis = moins(n.nombre("5.6.02", 2020)?, restent)?;
    Sorties { total: sortis, positives: 20, retours: 0, jours: entre(2020, (2, 3), (12, 4)) }.poser(c, F::Voyage, anciens.clone());
    let partis = moins(n.nombre("5.6.02", 2021)?, n.nombre("5.6.01/file active", 2021)?)?;
    let jours = entre(2021, (1, 18), (11, 19));
    Sorties { total: partis, positives: 18, retours: 0, jours }.poser(c, F::Voyage, anciens.skip(sortis));
    Ok(())
}

fn residence(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    let anciens = g.anciens.residence.clone();
    let avant = moins(n.nombre("5.4.01", 2020)?, anciens.len())?;
    anciens.clone().for_each(|i| c.suivre(i, F::Residence, 5));
    let de_2020 = g.entrants_2020.residence.clone();
    de_2020.clone().take(avant).for_each(|i| c.suivre(i, F::Residence, 5));
    let fin_2020: Vec<usize> = de_2020.skip(avant).take(4).collect();
    for i in &fin_2020 {
        c.fiches[*i].suivre(F::Residence, *i, super::jours::jour(2020, 11, 16), None);
    }
    let sortis = 4;
    let jours = entre(2021, (3, 1), (6, 25));
    Sorties { total: sortis, positives: 1, retours: 0, jours }.poser(c, F::Residence, anciens.clone());
    let neufs = moins(n.nombre("5.4.01", 2021)? + sortis, anciens.len() + avant + fin_2020.len())?;
    let de_2021 = g.entrants_2021.residence.clone();
    de_2021.clone().take(neufs).for_each(|i| c.suivre(i, F::Residence, 5));
    for i in de_2021.skip(neufs).take(4) {
        c.fiches[i].suivre(F::Residence, i, super::jours::jour(2021, 10, 11), None);
    }
    Ok(())
}

fn accel_air(c: &mut Cohortes, g: &Groupes, n: &Chiffres<'_>) -> Result<(), Panne> {
    let anciens = g.anciens.accel_air.clone();
    let tous = anciens.clone().chain(g.entrants_2020.accel_air.clone()).chain(g.entrants_2021.accel_air.clone());
    let tous: Vec<usize> = tous.take(n.nombre("5.7.01", 2021)?).collect();
    tous.iter().for_each(|i| c.suivre(*i, F::AccelAir, if anciens.contains(i) { 20 } else { 2 }));
    let total = 25;
    let positives = n.part("5.7.02", 2021, total)?;
    Sorties { total, positives, retours: 0, jours: entre(2021, (2, 1), (9, 17)) }.poser(c, F::AccelAir, anciens.clone());
    // The two years of the others end after the day to which the report counts.
    let derniers = anciens.len() - total;
    Sorties { total: derniers, positives: 2, retours: 0, jours: entre(2021, (11, 2), (11, 5)) }.poser(c, F::AccelAir, anciens.skip(total));
    Ok(())
}

/// A hundred and thirty-three in 2020, one of whom goes on in 2021; all those of 2021 are out by October.
fn parrainage(c: &mut Cohortes, libres: &mut Groupe, n: &Chiffres<'_>) -> Result<(), Panne> {
    let de_2020: Vec<usize> = libres.by_ref().take(n.nombre("5.2.01", 2020)?).collect();
    let suivants = moins(n.nombre("5.2.01", 2021)?, 1)?;
    let de_2021: Vec<usize> = libres.by_ref().take(suivants).collect();
    for (gens, jours) in [(&de_2020, entre(2020, (1, 20), (6, 12))), (&de_2021, entre(2021, (1, 11), (5, 14)))] {
        for (rang, i) in gens.iter().enumerate() {
            c.fiches[*i].suivre(F::Parrainage, *i, etaler(rang, gens.len(), jours), None);
        }
    }
    let total = moins(de_2020.len(), 1)?;
    let positives = n.part("5.2.02", 2020, total)?;
    Sorties { total, positives, retours: 0, jours: entre(2020, (6, 22), (12, 11)) }.poser(c, F::Parrainage, de_2020.iter().copied());
    let total = n.nombre("5.2.01", 2021)?;
    let positives = n.part("5.2.02", 2021, total)?;
    let gens = de_2020.last().copied().into_iter().chain(de_2021);
    Sorties { total, positives, retours: 0, jours: entre(2021, (5, 24), (10, 22)) }.poser(c, F::Parrainage, gens);
    Ok(())
}

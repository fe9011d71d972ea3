//! What people of the model do besides their parcours: French, mobility, insertion contracts.

use std::ops::Range;

use super::cible::Chiffres;
use super::fiche::{Evaluation, Fiche, Profil};
use super::jours::{entre, etaler, jour, plus_tard, reparti};
use super::plan::Groupes;
use crate::erreur::Panne;
use crate::generation::monde::Monde;

pub(super) struct Cours<'a> {
    pub monde: &'a Monde,
    pub chiffres: &'a Chiffres<'a>,
    pub groupes: &'a Groupes,
    pub fiches: &'a mut [Fiche],
}

/// Ranks among the entrants of 2021 in ActiPro: early enough in the year for what follows their orientation.
const EVALUES: usize = 1_000;
const DIAGNOSTIQUES: usize = 1_500;
/// Rank among those who have followed for long.
const EMBAUCHES: usize = 300;
/// Insertion contracts that began before 2020, all over by the end of it.
const CDDI_AVANT: usize = 60;

impl Cours<'_> {
    pub fn nombre(&self, code: &str, annee: i32) -> Result<usize, Panne> {
        self.chiffres.nombre(code, annee)
    }

    fn entrants(&self, du: usize, nombre: usize) -> Range<usize> {
        let debut = self.groupes.entrants_2021.actipro.start + du;
        debut..debut + nombre
    }

    pub fn apprendre(&mut self) -> Result<(), Panne> {
        let (evalues, formes) = (self.nombre("5.9.01", 2021)?, self.nombre("5.9.02", 2021)?);
        for (rang, i) in self.entrants(EVALUES, evalues).enumerate() {
            let f = &mut self.fiches[i];
            let le = plus_tard(f.oriente_le(), 25);
            f.profil = Profil::Allophone;
            f.evaluation = Some(Evaluation { le, formation: reparti(rang, formes, evalues).then(|| plus_tard(le, 30)) });
        }
        Ok(())
    }

    pub fn bouger(&mut self) -> Result<(), Panne> {
        let diagnostics = self.nombre("7.1.03/diagnostics", 2021)?;
        let octobre = self.nombre("7.1.03/personnes accompagnées", 2021)?;
        for i in self.entrants(DIAGNOSTIQUES, diagnostics) {
            self.fiches[i].diagnostic = Some(plus_tard(self.fiches[i].oriente_le(), 30));
        }
        for i in self.entrants(DIAGNOSTIQUES + diagnostics, octobre - diagnostics) {
            self.fiches[i].aide = Some(plus_tard(self.fiches[i].oriente_le(), 20));
        }
        let ensuite = self.nombre("7.1.01", 2021)?.saturating_sub(octobre);
        for i in self.entrants(DIAGNOSTIQUES + octobre, ensuite) {
            self.fiches[i].aide = Some(jour(2021, 11, 15));
        }
        let avant = self.nombre("7.1.01", 2020)?;
        for i in self.groupes.entrants_2020.actipro.clone().take(avant) {
            self.fiches[i].aide = Some(plus_tard(self.fiches[i].oriente_le(), 25));
        }
        Ok(())
    }

    pub fn embaucher(&mut self) -> Result<(), Panne> {
        let (de_2020, de_2021) = (self.nombre("5.3.04/nouvelles embauches", 2020)?, self.nombre("5.3.04/nouvelles embauches", 2021)?);
        let presents = self.nombre("5.3.04/personnes en CDDI", 2021)?;
        let vagues = [
            (CDDI_AVANT, entre(2019, (9, 16), (12, 13))),
            (de_2020, entre(2020, (1, 13), (12, 11))),
            (de_2021, entre(2021, (1, 11), (11, 26))),
        ];
        let debuts = vagues.into_iter().flat_map(|(nombre, jours)| (0..nombre).map(move |rang| etaler(rang, nombre, jours)));
        let sortis = (CDDI_AVANT + de_2020).checked_sub(presents).ok_or(Panne::Donnee("model"))?;
        let sortis_2021 = self.nombre("5.3.05", 2021)?;
        let depart = self.groupes.reste.start + EMBAUCHES;
        for (rang, debut) in debuts.enumerate() {
            let fin = if rang < sortis {
                Some(etaler(rang, sortis, entre(2020, (7, 6), (12, 18))))
            } else {
                (rang < sortis + sortis_2021).then(|| etaler(rang - sortis, sortis_2021, entre(2021, (1, 11), (12, 10))))
            };
            let fiche = self.fiches.get_mut(depart + rang).ok_or(Panne::Donnee("model"))?;
            fiche.cddi = Some((debut, fin));
        }
        Ok(())
    }
}

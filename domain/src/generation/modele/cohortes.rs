//! Who entered when, and to whom they were oriented: groups of people whose days are spread evenly over a period.

use std::ops::Range;

use super::acteurs::Filiere;
use super::fiche::{Fiche, Profil, Voie};
use super::jours::{Jours, entre, etaler, ouvrable, plus_tard};
use crate::generation::calendrier::apres;
use crate::parcours::ModeDesignation;

pub(super) type Groupe = Range<usize>;

/// Days between the opening of a right and the orientation: the CAF's flow comes once a month, so that it is never made
/// within the month of the claim.
const ORIENTATION: i64 = 40;
const ETALEMENT: usize = 20;
/// Days between the claim and the opening of the right.
const OUVERTURE: usize = 15;

#[derive(Default)]
pub(super) struct Cohortes {
    pub fiches: Vec<Fiche>,
}

/// When the people of a group are oriented.
#[derive(Clone, Copy)]
pub(super) enum Quand {
    /// Some weeks after the opening of the right.
    Ensuite,
    /// On days spread over a period.
    Entre(Jours),
}

impl Cohortes {
    /// People who entered, and nothing else yet.
    pub fn entrer(&mut self, nombre: usize, ouverts: Jours, profil: Profil) -> Groupe {
        let debut = self.fiches.len();
        for rang in 0..nombre {
            let ouvert = etaler(rang, nombre, ouverts);
            let avant = 12 + i64::try_from(rang % OUVERTURE).unwrap_or_default();
            self.fiches.push(Fiche::entree(apres(ouvert, -avant), ouvert, profil));
        }
        debut..self.fiches.len()
    }

    /// People who entered and were oriented.
    pub fn orienter(&mut self, nombre: usize, ouverts: Jours, filiere: Filiere, quand: Quand) -> Groupe {
        let groupe = self.entrer(nombre, ouverts, filiere.profil());
        for (rang, f) in self.fiches[groupe.clone()].iter_mut().enumerate() {
            let debut = match quand {
                Quand::Ensuite => plus_tard(f.ouvert, ORIENTATION + i64::try_from(rang * 7 % ETALEMENT).unwrap_or_default()),
                Quand::Entre(jours) => etaler(rang, nombre, jours),
            };
            f.voie = Some(Voie { filiere, operateur: rang, debut, mode: mode(filiere, rang), seance: None });
        }
        groupe
    }

    /// An accompaniment by the dispositif of the orientation, some days after it.
    pub fn suivre(&mut self, i: usize, filiere: Filiere, apres_jours: i64) {
        let debut = plus_tard(self.fiches[i].oriente_le(), apres_jours);
        self.fiches[i].suivre(filiere, i, debut, None);
    }
}

/// A way of its own for each: the year of the report decides of its own shares afterwards.
const fn mode(filiere: Filiere, rang: usize) -> ModeDesignation {
    match (filiere, rang % 3) {
        (Filiere::Global | Filiere::Emploi, _) => ModeDesignation::Automatique,
        (_, 0) => ModeDesignation::EntretienDiagnostic,
        _ => ModeDesignation::Gestionnaire,
    }
}

/// Before the years of the report: the longest histories that the model tells.
pub(super) fn avant() -> Jours {
    (super::jours::jour(2018, 2, 1), super::jours::jour(2019, 9, 12))
}

/// Early enough in a year to be oriented before its end, or before the day to which the report counts.
pub(super) fn tot(annee: i32) -> Jours {
    entre(annee, (1, 2), if annee == 2020 { (10, 27) } else { (8, 26) })
}

/// The last working day of October 2021, to which most of the report counts.
pub(super) fn arrete() -> Jours {
    let (du, au) = entre(2021, (1, 2), (10, 29));
    (du, ouvrable(au, du))
}

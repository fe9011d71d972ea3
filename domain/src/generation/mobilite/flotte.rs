//! The vehicles of platforms, and the days on which each is lent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::offre::Offres;
use crate::aide_mobilite::{NatureAideMobilite as N, Pret};
use crate::referentiel::chargement::identifiant;
use crate::vehicule::TypeVehicule as T;

pub(in crate::generation) struct Voiture {
    pub id: Uuid,
    pub plateforme: Uuid,
    pub type_: T,
    pub libelle: String,
    pub tarif: Option<i64>,
    pub hors_service: bool,
}

/// A loan, until the day of its return; one that is not given back has no end.
pub(in crate::generation) struct Sortie {
    pub vehicule: Uuid,
    pub aide: Uuid,
    pub du: NaiveDate,
    pub au: NaiveDate,
    pub rendu: bool,
}

#[derive(Default)]
pub(in crate::generation) struct Flotte {
    pub voitures: Vec<Voiture>,
    occupees: BTreeMap<Uuid, Vec<(NaiveDate, NaiveDate)>>,
    /// Those of this step, to be written.
    pub sorties: Vec<Sortie>,
}

/// Vehicles of each type that a platform has, with cents a day; its last one is broken.
const PARC: [(T, &str, i64, u32); 4] = [
    (T::Voiture, "Citadine", 500, 5),
    (T::Voiturette, "Voiturette", 400, 1),
    (T::Scooter, "Scooter 50 cm³", 250, 3),
    (T::VeloElectrique, "Vélo électrique", 100, 3),
];

const fn types(nature: N) -> &'static [T] {
    match nature {
        N::LocationDeuxRoues => &[T::Scooter, T::VeloElectrique],
        N::LocationQuatreRoues => &[T::Voiture, T::Voiturette],
        N::PretVelo => &[T::VeloElectrique],
        _ => &[],
    }
}

impl Flotte {
    /// Every platform whose dispositif lends something.
    pub fn de(offres: &Offres) -> Self {
        let mut flotte = Self::default();
        for action in &offres.actions {
            let pretes: Vec<T> = action.mobilite.natures.iter().flat_map(|n| types(*n)).copied().collect();
            for (cle, plateforme) in &action.operateurs {
                if flotte.voitures.iter().all(|v| v.plateforme != *plateforme) {
                    flotte.equiper(cle, *plateforme, &pretes);
                }
            }
        }
        flotte
    }

    fn equiper(&mut self, cle: &str, plateforme: Uuid, pretes: &[T]) {
        for (type_, nom, tarif, nombre) in PARC.into_iter().filter(|(type_, ..)| pretes.contains(type_)) {
            for rang in 1..=nombre {
                self.voitures.push(Voiture {
                    id: identifiant("vehicule", &format!("{cle}/{nom}/{rang}")),
                    plateforme,
                    type_,
                    libelle: format!("{nom} n° {rang}"),
                    tarif: (tarif > 0).then_some(tarif),
                    hors_service: nombre > 1 && rang == nombre,
                });
            }
        }
    }

    pub fn occuper(&mut self, vehicule: Uuid, (du, au): (NaiveDate, NaiveDate)) {
        self.occupees.entry(vehicule).or_default().push((du, au));
    }

    /// The first vehicle that is free from the first day to the last: the return, or for ever while it is out.
    pub fn preter(
        &mut self,
        aide: Uuid,
        (plateforme, nature): (Uuid, N),
        (du, prevu, rendu): (NaiveDate, NaiveDate, Option<NaiveDate>),
    ) -> Option<Pret> {
        let pris = (du, rendu.unwrap_or(NaiveDate::MAX));
        let libre = |v: &&Voiture| {
            let occupations = self.occupees.get(&v.id).map_or(&[][..], Vec::as_slice);
            !v.hors_service && occupations.iter().all(|(de, a)| pris.1 < *de || *a < pris.0)
        };
        let siennes = self.voitures.iter().filter(|v| v.plateforme == plateforme && types(nature).contains(&v.type_));
        let (vehicule, tarif_journalier) = siennes.filter(libre).map(|v| (v.id, v.tarif)).next()?;
        self.occuper(vehicule, pris);
        self.sorties.push(Sortie { vehicule, aide, du, au: rendu.unwrap_or(prevu), rendu: rendu.is_some() });
        Some(Pret { vehicule, du, au: prevu, tarif_journalier, rendu_le: rendu })
    }
}

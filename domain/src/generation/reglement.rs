//! What the pactes of the département lay down, as the draws use it: delays, rules that acts apply, dispositifs.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendrier::apres;
use super::programme::{self, Programme};
use crate::base::Reglages;
use crate::echeance::CodeEcheance as E;
use crate::pacte::delai::{Delai, regle_appliquee};
use crate::referentiel::Referentiel;

#[derive(Default)]
pub(super) struct Reglement {
    /// Delays by what they apply to.
    pub delais: HashMap<E, Delai>,
    /// Whether an orientation may be made without an interview.
    pub automatique: bool,
    /// The fiche of the kiosques, where the pacte says what becomes of who misses one.
    pub kiosques: Option<Fiche>,
    /// The fiche of the commissions that write down what they decide.
    pub commissions: Option<Fiche>,
    /// Code of the rule that asks to follow up an absence.
    pub absence: Option<String>,
    pub programmes: Vec<Programme>,
}

/// A fiche-action, where the rule belongs to one.
pub(super) type Fiche = Option<Uuid>;

const DELAIS: [E; 5] = [E::Orienter, E::FixerPremierRendezVous, E::Contractualiser, E::DeciderReorientation, E::TraiterAbsence];

impl Reglement {
    pub fn lire(referentiel: &Referentiel, departement: &str) -> Self {
        let regle = |usage: &str| regle_appliquee(referentiel, departement, usage);
        let delai = |code: E| Delai::de(referentiel, departement, &code.usage()).map(|delai| (code, delai));
        Self {
            delais: DELAIS.into_iter().filter_map(delai).collect(),
            automatique: regle("Orientation.AUTOMATIQUE").is_some(),
            kiosques: regle("ModeDesignation.OFFICE").map(|r| fiche(referentiel, departement, r.fiche.as_deref())),
            commissions: regle("ReleveDecisions.signataires").map(|r| fiche(referentiel, departement, r.fiche.as_deref())),
            absence: regle(&E::TraiterAbsence.usage()).map(|r| r.code.clone()),
            programmes: programme::lire(referentiel, departement),
        }
    }

    /// The day by which to decide a request to reorient, and the rule that says so.
    pub fn terme_reorientation(&self, reglages: &Reglages, le: NaiveDate) -> (NaiveDate, Option<String>) {
        match self.delais.get(&E::DeciderReorientation) {
            Some(delai) => (delai.apres(le), Some(delai.regle.clone())),
            None => (apres(le, reglages.reorientation_jours), None),
        }
    }

    pub fn programme(&self, id: Uuid) -> Option<&Programme> {
        self.programmes.iter().find(|p| p.dispositif.id == id)
    }
}

fn fiche(referentiel: &Referentiel, departement: &str, code: Option<&str>) -> Fiche {
    referentiel.pactes_du(departement).find_map(|p| referentiel.fiche(p.id, code?)).map(|f| f.id)
}

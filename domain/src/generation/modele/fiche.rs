//! What one person of the model lives, before it becomes rows.

use chrono::NaiveDate;
use uuid::Uuid;

use super::acteurs::Filiere;
use crate::parcours::{ModeDesignation, MotifSortie};
use crate::rendez_vous::Presence;

pub(super) struct Fiche {
    pub demande: NaiveDate,
    pub ouvert: NaiveDate,
    pub profil: Profil,
    pub voie: Option<Voie>,
    /// First appointment: fixed on a day, for another.
    pub rendez_vous: Option<(NaiveDate, NaiveDate)>,
    /// The day on which the first contract is signed, and its months.
    pub contrat: Option<(NaiveDate, u32)>,
    pub soutiens: Vec<Prise>,
    /// A meeting of the calendar.
    pub invitation: Option<(usize, Presence)>,
    pub evaluation: Option<Evaluation>,
    /// Diagnosed on a referral of the Département.
    pub diagnostic: Option<NaiveDate>,
    /// Helped by a platform.
    pub aide: Option<NaiveDate>,
    /// Insertion contract: its first day, and its last one.
    pub cddi: Option<(NaiveDate, Option<NaiveDate>)>,
}

/// What a dispositif asks of whom it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profil {
    Ordinaire,
    DemandeurEmploi,
    Diplome,
    GensDuVoyage,
    Refugie,
    SansResidence,
    Allophone,
}

/// The first orientation.
pub(super) struct Voie {
    pub filiere: Filiere,
    /// Which of its operators.
    pub operateur: usize,
    pub debut: NaiveDate,
    pub mode: ModeDesignation,
    pub seance: Option<usize>,
}

/// An accompaniment.
pub(super) struct Prise {
    pub filiere: Filiere,
    pub operateur: usize,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    pub fin: Option<Fin>,
}

#[derive(Clone, Copy)]
pub(super) struct Fin {
    pub le: NaiveDate,
    pub positive: bool,
    pub motif: Option<MotifSortie>,
}

#[derive(Clone, Copy)]
pub(super) struct Evaluation {
    pub le: NaiveDate,
    /// First day of training.
    pub formation: Option<NaiveDate>,
}

impl Fiche {
    pub const fn entree(demande: NaiveDate, ouvert: NaiveDate, profil: Profil) -> Self {
        Self {
            demande,
            ouvert,
            profil,
            voie: None,
            rendez_vous: None,
            contrat: None,
            soutiens: Vec::new(),
            invitation: None,
            evaluation: None,
            diagnostic: None,
            aide: None,
            cddi: None,
        }
    }

    /// The day of the orientation; the opening of the right for who has none.
    pub fn oriente_le(&self) -> NaiveDate {
        self.voie.as_ref().map_or(self.ouvert, |v| v.debut)
    }

    /// Follows with the same operator as the orientation, where it is of the same dispositif.
    pub fn suivre(&mut self, filiere: Filiere, rang: usize, debut: NaiveDate, fin: Option<Fin>) {
        let sienne = self.voie.as_ref().filter(|v| v.filiere == filiere).map(|v| v.operateur);
        self.soutiens.push(Prise { filiere, operateur: sienne.unwrap_or(rang), agent: None, debut, fin });
    }
}

//! The right to RSA of a person: when it was claimed, opened, closed.

use chrono::{Months, NaiveDate};

use super::calendrier::{Calendrier, apres};
use super::tirage::Tirage;
use crate::allocataire::StatutDroitRsa;

pub(super) struct Droit {
    pub statut: StatutDroitRsa,
    pub demande_le: Option<NaiveDate>,
    pub ouvert_le: Option<NaiveDate>,
    pub clos_le: Option<NaiveDate>,
    pub motif_cloture: Option<&'static str>,
    pub soumis: bool,
}

/// Shares of the people that a payer's flow and the partners bring, out of a thousand.
const STATUTS: &[(StatutDroitRsa, u32)] = &[
    (StatutDroitRsa::Ouvert, 750),
    (StatutDroitRsa::Suspendu, 50),
    (StatutDroitRsa::Clos, 125),
    (StatutDroitRsa::Demande, 35),
    (StatutDroitRsa::Refuse, 15),
    (StatutDroitRsa::NonBeneficiaire, 25),
];

const MOTIFS: &[&str] = &[
    "Reprise d'activité",
    "Ressources supérieures au plafond",
    "Déménagement hors du département",
    "Entrée en formation",
    "Retraite",
    "Absence de déclaration trimestrielle",
];

/// Within the window a flow of newcomers, before it the long stay that most rights are.
const NOUVEAUX: u32 = 400;
/// The shortest time between a claim and the eve of the world for a right that had time to open.
const RECUL: i64 = 45;

impl Droit {
    pub fn tirer(tirage: &mut Tirage, calendrier: &Calendrier, naissance: NaiveDate) -> Self {
        let veille = calendrier.veille();
        match tirage.selon(STATUTS).unwrap_or(StatutDroitRsa::Ouvert) {
            StatutDroitRsa::NonBeneficiaire => Self::sans(StatutDroitRsa::NonBeneficiaire, None),
            StatutDroitRsa::Demande => Self::sans(StatutDroitRsa::Demande, Some(apres(veille, -tirage.entre(0, 40)))),
            StatutDroitRsa::Refuse => Self::sans(StatutDroitRsa::Refuse, Some(apres(veille, -tirage.entre(30, 600)))),
            statut => Self::ouvert(tirage, calendrier, statut, majeur_le(naissance)),
        }
    }

    const fn sans(statut: StatutDroitRsa, demande_le: Option<NaiveDate>) -> Self {
        Self { statut, demande_le, ouvert_le: None, clos_le: None, motif_cloture: None, soumis: false }
    }

    fn ouvert(tirage: &mut Tirage, calendrier: &Calendrier, statut: StatutDroitRsa, majeur_le: NaiveDate) -> Self {
        let fenetre = (calendrier.veille() - calendrier.debut).num_days();
        let recul = if tirage.chance(NOUVEAUX) { tirage.entre(RECUL, fenetre) } else { tirage.plutot_pres(fenetre, 12 * 365) };
        let demande_le = apres(calendrier.veille(), -recul).max(majeur_le);
        let ouvert_le = apres(demande_le, tirage.plutot_pres(6, RECUL - 5));
        let droit =
            Self { demande_le: Some(demande_le), ouvert_le: Some(ouvert_le), soumis: tirage.chance(880), ..Self::sans(statut, None) };
        if statut == StatutDroitRsa::Clos { droit.clore(tirage, calendrier, ouvert_le) } else { droit }
    }

    /// Closed within the window; a right too young to have been closed stays open.
    fn clore(mut self, tirage: &mut Tirage, calendrier: &Calendrier, ouvert_le: NaiveDate) -> Self {
        let (premier, veille) = (apres(ouvert_le, 90).max(calendrier.debut), calendrier.veille());
        if premier > veille {
            return Self { statut: StatutDroitRsa::Ouvert, ..self };
        }
        self.clos_le = Some(apres(premier, tirage.entre(0, (veille - premier).num_days())));
        self.motif_cloture = Some(tirage.mot(MOTIFS));
        self
    }

    /// On RSA at the day that the world has reached.
    pub const fn percu(&self) -> bool {
        matches!(self.statut, StatutDroitRsa::Ouvert | StatutDroitRsa::Suspendu)
    }
}

fn majeur_le(naissance: NaiveDate) -> NaiveDate {
    naissance.checked_add_months(Months::new(18 * 12)).unwrap_or(naissance)
}

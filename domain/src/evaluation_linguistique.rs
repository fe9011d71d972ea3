//! Linguistic evaluations: summons, initial evaluation, orientation to a training, final evaluation.
//!
//! One is born of each accepted referral to a linguistic platform, and moves it: see [`mouvement`].

use chrono::NaiveDate;
use uuid::Uuid;

use crate::habilitation::LigneDossier;
use crate::portee::Portees;
use crate::vocabulaire::enumeration;

pub(crate) mod acte;
pub mod cloture;
pub mod convocation;
pub mod enregistrement;
pub mod lecture;
pub(crate) mod mouvement;
pub(crate) mod naissance;
pub mod niveau;
pub mod objectif;
pub mod orientation;
pub mod proposition;
pub mod transition;

pub use niveau::{Competences, Niveau};

enumeration! {
    /// A_CONVOQUER → CONVOQUEE → EVALUEE → ORIENTEE → EN_FORMATION → A_EVALUER_FINAL → EVALUEE. TERMINEE depuis EVALUEE ; SANS_SUITE hors formation. Une inscription annulée ramène à EVALUEE.
    StatutEvaluationLinguistique {
        AConvoquer "A_CONVOQUER",
        Convoquee "CONVOQUEE",
        Evaluee "EVALUEE",
        Orientee "ORIENTEE",
        EnFormation "EN_FORMATION",
        AEvaluerFinal "A_EVALUER_FINAL",
        Terminee "TERMINEE",
        SansSuite "SANS_SUITE",
    }
}

enumeration! {
    /// Pourquoi une évaluation ou une inscription s'arrête. NIVEAU_SUFFISANT et OBJECTIF_ATTEINT lèvent le besoin.
    MotifClotureEvaluation {
        NiveauSuffisant "NIVEAU_SUFFISANT",
        ObjectifAtteint "OBJECTIF_ATTEINT",
        Absences "ABSENCES",
        PersonneRefuse "PERSONNE_REFUSE",
        PersonneInjoignable "PERSONNE_INJOIGNABLE",
        Demenagement "DEMENAGEMENT",
        Emploi "EMPLOI",
        Autre "AUTRE",
    }
}

enumeration! {
    /// Ce dont la personne a besoin ; AUCUN quand son niveau suffit.
    BesoinLinguistique {
        FrancaisLangueEtrangere "FRANCAIS_LANGUE_ETRANGERE",
        Alphabetisation "ALPHABETISATION",
        Illettrisme "ILLETTRISME",
        SavoirsDeBase "SAVOIRS_DE_BASE",
        Aucun "AUCUN",
    }
}

enumeration! {
    /// Échelle du Cadre européen commun de référence, précédée de INFRA_A1 et A1_1.
    NiveauCecrl {
        InfraA1 "INFRA_A1",
        A11 "A1_1",
        A1 "A1",
        A2 "A2",
        B1 "B1",
        B2 "B2",
        C1 "C1",
        C2 "C2",
    }
}

impl MotifClotureEvaluation {
    /// The need is met: the evaluation is TERMINEE, otherwise SANS_SUITE.
    #[must_use]
    pub const fn leve_le_besoin(self) -> bool {
        matches!(self, Self::NiveauSuffisant | Self::ObjectifAtteint)
    }
}

/// The platform always reads those that it makes; a follower, those that ran when it was designated and after.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["evaluateur_id"], le: Some("coalesce(p.close_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct EvaluationLinguistique {
    pub id: Uuid,
    pub departement: String,
    /// 0 to who is only a party of the referral.
    pub version: i64,
    pub allocataire_id: Uuid,
    pub prescription: Uuid,
    pub evaluateur: Uuid,
    pub statut: StatutEvaluationLinguistique,
    pub besoin: Option<BesoinLinguistique>,
    pub cloture: Option<MotifClotureEvaluation>,
    pub evaluee_le: Option<NaiveDate>,
    /// First entry in a training.
    pub entree_le: Option<NaiveDate>,
    /// In the order in which they were recorded.
    pub niveaux: Vec<Niveau>,
}

impl EvaluationLinguistique {
    /// The latest of the initial ones: a correction comes after what it corrects.
    #[must_use]
    pub fn initial(&self) -> Option<&Niveau> {
        self.niveaux.iter().rfind(|n| !n.finale)
    }

    #[must_use]
    pub fn finale(&self) -> Option<&Niveau> {
        self.niveaux.iter().rfind(|n| n.finale)
    }

    /// Hundredths of degrees of the scale, where both evaluations speak of a same skill.
    #[must_use]
    pub fn progression(&self) -> Option<i64> {
        niveau::progression(&self.initial()?.competences, &self.finale()?.competences)
    }

    /// Days between the initial evaluation and the first entry in a training.
    #[must_use]
    pub fn delai_prise_en_charge(&self) -> Option<i64> {
        Some((self.entree_le? - self.evaluee_le?).num_days())
    }
}

/// The scope of who evaluates.
pub(crate) fn evaluer() -> Portees {
    const { Portees::de("linguistique:evaluer") }
}

pub(crate) fn lire() -> Portees {
    const { Portees::de("linguistique:lire") }
}

//! Accompaniments: a dispositif of the pacte supports a person for a time, with or without a referral behind.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::habilitation::LigneDossier;
use crate::pacte::Regle;
use crate::parcours::MotifSortie;
use crate::vocabulaire::enumeration;

mod cause;
mod charge;
pub(crate) mod contact;
mod cumul;
pub mod demarrage;
pub(crate) mod eligibilite;
pub mod fin;
pub mod lecture;

enumeration! {
    /// Comment un accompagnement a fini.
    IssueAccompagnement {
        SortiePositive "SORTIE_POSITIVE",
        SortieSansSolution "SORTIE_SANS_SOLUTION",
        Abandon "ABANDON",
        Reorientation "REORIENTATION",
    }
}

/// A partner always reads those that it runs; a follower, those that ran when it was designated and after.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["partenaire_id"], le: Some("coalesce(p.termine_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct Accompagnement {
    pub id: Uuid,
    pub departement: String,
    /// 0 to who may not end it.
    pub version: i64,
    pub allocataire_id: Uuid,
    pub parcours: Option<Uuid>,
    pub prescription: Option<Uuid>,
    pub dispositif: Uuid,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    pub fin_au_plus_tard: Option<NaiveDate>,
    pub issue: Option<IssueAccompagnement>,
    pub motif: Option<MotifSortie>,
    pub suivi_jusqu_au: Option<NaiveDate>,
    /// Partners that take part in it beside the main one.
    pub intervenants: Vec<Intervenant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Intervenant {
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
}

/// A refusal with the rule of the pacte that gives it, where one does.
fn refus(code: CodeErreurMetier, champ: &str, message: impl Into<String>, regle: Option<&Regle>) -> ErreurMetier {
    ErreurMetier { regle: regle.map(|r| r.code.clone()), ..ErreurMetier::nouvelle(code, champ, message) }
}

/// How the relations of an accompaniment end once its last day has passed.
pub(crate) fn fermeture(dernier: NaiveDate, jours: i64) -> crate::lien::Fin {
    crate::lien::Fin { le: dernier.succ_opt().unwrap_or(dernier), jours }
}

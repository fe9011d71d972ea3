//! Insertion contracts: a structure of the IAE employs a person, for a time that may be renewed and hours that may rise.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::Allocataire;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::habilitation::{LigneDossier, Perimetre};
use crate::pacte::Regle;
use crate::parcours::sortie::{CategorieSortie, MotifSortie};
use crate::portee::Portees;
use crate::poste_iae::TypeContratInsertion;
use crate::vocabulaire::enumeration;

mod acte;
pub mod aide;
pub mod detail;
pub mod embauche;
pub mod immersion;
pub mod lecture;
mod ligne;
pub mod modification;
pub mod regles;
pub mod renouvellement;
pub mod terme;

enumeration! {
    /// Ce que vise une période de mise en situation en milieu professionnel.
    ObjetImmersion {
        DecouvrirUnMetier "DECOUVRIR_UN_METIER",
        ConfirmerUnProjet "CONFIRMER_UN_PROJET",
        InitierUnRecrutement "INITIER_UN_RECRUTEMENT",
    }
}

/// The structure always reads its own; a follower, those that were running when it was designated and after.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["employeur_id"], le: Some("coalesce(p.termine_le, l.ouvert_le)") };

#[derive(Clone, Debug)]
pub struct ContratInsertion {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub allocataire_id: Uuid,
    pub structure: Uuid,
    pub poste: Uuid,
    pub employeur: Uuid,
    pub candidature: Uuid,
    pub pass: Option<Uuid>,
    pub type_: TypeContratInsertion,
    pub debut: NaiveDate,
    pub fin_prevue: NaiveDate,
    pub beneficiaire_rsa: bool,
    pub sortie: Option<Sortie>,
    pub cree_le: DateTime<Utc>,
    /// Filled with the page when the document asks for the person: `Some(None)` when it does not exist for the caller.
    pub allocataire: Option<Option<Arc<Allocataire>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sortie {
    pub le: NaiveDate,
    pub motif: MotifSortie,
    pub categorie: CategorieSortie,
}

/// Acts of the structure on a contract that runs.
pub const ACTES: [&str; 4] = ["renouvelerContratInsertion", "modifierContratInsertion", "declarerImmersion", "terminerContratInsertion"];

impl ContratInsertion {
    /// What the caller may do of it now.
    #[must_use]
    pub fn actes(&self, perimetre: &Perimetre) -> &'static [&'static str] {
        let sien = self.employeur == perimetre.partenaire && self.sortie.is_none();
        if sien && perimetre.porte("iae.candidatures:traiter") { &ACTES } else { &[] }
    }
}

pub(crate) fn lecture_requise() -> Portees {
    const { Portees::de("iae:lire") }
}

/// A refusal with the rule of the pacte that gives it, where one does.
fn refus(code: CodeErreurMetier, champ: &str, message: impl Into<String>, regle: Option<&Regle>) -> ErreurMetier {
    ErreurMetier { regle: regle.map(|r| r.code.clone()), ..ErreurMetier::nouvelle(code, champ, message) }
}

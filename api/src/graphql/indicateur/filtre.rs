//! Criteria of a list of indicators.

use async_graphql::{ID, InputObject};
use domain::identifiant::Genre;
use domain::indicateur as domaine;
use domain::indicateur::{ModeIndicateur, NatureIndicateur};
use domain::referentiel::Referentiel;

use crate::graphql::code::Code;
use crate::graphql::contexte::id;

/// Critères d'une liste d'indicateurs ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct IndicateurFiltre {
    /// Code d'un pacte.
    pacte: Option<String>,
    departement: Option<String>,
    fiche_action: Option<ID>,
    /// Codes d'indicateurs.
    codes: Option<Vec<String>>,
    nature: Option<Code<NatureIndicateur>>,
    mode: Option<Code<ModeIndicateur>>,
    /// Codes de fiches-action.
    fiche_codes: Option<Vec<String>>,
}

impl IndicateurFiltre {
    pub(super) fn retient(&self, referentiel: &Referentiel, i: &domaine::Indicateur) -> bool {
        let pacte = |code: &String| referentiel.pactes.par_id(i.pacte).is_some_and(|p| p.code == *code);
        self.pacte.as_ref().is_none_or(pacte)
            && self.departement.as_ref().is_none_or(|d| i.departement == *d)
            && self.fiche_action.as_ref().is_none_or(|f| i.fiche == Some(id(Genre::FicheAction, f)))
            && self.codes.as_ref().is_none_or(|l| l.contains(&i.document.code))
            && self.nature.is_none_or(|n| i.document.nature == n.0)
            && self.mode.is_none_or(|m| i.mode() == m.0)
            && self.fiche_codes.as_ref().is_none_or(|l| i.document.fiche.as_ref().is_some_and(|f| l.contains(f)))
    }
}

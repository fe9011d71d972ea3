//! Criteria of a list of fiches-action.

use async_graphql::{ID, InputObject};
use domain::fiche_action as domaine;
use domain::fiche_action::StatutAction;
use domain::identifiant::Genre;
use domain::referentiel::Referentiel;

use crate::graphql::code::Code;
use crate::graphql::contexte::id;
use crate::graphql::recherche::Recherche;

/// Critères d'une liste de fiches-action ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct FicheActionFiltre {
    /// Code d'un pacte.
    pacte: Option<String>,
    departement: Option<String>,
    /// Numéro d'un axe.
    axe: Option<String>,
    statut: Option<Vec<Code<StatutAction>>>,
    /// Partenaire que le document désigne comme pilote.
    pilote: Option<ID>,
    /// Début de mots du titre, des enjeux, des objectifs ou des actions, sans casse ni accents.
    recherche: Option<String>,
    /// Codes de fiches.
    codes: Option<Vec<String>>,
}

impl FicheActionFiltre {
    pub(super) fn retient(&self, referentiel: &Referentiel, f: &domaine::FicheAction) -> bool {
        let pilote = |p: &ID| f.document.pilotes.iter().any(|l| l.partenaire == Some(id(Genre::Partenaire, p)));
        self.du_pacte(referentiel, f)
            && self.axe.as_ref().is_none_or(|a| f.document.axe.as_ref() == Some(a))
            && self.statut.as_ref().is_none_or(|l| l.contains(&Code(f.statut)))
            && self.pilote.as_ref().is_none_or(pilote)
            && self.codes.as_ref().is_none_or(|l| l.contains(&f.document.code))
            && self.trouve(&f.document)
    }

    fn du_pacte(&self, referentiel: &Referentiel, f: &domaine::FicheAction) -> bool {
        let pacte = referentiel.pactes.par_id(f.pacte);
        let est = |voulu: &Option<String>, lu: fn(&domain::pacte::Pacte) -> &String| {
            voulu.as_ref().is_none_or(|v| pacte.is_some_and(|p| lu(p) == v))
        };
        est(&self.pacte, |p| &p.code) && est(&self.departement, |p| &p.departement)
    }

    fn trouve(&self, document: &domaine::Document) -> bool {
        let Some(recherche) = self.recherche.as_deref() else { return true };
        let mut textes = vec![document.titre.as_str(), document.enjeux.as_deref().unwrap_or_default()];
        textes.extend(document.objectifs.iter().map(String::as_str));
        textes.extend(document.actions.iter().map(|a| a.libelle.as_str()));
        Recherche::de(Some(recherche)).trouve(&textes)
    }
}

//! Dispositifs: the kinds of accompaniment that a pacte opens, for whom, and which exclude each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::agent::FonctionAgent;
use crate::aide_mobilite::{MotifAideMobilite, NatureAideMobilite};
use crate::allocataire::PublicCible;
use crate::pacte::Regle;
use crate::referentiel::Referentiel;
use crate::vocabulaire::Ensemble;

/// A dispositif of one pacte.
#[derive(Clone, Debug)]
pub struct Dispositif {
    pub id: Uuid,
    pub pacte: Uuid,
    pub code: String,
    pub contenu: Contenu,
}

/// What the pacte says of it, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contenu {
    pub nom: String,
    pub operateurs: Vec<Uuid>,
    pub publics: Ensemble<PublicCible>,
    pub publics_exclus: Ensemble<PublicCible>,
    /// Dispositifs that never run together with this one, whichever of the two says so.
    pub exclusif_avec: Vec<Uuid>,
    pub duree_maximale_mois: Option<i64>,
    pub capacite_par_referent: Option<i64>,
    pub heures_hebdomadaires_minimum: Option<i64>,
    pub fiche_action: Option<Uuid>,
    /// Dispositifs that the person has ended before this one.
    #[serde(default)]
    pub prealables: Vec<Uuid>,
    /// Only the Département starts it.
    #[serde(default)]
    pub accord_prealable: bool,
    /// Codes of the pacte's rules that bear on it, besides those of its fiche.
    #[serde(default)]
    pub regles: Vec<String>,
    /// For a public, the code of the rule whose figure bounds it.
    #[serde(default)]
    pub bornes: BTreeMap<PublicCible, String>,
    /// What it does for mobility, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobilite: Option<Mobilite>,
    pub description: String,
    pub source: String,
}

/// The aids to mobility that a dispositif gives, to whom, and on whose request. The files name dispositifs by their codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mobilite<D = Uuid> {
    pub natures: Vec<NatureAideMobilite>,
    /// For which reasons; any, when the pacte names none.
    #[serde(default)]
    pub motifs: Vec<MotifAideMobilite>,
    /// A fund: aids are asked of it, instructed, granted and paid. Elsewhere the operator brings them itself.
    #[serde(default)]
    pub fonds: bool,
    /// Functions of the agents who alone may ask the fund.
    #[serde(default)]
    pub demandeurs: Vec<FonctionAgent>,
    /// An interview comes before any solution.
    #[serde(default)]
    pub diagnostic_prealable: bool,
    /// Dispositifs whose people the fund also admits, on RSA or not.
    #[serde(default = "Vec::new")]
    pub etendu_a: Vec<D>,
}

impl Dispositif {
    /// A person cannot follow both at once.
    #[must_use]
    pub fn exclut(&self, autre: Uuid) -> bool {
        self.contenu.exclusif_avec.contains(&autre)
    }

    /// The rule that a use of the platform applies to this dispositif: one that it cites, else one of its fiche.
    #[must_use]
    pub fn regle<'a>(&self, referentiel: &'a Referentiel, usage: &str) -> Option<&'a Regle> {
        let regles = &referentiel.pactes.par_id(self.pacte)?.contenu.regles;
        let fiche = self.contenu.fiche_action.and_then(|id| referentiel.fiches_action.par_id(id)).map(|f| f.document.code.as_str());
        let citee = |r: &&Regle| self.contenu.regles.contains(&r.code);
        let de_la_fiche = |r: &&Regle| fiche.is_some() && r.fiche.as_deref() == fiche;
        let mut appliquees = regles.iter().filter(|r| r.appliquee_par(usage));
        appliquees.clone().find(citee).or_else(|| appliquees.find(de_la_fiche))
    }

    /// The rule whose figure bounds a public of this dispositif.
    #[must_use]
    pub fn borne<'a>(&self, referentiel: &'a Referentiel, public: PublicCible) -> Option<&'a Regle> {
        referentiel.pactes.par_id(self.pacte)?.regle(self.contenu.bornes.get(&public)?)
    }
}

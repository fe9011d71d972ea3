//! What a caller reads of computed values.

use uuid::Uuid;

use crate::habilitation::{LienDossier, Perimetre};
use crate::mesure::definition::{Definition, Mesure};
use crate::mesure::parametre::Parametre;
use crate::mesure::{Dimension, Question};
use crate::portee::Portees;

/// Readers of aggregates read frozen values and never these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regard {
    /// Every fact of the département, whatever the territory of the agent: a figure is no file.
    Departement,
    /// The facts whose partner it is.
    Siennes(Uuid),
}

impl Regard {
    #[must_use]
    pub fn de(perimetre: &Perimetre, departement: &str) -> Option<Self> {
        let lire = const { Portees::de("indicateurs:lire") };
        let ouvertes = perimetre.qui_portent(lire).filter(|o| o.departements.iter().any(|d| d == departement));
        let regards = ouvertes.filter_map(|o| {
            if o.liens.contient(LienDossier::Departement) {
                return Some(Self::Departement);
            }
            let dossiers = o.liens.contient(LienDossier::Reference) || o.liens.contient(LienDossier::Adresse);
            dossiers.then_some(Self::Siennes(perimetre.partenaire))
        });
        regards.min_by_key(|regard| *regard != Self::Departement)
    }

    /// Its own facts are a partner's to count where the measure says whose they are, and to split by what it may read of a
    /// person.
    pub(super) fn ouvre(self, perimetre: &Perimetre, mesure: &Mesure, question: &Question) -> bool {
        if self == Self::Departement {
            return true;
        }
        let Some(fait) = mesure.definition(question.version).and_then(Definition::fait) else { return false };
        let parametre = question.parametre.as_deref().and_then(|texte| Parametre::lire(mesure, texte)).unwrap_or_default();
        let du_parametre = parametre.0.iter().map(|c| c.dimension);
        let demandees = question.ventilation.iter().copied().chain(du_parametre);
        let mut lues = demandees.filter(|d| fait.propre(*d).is_none()).filter_map(portee);
        fait.partenaire.is_some() && lues.all(|portee| perimetre.porte(portee))
    }
}

/// The scope that opens the class of a field of the person.
const fn portee(dimension: Dimension) -> Option<&'static str> {
    match dimension {
        Dimension::Territoire | Dimension::OrganismePayeur => Some("allocataires:lire"),
        Dimension::Sexe | Dimension::TrancheAge => Some("allocataires.identite:lire"),
        Dimension::Public | Dimension::NiveauFormation => Some("allocataires.eligibilite:lire"),
        Dimension::AncienneteRsa => Some("allocataires.situation:lire"),
        Dimension::Modalite => Some("parcours:lire"),
        _ => None,
    }
}

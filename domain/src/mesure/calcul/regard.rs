//! What a caller reads of computed values.

use uuid::Uuid;

use crate::habilitation::{LienDossier, Perimetre};
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
}

//! What a contract is made of: its renewals, its steps of hours, its immersions.

use async_graphql::{ID, SimpleObject};
use domain::contrat_insertion::ObjetImmersion;
use domain::contrat_insertion::detail as domaine;

use crate::graphql::code::Code;
use crate::graphql::scalaires::{CodeRome, Date, Siret};

/// Renouvellement d'un contrat d'insertion.
#[derive(SimpleObject, Clone)]
pub struct RenouvellementContrat {
    pub le: Date,
    pub fin_prevue: Date,
    /// Pourquoi le contrat dépasse sa durée maximale ; nulle quand il ne la dépasse pas.
    pub derogation: Option<String>,
}

impl From<domaine::Renouvellement> for RenouvellementContrat {
    fn from(r: domaine::Renouvellement) -> Self {
        Self { le: Date(r.le), fin_prevue: Date(r.fin_prevue), derogation: r.derogation }
    }
}

/// Heures par semaine à partir d'un jour.
#[derive(SimpleObject, Clone)]
pub struct PalierHoraire {
    pub a_partir_du: Date,
    pub heures_hebdomadaires: i64,
}

impl From<domaine::Palier> for PalierHoraire {
    fn from(p: domaine::Palier) -> Self {
        Self { a_partir_du: Date(p.a_partir_du), heures_hebdomadaires: p.heures }
    }
}

/// Période de mise en situation en milieu professionnel.
#[derive(SimpleObject, Clone)]
pub struct Immersion {
    pub id: ID,
    pub employeur: String,
    pub siret: Option<Siret>,
    pub code_rome: Option<CodeRome>,
    pub du: Date,
    pub au: Date,
    pub objet: Code<ObjetImmersion>,
    pub bilan: Option<String>,
}

impl From<domaine::Immersion> for Immersion {
    fn from(i: domaine::Immersion) -> Self {
        Self {
            id: i.id.to_string().into(),
            employeur: i.employeur,
            siret: i.siret.map(Siret),
            code_rome: i.code_rome.map(CodeRome),
            du: Date(i.du),
            au: Date(i.au),
            objet: Code(i.objet),
            bilan: i.bilan,
        }
    }
}

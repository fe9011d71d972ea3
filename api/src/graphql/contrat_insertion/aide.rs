//! What a Département owes to a structure for a year.

use async_graphql::{ComplexObject, Context, SimpleObject};
use domain::contrat_insertion::aide as domaine;

use super::{ContratInsertion, lire};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::scalaires::{Decimal, Montant};

/// Aide due à une structure pour une année, selon les règles du pacte : tant par mois commencé de chaque allocataire du RSA embauché. Les encadrants n'y entrent pas : seuls comptent les contrats d'insertion.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct AideDepartementale {
    pub annee: i64,
    pub allocataires_embauches: Option<i64>,
    pub mois_presence: Option<i64>,
    /// Nul quand le pacte n'aide pas ce genre de structure.
    pub montant: Option<Montant>,
    /// Autre lecture du document : une somme par an et par allocataire embauché.
    pub montant_lecture_annuelle: Option<Montant>,
    /// Emplois à temps plein de l'année, tous contrats d'insertion de la structure compris.
    pub equivalents_temps_plein: Decimal,
    #[graphql(skip)]
    parts: Vec<domaine::Part>,
}

/// Part d'un contrat dans l'aide d'une année.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["iae.aides:lire"]))]
pub struct PartAideDepartementale {
    pub mois_presence: i64,
    pub montant: Option<Montant>,
    #[graphql(skip)]
    source: uuid::Uuid,
}

#[ComplexObject]
impl PartAideDepartementale {
    async fn contrat(&self, ctx: &Context<'_>) -> Result<Option<ContratInsertion>> {
        lire(ctx, self.source).await
    }
}

#[ComplexObject]
impl AideDepartementale {
    /// Contrat par contrat.
    #[graphql(directive = exige::apply(["iae.aides:lire"]))]
    async fn detail(&self) -> Vec<PartAideDepartementale> {
        let part = |p: &domaine::Part| PartAideDepartementale {
            mois_presence: p.mois,
            montant: p.montant.map(Montant::de_centimes),
            source: p.contrat,
        };
        self.parts.iter().map(part).collect()
    }
}

impl From<domaine::AideDepartementale> for AideDepartementale {
    fn from(a: domaine::AideDepartementale) -> Self {
        Self {
            annee: a.annee,
            allocataires_embauches: Some(a.embauches),
            mois_presence: Some(a.mois),
            montant: a.montant.map(Montant::de_centimes),
            montant_lecture_annuelle: a.montant_lecture_annuelle.map(Montant::de_centimes),
            equivalents_temps_plein: Decimal::de_centiemes(a.equivalents_temps_plein),
            parts: a.parts,
        }
    }
}

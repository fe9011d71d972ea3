//! Diagnoses of mobility.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use domain::aide_mobilite::NatureAideMobilite;
use domain::diagnostic_mobilite as domaine;
use domain::diagnostic_mobilite::{CategoriePermis, Constat, FreinMobilite};
use domain::identifiant::Genre;

use super::allocataire::{self, Allocataire};
use super::code::{Code, codes};
use super::contexte::{chargeur, id, id_facultatif, session};
use super::erreur::Result;
use super::loader::{self, DiagnosticParId};
use super::partenaire::{Partenaire, partenaire};
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::saisie::reponse;
use super::scalaires::Date;

reponse!(DiagnosticMobilitePayload, diagnostic_mobilite: DiagnosticMobilite);

/// Diagnostic de mobilité : ce que la personne sait et peut conduire, ce qui l'empêche de se déplacer, les solutions proposées.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["mobilite:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct DiagnosticMobilite {
    pub id: ID,
    pub realise_le: Date,
    pub permis: Vec<Code<CategoriePermis>>,
    pub vehicule: bool,
    /// Un frein de handicap exige allocataires.sensible:lire, sauf de la plateforme qui l'a constaté, et est omis sans elle.
    pub freins: Vec<Code<FreinMobilite>>,
    pub solutions_proposees: Vec<Code<NatureAideMobilite>>,
    pub synthese: Option<String>,
    #[graphql(skip)]
    source: Arc<domaine::DiagnosticMobilite>,
}

impl DiagnosticMobilite {
    #[must_use]
    pub fn de(d: Arc<domaine::DiagnosticMobilite>) -> Self {
        Self {
            id: Genre::DiagnosticMobilite.ecrire(d.id).into(),
            realise_le: Date(d.realise_le),
            permis: codes(d.permis),
            vehicule: d.vehicule,
            freins: codes(d.freins),
            solutions_proposees: codes(d.solutions),
            synthese: d.synthese.clone(),
            source: d,
        }
    }
}

#[ComplexObject]
impl DiagnosticMobilite {
    /// Nul quand la personne n'est plus ouverte au porteur.
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        allocataire::lire(ctx, self.source.allocataire_id).await
    }

    async fn plateforme(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.plateforme)
    }
}

/// Diagnostic à enregistrer, sur une prescription acceptée ou pour une personne déjà aidée.
#[derive(InputObject)]
pub struct EnregistrerDiagnosticMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    prescription_id: Option<ID>,
    realise_le: Date,
    permis: Vec<Code<CategoriePermis>>,
    vehicule: bool,
    freins: Vec<Code<FreinMobilite>>,
    solutions_proposees: Vec<Code<NatureAideMobilite>>,
    synthese: Option<String>,
}

impl From<EnregistrerDiagnosticMobiliteInput> for Constat {
    fn from(i: EnregistrerDiagnosticMobiliteInput) -> Self {
        Self {
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            prescription: id_facultatif(Genre::Prescription, i.prescription_id.as_ref()),
            realise_le: i.realise_le.0,
            permis: i.permis.into_iter().map(|c| c.0).collect(),
            vehicule: i.vehicule,
            freins: i.freins.into_iter().map(|c| c.0).collect(),
            solutions: i.solutions_proposees.into_iter().map(|c| c.0).collect(),
            synthese: i.synthese,
        }
    }
}

#[derive(Default)]
pub struct DiagnosticMobiliteMutation;

#[Object]
impl DiagnosticMobiliteMutation {
    /// Enregistre un diagnostic ; la prescription qui le demandait avance avec lui.
    #[graphql(directive = exige::apply(["mobilite:diagnostiquer"]))]
    async fn enregistrer_diagnostic_mobilite(
        &self,
        ctx: &Context<'_>,
        input: EnregistrerDiagnosticMobiliteInput,
    ) -> Result<DiagnosticMobilitePayload> {
        let issue = domaine::enregistrer(session(ctx), input.cle_idempotence, input.into()).await?;
        DiagnosticMobilitePayload::de(issue, |id| lire(ctx, id)).await
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<DiagnosticMobilite>> {
    let lu = chargeur(ctx).load_one(DiagnosticParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(DiagnosticMobilite::de))
}

//! Hiring, renewing, changing, declaring an immersion, ending.

use async_graphql::{Context, ID, InputObject, Object};
use domain::contrat_insertion::ObjetImmersion;
use domain::contrat_insertion::embauche::{self, Embauche};
use domain::contrat_insertion::immersion::{self, Declaration};
use domain::contrat_insertion::modification::{self, Modification};
use domain::contrat_insertion::renouvellement::{self, Renouvellement};
use domain::contrat_insertion::terme::{self, Terminaison};
use domain::identifiant::Genre;
use domain::parcours::sortie::MotifSortie;
use domain::pass_iae::ecriture::Pass;
use domain::pass_iae::{MotifProlongationPass, MotifSuspensionPass, Periode};
use domain::session::Issue;

use super::{ContratInsertion, lire};
use crate::graphql::code::Code;
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::{CodeRome, Date, Siret};

reponse!(ContratInsertionPayload, contrat_insertion: ContratInsertion);

/// Embauche sur une candidature acceptée : elle prend une place du poste, et les autres candidatures de la personne deviennent caduques.
#[derive(InputObject)]
pub struct EmbaucherInput {
    cle_idempotence: Option<uuid::Uuid>,
    candidature_id: ID,
    version: i64,
    debut: Date,
    fin_prevue: Date,
    heures_hebdomadaires: i64,
}

/// Renouvellement d'un contrat.
#[derive(InputObject)]
pub struct RenouvelerContratInsertionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    fin_prevue: Date,
    /// Exigée au-delà de la durée maximale du contrat.
    derogation: Option<String>,
}

/// Changement d'un contrat en cours ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct ModifierContratInsertionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    palier: Option<PalierHoraireInput>,
    pass: Option<PassIaeInput>,
}

/// Heures par semaine à partir d'un jour.
#[derive(InputObject)]
pub struct PalierHoraireInput {
    a_partir_du: Date,
    heures_hebdomadaires: i64,
}

/// PASS IAE de la personne, tel que la plateforme nationale l'a délivré.
#[derive(InputObject)]
pub struct PassIaeInput {
    numero: String,
    debut: Date,
    /// Sans les suspensions ni les prolongations.
    fin: Date,
    /// Toutes ; absentes, elles sont inchangées.
    suspensions: Option<Vec<SuspensionPassInput>>,
    /// Toutes ; absentes, elles sont inchangées.
    prolongations: Option<Vec<ProlongationPassInput>>,
}

/// Suspension d'un PASS, bornes comprises.
#[derive(InputObject)]
pub struct SuspensionPassInput {
    du: Date,
    au: Date,
    motif: Code<MotifSuspensionPass>,
}

/// Prolongation d'un PASS, bornes comprises.
#[derive(InputObject)]
pub struct ProlongationPassInput {
    du: Date,
    au: Date,
    motif: Code<MotifProlongationPass>,
}

/// Immersion en entreprise ; redite aux mêmes jours chez le même employeur, elle est complétée.
#[derive(InputObject)]
pub struct DeclarerImmersionInput {
    cle_idempotence: Option<uuid::Uuid>,
    contrat_id: ID,
    version: i64,
    employeur: String,
    siret: Option<Siret>,
    code_rome: Option<CodeRome>,
    du: Date,
    au: Date,
    objet: Code<ObjetImmersion>,
    bilan: Option<String>,
}

/// Sortie d'un contrat ; sa place se libère.
#[derive(InputObject)]
pub struct TerminerContratInsertionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    le: Date,
    motif: Code<MotifSortie>,
}

impl From<PassIaeInput> for Pass {
    fn from(i: PassIaeInput) -> Self {
        let suspension = |s: SuspensionPassInput| Periode { du: s.du.0, au: s.au.0, motif: s.motif.0 };
        let prolongation = |p: ProlongationPassInput| Periode { du: p.du.0, au: p.au.0, motif: p.motif.0 };
        Self {
            numero: i.numero,
            debut: i.debut.0,
            fin: i.fin.0,
            suspensions: i.suspensions.map(|liste| liste.into_iter().map(suspension).collect()),
            prolongations: i.prolongations.map(|liste| liste.into_iter().map(prolongation).collect()),
        }
    }
}

impl From<DeclarerImmersionInput> for Declaration {
    fn from(i: DeclarerImmersionInput) -> Self {
        Self {
            contrat: id(Genre::ContratInsertion, &i.contrat_id),
            version: i.version,
            employeur: i.employeur,
            siret: i.siret.map(|s| s.0),
            code_rome: i.code_rome.map(|c| c.0),
            du: i.du.0,
            au: i.au.0,
            objet: i.objet.0,
            bilan: i.bilan,
        }
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<ContratInsertionPayload> {
    ContratInsertionPayload::de(issue, |id| lire(ctx, id)).await
}

#[derive(Default)]
pub struct ContratInsertionMutation;

#[Object]
impl ContratInsertionMutation {
    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn embaucher(&self, ctx: &Context<'_>, input: EmbaucherInput) -> Result<ContratInsertionPayload> {
        let embauche = Embauche {
            candidature: id(Genre::Candidature, &input.candidature_id),
            version: input.version,
            debut: input.debut.0,
            fin_prevue: input.fin_prevue.0,
            heures: input.heures_hebdomadaires,
        };
        repondre(ctx, embauche::embaucher(session(ctx), input.cle_idempotence, embauche).await?).await
    }

    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn renouveler_contrat_insertion(
        &self,
        ctx: &Context<'_>,
        input: RenouvelerContratInsertionInput,
    ) -> Result<ContratInsertionPayload> {
        let renouvellement = Renouvellement {
            id: id(Genre::ContratInsertion, &input.id),
            version: input.version,
            fin_prevue: input.fin_prevue.0,
            derogation: input.derogation,
        };
        repondre(ctx, renouvellement::renouveler(session(ctx), input.cle_idempotence, renouvellement).await?).await
    }

    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn modifier_contrat_insertion(&self, ctx: &Context<'_>, input: ModifierContratInsertionInput) -> Result<ContratInsertionPayload> {
        let modification = Modification {
            id: id(Genre::ContratInsertion, &input.id),
            version: input.version,
            palier: input.palier.map(|p| (p.a_partir_du.0, p.heures_hebdomadaires)),
            pass: input.pass.map(Pass::from),
        };
        repondre(ctx, modification::modifier(session(ctx), input.cle_idempotence, modification).await?).await
    }

    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn declarer_immersion(&self, ctx: &Context<'_>, input: DeclarerImmersionInput) -> Result<ContratInsertionPayload> {
        repondre(ctx, immersion::declarer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["iae.candidatures:traiter"]))]
    async fn terminer_contrat_insertion(&self, ctx: &Context<'_>, input: TerminerContratInsertionInput) -> Result<ContratInsertionPayload> {
        let terminaison =
            Terminaison { id: id(Genre::ContratInsertion, &input.id), version: input.version, le: input.le.0, motif: input.motif.0 };
        repondre(ctx, terme::terminer(session(ctx), input.cle_idempotence, terminaison).await?).await
    }
}

//! Summoning, evaluating, orienting, closing.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use domain::evaluation_linguistique::cloture::{self, Cloture};
use domain::evaluation_linguistique::convocation::{self, Convocation};
use domain::evaluation_linguistique::enregistrement::{self, Enregistrement};
use domain::evaluation_linguistique::orientation::{self, Orientation};
use domain::evaluation_linguistique::{BesoinLinguistique, Competences, MotifClotureEvaluation, NiveauCecrl};
use domain::identifiant::Genre;
use domain::session::Issue;

use super::{EvaluationLinguistique, lire};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::Date;

reponse!(EvaluationLinguistiquePayload, evaluation_linguistique: EvaluationLinguistique);

/// Convocation à une évaluation, initiale ou finale ; la suivante après une absence.
#[derive(InputObject)]
pub struct ConvoquerEvaluationInput {
    cle_idempotence: Option<uuid::Uuid>,
    evaluation_id: ID,
    version: i64,
    prevu_le: DateTime<Utc>,
    lieu: Option<String>,
    /// Évaluateur qui recevra la personne.
    agent_id: Option<ID>,
}

/// Ce qu'une évaluation a trouvé.
#[derive(InputObject)]
pub struct EnregistrerEvaluationInput {
    cle_idempotence: Option<uuid::Uuid>,
    evaluation_id: ID,
    version: i64,
    /// Faux jusqu'à la formation (une seconde corrige la première), vrai après.
    finale: bool,
    /// Exigé la première fois ; inchangé s'il est absent ensuite.
    besoin: Option<Code<BesoinLinguistique>>,
    niveau: NiveauLinguistiqueInput,
}

/// Niveaux évalués, une compétence ou un degré au moins.
#[derive(InputObject)]
pub struct NiveauLinguistiqueInput {
    comprehension_orale: Option<Code<NiveauCecrl>>,
    expression_orale: Option<Code<NiveauCecrl>>,
    comprehension_ecrite: Option<Code<NiveauCecrl>>,
    expression_ecrite: Option<Code<NiveauCecrl>>,
    /// De 1 à 4.
    degre_savoirs_de_base: Option<i64>,
    evalue_le: Date,
}

/// Session à laquelle proposer la personne ; complète, elle l'inscrit en liste d'attente.
#[derive(InputObject)]
pub struct OrienterFormationInput {
    cle_idempotence: Option<uuid::Uuid>,
    evaluation_id: ID,
    version: i64,
    session_id: ID,
}

/// Fin d'une évaluation et de la prescription dont elle est née.
#[derive(InputObject)]
pub struct CloturerEvaluationInput {
    cle_idempotence: Option<uuid::Uuid>,
    evaluation_id: ID,
    version: i64,
    /// NIVEAU_SUFFISANT et OBJECTIF_ATTEINT terminent ; les autres laissent sans suite. ABSENCES demande le nombre d'absences du pacte.
    motif: Code<MotifClotureEvaluation>,
    commentaire: Option<String>,
}

impl From<ConvoquerEvaluationInput> for Convocation {
    fn from(i: ConvoquerEvaluationInput) -> Self {
        Self {
            evaluation: id(Genre::EvaluationLinguistique, &i.evaluation_id),
            version: i.version,
            prevu_le: i.prevu_le,
            lieu: i.lieu,
            agent: id_facultatif(Genre::Agent, i.agent_id.as_ref()),
        }
    }
}

impl From<EnregistrerEvaluationInput> for Enregistrement {
    fn from(i: EnregistrerEvaluationInput) -> Self {
        let n = i.niveau;
        Self {
            evaluation: id(Genre::EvaluationLinguistique, &i.evaluation_id),
            version: i.version,
            finale: i.finale,
            besoin: valeur_de(i.besoin),
            competences: Competences {
                comprehension_orale: valeur_de(n.comprehension_orale),
                expression_orale: valeur_de(n.expression_orale),
                comprehension_ecrite: valeur_de(n.comprehension_ecrite),
                expression_ecrite: valeur_de(n.expression_ecrite),
                degre: n.degre_savoirs_de_base,
            },
            evalue_le: n.evalue_le.0,
        }
    }
}

impl From<OrienterFormationInput> for Orientation {
    fn from(i: OrienterFormationInput) -> Self {
        Self {
            evaluation: id(Genre::EvaluationLinguistique, &i.evaluation_id),
            version: i.version,
            session: id(Genre::SessionFormation, &i.session_id),
        }
    }
}

impl From<CloturerEvaluationInput> for Cloture {
    fn from(i: CloturerEvaluationInput) -> Self {
        Self {
            evaluation: id(Genre::EvaluationLinguistique, &i.evaluation_id),
            version: i.version,
            motif: i.motif.0,
            commentaire: i.commentaire,
        }
    }
}

#[derive(Default)]
pub struct EvaluationLinguistiqueMutation;

#[Object]
impl EvaluationLinguistiqueMutation {
    /// Convoque la personne ; la prescription passe EN_COURS.
    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn convoquer_evaluation(&self, ctx: &Context<'_>, input: ConvoquerEvaluationInput) -> Result<EvaluationLinguistiquePayload> {
        repondre(ctx, convocation::convoquer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn enregistrer_evaluation(&self, ctx: &Context<'_>, input: EnregistrerEvaluationInput) -> Result<EvaluationLinguistiquePayload> {
        repondre(ctx, enregistrement::enregistrer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Propose la personne à l'organisme de la session, et lui ouvre ce qu'il faut pour décider.
    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn orienter_formation(&self, ctx: &Context<'_>, input: OrienterFormationInput) -> Result<EvaluationLinguistiquePayload> {
        repondre(ctx, orientation::orienter(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Clôt l'évaluation ; la prescription est REALISEE ou ABANDONNEE avec elle.
    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn cloturer_evaluation(&self, ctx: &Context<'_>, input: CloturerEvaluationInput) -> Result<EvaluationLinguistiquePayload> {
        repondre(ctx, cloture::cloturer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<EvaluationLinguistiquePayload> {
    EvaluationLinguistiquePayload::de(issue, |id| lire(ctx, id)).await
}

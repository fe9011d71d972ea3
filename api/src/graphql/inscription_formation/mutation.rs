//! Enrolling, following, taking back.

use async_graphql::{Context, ID, InputObject, Object};
use domain::evaluation_linguistique::MotifClotureEvaluation;
use domain::identifiant::Genre;
use domain::inscription_formation::StatutInscription;
use domain::inscription_formation::annulation::{self, Annulation};
use domain::inscription_formation::creation::{self, Demande};
use domain::inscription_formation::suivi::{self, Suivi};
use domain::session::Issue;

use super::{InscriptionFormation, lire};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::Date;

reponse!(InscriptionFormationPayload, inscription_formation: InscriptionFormation);

/// Personne dont l'organisme a accepté la prescription, et la session où il l'inscrit.
#[derive(InputObject)]
pub struct InscrireInput {
    cle_idempotence: Option<uuid::Uuid>,
    session_id: ID,
    prescription_id: ID,
}

/// Ce que l'organisme dit d'une inscription ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct SuivreInscriptionInput {
    cle_idempotence: Option<uuid::Uuid>,
    inscription_id: ID,
    version: i64,
    /// Exigé pour refuser ou abandonner.
    motif: Option<Code<MotifClotureEvaluation>>,
    /// Statut suivant ; EN_FORMATION encore, pour compter des heures.
    statut: Code<StatutInscription>,
    /// Aujourd'hui, par défaut.
    entree_le: Option<Date>,
    /// Aujourd'hui, par défaut.
    sortie_le: Option<Date>,
    /// En tout depuis l'entrée.
    heures_realisees: Option<i64>,
    bilan: Option<String>,
}

/// Retrait d'une inscription par la plateforme qui l'a proposée ; l'évaluation redevient EVALUEE.
#[derive(InputObject)]
pub struct AnnulerInscriptionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    motif: Code<MotifClotureEvaluation>,
}

impl From<SuivreInscriptionInput> for Suivi {
    fn from(i: SuivreInscriptionInput) -> Self {
        Self {
            inscription: id(Genre::InscriptionFormation, &i.inscription_id),
            version: i.version,
            motif: valeur_de(i.motif),
            statut: i.statut.0,
            entree_le: i.entree_le.map(|d| d.0),
            sortie_le: i.sortie_le.map(|d| d.0),
            heures: i.heures_realisees,
            bilan: i.bilan,
        }
    }
}

#[derive(Default)]
pub struct InscriptionFormationMutation;

#[Object]
impl InscriptionFormationMutation {
    /// Inscrit une personne prescrite ; session complète, elle va en liste d'attente.
    #[graphql(directive = exige::apply(["linguistique.sessions:gerer"]))]
    async fn inscrire(&self, ctx: &Context<'_>, input: InscrireInput) -> Result<InscriptionFormationPayload> {
        let demande = Demande {
            session: id(Genre::SessionFormation, &input.session_id),
            prescription: id(Genre::Prescription, &input.prescription_id),
        };
        repondre(ctx, creation::demander(session(ctx), input.cle_idempotence, demande).await?).await
    }

    #[graphql(directive = exige::apply(["linguistique.sessions:gerer"]))]
    async fn suivre_inscription(&self, ctx: &Context<'_>, input: SuivreInscriptionInput) -> Result<InscriptionFormationPayload> {
        repondre(ctx, suivi::suivre(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["linguistique:evaluer"]))]
    async fn annuler_inscription(&self, ctx: &Context<'_>, input: AnnulerInscriptionInput) -> Result<InscriptionFormationPayload> {
        let annulation = Annulation { id: id(Genre::InscriptionFormation, &input.id), version: input.version, motif: input.motif.0 };
        repondre(ctx, annulation::annuler(session(ctx), input.cle_idempotence, annulation).await?).await
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<InscriptionFormationPayload> {
    InscriptionFormationPayload::de(issue, |id| lire(ctx, id)).await
}

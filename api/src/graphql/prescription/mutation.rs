//! Prescribing, answering, cancelling.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use domain::allocataire::ThemeBesoin;
use domain::identifiant::Genre;
use domain::prescription::emission::{self, Emission};
use domain::prescription::reponse::{self, Annulation, Reponse};
use domain::prescription::{MotifRefus, StatutPrescription, Suite, TypePrescription};
use domain::rendez_vous::Presence;
use domain::session::Issue;

use super::{Prescription, lire_avec};
use crate::graphql::code::{Code, valeur_de};
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::Date;

reponse!(PrescriptionPayload, prescription: Prescription);

/// Prescription d'une personne à un service d'un autre partenaire.
#[derive(InputObject)]
pub struct PrescrireInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    #[graphql(name = "type")]
    type_: Code<TypePrescription>,
    destinataire_id: ID,
    /// Le premier service du destinataire qui reçoit ce type, par défaut.
    service_id: Option<ID>,
    /// Besoin que le destinataire pourra lire.
    besoin: Option<Code<ThemeBesoin>>,
    suite_de_id: Option<ID>,
    accord_personne: bool,
    motif: Option<String>,
}

/// Réponse du destinataire, puis ce que la personne devient.
#[derive(InputObject)]
pub struct RepondrePrescriptionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    /// Statut suivant ; le statut actuel quand seule la suite change.
    vers: Code<StatutPrescription>,
    /// Exigé pour refuser ou abandonner.
    motif: Option<Code<MotifRefus>>,
    commentaire: Option<String>,
    /// Premier rendez-vous, fixé en acceptant.
    rendez_vous_le: Option<DateTime<Utc>>,
    suite: Option<SuitePrescriptionInput>,
}

/// Suite donnée ; un champ absent est inchangé.
#[derive(InputObject)]
pub struct SuitePrescriptionInput {
    presentee: Option<Code<Presence>>,
    presentee_le: Option<Date>,
    retenue: Option<bool>,
    retenue_le: Option<Date>,
    integree: Option<bool>,
    integree_le: Option<Date>,
    achevee: Option<bool>,
    achevee_le: Option<Date>,
    besoin_leve: Option<bool>,
    bilan: Option<String>,
}

/// Retrait d'une prescription par son prescripteur.
#[derive(InputObject)]
pub struct AnnulerPrescriptionInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    commentaire: Option<String>,
}

impl From<PrescrireInput> for Emission {
    fn from(i: PrescrireInput) -> Self {
        Self {
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            type_: i.type_.0,
            destinataire: id(Genre::Partenaire, &i.destinataire_id),
            service: id_facultatif(Genre::Service, i.service_id.as_ref()),
            besoin: valeur_de(i.besoin),
            suite_de: id_facultatif(Genre::Prescription, i.suite_de_id.as_ref()),
            accord_personne: i.accord_personne,
            motif: i.motif,
        }
    }
}

impl From<SuitePrescriptionInput> for Suite {
    fn from(i: SuitePrescriptionInput) -> Self {
        let jour = |d: Option<Date>| d.map(|d| d.0);
        Self {
            presentee: valeur_de(i.presentee),
            presentee_le: jour(i.presentee_le),
            retenue: i.retenue,
            retenue_le: jour(i.retenue_le),
            integree: i.integree,
            integree_le: jour(i.integree_le),
            achevee: i.achevee,
            achevee_le: jour(i.achevee_le),
            besoin_leve: i.besoin_leve,
            bilan: i.bilan,
        }
    }
}

impl From<RepondrePrescriptionInput> for Reponse {
    fn from(i: RepondrePrescriptionInput) -> Self {
        Self {
            id: id(Genre::Prescription, &i.id),
            version: i.version,
            vers: i.vers.0,
            motif: valeur_de(i.motif),
            commentaire: i.commentaire,
            rendez_vous_le: i.rendez_vous_le,
            suite: i.suite.map(Suite::from),
        }
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<PrescriptionPayload> {
    let personne = ctx.look_ahead().field("prescription").field("allocataire").exists();
    PrescriptionPayload::de(issue, |id| lire_avec(ctx, id, personne)).await
}

#[derive(Default)]
pub struct PrescriptionMutation;

#[Object]
impl PrescriptionMutation {
    /// Adresse une personne au service d'un autre partenaire, et lui ouvre ce qu'il faut pour décider.
    #[graphql(directive = exige::apply(["prescriptions:emettre"]))]
    async fn prescrire(&self, ctx: &Context<'_>, input: PrescrireInput) -> Result<PrescriptionPayload> {
        repondre(ctx, emission::prescrire(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["prescriptions:traiter"]))]
    async fn repondre_prescription(&self, ctx: &Context<'_>, input: RepondrePrescriptionInput) -> Result<PrescriptionPayload> {
        repondre(ctx, reponse::repondre(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["prescriptions:emettre"]))]
    async fn annuler_prescription(&self, ctx: &Context<'_>, input: AnnulerPrescriptionInput) -> Result<PrescriptionPayload> {
        let annulation = Annulation { id: id(Genre::Prescription, &input.id), version: input.version, commentaire: input.commentaire };
        repondre(ctx, reponse::annuler(session(ctx), input.cle_idempotence, annulation).await?).await
    }
}

//! Asking, completing, deciding, paying; bringing, prolonging, ending.

use async_graphql::{Context, ID, InputObject, Object};
use domain::aide_mobilite::apport::{self, Apport};
use domain::aide_mobilite::demande::{self, Demande};
use domain::aide_mobilite::instruction::{self, Completude, Decision, Recours, Retrait};
use domain::aide_mobilite::pret::{self, Prolongation};
use domain::aide_mobilite::terme::{self, Terminaison};
use domain::aide_mobilite::versement::{self, Paiement};
use domain::aide_mobilite::{Activite, DestinataireVersement, MotifAideMobilite, NatureAideMobilite, StatutAideMobilite};
use domain::identifiant::Genre;
use domain::session::Issue;

use super::{AideMobilite, lire};
use crate::graphql::code::Code;
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::reponse;
use crate::graphql::scalaires::{CodeInsee, Date, Montant, Siret};

reponse!(AideMobilitePayload, aide_mobilite: AideMobilite);

/// Demande à un fonds, pour une personne que l'agent suit.
#[derive(InputObject)]
pub struct DemanderAideMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    dispositif_code: String,
    nature: Code<NatureAideMobilite>,
    motif: Code<MotifAideMobilite>,
    cout_total: Montant,
    montant_demande: Montant,
    /// L'employeur ou le formateur doit déjà cette dépense.
    obligation_tiers: bool,
    activite: Option<ActiviteViseeInput>,
    /// Pièces déjà au dossier.
    pieces: Option<Vec<String>>,
}

/// Emploi ou formation que l'aide rend possible.
#[derive(InputObject)]
pub struct ActiviteViseeInput {
    employeur: Option<String>,
    siret: Option<Siret>,
    debut: Option<Date>,
    type_contrat: Option<String>,
    commune: Option<CodeInsee>,
}

/// Pièces fournies ; le dossier complet repart à l'instruction.
#[derive(InputObject)]
pub struct CompleterAideMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    pieces: Vec<String>,
}

/// Décision de l'instructeur.
#[derive(InputObject)]
pub struct DeciderAideMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    vers: Code<StatutAideMobilite>,
    montant_propose: Option<Montant>,
    /// Exigé pour accorder.
    montant_accorde: Option<Montant>,
    /// Exigé pour refuser ou ajourner.
    motif_refus: Option<String>,
    /// Exigées pour dire le dossier incomplet.
    pieces_manquantes: Option<Vec<String>>,
}

/// Retrait d'une demande ; ce qui n'est pas versé retourne à l'enveloppe.
#[derive(InputObject)]
pub struct AnnulerAideMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    commentaire: Option<String>,
}

/// Recours contre un refus : il rouvre l'instruction.
#[derive(InputObject)]
pub struct DeposerRecoursInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    texte: String,
}

/// Versement d'une part de ce qui est accordé.
#[derive(InputObject)]
pub struct VerserAideMobiliteInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    montant: Montant,
    le: Date,
    a: Code<DestinataireVersement>,
    /// Exigé d'un versement à un tiers.
    tiers: Option<String>,
    reference: Option<String>,
}

/// Aide qu'une plateforme apporte, sur une prescription acceptée ou à une personne qu'elle aide déjà.
#[derive(InputObject)]
pub struct ApporterAideInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    prescription_id: Option<ID>,
    dispositif_code: String,
    nature: Code<NatureAideMobilite>,
    motif: Code<MotifAideMobilite>,
    /// Exigé d'une location ou d'un prêt.
    vehicule_id: Option<ID>,
    debut: Date,
    /// Exigée d'une location ou d'un prêt.
    fin: Option<Date>,
}

/// Nouveau jour de retour d'un prêt.
#[derive(InputObject)]
pub struct ModifierPretInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    au: Date,
}

/// Fin d'une aide ; la dernière d'une prescription la réalise.
#[derive(InputObject)]
pub struct TerminerAideInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    /// Jour du retour du véhicule ; avant le départ, le prêt est annulé.
    le: Date,
    solution_perenne: Option<bool>,
}

impl From<ActiviteViseeInput> for Activite {
    fn from(i: ActiviteViseeInput) -> Self {
        Self {
            employeur: i.employeur,
            siret: i.siret.map(|s| s.0),
            debut: i.debut.map(|d| d.0),
            type_contrat: i.type_contrat,
            commune: i.commune.map(|c| c.0),
        }
    }
}

impl From<DemanderAideMobiliteInput> for Demande {
    fn from(i: DemanderAideMobiliteInput) -> Self {
        Self {
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            dispositif: i.dispositif_code,
            nature: i.nature.0,
            motif: i.motif.0,
            cout_total: i.cout_total.centimes(),
            montant: i.montant_demande.centimes(),
            obligation_tiers: i.obligation_tiers,
            activite: i.activite.map(Activite::from),
            pieces: i.pieces.unwrap_or_default(),
        }
    }
}

impl From<DeciderAideMobiliteInput> for Decision {
    fn from(i: DeciderAideMobiliteInput) -> Self {
        Self {
            id: id(Genre::AideMobilite, &i.id),
            version: i.version,
            vers: i.vers.0,
            montant_propose: i.montant_propose.map(|m| m.centimes()),
            montant_accorde: i.montant_accorde.map(|m| m.centimes()),
            motif: i.motif_refus,
            pieces_manquantes: i.pieces_manquantes.unwrap_or_default(),
        }
    }
}

impl From<VerserAideMobiliteInput> for Paiement {
    fn from(i: VerserAideMobiliteInput) -> Self {
        Self {
            id: id(Genre::AideMobilite, &i.id),
            version: i.version,
            montant: i.montant.centimes(),
            le: i.le.0,
            a: i.a.0,
            tiers: i.tiers,
            reference: i.reference,
        }
    }
}

impl From<ApporterAideInput> for Apport {
    fn from(i: ApporterAideInput) -> Self {
        Self {
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            prescription: id_facultatif(Genre::Prescription, i.prescription_id.as_ref()),
            dispositif: i.dispositif_code,
            nature: i.nature.0,
            motif: i.motif.0,
            vehicule: id_facultatif(Genre::Vehicule, i.vehicule_id.as_ref()),
            debut: i.debut.0,
            fin: i.fin.map(|d| d.0),
        }
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<AideMobilitePayload> {
    AideMobilitePayload::de(issue, |id| lire(ctx, id)).await
}

#[derive(Default)]
pub struct AideMobiliteMutation;

#[Object]
impl AideMobiliteMutation {
    /// Demande à un fonds ; chaque règle qui ne l'admet pas est dite.
    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn demander_aide_mobilite(&self, ctx: &Context<'_>, input: DemanderAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, demande::demander(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn completer_aide_mobilite(&self, ctx: &Context<'_>, input: CompleterAideMobiliteInput) -> Result<AideMobilitePayload> {
        let completude = Completude { id: id(Genre::AideMobilite, &input.id), version: input.version, pieces: input.pieces };
        repondre(ctx, instruction::completer(session(ctx), input.cle_idempotence, completude).await?).await
    }

    /// Instruit, déclare incomplet, accorde, ajourne ou refuse ; ce qui est accordé est pris sur l'enveloppe de l'année.
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn decider_aide_mobilite(&self, ctx: &Context<'_>, input: DeciderAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, instruction::decider(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn annuler_aide_mobilite(&self, ctx: &Context<'_>, input: AnnulerAideMobiliteInput) -> Result<AideMobilitePayload> {
        let retrait = Retrait { id: id(Genre::AideMobilite, &input.id), version: input.version, commentaire: input.commentaire };
        repondre(ctx, instruction::annuler(session(ctx), input.cle_idempotence, retrait).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:demander"]))]
    async fn deposer_recours(&self, ctx: &Context<'_>, input: DeposerRecoursInput) -> Result<AideMobilitePayload> {
        let recours = Recours { id: id(Genre::AideMobilite, &input.id), version: input.version, texte: input.texte };
        repondre(ctx, instruction::recourir(session(ctx), input.cle_idempotence, recours).await?).await
    }

    /// Verse tout ou partie de ce qui est accordé ; la dernière part solde l'aide.
    #[graphql(directive = exige::apply(["mobilite:instruire"]))]
    async fn verser_aide_mobilite(&self, ctx: &Context<'_>, input: VerserAideMobiliteInput) -> Result<AideMobilitePayload> {
        repondre(ctx, versement::verser(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Apporte une aide : prêt, réparation, atelier, accompagnement.
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn apporter_aide(&self, ctx: &Context<'_>, input: ApporterAideInput) -> Result<AideMobilitePayload> {
        repondre(ctx, apport::apporter(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    /// Prolonge ou raccourcit un prêt.
    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn modifier_pret(&self, ctx: &Context<'_>, input: ModifierPretInput) -> Result<AideMobilitePayload> {
        let prolongation = Prolongation { id: id(Genre::AideMobilite, &input.id), version: input.version, au: input.au.0 };
        repondre(ctx, pret::modifier(session(ctx), input.cle_idempotence, prolongation).await?).await
    }

    #[graphql(directive = exige::apply(["mobilite:apporter"]))]
    async fn terminer_aide(&self, ctx: &Context<'_>, input: TerminerAideInput) -> Result<AideMobilitePayload> {
        let terminaison = Terminaison {
            id: id(Genre::AideMobilite, &input.id),
            version: input.version,
            le: input.le.0,
            solution_perenne: input.solution_perenne,
        };
        repondre(ctx, terme::terminer(session(ctx), input.cle_idempotence, terminaison).await?).await
    }
}

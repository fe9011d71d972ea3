//! What is typed to ask a fund, to decide, to pay, and to bring an aid.

use async_graphql::{ID, InputObject};
use domain::aide_mobilite::apport::Apport;
use domain::aide_mobilite::demande::Demande;
use domain::aide_mobilite::instruction::Decision;
use domain::aide_mobilite::versement::Paiement;
use domain::aide_mobilite::{Activite, DestinataireVersement, MotifAideMobilite, NatureAideMobilite, StatutAideMobilite};
use domain::identifiant::Genre;

use crate::graphql::code::Code;
use crate::graphql::contexte::{id, id_facultatif};
use crate::graphql::scalaires::{CodeInsee, Date, Montant, Siret};

/// Demande à un fonds, pour une personne que l'agent suit.
#[derive(InputObject)]
pub struct DemanderAideMobiliteInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) allocataire_id: ID,
    pub(super) dispositif_code: String,
    pub(super) nature: Code<NatureAideMobilite>,
    pub(super) motif: Code<MotifAideMobilite>,
    pub(super) cout_total: Montant,
    pub(super) montant_demande: Montant,
    /// L'employeur ou le formateur doit déjà cette dépense.
    pub(super) obligation_tiers: bool,
    pub(super) activite: Option<ActiviteViseeInput>,
    /// Pièces déjà au dossier.
    pub(super) pieces: Option<Vec<String>>,
}

/// Emploi ou formation que l'aide rend possible.
#[derive(InputObject)]
pub struct ActiviteViseeInput {
    pub(super) employeur: Option<String>,
    pub(super) siret: Option<Siret>,
    pub(super) debut: Option<Date>,
    pub(super) type_contrat: Option<String>,
    pub(super) commune: Option<CodeInsee>,
}

/// Pièces fournies ; le dossier complet repart à l'instruction.
#[derive(InputObject)]
pub struct CompleterAideMobiliteInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) pieces: Vec<String>,
}

/// Décision de l'instructeur.
#[derive(InputObject)]
pub struct DeciderAideMobiliteInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) vers: Code<StatutAideMobilite>,
    pub(super) montant_propose: Option<Montant>,
    /// Exigé pour accorder.
    pub(super) montant_accorde: Option<Montant>,
    /// Exigé pour refuser ou ajourner.
    pub(super) motif_refus: Option<String>,
    /// Exigées pour dire le dossier incomplet.
    pub(super) pieces_manquantes: Option<Vec<String>>,
}

/// Retrait d'une demande ; ce qui n'est pas versé retourne à l'enveloppe.
#[derive(InputObject)]
pub struct AnnulerAideMobiliteInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) commentaire: Option<String>,
}

/// Recours contre un refus : il rouvre l'instruction.
#[derive(InputObject)]
pub struct DeposerRecoursInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) texte: String,
}

/// Versement d'une part de ce qui est accordé.
#[derive(InputObject)]
pub struct VerserAideMobiliteInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) montant: Montant,
    pub(super) le: Date,
    pub(super) a: Code<DestinataireVersement>,
    /// Exigé d'un versement à un tiers.
    pub(super) tiers: Option<String>,
    pub(super) reference: Option<String>,
}

/// Aide qu'une plateforme apporte, sur une prescription acceptée ou à une personne qu'elle aide déjà.
#[derive(InputObject)]
pub struct ApporterAideInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) allocataire_id: ID,
    pub(super) prescription_id: Option<ID>,
    pub(super) dispositif_code: String,
    pub(super) nature: Code<NatureAideMobilite>,
    pub(super) motif: Code<MotifAideMobilite>,
    /// Exigé d'une location ou d'un prêt.
    pub(super) vehicule_id: Option<ID>,
    pub(super) debut: Date,
    /// Exigée d'une location ou d'un prêt.
    pub(super) fin: Option<Date>,
}

/// Nouveau jour de retour d'un prêt.
#[derive(InputObject)]
pub struct ModifierPretInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    pub(super) au: Date,
}

/// Fin d'une aide ; la dernière d'une prescription la réalise.
#[derive(InputObject)]
pub struct TerminerAideInput {
    pub(super) cle_idempotence: Option<uuid::Uuid>,
    pub(super) id: ID,
    pub(super) version: i64,
    /// Jour du retour du véhicule ; avant le départ, le prêt est annulé.
    pub(super) le: Date,
    pub(super) solution_perenne: Option<bool>,
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

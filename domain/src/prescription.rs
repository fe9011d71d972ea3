//! Referrals: a partner sends a person to the service of another, and learns what became of it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::{Allocataire, ThemeBesoin};
use crate::habilitation::{LigneDossier, Perimetre};
use crate::portee::Portees;
use crate::rendez_vous::Presence;
use crate::requete::Requete;
use crate::session::Session;
use crate::vocabulaire::enumeration;

pub mod activite;
pub(crate) mod couplage;
pub mod emission;
pub mod historique;
pub mod lecture;
pub mod naissance;
pub mod reponse;
pub mod transition;

pub use naissance::Nees;
pub use transition::{Partie, Transition};

enumeration! {
    /// Ce vers quoi une prescription oriente.
    TypePrescription {
        EvaluationLinguistique "EVALUATION_LINGUISTIQUE",
        FormationLinguistique "FORMATION_LINGUISTIQUE",
        DiagnosticMobilite "DIAGNOSTIC_MOBILITE",
        AideMobilite "AIDE_MOBILITE",
        Iae "IAE",
        Formation "FORMATION",
        Immersion "IMMERSION",
        AccompagnementGlobal "ACCOMPAGNEMENT_GLOBAL",
        AccompagnementProfessionnel "ACCOMPAGNEMENT_PROFESSIONNEL",
        Coaching "COACHING",
        Parrainage "PARRAINAGE",
        CreationActivite "CREATION_ACTIVITE",
        Sante "SANTE" sensible,
        Logement "LOGEMENT",
        Numerique "NUMERIQUE",
        Remobilisation "REMOBILISATION",
        Autre "AUTRE",
        AccompagnementSocial "ACCOMPAGNEMENT_SOCIAL",
        AccesDroits "ACCES_DROITS",
        DiagnosticActivite "DIAGNOSTIC_ACTIVITE",
        GardeEnfant "GARDE_ENFANT",
        LienSocial "LIEN_SOCIAL",
        Emploi "EMPLOI",
    }
}

enumeration! {
    /// EMISE → RECUE → ACCEPTEE → EN_COURS → REALISEE ; REFUSEE depuis EMISE, RECUE ; ANNULEE (prescripteur) et ABANDONNEE (destinataire) avant REALISEE ; EXPIREE quand personne n'a répondu 30 jours après l'échéance.
    StatutPrescription {
        Emise "EMISE",
        Recue "RECUE",
        Acceptee "ACCEPTEE",
        Refusee "REFUSEE",
        EnCours "EN_COURS",
        Realisee "REALISEE",
        Abandonnee "ABANDONNEE",
        Annulee "ANNULEE",
        Expiree "EXPIREE",
        ListeAttente "LISTE_ATTENTE",
    }
}

enumeration! {
    /// Pourquoi un destinataire refuse ou abandonne.
    MotifRefus {
        PublicNonEligible "PUBLIC_NON_ELIGIBLE",
        CapaciteAtteinte "CAPACITE_ATTEINTE",
        HorsTerritoire "HORS_TERRITOIRE",
        Doublon "DOUBLON",
        PersonneInjoignable "PERSONNE_INJOIGNABLE",
        PersonneRefuse "PERSONNE_REFUSE",
        DejaAccompagnee "DEJA_ACCOMPAGNEE",
        Autre "AUTRE",
        NeSEstPasPresentee "NE_S_EST_PAS_PRESENTEE",
        DossierIncomplet "DOSSIER_INCOMPLET",
        NiveauInadapte "NIVEAU_INADAPTE",
        SituationChangee "SITUATION_CHANGEE",
        Demenagement "DEMENAGEMENT",
    }
}

/// A party always reads its own referral.
pub const LIGNE: LigneDossier = LigneDossier { parties: &["destinataire_id", "prescripteur_id"], le: Some("p.emise_le") };

#[derive(Clone, Debug)]
pub struct Prescription {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub type_: TypePrescription,
    pub statut: StatutPrescription,
    pub allocataire_id: Uuid,
    pub prescripteur: Uuid,
    pub agent_prescripteur: Option<Uuid>,
    pub destinataire: Uuid,
    pub service: Option<Uuid>,
    pub besoin: Option<ThemeBesoin>,
    pub suite_de: Option<Uuid>,
    pub accord_personne: bool,
    pub motif: Option<String>,
    pub emise_le: DateTime<Utc>,
    pub repondre_avant: NaiveDate,
    pub repondue_le: Option<DateTime<Utc>>,
    pub suite: Suite,
    /// Filled with the page when the document asks for the person: `Some(None)` when it does not exist for the caller.
    pub allocataire: Option<Option<Arc<Allocataire>>>,
}

/// What the referral became, told back to the prescriber.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Suite {
    pub presentee: Option<Presence>,
    pub presentee_le: Option<NaiveDate>,
    pub retenue: Option<bool>,
    pub retenue_le: Option<NaiveDate>,
    pub integree: Option<bool>,
    pub integree_le: Option<NaiveDate>,
    pub achevee: Option<bool>,
    pub achevee_le: Option<NaiveDate>,
    pub besoin_leve: Option<bool>,
    pub bilan: Option<String>,
}

impl Prescription {
    /// The caller's part in it, if any.
    #[must_use]
    pub fn partie(&self, perimetre: &Perimetre) -> Option<Partie> {
        if self.destinataire == perimetre.partenaire {
            Some(Partie::Destinataire)
        } else if self.prescripteur == perimetre.partenaire {
            Some(Partie::Prescripteur)
        } else {
            None
        }
    }
}

pub(crate) fn lecture_requise() -> Portees {
    const { Portees::de("prescriptions:lire") }
}

/// ` and …`: a referral to care exists only for its recipient, and for who may read what is sensitive.
pub(crate) fn sensible(session: &Session, q: &mut Requete, portees: Portees) {
    let requise = portees | const { Portees::de("allocataires.sensible:lire") };
    if session.base.reglages.donnees_sensibles && session.perimetre.qui_portent(requise).next().is_some() {
        return;
    }
    q.texte(" and (p.type <> 'SANTE' or p.destinataire_id = ").valeur(session.perimetre.partenaire).texte(")");
}

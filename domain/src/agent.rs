//! Professionals of the partners.

use uuid::Uuid;

use crate::vocabulaire::enumeration;

pub mod actes;

enumeration! {
    /// Fonction d'un professionnel ; certaines ouvrent des actes réservés.
    FonctionAgent {
        AssistantServiceSocial "ASSISTANT_SERVICE_SOCIAL",
        AgentDepartementalEmploi "AGENT_DEPARTEMENTAL_EMPLOI",
        AgentTerritorialInsertion "AGENT_TERRITORIAL_INSERTION",
        AnimateurLocalInsertionEmploi "ANIMATEUR_LOCAL_INSERTION_EMPLOI",
        ChargeInsertion "CHARGE_INSERTION",
        CoordinateurParcours "COORDINATEUR_PARCOURS",
        SecretaireInsertion "SECRETAIRE_INSERTION",
        GestionnaireAides "GESTIONNAIRE_AIDES",
        ResponsableTerritorial "RESPONSABLE_TERRITORIAL",
        GestionnairePrestations "GESTIONNAIRE_PRESTATIONS",
        Formateur "FORMATEUR",
        EncadrantTechnique "ENCADRANT_TECHNIQUE",
        Educateur "EDUCATEUR",
        Medecin "MEDECIN",
        DelegueProtectionDonnees "DELEGUE_PROTECTION_DONNEES",
        GestionnaireSuiviBeneficiaire "GESTIONNAIRE_SUIVI_BENEFICIAIRE",
        ConseillerEmploi "CONSEILLER_EMPLOI",
        ConseillerAccompagnementGlobal "CONSEILLER_ACCOMPAGNEMENT_GLOBAL",
        ConseillerMissionLocale "CONSEILLER_MISSION_LOCALE",
        ReferentPlie "REFERENT_PLIE",
        ReferentInsertion "REFERENT_INSERTION",
        AccompagnateurSocioprofessionnel "ACCOMPAGNATEUR_SOCIOPROFESSIONNEL",
        EvaluateurLinguistique "EVALUATEUR_LINGUISTIQUE",
        ConseillerMobilite "CONSEILLER_MOBILITE",
        Coach "COACH",
        ReferentCcas "REFERENT_CCAS",
        ChargeBi "CHARGE_BI",
        Administrateur "ADMINISTRATEUR",
    }
}

/// A professional: référent, prescriber, evaluator.
#[derive(Clone, Debug)]
pub struct Agent {
    pub id: Uuid,
    pub partenaire: Uuid,
    pub cle: Option<String>,
    pub nom: String,
    pub prenom: String,
    pub fonction: FonctionAgent,
    pub territoire: Option<Uuid>,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub limite_portefeuille: Option<i64>,
    pub actif: bool,
    pub version: i64,
}

//! People followed under a pacte, most of them on RSA.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::habilitation::{Relation, Situation};
use crate::politique::Classes;
use crate::vocabulaire::{Ensemble, enumeration};

pub mod accueil;
pub mod besoin;
pub mod champs;
pub mod lecture;
pub mod liste;
pub mod modification;
pub(crate) mod residence;

pub use besoin::Besoin;

enumeration! {
    /// Organisme qui verse le RSA.
    OrganismePayeur { Caf "CAF", Msa "MSA" }
}

enumeration! {
    /// Civilité.
    Civilite { Madame "MADAME", Monsieur "MONSIEUR" }
}

enumeration! {
    /// Situation familiale.
    SituationFamiliale { Isole "ISOLE", Couple "COUPLE", ParentIsole "PARENT_ISOLE" }
}

enumeration! {
    /// Plus haut niveau de formation atteint.
    NiveauFormation {
        SansDiplome "SANS_DIPLOME",
        CapBep "CAP_BEP",
        Bac "BAC",
        BacPlus2 "BAC_PLUS_2",
        BacPlus3 "BAC_PLUS_3",
        BacPlus5 "BAC_PLUS_5",
    }
}

enumeration! {
    /// Situation devant l'emploi.
    SituationProfessionnelle {
        SansEmploi "SANS_EMPLOI",
        Salarie "SALARIE",
        SalarieEnInsertion "SALARIE_EN_INSERTION",
        TravailleurIndependant "TRAVAILLEUR_INDEPENDANT",
        ExploitantAgricole "EXPLOITANT_AGRICOLE",
        EnFormation "EN_FORMATION",
        EnEtudes "EN_ETUDES",
        Inapte "INAPTE",
    }
}

enumeration! {
    /// État du droit au RSA.
    StatutDroitRsa {
        Demande "DEMANDE",
        Ouvert "OUVERT",
        Suspendu "SUSPENDU",
        Clos "CLOS",
        NonBeneficiaire "NON_BENEFICIAIRE",
        Refuse "REFUSE",
    }
}

enumeration! {
    /// Public auquel une action ou un service s'adresse.
    PublicCible {
        BeneficiaireRsa "BENEFICIAIRE_RSA",
        DemandeurEmploi "DEMANDEUR_EMPLOI",
        Jeune "JEUNE",
        TravailleurNonSalarie "TRAVAILLEUR_NON_SALARIE",
        Agriculteur "AGRICULTEUR",
        Diplome "DIPLOME",
        Refugie "REFUGIE" sensible,
        GensDuVoyage "GENS_DU_VOYAGE" sensible,
        SansResidenceStable "SANS_RESIDENCE_STABLE",
        TravailleurHandicape "TRAVAILLEUR_HANDICAPE" sensible,
        ParentIsole "PARENT_ISOLE",
        SortantAse "SORTANT_ASE" sensible,
        HabitantQpv "HABITANT_QPV",
        Senior "SENIOR",
        ToutPublic "TOUT_PUBLIC",
        BeneficiaireMinimaSociaux "BENEFICIAIRE_MINIMA_SOCIAUX",
        PrimoEntrantRsa "PRIMO_ENTRANT_RSA",
        RsaLongueDuree "RSA_LONGUE_DUREE",
        SalarieEnInsertion "SALARIE_EN_INSERTION",
        Artiste "ARTISTE",
        Cadre "CADRE",
        Femme "FEMME",
        Allophone "ALLOPHONE",
        BeneficiaireAideAlimentaire "BENEFICIAIRE_AIDE_ALIMENTAIRE",
    }
}

enumeration! {
    /// Domaine d'un besoin repéré.
    ThemeBesoin {
        Mobilite "MOBILITE",
        Logement "LOGEMENT",
        Sante "SANTE" sensible,
        GardeEnfant "GARDE_ENFANT",
        Langue "LANGUE",
        Numerique "NUMERIQUE",
        Isolement "ISOLEMENT",
        AccesDroits "ACCES_DROITS",
        Budget "BUDGET",
        ProjetProfessionnel "PROJET_PROFESSIONNEL",
        Qualification "QUALIFICATION",
    }
}

/// A person as one caller sees it: what is closed was never read.
#[derive(Clone, Debug)]
pub struct Allocataire {
    pub id: Uuid,
    pub departement: String,
    /// Classes and scopes open on this row; every mask derives from it.
    pub ouverture: champs::Ouverture,
    pub relation: Relation,
    /// What decided beside the relation. It is for decisions alone: what is shown of it stands below, under its mask.
    pub(crate) situation: Situation,
    pub version: Option<i64>,
    pub territoire: Option<Uuid>,
    pub commune: Option<String>,
    pub organisme_payeur: Option<OrganismePayeur>,
    pub matricule: Option<String>,
    pub civilite: Option<Civilite>,
    pub nom: Option<String>,
    pub nom_naissance: Option<String>,
    pub prenom: Option<String>,
    pub date_naissance: Option<NaiveDate>,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub adresse: Option<Adresse>,
    pub situation_familiale: Option<SituationFamiliale>,
    pub enfants_a_charge: Option<i64>,
    pub niveau_formation: Option<NiveauFormation>,
    pub inscrit_pole_emploi: Option<bool>,
    pub publics: Option<Ensemble<PublicCible>>,
    pub situation_professionnelle: Option<SituationProfessionnelle>,
    pub domiciliation: Option<Uuid>,
    pub reconnaissance_handicap: Option<bool>,
    pub droit_rsa: Option<DroitRsa>,
}

#[derive(Clone, Debug)]
pub struct Adresse {
    pub voie: Option<String>,
    pub code_postal: Option<String>,
    pub commune: Option<String>,
}

#[derive(Clone, Debug)]
pub struct DroitRsa {
    pub statut: StatutDroitRsa,
    pub demande_le: Option<NaiveDate>,
    pub ouvert_le: Option<NaiveDate>,
    pub clos_le: Option<NaiveDate>,
    pub soumis_droits_devoirs: bool,
    pub anciennete_mois: Option<i64>,
    pub motif_cloture: Option<String>,
}

impl Allocataire {
    #[must_use]
    pub const fn ouvre(&self, classes: Classes) -> bool {
        self.ouverture.classes.contient(classes)
    }
}

//! Partners of the pactes.

use uuid::Uuid;

use crate::vocabulaire::enumeration;

enumeration! {
    /// Nature d'un partenaire ; elle fixe ce qu'une convention peut lui ouvrir.
    TypePartenaire {
        Departement "DEPARTEMENT",
        Etat "ETAT",
        Region "REGION",
        Caf "CAF",
        Msa "MSA",
        PoleEmploi "POLE_EMPLOI",
        Cpam "CPAM",
        Mdph "MDPH",
        Ars "ARS",
        CapEmploi "CAP_EMPLOI",
        MissionLocale "MISSION_LOCALE",
        Ccas "CCAS",
        UnionCcas "UNION_CCAS",
        Intercommunalite "INTERCOMMUNALITE",
        Plie "PLIE",
        ChambreConsulaire "CHAMBRE_CONSULAIRE",
        StructureIae "STRUCTURE_IAE",
        Geiq "GEIQ",
        OrganismeFormation "ORGANISME_FORMATION",
        PlateformeLinguistique "PLATEFORME_LINGUISTIQUE",
        PlateformeMobilite "PLATEFORME_MOBILITE",
        OperateurInsertion "OPERATEUR_INSERTION",
        Association "ASSOCIATION",
        Employeur "EMPLOYEUR",
        EquipeBi "EQUIPE_BI",
        Carsat "CARSAT",
        Commune "COMMUNE",
        Reseau "RESEAU",
        EtablissementSante "ETABLISSEMENT_SANTE",
        Hebergement "HEBERGEMENT",
        FranceServices "FRANCE_SERVICES",
    }
}

/// An organisation that signed a pacte, leads an action or receives people.
#[derive(Clone, Debug)]
pub struct Partenaire {
    pub id: Uuid,
    pub cle: String,
    pub nom: String,
    pub sigle: Option<String>,
    pub type_: TypePartenaire,
    pub siret: Option<String>,
    pub departements: Vec<String>,
    pub site_web: Option<String>,
}

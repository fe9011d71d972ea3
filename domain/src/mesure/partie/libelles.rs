//! Labels of the codes of each dimension, as professionals say them.

use crate::mesure::Dimension;

pub(super) fn de(dimension: Dimension, code: &str) -> Option<&'static str> {
    table(dimension).iter().find(|(c, _)| *c == code).map(|(_, libelle)| *libelle)
}

const fn table(dimension: Dimension) -> &'static [(&'static str, &'static str)] {
    match dimension {
        Dimension::Public => &PUBLICS,
        Dimension::TypePrescription => &PRESCRIPTIONS,
        Dimension::NatureAide => &AIDES,
        Dimension::TypeRencontre => &RENCONTRES,
        Dimension::TypeStructure => &STRUCTURES,
        Dimension::ModeDesignation => &MODES,
        Dimension::TypeContrat => &CONTRATS,
        Dimension::Sexe => &SEXES,
        Dimension::TrancheAge => &AGES,
        Dimension::AncienneteRsa => &ANCIENNETES,
        Dimension::OrganismePayeur => &PAYEURS,
        Dimension::NiveauFormation => &NIVEAUX,
        Dimension::Modalite => &MODALITES,
        Dimension::CategorieSortie => &SORTIES,
        Dimension::BesoinLinguistique => &BESOINS,
        Dimension::Territoire | Dimension::Partenaire | Dimension::Dispositif | Dimension::Prescripteur => &[],
    }
}

const PUBLICS: [(&str, &str); 24] = [
    ("BENEFICIAIRE_RSA", "Bénéficiaires du RSA"),
    ("DEMANDEUR_EMPLOI", "Demandeurs d'emploi"),
    ("JEUNE", "Jeunes"),
    ("TRAVAILLEUR_NON_SALARIE", "Travailleurs non salariés"),
    ("AGRICULTEUR", "Agriculteurs"),
    ("DIPLOME", "Diplômés"),
    ("REFUGIE", "Réfugiés"),
    ("GENS_DU_VOYAGE", "Gens du voyage"),
    ("SANS_RESIDENCE_STABLE", "Sans résidence stable"),
    ("TRAVAILLEUR_HANDICAPE", "Travailleurs handicapés"),
    ("PARENT_ISOLE", "Parents isolés"),
    ("SORTANT_ASE", "Sortants de l'ASE"),
    ("HABITANT_QPV", "Habitants d'un QPV"),
    ("SENIOR", "Seniors"),
    ("TOUT_PUBLIC", "Tout public"),
    ("BENEFICIAIRE_MINIMA_SOCIAUX", "Bénéficiaires de minima sociaux"),
    ("PRIMO_ENTRANT_RSA", "Primo-entrants au RSA"),
    ("RSA_LONGUE_DUREE", "RSA de longue durée"),
    ("SALARIE_EN_INSERTION", "Salariés en insertion"),
    ("ARTISTE", "Artistes"),
    ("CADRE", "Cadres"),
    ("FEMME", "Femmes"),
    ("ALLOPHONE", "Allophones"),
    ("BENEFICIAIRE_AIDE_ALIMENTAIRE", "Bénéficiaires de l'aide alimentaire"),
];

const PRESCRIPTIONS: [(&str, &str); 23] = [
    ("EVALUATION_LINGUISTIQUE", "Évaluation linguistique"),
    ("FORMATION_LINGUISTIQUE", "Formation linguistique"),
    ("DIAGNOSTIC_MOBILITE", "Diagnostic de mobilité"),
    ("AIDE_MOBILITE", "Aide à la mobilité"),
    ("IAE", "Insertion par l'activité économique"),
    ("FORMATION", "Formation"),
    ("IMMERSION", "Immersion"),
    ("ACCOMPAGNEMENT_GLOBAL", "Accompagnement global"),
    ("ACCOMPAGNEMENT_PROFESSIONNEL", "Accompagnement professionnel"),
    ("COACHING", "Coaching"),
    ("PARRAINAGE", "Parrainage"),
    ("CREATION_ACTIVITE", "Création d'activité"),
    ("SANTE", "Santé"),
    ("LOGEMENT", "Logement"),
    ("NUMERIQUE", "Numérique"),
    ("REMOBILISATION", "Remobilisation"),
    ("AUTRE", "Autre"),
    ("ACCOMPAGNEMENT_SOCIAL", "Accompagnement social"),
    ("ACCES_DROITS", "Accès aux droits"),
    ("DIAGNOSTIC_ACTIVITE", "Diagnostic d'activité"),
    ("GARDE_ENFANT", "Garde d'enfant"),
    ("LIEN_SOCIAL", "Lien social"),
    ("EMPLOI", "Emploi"),
];

const AIDES: [(&str, &str); 18] = [
    ("ACHAT_VEHICULE", "Achat d'un véhicule"),
    ("REPARATION", "Réparation"),
    ("LOCATION_DEUX_ROUES", "Location d'un deux-roues"),
    ("LOCATION_QUATRE_ROUES", "Location d'un quatre-roues"),
    ("ASSURANCE", "Assurance"),
    ("PERMIS_CONDUIRE", "Permis de conduire"),
    ("BSR", "BSR"),
    ("FRAIS_DEPLACEMENT", "Frais de déplacement"),
    ("REPAS", "Repas"),
    ("HEBERGEMENT", "Hébergement"),
    ("DIAGNOSTIC_REPARATION", "Diagnostic et réparation"),
    ("ATELIER_PRE_CODE", "Atelier de pré-code"),
    ("ACCOMPAGNEMENT", "Accompagnement"),
    ("PRET_VELO", "Prêt de vélo"),
    ("COVOITURAGE", "Covoiturage"),
    ("TRANSPORT_COLLECTIF", "Transport collectif"),
    ("MICROCREDIT", "Microcrédit"),
    ("GARAGE_SOLIDAIRE", "Garage solidaire"),
];

const RENCONTRES: [(&str, &str); 15] = [
    ("KIOSQUE_INSERTION", "Kiosque insertion"),
    ("TELE_KIOSQUE", "Télé-kiosque"),
    ("INFORMATION_COLLECTIVE", "Information collective"),
    ("MATINALE_RSA", "Matinale RSA"),
    ("EQUIPE_PLURIDISCIPLINAIRE", "Équipe pluridisciplinaire"),
    ("COMMISSION_SUIVI_PARCOURS", "Commission de suivi de parcours"),
    ("COMITE_TECHNIQUE_ANIMATION", "Comité technique d'animation"),
    ("COMITE_DE_PILOTAGE", "Comité de pilotage"),
    ("PETIT_DEJEUNER_INSERTION", "Petit-déjeuner de l'insertion"),
    ("EQUIPE_MIXTE_INSERTION", "Équipe mixte d'insertion"),
    ("COMITE_TERRITORIAL", "Comité territorial"),
    ("REUNION_PARTENARIALE", "Réunion partenariale"),
    ("ATELIER", "Atelier"),
    ("FORMATION_PROFESSIONNELS", "Formation de professionnels"),
    ("RENCONTRE_EMPLOYEURS", "Rencontre d'employeurs"),
];

const STRUCTURES: [(&str, &str); 38] = [
    ("ACI", "Atelier et chantier d'insertion"),
    ("EI", "Entreprise d'insertion"),
    ("AI", "Association intermédiaire"),
    ("ETTI", "Entreprise de travail temporaire d'insertion"),
    ("EITI", "Entreprise d'insertion par le travail indépendant"),
    ("EA", "Entreprise adaptée"),
    ("AAVA", "Atelier d'adaptation à la vie active"),
    ("DEPARTEMENT", "Département"),
    ("ETAT", "État"),
    ("REGION", "Région"),
    ("CAF", "CAF"),
    ("MSA", "MSA"),
    ("POLE_EMPLOI", "Pôle emploi"),
    ("CPAM", "CPAM"),
    ("MDPH", "MDPH"),
    ("ARS", "ARS"),
    ("CAP_EMPLOI", "Cap emploi"),
    ("MISSION_LOCALE", "Mission locale"),
    ("CCAS", "CCAS"),
    ("UNION_CCAS", "Union de CCAS"),
    ("INTERCOMMUNALITE", "Intercommunalité"),
    ("PLIE", "PLIE"),
    ("CHAMBRE_CONSULAIRE", "Chambre consulaire"),
    ("STRUCTURE_IAE", "Structure d'insertion"),
    ("GEIQ", "GEIQ"),
    ("ORGANISME_FORMATION", "Organisme de formation"),
    ("PLATEFORME_LINGUISTIQUE", "Plateforme linguistique"),
    ("PLATEFORME_MOBILITE", "Plateforme mobilité"),
    ("OPERATEUR_INSERTION", "Opérateur d'insertion"),
    ("ASSOCIATION", "Association"),
    ("EMPLOYEUR", "Employeur"),
    ("EQUIPE_BI", "Équipe de statistique"),
    ("CARSAT", "Carsat"),
    ("COMMUNE", "Commune"),
    ("RESEAU", "Réseau"),
    ("ETABLISSEMENT_SANTE", "Établissement de santé"),
    ("HEBERGEMENT", "Hébergement"),
    ("FRANCE_SERVICES", "France services"),
];

const MODES: [(&str, &str); 10] = [
    ("AUTOMATIQUE", "Automatique"),
    ("GESTIONNAIRE", "Gestionnaire"),
    ("KIOSQUE", "Kiosque"),
    ("ENTRETIEN_DIAGNOSTIC", "Entretien de diagnostic"),
    ("TELEPHONE", "Téléphone"),
    ("COMMISSION", "Commission"),
    ("REORIENTATION", "Réorientation"),
    ("TELE_KIOSQUE", "Télé-kiosque"),
    ("INFORMATION_COLLECTIVE", "Information collective"),
    ("OFFICE", "Désignation d'office"),
];

const CONTRATS: [(&str, &str); 12] = [
    ("CER", "Contrat d'engagement réciproque"),
    ("PPAE", "Projet personnalisé d'accès à l'emploi"),
    ("CONTRAT_ENGAGEMENT", "Contrat d'engagement"),
    ("PACEA", "PACEA"),
    ("CDDI", "CDDI"),
    ("CDI_INCLUSION", "CDI d'inclusion"),
    ("CONTRAT_MISSION", "Contrat de mission"),
    ("CDD_USAGE", "CDD d'usage"),
    ("CONTRAT_PRO", "Contrat de professionnalisation"),
    ("APPRENTISSAGE", "Contrat d'apprentissage"),
    ("CDD_TREMPLIN", "CDD tremplin"),
    ("CONTRAT_JOURNEE", "Contrat à la journée"),
];

const SEXES: [(&str, &str); 2] = [("FEMME", "Femmes"), ("HOMME", "Hommes")];

const AGES: [(&str, &str); 6] = [
    ("MOINS_DE_25", "Moins de 25 ans"),
    ("DE_25_A_29", "25 à 29 ans"),
    ("DE_30_A_39", "30 à 39 ans"),
    ("DE_40_A_49", "40 à 49 ans"),
    ("DE_50_A_59", "50 à 59 ans"),
    ("DE_60_ET_PLUS", "60 ans et plus"),
];

const ANCIENNETES: [(&str, &str); 5] = [
    ("MOINS_DE_1_AN", "Moins d'un an"),
    ("DE_1_A_2_ANS", "D'un à deux ans"),
    ("DE_2_A_4_ANS", "De deux à quatre ans"),
    ("DE_4_A_5_ANS", "De quatre à cinq ans"),
    ("DE_5_ANS_ET_PLUS", "Cinq ans et plus"),
];

const PAYEURS: [(&str, &str); 2] = [("CAF", "CAF"), ("MSA", "MSA")];

const NIVEAUX: [(&str, &str); 6] = [
    ("SANS_DIPLOME", "Sans diplôme"),
    ("CAP_BEP", "CAP ou BEP"),
    ("BAC", "Baccalauréat"),
    ("BAC_PLUS_2", "Bac + 2"),
    ("BAC_PLUS_3", "Bac + 3"),
    ("BAC_PLUS_5", "Bac + 5"),
];

const MODALITES: [(&str, &str); 4] = [
    ("PROFESSIONNEL", "Accompagnement professionnel"),
    ("SOCIOPROFESSIONNEL", "Accompagnement socioprofessionnel"),
    ("SOCIAL", "Accompagnement social"),
    ("VEILLE_SOCIALE", "Veille sociale"),
];

const SORTIES: [(&str, &str); 4] = [
    ("EMPLOI_DURABLE", "Emploi durable"),
    ("EMPLOI_TRANSITION", "Emploi de transition"),
    ("AUTRE_POSITIVE", "Autre sortie positive"),
    ("AUTRE", "Autre sortie"),
];

const BESOINS: [(&str, &str); 5] = [
    ("FRANCAIS_LANGUE_ETRANGERE", "Français langue étrangère"),
    ("ALPHABETISATION", "Alphabétisation"),
    ("ILLETTRISME", "Illettrisme"),
    ("SAVOIRS_DE_BASE", "Savoirs de base"),
    ("AUCUN", "Aucun besoin"),
];

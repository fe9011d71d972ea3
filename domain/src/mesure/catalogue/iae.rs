//! Insertion by economic activity: applications, hires, exits, what is agreed and what is due.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod sorties;
mod structures;

pub(super) static MESURES: &[&Mesure] = &[
    &CANDIDATURES,
    &TAUX_EMBAUCHE,
    &DELAI_REPONSE_CANDIDATURE,
    &EMBAUCHES_IAE,
    &BENEFICIAIRES_IAE,
    &CDDI_EN_COURS,
    &IMMERSIONS,
    &sorties::SORTIES_IAE,
    &sorties::SORTIES_DYNAMIQUES_IAE,
    &sorties::TAUX_SORTIES_DYNAMIQUES_IAE,
    &sorties::TAUX_EMPLOI_DURABLE_IAE,
    &sorties::SORTIES_IAE_EMPLOI,
    &sorties::SORTIES_IAE_FORMATION,
    &structures::STRUCTURES_CONVENTIONNEES,
    &structures::POSTES_CONVENTIONNES,
    &structures::AIDE_AU_POSTE,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::TypeStructure],
    &[D::TypeContrat],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::NiveauFormation],
    &[D::Territoire, D::TypeStructure],
    &[D::TypeStructure, D::Sexe],
    &[D::TypeStructure, D::TrancheAge],
];

const CUBES_CANDIDATURES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::TypeStructure],
    &[D::Partenaire],
    &[D::Prescripteur],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::TypeStructure],
];

const STRUCTURE: &str = "(select s.type from structure_iae s where s.departement = c.departement and s.id = c.structure_id)";

/// Applications made in the step.
const DEPOSEES: Fait = Fait {
    source: "(select c.*, {jour c.deposee_le} as depose, {jour c.close_le} as clos from candidature c where c.departement = {d}) c join periode p on c.depose between p.du and p.au",
    jour: "c.depose",
    personne: Some("c.allocataire_id"),
    partenaire: Some("c.employeur_id"),
    territoire: None,
    dimensions: &[(D::TypeStructure, STRUCTURE), (D::Prescripteur, "c.prescripteur_id")],
    compte: Compte::Nombre,
    cumulable: true,
};

pub static CANDIDATURES: Mesure = Mesure {
    code: "candidatures",
    libelle: "Candidatures à des postes d'insertion",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES_CANDIDATURES,
    versions: &[Definition::premiere(
        Mots { population: "candidatures déposées au cours de la période", numerateur: "leur nombre", denominateur: "", exclusions: "" },
        DEPOSEES,
    )],
};

pub static TAUX_EMBAUCHE: Mesure = Mesure {
    code: "taux_embauche",
    libelle: "Taux d'embauche des candidatures",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES_CANDIDATURES,
    versions: &[Definition::premiere(
        Mots {
            population: "candidatures closes au cours de la période",
            numerateur: "celles qui ont abouti à une embauche",
            denominateur: "toutes",
            exclusions: "celles que la structure a annulées avec le poste",
        },
        Fait {
            source: "(select c.*, {jour c.deposee_le} as depose, {jour c.close_le} as clos from candidature c where c.departement = {d} and c.statut <> 'ANNULEE') c join periode p on c.clos between p.du and p.au",
            jour: "c.clos",
            compte: Compte::Taux("c.statut = 'EMBAUCHEE'"),
            ..DEPOSEES
        },
    )],
};

pub static DELAI_REPONSE_CANDIDATURE: Mesure = Mesure {
    code: "delai_reponse_candidature",
    libelle: "Délai jusqu'à la fin d'une candidature",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES_CANDIDATURES,
    versions: &[Definition::premiere(
        Mots {
            population: "candidatures closes au cours de la période par une embauche ou un refus",
            numerateur: "les jours écoulés du dépôt à la fin : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "toutes",
            exclusions: "les désistements, les annulations et les candidatures caduques",
        },
        Fait {
            source: "(select c.*, {jour c.deposee_le} as depose, {jour c.close_le} as clos from candidature c where c.departement = {d} and c.statut in ('EMBAUCHEE', 'REFUSEE')) c join periode p on c.clos between p.du and p.au",
            jour: "c.clos",
            compte: Compte::Duree("{jours c.depose; c.clos}"),
            ..DEPOSEES
        },
    )],
};

/// Contracts that begin in the step.
const EMBAUCHES: Fait = Fait {
    source: "contrat_insertion c join periode p on c.debut between p.du and p.au where c.departement = {d}",
    jour: "c.debut",
    personne: Some("c.allocataire_id"),
    partenaire: Some("c.employeur_id"),
    territoire: None,
    dimensions: &[(D::TypeStructure, STRUCTURE), (D::TypeContrat, "c.type"), (D::CategorieSortie, "c.sortie_categorie")],
    compte: Compte::Nombre,
    cumulable: true,
};

pub static EMBAUCHES_IAE: Mesure = Mesure {
    code: "embauches_iae",
    libelle: "Embauches dans l'insertion par l'activité économique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "contrats d'insertion commencés au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les renouvellements",
        },
        EMBAUCHES,
    )],
};

pub static BENEFICIAIRES_IAE: Mesure = Mesure {
    code: "beneficiaires_iae",
    libelle: "Salariés de l'insertion par l'activité économique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "contrats d'insertion qui ont couru un jour au moins de la période",
            numerateur: "les personnes employées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "contrat_insertion c join periode p on c.debut <= p.fin and coalesce(c.sortie_le, c.fin_prevue) >= p.du where c.departement = {d}",
            jour: "p.fin",
            compte: Compte::Distincts("c.allocataire_id"),
            ..EMBAUCHES
        },
    )],
};

pub static CDDI_EN_COURS: Mesure = Mesure {
    code: "cddi_en_cours",
    libelle: "CDDI en cours",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "CDDI qui courent le dernier jour de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les autres contrats d'insertion",
        },
        Fait {
            source: "contrat_insertion c join periode p on c.debut <= p.fin and coalesce(c.sortie_le, c.fin_prevue) >= p.fin where c.departement = {d} and c.type = 'CDDI'",
            jour: "p.fin",
            cumulable: false,
            ..EMBAUCHES
        },
    )],
};

pub static IMMERSIONS: Mesure = Mesure {
    code: "immersions",
    libelle: "Immersions en entreprise",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "immersions commencées au cours de la période pendant un contrat d'insertion",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "immersion i join periode p on i.du between p.du and p.au join contrat_insertion c on c.departement = i.departement and c.id = i.contrat_id where i.departement = {d}",
            jour: "i.du",
            ..EMBAUCHES
        },
    )],
};

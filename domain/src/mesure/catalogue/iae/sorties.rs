//! How insertion contracts end.

use super::EMBAUCHES;
use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

const SORTIES: Fait = Fait {
    source: "contrat_insertion c join periode p on c.sortie_le between p.du and p.au where c.departement = {d}",
    jour: "c.sortie_le",
    ..EMBAUCHES
};

const SORTIE: &str = "contrats d'insertion terminés au cours de la période";

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::TypeStructure],
    &[D::TypeContrat],
    &[D::Partenaire],
    &[D::CategorieSortie],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::TypeStructure, D::CategorieSortie],
    &[D::CategorieSortie, D::Sexe],
];

const DYNAMIQUE: &str = "c.sortie_categorie in ('EMPLOI_DURABLE', 'EMPLOI_TRANSITION', 'AUTRE_POSITIVE')";
const DYNAMIQUES: Mots = Mots {
    population: SORTIE,
    numerateur: "ceux qui ont fini par une sortie dynamique : emploi durable, emploi de transition ou autre sortie positive",
    denominateur: "tous",
    exclusions: "",
};

pub static SORTIES_IAE: Mesure = Mesure {
    code: "sorties_iae",
    libelle: "Sorties de l'insertion par l'activité économique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(Mots { population: SORTIE, numerateur: "leur nombre", denominateur: "", exclusions: "" }, SORTIES)],
};

pub static SORTIES_DYNAMIQUES_IAE: Mesure = Mesure {
    code: "sorties_dynamiques_iae",
    libelle: "Sorties dynamiques de l'insertion par l'activité économique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(DYNAMIQUES, Fait { compte: Compte::Parmi(DYNAMIQUE), ..SORTIES })],
};

pub static TAUX_SORTIES_DYNAMIQUES_IAE: Mesure = Mesure {
    code: "taux_sorties_dynamiques_iae",
    libelle: "Taux de sorties dynamiques de l'insertion par l'activité économique",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(DYNAMIQUES, Fait { compte: Compte::Taux(DYNAMIQUE), ..SORTIES })],
};

pub static TAUX_EMPLOI_DURABLE_IAE: Mesure = Mesure {
    code: "taux_emploi_durable_iae",
    libelle: "Taux de sorties vers un emploi durable de l'insertion par l'activité économique",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: SORTIE, numerateur: "ceux qui ont fini par un emploi durable", denominateur: "tous", exclusions: "" },
        Fait { compte: Compte::Taux("c.sortie_categorie = 'EMPLOI_DURABLE'"), ..SORTIES },
    )],
};

pub static SORTIES_IAE_EMPLOI: Mesure = Mesure {
    code: "sorties_iae_emploi",
    libelle: "Sorties de l'insertion vers le marché ordinaire de l'emploi",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: SORTIE,
            numerateur: "ceux qui ont fini par un emploi hors de l'insertion par l'activité économique (CDI, CDD, fonction publique, intérim, création d'activité)",
            denominateur: "tous",
            exclusions: "",
        },
        Fait {
            compte: Compte::Parmi("c.sortie_motif in {motifs EMPLOI_DURABLE} or c.sortie_motif in ('CDD_MOINS_6_MOIS', 'INTERIM')"),
            ..SORTIES
        },
    )],
};

pub static SORTIES_IAE_FORMATION: Mesure = Mesure {
    code: "sorties_iae_formation",
    libelle: "Sorties de l'insertion vers une formation qualifiante",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: SORTIE,
            numerateur: "ceux qui ont fini par une formation qualifiante",
            denominateur: "tous",
            exclusions: "les autres formations",
        },
        Fait { compte: Compte::Parmi("c.sortie_motif = 'FORMATION_QUALIFIANTE'"), ..SORTIES },
    )],
};

//! Enrolments in sessions of linguistic training.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

use super::CUBES;

/// Enrolments whose person enters in the step.
const ENTREES: Fait = Fait {
    source: "inscription_formation i join periode p on i.entree_le between p.du and p.au where i.departement = {d}",
    jour: "i.entree_le",
    personne: Some("i.allocataire_id"),
    partenaire: Some("i.organisme_id"),
    territoire: None,
    dimensions: &[(D::BesoinLinguistique, "i.besoin")],
    compte: Compte::Nombre,
    cumulable: true,
};

/// Those whose person went out in the step.
const SORTIES: Fait = Fait {
    source: "inscription_formation i join periode p on i.sortie_le between p.du and p.au where i.departement = {d} and i.entree_le is not null",
    jour: "i.sortie_le",
    ..ENTREES
};

const SORTIE: &str = "inscriptions en formation linguistique dont la personne est sortie au cours de la période, après y être entrée";

pub static ORIENTES_FORMATION_LINGUISTIQUE: Mesure = Mesure {
    code: "orientes_formation_linguistique",
    libelle: "Personnes orientées vers un organisme de formation linguistique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "inscriptions en formation linguistique faites au cours de la période",
            numerateur: "les personnes inscrites, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "(select i.*, {jour i.inscrite_le} as jour from inscription_formation i where i.departement = {d}) i join periode p on i.jour between p.du and p.au",
            jour: "p.fin",
            compte: Compte::Distincts("i.allocataire_id"),
            ..ENTREES
        },
    )],
};

pub static ENTREES_FORMATION_LINGUISTIQUE: Mesure = Mesure {
    code: "entrees_formation_linguistique",
    libelle: "Entrées en formation linguistique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "inscriptions dont la personne est entrée en formation au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        ENTREES,
    )],
};

pub static PERSONNES_EN_FORMATION_LINGUISTIQUE: Mesure = Mesure {
    code: "personnes_en_formation_linguistique",
    libelle: "Personnes en formation linguistique",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "inscriptions dont la formation a couru un jour au moins de la période",
            numerateur: "les personnes en formation, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "les inscriptions sans entrée",
        },
        Fait {
            source: "inscription_formation i join periode p on i.entree_le <= p.fin and (i.sortie_le is null or i.sortie_le >= p.du) where i.departement = {d}",
            jour: "p.fin",
            compte: Compte::Distincts("i.allocataire_id"),
            ..ENTREES
        },
    )],
};

pub static HEURES_FORMATION: Mesure = Mesure {
    code: "heures_formation",
    libelle: "Heures de formation linguistique suivies",
    unite: U::Heures,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: SORTIE,
            numerateur: "le total des heures suivies que l'organisme a relevées",
            denominateur: "",
            exclusions: "les formations en cours",
        },
        Fait { compte: Compte::Somme("coalesce(i.heures, 0)"), ..SORTIES },
    )],
};

pub static DUREE_FORMATION: Mesure = Mesure {
    code: "duree_formation",
    libelle: "Heures de formation linguistique par personne",
    unite: U::Heures,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: SORTIE,
            numerateur: "les heures suivies, en moyenne",
            denominateur: "les inscriptions dont l'organisme a relevé les heures",
            exclusions: "les abandons",
        },
        Fait { compte: Compte::Moyenne("case when i.statut = 'TERMINEE' then i.heures end"), ..SORTIES },
    )],
};

pub static TAUX_ABANDON_FORMATION_LINGUISTIQUE: Mesure = Mesure {
    code: "taux_abandon_formation_linguistique",
    libelle: "Taux d'abandon en formation linguistique",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: SORTIE, numerateur: "celles qui ont fini par un abandon", denominateur: "toutes", exclusions: "" },
        Fait { compte: Compte::Taux("i.statut = 'ABANDONNEE'"), ..SORTIES },
    )],
};

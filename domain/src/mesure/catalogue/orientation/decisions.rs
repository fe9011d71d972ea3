//! Orientations decided, how, and what changes them.

use super::{CUBES, ORIENTEE_FIN, PREMIERES, SOUMISE, SOUMISES};
use crate::mesure::Dimension as D;
use crate::mesure::catalogue::DES_PERSONNES;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

pub static ORIENTATIONS: Mesure = Mesure {
    code: "orientations",
    libelle: "Premières orientations",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: PREMIERE, numerateur: "leur nombre", denominateur: "", exclusions: "les réorientations" },
        PREMIERES,
    )],
};

const PREMIERE: &str = "premières orientations de parcours décidées au cours de la période";

pub static PART_ORIENTATIONS: Mesure = Mesure {
    code: "part_orientations",
    libelle: "Part des orientations décidées d'une manière",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::ModeDesignation),
    cubes: &[&[], &[D::Territoire], &[D::Modalite], &[D::Sexe], &[D::TrancheAge]],
    versions: &[Definition::premiere(
        Mots {
            population: PREMIERE,
            numerateur: "celles que le paramètre nomme (un mode de désignation, une modalité, un partenaire…)",
            denominateur: "toutes",
            exclusions: "les réorientations",
        },
        Fait { compte: Compte::Part, ..PREMIERES },
    )],
};

pub static TAUX_ORIENTATION: Mesure = Mesure {
    code: "taux_orientation",
    libelle: "Part des personnes soumises aux droits et devoirs qui sont orientées",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots { population: SOUMISE, numerateur: "celles dont un parcours en cours est orienté", denominateur: "toutes", exclusions: "" },
        Fait { compte: Compte::Taux(ORIENTEE_FIN), ..SOUMISES },
    )],
};

/// Orientations that follow another in the same parcours, with what the one before was.
const SUIVANTES: Fait = Fait {
    source: "(select o.*, (select x.modalite from orientation x where x.departement = o.departement and x.parcours_id = o.parcours_id and x.debut < o.debut order by x.debut desc limit 1) as avant from orientation o where o.departement = {d}) o join periode p on o.debut between p.du and p.au where o.avant is not null",
    ..PREMIERES
};

pub static REORIENTATIONS: Mesure = Mesure {
    code: "reorientations",
    libelle: "Réorientations",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "orientations décidées au cours de la période dans un parcours déjà orienté",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les corrections du jour même",
        },
        SUIVANTES,
    )],
};

pub static REORIENTATIONS_SOCIAL_VERS_PROFESSIONNEL: Mesure = Mesure {
    code: "reorientations_social_vers_professionnel",
    libelle: "Réorientations du social vers le professionnel",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "orientations décidées au cours de la période dans un parcours dont l'accompagnement était social",
            numerateur: "celles qui mènent à un accompagnement professionnel ou socioprofessionnel",
            denominateur: "toutes celles qui suivent une orientation sociale",
            exclusions: "",
        },
        Fait {
            source: "(select o.*, (select x.modalite from orientation x where x.departement = o.departement and x.parcours_id = o.parcours_id and x.debut < o.debut order by x.debut desc limit 1) as avant from orientation o where o.departement = {d}) o join periode p on o.debut between p.du and p.au where o.avant = 'SOCIAL'",
            compte: Compte::Parmi("o.modalite in ('PROFESSIONNEL', 'SOCIOPROFESSIONNEL')"),
            ..PREMIERES
        },
    )],
};

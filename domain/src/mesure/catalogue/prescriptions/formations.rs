//! Stages of parcours: trainings entered and given up, hours of insertion clauses.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Modalite],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::NiveauFormation],
    &[D::Territoire, D::Sexe],
    &[D::Sexe, D::TrancheAge],
];

/// Stages of training that begin in the step.
const DEBUTS: Fait = Fait {
    source: "etape e join periode p on e.debut between p.du and p.au where e.departement = {d} and e.type in ('FORMATION', 'LINGUISTIQUE') and e.statut <> 'PREVUE'",
    jour: "e.debut",
    personne: Some("e.allocataire_id"),
    partenaire: Some("e.partenaire_id"),
    territoire: None,
    dimensions: &[],
    compte: Compte::Nombre,
    cumulable: true,
};

pub static ENTREES_FORMATION: Mesure = Mesure {
    code: "entrees_formation",
    libelle: "Entrées en formation",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "étapes de formation, linguistique ou non, commencées au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les étapes encore prévues",
        },
        DEBUTS,
    )],
};

pub static ABANDONS_FORMATION: Mesure = Mesure {
    code: "abandons_formation",
    libelle: "Abandons en cours de formation",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "étapes de formation, linguistique ou non, terminées au cours de la période",
            numerateur: "celles que la personne a abandonnées",
            denominateur: "toutes",
            exclusions: "les étapes sans fin datée",
        },
        Fait {
            source: "etape e join periode p on e.fin between p.du and p.au where e.departement = {d} and e.type in ('FORMATION', 'LINGUISTIQUE') and e.statut in ('REALISEE', 'ABANDONNEE')",
            jour: "e.fin",
            compte: Compte::Parmi("e.statut = 'ABANDONNEE'"),
            ..DEBUTS
        },
    )],
};

pub static PARCOURS_CLAUSE_INSERTION: Mesure = Mesure {
    code: "parcours_clause_insertion",
    libelle: "Personnes positionnées sur une clause d'insertion",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "étapes de clause d'insertion commencées au cours de la période",
            numerateur: "les personnes concernées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "les étapes encore prévues",
        },
        Fait {
            source: "etape e join periode p on e.debut between p.du and p.au where e.departement = {d} and e.type = 'CLAUSE_INSERTION' and e.statut <> 'PREVUE'",
            jour: "p.fin",
            compte: Compte::Distincts("e.allocataire_id"),
            ..DEBUTS
        },
    )],
};

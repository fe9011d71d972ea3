//! Appointments: the first ones, how soon they come, who comes to them.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

pub(super) static MESURES: &[&Mesure] =
    &[&PREMIERS_RENDEZ_VOUS, &PREMIERS_RENDEZ_VOUS_2_SEMAINES, &DELAI_PREMIER_RENDEZ_VOUS, &TAUX_PRESENCE_RENDEZ_VOUS];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Modalite],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::Modalite],
    &[D::Modalite, D::Sexe],
];

/// The first accompaniment appointment of each parcours, with the day of its first orientation.
const PREMIERS: Fait = Fait {
    source: "(select r.*, (select min(o.debut) from orientation o where o.departement = r.departement and o.parcours_id = r.parcours_id) as oriente_le from rendez_vous r) r join periode p on r.fixe_le between p.du and p.au where r.departement = {d} and r.parcours_id is not null and r.objet = 'ACCOMPAGNEMENT' and not r.sensible and not exists (select 1 from rendez_vous x where x.departement = r.departement and x.parcours_id = r.parcours_id and x.objet = 'ACCOMPAGNEMENT' and not x.sensible and (x.fixe_le, x.id) < (r.fixe_le, r.id))",
    jour: "r.fixe_le",
    personne: Some("r.allocataire_id"),
    partenaire: Some("r.partenaire_id"),
    territoire: None,
    dimensions: &[],
    compte: Compte::Nombre,
    cumulable: true,
};

const PREMIER: &str = "premiers rendez-vous d'accompagnement des parcours, fixés au cours de la période, honorés ou non";

pub static PREMIERS_RENDEZ_VOUS: Mesure = Mesure {
    code: "premiers_rendez_vous",
    libelle: "Premiers rendez-vous d'accompagnement fixés",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: PREMIER,
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les rendez-vous de soins et les entretiens d'orientation",
        },
        PREMIERS,
    )],
};

pub static PREMIERS_RENDEZ_VOUS_2_SEMAINES: Mesure = Mesure {
    code: "premiers_rendez_vous_2_semaines",
    libelle: "Premiers rendez-vous fixés dans le délai du pacte",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::selon(
        "Echeance.FIXER_PREMIER_RENDEZ_VOUS",
        Mots {
            population: PREMIER,
            numerateur: "ceux dont la date tombe dans le délai que le pacte donne, compté de la première orientation du parcours (deux semaines en Haute-Garonne)",
            denominateur: "tous",
            exclusions: "un rendez-vous sans orientation n'est jamais dans le délai",
        },
        Fait { compte: Compte::Parmi("{delai r.oriente_le; {jour r.prevu_le}}"), ..PREMIERS },
    )],
};

pub static DELAI_PREMIER_RENDEZ_VOUS: Mesure = Mesure {
    code: "delai_premier_rendez_vous",
    libelle: "Délai de prise en charge",
    unite: U::Jours,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: PREMIER,
            numerateur: "les jours écoulés de la première orientation du parcours au jour où le rendez-vous est fixé : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "ceux des parcours orientés",
            exclusions: "les rendez-vous fixés avant l'orientation",
        },
        Fait { compte: Compte::Duree("case when r.oriente_le <= r.fixe_le then {jours r.oriente_le; r.fixe_le} end"), ..PREMIERS },
    )],
};

pub static TAUX_PRESENCE_RENDEZ_VOUS: Mesure = Mesure {
    code: "taux_presence_rendez_vous",
    libelle: "Taux de présence aux rendez-vous",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "rendez-vous prévus au cours de la période dont la présence est relevée",
            numerateur: "ceux où la personne est venue",
            denominateur: "tous",
            exclusions: "les rendez-vous annulés, à venir, et ceux de soins",
        },
        Fait {
            source: "(select r.*, {jour r.prevu_le} as jour from rendez_vous r where r.departement = {d} and not r.sensible and r.presence in ('PRESENT', 'ABSENT', 'EXCUSE')) r join periode p on r.jour between p.du and p.au",
            jour: "r.jour",
            compte: Compte::Taux("r.presence = 'PRESENT'"),
            ..PREMIERS
        },
    )],
};

//! How accompaniments end.

use super::{CUBES, DEBUTS};
use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

/// Accompaniments that end in the step.
const FINS: Fait =
    Fait { source: "accompagnement c join periode p on c.fin between p.du and p.au where c.departement = {d}", jour: "c.fin", ..DEBUTS };

const FINIS: &str = "accompagnements terminés au cours de la période";

const CUBES_FINS: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Dispositif],
    &[D::Partenaire],
    &[D::CategorieSortie],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Dispositif, D::CategorieSortie],
    &[D::Territoire, D::CategorieSortie],
    &[D::Sexe, D::CategorieSortie],
];

const POSITIVE: &str = "c.issue = 'SORTIE_POSITIVE'";
const DURABLE: &str = "c.motif in {motifs EMPLOI_DURABLE}";
/// Any job, in the open market or on the way to it.
const EMPLOI: &str = "c.motif in {motifs EMPLOI_DURABLE EMPLOI_TRANSITION} or c.motif in ('CDD_MOINS_6_MOIS', 'CONTRAT_AIDE')";
const FORMATION: &str = "c.motif in ('FORMATION_QUALIFIANTE', 'FORMATION_AUTRE')";

const VERS_EMPLOI: Mots = Mots {
    population: FINIS,
    numerateur: "ceux qui ont fini par un emploi, durable ou non (CDI, CDD, intérim, contrat aidé ou d'insertion, création d'activité)",
    denominateur: "tous",
    exclusions: "",
};
const VERS_FORMATION: Mots = Mots { numerateur: "ceux qui ont fini par une entrée en formation, qualifiante ou non", ..VERS_EMPLOI };
const POSITIVES: Mots = Mots { numerateur: "ceux dont l'issue est une sortie positive", ..VERS_EMPLOI };

pub static SORTIES: Mesure = Mesure {
    code: "sorties",
    libelle: "Sorties d'accompagnement",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(Mots { population: FINIS, numerateur: "leur nombre", denominateur: "", exclusions: "" }, FINS)],
};

pub static SORTIES_POSITIVES: Mesure = Mesure {
    code: "sorties_positives",
    libelle: "Sorties positives d'accompagnement",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(POSITIVES, Fait { compte: Compte::Parmi(POSITIVE), ..FINS })],
};

pub static TAUX_SORTIES_POSITIVES: Mesure = Mesure {
    code: "taux_sorties_positives",
    libelle: "Taux de sorties positives",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(POSITIVES, Fait { compte: Compte::Taux(POSITIVE), ..FINS })],
};

pub static TAUX_EMPLOI_DURABLE: Mesure = Mesure {
    code: "taux_emploi_durable",
    libelle: "Taux de sorties vers un emploi durable",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(
        Mots {
            population: FINIS,
            numerateur: "ceux qui ont fini par un emploi durable (CDI, CDD de plus de six mois, fonction publique, création d'activité)",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Taux(DURABLE), ..FINS },
    )],
};

pub static SORTIES_VERS_EMPLOI: Mesure = Mesure {
    code: "sorties_vers_emploi",
    libelle: "Sorties d'accompagnement vers l'emploi",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(VERS_EMPLOI, Fait { compte: Compte::Parmi(EMPLOI), ..FINS })],
};

pub static TAUX_SORTIES_VERS_EMPLOI: Mesure = Mesure {
    code: "taux_sorties_vers_emploi",
    libelle: "Taux de sorties d'accompagnement vers l'emploi",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(VERS_EMPLOI, Fait { compte: Compte::Taux(EMPLOI), ..FINS })],
};

pub static SORTIES_VERS_FORMATION: Mesure = Mesure {
    code: "sorties_vers_formation",
    libelle: "Sorties d'accompagnement vers la formation",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(VERS_FORMATION, Fait { compte: Compte::Parmi(FORMATION), ..FINS })],
};

pub static TAUX_SORTIES_VERS_FORMATION: Mesure = Mesure {
    code: "taux_sorties_vers_formation",
    libelle: "Taux de sorties d'accompagnement vers la formation",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(VERS_FORMATION, Fait { compte: Compte::Taux(FORMATION), ..FINS })],
};

pub static TAUX_SORTIES_DU_RSA: Mesure = Mesure {
    code: "taux_sorties_du_rsa",
    libelle: "Part des accompagnements terminés dont la personne est sortie du RSA",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_FINS,
    versions: &[Definition::premiere(
        Mots {
            population: FINIS,
            numerateur: "ceux dont la personne n'a plus de droit au RSA ouvert à la fin de la période",
            denominateur: "ceux dont la personne avait un droit ouvert au début de l'accompagnement",
            exclusions: "",
        },
        Fait {
            source: "accompagnement c join periode p on c.fin between p.du and p.au join allocataire e on e.departement = c.departement and e.id = c.allocataire_id and e.droit_ouvert_le <= c.debut and (e.droit_clos_le is null or e.droit_clos_le > c.debut) where c.departement = {d}",
            compte: Compte::Taux("e.droit_clos_le <= p.fin"),
            cumulable: false,
            ..FINS
        },
    )],
};

pub static DUREE_ACCOMPAGNEMENT: Mesure = Mesure {
    code: "duree_accompagnement",
    libelle: "Durée des accompagnements terminés",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: FINIS,
            numerateur: "les jours écoulés du premier au dernier : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Duree("{jours c.debut; c.fin}"), ..FINS },
    )],
};

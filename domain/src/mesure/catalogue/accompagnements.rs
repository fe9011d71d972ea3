//! Accompaniments by dispositif: who is in, who comes in, who goes out and how.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod sorties;

pub(super) static MESURES: &[&Mesure] = &[
    &ACCOMPAGNES,
    &PERSONNES_ACCOMPAGNEES,
    &ENTRES,
    &PERSONNES_PAR_CONSEILLER,
    &CONSEILLERS,
    &PART_RSA_ACCOMPAGNES,
    &DELAI_DEMARRAGE,
    &ORIENTES_VERS,
    &sorties::SORTIES,
    &sorties::SORTIES_POSITIVES,
    &sorties::TAUX_SORTIES_POSITIVES,
    &sorties::TAUX_EMPLOI_DURABLE,
    &sorties::SORTIES_VERS_EMPLOI,
    &sorties::TAUX_SORTIES_VERS_EMPLOI,
    &sorties::SORTIES_VERS_FORMATION,
    &sorties::TAUX_SORTIES_VERS_FORMATION,
    &sorties::TAUX_SORTIES_DU_RSA,
    &sorties::DUREE_ACCOMPAGNEMENT,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Dispositif],
    &[D::Partenaire],
    &[D::Modalite],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Public],
    &[D::Territoire, D::Sexe],
    &[D::Territoire, D::TrancheAge],
    &[D::Dispositif, D::Sexe],
];

/// Accompaniments that begin in the step.
const DEBUTS: Fait = Fait {
    source: "accompagnement c join periode p on c.debut between p.du and p.au where c.departement = {d}",
    jour: "c.debut",
    personne: Some("c.allocataire_id"),
    partenaire: Some("c.partenaire_id"),
    territoire: None,
    dimensions: &[(D::Dispositif, "c.dispositif_id"), (D::CategorieSortie, "{categorie c.motif}")],
    compte: Compte::Nombre,
    cumulable: true,
};

/// Those that run on its last day.
const EN_COURS: Fait = Fait {
    source: "accompagnement c join periode p on c.debut <= p.fin and (c.fin is null or c.fin >= p.fin) where c.departement = {d}",
    jour: "p.fin",
    cumulable: false,
    ..DEBUTS
};

/// Those that ran on one of its days at least.
const AU_COURS: Fait = Fait {
    source: "accompagnement c join periode p on c.debut <= p.fin and (c.fin is null or c.fin >= p.du) where c.departement = {d}",
    jour: "p.fin",
    ..DEBUTS
};

const COURANTS: &str = "accompagnements en cours le dernier jour de la période";

pub static ACCOMPAGNES: Mesure = Mesure {
    code: "accompagnes",
    libelle: "Personnes en cours d'accompagnement",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: COURANTS, numerateur: "les personnes accompagnées, chacune une fois", denominateur: "", exclusions: "" },
        Fait { compte: Compte::Distincts("c.allocataire_id"), ..EN_COURS },
    )],
};

pub static PERSONNES_ACCOMPAGNEES: Mesure = Mesure {
    code: "personnes_accompagnees",
    libelle: "Personnes accompagnées au cours de la période",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "accompagnements en cours un jour au moins de la période",
            numerateur: "les personnes accompagnées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "",
        },
        Fait { compte: Compte::Distincts("c.allocataire_id"), ..AU_COURS },
    )],
};

pub static ENTRES: Mesure = Mesure {
    code: "entres",
    libelle: "Entrées en accompagnement",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "accompagnements commencés au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        DEBUTS,
    )],
};

pub static PERSONNES_PAR_CONSEILLER: Mesure = Mesure {
    code: "personnes_par_conseiller",
    libelle: "Personnes accompagnées par conseiller",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: &[&[], &[D::Partenaire], &[D::Dispositif]],
    versions: &[Definition::premiere(
        Mots {
            population: COURANTS,
            numerateur: "leur nombre",
            denominateur: "les conseillers qui en tiennent un au moins",
            exclusions: "les accompagnements sans conseiller nommé",
        },
        Fait {
            source: "accompagnement c join periode p on c.debut <= p.fin and (c.fin is null or c.fin >= p.fin) where c.departement = {d} and c.agent_id is not null",
            compte: Compte::Charge("c.agent_id"),
            ..EN_COURS
        },
    )],
};

pub static CONSEILLERS: Mesure = Mesure {
    code: "conseillers",
    libelle: "Conseillers qui accompagnent",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: &[&[], &[D::Partenaire], &[D::Dispositif]],
    versions: &[Definition::premiere(
        Mots {
            population: COURANTS,
            numerateur: "les conseillers qui en tiennent un au moins, chacun une fois",
            denominateur: "",
            exclusions: "",
        },
        Fait { compte: Compte::Distincts("c.agent_id"), ..EN_COURS },
    )],
};

pub static PART_RSA_ACCOMPAGNES: Mesure = Mesure {
    code: "part_rsa_accompagnes",
    libelle: "Part des bénéficiaires du RSA parmi les personnes accompagnées",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "personnes dont un accompagnement est en cours le dernier jour de la période, chacune une fois",
            numerateur: "celles dont le droit au RSA est ouvert ce jour-là",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait {
            compte: Compte::TauxDistincts {
                cle: "c.allocataire_id",
                n: "exists (select 1 from allocataire e where e.departement = c.departement and e.id = c.allocataire_id and e.droit_ouvert_le <= p.fin and (e.droit_clos_le is null or e.droit_clos_le > p.fin))",
            },
            ..EN_COURS
        },
    )],
};

pub static DELAI_DEMARRAGE: Mesure = Mesure {
    code: "delai_demarrage",
    libelle: "Délai de démarrage de l'accompagnement",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "accompagnements commencés au cours de la période",
            numerateur: "les jours écoulés de ce qui y a mené (la prescription acceptée, sinon la dernière orientation qui le précède) à leur premier jour : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "les accompagnements qu'une prescription ou une orientation précède",
            exclusions: "",
        },
        Fait {
            source: "(select c.*, coalesce((select {jour r.emise_le} from prescription r where r.departement = c.departement and r.id = c.prescription_id and r.type <> 'SANTE'), (select max(o.debut) from orientation o where o.departement = c.departement and o.parcours_id = c.parcours_id and o.debut <= c.debut)) as depuis from accompagnement c where c.departement = {d}) c join periode p on c.debut between p.du and p.au",
            compte: Compte::Duree("case when c.depuis <= c.debut then {jours c.depuis; c.debut} end"),
            ..DEBUTS
        },
    )],
};

pub static ORIENTES_VERS: Mesure = Mesure {
    code: "orientes_vers",
    libelle: "Personnes orientées vers le dispositif",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: &[&[], &[D::Territoire], &[D::Dispositif], &[D::Partenaire], &[D::Sexe], &[D::TrancheAge], &[D::Territoire, D::Sexe]],
    versions: &[Definition::premiere(
        Mots {
            population: "orientations décidées au cours de la période vers un dispositif nommé",
            numerateur: "les personnes orientées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "les orientations qui ne nomment pas de dispositif",
        },
        Fait {
            source: "orientation o join periode p on o.debut between p.du and p.au where o.departement = {d} and o.dispositif_id is not null",
            jour: "p.fin",
            personne: Some("o.allocataire_id"),
            partenaire: Some("o.partenaire_id"),
            dimensions: &[(D::Dispositif, "o.dispositif_id")],
            compte: Compte::Distincts("o.allocataire_id"),
            ..DEBUTS
        },
    )],
};

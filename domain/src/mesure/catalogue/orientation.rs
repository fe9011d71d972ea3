//! Who enters droits et devoirs, how fast she is oriented, by whom, and whether she has a référent.

use super::DES_PERSONNES;
use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod decisions;

pub(super) static MESURES: &[&Mesure] = &[
    &NOUVEAUX_ENTRANTS,
    &ENTRANTS_ORIENTES,
    &TAUX_ORIENTATION_ENTRANTS,
    &ENTRANTS_ORIENTES_1_MOIS,
    &DELAI_ORIENTATION,
    &TAUX_REFERENT,
    &decisions::TAUX_ORIENTATION,
    &decisions::ORIENTATIONS,
    &decisions::PART_ORIENTATIONS,
    &decisions::REORIENTATIONS,
    &decisions::REORIENTATIONS_SOCIAL_VERS_PROFESSIONNEL,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Modalite],
    &[D::ModeDesignation],
    &[D::Partenaire],
    &[D::TypeStructure],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::OrganismePayeur],
    &[D::Territoire, D::Modalite],
    &[D::Modalite, D::Sexe],
    &[D::Modalite, D::TrancheAge],
];

const ENTRANTS: Fait = Fait {
    source: "allocataire e join periode p on e.droit_ouvert_le between p.du and p.au where e.departement = {d} and e.soumis_droits_devoirs",
    jour: "e.droit_ouvert_le",
    personne: Some("e.id"),
    partenaire: None,
    territoire: None,
    dimensions: &[],
    compte: Compte::Nombre,
    cumulable: true,
};

const ENTRANTE: &str = "personnes soumises aux droits et devoirs dont le droit au RSA s'est ouvert au cours de la période";

/// Oriented in a parcours that had not ended when the right opened.
const ORIENTEE: &str = "exists (select 1 from orientation o join parcours c on c.departement = o.departement and c.id = o.parcours_id where o.departement = {d} and o.allocataire_id = e.id and o.debut <= p.fin and (c.clos_le is null or c.clos_le >= e.droit_ouvert_le))";

const ORIENTEE_A_TEMPS: &str = "exists (select 1 from orientation o join parcours c on c.departement = o.departement and c.id = o.parcours_id where o.departement = {d} and o.allocataire_id = e.id and {delai e.droit_demande_le; o.debut} and (c.clos_le is null or c.clos_le >= e.droit_ouvert_le))";

pub static NOUVEAUX_ENTRANTS: Mesure = Mesure {
    code: "nouveaux_entrants",
    libelle: "Nouveaux entrants dans les droits et devoirs",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(Mots { population: ENTRANTE, numerateur: "leur nombre", denominateur: "", exclusions: "" }, ENTRANTS)],
};

pub static ENTRANTS_ORIENTES: Mesure = Mesure {
    code: "entrants_orientes",
    libelle: "Nouveaux entrants orientés",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: ENTRANTE,
            numerateur: "celles qu'une orientation a concernées avant la fin de la période",
            denominateur: "toutes",
            exclusions: "les orientations d'un parcours clos avant l'ouverture du droit",
        },
        Fait { compte: Compte::Parmi(ORIENTEE), cumulable: false, ..ENTRANTS },
    )],
};

pub static TAUX_ORIENTATION_ENTRANTS: Mesure = Mesure {
    code: "taux_orientation_entrants",
    libelle: "Taux d'orientation des nouveaux entrants",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: ENTRANTE,
            numerateur: "celles qu'une orientation a concernées avant la fin de la période",
            denominateur: "toutes",
            exclusions: "les orientations d'un parcours clos avant l'ouverture du droit",
        },
        Fait { compte: Compte::Taux(ORIENTEE), cumulable: false, ..ENTRANTS },
    )],
};

pub static ENTRANTS_ORIENTES_1_MOIS: Mesure = Mesure {
    code: "entrants_orientes_1_mois",
    libelle: "Nouveaux entrants orientés dans le délai du pacte",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::selon(
        "Echeance.ORIENTER",
        Mots {
            population: ENTRANTE,
            numerateur: "celles qui ont été orientées dans le délai que le pacte donne, compté de la demande de RSA (un mois de date à date en Haute-Garonne, six semaines dans les Pyrénées-Atlantiques), même après la fin de la période",
            denominateur: "toutes",
            exclusions: "une demande sans date n'est jamais dans le délai",
        },
        Fait { compte: Compte::Parmi(ORIENTEE_A_TEMPS), ..ENTRANTS },
    )],
};

/// The first orientation of each parcours.
const PREMIERES: Fait = Fait {
    source: "orientation o join periode p on o.debut between p.du and p.au join allocataire e on e.departement = o.departement and e.id = o.allocataire_id where o.departement = {d} and not exists (select 1 from orientation x where x.departement = o.departement and x.parcours_id = o.parcours_id and x.debut < o.debut)",
    jour: "o.debut",
    personne: Some("o.allocataire_id"),
    partenaire: Some("o.partenaire_id"),
    territoire: None,
    dimensions: &[
        (D::Modalite, "o.modalite"),
        (D::ModeDesignation, "o.mode"),
        (D::Dispositif, "o.dispositif_id"),
        (D::TypeStructure, "(select t.type from partenaire t where t.id = o.partenaire_id)"),
    ],
    compte: Compte::Nombre,
    cumulable: true,
};

pub static DELAI_ORIENTATION: Mesure = Mesure {
    code: "delai_orientation",
    libelle: "Délai d'orientation",
    unite: U::Jours,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "premières orientations de parcours décidées au cours de la période",
            numerateur: "les jours écoulés de la demande de RSA à l'orientation : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "les orientations dont la demande est datée",
            exclusions: "les orientations antérieures à la demande",
        },
        Fait { compte: Compte::Duree("case when e.droit_demande_le <= o.debut then {jours e.droit_demande_le; o.debut} end"), ..PREMIERES },
    )],
};

/// People in droits et devoirs on the last day of the step.
const SOUMISES: Fait = Fait {
    source: "allocataire e join periode p on e.droit_ouvert_le <= p.fin and (e.droit_clos_le is null or e.droit_clos_le > p.fin) where e.departement = {d} and e.soumis_droits_devoirs",
    jour: "p.fin",
    cumulable: false,
    ..ENTRANTS
};

const SOUMISE: &str = "personnes soumises aux droits et devoirs dont le droit au RSA est ouvert le dernier jour de la période";

const ORIENTEE_FIN: &str = "exists (select 1 from parcours c join orientation o on o.departement = c.departement and o.parcours_id = c.id where c.departement = {d} and c.allocataire_id = e.id and c.ouvert_le <= p.fin and (c.clos_le is null or c.clos_le >= p.fin) and o.debut <= p.fin)";

pub static TAUX_REFERENT: Mesure = Mesure {
    code: "taux_referent",
    libelle: "Part des personnes soumises aux droits et devoirs qui ont un référent",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: SOUMISE,
            numerateur: "celles dont un parcours en cours a un référent désigné ce jour-là",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait {
            compte: Compte::Taux(
                "exists (select 1 from parcours c join designation g on g.departement = c.departement and g.parcours_id = c.id where c.departement = {d} and c.allocataire_id = e.id and c.ouvert_le <= p.fin and (c.clos_le is null or c.clos_le >= p.fin) and g.debut <= p.fin)",
            ),
            ..SOUMISES
        },
    )],
};

//! Who is on RSA, and how parcours and rights end.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod rsa;

pub(super) static MESURES: &[&Mesure] = &[
    &rsa::BENEFICIAIRES_RSA,
    &rsa::PART_BENEFICIAIRES,
    &rsa::PART_EN_EMPLOI,
    &rsa::DEMANDES_RSA,
    &rsa::SORTIES_RSA,
    &SORTIES_PARCOURS,
    &SORTIES_DURABLES,
    &TAUX_SORTIES_POSITIVES_PARCOURS,
    &SORTIES_RSA_EMPLOI_FORMATION,
    &TAUX_SORTIE_RSA_EMPLOI_FORMATION,
    &REPRISES_EMPLOI,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::CategorieSortie],
    &[D::Modalite],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::OrganismePayeur],
    &[D::Territoire, D::CategorieSortie],
    &[D::Modalite, D::CategorieSortie],
    &[D::CategorieSortie, D::Sexe],
];

/// The référent of the last designation.
const REFERENT: &str = "(select g.partenaire_id from designation g where g.departement = c.departement and g.parcours_id = c.id order by g.debut desc limit 1)";

/// Parcours that end in the step.
const CLOS: Fait = Fait {
    source: "parcours c join periode p on c.clos_le between p.du and p.au where c.departement = {d}",
    jour: "c.clos_le",
    personne: Some("c.allocataire_id"),
    partenaire: Some(REFERENT),
    territoire: None,
    dimensions: &[(D::CategorieSortie, "c.sortie_categorie"), (D::Modalite, "c.modalite")],
    compte: Compte::Nombre,
    cumulable: true,
};

const CLOTURE: &str = "parcours clos au cours de la période";
const RSA_EMPLOI_FORMATION: &str = "c.sortie_du_rsa and (c.sortie_motif in {motifs EMPLOI_DURABLE EMPLOI_TRANSITION} or c.sortie_motif in ('CDD_MOINS_6_MOIS', 'CONTRAT_AIDE', 'FORMATION_QUALIFIANTE'))";

pub static SORTIES_PARCOURS: Mesure = Mesure {
    code: "sorties_parcours",
    libelle: "Sorties de parcours",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::CategorieSortie),
    cubes: CUBES,
    versions: &[Definition::premiere(Mots { population: CLOTURE, numerateur: "leur nombre", denominateur: "", exclusions: "" }, CLOS)],
};

pub static SORTIES_DURABLES: Mesure = Mesure {
    code: "sorties_durables",
    libelle: "Sorties de parcours vers un emploi durable",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: CLOTURE,
            numerateur: "ceux qui ont fini par un emploi durable (CDI, CDD de plus de six mois, fonction publique, création d'activité)",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Parmi("c.sortie_categorie = 'EMPLOI_DURABLE'"), ..CLOS },
    )],
};

pub static TAUX_SORTIES_POSITIVES_PARCOURS: Mesure = Mesure {
    code: "taux_sorties_positives_parcours",
    libelle: "Taux de sorties positives des parcours",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: CLOTURE,
            numerateur: "ceux qui ont fini par un emploi durable, un emploi de transition ou une autre sortie positive",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Taux("c.sortie_categorie in ('EMPLOI_DURABLE', 'EMPLOI_TRANSITION', 'AUTRE_POSITIVE')"), ..CLOS },
    )],
};

pub static SORTIES_RSA_EMPLOI_FORMATION: Mesure = Mesure {
    code: "sorties_rsa_emploi_formation",
    libelle: "Sorties du RSA par l'emploi ou une formation qualifiante",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: CLOTURE,
            numerateur: "ceux par lesquels la personne est sortie du RSA pour un emploi ou une formation qualifiante",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Parmi(RSA_EMPLOI_FORMATION), ..CLOS },
    )],
};

pub static REPRISES_EMPLOI: Mesure = Mesure {
    code: "reprises_emploi",
    libelle: "Taux de reprise d'emploi",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "parcours en cours un jour au moins de la période",
            numerateur: "ceux qui ont fini au cours de la période par un emploi, durable ou non",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Taux(REPRISE), ..SUIVIS },
    )],
};

const REPRISE: &str = "c.clos_le <= p.fin and (c.sortie_motif in {motifs EMPLOI_DURABLE EMPLOI_TRANSITION} or c.sortie_motif in ('CDD_MOINS_6_MOIS', 'CONTRAT_AIDE'))";

/// Parcours that run on one day of the step at least: not one for each month of a year.
const SUIVIS: Fait = Fait {
    source: "parcours c join periode p on c.ouvert_le <= p.fin and (c.clos_le is null or c.clos_le >= p.du) where c.departement = {d}",
    jour: "p.fin",
    cumulable: false,
    ..CLOS
};

pub static TAUX_SORTIE_RSA_EMPLOI_FORMATION: Mesure = Mesure {
    code: "taux_sortie_rsa_emploi_formation",
    libelle: "Taux de sortie du RSA par l'emploi ou une formation qualifiante",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Modalite),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "parcours en cours un jour au moins de la période",
            numerateur: "ceux par lesquels la personne est sortie du RSA au cours de la période pour un emploi ou une formation qualifiante",
            denominateur: "tous",
            exclusions: "",
        },
        Fait { compte: Compte::Taux(SORTIE), ..SUIVIS },
    )],
};

const SORTIE: &str = "c.clos_le <= p.fin and c.sortie_du_rsa and (c.sortie_motif in {motifs EMPLOI_DURABLE EMPLOI_TRANSITION} or c.sortie_motif in ('CDD_MOINS_6_MOIS', 'CONTRAT_AIDE', 'FORMATION_QUALIFIANTE'))";

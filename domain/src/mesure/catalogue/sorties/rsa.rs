//! Rights: who has one, who asks for one, whose ends.

use crate::mesure::Dimension as D;
use crate::mesure::catalogue::DES_PERSONNES;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

/// People whose right is open on the last day of the step.
const OUVERTS: Fait = Fait {
    source: "allocataire e join periode p on e.droit_ouvert_le <= p.fin and (e.droit_clos_le is null or e.droit_clos_le > p.fin) where e.departement = {d}",
    jour: "p.fin",
    personne: Some("e.id"),
    partenaire: None,
    territoire: None,
    dimensions: &[],
    compte: Compte::Nombre,
    cumulable: false,
};

const OUVERT: &str = "personnes dont le droit au RSA est ouvert le dernier jour de la période";

pub static BENEFICIAIRES_RSA: Mesure = Mesure {
    code: "beneficiaires_rsa",
    libelle: "Bénéficiaires du RSA",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::OrganismePayeur),
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: OUVERT,
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les personnes de leur foyer qui n'ont pas de dossier",
        },
        OUVERTS,
    )],
};

pub static PART_BENEFICIAIRES: Mesure = Mesure {
    code: "part_beneficiaires",
    libelle: "Part d'une catégorie parmi les bénéficiaires du RSA",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::AncienneteRsa),
    cubes: &[&[], &[D::Territoire], &[D::Sexe], &[D::TrancheAge], &[D::OrganismePayeur]],
    versions: &[Definition::premiere(
        Mots {
            population: OUVERT,
            numerateur: "celles que le paramètre nomme (une ancienneté, un public, un âge…)",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait { compte: Compte::Part, ..OUVERTS },
    )],
};

pub static PART_EN_EMPLOI: Mesure = Mesure {
    code: "part_en_emploi",
    libelle: "Part des bénéficiaires du RSA qui travaillent",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: OUVERT,
            numerateur: "celles dont la situation professionnelle, telle qu'elle est connue aujourd'hui, est un emploi salarié, d'insertion ou indépendant",
            denominateur: "celles dont la situation est connue",
            exclusions: "",
        },
        Fait {
            source: "allocataire e join periode p on e.droit_ouvert_le <= p.fin and (e.droit_clos_le is null or e.droit_clos_le > p.fin) where e.departement = {d} and e.situation_professionnelle is not null",
            compte: Compte::Taux(
                "e.situation_professionnelle in ('SALARIE', 'SALARIE_EN_INSERTION', 'TRAVAILLEUR_INDEPENDANT', 'EXPLOITANT_AGRICOLE')",
            ),
            ..OUVERTS
        },
    )],
};

pub static DEMANDES_RSA: Mesure = Mesure {
    code: "demandes_rsa",
    libelle: "Demandes de RSA",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::OrganismePayeur),
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: "personnes dont la dernière demande de RSA date de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les demandes que d'autres ont remplacées",
        },
        Fait {
            source: "allocataire e join periode p on e.droit_demande_le between p.du and p.au where e.departement = {d}",
            jour: "e.droit_demande_le",
            cumulable: true,
            ..OUVERTS
        },
    )],
};

pub static SORTIES_RSA: Mesure = Mesure {
    code: "sorties_rsa",
    libelle: "Sorties du RSA",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::OrganismePayeur),
    cubes: DES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: "personnes dont le droit au RSA s'est clos au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les droits suspendus, et les demandes refusées",
        },
        Fait {
            source: "allocataire e join periode p on e.droit_clos_le between p.du and p.au where e.departement = {d} and e.droit_ouvert_le is not null",
            jour: "e.droit_clos_le",
            cumulable: true,
            ..OUVERTS
        },
    )],
};

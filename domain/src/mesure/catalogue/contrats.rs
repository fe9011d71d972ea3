//! Contracts of engagement: the first ones, how fast they come, how many parcours have one.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

pub(super) static MESURES: &[&Mesure] = &[
    &PREMIERS_CONTRATS,
    &PREMIERS_CONTRATS_2_MOIS,
    &PART_CONTRATS,
    &CONTRATS_30_JOURS,
    &DELAI_CONTRACTUALISATION,
    &TAUX_CONTRACTUALISATION,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Modalite],
    &[D::TypeContrat],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::Modalite],
    &[D::Modalite, D::TypeContrat],
    &[D::Modalite, D::Sexe],
];

/// The first contract of each parcours.
const PREMIERS: Fait = Fait {
    source: "(select k.*, (select min(o.debut) from orientation o where o.departement = k.departement and o.parcours_id = k.parcours_id) as oriente_le from contrat k) k join periode p on k.signe_le between p.du and p.au where k.departement = {d} and not exists (select 1 from contrat x where x.departement = k.departement and x.parcours_id = k.parcours_id and (x.signe_le, x.id) < (k.signe_le, k.id))",
    jour: "k.signe_le",
    personne: Some("k.allocataire_id"),
    partenaire: Some("k.partenaire_id"),
    territoire: None,
    dimensions: &[(D::TypeContrat, "k.type")],
    compte: Compte::Nombre,
    cumulable: true,
};

const PREMIER: &str = "premiers contrats d'engagement (CER, PPAE ou équivalent) des parcours, signés au cours de la période";

pub static PREMIERS_CONTRATS: Mesure = Mesure {
    code: "premiers_contrats",
    libelle: "Premiers contrats d'engagement",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeContrat),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: PREMIER,
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les renouvellements et les contrats suivants d'un même parcours",
        },
        PREMIERS,
    )],
};

pub static PREMIERS_CONTRATS_2_MOIS: Mesure = Mesure {
    code: "premiers_contrats_2_mois",
    libelle: "Premiers contrats d'engagement signés dans le délai du pacte",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeContrat),
    cubes: CUBES,
    versions: &[Definition::selon(
        "Echeance.CONTRACTUALISER",
        Mots {
            population: PREMIER,
            numerateur: "ceux qui l'ont été dans le délai que le pacte donne, compté de la première orientation du parcours (deux mois de date à date en Haute-Garonne, trente jours dans le Tarn-et-Garonne)",
            denominateur: "tous",
            exclusions: "un contrat sans orientation n'est jamais dans le délai",
        },
        Fait { compte: Compte::Parmi("{delai k.oriente_le; k.signe_le}"), ..PREMIERS },
    )],
};

pub static PART_CONTRATS: Mesure = Mesure {
    code: "part_contrats",
    libelle: "Part d'une nature de contrat parmi les contrats signés",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeContrat),
    cubes: &[&[], &[D::Territoire], &[D::Modalite], &[D::Partenaire], &[D::Sexe], &[D::TrancheAge]],
    versions: &[Definition::premiere(
        Mots { population: PREMIER, numerateur: "ceux que le paramètre nomme (un PPAE, un CER…)", denominateur: "tous", exclusions: "" },
        Fait { compte: Compte::Part, ..PREMIERS },
    )],
};

pub static DELAI_CONTRACTUALISATION: Mesure = Mesure {
    code: "delai_contractualisation",
    libelle: "Délai de contractualisation",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::TypeContrat),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: PREMIER,
            numerateur: "les jours écoulés de la première orientation du parcours à la signature : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "les contrats des parcours orientés",
            exclusions: "les contrats signés avant l'orientation",
        },
        Fait { compte: Compte::Duree("case when k.oriente_le <= k.signe_le then {jours k.oriente_le; k.signe_le} end"), ..PREMIERS },
    )],
};

/// The first orientation of each parcours, as a cohort.
const ORIENTES: Fait = Fait {
    source: "orientation o join periode p on o.debut between p.du and p.au where o.departement = {d} and not exists (select 1 from orientation x where x.departement = o.departement and x.parcours_id = o.parcours_id and x.debut < o.debut)",
    jour: "o.debut",
    personne: Some("o.allocataire_id"),
    partenaire: Some("o.partenaire_id"),
    territoire: None,
    dimensions: &[(D::Modalite, "o.modalite"), (D::Dispositif, "o.dispositif_id")],
    compte: Compte::Nombre,
    cumulable: true,
};

const CUBES_PARCOURS: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Modalite],
    &[D::Partenaire],
    &[D::Dispositif],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::Modalite],
    &[D::Modalite, D::Sexe],
];

pub static CONTRATS_30_JOURS: Mesure = Mesure {
    code: "contrats_30_jours",
    libelle: "Part des orientations suivies d'un contrat dans le délai du pacte",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_PARCOURS,
    versions: &[Definition::selon(
        "Echeance.CONTRACTUALISER",
        Mots {
            population: "premières orientations de parcours décidées au cours de la période",
            numerateur: "celles qu'un contrat du parcours a suivies dans le délai que le pacte donne (trente jours dans le Tarn-et-Garonne, deux mois en Haute-Garonne), même après la fin de la période",
            denominateur: "toutes",
            exclusions: "les contrats signés avant l'orientation",
        },
        Fait {
            compte: Compte::Taux(
                "exists (select 1 from contrat k where k.departement = o.departement and k.parcours_id = o.parcours_id and k.signe_le >= o.debut and {delai o.debut; k.signe_le})",
            ),
            ..ORIENTES
        },
    )],
};

/// The orientation of each running parcours, on the last day of the step.
const EN_COURS: Fait = Fait {
    source: "orientation o join periode p on o.debut <= p.fin join parcours c on c.departement = o.departement and c.id = o.parcours_id and (c.clos_le is null or c.clos_le > p.fin) where o.departement = {d} and not exists (select 1 from orientation x where x.departement = o.departement and x.parcours_id = o.parcours_id and x.debut > o.debut and x.debut <= p.fin)",
    jour: "p.fin",
    cumulable: false,
    ..ORIENTES
};

pub static TAUX_CONTRACTUALISATION: Mesure = Mesure {
    code: "taux_contractualisation",
    libelle: "Taux de contractualisation",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::Dispositif),
    cubes: CUBES_PARCOURS,
    versions: &[Definition::premiere(
        Mots {
            population: "parcours orientés et en cours le dernier jour de la période",
            numerateur: "ceux qu'un contrat en vigueur couvre ce jour-là",
            denominateur: "tous",
            exclusions: "les contrats rompus ou remplacés ce jour-là ou avant",
        },
        Fait {
            compte: Compte::Taux(
                "exists (select 1 from contrat k where k.departement = o.departement and k.parcours_id = o.parcours_id and k.debut <= p.fin and k.fin >= p.fin and (k.rompu_le is null or k.rompu_le > p.fin) and (k.remplace_le is null or k.remplace_le > p.fin))",
            ),
            ..EN_COURS
        },
    )],
};

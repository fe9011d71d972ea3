//! Mobility: who is helped, diagnoses, aids asked, granted and paid.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

pub(super) static MESURES: &[&Mesure] = &[
    &PERSONNES_ACCOMPAGNEES_MOBILITE,
    &DIAGNOSTICS_MOBILITE,
    &AIDES_DEMANDEES,
    &AIDES_ACCORDEES,
    &TAUX_ACCORD_AIDE,
    &MONTANT_ACCORDE,
    &MONTANT_VERSE,
    &DELAI_DECISION_AIDE,
    &AIDES_APPORTEES,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::NatureAide],
    &[D::Dispositif],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::NatureAide],
    &[D::NatureAide, D::Sexe],
    &[D::NatureAide, D::TrancheAge],
];

const CUBES_PERSONNES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Public],
    &[D::Territoire, D::Sexe],
    &[D::Territoire, D::TrancheAge],
];

/// Aids asked of a fund in the step.
const DEMANDEES: Fait = Fait {
    source: "(select m.*, {jour m.demandee_le} as jour from aide_mobilite m where m.departement = {d} and m.montant_demande is not null) m join periode p on m.jour between p.du and p.au",
    jour: "m.jour",
    personne: Some("m.allocataire_id"),
    partenaire: Some("m.demandeur_id"),
    territoire: None,
    dimensions: &[(D::NatureAide, "m.nature"), (D::Dispositif, "m.dispositif_id")],
    compte: Compte::Nombre,
    cumulable: true,
};

/// Decisions of the fund taken in the step.
const DECIDEES: Fait = Fait {
    source: "(select m.*, {jour m.demandee_le} as demande, {jour m.decidee_le} as jour from aide_mobilite m where m.departement = {d} and m.montant_demande is not null and m.decidee_le is not null and m.statut in ('ACCORDEE', 'VERSEE', 'REFUSEE')) m join periode p on m.jour between p.du and p.au",
    ..DEMANDEES
};

const DECIDEE: &str = "demandes d'aide à un fonds décidées au cours de la période, accordées ou refusées";
const ACCORDEE: &str = "m.statut in ('ACCORDEE', 'VERSEE')";

pub static PERSONNES_ACCOMPAGNEES_MOBILITE: Mesure = Mesure {
    code: "personnes_accompagnees_mobilite",
    libelle: "Personnes accompagnées dans leur mobilité",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Partenaire),
    cubes: CUBES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: "diagnostics de mobilité réalisés, aides demandées à un fonds et aides apportées par une plateforme au cours de la période",
            numerateur: "les personnes concernées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: "les demandes annulées",
        },
        Fait {
            source: "(select g.allocataire_id, g.plateforme_id as partenaire_id, g.realise_le as jour from diagnostic_mobilite g where g.departement = {d} union all select m.allocataire_id, m.demandeur_id, {jour m.demandee_le} from aide_mobilite m where m.departement = {d} and m.statut <> 'ANNULEE') m join periode p on m.jour between p.du and p.au",
            jour: "p.fin",
            partenaire: Some("m.partenaire_id"),
            dimensions: &[],
            compte: Compte::Distincts("m.allocataire_id"),
            ..DEMANDEES
        },
    )],
};

pub static DIAGNOSTICS_MOBILITE: Mesure = Mesure {
    code: "diagnostics_mobilite",
    libelle: "Diagnostics de mobilité",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::Prescripteur),
    cubes: CUBES_PERSONNES,
    versions: &[Definition::premiere(
        Mots {
            population: "diagnostics de mobilité réalisés au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "diagnostic_mobilite m join periode p on m.realise_le between p.du and p.au where m.departement = {d}",
            jour: "m.realise_le",
            partenaire: Some("m.plateforme_id"),
            dimensions: &[(
                D::Prescripteur,
                "(select r.prescripteur_id from prescription r where r.departement = m.departement and r.id = m.prescription_id)",
            )],
            ..DEMANDEES
        },
    )],
};

pub static AIDES_DEMANDEES: Mesure = Mesure {
    code: "aides_demandees",
    libelle: "Aides à la mobilité demandées",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "demandes d'aide faites à un fonds au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        DEMANDEES,
    )],
};

pub static AIDES_ACCORDEES: Mesure = Mesure {
    code: "aides_accordees",
    libelle: "Aides à la mobilité accordées",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: DECIDEE,
            numerateur: "celles qui sont accordées",
            denominateur: "toutes",
            exclusions: "les demandes ajournées ou annulées",
        },
        Fait { compte: Compte::Parmi(ACCORDEE), ..DECIDEES },
    )],
};

pub static TAUX_ACCORD_AIDE: Mesure = Mesure {
    code: "taux_accord_aide",
    libelle: "Taux d'accord des aides à la mobilité",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: DECIDEE,
            numerateur: "celles qui sont accordées",
            denominateur: "toutes",
            exclusions: "les demandes ajournées ou annulées",
        },
        Fait { compte: Compte::Taux(ACCORDEE), ..DECIDEES },
    )],
};

pub static MONTANT_ACCORDE: Mesure = Mesure {
    code: "montant_accorde",
    libelle: "Montant accordé en aides à la mobilité",
    unite: U::Euros,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: DECIDEE, numerateur: "le total des montants accordés", denominateur: "", exclusions: "" },
        Fait { compte: Compte::Centiemes("coalesce(m.montant_accorde, 0)"), ..DECIDEES },
    )],
};

pub static MONTANT_VERSE: Mesure = Mesure {
    code: "montant_verse",
    libelle: "Montant versé en aides à la mobilité",
    unite: U::Euros,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "versements faits au cours de la période",
            numerateur: "le total de leurs montants",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "versement_aide v join periode p on v.le between p.du and p.au join aide_mobilite m on m.departement = v.departement and m.id = v.aide_id where v.departement = {d}",
            jour: "v.le",
            compte: Compte::Centiemes("v.montant"),
            ..DEMANDEES
        },
    )],
};

pub static DELAI_DECISION_AIDE: Mesure = Mesure {
    code: "delai_decision_aide",
    libelle: "Délai de décision des aides à la mobilité",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: DECIDEE,
            numerateur: "les jours écoulés de la demande à la décision : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait { compte: Compte::Duree("{jours m.demande; m.jour}"), ..DECIDEES },
    )],
};

pub static AIDES_APPORTEES: Mesure = Mesure {
    code: "aides_apportees",
    libelle: "Aides à la mobilité apportées par une plateforme",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::NatureAide),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "aides qu'une plateforme a commencé d'apporter au cours de la période (prêts, locations, ateliers, accompagnements…)",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les aides demandées à un fonds, et celles qui sont annulées",
        },
        Fait {
            source: "(select m.*, coalesce(m.debut, {jour m.demandee_le}) as jour from aide_mobilite m where m.departement = {d} and m.montant_demande is null and m.statut <> 'ANNULEE') m join periode p on m.jour between p.du and p.au",
            ..DEMANDEES
        },
    )],
};

//! The linguistic chain: evaluations, trainings, progress.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod formation;

pub(super) static MESURES: &[&Mesure] = &[
    &EVALUATIONS_LINGUISTIQUES,
    &EVALUATIONS_FINALES,
    &PART_FLE,
    &PROGRESSION_LINGUISTIQUE,
    &DELAI_PRISE_EN_CHARGE,
    &formation::ORIENTES_FORMATION_LINGUISTIQUE,
    &formation::ENTREES_FORMATION_LINGUISTIQUE,
    &formation::PERSONNES_EN_FORMATION_LINGUISTIQUE,
    &formation::HEURES_FORMATION,
    &formation::DUREE_FORMATION,
    &formation::TAUX_ABANDON_FORMATION_LINGUISTIQUE,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::BesoinLinguistique],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::NiveauFormation],
    &[D::Territoire, D::BesoinLinguistique],
    &[D::BesoinLinguistique, D::Sexe],
];

/// Evaluations made in the step.
const EVALUEES: Fait = Fait {
    source: "evaluation_linguistique e join periode p on e.evaluee_le between p.du and p.au where e.departement = {d}",
    jour: "e.evaluee_le",
    personne: Some("e.allocataire_id"),
    partenaire: Some("e.evaluateur_id"),
    territoire: None,
    dimensions: &[(D::BesoinLinguistique, "e.besoin")],
    compte: Compte::Nombre,
    cumulable: true,
};

const EVALUEE: &str = "évaluations linguistiques initiales faites au cours de la période";

pub static EVALUATIONS_LINGUISTIQUES: Mesure = Mesure {
    code: "evaluations_linguistiques",
    libelle: "Évaluations linguistiques",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: EVALUEE,
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les convocations sans évaluation, et les évaluations finales",
        },
        EVALUEES,
    )],
};

/// Evaluations whose final level was found in the step, with their two levels.
const FINALES: Fait = Fait {
    source: "(select e.departement, e.id, e.allocataire_id, e.evaluateur_id, e.besoin, f.evalue_le as le, {cecrl f.comprehension_orale} - {cecrl i.comprehension_orale} as co, {cecrl f.expression_orale} - {cecrl i.expression_orale} as eo, {cecrl f.comprehension_ecrite} - {cecrl i.comprehension_ecrite} as ce, {cecrl f.expression_ecrite} - {cecrl i.expression_ecrite} as ee from evaluation_linguistique e join niveau_linguistique f on f.departement = e.departement and f.evaluation_id = e.id and f.finale and f.rang = (select max(x.rang) from niveau_linguistique x where x.departement = e.departement and x.evaluation_id = e.id and x.finale) left join niveau_linguistique i on i.departement = e.departement and i.evaluation_id = e.id and not i.finale and i.rang = (select max(x.rang) from niveau_linguistique x where x.departement = e.departement and x.evaluation_id = e.id and not x.finale) where e.departement = {d}) e join periode p on e.le between p.du and p.au",
    jour: "e.le",
    ..EVALUEES
};

pub static EVALUATIONS_FINALES: Mesure = Mesure {
    code: "evaluations_finales",
    libelle: "Évaluations linguistiques finales",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "évaluations linguistiques dont le dernier niveau final a été établi au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        FINALES,
    )],
};

pub static PART_FLE: Mesure = Mesure {
    code: "part_fle",
    libelle: "Part des évaluations qui concluent à un besoin de français langue étrangère",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: EVALUEE,
            numerateur: "celles dont le besoin est le français langue étrangère",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait { compte: Compte::Taux("e.besoin = 'FRANCAIS_LANGUE_ETRANGERE'"), ..EVALUEES },
    )],
};

pub static PROGRESSION_LINGUISTIQUE: Mesure = Mesure {
    code: "progression_linguistique",
    libelle: "Progression linguistique moyenne",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "évaluations dont le dernier niveau final a été établi au cours de la période",
            numerateur: "les degrés du cadre européen gagnés, en moyenne des compétences évaluées deux fois, au centième",
            denominateur: "les évaluations dont une compétence au moins a été évaluée deux fois",
            exclusions: "les degrés de savoirs de base, qui sont une autre échelle",
        },
        Fait { compte: Compte::MoyenneCentiemes(PROGRES), ..FINALES },
    )],
};

/// Rounded half away from nothing, evaluation by evaluation, as the file shows it.
const PROGRES: &str = "case when (case when e.co is null then 0 else 1 end + case when e.eo is null then 0 else 1 end + case when e.ce is null then 0 else 1 end + case when e.ee is null then 0 else 1 end) = 0 then null when (coalesce(e.co, 0) + coalesce(e.eo, 0) + coalesce(e.ce, 0) + coalesce(e.ee, 0)) < 0 then ((coalesce(e.co, 0) + coalesce(e.eo, 0) + coalesce(e.ce, 0) + coalesce(e.ee, 0)) * 100 - (case when e.co is null then 0 else 1 end + case when e.eo is null then 0 else 1 end + case when e.ce is null then 0 else 1 end + case when e.ee is null then 0 else 1 end) / 2) / (case when e.co is null then 0 else 1 end + case when e.eo is null then 0 else 1 end + case when e.ce is null then 0 else 1 end + case when e.ee is null then 0 else 1 end) else ((coalesce(e.co, 0) + coalesce(e.eo, 0) + coalesce(e.ce, 0) + coalesce(e.ee, 0)) * 100 + (case when e.co is null then 0 else 1 end + case when e.eo is null then 0 else 1 end + case when e.ce is null then 0 else 1 end + case when e.ee is null then 0 else 1 end) / 2) / (case when e.co is null then 0 else 1 end + case when e.eo is null then 0 else 1 end + case when e.ce is null then 0 else 1 end + case when e.ee is null then 0 else 1 end) end";

pub static DELAI_PRISE_EN_CHARGE: Mesure = Mesure {
    code: "delai_prise_en_charge",
    libelle: "Délai entre l'évaluation et l'entrée en formation linguistique",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::BesoinLinguistique),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "évaluations linguistiques suivies d'une première entrée en formation au cours de la période",
            numerateur: "les jours écoulés de l'évaluation à l'entrée : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait {
            source: "evaluation_linguistique e join periode p on e.entree_le between p.du and p.au where e.departement = {d}",
            jour: "e.entree_le",
            compte: Compte::Duree("case when e.evaluee_le <= e.entree_le then {jours e.evaluee_le; e.entree_le} end"),
            ..EVALUEES
        },
    )],
};

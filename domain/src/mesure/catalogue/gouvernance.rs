//! What the fiches-action say of themselves, and who feeds the shared file.

use chrono::Datelike;

use crate::fiche_action::{BudgetFiche, StatutAction};
use crate::mesure::Periode;
use crate::mesure::definition::{Compte, Definition, Fait, Formule, Mesure, Mots, ORIGINE};
use crate::pacte::UniteIndicateur as U;
use crate::referentiel::Referentiel;

pub(super) static MESURES: &[&Mesure] = &[&TAUX_EXECUTION_BUDGET, &ACTIONS_REALISEES, &PARTENAIRES_ALIMENTANT];

pub static TAUX_EXECUTION_BUDGET: Mesure = Mesure {
    code: "taux_execution_budget",
    libelle: "Taux d'exécution des budgets des fiches-action",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: &[&[]],
    versions: &[Definition {
        version: 1,
        depuis: ORIGINE,
        mots: Mots {
            population: "budgets des fiches-action du département pour les années de la période",
            numerateur: "les montants exécutés",
            denominateur: "les montants globaux",
            exclusions: "les budgets sans année, et ceux dont l'un des deux montants manque",
        },
        regle: None,
        formule: Formule::Fiches(Compte::TauxCentiemes, executes),
    }],
};

pub static ACTIONS_REALISEES: Mesure = Mesure {
    code: "actions_realisees",
    libelle: "Actions opérationnelles réalisées",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: &[&[]],
    versions: &[Definition {
        version: 1,
        depuis: ORIGINE,
        mots: Mots {
            population: "actions opérationnelles des fiches-action du département",
            numerateur: "celles dont le dernier suivi daté de la période ou d'avant dit qu'elles sont réalisées ; à défaut de suivi, ce que dit le document",
            denominateur: "toutes",
            exclusions: "",
        },
        regle: None,
        formule: Formule::Fiches(Compte::Parmi(""), realisees),
    }],
};

/// Cents executed, and cents voted, of the years of the period.
fn executes(referentiel: &Referentiel, departement: &str, periode: Periode) -> (i64, i64) {
    let annees = i64::from(periode.du.year())..=i64::from(periode.au.year());
    let fiches = referentiel.pactes_du(departement).flat_map(|p| referentiel.fiches_du(p.id));
    let budgets = fiches.flat_map(|f| &f.budgets).filter(|b| b.annee.is_some_and(|annee| annees.contains(&annee)));
    let montants = budgets.filter_map(|b: &BudgetFiche| b.execute.zip(b.global));
    montants.fold((0, 0), |(n, d), (execute, global)| (n + execute, d + global))
}

/// Actions whose latest follow-up by the end of the period says that they are done.
fn realisees(referentiel: &Referentiel, departement: &str, periode: Periode) -> (i64, i64) {
    let fiches = referentiel.pactes_du(departement).flat_map(|p| referentiel.fiches_du(p.id));
    let statuts = fiches.flat_map(|f| &f.actions).map(|a| {
        let suivi = a.suivi.iter().rev().find(|s| s.le.date_naive() <= periode.au);
        if a.suivi.is_empty() { a.statut } else { suivi.map_or(StatutAction::NonRenseigne, |s| s.statut) }
    });
    statuts.fold((0, 0), |(n, d), statut| (n + i64::from(statut == StatutAction::Realise), d + 1))
}

pub static PARTENAIRES_ALIMENTANT: Mesure = Mesure {
    code: "partenaires_alimentant",
    libelle: "Partenaires qui alimentent le dispositif de suivi",
    unite: U::Nombre,
    maturite: 0,
    parametre: None,
    cubes: &[&[]],
    versions: &[Definition::premiere(
        Mots {
            population: "contrats, étapes, accompagnements, rendez-vous et mouvements de prescriptions enregistrés au cours de la période",
            numerateur: "les partenaires qui en ont enregistré un au moins, chacun une fois",
            denominateur: "",
            exclusions: "les consultations",
        },
        Fait {
            source: "(select c.partenaire_id, {jour c.cree_le} as jour from contrat c where c.departement = {d} union all select e.partenaire_id, {jour e.cree_le} from etape e where e.departement = {d} union all select a.partenaire_id, {jour a.cree_le} from accompagnement a where a.departement = {d} union all select r.par_id, {jour r.cree_le} from rendez_vous r where r.departement = {d} union all select t.partenaire_id, {jour t.le} from transition_prescription t where t.departement = {d}) f join periode p on f.jour between p.du and p.au",
            jour: "f.jour",
            personne: None,
            partenaire: Some("f.partenaire_id"),
            territoire: None,
            dimensions: &[],
            compte: Compte::Distincts("f.partenaire_id"),
            cumulable: true,
        },
    )],
};

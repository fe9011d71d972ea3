//! Referrals: how many, how fast they are answered, what becomes of them; trainings that people enter.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

mod formations;

pub(super) static MESURES: &[&Mesure] = &[
    &PRESCRIPTIONS,
    &PERSONNES_PRESCRITES,
    &AGENTS_PRESCRIPTEURS,
    &DELAI_REPONSE_PRESCRIPTION,
    &TAUX_ACCEPTATION,
    &TAUX_PRESENTATION,
    &TAUX_ACHEVEMENT,
    &PRESCRIPTIONS_EXPIREES,
    &formations::ENTREES_FORMATION,
    &formations::ABANDONS_FORMATION,
    &formations::PARCOURS_CLAUSE_INSERTION,
];

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::TypePrescription],
    &[D::Partenaire],
    &[D::Prescripteur],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::TypePrescription],
    &[D::TypePrescription, D::Sexe],
    &[D::TypePrescription, D::TrancheAge],
];

/// Referrals to care are nobody's figure: they exist for their recipient and for who may read what is sensitive.
const EMISES: Fait = Fait {
    source: "(select r.*, {jour r.emise_le} as jour from prescription r where r.departement = {d} and r.type <> 'SANTE') r join periode p on r.jour between p.du and p.au",
    jour: "r.jour",
    personne: Some("r.allocataire_id"),
    partenaire: Some("r.destinataire_id"),
    territoire: None,
    dimensions: &[(D::TypePrescription, "r.type"), (D::Prescripteur, "r.prescripteur_id")],
    compte: Compte::Nombre,
    cumulable: true,
};

const EMISE: &str = "prescriptions émises au cours de la période";
const SOINS: &str = "les prescriptions vers le soin";

/// Those that got their answer in the step.
const REPONDUES: Fait = Fait {
    source: "(select r.*, {jour r.emise_le} as emise, {jour r.repondue_le} as jour from prescription r where r.departement = {d} and r.type <> 'SANTE' and r.repondue_le is not null) r join periode p on r.jour between p.du and p.au",
    ..EMISES
};

const REPONDUE: &str = "prescriptions dont le destinataire a répondu au cours de la période";

/// Those that reached one of two ends in the step.
const FINIES: Fait = Fait {
    source: "(select r.*, {jour t.le} as jour, t.vers as vers from transition_prescription t join prescription r on r.departement = t.departement and r.id = t.prescription_id where t.departement = {d} and r.type <> 'SANTE' and t.vers in ('REALISEE', 'ABANDONNEE')) r join periode p on r.jour between p.du and p.au",
    ..EMISES
};

pub static PRESCRIPTIONS: Mesure = Mesure {
    code: "prescriptions",
    libelle: "Prescriptions émises",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(Mots { population: EMISE, numerateur: "leur nombre", denominateur: "", exclusions: SOINS }, EMISES)],
};

pub static PERSONNES_PRESCRITES: Mesure = Mesure {
    code: "personnes_prescrites",
    libelle: "Personnes adressées à un service",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: EMISE,
            numerateur: "les personnes concernées, chacune une fois, situées là où elles vivent à la fin de la période",
            denominateur: "",
            exclusions: SOINS,
        },
        Fait { jour: "p.fin", compte: Compte::Distincts("r.allocataire_id"), ..EMISES },
    )],
};

pub static AGENTS_PRESCRIPTEURS: Mesure = Mesure {
    code: "agents_prescripteurs",
    libelle: "Professionnels qui ont prescrit",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: &[&[], &[D::TypePrescription], &[D::Prescripteur], &[D::TypePrescription, D::Prescripteur]],
    versions: &[Definition::premiere(
        Mots {
            population: EMISE,
            numerateur: "les agents qui ont prescrit, chacun une fois",
            denominateur: "",
            exclusions: "les prescriptions vers le soin, et celles sans agent nommé",
        },
        Fait { partenaire: Some("r.prescripteur_id"), compte: Compte::Distincts("r.agent_prescripteur_id"), ..EMISES },
    )],
};

pub static DELAI_REPONSE_PRESCRIPTION: Mesure = Mesure {
    code: "delai_reponse_prescription",
    libelle: "Délai de réponse aux prescriptions",
    unite: U::Jours,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: REPONDUE,
            numerateur: "les jours écoulés de l'émission à la réponse : leur moyenne, leur médiane et leur neuvième décile",
            denominateur: "toutes",
            exclusions: SOINS,
        },
        Fait { compte: Compte::Duree("{jours r.emise; r.jour}"), ..REPONDUES },
    )],
};

pub static TAUX_ACCEPTATION: Mesure = Mesure {
    code: "taux_acceptation",
    libelle: "Taux d'acceptation des prescriptions",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: REPONDUE,
            numerateur: "celles qui ont été acceptées, alors ou depuis",
            denominateur: "toutes",
            exclusions: SOINS,
        },
        Fait {
            compte: Compte::Taux(
                "exists (select 1 from transition_prescription t where t.departement = r.departement and t.prescription_id = r.id and t.vers = 'ACCEPTEE')",
            ),
            ..REPONDUES
        },
    )],
};

pub static TAUX_PRESENTATION: Mesure = Mesure {
    code: "taux_presentation",
    libelle: "Taux de présentation des personnes prescrites",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "prescriptions dont le destinataire a dit, au cours de la période, si la personne s'est présentée",
            numerateur: "celles dont la personne s'est présentée",
            denominateur: "toutes",
            exclusions: SOINS,
        },
        Fait {
            source: "prescription r join periode p on r.presentee_le between p.du and p.au where r.departement = {d} and r.type <> 'SANTE' and r.presentee in ('PRESENT', 'ABSENT', 'EXCUSE')",
            jour: "r.presentee_le",
            compte: Compte::Taux("r.presentee = 'PRESENT'"),
            ..EMISES
        },
    )],
};

pub static TAUX_ACHEVEMENT: Mesure = Mesure {
    code: "taux_achevement",
    libelle: "Taux d'achèvement des prescriptions",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "prescriptions réalisées ou abandonnées au cours de la période",
            numerateur: "celles qui sont réalisées",
            denominateur: "toutes",
            exclusions: "les prescriptions vers le soin, refusées, annulées et expirées",
        },
        Fait { compte: Compte::Taux("r.vers = 'REALISEE'"), ..FINIES },
    )],
};

pub static PRESCRIPTIONS_EXPIREES: Mesure = Mesure {
    code: "prescriptions_expirees",
    libelle: "Prescriptions restées sans réponse",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypePrescription),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "prescriptions expirées au cours de la période faute de réponse",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: SOINS,
        },
        Fait {
            source: "(select r.*, {jour t.le} as jour from transition_prescription t join prescription r on r.departement = t.departement and r.id = t.prescription_id where t.departement = {d} and r.type <> 'SANTE' and t.vers = 'EXPIREE') r join periode p on r.jour between p.du and p.au",
            ..EMISES
        },
    )],
};

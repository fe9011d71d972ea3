//! Kiosques and other meetings: how many, who is invited, who comes, who is oriented there.

use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

pub(super) static MESURES: &[&Mesure] = &[
    &RENCONTRES,
    &PARTICIPANTS_RENCONTRES,
    &INVITES,
    &PRESENTS,
    &TAUX_PARTICIPATION,
    &TAUX_MANIFESTATION,
    &ORIENTES_RENCONTRE,
    &COUVERTURE_TERRITOIRES,
];

/// Meetings held in the step; they speak of nobody.
const TENUES: Fait = Fait {
    source: "(select r.*, {jour r.prevue_le} as jour from rencontre r where r.departement = {d} and r.statut = 'TENUE') r join periode p on r.jour between p.du and p.fin",
    jour: "r.jour",
    personne: None,
    partenaire: Some("r.organisateur_id"),
    territoire: Some("r.territoire_id"),
    dimensions: &[(D::TypeRencontre, "r.type")],
    compte: Compte::Nombre,
    cumulable: true,
};

const CUBES_RENCONTRES: &[&[D]] = &[&[], &[D::Territoire], &[D::TypeRencontre], &[D::Partenaire], &[D::Territoire, D::TypeRencontre]];

pub static RENCONTRES: Mesure = Mesure {
    code: "rencontres",
    libelle: "Rencontres tenues",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES_RENCONTRES,
    versions: &[Definition::premiere(
        Mots {
            population: "rencontres tenues au cours de la période (kiosques, informations collectives, comités, ateliers…)",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "les rencontres prévues, reportées et annulées",
        },
        TENUES,
    )],
};

pub static PARTICIPANTS_RENCONTRES: Mesure = Mesure {
    code: "participants_rencontres",
    libelle: "Participants aux rencontres",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES_RENCONTRES,
    versions: &[Definition::premiere(
        Mots {
            population: "rencontres tenues au cours de la période",
            numerateur: "le total des participants comptés, à défaut des personnes présentes sur invitation",
            denominateur: "",
            exclusions: "",
        },
        Fait { compte: Compte::Somme("coalesce(r.participants, r.presents)"), ..TENUES },
    )],
};

/// Invitations to the meetings held in the step.
const INVITATIONS: Fait = Fait {
    source: "(select r.*, {jour r.prevue_le} as jour from rencontre r where r.departement = {d} and r.statut = 'TENUE') r join periode p on r.jour between p.du and p.fin join invitation i on i.departement = r.departement and i.rencontre_id = r.id",
    personne: Some("i.allocataire_id"),
    territoire: None,
    ..TENUES
};

const CUBES: &[&[D]] = &[
    &[],
    &[D::Territoire],
    &[D::TypeRencontre],
    &[D::Partenaire],
    &[D::Sexe],
    &[D::TrancheAge],
    &[D::Territoire, D::TypeRencontre],
    &[D::TypeRencontre, D::Sexe],
    &[D::TypeRencontre, D::TrancheAge],
];

const INVITATION: &str = "invitations aux rencontres tenues au cours de la période";

pub static INVITES: Mesure = Mesure {
    code: "invites",
    libelle: "Personnes invitées aux rencontres",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: INVITATION,
            numerateur: "leur nombre : une personne invitée à deux rencontres compte deux fois",
            denominateur: "",
            exclusions: "",
        },
        INVITATIONS,
    )],
};

pub static PRESENTS: Mesure = Mesure {
    code: "presents",
    libelle: "Personnes venues aux rencontres",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: INVITATION, numerateur: "celles dont la personne est venue", denominateur: "toutes", exclusions: "" },
        Fait { compte: Compte::Parmi("i.presence = 'PRESENT'"), ..INVITATIONS },
    )],
};

pub static TAUX_PARTICIPATION: Mesure = Mesure {
    code: "taux_participation",
    libelle: "Taux de participation aux rencontres",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: INVITATION, numerateur: "celles dont la personne est venue", denominateur: "toutes", exclusions: "" },
        Fait { compte: Compte::Taux("i.presence = 'PRESENT'"), ..INVITATIONS },
    )],
};

pub static TAUX_MANIFESTATION: Mesure = Mesure {
    code: "taux_manifestation",
    libelle: "Part des invités qui se sont manifestés",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: INVITATION,
            numerateur: "celles dont la personne est venue ou s'est excusée",
            denominateur: "toutes",
            exclusions: "",
        },
        Fait { compte: Compte::Taux("i.presence in ('PRESENT', 'EXCUSE')"), ..INVITATIONS },
    )],
};

pub static ORIENTES_RENCONTRE: Mesure = Mesure {
    code: "orientes_rencontre",
    libelle: "Personnes orientées lors d'une rencontre",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeRencontre),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots {
            population: "orientations décidées lors des rencontres tenues au cours de la période",
            numerateur: "leur nombre",
            denominateur: "",
            exclusions: "",
        },
        Fait {
            source: "(select r.*, {jour r.prevue_le} as jour from rencontre r where r.departement = {d} and r.statut = 'TENUE') r join periode p on r.jour between p.du and p.fin join orientation i on i.departement = r.departement and i.rencontre_id = r.id",
            ..INVITATIONS
        },
    )],
};

pub static COUVERTURE_TERRITOIRES: Mesure = Mesure {
    code: "couverture_territoires",
    libelle: "Couverture des territoires par les informations collectives",
    unite: U::Pourcentage,
    maturite: 0,
    parametre: None,
    cubes: &[&[]],
    versions: &[Definition::premiere(
        Mots {
            population: "territoires où vivent, à la fin de la période, des personnes suivies",
            numerateur: "ceux où s'est tenue au cours de la période une information collective, un kiosque ou une matinale, sur place ou dans le territoire qui les contient",
            denominateur: "tous",
            exclusions: "les rencontres sans territoire",
        },
        Fait {
            source: "territoire t join periode p on true where t.departement = {d} and exists (select 1 from residence l where l.departement = {d} and l.territoire_id = t.id and l.depuis <= p.fin)",
            jour: "p.fin",
            personne: None,
            partenaire: None,
            territoire: Some("t.id"),
            dimensions: &[],
            compte: Compte::Taux(
                "exists (select 1 from rencontre r where r.departement = {d} and r.statut = 'TENUE' and r.type in ('INFORMATION_COLLECTIVE', 'MATINALE_RSA', 'KIOSQUE_INSERTION', 'TELE_KIOSQUE') and (r.territoire_id = t.id or r.territoire_id = t.parent_id) and {jour r.prevue_le} between p.du and p.fin)",
            ),
            cumulable: false,
        },
    )],
};

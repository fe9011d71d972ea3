//! People, where they lived, the words they are searched by, their needs, the partners' own references.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m04_allocataire",
    up: r"
create table allocataire (
    departement {texte} not null references departement (code),
    id {uuid} not null,
    version bigint not null,
    cree_le {instant} not null,
    modifie_le {instant} not null,
    territoire_id {uuid} references territoire (id),
    commune {texte} references commune (code_insee),
    organisme_payeur {texte},
    matricule {texte},
    civilite {texte},
    nom {texte} not null,
    nom_naissance {texte},
    prenom {texte} not null,
    cle_nom {texte} not null,
    date_naissance {date} not null,
    telephone {texte},
    courriel {texte},
    voie {texte},
    code_postal {texte},
    situation_familiale {texte},
    enfants_a_charge bigint,
    niveau_formation {texte},
    inscrit_pole_emploi boolean,
    publics bigint not null,
    situation_professionnelle {texte},
    domiciliation_id {uuid} references partenaire (id),
    reconnaissance_handicap boolean,
    droit_statut {texte} not null,
    droit_demande_le {date},
    droit_ouvert_le {date},
    droit_clos_le {date},
    droit_motif_cloture {texte},
    soumis_droits_devoirs boolean not null,
    synthetique boolean not null,
    primary key (departement, id),
    unique (id),
    unique (departement, organisme_payeur, matricule)
);
create index allocataire_identite on allocataire (departement, cle_nom, date_naissance);
create index allocataire_territoire on allocataire (territoire_id, id);
create index allocataire_commune on allocataire (departement, commune, id);
create index allocataire_payeur on allocataire (departement, organisme_payeur, id);
create index allocataire_modification on allocataire (departement, modifie_le, id);
-- Where a person lived from which day until which, not included: what happened before she moved stays where it happened. The
-- first line holds for everything before it, and the last has no end.
create table residence (
    departement {texte} not null,
    allocataire_id {uuid} not null,
    depuis {date} not null,
    jusqua {date},
    territoire_id {uuid} references territoire (id),
    commune {texte} references commune (code_insee),
    primary key (departement, allocataire_id, depuis),
    check (depuis < jusqua),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create table mot (
    departement {texte} not null,
    mot {texte} not null,
    allocataire_id {uuid} not null,
    primary key (departement, mot, allocataire_id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index mot_allocataire on mot (departement, allocataire_id);
create table besoin (
    departement {texte} not null,
    id {uuid} not null,
    allocataire_id {uuid} not null,
    theme {texte} not null,
    repere_le {date} not null,
    leve_le {date},
    partenaire_id {uuid} not null references partenaire (id),
    primary key (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index besoin_courant on besoin (departement, allocataire_id, theme) where leve_le is null;
create index besoin_allocataire on besoin (departement, allocataire_id);
create table reference_externe (
    departement {texte} not null,
    allocataire_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    reference {texte} not null,
    primary key (departement, allocataire_id, partenaire_id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index reference_externe_partenaire on reference_externe (partenaire_id, departement, reference);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table reference_externe;
drop table besoin;
drop table mot;
drop table residence;
drop table allocataire;
",
};

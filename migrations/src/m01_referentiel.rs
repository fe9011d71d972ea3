//! Places, partners, pactes and what they lay down.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m01_referentiel",
    up: r"
create table departement (
    code {texte} primary key,
    id {uuid} not null unique,
    nom {texte} not null,
    fuseau {texte} not null
);
create table territoire (
    id {uuid} primary key,
    departement {texte} not null references departement (code),
    code {texte} not null unique,
    nom {texte} not null,
    type {texte} not null,
    parent_id {uuid} references territoire (id),
    communes {texte},
    note {texte},
    source {texte}
);
create table commune (
    code_insee {texte} primary key,
    id {uuid} not null unique,
    departement {texte} not null references departement (code),
    nom {texte} not null,
    codes_postaux {texte} not null,
    population bigint
);
create table partenaire (
    id {uuid} primary key,
    cle {texte} not null unique,
    nom {texte} not null,
    sigle {texte},
    type {texte} not null,
    siret {texte} unique,
    departements {texte} not null,
    site_web {texte},
    source {texte},
    version_habilitation bigint not null
);
create table pacte (
    id {uuid} primary key,
    code {texte} not null unique,
    departement {texte} not null references departement (code),
    contenu {texte} not null
);
create table fiche_action (
    id {uuid} primary key,
    pacte_id {uuid} not null references pacte (id),
    code {texte} not null,
    version bigint not null,
    contenu {texte} not null,
    unique (pacte_id, code)
);
create table dispositif (
    id {uuid} primary key,
    pacte_id {uuid} not null references pacte (id),
    code {texte} not null unique,
    contenu {texte} not null
);
-- One row: readers reload their snapshot of the reference data when it moves.
create table version_referentiel (
    id bigint primary key check (id = 1),
    version bigint not null
);
insert into version_referentiel (id, version) values (1, 1);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table version_referentiel;
drop table dispositif;
drop table fiche_action;
drop table pacte;
drop table partenaire;
drop table commune;
drop table territoire;
drop table departement;
",
};

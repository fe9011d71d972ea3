//! The shared directory: professionals and services of the partners.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m02_annuaire",
    up: r"
create table agent (
    id {uuid} primary key,
    partenaire_id {uuid} not null references partenaire (id),
    cle {texte} unique,
    nom {texte} not null,
    prenom {texte} not null,
    fonction {texte} not null,
    territoire_id {uuid} references territoire (id),
    telephone {texte},
    courriel {texte},
    limite_portefeuille bigint,
    actif boolean not null,
    version bigint not null
);
create index agent_partenaire on agent (partenaire_id);
create table service (
    id {uuid} primary key,
    partenaire_id {uuid} not null references partenaire (id),
    code {texte} unique,
    nom {texte} not null,
    description {texte},
    conditions {texte},
    thematiques {texte} not null,
    publics bigint not null,
    types_prescription bigint not null,
    territoires {texte} not null,
    capacite bigint,
    delai_reponse_jours bigint,
    fiche_action_id {uuid} references fiche_action (id),
    source {texte},
    actif boolean not null,
    version bigint not null
);
create index service_partenaire on service (partenaire_id);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table service;
drop table agent;
",
};

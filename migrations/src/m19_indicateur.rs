//! Indicators of the documents, and what partners declare of them.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m19_indicateur",
    up: r"
create table indicateur (
    id {uuid} primary key,
    pacte_id {uuid} not null references pacte (id),
    fiche_action_id {uuid} references fiche_action (id),
    code {texte} not null unique,
    rang bigint not null,
    contenu {texte} not null
);
-- A correction adds a row and dates the one it replaces, which stays readable.
create table valeur_declaree (
    departement {texte} not null,
    id {uuid} not null,
    indicateur_id {uuid} not null references indicateur (id),
    du {date} not null,
    au {date} not null,
    territoire_id {uuid} references territoire (id),
    -- Hundredths.
    valeur bigint,
    numerateur bigint,
    denominateur bigint,
    texte {texte},
    qualite {texte} not null,
    justification {texte},
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    declaree_le {instant} not null,
    remplacee_le {instant},
    primary key (departement, id),
    unique (id),
    check (du <= au)
);
create unique index valeur_declaree_courante on valeur_declaree (indicateur_id, du, au)
    where remplacee_le is null and territoire_id is null;
create unique index valeur_declaree_territoire on valeur_declaree (indicateur_id, du, au, territoire_id)
    where remplacee_le is null and territoire_id is not null;
create index valeur_declaree_periode on valeur_declaree (indicateur_id, du, au);
",
    postgres: r"
grant select, insert, update on indicateur, valeur_declaree to passerelle_execution;
",
    postgres_down: "",
    down: r"
drop table valeur_declaree;
drop table indicateur;
",
};

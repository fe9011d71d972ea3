//! Events for the partners, the sealed journal of accesses, the answers kept for repeated requests.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m11_journal",
    up: r"
-- `position` and `sceau` are null at commit: the sequencer gives them, outside any business transaction.
create table evenement (
    id {uuid} primary key,
    position bigint unique,
    type {texte} not null,
    genre {texte} not null,
    objet_id {uuid} not null,
    departement {texte},
    allocataire_id {uuid},
    destinataire_id {uuid} references partenaire (id),
    par_partenaire_id {uuid} references partenaire (id),
    classes bigint not null,
    le {instant} not null
);
create index evenement_sans_position on evenement (id) where position is null;
create table acces (
    id {uuid} primary key,
    position bigint unique,
    sceau {texte},
    le {instant} not null,
    nature {texte} not null,
    partenaire_id {uuid} not null,
    agent_id {uuid},
    jeton {texte} not null,
    habilitation_id {uuid},
    finalite {texte} not null,
    requete {texte} not null,
    operation {texte} not null,
    champs {texte} not null,
    personnes {texte} not null
);
create index acces_sans_position on acces (id) where position is null;
create index acces_le on acces (le);
create table sequence_journal (
    nom {texte} primary key,
    derniere bigint not null,
    sceau {texte} not null
);
insert into sequence_journal (nom, derniere, sceau) values ('evenement', 0, ''), ('acces', 0, '');
create table idempotence (
    partenaire_id {uuid} not null,
    operation {texte} not null,
    cle {uuid} not null,
    empreinte {texte} not null,
    objet_id {uuid},
    erreurs {texte} not null,
    cree_le {instant} not null,
    primary key (partenaire_id, operation, cle)
);
create index idempotence_age on idempotence (cree_le);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table idempotence;
drop table sequence_journal;
drop table acces;
drop table evenement;
",
};

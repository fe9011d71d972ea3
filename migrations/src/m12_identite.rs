//! Signing keys, clients and their secrets, external issuers.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m12_identite",
    up: r"
create table cle_signature (
    kid {texte} primary key,
    algorithme {texte} not null,
    privee_scellee {texte} not null,
    publique {texte} not null,
    creee_le {instant} not null,
    signe_jusquau {instant} not null,
    verifie_jusquau {instant} not null
);
create table client_oauth (
    id {uuid} primary key,
    partenaire_id {uuid} not null references partenaire (id),
    genre {texte} not null,
    cree_le {instant} not null,
    revoque_le {instant}
);
create table secret_client (
    client_id {uuid} not null references client_oauth (id),
    empreinte {texte} not null,
    cree_le {instant} not null,
    expire_le {instant} not null,
    revoque_le {instant},
    primary key (client_id, empreinte)
);
create table emetteur (
    issuer {texte} primary key,
    audience {texte} not null,
    jwks {texte} not null,
    revendication {texte} not null,
    colonne {texte} not null
);
create table agent_identite (
    issuer {texte} not null references emetteur (issuer),
    sujet {texte} not null,
    agent_id {uuid} not null references agent (id),
    primary key (issuer, sujet)
);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table agent_identite;
drop table emetteur;
drop table secret_client;
drop table client_oauth;
drop table cle_signature;
",
};

//! Conventions: what each opens, to whom, for which purpose, from when to when.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m03_habilitation",
    up: r"
create table habilitation (
    id {uuid} primary key,
    partenaire_id {uuid} not null references partenaire (id),
    convention {texte} not null,
    finalite {texte} not null,
    base_legale {texte} not null,
    siret {texte},
    seuil_consultation bigint,
    portees bigint not null,
    liens bigint not null,
    departements {texte} not null,
    territoires {texte} not null,
    debut {date} not null,
    fin {date},
    revoquee_le {instant},
    motif_revocation {texte},
    accordee_par {uuid} references partenaire (id)
);
create index habilitation_partenaire on habilitation (partenaire_id);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table habilitation;
",
};

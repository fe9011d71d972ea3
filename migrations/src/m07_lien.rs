//! The relations between a partner and a person, as rows.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m07_lien",
    up: r"
-- Why a partner may see a person. `9999-12-31` is an open relation, `0001-01-01` a part that was never opened.
create table lien_dossier (
    departement {texte} not null,
    allocataire_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    nature bigint not null,
    objet_id {uuid} not null,
    agent_id {uuid} references agent (id),
    ouvert_le {instant} not null,
    contact_jusquau {date} not null,
    identite_jusquau {date} not null,
    retrait_signale boolean not null,
    primary key (departement, allocataire_id, partenaire_id, nature, objet_id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index lien_partenaire on lien_dossier (partenaire_id, departement, allocataire_id);
create index lien_objet on lien_dossier (objet_id);
create index lien_agent on lien_dossier (agent_id);
create index lien_retrait on lien_dossier (identite_jusquau) where not retrait_signale;
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table lien_dossier;
",
};

//! Parcours and the référents designated along it.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m05_parcours",
    up: r"
create table parcours (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    statut {texte} not null,
    modalite {texte},
    ouvert_le {date} not null,
    clos_le {date},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index parcours_ouvert on parcours (departement, allocataire_id) where clos_le is null;
create index parcours_allocataire on parcours (departement, allocataire_id);
-- A period stores its start only: its end is the next start minus a day, or the end of the parcours.
create table designation (
    departement {texte} not null,
    parcours_id {uuid} not null,
    debut {date} not null,
    allocataire_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    mode {texte} not null,
    motif_fin {texte},
    primary key (departement, parcours_id, debut),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index designation_allocataire on designation (departement, allocataire_id);
create index designation_agent on designation (agent_id);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table designation;
drop table parcours;
",
};

//! What waits for an answer, from whom, and until when.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m10_echeance",
    up: r"
create table echeance (
    departement {texte} not null,
    code {texte} not null,
    objet_id {uuid} not null,
    -- Null for what is due about nobody: the declaration of an indicator.
    allocataire_id {uuid},
    responsable_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    depuis {instant} not null,
    due {date} not null,
    regle {texte},
    signalee_le {instant},
    primary key (departement, objet_id, code, responsable_id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index echeance_responsable on echeance (responsable_id, due, objet_id);
create index echeance_allocataire on echeance (departement, allocataire_id);
create index echeance_due on echeance (due) where signalee_le is null;
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table echeance;
",
};

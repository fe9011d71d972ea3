//! Referrals from a partner to another's service, and their history.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m08_prescription",
    up: r"
create table prescription (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    type {texte} not null,
    statut {texte} not null,
    prescripteur_id {uuid} not null references partenaire (id),
    agent_prescripteur_id {uuid} references agent (id),
    destinataire_id {uuid} not null references partenaire (id),
    service_id {uuid} references service (id),
    besoin {texte},
    suite_de_id {uuid},
    accord_personne boolean not null,
    motif {texte},
    emise_le {instant} not null,
    modifie_le {instant} not null,
    repondre_avant {date} not null,
    expire_le {date} not null,
    repondue_le {instant},
    presentee {texte},
    presentee_le {date},
    retenue boolean,
    retenue_le {date},
    integree boolean,
    integree_le {date},
    achevee boolean,
    achevee_le {date},
    besoin_leve boolean,
    bilan {texte},
    primary key (departement, id),
    unique (id),
    check (prescripteur_id <> destinataire_id),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, suite_de_id) references prescription (departement, id)
);
create index prescription_allocataire on prescription (departement, allocataire_id, id);
create index prescription_destinataire on prescription (destinataire_id, id);
create index prescription_prescripteur on prescription (prescripteur_id, id);
create index prescription_expiration on prescription (expire_le) where statut in ('EMISE', 'RECUE', 'LISTE_ATTENTE');
create table transition_prescription (
    departement {texte} not null,
    prescription_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    de {texte},
    vers {texte} not null,
    le {instant} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    motif {texte},
    commentaire {texte},
    primary key (departement, prescription_id, rang),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
-- Services whose capacity is reached by the referrals accepted or under way.
create view service_plein as select s.id from service s where s.capacite <= (select count(*) from prescription p
    where p.destinataire_id = s.partenaire_id and p.service_id = s.id and p.statut in ('ACCEPTEE', 'EN_COURS'));
-- The same as it is told to everybody.
create view service_complet as select id from service_plein;
",
    postgres: "",
    postgres_down: "",
    down: r"
drop view service_complet;
drop view service_plein;
drop table transition_prescription;
drop table prescription;
",
};

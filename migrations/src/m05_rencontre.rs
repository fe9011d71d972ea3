//! Meetings: who organises, who is invited, what was decided and by whom it was signed.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m05_rencontre",
    up: r"
create table rencontre (
    departement {texte} not null references departement (code),
    id {uuid} not null,
    version bigint not null,
    type {texte} not null,
    titre {texte} not null,
    prevue_le {instant} not null,
    territoire_id {uuid} references territoire (id),
    lieu {texte},
    organisateur_id {uuid} not null references partenaire (id),
    fiche_action_id {uuid} references fiche_action (id),
    statut {texte} not null,
    participants bigint,
    -- Kept equal to the rows of `invitation` and `orientation`: who reads a balance may see none of them.
    invites bigint not null,
    presents bigint not null,
    excuses bigint not null,
    orientes bigint not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (presents >= 0 and excuses >= 0 and orientes >= 0 and presents + excuses <= invites)
);
create index rencontre_territoire on rencontre (territoire_id, id);
create index rencontre_date on rencontre (departement, prevue_le, id);
create table rencontre_partenaire (
    departement {texte} not null,
    rencontre_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    primary key (departement, rencontre_id, partenaire_id),
    foreign key (departement, rencontre_id) references rencontre (departement, id)
);
-- The record of decisions is columns of the invitation: a person has one a meeting.
create table invitation (
    departement {texte} not null,
    rencontre_id {uuid} not null,
    allocataire_id {uuid} not null,
    id {uuid} not null unique,
    organisateur_id {uuid} not null references partenaire (id),
    invitee_le {instant} not null,
    presence {texte} not null,
    relevee_le {instant},
    accord_personne boolean,
    objectifs {texte},
    moyens {texte},
    echeance {date},
    avis {texte},
    consignee_le {instant},
    primary key (departement, rencontre_id, allocataire_id),
    foreign key (departement, rencontre_id) references rencontre (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index invitation_rencontre on invitation (rencontre_id, id);
create index invitation_allocataire on invitation (departement, allocataire_id);
create table signataire (
    departement {texte} not null,
    rencontre_id {uuid} not null,
    allocataire_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    primary key (departement, rencontre_id, allocataire_id, partenaire_id),
    foreign key (departement, rencontre_id, allocataire_id) references invitation (departement, rencontre_id, allocataire_id)
);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table signataire;
drop table invitation;
drop table rencontre_partenaire;
drop table rencontre;
",
};

//! Accompaniments by a dispositif, and appointments: both are held by a partner, with or without a referral behind.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m09_accompagnement",
    up: r"
create table accompagnement (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    parcours_id {uuid},
    prescription_id {uuid},
    dispositif_id {uuid} not null references dispositif (id),
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    debut {date} not null,
    fin {date},
    fin_au_plus_tard {date},
    issue {texte},
    motif {texte},
    suivi_jusqu_au {date},
    suivi_clos boolean not null,
    cree_le {instant} not null,
    termine_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check ((fin is null) = (issue is null)),
    check (fin is null or debut <= fin),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
create unique index accompagnement_courant on accompagnement (departement, allocataire_id, dispositif_id) where fin is null;
create unique index accompagnement_prescription on accompagnement (departement, prescription_id);
create index accompagnement_parcours on accompagnement (departement, parcours_id);
create index accompagnement_partenaire on accompagnement (partenaire_id, id);
create index accompagnement_suivi on accompagnement (suivi_jusqu_au) where not suivi_clos;
create table intervenant (
    departement {texte} not null,
    accompagnement_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    allocataire_id {uuid} not null,
    primary key (departement, accompagnement_id, partenaire_id),
    foreign key (departement, accompagnement_id) references accompagnement (departement, id)
);
-- People that one agent follows in a dispositif that bounds them: changed by one conditional update.
create table charge (
    dispositif_id {uuid} not null references dispositif (id),
    agent_id {uuid} not null references agent (id),
    en_cours bigint not null,
    limite bigint not null,
    primary key (dispositif_id, agent_id),
    check (en_cours >= 0),
    check (en_cours <= limite)
);
create table rendez_vous (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    parcours_id {uuid},
    prescription_id {uuid},
    objet {texte} not null,
    mode {texte} not null,
    lieu {texte},
    fixe_le {date} not null,
    prevu_le {instant} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    presence {texte} not null,
    -- Born of a referral to care: it exists for who holds it and for who may read what is sensitive.
    sensible boolean not null,
    reporte_id {uuid},
    par_id {uuid} not null references partenaire (id),
    cree_le {instant} not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (parcours_id is not null or prescription_id is not null),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id),
    foreign key (departement, reporte_id) references rendez_vous (departement, id)
);
create index rendez_vous_parcours on rendez_vous (departement, parcours_id, id);
-- Measures ask of each appointment whether it is the first of its parcours.
create index rendez_vous_premier on rendez_vous (departement, parcours_id, fixe_le, id) where objet = 'ACCOMPAGNEMENT' and not sensible;
create index rendez_vous_prescription on rendez_vous (departement, prescription_id);
create index rendez_vous_partenaire on rendez_vous (partenaire_id, id);
create unique index rendez_vous_reporte on rendez_vous (departement, reporte_id);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table rendez_vous;
drop table charge;
drop table intervenant;
drop table accompagnement;
",
};

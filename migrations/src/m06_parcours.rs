//! Parcours: the référents designated along it, orientations, contracts, stages, suspensions, requests to reorient.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m06_parcours",
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
    sortie_motif {texte},
    sortie_categorie {texte},
    sortie_du_rsa boolean,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check ((clos_le is null) = (sortie_motif is null)),
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
create table orientation (
    departement {texte} not null,
    parcours_id {uuid} not null,
    debut {date} not null,
    id {uuid} not null unique,
    allocataire_id {uuid} not null,
    modalite {texte} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    territoire_id {uuid} references territoire (id),
    dispositif_id {uuid} references dispositif (id),
    mode {texte} not null,
    motif {texte},
    choix_personne boolean,
    rencontre_id {uuid},
    par_id {uuid} not null references partenaire (id),
    par_agent_id {uuid} references agent (id),
    diagnostic_le {date},
    situation {texte},
    autonome boolean,
    disponible boolean,
    freins bigint,
    projet {texte},
    synthese {texte},
    cree_le {instant} not null,
    primary key (departement, parcours_id, debut),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, rencontre_id) references rencontre (departement, id)
);
create index orientation_allocataire on orientation (departement, allocataire_id);
create index orientation_rencontre on orientation (departement, rencontre_id);
create table suspension (
    departement {texte} not null,
    parcours_id {uuid} not null,
    du {date} not null,
    allocataire_id {uuid} not null,
    jusqu_au {date},
    motif {texte} not null,
    statut_avant {texte} not null,
    reprise_le {date},
    partenaire_id {uuid} not null references partenaire (id),
    primary key (departement, parcours_id, du),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index suspension_courante on suspension (departement, parcours_id) where reprise_le is null;
create index suspension_terme on suspension (jusqu_au) where reprise_le is null;
create table demande_reorientation (
    departement {texte} not null,
    id {uuid} not null,
    parcours_id {uuid} not null,
    allocataire_id {uuid} not null,
    modalite {texte} not null,
    motif {texte} not null,
    demandee_le {date} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    echeance {date} not null,
    avis {texte},
    decision {texte},
    decidee_le {date},
    cree_le {instant} not null,
    primary key (departement, id),
    unique (id),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index demande_reorientation_courante on demande_reorientation (departement, parcours_id) where decision is null or decision = 'AJOURNEE';
create index demande_reorientation_parcours on demande_reorientation (departement, parcours_id);
create table contrat (
    departement {texte} not null,
    id {uuid} not null,
    parcours_id {uuid} not null,
    allocataire_id {uuid} not null,
    type {texte} not null,
    signe_le {date} not null,
    debut {date} not null,
    fin {date} not null,
    engagements {texte} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    renouvelle_id {uuid},
    remplace_le {date},
    rompu_le {date},
    rompu_motif {texte},
    cree_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (debut <= fin),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, renouvelle_id) references contrat (departement, id)
);
create index contrat_parcours on contrat (departement, parcours_id, debut);
create unique index contrat_renouvelle on contrat (departement, renouvelle_id);
create table etape (
    departement {texte} not null,
    id {uuid} not null,
    parcours_id {uuid} not null,
    allocataire_id {uuid} not null,
    type {texte} not null,
    libelle {texte} not null,
    statut {texte} not null,
    debut {date} not null,
    fin {date},
    resultat {texte},
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    origine_genre {texte},
    origine_id {uuid},
    cree_le {instant} not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (fin is null or debut <= fin),
    check ((origine_genre is null) = (origine_id is null)),
    foreign key (departement, parcours_id) references parcours (departement, id),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create index etape_parcours on etape (departement, parcours_id, id);
create unique index etape_origine on etape (origine_id);
",
    postgres: "",
    postgres_down: "",
    down: r"
drop table etape;
drop table contrat;
drop table demande_reorientation;
drop table suspension;
drop table orientation;
drop table designation;
drop table parcours;
",
};

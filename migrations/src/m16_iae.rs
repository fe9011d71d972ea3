//! Structures of the IAE, the posts agreed with them each year, and the posts that they offer.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m16_iae",
    up: r"
-- Reference data, as partners and services are: an association may run several structures, told apart by their names.
create table structure_iae (
    departement {texte} not null references departement (code),
    id {uuid} not null,
    version bigint not null,
    partenaire_id {uuid} not null references partenaire (id),
    nom {texte} not null,
    type {texte} not null,
    -- JSON list of texts.
    activites {texte} not null,
    commune {texte} references commune (code_insee),
    source {texte},
    primary key (departement, id),
    unique (id),
    unique (partenaire_id, nom)
);
create table convention_iae (
    structure_id {uuid} not null references structure_iae (id),
    annee bigint not null,
    postes bigint not null,
    modifie_le {instant} not null,
    primary key (structure_id, annee),
    check (postes >= 0)
);
-- A post speaks of nobody. `pourvus` counts its hires: changed by one conditional update, and the check holds whoever writes.
create table poste_iae (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    structure_id {uuid} not null,
    partenaire_id {uuid} not null references partenaire (id),
    intitule {texte} not null,
    code_rome {texte} not null,
    type_contrat {texte} not null,
    heures_hebdomadaires bigint not null,
    commune {texte} references commune (code_insee),
    nombre_postes bigint not null,
    pourvus bigint not null default 0,
    publics bigint not null,
    description {texte},
    profil_recherche {texte},
    statut {texte} not null,
    -- Folded words of its title, its texts and its structure: a space before each.
    mots {texte} not null,
    -- What its structure calls it, and the digest of the line of the file that wrote it: a file read twice writes once.
    reference {texte},
    empreinte {texte},
    cree_le {instant} not null,
    publie_le {instant} not null,
    ferme_le {instant},
    -- Last time that anybody of the structure touched it.
    touche_le {instant} not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (nombre_postes >= 1),
    check (pourvus >= 0 and pourvus <= nombre_postes),
    check ((statut = 'FERME') = (ferme_le is not null)),
    foreign key (departement, structure_id) references structure_iae (departement, id)
);
create index poste_iae_structure on poste_iae (structure_id, id);
create index poste_iae_partenaire on poste_iae (partenaire_id, id);
create index poste_iae_commune on poste_iae (departement, commune, id);
create unique index poste_iae_reference on poste_iae (structure_id, reference);
",
    postgres: r"
grant select, insert, update on structure_iae, convention_iae, poste_iae to passerelle_execution;
",
    postgres_down: "",
    down: r"
drop table poste_iae;
drop table convention_iae;
drop table structure_iae;
",
};

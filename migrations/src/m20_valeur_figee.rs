//! Values of periods that are over, as readers of aggregates see them for ever.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m20_valeur_figee",
    up: r"
-- How far each family of measures is frozen in a département.
create table gel (
    departement {texte} not null,
    famille {texte} not null,
    jusqu_au {date} not null,
    primary key (departement, famille)
);
-- What readers of aggregates read, and nothing else does: a withheld cell has its row, and no value in it.
create table valeur_figee (
    departement {texte} not null,
    mesure {texte} not null,
    version bigint not null,
    pas {texte} not null,
    du {date} not null,
    au {date} not null,
    -- Dimensions, then the code of each part in the same order; empty for the total.
    cube {texte} not null,
    parts {texte} not null,
    visible boolean not null,
    -- Hundredths.
    valeur bigint,
    numerateur bigint,
    denominateur bigint,
    mediane bigint,
    quantile90 bigint,
    fige_le {instant} not null,
    publiee_le {instant},
    primary key (departement, mesure, version, cube, pas, du, parts),
    check (du <= au),
    check (visible or (valeur is null and numerateur is null and denominateur is null and mediane is null and quantile90 is null))
);
create index valeur_figee_periode on valeur_figee (departement, du, au);
-- What the platform keeps to decide the periods to come: the counts, the withheld ones too, and which are.
create table compte_fige (
    departement {texte} not null,
    famille {texte} not null,
    du {date} not null,
    au {date} not null,
    cube {texte} not null,
    parts {texte} not null,
    contenu {texte} not null,
    primary key (departement, famille, au, du, cube, parts)
);
",
    postgres: r"
grant select, insert, update on gel, valeur_figee, compte_fige to passerelle_execution;
alter table compte_fige enable row level security;
alter table compte_fige force row level security;
create policy systeme on compte_fige using (passerelle_systeme());
",
    postgres_down: r"
drop policy systeme on compte_fige;
",
    down: r"
drop table compte_fige;
drop table valeur_figee;
drop table gel;
",
};

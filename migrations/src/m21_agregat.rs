//! Measures by month, kept so that a question on whole months need not count the files again.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m21_agregat",
    up: r"
-- Which months of a measure were counted, and when: a part without a row in `agregat` is then a zero.
create table agregat_mois (
    departement {texte} not null references departement (code),
    mesure {texte} not null,
    version bigint not null,
    -- Empty when the measure takes none.
    parametre {texte} not null,
    mois {date} not null,
    calcule_le {instant} not null,
    primary key (departement, mesure, version, parametre, mois)
);
create table agregat (
    departement {texte} not null,
    mesure {texte} not null,
    version bigint not null,
    parametre {texte} not null,
    -- Dimensions in their order, separated by spaces; empty for the total.
    cube {texte} not null,
    mois {date} not null,
    -- JSON list of the codes of the parts, null where the value is not known.
    parts {texte} not null,
    n bigint not null,
    d bigint not null,
    -- JSON list of pairs: days, and how many facts took so many.
    jours {texte},
    primary key (departement, mesure, version, parametre, cube, mois, parts),
    foreign key (departement, mesure, version, parametre, mois)
        references agregat_mois (departement, mesure, version, parametre, mois)
);
",
    postgres: r"
grant select, insert, update, delete on agregat, agregat_mois to passerelle_execution;
do $$
declare t text;
begin
    -- Counts that may be small: for the Département's own agents. Readers of aggregates have frozen values.
    foreach t in array array['agregat', 'agregat_mois'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
        execute format('create policy departement on %I for select
            using (departement = any ((select passerelle_liste(''passerelle.departements''))::text[]))', t);
    end loop;
end $$;
",
    postgres_down: "",
    down: r"
drop table agregat;
drop table agregat_mois;
",
};

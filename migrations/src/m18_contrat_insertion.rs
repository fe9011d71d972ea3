//! Insertion contracts: their renewals, steps of hours and immersions; the PASS of a person.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m18_contrat_insertion",
    up: r"
-- A PASS is the person's and follows her from one structure to the next: whoever reads a contract of hers reads its PASS.
create table pass_iae (
    departement {texte} not null,
    id {uuid} not null,
    allocataire_id {uuid} not null,
    numero {texte} not null,
    debut {date} not null,
    -- Without suspensions nor prolongations.
    fin {date} not null,
    cree_le {instant} not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (debut <= fin),
    foreign key (departement, allocataire_id) references allocataire (departement, id)
);
create unique index pass_iae_numero on pass_iae (departement, allocataire_id, numero);
create table suspension_pass (
    departement {texte} not null,
    pass_id {uuid} not null,
    du {date} not null,
    allocataire_id {uuid} not null,
    au {date} not null,
    motif {texte} not null,
    primary key (departement, pass_id, du),
    check (du <= au),
    foreign key (departement, pass_id) references pass_iae (departement, id)
);
create table prolongation_pass (
    departement {texte} not null,
    pass_id {uuid} not null,
    du {date} not null,
    allocataire_id {uuid} not null,
    au {date} not null,
    motif {texte} not null,
    primary key (departement, pass_id, du),
    check (du <= au),
    foreign key (departement, pass_id) references pass_iae (departement, id)
);
create table contrat_insertion (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    structure_id {uuid} not null,
    poste_id {uuid} not null,
    employeur_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    candidature_id {uuid} not null,
    pass_id {uuid},
    type {texte} not null,
    debut {date} not null,
    fin_prevue {date} not null,
    -- As the right was on the day of the hire.
    beneficiaire_rsa boolean not null,
    sortie_le {date},
    sortie_motif {texte},
    sortie_categorie {texte},
    cree_le {instant} not null,
    termine_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (debut <= fin_prevue),
    check (sortie_le between debut and fin_prevue),
    check ((sortie_le is null) = (sortie_motif is null)),
    check ((sortie_le is null) = (termine_le is null)),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, structure_id) references structure_iae (departement, id),
    foreign key (departement, poste_id) references poste_iae (departement, id),
    foreign key (departement, candidature_id) references candidature (departement, id),
    foreign key (departement, pass_id) references pass_iae (departement, id)
);
-- One running insertion contract of a person, whatever the number of structures that hire at once.
create unique index contrat_insertion_vif on contrat_insertion (departement, allocataire_id) where termine_le is null;
create unique index contrat_insertion_candidature on contrat_insertion (departement, candidature_id);
create index contrat_insertion_allocataire on contrat_insertion (departement, allocataire_id, id);
create index contrat_insertion_employeur on contrat_insertion (employeur_id, id);
create index contrat_insertion_structure on contrat_insertion (departement, structure_id, debut);
create index contrat_insertion_pass on contrat_insertion (departement, pass_id);
create table renouvellement_contrat (
    departement {texte} not null,
    contrat_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    le {date} not null,
    fin_prevue {date} not null,
    derogation {texte},
    primary key (departement, contrat_id, rang),
    foreign key (departement, contrat_id) references contrat_insertion (departement, id)
);
create table palier_contrat (
    departement {texte} not null,
    contrat_id {uuid} not null,
    a_partir_du {date} not null,
    allocataire_id {uuid} not null,
    heures bigint not null,
    primary key (departement, contrat_id, a_partir_du),
    check (heures between 1 and 48),
    foreign key (departement, contrat_id) references contrat_insertion (departement, id)
);
create table immersion (
    departement {texte} not null,
    id {uuid} not null,
    contrat_id {uuid} not null,
    allocataire_id {uuid} not null,
    employeur {texte} not null,
    siret {texte},
    code_rome {texte},
    du {date} not null,
    au {date} not null,
    objet {texte} not null,
    bilan {texte},
    cree_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (du <= au),
    foreign key (departement, contrat_id) references contrat_insertion (departement, id)
);
create index immersion_contrat on immersion (departement, contrat_id, du);
",
    postgres: r"
grant select, insert, update on pass_iae, suspension_pass, prolongation_pass, contrat_insertion, renouvellement_contrat, palier_contrat,
    immersion to passerelle_execution;
grant delete on suspension_pass, prolongation_pass to passerelle_execution;
do $$
declare t text;
begin
    foreach t in array array['pass_iae', 'suspension_pass', 'prolongation_pass', 'contrat_insertion', 'renouvellement_contrat',
                             'palier_contrat', 'immersion'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
    end loop;
    execute format('create policy partie on contrat_insertion using (employeur_id = (select passerelle_partenaire()) or %s)',
        passerelle_suivi('contrat_insertion'));
    foreach t in array array['renouvellement_contrat', 'palier_contrat', 'immersion'] loop
        execute format('create policy partie on %1$I using (exists (select 1 from contrat_insertion c
            where c.departement = %1$I.departement and c.id = %1$I.contrat_id))', t);
    end loop;
    foreach t in array array['suspension_pass', 'prolongation_pass'] loop
        execute format('create policy partie on %1$I using (exists (select 1 from contrat_insertion c
            where c.departement = %1$I.departement and c.pass_id = %1$I.pass_id))', t);
    end loop;
end $$;
create policy partie on pass_iae using (exists (select 1 from contrat_insertion c
    where c.departement = pass_iae.departement and c.pass_id = pass_iae.id));
",
    postgres_down: r"
drop policy partie on pass_iae;
drop policy partie on suspension_pass;
drop policy partie on prolongation_pass;
",
    down: r"
drop table immersion;
drop table palier_contrat;
drop table renouvellement_contrat;
drop table contrat_insertion;
drop table prolongation_pass;
drop table suspension_pass;
drop table pass_iae;
",
};

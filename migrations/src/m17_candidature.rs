//! Applications to posts of the IAE, and their history.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m17_candidature",
    up: r"
create table candidature (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    structure_id {uuid} not null,
    poste_id {uuid} not null,
    -- The partner of the structure: who answers.
    employeur_id {uuid} not null references partenaire (id),
    prescripteur_id {uuid} not null references partenaire (id),
    agent_prescripteur_id {uuid} references agent (id),
    prescription_id {uuid},
    statut {texte} not null,
    motif {texte},
    message {texte},
    entretien_le {instant},
    deposee_le {instant} not null,
    -- Day after which a silence is a refusal.
    expire_le {date} not null,
    close_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (prescripteur_id <> employeur_id),
    check ((close_le is not null) = (statut in ('EMBAUCHEE', 'REFUSEE', 'DESISTEE', 'ANNULEE', 'CADUQUE'))),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, structure_id) references structure_iae (departement, id),
    foreign key (departement, poste_id) references poste_iae (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
-- A person applies to a post once at a time, and on a referral once.
create unique index candidature_vive on candidature (departement, allocataire_id, poste_id) where close_le is null;
create unique index candidature_prescription on candidature (departement, prescription_id);
create index candidature_allocataire on candidature (departement, allocataire_id, id);
create index candidature_employeur on candidature (employeur_id, id);
create index candidature_prescripteur on candidature (prescripteur_id, id);
create index candidature_poste on candidature (departement, poste_id, id);
create index candidature_expiration on candidature (expire_le) where statut = 'NOUVELLE';
create table transition_candidature (
    departement {texte} not null,
    candidature_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    de {texte},
    vers {texte} not null,
    le {instant} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    motif {texte},
    commentaire {texte},
    primary key (departement, candidature_id, rang),
    foreign key (departement, candidature_id) references candidature (departement, id)
);
",
    postgres: r"
grant select, insert, update on candidature, transition_candidature to passerelle_execution;
do $$
declare t text;
begin
    foreach t in array array['candidature', 'transition_candidature'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
    end loop;
    -- Its two parties and whoever follows the person: never another structure.
    execute format('create policy partie on candidature using (employeur_id = (select passerelle_partenaire())
        or prescripteur_id = (select passerelle_partenaire()) or %s)', passerelle_suivi('candidature'));
end $$;
create policy partie on transition_candidature using (exists (select 1 from candidature c
    where c.departement = transition_candidature.departement and c.id = transition_candidature.candidature_id));
",
    postgres_down: "",
    down: r"
drop table transition_candidature;
drop table candidature;
",
};

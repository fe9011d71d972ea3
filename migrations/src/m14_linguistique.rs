//! Linguistic evaluations, sessions of training with their places, enrolments.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m14_linguistique",
    up: r"
-- A session speaks of nobody. `prises` and `en_attente` count its enrolments: every act on one first writes this row, so
-- that acts on a session take turns.
create table session_formation (
    departement {texte} not null references departement (code),
    id {uuid} not null,
    version bigint not null,
    organisme_id {uuid} not null references partenaire (id),
    intitule {texte} not null,
    besoin {texte} not null,
    niveaux bigint not null,
    modalite {texte} not null,
    debut {date} not null,
    fin {date} not null,
    duree_heures bigint not null,
    commune {texte} references commune (code_insee),
    places bigint not null,
    prises bigint not null,
    en_attente bigint not null,
    -- Ended or cancelled by its body; every other state comes of the day and of the places.
    arret {texte},
    cree_le {instant} not null,
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (debut <= fin),
    check (prises >= 0 and prises <= places),
    check (en_attente >= 0)
);
create index session_formation_organisme on session_formation (organisme_id, id);
create index session_formation_debut on session_formation (departement, debut, id);
create table evaluation_linguistique (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    prescription_id {uuid} not null,
    evaluateur_id {uuid} not null references partenaire (id),
    statut {texte} not null,
    besoin {texte},
    -- Rank on the scale of the latest level, all skills together.
    niveau_atteint bigint,
    evaluee_le {date},
    entree_le {date},
    cloture {texte},
    commentaire {texte},
    cree_le {instant} not null,
    close_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check ((cloture is null) = (close_le is null)),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
create unique index evaluation_prescription on evaluation_linguistique (departement, prescription_id);
create index evaluation_allocataire on evaluation_linguistique (departement, allocataire_id, id);
create index evaluation_evaluateur on evaluation_linguistique (evaluateur_id, id);
create table niveau_linguistique (
    departement {texte} not null,
    evaluation_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    finale boolean not null,
    comprehension_orale {texte},
    expression_orale {texte},
    comprehension_ecrite {texte},
    expression_ecrite {texte},
    degre bigint,
    evalue_le {date} not null,
    agent_id {uuid} references agent (id),
    primary key (departement, evaluation_id, rang),
    check (degre between 1 and 4),
    foreign key (departement, evaluation_id) references evaluation_linguistique (departement, id)
);
create index niveau_date on niveau_linguistique (departement, evalue_le);
-- The need and the level as they were on the day: a training body reads these, and nothing of the evaluation.
create table inscription_formation (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    session_id {uuid} not null,
    organisme_id {uuid} not null references partenaire (id),
    evaluation_id {uuid},
    evaluateur_id {uuid} references partenaire (id),
    prescription_id {uuid},
    statut {texte} not null,
    rang bigint,
    besoin {texte},
    comprehension_orale {texte},
    expression_orale {texte},
    comprehension_ecrite {texte},
    expression_ecrite {texte},
    degre bigint,
    evalue_le {date},
    motif {texte},
    inscrite_le {instant} not null,
    entree_le {date},
    sortie_le {date},
    heures bigint,
    bilan {texte},
    close_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check ((rang is not null) = (statut = 'LISTE_ATTENTE')),
    check (rang >= 1),
    check (heures >= 0),
    check (sortie_le is null or entree_le is null or entree_le <= sortie_le),
    check (evaluation_id is not null or prescription_id is not null),
    check ((evaluation_id is null) = (evaluateur_id is null)),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, session_id) references session_formation (departement, id),
    foreign key (departement, evaluation_id) references evaluation_linguistique (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
create unique index inscription_vive on inscription_formation (departement, session_id, allocataire_id) where close_le is null;
create unique index inscription_evaluation_vive on inscription_formation (departement, evaluation_id) where close_le is null;
create unique index inscription_prescription on inscription_formation (departement, prescription_id);
create index inscription_evaluation on inscription_formation (departement, evaluation_id);
create index inscription_allocataire on inscription_formation (departement, allocataire_id);
create index inscription_organisme on inscription_formation (organisme_id, id);
create index inscription_evaluateur on inscription_formation (evaluateur_id, id);
",
    postgres: r"
grant select, insert, update on session_formation, evaluation_linguistique, niveau_linguistique, inscription_formation to passerelle_execution;
do $$
declare t text;
begin
    foreach t in array array['evaluation_linguistique', 'niveau_linguistique', 'inscription_formation'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
    end loop;
    execute format('create policy partie on evaluation_linguistique using (evaluateur_id = (select passerelle_partenaire()) or %s)',
        passerelle_suivi('evaluation_linguistique'));
    execute format('create policy partie on inscription_formation using (organisme_id = (select passerelle_partenaire())
        or evaluateur_id = (select passerelle_partenaire()) or %s)', passerelle_suivi('inscription_formation'));
    foreach t in array array['evaluation_linguistique', 'inscription_formation'] loop
        perform passerelle_origine(t);
    end loop;
end $$;
create policy partie on niveau_linguistique using (exists (select 1 from evaluation_linguistique e
    where e.departement = niveau_linguistique.departement and e.id = niveau_linguistique.evaluation_id));
",
    postgres_down: r"
do $$
declare p record;
begin
    for p in select policyname, tablename from pg_policies where schemaname = 'public'
            and tablename in ('evaluation_linguistique', 'niveau_linguistique', 'inscription_formation') loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
",
    down: r"
drop table inscription_formation;
drop table niveau_linguistique;
drop table evaluation_linguistique;
drop table session_formation;
",
};

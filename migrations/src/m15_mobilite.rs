//! Mobility: diagnoses, aids (a fund's, and those that a platform brings), vehicles and the days they are lent, envelopes.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m15_mobilite",
    up: r"
create table diagnostic_mobilite (
    departement {texte} not null,
    id {uuid} not null,
    allocataire_id {uuid} not null,
    prescription_id {uuid},
    plateforme_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    realise_le {date} not null,
    permis bigint not null,
    vehicule boolean not null,
    freins bigint not null,
    solutions bigint not null,
    synthese {texte},
    cree_le {instant} not null,
    primary key (departement, id),
    unique (id),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
create unique index diagnostic_mobilite_prescription on diagnostic_mobilite (departement, prescription_id);
create index diagnostic_mobilite_allocataire on diagnostic_mobilite (departement, allocataire_id, id);
create index diagnostic_mobilite_plateforme on diagnostic_mobilite (plateforme_id, id);
create table vehicule (
    id {uuid} primary key,
    version bigint not null,
    plateforme_id {uuid} not null references partenaire (id),
    type {texte} not null,
    libelle {texte} not null,
    tarif_journalier bigint,
    hors_service boolean not null,
    cree_le {instant} not null,
    modifie_le {instant} not null,
    check (tarif_journalier >= 0)
);
create index vehicule_plateforme on vehicule (plateforme_id, id);
-- A day of a vehicle is one loan's: the key says it, whatever the number of writers.
create table jour_vehicule (
    vehicule_id {uuid} not null references vehicule (id),
    jour {date} not null,
    aide_id {uuid} not null,
    rendu boolean not null,
    primary key (vehicule_id, jour)
);
create index jour_vehicule_aide on jour_vehicule (aide_id);
-- What a fund may spend in a year: changed by conditional updates, and the checks hold whoever writes.
create table enveloppe (
    dispositif_id {uuid} not null references dispositif (id),
    annee bigint not null,
    votee bigint not null,
    engagee bigint not null,
    versee bigint not null,
    modifie_le {instant} not null,
    primary key (dispositif_id, annee),
    check (engagee <= votee),
    check (versee <= engagee),
    check (versee >= 0)
);
create table aide_mobilite (
    departement {texte} not null,
    id {uuid} not null,
    version bigint not null,
    allocataire_id {uuid} not null,
    dispositif_id {uuid} not null references dispositif (id),
    nature {texte} not null,
    motif {texte} not null,
    statut {texte} not null,
    demandeur_id {uuid} not null references partenaire (id),
    agent_demandeur_id {uuid} references agent (id),
    instructeur_id {uuid} not null references partenaire (id),
    prescription_id {uuid},
    -- What was asked of a fund.
    cout_total bigint,
    montant_demande bigint,
    montant_propose bigint,
    montant_accorde bigint,
    montant_verse bigint not null,
    annee bigint,
    obligation_tiers boolean,
    employeur {texte},
    employeur_siret {texte},
    activite_debut {date},
    type_contrat {texte},
    activite_commune {texte},
    eligibilite {texte},
    motif_refus {texte},
    recours {texte},
    -- What a platform brought.
    vehicule_id {uuid} references vehicule (id),
    tarif_journalier bigint,
    debut {date},
    fin {date},
    rendu_le {date},
    solution_perenne boolean,
    demandee_le {instant} not null,
    decidee_le {instant},
    versee_le {instant},
    -- When nothing more was expected of it.
    terminee_le {instant},
    modifie_le {instant} not null,
    primary key (departement, id),
    unique (id),
    check (montant_demande > 0),
    check (montant_demande <= cout_total),
    check (montant_accorde <= montant_demande),
    check (montant_verse >= 0),
    check (montant_verse <= coalesce(montant_accorde, 0)),
    check (vehicule_id is null or (debut is not null and fin is not null)),
    foreign key (departement, allocataire_id) references allocataire (departement, id),
    foreign key (departement, prescription_id) references prescription (departement, id)
);
create index aide_mobilite_allocataire on aide_mobilite (departement, allocataire_id, id);
create index aide_mobilite_prescription on aide_mobilite (departement, prescription_id);
create index aide_mobilite_demandeur on aide_mobilite (demandeur_id, id);
create index aide_mobilite_instructeur on aide_mobilite (instructeur_id, id);
create index aide_mobilite_vehicule on aide_mobilite (vehicule_id) where vehicule_id is not null and rendu_le is null;
create table piece_aide (
    departement {texte} not null,
    aide_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    libelle {texte} not null,
    fournie_le {date},
    primary key (departement, aide_id, rang),
    foreign key (departement, aide_id) references aide_mobilite (departement, id)
);
create table versement_aide (
    departement {texte} not null,
    aide_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    montant bigint not null,
    le {date} not null,
    a {texte} not null,
    tiers {texte},
    reference {texte},
    agent_id {uuid} references agent (id),
    saisi_le {instant} not null,
    primary key (departement, aide_id, rang),
    check (montant > 0),
    check ((a = 'TIERS') = (tiers is not null)),
    foreign key (departement, aide_id) references aide_mobilite (departement, id)
);
create table transition_aide (
    departement {texte} not null,
    aide_id {uuid} not null,
    rang bigint not null,
    allocataire_id {uuid} not null,
    de {texte},
    vers {texte} not null,
    le {instant} not null,
    partenaire_id {uuid} not null references partenaire (id),
    agent_id {uuid} references agent (id),
    commentaire {texte},
    primary key (departement, aide_id, rang),
    foreign key (departement, aide_id) references aide_mobilite (departement, id)
);
",
    postgres: r"
grant select, insert, update on diagnostic_mobilite, vehicule, jour_vehicule, enveloppe, aide_mobilite, piece_aide, versement_aide,
    transition_aide to passerelle_execution;
grant delete on jour_vehicule to passerelle_execution;
do $$
declare t text;
begin
    foreach t in array array['diagnostic_mobilite', 'aide_mobilite', 'piece_aide', 'versement_aide', 'transition_aide'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
    end loop;
    execute format('create policy partie on diagnostic_mobilite using (plateforme_id = (select passerelle_partenaire()) or %s)',
        passerelle_suivi('diagnostic_mobilite'));
    execute format('create policy partie on aide_mobilite using (demandeur_id = (select passerelle_partenaire())
        or instructeur_id = (select passerelle_partenaire()) or %s)', passerelle_suivi('aide_mobilite'));
    -- Both parties of a referral read what it became.
    foreach t in array array['diagnostic_mobilite', 'aide_mobilite'] loop
        perform passerelle_origine(t);
    end loop;
    foreach t in array array['piece_aide', 'versement_aide', 'transition_aide'] loop
        execute format('create policy partie on %1$I using (exists (select 1 from aide_mobilite m
            where m.departement = %1$I.departement and m.id = %1$I.aide_id))', t);
    end loop;
end $$;
",
    postgres_down: "",
    down: r"
drop table transition_aide;
drop table versement_aide;
drop table piece_aide;
drop table aide_mobilite;
drop table enveloppe;
drop table jour_vehicule;
drop table vehicule;
drop table diagnostic_mobilite;
",
};

//! Row security on PostgreSQL: a forgotten predicate in the code leaks nothing.

use crate::sql::Sql;

pub const MIGRATION: Sql = Sql {
    nom: "m13_securite",
    up: "",
    postgres: r"
-- The second fence. The server connects as a member of `passerelle_execution`, which owns nothing; each transaction says
-- for whom it runs. A setting that was used and reset reads '' and not null, hence the nullif.
do $$ begin create role passerelle_execution nologin; exception when duplicate_object or unique_violation then null; end $$;
grant usage on schema public to passerelle_execution;
grant select, insert, update on all tables in schema public to passerelle_execution;
grant delete on mot, echeance, reference_externe, idempotence, invitation, rencontre_partenaire to passerelle_execution;
revoke insert, update on seaql_migrations from passerelle_execution;

create function passerelle_systeme() returns boolean language sql stable
    return current_setting('passerelle.acteur', true) is not distinct from 'systeme';
create function passerelle_partenaire() returns uuid language sql stable
    return nullif(current_setting('passerelle.partenaire', true), '')::uuid;
create function passerelle_liste(nom text) returns text[] language sql stable
    return string_to_array(coalesce(current_setting(nom, true), ''), ' ');
create function passerelle_jour() returns date language sql stable
    return nullif(current_setting('passerelle.jour', true), '')::date;
create function passerelle_clos_depuis() returns date language sql stable
    return nullif(current_setting('passerelle.clos_depuis', true), '')::date;
-- The person is in the perimeter of the caller as a payer. A call costs a plan nothing, where a subquery in each policy is
-- opened by every statement of every caller; only who pays comes to it.
create function passerelle_paye(d text, a uuid) returns boolean language plpgsql stable as $f$
begin
    return coalesce(current_setting('passerelle.organisme', true), '') <> ''
        and exists (select 1 from allocataire where departement = d and id = a);
end $f$;
-- The two versions that a perimeter is computed from. Planned once a connection: they open every request.
create function passerelle_versions(p uuid, out habilitation bigint, out referentiel bigint) language plpgsql stable as $f$
begin
    select version_habilitation into habilitation from partenaire where id = p;
    select version into referentiel from version_referentiel;
end $f$;

-- Which services are full is told to everybody, and nothing else of whose referrals they hold.
create function passerelle_services_complets() returns setof uuid language plpgsql as $f$
declare acteur text := coalesce(current_setting('passerelle.acteur', true), '');
begin
    perform set_config('passerelle.acteur', 'systeme', true);
    return query select s.id from service_plein s;
    perform set_config('passerelle.acteur', acteur, true);
end $f$;
create or replace view service_complet as select c.id from passerelle_services_complets() c (id);

do $$
declare t text;
begin
    foreach t in array array['allocataire', 'residence', 'mot', 'besoin', 'reference_externe', 'parcours', 'designation', 'lien_dossier',
                             'prescription', 'transition_prescription', 'echeance', 'evenement', 'acces', 'idempotence',
                             'orientation', 'suspension', 'demande_reorientation', 'contrat', 'etape', 'accompagnement', 'intervenant',
                             'rendez_vous', 'invitation', 'signataire'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy systeme on %I using (passerelle_systeme())', t);
    end loop;
    foreach t in array array['mot', 'residence', 'besoin', 'parcours', 'designation', 'reference_externe', 'orientation', 'suspension', 'contrat'] loop
        execute format('create policy personne on %1$I using (
            departement = any ((select passerelle_liste(''passerelle.departements''))::text[])
            or exists (select 1 from lien_dossier l where l.departement = %1$I.departement and l.allocataire_id = %1$I.allocataire_id
                and l.partenaire_id = passerelle_partenaire() and l.identite_jusquau >= passerelle_jour())
            or passerelle_paye(departement, allocataire_id))', t);
    end loop;
    foreach t in array array['lien_dossier', 'echeance', 'evenement', 'acces', 'idempotence', 'transition_prescription', 'mot', 'residence'] loop
        execute format('create policy ecriture on %I for insert with check (true)', t);
    end loop;
end $$;

-- What is asked of each row is a subquery that runs once; what is asked of a row found by its key is a plain call, for a
-- plan is opened by each statement and every subquery of every policy with it.
create policy relation on lien_dossier using (
    partenaire_id = passerelle_partenaire()
    or departement = any ((select passerelle_liste('passerelle.departements'))::text[]));

create policy relation on allocataire using (
    departement = any ((select passerelle_liste('passerelle.departements'))::text[])
    or (organisme_payeur = (select nullif(current_setting('passerelle.organisme', true), ''))
        and departement = any ((select passerelle_liste('passerelle.departements_payeur'))::text[])
        and (droit_clos_le is null or droit_clos_le >= (select passerelle_clos_depuis())))
    or exists (select 1 from lien_dossier l
        where l.departement = allocataire.departement and l.allocataire_id = allocataire.id
          and l.partenaire_id = passerelle_partenaire() and l.identite_jusquau >= passerelle_jour()));
create policy accueil on allocataire for insert with check (
    departement = any ((select passerelle_liste('passerelle.departements_accueil'))::text[]));

-- Who follows reads what was referred since; so does who accompanies, but for platforms, which read their own.
create policy partie on prescription using (
    destinataire_id = (select passerelle_partenaire())
    or prescripteur_id = (select passerelle_partenaire())
    or departement = any ((select passerelle_liste('passerelle.departements'))::text[])
    or exists (select 1 from lien_dossier l
        where l.departement = prescription.departement and l.allocataire_id = prescription.allocataire_id
          and l.partenaire_id = passerelle_partenaire() and l.ouvert_le <= prescription.emise_le
          and (l.nature = 1 or l.nature = 2 and current_setting('passerelle.accompagne', true) = 'oui')
          and l.identite_jusquau >= passerelle_jour()));
create policy partie on transition_prescription using (exists (select 1 from prescription p
    where p.departement = transition_prescription.departement and p.id = transition_prescription.prescription_id));
-- What a follower does and reads of a file; beyond it, only one's own rows, and those of a referral that one may read. A
-- function would be called for each row: this one gives the text of each policy, for the plan to use the index of relations.
create function passerelle_suivi(t text) returns text language sql immutable return format(
    'departement = any ((select passerelle_liste(''passerelle.departements''))::text[])
        or exists (select 1 from lien_dossier l where l.departement = %1$I.departement and l.allocataire_id = %1$I.allocataire_id
            and l.partenaire_id = passerelle_partenaire() and l.nature in (1, 2) and l.identite_jusquau >= passerelle_jour())', t);
-- Who reads a referral reads what was born of it. PostgreSQL tries the policies of a table from the last name to the first:
-- what is looked up comes after what the row itself says, which is `partie`.
create function passerelle_origine(t text) returns void language plpgsql as $f$
begin
    execute format('create policy origine on %1$I for select using (exists (select 1 from prescription p
        where p.departement = %1$I.departement and p.id = %1$I.prescription_id))', t);
end $f$;
do $$
declare t text;
begin
    foreach t in array array['demande_reorientation', 'etape', 'accompagnement', 'rendez_vous'] loop
        execute format('create policy partie on %I using (partenaire_id = (select passerelle_partenaire()) or %s)', t, passerelle_suivi(t));
    end loop;
    foreach t in array array['accompagnement', 'rendez_vous'] loop
        perform passerelle_origine(t);
    end loop;
    -- A signatory keeps what it signed. The policy of `signataire` does not read `invitation`, or each would call the other.
    execute format('create policy partie on %1$I using (organisateur_id = (select passerelle_partenaire()) or %2$s
        or exists (select 1 from signataire s where s.departement = %1$I.departement
            and s.rencontre_id = %1$I.rencontre_id and s.allocataire_id = %1$I.allocataire_id
            and s.partenaire_id = (select passerelle_partenaire())))', 'invitation', passerelle_suivi('invitation'));
    execute format('create policy partie on %1$I using (partenaire_id = (select passerelle_partenaire()) or %2$s
        or exists (select 1 from rencontre r where r.departement = %1$I.departement and r.id = %1$I.rencontre_id
            and r.organisateur_id = (select passerelle_partenaire()))
        or exists (select 1 from rencontre_partenaire r where r.departement = %1$I.departement
            and r.rencontre_id = %1$I.rencontre_id and r.partenaire_id = (select passerelle_partenaire())))', 'signataire',
        passerelle_suivi('signataire'));
end $$;
create policy partie on intervenant using (exists (select 1 from accompagnement a
    where a.departement = intervenant.departement and a.id = intervenant.accompagnement_id));
create policy partie on echeance using (
    responsable_id = (select passerelle_partenaire())
    or (allocataire_id is null and departement = any ((select passerelle_liste('passerelle.departements'))::text[]))
    or exists (select 1 from prescription p where p.departement = echeance.departement and p.id = echeance.objet_id)
    or exists (select 1 from allocataire a where a.departement = echeance.departement and a.id = echeance.allocataire_id));
create policy destinataire on evenement using (
    destinataire_id = (select passerelle_partenaire())
    or (destinataire_id is null and (allocataire_id is null
        or exists (select 1 from allocataire a where a.departement = evenement.departement and a.id = evenement.allocataire_id)
        or exists (select 1 from prescription p where p.departement = evenement.departement and p.id = evenement.objet_id))));
create policy proprietaire on idempotence using (partenaire_id = (select passerelle_partenaire()));
",
    postgres_down: r"
do $$
declare p record;
begin
    for p in select policyname, tablename from pg_policies where schemaname = 'public' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I no force row level security', p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
create or replace view service_complet as select id from service_plein;
drop function passerelle_services_complets();
drop function passerelle_origine(text);
drop function passerelle_suivi(text);
drop function passerelle_versions(uuid);
drop function passerelle_paye(text, uuid);
drop function passerelle_clos_depuis();
drop function passerelle_jour();
drop function passerelle_liste(text);
drop function passerelle_partenaire();
drop function passerelle_systeme();
revoke all on all tables in schema public from passerelle_execution;
revoke all on schema public from passerelle_execution;
",
    down: "",
};

//! What the files that are measured lack for their answers to be as long as the measure says.

use sea_orm::sqlx::{PgPool, query};
use uuid::Uuid;

/// Ids that come after those of the world, the same in each run.
const PARCOURS: &str = "insert into parcours (departement, id, version, allocataire_id, statut, modalite, ouvert_le, modifie_le) \
    select a.departement, md5(a.id::text || 'parcours')::uuid, 1, a.id, 'ACCOMPAGNE', 'SOCIAL', '2026-01-05', '2026-01-05T09:00:00Z' from allocataire a \
    where a.id = any($1) and not exists (select 1 from parcours c where c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null)";

const CONTRATS: &str = "insert into contrat (departement, id, parcours_id, allocataire_id, type, signe_le, debut, fin, engagements, partenaire_id, cree_le) \
    select c.departement, md5(c.id::text || 'contrat')::uuid, c.id, c.allocataire_id, 'PPAE', '2026-06-01', '2026-06-01', '2026-11-30', '[\"Rechercher un emploi\"]', \
    $2, '2026-06-14T09:00:00Z' from parcours c where c.allocataire_id = any($1) and c.clos_le is null \
    and not exists (select 1 from contrat k where k.departement = c.departement and k.parcours_id = c.id)";

const ETAPES: &str = "insert into etape (departement, id, parcours_id, allocataire_id, type, libelle, statut, debut, fin, partenaire_id, cree_le, modifie_le) \
    select c.departement, md5(c.id::text || n)::uuid, c.id, c.allocataire_id, 'ACTION_COLLECTIVE', 'Atelier de préparation au retour à l''emploi', 'REALISEE', \
    date '2026-06-01' + n, date '2026-06-02' + n, $2, '2026-06-14T09:00:00Z', '2026-06-14T09:00:00Z' from parcours c cross join generate_series(1, 5) n \
    where c.allocataire_id = any($1) and c.clos_le is null \
    and n > (select count(*) from etape e where e.departement = c.departement and e.parcours_id = c.id)";

const PRESCRIPTIONS: &str = "insert into prescription (departement, id, version, allocataire_id, type, statut, prescripteur_id, destinataire_id, besoin, \
    accord_personne, motif, emise_le, modifie_le, repondre_avant, expire_le) \
    select a.departement, md5(a.id::text || n)::uuid, 1, a.id, 'FORMATION', 'EMISE', $2, $3, 'PROJET_PROFESSIONNEL', true, 'Projet validé avec la personne', \
    '2026-06-14T09:00:00Z', '2026-06-14T09:00:00Z', '2026-06-29', '2026-07-29' from allocataire a cross join generate_series(1, 5) n where a.id = any($1) \
    and n > (select count(*) from prescription p where p.departement = a.departement and p.allocataire_id = a.id)";

/// An open parcours for who has none.
pub async fn parcours(pool: &PgPool, personnes: &[Uuid]) {
    query(PARCOURS).bind(personnes).execute(pool).await.expect("parcours");
}

/// A contract and five stages in each open parcours, made by the partner.
pub async fn dossiers(pool: &PgPool, personnes: &[Uuid], par: Uuid) {
    for sql in [CONTRATS, ETAPES] {
        query(sql).bind(personnes).bind(par).execute(pool).await.expect("rows of a parcours");
    }
}

/// Five referrals of each person.
pub async fn prescriptions(pool: &PgPool, personnes: &[Uuid], (prescripteur, destinataire): (Uuid, Uuid)) {
    query(PRESCRIPTIONS).bind(personnes).bind(prescripteur).bind(destinataire).execute(pool).await.expect("referrals");
}

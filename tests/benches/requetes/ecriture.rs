//! E: a mutation that creates a prescription and returns it with its person and prescriber.

use sea_orm::sqlx::{AssertSqlSafe, PgConnection, PgPool, Row, query, raw_sql};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::monde::Monde;
use crate::{Mesures, comparer};

const DOCUMENT: &str = "mutation E($i: PrescrireInput!) { prescrire(input: $i) { prescription { id statut repondreAvant \
    allocataire { id nom prenom } prescripteur { id nom } } erreurs { code message } } }";

/// Each of the nine turns prescribes to other people, so that none is refused as a double.
pub async fn mesurer(monde: &Monde) -> Mesures {
    let jeton = monde.jeton("departement-31").await;
    let variantes = (
        async |rang| nu(monde, rang).await,
        async |rang| loyal(monde, &jeton, rang).await,
        async |rang| prescrire(monde, &jeton, rang).await,
    );
    comparer(monde, (monde.requetes / 3).min(monde.personnes.len() / 9), variantes).await
}

async fn prescrire(monde: &Monde, jeton: &str, rang: usize) {
    let entree = json!({ "cleIdempotence": Uuid::from_u128(rang as u128 + 1), "allocataireId": monde.personne(rang), "type": "DIAGNOSTIC_ACTIVITE",
        "destinataireId": monde.destinataire(), "accordPersonne": true, "besoin": "PROJET_PROFESSIONNEL" });
    let reponse = monde.demander(jeton, json!({ "query": DOCUMENT, "variables": { "i": entree } }).to_string()).await;
    assert!(reponse["data"]["prescrire"]["prescription"].is_object(), "{reponse}");
}

/// The rows of a prescription alone.
async fn inserer(c: &mut PgConnection, monde: &Monde, rang: usize) -> Uuid {
    let (id, personne) = (Uuid::now_v7(), monde.personnes[rang % monde.personnes.len()]);
    let sql = "insert into prescription (departement, id, version, allocataire_id, type, statut, prescripteur_id, destinataire_id, service_id, besoin, \
        accord_personne, emise_le, modifie_le, repondre_avant, expire_le) values ('31', $1, 1, $2, 'DIAGNOSTIC_ACTIVITE', 'EMISE', $3, $4, $5, \
        'PROJET_PROFESSIONNEL', true, $6, $6, '2026-06-30', '2026-07-30')";
    query(sql)
        .bind(id)
        .bind(personne)
        .bind(monde.prescripteur())
        .bind(monde.recepteur)
        .bind(monde.service)
        .bind(monde.maintenant())
        .execute(&mut *c)
        .await
        .expect("a prescription");
    let sql = "insert into transition_prescription (departement, prescription_id, rang, allocataire_id, vers, le, partenaire_id) values ('31', $1, 1, $2, 'EMISE', $3, $4)";
    query(sql).bind(id).bind(personne).bind(monde.maintenant()).bind(monde.prescripteur()).execute(&mut *c).await.expect("a transition");
    id
}

const RELIRE: &str = "select p.id, p.statut, p.repondre_avant, a.id, a.nom, a.prenom, r.id, r.nom from prescription p \
    join allocataire a on a.departement = p.departement and a.id = p.allocataire_id join partenaire r on r.id = p.prescripteur_id where p.id = $1";

async fn relire(c: &mut PgConnection, id: Uuid) -> Value {
    let l = query(RELIRE).bind(id).fetch_one(&mut *c).await.expect("the row");
    json!({ "data": { "prescrire": { "prescription": { "id": l.get::<Uuid, _>(0), "statut": l.get::<&str, _>(1), "repondreAvant": l.get::<chrono::NaiveDate, _>(2),
        "allocataire": { "id": l.get::<Uuid, _>(3), "nom": l.get::<&str, _>(4), "prenom": l.get::<&str, _>(5) },
        "prescripteur": { "id": l.get::<Uuid, _>(6), "nom": l.get::<&str, _>(7) } }, "erreurs": [] } } })
}

async fn nu(monde: &Monde, rang: usize) {
    let mut connexion = connexion(&monde.pool).await;
    raw_sql("begin").execute(&mut *connexion).await.expect("begin");
    let id = inserer(&mut connexion, monde, rang).await;
    raw_sql("commit").execute(&mut *connexion).await.expect("commit");
    assert!(relire(&mut connexion, id).await.to_string().len() > 100);
}

async fn connexion(pool: &PgPool) -> sea_orm::sqlx::pool::PoolConnection<sea_orm::sqlx::Postgres> {
    pool.acquire().await.expect("a connection")
}

async fn loyal(monde: &Monde, jeton: &str, rang: usize) {
    monde.verifier(jeton);
    let mut c = connexion(&monde.pool).await;
    let reglages = format!(
        "select set_config('passerelle.acteur', 'partenaire', true), set_config('passerelle.partenaire', '{}', true)",
        monde.prescripteur()
    );
    raw_sql(AssertSqlSafe(format!("begin; {reglages}"))).execute(&mut *c).await.expect("begin");
    // The person is loaded and authorised, and a double is looked for, as the rules ask.
    let personne = monde.personnes[rang % monde.personnes.len()];
    query("select id, version from allocataire where departement = '31' and id = $1")
        .bind(personne)
        .fetch_one(&mut *c)
        .await
        .expect("the person");
    let double = "select id from prescription where allocataire_id = $1 and departement = '31' and type = 'DIAGNOSTIC_ACTIVITE' and destinataire_id = $2 and statut in ('EMISE', 'RECUE') limit 1";
    query(double).bind(personne).bind(monde.recepteur).fetch_all(&mut *c).await.expect("doubles");
    let id = inserer(&mut c, monde, rang).await;
    devoirs(&mut c, monde, (id, personne), rang).await;
    raw_sql("commit").execute(&mut *c).await.expect("commit");
    assert!(relire(&mut c, id).await.to_string().len() > 100);
    drop(c);
    monde.journaliser(monde.prescripteur(), vec![personne]).await;
}

/// Links, deadline, event, journal and idempotency rows.
async fn devoirs(c: &mut PgConnection, monde: &Monde, (id, personne): (Uuid, Uuid), rang: usize) {
    let maintenant = monde.maintenant();
    let liens = "insert into lien_dossier (departement, allocataire_id, partenaire_id, nature, objet_id, ouvert_le, contact_jusquau, identite_jusquau, retrait_signale) \
        values ('31', $1, $2, 4, $4, $5, '0001-01-01', '9999-12-31', false), ('31', $1, $3, 8, $4, $5, '9999-12-31', '9999-12-31', false)";
    query(liens)
        .bind(personne)
        .bind(monde.recepteur)
        .bind(monde.prescripteur())
        .bind(id)
        .bind(maintenant)
        .execute(&mut *c)
        .await
        .expect("links");
    let echeance = "insert into echeance (departement, code, objet_id, allocataire_id, responsable_id, depuis, due) values ('31', 'REPONDRE_PRESCRIPTION', $1, $2, $3, $4, '2026-06-30')";
    query(echeance).bind(id).bind(personne).bind(monde.recepteur).bind(maintenant).execute(&mut *c).await.expect("a deadline");
    let evenement = "insert into evenement (id, type, genre, objet_id, departement, allocataire_id, par_partenaire_id, classes, le) values ($1, 'PRESCRIPTION_EMISE', 'prs', $2, '31', $3, $4, 4096, $5)";
    query(evenement)
        .bind(Uuid::now_v7())
        .bind(id)
        .bind(personne)
        .bind(monde.prescripteur())
        .bind(maintenant)
        .execute(&mut *c)
        .await
        .expect("an event");
    let acces = "insert into acces (id, le, nature, partenaire_id, jeton, finalite, requete, operation, champs, personnes) values ($1, $2, 'ECRITURE', $3, 'x', 'ORIENTATION', 'prescrire', 'prescrire', '', $4)";
    query(acces)
        .bind(Uuid::now_v7())
        .bind(maintenant)
        .bind(monde.prescripteur())
        .bind(personne.simple().to_string())
        .execute(&mut *c)
        .await
        .expect("a journal row");
    let cle = "insert into idempotence (partenaire_id, operation, cle, empreinte, objet_id, erreurs, cree_le) values ($1, 'prescrire', $2, 'x', $3, '[]', $4) on conflict do nothing";
    query(cle)
        .bind(monde.prescripteur())
        .bind(Uuid::from_u128(rang as u128 + (1 << 64)))
        .bind(id)
        .bind(maintenant)
        .execute(&mut *c)
        .await
        .expect("a key");
}

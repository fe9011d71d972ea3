//! B: a page of 50 prescriptions of a recipient, with nested person and prescriber.

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{AssertSqlSafe, PgPool, Row, query, raw_sql};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::monde::Monde;
use crate::{Mesures, mediane, tour};

const DOCUMENT: &str = "query B($n: Int) { prescriptions(first: $n) { nodes { id version type statut emiseLe repondreAvant motif \
    allocataire { id nom prenom dateNaissance niveauFormation champsMasques } prescripteur { id nom type } } pageInfo { hasNextPage endCursor } } }";

const SQL: &str = "select p.id, p.version, p.type, p.statut, p.emise_le, p.repondre_avant, p.motif, a.id, a.nom, a.prenom, a.date_naissance, \
    a.niveau_formation, r.id, r.nom, r.type from prescription p join allocataire a on a.departement = p.departement and a.id = p.allocataire_id \
    join partenaire r on r.id = p.prescripteur_id where p.destinataire_id = $1 and p.departement = $2 order by p.id limit 51";

pub async fn mesurer(monde: &Monde) -> Mesures {
    let nombre = monde.requetes;
    let (cible, departement) = (monde.partenaire("cibc-82"), "82");
    let jeton = monde.jeton("cibc-82").await;
    let corps = json!({ "query": DOCUMENT, "variables": { "n": 50 } }).to_string();
    let premiere = monde.demander(&jeton, corps.clone()).await;
    assert_eq!(premiere["data"]["prescriptions"]["nodes"].as_array().map(Vec::len), Some(50), "{premiere}");
    let mut mesures: [Vec<f64>; 3] = Default::default();
    for _ in 0..3 {
        mesures[0].push(tour(monde, 0, nombre, async |_| nu(&monde.pool, cible, departement).await).await);
        mesures[1].push(tour(monde, 0, nombre, async |_| loyal(monde, &jeton, cible, departement).await).await);
        mesures[2].push(tour(monde, 0, nombre, async |_| drop(monde.demander(&jeton, corps.clone()).await)).await);
    }
    mesures.map(mediane)
}

async fn nu(pool: &PgPool, cible: Uuid, departement: &str) {
    let lignes = query(SQL).bind(cible).bind(departement).fetch_all(pool).await.expect("rows");
    assert!(ecrire(&lignes).len() > 1000);
}

async fn loyal(monde: &Monde, jeton: &str, cible: Uuid, departement: &str) {
    monde.verifier(jeton);
    let mut connexion = monde.pool.acquire().await.expect("a connection");
    let debut = format!(
        "begin read only; select set_config('passerelle.acteur', 'partenaire', true), set_config('passerelle.partenaire', '{cible}', true), set_config('passerelle.jour', '2026-06-15', true)"
    );
    raw_sql(AssertSqlSafe(debut)).execute(&mut *connexion).await.expect("a transaction");
    let lignes = query(SQL).bind(cible).bind(departement).fetch_all(&mut *connexion).await.expect("rows");
    raw_sql("rollback").execute(&mut *connexion).await.expect("an end");
    drop(connexion);
    let personnes = lignes.iter().map(|l| l.get::<Uuid, _>(7)).collect();
    monde.journaliser(cible, personnes).await;
    assert!(ecrire(&lignes).len() > 1000);
}

fn ecrire(lignes: &[PgRow]) -> String {
    let noeuds: Vec<Value> = lignes.iter().take(50).map(noeud).collect();
    json!({ "data": { "prescriptions": { "nodes": noeuds, "pageInfo": { "hasNextPage": lignes.len() > 50 } } } }).to_string()
}

fn noeud(l: &PgRow) -> Value {
    json!({
        "id": l.get::<Uuid, _>(0), "version": l.get::<i64, _>(1), "type": l.get::<&str, _>(2), "statut": l.get::<&str, _>(3),
        "emiseLe": l.get::<chrono::DateTime<chrono::Utc>, _>(4), "repondreAvant": l.get::<chrono::NaiveDate, _>(5), "motif": l.get::<Option<&str>, _>(6),
        "allocataire": { "id": l.get::<Uuid, _>(7), "nom": l.get::<&str, _>(8), "prenom": l.get::<&str, _>(9),
            "dateNaissance": l.get::<chrono::NaiveDate, _>(10), "niveauFormation": l.get::<Option<&str>, _>(11), "champsMasques": [] },
        "prescripteur": { "id": l.get::<Uuid, _>(12), "nom": l.get::<&str, _>(13), "type": l.get::<&str, _>(14) },
    })
}

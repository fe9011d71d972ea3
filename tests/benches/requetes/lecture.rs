//! B: a page of 50 prescriptions of a recipient, with nested person and prescriber.

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{Executor, Postgres, Row, query};
use serde_json::json;
use uuid::Uuid;

use crate::instantane::Instantane;
use crate::json::{champs, fermer, ouvrir};
use crate::monde::Monde;
use crate::{Mesures, comparer};

const DOCUMENT: &str = "query B($n: Int) { prescriptions(first: $n) { nodes { id version type statut emiseLe repondreAvant motif \
    allocataire { id nom prenom dateNaissance niveauFormation champsMasques } prescripteur { id nom type } } pageInfo { hasNextPage endCursor } } }";

const SQL: &str = "select p.id, p.version, p.type, p.statut, p.emise_le, p.repondre_avant, p.motif, a.id, a.nom, a.prenom, a.date_naissance, \
    a.niveau_formation, r.id, r.nom, r.type from prescription p join allocataire a on a.departement = p.departement and a.id = p.allocataire_id \
    join partenaire r on r.id = p.prescripteur_id where p.destinataire_id = $1 and p.departement = $2 order by p.id limit 51";

pub async fn mesurer(monde: &Monde) -> Mesures {
    let (cible, departement) = (monde.partenaire("cibc-82"), "82");
    let jeton = monde.jeton("cibc-82").await;
    let corps = json!({ "query": DOCUMENT, "variables": { "n": 50 } }).to_string();
    let premiere = monde.demander(&jeton, corps.clone()).await;
    assert_eq!(premiere["data"]["prescriptions"]["nodes"].as_array().map(Vec::len), Some(50), "{premiere}");
    let variantes = (
        async |_| assert!(nu(&monde.pool, cible, departement).await.1.len() > 1000),
        async |_| assert!(loyal(monde, &jeton, cible, departement).await.len() > 1000),
        async |_| assert!(monde.servir(&jeton, corps.clone()).await.len() > 1000),
    );
    comparer(monde, monde.requetes, variantes).await
}

/// Whom the page shows, and the page.
async fn nu(base: impl Executor<'_, Database = Postgres>, cible: Uuid, departement: &str) -> (Vec<Uuid>, Vec<u8>) {
    let lignes = query(SQL).bind(cible).bind(departement).fetch_all(base).await.expect("rows");
    (lignes.iter().map(|l| l.get(7)).collect(), ecrire(&lignes))
}

async fn loyal(monde: &Monde, jeton: &str, cible: Uuid, departement: &str) -> Vec<u8> {
    let mut instantane = Instantane::ouvrir(monde, jeton, cible).await;
    let (personnes, page) = nu(&mut *instantane.connexion, cible, departement).await;
    instantane.clore(personnes).await;
    page
}

fn ecrire(lignes: &[PgRow]) -> Vec<u8> {
    let mut sortie = Vec::with_capacity(32_768);
    ouvrir(&mut sortie, r#"{"data":{"prescriptions":{"nodes":["#);
    lignes.iter().take(50).for_each(|l| noeud(&mut sortie, l));
    fermer(&mut sortie, r#"],"pageInfo":{"#);
    champs!(&mut sortie, "hasNextPage": lignes.len() > 50);
    fermer(&mut sortie, "}}}}");
    sortie
}

fn noeud(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "id": l.get::<Uuid, _>(0), "version": l.get::<i64, _>(1), "type": l.get::<&str, _>(2), "statut": l.get::<&str, _>(3),
        "emiseLe": l.get::<chrono::DateTime<chrono::Utc>, _>(4), "repondreAvant": l.get::<chrono::NaiveDate, _>(5), "motif": l.get::<Option<&str>, _>(6));
    ouvrir(sortie, r#""allocataire":{"#);
    champs!(sortie, "id": l.get::<Uuid, _>(7), "nom": l.get::<&str, _>(8), "prenom": l.get::<&str, _>(9),
        "dateNaissance": l.get::<chrono::NaiveDate, _>(10), "niveauFormation": l.get::<Option<&str>, _>(11), "champsMasques": [(); 0]);
    fermer(sortie, r#"},"prescripteur":{"#);
    champs!(sortie, "id": l.get::<Uuid, _>(12), "nom": l.get::<&str, _>(13), "type": l.get::<&str, _>(14));
    fermer(sortie, "}},");
}

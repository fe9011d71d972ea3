//! D: one year of an orientation indicator by territory and month, from the months that are kept; beside it, what counting
//! the files costs.

use std::time::Instant;

use serde_json::{Value, json};

use crate::monde::Monde;
use crate::{Mesures, comparer, mediane, tour};

const DOCUMENT: &str = "query D($codes: [String!]) { indicateurs(filtre: { codes: $codes }, first: 1) { nodes { valeurs(periode: { du: \"2025-01-01\", au: \"2025-12-31\" }, \
    pas: MOIS, niveau: INTERCOMMUNALITE, ventilation: [TERRITOIRE]) { periode { du } territoire { code } valeur numerateur denominateur etabliLe } } } }";

/// Entrants oriented by the end of the month.
const INDICATEUR: &str = "31-convention-pauvrete-2019-2021.4.2.01";
const MESURE: &str = "entrants_orientes";

/// Counted from the files, as whoever keeps nothing would.
const DIRECT: &str = "select m.mois::date, r.territoire_id, count(*), count(*) filter (where exists (select 1 from orientation o join parcours c \
    on c.departement = o.departement and c.id = o.parcours_id where o.departement = '31' and o.allocataire_id = a.id \
    and o.debut < m.mois + interval '1 month' and (c.clos_le is null or c.clos_le >= a.droit_ouvert_le))) \
    from generate_series(date '2025-01-01', date '2025-12-01', interval '1 month') m (mois) \
    join allocataire a on a.departement = '31' and a.soumis_droits_devoirs and a.droit_ouvert_le >= m.mois and a.droit_ouvert_le < m.mois + interval '1 month' \
    left join residence r on r.departement = a.departement and r.allocataire_id = a.id group by 1, 2";

/// One keyed read of the months that are kept.
const GARDE: &str = "select a.mois, a.parts, a.n, a.d from agregat a where a.departement = '31' and a.mesure = 'entrants_orientes' \
    and a.version = 1 and a.parametre = '' and a.cube = 'TERRITOIRE' and a.mois between '2025-01-01' and '2025-12-01' order by 1, 2";

pub async fn mesurer(monde: &Monde) -> Mesures {
    monde.garder(MESURE).await;
    let jeton = monde.jeton("departement-31").await;
    let corps = json!({ "query": DOCUMENT, "variables": { "codes": [INDICATEUR] } }).to_string();
    let lues: Value = monde.demander(&jeton, corps.clone()).await;
    let valeurs = lues["data"]["indicateurs"]["nodes"][0]["valeurs"].as_array().unwrap_or_else(|| panic!("{lues}"));
    assert!(valeurs.len() > 24, "{lues}");
    let variantes = (
        async |_| assert!(!lire(monde, GARDE).await.is_empty()),
        async |_| assert!(!lire(monde, GARDE).await.is_empty()),
        async |_| {
            let servie = monde.servir(&jeton, corps.clone()).await;
            assert!(servie.len() > 2_000, "{}", String::from_utf8_lossy(&servie));
        },
    );
    let mesures = comparer(monde, monde.requetes / 10, variantes).await;
    let direct = tour(monde, 0, monde.requetes / 100, async |_| assert!(!lire(monde, DIRECT).await.is_empty())).await;
    println!(
        "D counted from the files by hand-written SQL: {direct:.3} ms, {:.0} times what is kept costs through Passerelle",
        direct / mesures[2]
    );
    println!("D alone, from the request to the last byte: median {:.2} ms", attente(monde, &jeton, &corps).await);
    mesures
}

/// What one client waits for when nobody else asks: the median, in milliseconds.
async fn attente(monde: &Monde, jeton: &str, corps: &str) -> f64 {
    let mut durees = Vec::new();
    for _ in 0..monde.requetes / 10 {
        let debut = Instant::now();
        monde.servir(jeton, corps.to_owned()).await;
        durees.push(debut.elapsed().as_secs_f64() * 1000.0);
    }
    mediane(durees)
}

async fn lire(monde: &Monde, sql: &'static str) -> Vec<sea_orm::sqlx::postgres::PgRow> {
    sea_orm::sqlx::query(sql).fetch_all(&monde.pool).await.expect("rows")
}

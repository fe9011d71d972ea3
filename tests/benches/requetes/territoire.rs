//! C: 50 people of a territory as the Département reads them, each with its parcours, five stages and five referrals.

use std::iter::Peekable;
use std::slice::Iter;

use chrono::{DateTime, NaiveDate, Utc};
use domain::identifiant::Genre;
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{PgConnection, Row, query, query_scalar};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::instantane::Instantane;
use crate::json::{champs, fermer, ouvrir};
use crate::monde::Monde;
use crate::{Mesures, comparer, complement};

const DOCUMENT: &str = "query C($t: ID!) { allocataires(filtre: { territoire: $t }, first: 50) { nodes { id nom prenom dateNaissance \
    parcoursActif { id statut modalite ouvertLe etapes(first: 5) { nodes { id type libelle debut fin statut } } } \
    prescriptions(first: 5) { nodes { id type statut emiseLe repondreAvant motif } } } pageInfo { hasNextPage } } }";

/// The territory where most people live.
const TERRITOIRE: &str = "select territoire_id from allocataire where departement = '31' and territoire_id is not null group by 1 order by count(*) desc, 1 limit 1";

const PERSONNES: &str = "select a.id, a.nom, a.prenom, a.date_naissance, c.id, c.statut, c.modalite, c.ouvert_le from allocataire a \
    left join parcours c on c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null \
    where a.departement = '31' and a.territoire_id = $1 order by a.id limit 51";

/// Care is shown to who carries it out alone, here as in the answer measured.
const ETAPES: &str = "select n.rang, e.id, e.type, e.libelle, e.debut, e.fin, e.statut from unnest($1::uuid[]) with ordinality n (id, rang) \
    cross join lateral (select * from etape e where e.departement = '31' and e.parcours_id = n.id \
    and (e.type <> 'SOINS' or e.partenaire_id = $2) order by e.id limit 5) e order by n.rang, e.id";

const PRESCRIPTIONS: &str = "select n.rang, p.id, p.type, p.statut, p.emise_le, p.repondre_avant, p.motif from unnest($1::uuid[]) with ordinality n (id, rang) \
    cross join lateral (select * from prescription p where p.departement = '31' and p.allocataire_id = n.id \
    and (p.type <> 'SANTE' or p.destinataire_id = $2) order by p.id limit 5) p order by n.rang, p.id";

pub async fn mesurer(monde: &Monde) -> Mesures {
    let (nombre, jeton) = (monde.requetes / 10, monde.jeton("departement-31").await);
    let territoire: Uuid = query_scalar(TERRITOIRE).fetch_one(&monde.pool).await.expect("a territory");
    let personnes: Vec<Uuid> =
        query(PERSONNES).bind(territoire).fetch_all(&monde.pool).await.expect("people").iter().map(|l| l.get(0)).collect();
    complement::parcours(&monde.pool, &personnes).await;
    complement::dossiers(&monde.pool, &personnes, monde.prescripteur()).await;
    complement::prescriptions(&monde.pool, &personnes, (monde.prescripteur(), monde.recepteur)).await;
    let corps = json!({ "query": DOCUMENT, "variables": { "t": Genre::Territoire.ecrire(territoire) } }).to_string();
    let attendue: Value = serde_json::from_slice(&loyal(monde, &jeton, territoire).await).expect("JSON");
    let premiere = monde.demander(&jeton, corps.clone()).await;
    assert_eq!(premiere["data"], attendue["data"]);
    let variantes = (
        async |_| assert!(nu(monde, territoire).await.len() > 50_000),
        async |_| assert!(loyal(monde, &jeton, territoire).await.len() > 50_000),
        async |_| assert!(monde.servir(&jeton, corps.clone()).await.len() > 50_000),
    );
    comparer(monde, nombre, variantes).await
}

async fn nu(monde: &Monde, territoire: Uuid) -> Vec<u8> {
    let mut connexion = monde.pool.acquire().await.expect("a connection");
    Page::lire(&mut connexion, monde.prescripteur(), territoire).await.ecrire()
}

async fn loyal(monde: &Monde, jeton: &str, territoire: Uuid) -> Vec<u8> {
    let mut instantane = Instantane::ouvrir(monde, jeton, monde.prescripteur()).await;
    let page = Page::lire(&mut instantane.connexion, monde.prescripteur(), territoire).await;
    instantane.clore(page.ids(0)).await;
    page.ecrire()
}

/// Three statements: people with their parcours, then one for each list, in the order of the people.
struct Page {
    personnes: Vec<PgRow>,
    encore: bool,
    etapes: Vec<PgRow>,
    prescriptions: Vec<PgRow>,
}

type Suite<'a> = Peekable<Iter<'a, PgRow>>;

impl Page {
    async fn lire(c: &mut PgConnection, porteur: Uuid, territoire: Uuid) -> Self {
        let mut personnes = query(PERSONNES).bind(territoire).fetch_all(&mut *c).await.expect("people");
        let encore = personnes.len() > 50;
        personnes.truncate(50);
        let page = Self { personnes, encore, etapes: Vec::new(), prescriptions: Vec::new() };
        let etapes = query(ETAPES).bind(page.ids(4)).bind(porteur).fetch_all(&mut *c).await.expect("stages");
        let prescriptions = query(PRESCRIPTIONS).bind(page.ids(0)).bind(porteur).fetch_all(&mut *c).await.expect("referrals");
        Self { etapes, prescriptions, ..page }
    }

    fn ids(&self, colonne: usize) -> Vec<Uuid> {
        self.personnes.iter().map(|l| l.get(colonne)).collect()
    }

    fn ecrire(&self) -> Vec<u8> {
        let mut sortie = Vec::with_capacity(131_072);
        let (mut etapes, mut prescriptions) = (self.etapes.iter().peekable(), self.prescriptions.iter().peekable());
        ouvrir(&mut sortie, r#"{"data":{"allocataires":{"nodes":["#);
        for (rang, l) in (1..).zip(&self.personnes) {
            personne(&mut sortie, l);
            du_rang(&mut etapes, rang, |l| etape(&mut sortie, l));
            fermer(&mut sortie, r#"]}},"prescriptions":{"nodes":["#);
            du_rang(&mut prescriptions, rang, |l| prescription(&mut sortie, l));
            fermer(&mut sortie, "]}},");
        }
        fermer(&mut sortie, r#"],"pageInfo":{"#);
        champs!(&mut sortie, "hasNextPage": self.encore);
        fermer(&mut sortie, "}}}}");
        sortie
    }
}

/// The rows of one person among those of all.
fn du_rang(suite: &mut Suite<'_>, rang: i64, mut ecrire: impl FnMut(&PgRow)) {
    while let Some(l) = suite.next_if(|l| l.get::<i64, _>(0) == rang) {
        ecrire(l);
    }
}

fn personne(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "id": Genre::Allocataire.ecrire(l.get(0)), "nom": l.get::<&str, _>(1), "prenom": l.get::<&str, _>(2),
        "dateNaissance": l.get::<NaiveDate, _>(3));
    ouvrir(sortie, r#""parcoursActif":{"#);
    champs!(sortie, "id": Genre::Parcours.ecrire(l.get(4)), "statut": l.get::<&str, _>(5), "modalite": l.get::<Option<&str>, _>(6),
        "ouvertLe": l.get::<NaiveDate, _>(7));
    ouvrir(sortie, r#""etapes":{"nodes":["#);
}

fn etape(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "id": Genre::Etape.ecrire(l.get(1)), "type": l.get::<&str, _>(2), "libelle": l.get::<&str, _>(3),
        "debut": l.get::<NaiveDate, _>(4), "fin": l.get::<Option<NaiveDate>, _>(5), "statut": l.get::<&str, _>(6));
    fermer(sortie, "},");
}

fn prescription(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "id": Genre::Prescription.ecrire(l.get(1)), "type": l.get::<&str, _>(2), "statut": l.get::<&str, _>(3),
        "emiseLe": l.get::<DateTime<Utc>, _>(4).to_rfc3339(), "repondreAvant": l.get::<NaiveDate, _>(5), "motif": l.get::<Option<&str>, _>(6));
    fermer(sortie, "},");
}

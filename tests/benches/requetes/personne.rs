//! A: one person as its référent opens the file, with the parcours, its référent, its contracts and its last five stages.

use chrono::NaiveDate;
use domain::identifiant::Genre;
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{Executor, Postgres, Row, query, query_scalar};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::instantane::Instantane;
use crate::json::{champs, fermer, ouvrir};
use crate::monde::Monde;
use crate::{Mesures, comparer, complement};

const REFERENT: &str = "pole-emploi-31";

const DOCUMENT: &str = "query A($id: ID!) { allocataire(id: $id) { id nom prenom dateNaissance telephone parcoursActif { id statut modalite ouvertLe \
    referent { debut partenaire { id nom } agent { id nom prenom } } contrats { type signeLe debut fin statut } \
    etapes(last: 5) { nodes { type libelle debut statut } } } } }";

/// People that the partner follows, of whose stages it reads everything.
const SUIVIS: &str = "select a.id from allocataire a join parcours c on c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null \
    join lien_dossier l on l.departement = a.departement and l.allocataire_id = a.id and l.objet_id = c.id and l.nature = 1 and l.partenaire_id = $1 \
    where a.departement = '31' and l.identite_jusquau = '9999-12-31' and not exists (select 1 from etape e where e.departement = c.departement \
    and e.parcours_id = c.id and (e.type = 'SOINS' or (e.partenaire_id <> $1 and e.cree_le < l.ouvert_le))) order by a.id limit 500";

/// One row a contract, then one a stage, each with the person: one statement, as the perimeter of the référent bounds it.
const SQL: &str = "select a.id, a.nom, a.prenom, a.date_naissance, a.telephone, c.id, c.statut, c.modalite, c.ouvert_le, d.debut, r.id, r.nom, g.id, g.nom, g.prenom, \
    v.contrat, v.type, v.libelle, v.debut, v.statut, v.signe_le, v.fin from allocataire a \
    join parcours c on c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null \
    left join lateral (select * from designation d where d.departement = c.departement and d.parcours_id = c.id and d.debut <= $3 order by d.debut desc limit 1) d on true \
    left join partenaire r on r.id = d.partenaire_id left join agent g on g.id = d.agent_id \
    left join lateral ((select true as contrat, k.id, k.type, '' as libelle, k.debut, case when k.rompu_le is not null then 'ROMPU' \
        when k.remplace_le is not null then 'REMPLACE' when k.fin < $3 then 'ECHU' else 'EN_VIGUEUR' end as statut, k.signe_le, k.fin, k.debut as rang \
        from contrat k where k.departement = c.departement and k.parcours_id = c.id) \
      union all (select false, e.id, e.type, e.libelle, e.debut, e.statut, null, null, null from etape e \
        where e.departement = c.departement and e.parcours_id = c.id order by e.id desc limit 5)) v on true \
    where a.id = $1 and exists (select 1 from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id and l.partenaire_id = $2 \
      and l.identite_jusquau >= $3) order by v.contrat desc, v.rang, v.id";

pub async fn mesurer(monde: &Monde) -> Mesures {
    let porteur = monde.partenaire(REFERENT);
    let suivis: Vec<Uuid> = query_scalar(SUIVIS).bind(porteur).fetch_all(&monde.pool).await.expect("people");
    complement::dossiers(&monde.pool, &suivis, porteur).await;
    let jeton = monde.jeton(REFERENT).await;
    verifier(monde, &jeton, porteur, &suivis).await;
    let de = |rang: usize| suivis[rang % suivis.len()];
    let variantes = (
        async |rang| assert!(nu(&monde.pool, porteur, de(rang)).await.len() > 500),
        async |rang| assert!(loyal(monde, &jeton, porteur, de(rang)).await.len() > 500),
        async |rang| assert!(monde.servir(&jeton, demande(de(rang))).await.len() > 500),
    );
    comparer(monde, monde.requetes, variantes).await
}

/// The three give the same answer.
async fn verifier(monde: &Monde, jeton: &str, porteur: Uuid, suivis: &[Uuid]) {
    for personne in suivis.iter().take(20) {
        let attendue: Value = serde_json::from_slice(&loyal(monde, jeton, porteur, *personne).await).expect("JSON");
        let lue = monde.demander(jeton, demande(*personne)).await;
        assert_eq!(lue["data"], attendue["data"], "{lue}");
    }
}

fn demande(personne: Uuid) -> String {
    json!({ "query": DOCUMENT, "variables": { "id": Genre::Allocataire.ecrire(personne) } }).to_string()
}

async fn nu(base: impl Executor<'_, Database = Postgres>, porteur: Uuid, personne: Uuid) -> Vec<u8> {
    let lignes = query(SQL).bind(personne).bind(porteur).bind(Monde::jour()).fetch_all(base).await.expect("rows");
    ecrire(&lignes)
}

async fn loyal(monde: &Monde, jeton: &str, porteur: Uuid, personne: Uuid) -> Vec<u8> {
    let mut instantane = Instantane::ouvrir(monde, jeton, porteur).await;
    let reponse = nu(&mut *instantane.connexion, porteur, personne).await;
    instantane.clore(vec![personne]).await;
    reponse
}

fn ecrire(lignes: &[PgRow]) -> Vec<u8> {
    let mut sortie = Vec::with_capacity(2_048);
    let l = lignes.first().expect("a person");
    ouvrir(&mut sortie, r#"{"data":{"allocataire":{"#);
    champs!(&mut sortie, "id": Genre::Allocataire.ecrire(l.get(0)), "nom": l.get::<&str, _>(1), "prenom": l.get::<&str, _>(2),
        "dateNaissance": l.get::<NaiveDate, _>(3), "telephone": l.get::<Option<&str>, _>(4));
    ouvrir(&mut sortie, r#""parcoursActif":{"#);
    champs!(&mut sortie, "id": Genre::Parcours.ecrire(l.get(5)), "statut": l.get::<&str, _>(6), "modalite": l.get::<Option<&str>, _>(7),
        "ouvertLe": l.get::<NaiveDate, _>(8));
    referent(&mut sortie, l);
    ouvrir(&mut sortie, r#""contrats":["#);
    lignes.iter().filter(|l| l.get(15)).for_each(|l| contrat(&mut sortie, l));
    fermer(&mut sortie, r#"],"etapes":{"nodes":["#);
    lignes.iter().filter(|l| !l.get::<bool, _>(15)).for_each(|l| etape(&mut sortie, l));
    fermer(&mut sortie, "]}}}}}");
    sortie
}

fn referent(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, r#""referent":{"#);
    champs!(sortie, "debut": l.get::<NaiveDate, _>(9));
    ouvrir(sortie, r#""partenaire":{"#);
    champs!(sortie, "id": Genre::Partenaire.ecrire(l.get(10)), "nom": l.get::<&str, _>(11));
    let Some(agent) = l.get::<Option<Uuid>, _>(12) else { return fermer(sortie, r#"},"agent":null},"#) };
    fermer(sortie, r#"},"agent":{"#);
    champs!(sortie, "id": Genre::Agent.ecrire(agent), "nom": l.get::<&str, _>(13), "prenom": l.get::<&str, _>(14));
    fermer(sortie, "}},");
}

fn contrat(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "type": l.get::<&str, _>(16), "signeLe": l.get::<NaiveDate, _>(20), "debut": l.get::<NaiveDate, _>(18),
        "fin": l.get::<NaiveDate, _>(21), "statut": l.get::<&str, _>(19));
    fermer(sortie, "},");
}

fn etape(sortie: &mut Vec<u8>, l: &PgRow) {
    ouvrir(sortie, "{");
    champs!(sortie, "type": l.get::<&str, _>(16), "libelle": l.get::<&str, _>(17), "debut": l.get::<NaiveDate, _>(18), "statut": l.get::<&str, _>(19));
    fermer(sortie, "},");
}

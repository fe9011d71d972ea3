//! The last place of a session, asked for by many at once: never one enrolment too many, no place lost, a waiting list
//! without a hole.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use domain::identifiant::{Genre, Hasard};
use sea_orm::TryGetable;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::insister;
use super::parcours::{ACTES_PAR_DEFAUT, GRAINE_PAR_DEFAUT, TACHES, nombre, tirer};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};
use crate::linguistique::{DOCUMENT, Scene, lire};

sur_les_deux_moteurs!(la_derniere_place_a_une_seule_personne, des_actes_concurrents_gardent_les_places);

const PERSONNES: usize = 9;
const SESSIONS: usize = 2;
const PLACES: i64 = 2;
/// Refusals that a lost race or a rule may answer; anything else is a fault.
const REFUS: [&str; 3] = ["CONFLIT_VERSION", "TRANSITION_INTERDITE", "PLUS_DE_PLACE"];

async fn la_derniere_place_a_une_seule_personne(banc: &Banc) {
    let scene = Scene::du(banc).await;
    let session = scene.session(1).await;
    let mut entrees = Vec::new();
    for rang in 0..6 {
        let e = scene.evaluee(&format!("Dernière {rang}")).await;
        let version = lire(&scene.cibc, "Evaluation", &e.id).await["version"].clone();
        entrees.push(json!({ "evaluationId": e.id, "version": version, "sessionId": session }));
    }
    let reponses = super::ensemble(&scene.cibc, (DOCUMENT, "Orienter"), entrees).await;
    let inscrites = reponses.iter().map(|r| r.effet()["evaluationLinguistique"]["inscriptions"][0].clone());
    let (tenues, attendues): (Vec<Value>, Vec<Value>) = inscrites.partition(|i| i["statut"] == "PROPOSEE");
    assert_eq!((tenues.len(), attendues.len()), (1, 5));
    verifier(banc, &[session]).await;
}

/// What every task knows.
struct Lieu {
    cibc: Client,
    organisme: Client,
    evaluations: Vec<String>,
    sessions: Vec<String>,
    graine: u64,
}

async fn des_actes_concurrents_gardent_les_places(banc: &Banc) {
    let (actes, graine) = (nombre("PASSERELLE_COURSES", ACTES_PAR_DEFAUT), nombre("PASSERELLE_GRAINE", GRAINE_PAR_DEFAUT));
    let scene = Scene::du(banc).await;
    let (mut evaluations, mut sessions) = (Vec::new(), Vec::new());
    for rang in 0..PERSONNES {
        evaluations.push(scene.evaluee(&format!("Disputée {rang}")).await.id);
    }
    for _ in 0..SESSIONS {
        sessions.push(scene.publier(json!({ "places": PLACES, "fin": "2036-01-01" })).await);
    }
    let lieu = Arc::new(Lieu { cibc: scene.cibc.clone(), organisme: scene.organisme.clone(), evaluations, sessions, graine });
    let mut faits = std::collections::BTreeMap::<(&str, String), usize>::new();
    for tour in 0..actes.div_ceil(TACHES as u64) {
        let mut courses = JoinSet::new();
        for tache in 0..TACHES as u64 {
            let jour = banc.horloge.instant().with_timezone(&chrono_tz::Tz::Europe__Paris).date_naive();
            courses.spawn(agir(Arc::clone(&lieu), tour * TACHES as u64 + tache, jour));
        }
        for (operation, suite) in courses.join_all().await.into_iter().flatten() {
            *faits.entry((operation, suite)).or_default() += 1;
        }
        verifier(banc, &lieu.sessions).await;
        banc.horloge.avancer(TimeDelta::hours(1));
    }
    println!("{actes} actes, graine {graine} : {faits:#?}");
    for operation in ["Orienter", "Renoncer", "Suivre", "Modifier"] {
        assert!(faits.contains_key(&(operation, String::new())), "nothing of {operation}: {faits:?}");
    }
}

/// One draw: read, decide from what was read, act, with a version that others may have passed.
async fn agir(lieu: Arc<Lieu>, rang: u64, jour: NaiveDate) -> Option<(&'static str, String)> {
    let hasard = Hasard::graine(lieu.graine.wrapping_mul(1_000_003).wrapping_add(rang));
    let (client, operation, mut input) =
        if tirer(&hasard, 9) == 0 { modifier(&lieu, &hasard).await } else { suivre(&lieu, &hasard, jour).await? };
    input["cleIdempotence"] = json!(Uuid::from_bytes(hasard.octets()).to_string());
    let reponse = insister(client, (DOCUMENT, operation), &input).await;
    let refus = reponse.refus().join(" ");
    assert!(refus.is_empty() || REFUS.contains(&refus.as_str()), "{operation} {}", reponse.corps);
    Some((operation, refus))
}

async fn modifier<'a>(lieu: &'a Lieu, hasard: &Hasard) -> (&'a Client, &'static str, Value) {
    let id = &lieu.sessions[tirer(hasard, SESSIONS)];
    let lue = reessayer(&lieu.organisme, "Session", id).await;
    (&lieu.organisme, "Modifier", json!({ "id": id, "version": lue["version"], "places": 1 + tirer(hasard, 4) }))
}

async fn suivre<'a>(lieu: &'a Lieu, hasard: &Hasard, jour: NaiveDate) -> Option<(&'a Client, &'static str, Value)> {
    let id = &lieu.evaluations[tirer(hasard, PERSONNES)];
    let lue = reessayer(&lieu.cibc, "Evaluation", id).await;
    let session = &lieu.sessions[tirer(hasard, SESSIONS)];
    let (cibc, organisme) = (&lieu.cibc, &lieu.organisme);
    let evaluer = |finale| {
        let niveau = json!({ "expressionOrale": "A1", "evalueLe": jour });
        json!({ "evaluationId": id, "version": lue["version"], "finale": finale, "niveau": niveau })
    };
    let derniere = lue["inscriptions"].as_array().and_then(|i| i.last().cloned()).unwrap_or_default();
    let suivi =
        |statut: &str| json!({ "inscriptionId": derniere["id"], "version": derniere["version"], "statut": statut, "motif": "AUTRE" });
    let hasardeux = tirer(hasard, 4);
    Some(match derniere["statut"].as_str().filter(|_| lue["statut"] != "EVALUEE" && lue["statut"] != "A_EVALUER_FINAL") {
        None if lue["statut"] == "A_EVALUER_FINAL" => (cibc, "Enregistrer", evaluer(true)),
        None => (cibc, "Orienter", json!({ "evaluationId": id, "version": lue["version"], "sessionId": session })),
        Some("EN_FORMATION") => (organisme, "Suivre", suivi(if hasardeux == 0 { "ABANDONNEE" } else { "TERMINEE" })),
        Some("CONFIRMEE") if hasardeux > 0 => (organisme, "Suivre", suivi("EN_FORMATION")),
        Some("PROPOSEE") if hasardeux > 1 => (organisme, "Suivre", suivi("CONFIRMEE")),
        Some("PROPOSEE" | "LISTE_ATTENTE") if hasardeux == 1 => (organisme, "Suivre", suivi("REFUSEE")),
        Some("PROPOSEE" | "CONFIRMEE" | "LISTE_ATTENTE") if hasardeux == 0 => {
            (cibc, "Renoncer", json!({ "id": derniere["id"], "version": derniere["version"], "motif": "EMPLOI" }))
        }
        Some(_) => return None,
    })
}

async fn reessayer(client: &Client, operation: &str, id: &str) -> Value {
    loop {
        let reponse = client.operer(DOCUMENT, operation, json!({ "id": id })).await;
        if reponse.statut != 503 {
            return reponse.donnees()["node"].clone();
        }
    }
}

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

/// The counters are the rows', nobody waits where a place is, the ranks have no hole, and each evaluation says what its
/// enrolment does.
async fn verifier(banc: &Banc, sessions: &[String]) {
    for id in sessions {
        let id = Genre::SessionFormation.lire(id).expect("id");
        let s = &banc.lignes("select places, prises, en_attente from session_formation where id = $1", [id.into()]).await[0];
        let (places, prises, en_attente): (i64, i64, i64) = (lu(s, 0), lu(s, 1), lu(s, 2));
        let tenues =
            "select count(*) from inscription_formation where session_id = $1 and statut in ('PROPOSEE', 'CONFIRMEE', 'EN_FORMATION')";
        assert_eq!(prises, banc.valeur::<i64, _>(tenues, [id.into()]).await, "{id}");
        let rangs: Vec<i64> = banc
            .colonne("select rang from inscription_formation where session_id = $1 and statut = 'LISTE_ATTENTE' order by rang", [id.into()])
            .await;
        assert_eq!(rangs, (1..=en_attente).collect::<Vec<_>>(), "{id}");
        assert!(prises <= places && (en_attente == 0 || prises == places), "{id} {prises}/{places}, {en_attente}");
    }
    let fausses = "select count(*) from evaluation_linguistique e left join inscription_formation i on i.evaluation_id = e.id and i.close_le is null \
        where e.statut <> 'CONVOQUEE' and (case when i.statut = 'EN_FORMATION' then 'EN_FORMATION' when i.statut is not null then 'ORIENTEE' else 'LIBRE' end) \
        <> (case when e.statut in ('EN_FORMATION', 'ORIENTEE') then e.statut else 'LIBRE' end)";
    assert_eq!(banc.valeur::<i64, _>(fausses, []).await, 0);
}

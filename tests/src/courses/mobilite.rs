//! Many agents grant, pay, withdraw and vote on one envelope, and many counsellors lend, prolong and take back a few
//! vehicles, all at once: never a cent too much, never a vehicle lent twice.
//!
//! `PASSERELLE_COURSES` says how many acts (300 unless told), `PASSERELLE_GRAINE` from which seed they are drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::identifiant::{Genre, Hasard};
use futures::future::BoxFuture;
use sea_orm::TryGetable;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::insister;
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};
use crate::mobilite::{DOCUMENT, Scene, centimes, euros};

sur_les_deux_moteurs!(jamais_un_centime_de_trop, jamais_un_vehicule_prete_deux_fois, un_seul_a_le_dernier_euro);

const TACHES: usize = 16;
const PERSONNES: usize = 8;
const VEHICULES: usize = 2;
/// Refusals that a lost race or a rule may answer; anything else is a fault.
const REFUS: [&str; 6] =
    ["CONFLIT_VERSION", "TRANSITION_INTERDITE", "ENVELOPPE_EPUISEE", "PERIODE_CHEVAUCHANTE", "SAISIE_INVALIDE", "INTROUVABLE"];

fn nombre(variable: &str, defaut: u64) -> u64 {
    std::env::var(variable).ok().and_then(|texte| texte.parse().ok()).unwrap_or(defaut)
}

fn tirer(hasard: &Hasard, parmi: usize) -> usize {
    usize::try_from(u64::from_le_bytes(hasard.octets()) % parmi.max(1) as u64).expect("rank")
}

/// What every task knows.
struct Course {
    demandeur: Client,
    instructeur: Client,
    plateforme: Client,
    /// People with the referral on which they are helped.
    personnes: Vec<(String, String)>,
    vehicules: Vec<String>,
    /// Cents of the envelope that were engaged before.
    deja: i64,
}

/// An act that was answered: what it was, and the code that refused it.
type Entree = (&'static str, Result<(), String>);
type Acte = fn(Arc<Course>, Hasard) -> BoxFuture<'static, Option<Entree>>;

impl Course {
    async fn preparer(banc: &Banc) -> Self {
        let scene = Scene::de(banc).await;
        let (mut personnes, mut vehicules) = (Vec::new(), Vec::new());
        for rang in 0..PERSONNES {
            personnes.push(scene.diagnostiquee(&format!("Disputée {rang}")).await);
            scene.orienter(&personnes[rang].0, "departement-82").await;
        }
        for rang in 0..VEHICULES {
            vehicules.push(scene.vehicule(&format!("Clio {rang}")).await);
        }
        scene.voter("3000.00").await.effet();
        let deja = scene.deja[0];
        Self { demandeur: scene.ass, instructeur: scene.aides, plateforme: scene.plateforme, personnes, vehicules, deja }
    }

    /// Sends an act as often as the platform asks it to come back.
    async fn agir(&self, client: &Client, operation: &'static str, hasard: &Hasard, mut input: Value) -> Entree {
        input["cleIdempotence"] = json!(Uuid::from_bytes(hasard.octets()).to_string());
        let reponse = insister(client, (DOCUMENT, operation), &input).await;
        let refus = reponse.refus().first().map(|code| (*code).to_owned());
        assert!(refus.as_ref().is_none_or(|code| REFUS.contains(&code.as_str())), "{operation} {}", reponse.corps);
        (operation, refus.map_or(Ok(()), Err))
    }

    /// An aid that is not over, as it reads now.
    async fn aide(&self, client: &Client, hasard: &Hasard, statuts: &[&str]) -> Option<Value> {
        let document = "query($s: [StatutAideMobilite!]) { aidesMobilite(first: 100, filtre: { statut: $s }) { nodes {
            id version statut montantDemande montantAccorde montantVerse pret { au } } } }";
        loop {
            let lues = client.demander(document, json!({ "s": statuts })).await;
            if lues.statut != 503 {
                let noeuds = lues.donnees()["aidesMobilite"]["nodes"].as_array().cloned().unwrap_or_default();
                return noeuds.get(tirer(hasard, noeuds.len())).cloned();
            }
        }
    }
}

async fn courir(banc: &Banc, acte: Acte) {
    let (actes, graine) = (nombre("PASSERELLE_COURSES", 300), nombre("PASSERELLE_GRAINE", 1982));
    println!("{actes} actes de {TACHES} tâches, graine {graine}");
    let course = Arc::new(Course::preparer(banc).await);
    let mut journal = Vec::new();
    for tour in 0..actes.div_ceil(TACHES as u64) {
        let mut courses = JoinSet::new();
        for tache in 0..TACHES as u64 {
            let rang = tour * TACHES as u64 + tache;
            courses.spawn(acte(Arc::clone(&course), Hasard::graine(graine.wrapping_mul(1_000_003).wrapping_add(rang))));
        }
        journal.extend(courses.join_all().await.into_iter().flatten());
    }
    let mut comptes = BTreeMap::<(&str, String), usize>::new();
    for (operation, issue) in &journal {
        *comptes.entry((*operation, issue.clone().err().unwrap_or_else(|| "fait".to_owned()))).or_default() += 1;
    }
    println!("{comptes:#?}");
    let faits = journal.iter().filter(|(_, issue)| issue.is_ok()).count();
    assert!(faits > journal.len() / 10, "races that almost all lose prove nothing: {comptes:?}");
}

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

/// Asks, grants, pays in parts, withdraws; now and then votes again.
fn depenser(course: Arc<Course>, hasard: Hasard) -> BoxFuture<'static, Option<Entree>> {
    Box::pin(async move {
        let c = &course;
        let tirage = tirer(&hasard, 100);
        if tirage < 25 {
            let personne = &c.personnes[tirer(&hasard, PERSONNES)].0;
            return Some(c.agir(&c.demandeur, "Demander", &hasard, Scene::demande(personne)).await);
        }
        if tirage < 30 {
            let votee = euros(c.deja + [200_000, 300_000, 400_000, 500_000][tirer(&hasard, 4)]);
            let vote = json!({ "dispositifCode": "fare-82", "annee": 2026, "votee": votee });
            return Some(c.agir(&c.instructeur, "Fixer", &hasard, vote).await);
        }
        let aide = c.aide(&c.instructeur, &hasard, &["DEMANDEE", "EN_INSTRUCTION", "ACCORDEE"]).await?;
        let mut input = json!({ "id": aide["id"], "version": aide["version"] });
        let (client, operation, champs) = match (aide["statut"].as_str()?, tirage) {
            (_, 90..) => (&c.demandeur, "Retirer", json!({})),
            ("DEMANDEE", _) => (&c.instructeur, "Decider", json!({ "vers": "EN_INSTRUCTION" })),
            ("EN_INSTRUCTION", _) => {
                let montant = format!("{}.{:02}", 1 + tirer(&hasard, 899), tirer(&hasard, 100));
                (&c.instructeur, "Decider", json!({ "vers": "ACCORDEE", "montantAccorde": montant }))
            }
            _ => {
                let de = |champ: &str| aide[champ].as_str().map(centimes).unwrap_or_default();
                let reste = de("montantAccorde") - de("montantVerse");
                let part = if tirer(&hasard, 2) == 0 { reste } else { (reste / 2).max(1) };
                (&c.instructeur, "Verser", json!({ "montant": euros(part), "le": "2026-06-15", "a": "BENEFICIAIRE" }))
            }
        };
        input.as_object_mut()?.extend(champs.as_object().cloned()?);
        Some(c.agir(client, operation, &hasard, input).await)
    })
}

async fn jamais_un_centime_de_trop(banc: &Banc) {
    courir(banc, depenser).await;
    let lignes = banc.lignes("select votee, engagee, versee from enveloppe where annee = 2026", []).await;
    let [votee, engagee, versee]: [i64; 3] = [0, 1, 2].map(|c| lu(&lignes[0], c));
    let sommes = "select cast(coalesce(sum(montant_accorde), 0) as bigint), cast(coalesce(sum(montant_verse), 0) as bigint) from aide_mobilite where annee = 2026";
    let sommes = banc.lignes(sommes, []).await;
    assert_eq!((engagee, versee), (lu(&sommes[0], 0), lu(&sommes[0], 1)), "the envelope counts what was granted and paid");
    assert!(versee <= engagee && engagee <= votee && engagee > 0, "{votee} {engagee} {versee}");
    let ecarts: i64 = banc
        .valeur("select count(*) from aide_mobilite m where m.montant_verse <> (select coalesce(sum(v.montant), 0) from versement_aide v where v.aide_id = m.id) or m.montant_verse > coalesce(m.montant_accorde, 0)", [])
        .await;
    assert_eq!(ecarts, 0, "each payment has its line");
}

/// Lends, prolongs, shortens, takes back.
fn preter(course: Arc<Course>, hasard: Hasard) -> BoxFuture<'static, Option<Entree>> {
    Box::pin(async move {
        let c = &course;
        let tirage = tirer(&hasard, 100);
        let jour = |rang: usize| NaiveDate::from_ymd_opt(2026, 6, 15).expect("day") + Days::new(rang as u64);
        if tirage < 50 {
            let (personne, prescription) = &c.personnes[tirer(&hasard, PERSONNES)];
            // Tomorrow at the soonest: what is given up was only booked, and the referral goes on.
            let du = 1 + tirer(&hasard, 30);
            let input = json!({
                "allocataireId": personne, "prescriptionId": prescription, "dispositifCode": "mobilite-82", "nature": "LOCATION_QUATRE_ROUES",
                "motif": "PRISE_EMPLOI", "vehiculeId": c.vehicules[tirer(&hasard, VEHICULES)], "debut": jour(du),
                "fin": jour(du + tirer(&hasard, 6)),
            });
            return Some(c.agir(&c.plateforme, "Apporter", &hasard, input).await);
        }
        let aide = c.aide(&c.plateforme, &hasard, &["EN_COURS"]).await.filter(|a| !a["pret"].is_null())?;
        let mut input = json!({ "id": aide["id"], "version": aide["version"] });
        let (operation, champ) = if tirage < 80 { ("Prolonger", "au") } else { ("Terminer", "le") };
        input[champ] = if operation == "Prolonger" { json!(jour(tirer(&hasard, 36))) } else { json!(jour(0)) };
        Some(c.agir(&c.plateforme, operation, &hasard, input).await)
    })
}

async fn jamais_un_vehicule_prete_deux_fois(banc: &Banc) {
    courir(banc, preter).await;
    let prets = banc
        .lignes(
            "select id, vehicule_id, debut, coalesce(rendu_le, fin), statut from aide_mobilite where vehicule_id is not null order by id",
            [],
        )
        .await;
    let mut tenus: BTreeMap<(Uuid, NaiveDate), Uuid> = BTreeMap::new();
    for l in prets.iter().filter(|l| lu::<String>(l, 4) != "ANNULEE") {
        let (id, vehicule, du, au): (Uuid, Uuid, NaiveDate, NaiveDate) = (lu(l, 0), lu(l, 1), lu(l, 2), lu(l, 3));
        for jour in du.iter_days().take_while(|j| *j <= au) {
            assert_eq!(tenus.insert((vehicule, jour), id), None, "{vehicule} is lent twice on {jour}");
        }
    }
    let jours = banc.lignes("select vehicule_id, jour, aide_id from jour_vehicule", []).await;
    let pris: BTreeMap<(Uuid, NaiveDate), Uuid> = jours.iter().map(|l| ((lu(l, 0), lu(l, 1)), lu(l, 2))).collect();
    let generes = |(vehicule, _): &(Uuid, NaiveDate)| tenus.keys().any(|(v, _)| v == vehicule);
    assert_eq!(pris.into_iter().filter(|(cle, _)| generes(cle)).collect::<BTreeMap<_, _>>(), tenus.clone(), "days and loans say the same");
    assert!(!tenus.is_empty());
}

/// Sixteen grants on what is left for one; sixteen loans of one vehicle for one day.
async fn un_seul_a_le_dernier_euro(banc: &Banc) {
    let scene = Scene::de(banc).await;
    scene.voter("900.00").await.effet();
    let vehicule = scene.vehicule("Dernière").await;
    let (mut accords, mut prets) = (Vec::new(), Vec::new());
    for rang in 0..TACHES {
        let qui = scene.diagnostiquee(&format!("Dernière {rang}")).await;
        scene.orienter(&qui.0, "departement-82").await;
        let aide = scene.demander(&qui.0).await;
        let instruite = scene.decider(&aide, json!({ "vers": "EN_INSTRUCTION" })).await.effet()["aideMobilite"].clone();
        accords.push(json!({ "id": instruite["id"], "version": instruite["version"], "vers": "ACCORDEE", "montantAccorde": "900.00" }));
        prets.push(json!({
            "allocataireId": qui.0, "prescriptionId": qui.1, "dispositifCode": "mobilite-82", "nature": "LOCATION_QUATRE_ROUES",
            "motif": "PRISE_EMPLOI", "vehiculeId": vehicule, "debut": "2026-06-20", "fin": "2026-06-20",
        }));
    }
    for (client, operation, entrees, code) in
        [(&scene.aides, "Decider", accords, "ENVELOPPE_EPUISEE"), (&scene.plateforme, "Apporter", prets, "PERIODE_CHEVAUCHANTE")]
    {
        let issues = super::ensemble(client, (DOCUMENT, operation), entrees).await;
        let refus: Vec<String> = issues.iter().flat_map(|r| r.refus().into_iter().map(str::to_owned)).collect();
        assert_eq!(refus, vec![code; TACHES - 1], "{operation}: exactly one wins, the others hear the rule");
    }
    let id: Uuid = Genre::Vehicule.lire(&vehicule).expect("id");
    assert_eq!(banc.valeur::<i64, _>("select count(*) from jour_vehicule where vehicule_id = $1", [id.into()]).await, 1);
}

//! Many partners act at once on the same few people, with stale versions and repeated keys, over weeks of a moving clock.
//!
//! `PASSERELLE_COURSES` says how many acts (300 unless told), `PASSERELLE_GRAINE` from which seed they are drawn.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::identifiant::{Genre, Hasard};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::insister;
use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, sur_les_deux_moteurs};
use crate::parcours::dossier::{ACTES, agent, embaucher, recevoir};
use actes::Tirage;
use invariants::verifier;

mod actes;
mod invariants;
mod places;

sur_les_deux_moteurs!(des_actes_concurrents_gardent_les_invariants);

const ACTEURS: [&str; 5] = ["departement-82/ass", "departement-82/ade", "departement-82", "pole-emploi-82", "ccas-82"];
const PERSONNES: usize = 5;
/// Acts at once.
pub(super) const TACHES: usize = 16;
const JOURS_PAR_TOUR: i64 = 3;
pub(super) const ACTES_PAR_DEFAUT: u64 = 300;
pub(super) const GRAINE_PAR_DEFAUT: u64 = 1982;

/// Refusals that a lost race or a rule may answer; anything else is a fault.
const REFUS: [&str; 10] = [
    "CONFLIT_VERSION",
    "PARCOURS_DEJA_OUVERT",
    "PERIODE_CHEVAUCHANTE",
    "DOUBLE_ACCOMPAGNEMENT",
    "CAPACITE_REFERENT_ATTEINTE",
    "TRANSITION_INTERDITE",
    "REFERENT_DEJA_DESIGNE",
    "DUREE_MAXIMALE_DEPASSEE",
    // A partner that is not the référent any more, and a row that another one ended.
    "INTROUVABLE",
    "SAISIE_INVALIDE",
];

/// What every task knows.
struct Scene {
    clients: Vec<Client>,
    personnes: Vec<String>,
    /// Ids that inputs name, by key.
    ids: HashMap<&'static str, String>,
    graine: u64,
}

/// An act that was answered: about which parcours, and what the client heard.
struct Entree {
    operation: &'static str,
    parcours: Option<String>,
    issue: Result<Value, Vec<String>>,
}

pub(super) fn nombre(variable: &str, defaut: u64) -> u64 {
    std::env::var(variable).ok().and_then(|texte| texte.parse().ok()).unwrap_or(defaut)
}

async fn des_actes_concurrents_gardent_les_invariants(banc: &Banc) {
    let (actes, graine) = (nombre("PASSERELLE_COURSES", ACTES_PAR_DEFAUT), nombre("PASSERELLE_GRAINE", GRAINE_PAR_DEFAUT));
    println!("{actes} actes de {TACHES} tâches, graine {graine}");
    let scene = Arc::new(preparer(banc, graine).await);
    let mut journal = Vec::new();
    for tour in 0..actes.div_ceil(TACHES as u64) {
        let mut courses = JoinSet::new();
        for tache in 0..TACHES as u64 {
            courses.spawn(agir(Arc::clone(&scene), tour * TACHES as u64 + tache, banc.horloge.instant()));
        }
        journal.extend(courses.join_all().await.into_iter().flatten());
        banc.horloge.avancer(TimeDelta::days(JOURS_PAR_TOUR));
        banc.taches().await;
    }
    verifier(banc, &scene, &journal).await;
    println!("{}", bilan(&journal));
}

async fn preparer(banc: &Banc, graine: u64) -> Scene {
    let mut clients = Vec::new();
    for persona in ACTEURS {
        clients.push(banc.client(persona).await);
    }
    let mut personnes = Vec::new();
    for rang in 0..PERSONNES {
        personnes.push(recevoir(&clients[0], "82", &format!("Disputée {rang}"), json!({})).await);
    }
    let mut ids = HashMap::new();
    for partenaire in ["departement-82", "pole-emploi-82", "ccas-82", "coaching-82"] {
        ids.insert(partenaire, ecrire_partenaire(banc, partenaire).await);
    }
    for cle in ["departement-82/ass", "departement-82/ade"] {
        ids.insert(cle, agent(banc, cle).await);
    }
    ids.insert("coach", embaucher(banc, "coaching-82", "coaching-82/coach", "COACH").await);
    Scene { clients, personnes, ids, graine }
}

const ETAT: &str = "query($id: ID!) { allocataire(id: $id) { parcoursActif {
    id version statut referent { partenaire { id } agent { id } } contrats { id statut } accompagnements { id version fin }
} } }";

/// One draw: read a person, decide from what was read, act; now and then twice at once under one key.
async fn agir(scene: Arc<Scene>, rang: u64, maintenant: chrono::DateTime<chrono::Utc>) -> Option<Entree> {
    let hasard = Hasard::graine(scene.graine.wrapping_mul(1_000_003).wrapping_add(rang));
    let client = scene.clients[tirer(&hasard, ACTEURS.len())].clone();
    let personne = &scene.personnes[tirer(&hasard, PERSONNES)];
    // Read as the Département does: what another partner may not read, it may still try.
    let lu = lire(&scene.clients[0], personne).await;
    let tirage =
        Tirage { hasard: &hasard, scene: &scene, lu: &lu, jour: maintenant.with_timezone(&chrono_tz::Tz::Europe__Paris).date_naive() };
    let (operation, mut input) = tirage.acte(personne)?;
    input["cleIdempotence"] = json!(uuid::Uuid::from_bytes(hasard.octets()).to_string());
    let acte = (ACTES, operation);
    let reponse = if tirer(&hasard, 4) == 0 {
        let (une, autre) = tokio::join!(insister(&client, acte, &input), insister(&client, acte, &input));
        assert_eq!(issue(&une), issue(&autre), "one key, one effect: {operation}");
        une
    } else {
        insister(&client, acte, &input).await
    };
    let parcours = lu["id"].as_str().map(str::to_owned);
    (reponse.statut != 403).then(|| Entree { operation, parcours, issue: issue(&reponse) })
}

async fn lire(client: &Client, personne: &str) -> Value {
    loop {
        let reponse = client.demander(ETAT, json!({ "id": personne })).await;
        if reponse.statut != 503 {
            return reponse.donnees()["allocataire"]["parcoursActif"].clone();
        }
    }
}

/// The id of the object that the act made or changed, or the codes of the refusal, each of them a known one.
fn issue(reponse: &Reponse) -> Result<Value, Vec<String>> {
    if reponse.statut == 403 {
        return Err(vec!["PORTEE_INSUFFISANTE".to_owned()]);
    }
    let refus: Vec<String> = reponse.refus().into_iter().map(str::to_owned).collect();
    assert!(refus.iter().all(|code| REFUS.contains(&code.as_str())), "{}", reponse.corps);
    let objet = reponse.charge().as_object().and_then(|charge| charge.iter().find(|(nom, _)| *nom != "erreurs"));
    if refus.is_empty() { Ok(objet.map(|(_, o)| o["id"].clone()).unwrap_or_default()) } else { Err(refus) }
}

pub(super) fn tirer(hasard: &Hasard, parmi: usize) -> usize {
    usize::try_from(u64::from_le_bytes(hasard.octets()) % parmi.max(1) as u64).expect("rank")
}

impl Entree {
    fn reussie(&self) -> bool {
        self.issue.is_ok()
    }

    fn uuid(&self) -> Option<uuid::Uuid> {
        let id = if self.operation == "Ouvrir" { self.issue.as_ref().ok()?.as_str() } else { self.parcours.as_deref() };
        Genre::Parcours.lire(id?)
    }
}

/// How many of each act were done, refused, and by which codes.
fn bilan(journal: &[Entree]) -> String {
    let mut comptes = std::collections::BTreeMap::<(&str, String), usize>::new();
    for e in journal {
        let suite = e.issue.as_ref().map_or_else(|codes| codes.join(" "), |_| "fait".to_owned());
        *comptes.entry((e.operation, suite)).or_default() += 1;
    }
    let lignes = comptes.iter().map(|((operation, suite), nombre)| format!("{operation:10} {suite:26} {nombre}"));
    lignes.collect::<Vec<_>>().join("\n")
}

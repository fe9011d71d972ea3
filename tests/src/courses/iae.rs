//! Many structures hire at once: hires never exceed the places of a post, and nobody is hired twice.
//!
//! `PASSERELLE_COURSES` says how many acts (300 unless told), `PASSERELLE_GRAINE` from which seed they are drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::identifiant::{Genre, Hasard};
use sea_orm::TryGetable;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::insister;
use super::parcours::{ACTES_PAR_DEFAUT, GRAINE_PAR_DEFAUT, TACHES, nombre, tirer};
use crate::candidature::{DOCUMENT, Scene, fondre, poste};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(la_derniere_place_a_une_seule_embauche, deux_structures_se_disputent_une_personne, des_embauches_concurrentes);

const CANDIDATS: usize = 50;
const PERSONNES: usize = 8;
const PLACES: i64 = 2;
/// Refusals that a lost race or a rule may answer; anything else is a fault.
const REFUS: [&str; 7] =
    ["CONFLIT_VERSION", "TRANSITION_INTERDITE", "PLUS_DE_PLACE", "PERIODE_CHEVAUCHANTE", "DOUBLON", "DESTINATAIRE_INADAPTE", "INTROUVABLE"];

fn embauche(c: &Value) -> Value {
    json!({ "candidatureId": c["id"], "version": c["version"], "debut": "2026-06-15", "finPrevue": "2026-12-14", "heuresHebdomadaires": 26 })
}

/// Fifty accepted for one place, hired at once: one is, the others are told why.
async fn la_derniere_place_a_une_seule_embauche(banc: &Banc) {
    let mut scene = Scene::de(banc).await;
    scene.postes[0] = poste(banc, &scene.cocagne, 1).await;
    let mut entrees = Vec::new();
    for rang in 0..CANDIDATS {
        let personne = scene.personne(&format!("Candidate {rang}")).await;
        entrees.push(embauche(&scene.acceptee(&personne, 0).await));
    }
    let reponses = super::ensemble(&scene.cocagne, (DOCUMENT, "Embaucher"), entrees).await;
    let (prises, refusees): (Vec<_>, Vec<_>) = reponses.iter().partition(|r| r.refus().is_empty());
    assert_eq!((prises.len(), refusees.len()), (1, CANDIDATS - 1));
    assert!(refusees.iter().all(|r| r.refus() == ["PLUS_DE_PLACE"]), "{:?}", refusees[0].corps);
    verifier(banc).await;
}

async fn deux_structures_se_disputent_une_personne(banc: &Banc) {
    let scene = Scene::de(banc).await;
    let personne = scene.personne("Disputée").await;
    let entrees = [embauche(&scene.acceptee(&personne, 0).await), embauche(&scene.acceptee(&personne, 1).await)];
    let mut courses = JoinSet::new();
    for (rang, entree) in entrees.into_iter().enumerate() {
        let client = scene.structure(rang).clone();
        courses.spawn(async move { insister(&client, (DOCUMENT, "Embaucher"), &entree).await });
    }
    let reponses = courses.join_all().await;
    assert_eq!(reponses.iter().filter(|r| r.refus().is_empty()).count(), 1, "{:?}", reponses[0].corps);
    let id = Genre::Allocataire.lire(personne.as_str().expect("id")).expect("id");
    let mut statuts: Vec<String> = banc.colonne("select statut from candidature where allocataire_id = $1", [id.into()]).await;
    statuts.sort_unstable();
    assert_eq!(statuts, ["CADUQUE", "EMBAUCHEE"]);
    verifier(banc).await;
}

/// What every task knows.
struct Lieu {
    ass: Client,
    structures: [Client; 2],
    postes: [Value; 2],
    personnes: Vec<Value>,
    graine: u64,
}

async fn des_embauches_concurrentes(banc: &Banc) {
    let (actes, graine) = (nombre("PASSERELLE_COURSES", ACTES_PAR_DEFAUT), nombre("PASSERELLE_GRAINE", GRAINE_PAR_DEFAUT));
    let scene = Scene::de(banc).await;
    let mut personnes = Vec::new();
    for rang in 0..PERSONNES {
        personnes.push(scene.personne(&format!("Disputée {rang}")).await);
    }
    let postes = [poste(banc, &scene.cocagne, PLACES).await, poste(banc, &scene.girou, PLACES).await];
    let structures = [scene.cocagne.clone(), scene.girou.clone()];
    let lieu = Arc::new(Lieu { ass: scene.ass.clone(), structures, postes, personnes, graine });
    let mut faits = BTreeMap::<(&str, String), usize>::new();
    for tour in 0..actes.div_ceil(TACHES as u64) {
        let mut courses = JoinSet::new();
        for tache in 0..TACHES as u64 {
            courses.spawn(agir(Arc::clone(&lieu), tour * TACHES as u64 + tache));
        }
        for (operation, suite) in courses.join_all().await.into_iter().flatten() {
            *faits.entry((operation, suite)).or_default() += 1;
        }
        verifier(banc).await;
        banc.horloge.avancer(TimeDelta::seconds(20));
    }
    println!("{actes} actes, graine {graine} : {faits:#?}");
    for operation in ["Candidater", "Repondre", "Embaucher", "Terminer"] {
        assert!(faits.contains_key(&(operation, String::new())), "nothing of {operation}: {faits:?}");
    }
}

/// One draw: read, decide from what was read, act, with a version that others may have passed.
async fn agir(lieu: Arc<Lieu>, rang: u64) -> Option<(&'static str, String)> {
    let hasard = Hasard::graine(lieu.graine.wrapping_mul(1_000_003).wrapping_add(rang));
    let structure = tirer(&hasard, 2);
    let (client, operation, mut input) = tirage(&lieu, &hasard, structure).await?;
    input["cleIdempotence"] = json!(Uuid::from_bytes(hasard.octets()).to_string());
    let reponse = insister(client, (DOCUMENT, operation), &input).await;
    let refus = reponse.refus().join(" ");
    assert!(refus.is_empty() || REFUS.contains(&refus.as_str()), "{operation} {}", reponse.corps);
    Some((operation, refus))
}

async fn tirage<'a>(lieu: &'a Lieu, hasard: &Hasard, structure: usize) -> Option<(&'a Client, &'static str, Value)> {
    let (client, poste) = (&lieu.structures[structure], &lieu.postes[structure]);
    let lus = reessayer(client, poste).await;
    let vives: Vec<&Value> =
        lus.iter().filter(|c| !["REFUSEE", "DESISTEE", "ANNULEE", "CADUQUE"].iter().any(|s| c["statut"] == *s)).collect();
    let c = if tirer(hasard, 4) == 0 { None } else { vives.get(tirer(hasard, vives.len().max(1))).copied() };
    let Some(c) = c else {
        let personne = &lieu.personnes[tirer(hasard, PERSONNES)];
        return Some((&lieu.ass, "Candidater", json!({ "allocataireId": personne, "posteId": poste })));
    };
    let input = json!({ "id": c["id"], "version": c["version"] });
    let vers = |vers: &str| fondre(input.clone(), &json!({ "vers": vers, "motif": motif(vers) }));
    Some(match c["statut"].as_str()? {
        "EMBAUCHEE" => {
            let contrat = &c["contrat"];
            if contrat["sortie"].is_object() || contrat.is_null() {
                return None;
            }
            (client, "Terminer", json!({ "id": contrat["id"], "version": contrat["version"], "le": "2026-06-15", "motif": "CDI" }))
        }
        "ACCEPTEE" => (client, "Embaucher", embauche(c)),
        "A_L_ETUDE" if tirer(hasard, 5) == 0 => (client, "Repondre", vers("REFUSEE")),
        "A_L_ETUDE" => (client, "Repondre", vers("ACCEPTEE")),
        _ if tirer(hasard, 6) == 0 => (&lieu.ass, "Retirer", fondre(input, &json!({ "motif": "EN_FORMATION" }))),
        _ => (client, "Repondre", vers("A_L_ETUDE")),
    })
}

fn motif(vers: &str) -> Value {
    if vers == "REFUSEE" { json!("AUTRE") } else { Value::Null }
}

async fn reessayer(client: &Client, poste: &Value) -> Vec<Value> {
    let document = "query($id: ID!) { node(id: $id) { ... on PosteIae { candidatures(first: 100, filtre: { statut: [NOUVELLE, A_L_ETUDE, ACCEPTEE, EMBAUCHEE] }) { nodes {
        id version statut contrat { id version sortie { le } } } } } } }";
    loop {
        let reponse = client.demander(document, json!({ "id": poste })).await;
        if reponse.statut != 503 {
            return reponse.donnees()["node"]["candidatures"]["nodes"].as_array().cloned().unwrap_or_default();
        }
    }
}

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

/// The counters are the contracts', nobody works twice at a time, and no application outlives the hire that came after it.
async fn verifier(banc: &Banc) {
    let comptes = "select p.nombre_postes, p.pourvus, (select count(*) from contrat_insertion c where c.poste_id = p.id and c.termine_le is null) from poste_iae p";
    for l in banc.lignes(comptes, []).await {
        let (places, pourvus, contrats): (i64, i64, i64) = (lu(&l, 0), lu(&l, 1), lu(&l, 2));
        assert!(pourvus == contrats && pourvus <= places, "{pourvus} of {places} for {contrats} contracts");
    }
    let doubles = "select count(*) from (select 1 as une from contrat_insertion where termine_le is null group by allocataire_id having count(*) > 1) d";
    assert_eq!(banc.valeur::<i64, _>(doubles, []).await, 0);
    let vives = "select count(*) from candidature c join contrat_insertion m on m.allocataire_id = c.allocataire_id \
        where c.close_le is null and m.candidature_id <> c.id and c.deposee_le < m.cree_le and m.termine_le is null";
    assert_eq!(banc.valeur::<i64, _>(vives, []).await, 0);
    let sans_contrat = "select count(*) from candidature c where c.statut = 'EMBAUCHEE' and not exists (select 1 from contrat_insertion m where m.candidature_id = c.id)";
    assert_eq!(banc.valeur::<i64, _>(sans_contrat, []).await, 0);
}

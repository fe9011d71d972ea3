//! The report on 2021 of Haute-Garonne: people whose computed indicators are what it prints, figure by figure.

use std::sync::Arc;

use domain::erreur::Panne;
use domain::generation::modele::{Cible, Lecture, Modele, generer};
use domain::generation::{Bilan, RefusGeneration};
use domain::indicateur::{Imprime, Indicateur, QualiteValeur};
use domain::mesure::{PasTemporel, Periode, Question};
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Moteur, sur_les_deux_moteurs};
use crate::mesure::scene;

mod page;

sur_les_deux_moteurs!(Banc::vide => le_rapport_se_retrouve);
sur_les_deux_moteurs!(le_modele_veut_un_departement_vide);

const MODELE: Modele = Modele::HauteGaronne2021;
const RAPPORT: &str = "document 004";
const GRAINE: u64 = 2021;

const DOCUMENT: &str = "query($codes: [String!]!, $periode: PeriodeInput!, $ventilation: [Dimension!]) {
    indicateurs(first: 1, filtre: { codes: $codes }) { nodes { valeurs(periode: $periode, pas: PERIODE, ventilation: $ventilation) {
        periode { du au } dimensions { dimension code } valeur numerateur denominateur qualite source imprimee { texte precision } } } } }";

async fn le_rapport_se_retrouve(banc: &Banc) {
    let bilan = monde(banc).await;
    // The server of the bench owns no table, and nothing else measures them.
    banc.executer("analyze", []).await;
    assert_eq!(bilan.parcours, bilan.allocataires, "one parcours each");
    let (cibles, client) = (MODELE.cibles().expect("model"), banc.client("departement-31/ass").await);
    let referentiel = banc.base.referentiel().await.expect("reference data");
    let mut ecarts = Vec::new();
    for cible in &cibles {
        let lue = lire(banc, &client, cible).await;
        let attendue = (Some(cible.valeur.to_string()), imprime(referentiel.indicateur(&cible.indicateur), cible));
        if lue != attendue {
            ecarts.push(format!("{} {:?} {}-{}: {lue:?}, {attendue:?}", cible.indicateur, cible.precision, cible.du, cible.au));
        }
    }
    assert!(ecarts.is_empty(), "{} of {} figures differ:\n{}", ecarts.len(), cibles.len(), ecarts.join("\n"));
    ce_qui_manque_manque(&client, &referentiel).await;
    page::comparer(&referentiel, &cibles);
}

async fn monde(banc: &Banc) -> Bilan {
    generer(&banc.base, MODELE, GRAINE, |_, _| ()).await.expect("people")
}

/// The text of the document for that figure.
fn imprime(indicateur: Option<&Arc<Indicateur>>, c: &Cible) -> Option<String> {
    let valeurs = &indicateur.unwrap_or_else(|| panic!("no indicator {}", c.indicateur)).document.valeurs;
    valeurs.iter().find(|v| est_celle(v, c)).map(|v| v.texte.clone())
}

fn est_celle(v: &Imprime, c: &Cible) -> bool {
    v.periode() == Some(c.periode()) && v.precision == c.precision
}

/// The computed figure, and the printed one that stands beside it or on a line of its own.
async fn lire(banc: &Banc, client: &Client, c: &Cible) -> (Option<String>, Option<String>) {
    let lignes = demander(client, &c.indicateur, c.periode(), None).await;
    let imprimee = lignes.iter().filter(|l| l["imprimee"]["precision"].as_str() == c.precision.as_deref());
    let imprimee = imprimee.clone().find(|l| l["periode"] == periode(c.periode())).cloned().unwrap_or_default();
    let texte = imprimee["imprimee"]["texte"].as_str().map(str::to_owned);
    let calculee = lignes.iter().find(|l| l["source"].as_str().is_some_and(|s| s.starts_with("mesure "))).cloned().unwrap_or_default();
    let valeur = match &c.lecture {
        // It is the line of the measure that bears what is printed.
        Lecture::Valeur => {
            imprimee["source"].as_str().filter(|s| s.starts_with("mesure ")).and(imprimee["valeur"].as_str()).map(str::to_owned)
        }
        Lecture::Numerateur => calculee["numerateur"].as_str().map(str::to_owned),
        Lecture::Denominateur => calculee["denominateur"].as_str().map(str::to_owned),
        Lecture::Part { dimension, code } => {
            let parts = demander(client, &c.indicateur, c.periode(), Some(dimension)).await;
            let part = parts.iter().find(|l| l["dimensions"][0]["code"] == code.as_str());
            part.and_then(|l| l["valeur"].as_str()).map(str::to_owned)
        }
        Lecture::Mesure => seule(banc, c).await,
        Lecture::Hypothese => panic!("nothing compares {}", c.source),
    };
    (valeur, texte)
}

async fn demander(client: &Client, code: &str, p: Periode, ventilation: Option<&str>) -> Vec<Value> {
    let variables = json!({ "codes": [code], "periode": periode(p), "ventilation": ventilation.map(|d| [d]) });
    let reponse = client.demander(DOCUMENT, variables).await;
    reponse.donnees()["indicateurs"]["nodes"][0]["valeurs"].as_array().cloned().unwrap_or_else(|| panic!("{}", reponse.corps))
}

fn periode(p: Periode) -> Value {
    json!({ "du": p.du, "au": p.au })
}

/// A measure of the catalogue that no indicator names for that figure.
async fn seule(banc: &Banc, c: &Cible) -> Option<String> {
    let session = scene::session(banc, "departement-31").await;
    let question = Question {
        periode: c.periode(),
        pas: PasTemporel::Periode,
        territoire: None,
        niveau: None,
        ventilation: Vec::new(),
        version: None,
        parametre: c.parametre.clone(),
    };
    let cellules = scene::demander(&session, MODELE.departement(), &c.mesure, &question).await;
    cellules.first().and_then(|cellule| cellule.valeur).map(|v| v.to_string())
}

/// ND, NR and « / » stay what they are, even where a measure counts.
async fn ce_qui_manque_manque(client: &Client, referentiel: &domain::referentiel::Referentiel) {
    let mut vus = 0;
    for (indicateur, v) in page::imprimees(referentiel) {
        let (Some(qualite), Some(p)) = (v.qualite, v.periode()) else { continue };
        let lignes = demander(client, indicateur.code(), p, None).await;
        let sienne =
            |l: &&Value| l["imprimee"]["texte"] == v.texte.as_str() && l["imprimee"]["precision"].as_str() == v.precision.as_deref();
        let ligne = lignes.iter().find(sienne).unwrap_or_else(|| panic!("{}: {lignes:?}", indicateur.code()));
        assert_eq!((&ligne["qualite"], &ligne["valeur"]), (&json!(qualite.code()), &Value::Null), "{} {p:?}", indicateur.code());
        assert!(matches!(qualite, QualiteValeur::NonDisponible | QualiteValeur::NonRenseignee), "{}", indicateur.code());
        vus += 1;
    }
    assert!(vus > 15, "{vus} figures are missing in the report");
}

async fn le_modele_veut_un_departement_vide(banc: &Banc) {
    let refus = generer(&banc.base, MODELE, GRAINE, |_, _| ()).await;
    assert!(matches!(refus, Err(RefusGeneration::DejaPeuple(ref d)) if d == "31"), "{refus:?}");
    banc.executer("update allocataire set synthetique = false where departement = '82'", []).await;
    let refus = generer(&banc.base, MODELE, GRAINE, |_, _| ()).await;
    assert!(matches!(refus, Err(RefusGeneration::PersonnesReelles)), "{refus:?}");
}

/// The ids come from the dice too: a row drawn otherwise has another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn la_meme_graine_donne_le_meme_monde() {
    let (un, autre) = (Banc::vide(Moteur::Sqlite).await, Banc::vide(Moteur::Sqlite).await);
    assert_eq!(monde(&un).await, monde(&autre).await);
    for table in TABLES {
        let ids = format!("select id from {table} order by id");
        let (siens, autres): (Vec<Uuid>, Vec<Uuid>) = (un.colonne(&ids, []).await, autre.colonne(&ids, []).await);
        assert!(!siens.is_empty() && siens == autres, "{table}");
    }
    let noms = "select nom || prenom || date_naissance || coalesce(commune, '') from allocataire order by id";
    let (siens, autres): (Vec<String>, Vec<String>) = (un.colonne(noms, []).await, autre.colonne(noms, []).await);
    assert!(siens == autres, "people");
}

const TABLES: [&str; 12] = [
    "allocataire",
    "parcours",
    "orientation",
    "contrat",
    "accompagnement",
    "rendez_vous",
    "rencontre",
    "prescription",
    "evaluation_linguistique",
    "diagnostic_mobilite",
    "aide_mobilite",
    "contrat_insertion",
];

/// Both counts of a figure that several lines print agree with its document.
#[test]
fn chaque_chiffre_est_lu_une_fois() -> Result<(), Panne> {
    let cibles = MODELE.cibles()?;
    for (rang, c) in cibles.iter().enumerate() {
        assert!(c.source.starts_with(RAPPORT), "{}", c.indicateur);
        assert!(domain::mesure::catalogue::par_code(&c.mesure).is_some(), "{}: no measure {}", c.indicateur, c.mesure);
        let autre = cibles[..rang].iter().any(|x| (&x.indicateur, &x.precision, x.periode()) == (&c.indicateur, &c.precision, c.periode()));
        assert!(!autre, "{} twice", c.indicateur);
    }
    Ok(())
}

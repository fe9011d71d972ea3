//! Lists of what waits: by whom, for whom, where; and the alerts that it makes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::identifiant::Genre;
use domain::parcours::alerte::CodeAlerte;
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::dossier::{Dossier, agent, jour};
use crate::harnais::{Banc, Client, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_filtre_et_les_alertes_disent_la_meme_chose, rien_ne_se_perd_entre_deux_pages, les_echeances_se_filtrent);

const LISTE: &str = "query($filtre: ParcoursFiltre, $apres: String) { listeParcours(filtre: $filtre, first: 100, after: $apres) {
    nombreTotal nodes { id alertes { code echeance regle } } pageInfo { hasNextPage endCursor }
} }";

/// Every node of a connection, page by page; its count is the one that it announces.
async fn tous(client: &Client, document: &str, racine: &str, variables: &Value) -> Vec<Value> {
    let (mut lus, mut apres) = (Vec::new(), Value::Null);
    loop {
        let page = client.demander(document, super::dossier::fondre(variables.clone(), json!({ "apres": apres }))).await;
        let page = &page.donnees()[racine];
        lus.extend(page["nodes"].as_array().expect("nodes").clone());
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["nombreTotal"], json!(lus.len()));
            return lus;
        }
        apres = page["pageInfo"]["endCursor"].clone();
    }
}

async fn le_filtre_et_les_alertes_disent_la_meme_chose(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    for nom in ["En retard", "Sans référent"] {
        Dossier::ouvrir(banc, &ass, "31", nom).await;
    }
    let orientee = Dossier::oriente(banc, &ass, ("31", "Sans rendez-vous"), "pole-emploi-31").await;
    orientee
        .agir(&banc.client("pole-emploi-31").await, "Demander", json!({ "modaliteDemandee": "SOCIAL", "motif": "Logement" }))
        .await
        .effet();
    banc.horloge.avancer(TimeDelta::days(75));
    banc.taches().await;
    let mut vues = BTreeSet::new();
    for persona in ["departement-31/ass", "departement-82", "pole-emploi-31", "ccas-toulouse"] {
        let client = banc.client(persona).await;
        let mut par_code: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for p in tous(&client, LISTE, "listeParcours", &json!({})).await {
            for alerte in p["alertes"].as_array().expect("alerts") {
                assert!(!alerte["regle"].as_str().expect("rule").is_empty());
                par_code.entry(alerte["code"].as_str().expect("code").to_owned()).or_default().insert(p["id"].to_string());
            }
        }
        for code in CodeAlerte::VALEURS.iter().map(|v| v.valeur.code()) {
            let filtres = tous(&client, LISTE, "listeParcours", &json!({ "filtre": { "alerte": [code] } })).await;
            let filtres: BTreeSet<String> = filtres.iter().map(|p| p["id"].to_string()).collect();
            assert_eq!(Some(&filtres).filter(|f| !f.is_empty()), par_code.get(code), "{persona} {code}");
        }
        vues.extend(par_code.into_keys());
    }
    for code in [
        "ORIENTATION_EN_RETARD",
        "PREMIER_RENDEZ_VOUS_EN_RETARD",
        "CONTRACTUALISATION_EN_RETARD",
        "SANS_REFERENT",
        "REORIENTATION_EN_RETARD",
    ] {
        assert!(vues.contains(code), "{code} : {vues:?}");
    }
}

const ECHEANCES: &str = "query($responsable: ID, $agent: ID, $territoire: ID, $codes: [CodeEcheance!], $retard: Int, $first: Int!, $apres: String) {
    echeances(responsable: $responsable, agent: $agent, territoire: $territoire, codes: $codes, retardMinimumJours: $retard, first: $first, after: $apres) {
        nombreTotal nodes { code objetId dueLe retardJours } pageInfo { hasNextPage endCursor }
    }
}";

fn cles(noeuds: &[Value]) -> Vec<(String, String)> {
    noeuds.iter().map(|n| (n["objetId"].to_string(), n["code"].to_string())).collect()
}

/// Two deadlines of one object may fall on the same day: a page that ends between them loses none.
async fn rien_ne_se_perd_entre_deux_pages(banc: &Banc) {
    let (ass, pe) = (banc.client("departement-31/ass").await, banc.client("pole-emploi-31").await);
    let d = Dossier::oriente(banc, &ass, ("31", "Deux à la fois"), "pole-emploi-31").await;
    let due = (jour(banc) + TimeDelta::days(1)).into();
    banc.executer("update echeance set due = $2 where objet_id = $1", [d.uuid().into(), due]).await;
    for client in [&pe, &ass] {
        let responsable = ecrire_partenaire(banc, "pole-emploi-31").await;
        let variables = |first: i32| json!({ "responsable": responsable, "first": first });
        let (une_a_une, ensemble) =
            (tous(client, ECHEANCES, "echeances", &variables(1)).await, tous(client, ECHEANCES, "echeances", &variables(100)).await);
        assert_eq!(cles(&une_a_une), cles(&ensemble));
        let jours: Vec<&str> = ensemble.iter().filter_map(|n| n["dueLe"].as_str()).collect();
        assert!(jours.is_sorted() && jours.len() >= 2, "the most urgent first");
    }
}

async fn les_echeances_se_filtrent(banc: &Banc) {
    let ass = banc.client("departement-31/ass").await;
    let d = Dossier::ouvrir(banc, &ass, "31", "Portée").await;
    let conseiller = agent(banc, "pole-emploi-31/conseiller").await;
    d.orienter(&ass, "pole-emploi-31", json!({ "agentId": conseiller })).await.effet();
    banc.horloge.avancer(TimeDelta::days(40));
    let territoire = "select territoire_id from allocataire where departement = '31' and territoire_id is not null group by territoire_id order by count(*) desc, territoire_id limit 1";
    let territoire: Uuid = banc.valeur(territoire, []).await;
    let attendues = async |condition: &str| -> i64 {
        let sql = format!(
            "select count(*) from echeance e join allocataire a on a.id = e.allocataire_id where e.departement = '31' and {condition}"
        );
        banc.valeur(&sql, []).await
    };
    let limite = jour(banc) - TimeDelta::days(10);
    for (variables, condition) in [
        (json!({ "agent": conseiller }), "e.agent_id = (select id from agent where cle = 'pole-emploi-31/conseiller')".to_owned()),
        (
            json!({ "responsable": ecrire_partenaire(banc, "pole-emploi-31").await }),
            "e.responsable_id = (select id from partenaire where cle = 'pole-emploi-31')".to_owned(),
        ),
        (json!({ "codes": ["CONTRACTUALISER", "ORIENTER"] }), "e.code in ('CONTRACTUALISER', 'ORIENTER')".to_owned()),
        (json!({ "retard": 10 }), format!("e.due <= '{limite}'")),
    ] {
        // A referral about health exists for its parties alone: the flags of this world are off.
        let sauf_sante = " and not exists (select 1 from prescription p where p.id = e.objet_id and p.type = 'SANTE' and (select id from partenaire where cle = 'departement-31') not in (p.destinataire_id, p.prescripteur_id))";
        let nombre = attendues(&format!("{condition}{sauf_sante}")).await;
        let lues = tous(&ass, ECHEANCES, "echeances", &super::dossier::fondre(variables, json!({ "first": 100 }))).await;
        assert_eq!(i64::try_from(lues.len()).expect("count"), nombre, "{condition}");
        assert!(nombre > 0, "{condition}");
    }
    let la = tous(&ass, ECHEANCES, "echeances", &json!({ "territoire": Genre::Territoire.ecrire(territoire), "first": 100 })).await;
    let ailleurs = tous(&ass, ECHEANCES, "echeances", &json!({ "first": 100 })).await;
    assert!(!la.is_empty() && la.len() < ailleurs.len());
}

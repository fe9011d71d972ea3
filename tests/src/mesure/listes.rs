//! A figure is what one counts by listing the files with the Département's rights.

use domain::mesure::{Cellule, Centiemes};
use domain::prescription::TypePrescription;
use domain::vocabulaire::Enumeration;
use serde_json::{Value, json};

use super::scene::{annees, demander, session};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    ce_qui_se_liste_se_compte,
    les_droits_du_jour_se_comptent,
    les_rencontres_se_comptent,
    l_aide_aux_chantiers_est_celle_des_structures
);

/// Measures that a list counts under a filter of dates: the list, its filter of dates, what else it asks.
const LISTES: [(&str, &str, &str, &str); 5] = [
    ("nouveaux_entrants", "allocataires", "droitOuvertEntre", r#"{ "departement": "31", "soumisDroitsEtDevoirs": true }"#),
    ("demandes_rsa", "allocataires", "demandeRsaEntre", r#"{ "departement": "31" }"#),
    ("prescriptions", "prescriptions", "emiseEntre", "{}"),
    ("candidatures", "candidatures", "deposeeEntre", "{}"),
    ("evaluations_linguistiques", "evaluationsLinguistiques", "evalueeEntre", "{}"),
];

/// The type of the filter of each list.
fn filtre(liste: &str) -> &'static str {
    match liste {
        "allocataires" => "AllocataireFiltre",
        "prescriptions" => "PrescriptionFiltre",
        "candidatures" => "CandidatureFiltre",
        _ => "EvaluationLinguistiqueFiltre",
    }
}

async fn lister(client: &Client, liste: &str, filtres: Value) -> i64 {
    let document = format!("query($f: {}) {{ {liste}(filtre: $f, first: 1) {{ nombreTotal }} }}", filtre(liste));
    let reponse = client.demander(&document, json!({ "f": filtres })).await;
    reponse.donnees()[liste]["nombreTotal"].as_i64().unwrap_or_else(|| panic!("{liste} {}", reponse.corps))
}

async fn ce_qui_se_liste_se_compte(banc: &Banc) {
    let (conseil, s) = (banc.client("departement-31").await, session(banc, "departement-31").await);
    for (code, liste, dates, autres) in LISTES {
        let mut total = 0;
        for c in demander(&s, "31", code, &annees("2019-01-01", "2026-12-31")).await {
            let mut filtres: Value = serde_json::from_str(autres).expect("filters");
            filtres[dates] = json!({ "du": c.periode.du, "au": c.periode.au });
            if liste == "prescriptions" {
                // A referral to care is nobody's figure.
                let comptes = TypePrescription::VALEURS.iter().filter(|v| v.valeur != TypePrescription::Sante);
                filtres["type"] = comptes.map(|v| v.code).collect();
            }
            let nombre = lister(&conseil, liste, filtres).await;
            assert_eq!(c.valeur, Some(Centiemes::entier(nombre)), "{code} {:?}", c.periode);
            total += nombre;
        }
        assert!(total > 0, "{code}: nothing was listed");
    }
}

/// People in droits et devoirs today, with a référent or without.
async fn les_droits_du_jour_se_comptent(banc: &Banc) {
    let (conseil, s) = (banc.client("departement-31").await, session(banc, "departement-31").await);
    let aujourd_hui = annees("2026-06-15", "2026-06-15");
    let mut comptes = [0; 3];
    for statut in ["OUVERT", "SUSPENDU"] {
        let droit = json!({ "departement": "31", "statutDroitRsa": statut });
        let mut soumis = droit.clone();
        soumis["soumisDroitsEtDevoirs"] = json!(true);
        let mut sans = soumis.clone();
        sans["sansReferent"] = json!(true);
        for (compte, filtres) in comptes.iter_mut().zip([droit, soumis, sans]) {
            *compte += lister(&conseil, "allocataires", filtres).await;
        }
    }
    let [droits, soumis, sans] = comptes;
    let un = |cellules: Vec<Cellule>| cellules.into_iter().next().expect("a cell");
    assert_eq!(un(demander(&s, "31", "beneficiaires_rsa", &aujourd_hui).await).valeur, Some(Centiemes::entier(droits)));
    let referents = un(demander(&s, "31", "taux_referent", &aujourd_hui).await);
    assert_eq!((referents.numerateur, referents.denominateur), (Some(Centiemes::entier(soumis - sans)), Some(Centiemes::entier(soumis))));
    assert!(sans > 0 && soumis > sans);
}

const RENCONTRES: &str = "query($f: RencontreFiltre, $apres: String) { rencontres(filtre: $f, first: 100, after: $apres) { nodes { statut bilan { invites presents } } pageInfo { hasNextPage endCursor } } }";

/// Meetings that were held, their invitations and who came, as their balances say.
async fn les_rencontres_se_comptent(banc: &Banc) {
    let (conseil, s) = (banc.client("departement-31").await, session(banc, "departement-31").await);
    for annee in [2024, 2025, 2026] {
        let (du, au) = (format!("{annee}-01-01"), format!("{annee}-12-31"));
        let (mut apres, mut comptes) = (Value::Null, [0; 3]);
        loop {
            let f = json!({ "departement": "31", "entre": { "du": du, "au": au } });
            let reponse = conseil.demander(RENCONTRES, json!({ "f": f, "apres": apres })).await;
            let page = &reponse.donnees()["rencontres"];
            for r in page["nodes"].as_array().expect("nodes").iter().filter(|r| r["statut"] == "TENUE") {
                let nombre = |champ: &str| r["bilan"][champ].as_i64().unwrap_or_default();
                comptes = [comptes[0] + 1, comptes[1] + nombre("invites"), comptes[2] + nombre("presents")];
            }
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
            apres = page["pageInfo"]["endCursor"].clone();
        }
        for (code, compte) in ["rencontres", "invites", "presents"].into_iter().zip(comptes) {
            let cellules = demander(&s, "31", code, &annees(&du, &au)).await;
            assert_eq!(cellules[0].valeur, Some(Centiemes::entier(compte)), "{code} {annee}");
        }
        assert!(comptes[0] > 0 && comptes[1] >= comptes[2], "{annee}");
    }
}

const AIDES: &str =
    "query($annee: Int!) { structuresIae(departement: \"31\", first: 100) { nodes { aideDepartementale(annee: $annee) { montant } } } }";

/// What is due to the structures, added up.
async fn l_aide_aux_chantiers_est_celle_des_structures(banc: &Banc) {
    let (conseil, s) = (banc.client("departement-31").await, session(banc, "departement-31").await);
    let mut dues = 0;
    for annee in [2024, 2025, 2026] {
        let reponse = conseil.demander(AIDES, json!({ "annee": annee })).await;
        let structures = reponse.donnees()["structuresIae"]["nodes"].as_array().expect("structures").clone();
        let montants = structures.iter().filter_map(|n| n["aideDepartementale"]["montant"].as_str());
        let attendu: i64 = montants.map(|m| domain::fiche_action::lire_centimes(m).expect("an amount")).sum();
        let cellules = demander(&s, "31", "aide_au_poste", &annees(&format!("{annee}-01-01"), &format!("{annee}-12-31"))).await;
        assert_eq!(cellules[0].valeur, Some(Centiemes(attendu)), "{annee}");
        dues += attendu;
    }
    assert!(dues > 0, "nobody on RSA was hired in an ACI");
}

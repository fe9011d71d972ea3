//! The API and each format, cell by cell.

use api::export::COLONNES;
use serde_json::{Value, json};

use super::lecteurs::{self, Table};
use super::{DECLARES, IMPRIMES, declarer, fichier};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chaque_format_dit_ce_que_dit_l_api, une_formule_declaree_reste_un_texte);

const DOCUMENT: &str = "
    query($pacte: String!, $periode: PeriodeInput!, $pas: PasTemporel, $niveau: TypeTerritoire, $ventilation: [Dimension!], $apres: String) {
        indicateurs(filtre: { pacte: $pacte }, first: 4, after: $apres) {
            nodes { code libelle unite mode pacte { code } ficheAction { code } objectifs { periode { du au } valeur }
                valeurs(periode: $periode, pas: $pas, niveau: $niveau, ventilation: $ventilation) {
                    periode { du au libelle } territoire { code nom } dimensions { dimension code libelle }
                    valeur texte numerateur denominateur mediane quantile90 imprimee { texte precision source anomalie { code } }
                    declareePar { nom } declareeLe publieeLe qualite versionDefinition cohorteMature justification source etabliLe ecart } }
            pageInfo { hasNextPage endCursor } } }";

/// One question, as the address of an export and as variables of the document.
struct Question {
    adresse: String,
    variables: Value,
}

fn question(base: &str, pas: &str, ventilation: &[&str]) -> Question {
    let lu = |nom: &str| base.split('&').find_map(|p| p.strip_prefix(&format!("{nom}="))).expect("parameter");
    let niveau = ventilation.contains(&"TERRITOIRE").then_some("MAISON_DES_SOLIDARITES");
    let suite = niveau.map(|n| format!("&niveau={n}")).unwrap_or_default();
    Question {
        adresse: format!("{base}&pas={pas}&ventilation={}{suite}", ventilation.join(",")),
        variables: json!({ "pacte": lu("pacte"), "periode": { "du": lu("du"), "au": lu("au") }, "pas": pas, "niveau": niveau, "ventilation": ventilation }),
    }
}

/// The table that the API's answers make.
async fn de_l_api(client: &Client, mut variables: Value) -> Table {
    let mut lignes = Vec::new();
    loop {
        let reponse = client.demander(DOCUMENT, variables.clone()).await;
        let page = &reponse.donnees()["indicateurs"];
        for noeud in page["nodes"].as_array().expect("nodes") {
            let valeurs = noeud["valeurs"].as_array().expect("values");
            lignes.extend(valeurs.iter().map(|v| COLONNES.iter().map(|c| cellule(c.nom, noeud, v)).collect()));
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return Table { colonnes: COLONNES.iter().map(|c| c.nom.to_owned()).collect(), lignes };
        }
        variables["apres"] = page["pageInfo"]["endCursor"].clone();
    }
}

fn cellule(colonne: &str, i: &Value, v: &Value) -> Option<String> {
    let lue = match colonne {
        "pacte" => &i["pacte"]["code"],
        "fiche" => &i["ficheAction"]["code"],
        "indicateur" => &i["code"],
        "libelle" | "unite" | "mode" => &i[colonne],
        "du" | "au" => &v["periode"][colonne],
        "periode" => &v["periode"]["libelle"],
        "territoireCode" => &v["territoire"]["code"],
        "territoireNom" => &v["territoire"]["nom"],
        "imprimee" => &v["imprimee"]["texte"],
        "imprimeePrecision" => &v["imprimee"]["precision"],
        "imprimeeSource" => &v["imprimee"]["source"],
        "imprimeeAnomalie" => &v["imprimee"]["anomalie"]["code"],
        "objectif" => objectif(i, v),
        "declareePar" => &v["declareePar"]["nom"],
        _ => match colonne.strip_prefix("dimension").map(|reste| reste.split_at(1)) {
            Some((rang, champ)) => &v["dimensions"][rang.parse::<usize>().expect("rank") - 1][dans_la_part(champ)],
            None => &v[colonne],
        },
    };
    match lue {
        Value::Null => None,
        Value::String(texte) if texte.is_empty() => None,
        Value::String(texte) if colonne.ends_with("Le") => Some(lecteurs::instant(texte.parse().expect("instant"))),
        Value::String(texte) => Some(texte.clone()),
        autre => Some(autre.to_string()),
    }
}

fn dans_la_part(champ: &str) -> &str {
    match champ {
        "Code" => "code",
        "Libelle" => "libelle",
        _ => "dimension",
    }
}

/// The first figure whose period holds this one; of the whole only.
fn objectif<'a>(i: &'a Value, v: &Value) -> &'a Value {
    let jour = |valeur: &Value| valeur.as_str().unwrap_or_default().to_owned();
    let contient = |p: &Value| p.is_null() || jour(&p["du"]) <= jour(&v["periode"]["du"]) && jour(&v["periode"]["au"]) <= jour(&p["au"]);
    let entier = v["territoire"].is_null() && v["dimensions"] == json!([]);
    let fixes = i["objectifs"].as_array().into_iter().flatten().filter(|o| entier && contient(&o["periode"]) && !o["valeur"].is_null());
    fixes.map(|o| &o["valeur"]).next().unwrap_or(&Value::Null)
}

/// What a sheet keeps of a table: titles, seconds, floats.
fn en_feuille(mut table: Table) -> Table {
    for (rang, colonne) in COLONNES.iter().enumerate().filter(|(_, c)| c.nom.ends_with("Le")) {
        for ligne in &mut table.lignes {
            let Some(le) = ligne[rang].take() else { continue };
            ligne[rang] = Some(if &le[11..19] == "00:00:00" { le[..10].to_owned() } else { le[..19].to_owned() });
        }
        table.colonnes[rang] = colonne.titre.to_owned();
    }
    Table { colonnes: COLONNES.iter().map(|c| c.titre.to_owned()).collect(), ..table }
}

async fn comparer(client: &Client, question: Question) -> usize {
    let attendue = de_l_api(client, question.variables).await;
    let adresse = |extension: &str| format!("/exports/indicateurs.{extension}?{}", question.adresse);
    lecteurs::csv(&fichier(client, &adresse("csv")).await, b',').egale(&attendue);
    lecteurs::ndjson(&fichier(client, &adresse("ndjson")).await).egale(&attendue);
    lecteurs::parquet(&fichier(client, &adresse("parquet")).await).egale(&attendue);
    let feuille = lecteurs::xlsx(&fichier(client, &adresse("xlsx")).await);
    let nombre = attendue.lignes.len();
    feuille.egale(&en_feuille(attendue));
    nombre
}

async fn chaque_format_dit_ce_que_dit_l_api(banc: &Banc) {
    declarer(banc, "Les agents s'en servent ; \"bien\", disent-ils.").await;
    let questions = [("ANNEE", &[][..]), ("TRIMESTRE", &["SEXE"]), ("PERIODE", &["TERRITOIRE"])];
    for (persona, base, question_fine) in [
        ("departement-31", IMPRIMES, questions[1]),
        ("caf-31", IMPRIMES, questions[1]),
        ("cosmopolitaine-31", IMPRIMES, questions[1]),
        ("departement-64", DECLARES, questions[1]),
        ("departement-82", "pacte=82-avenant-1&du=2025-01-01&au=2025-12-31", ("PERIODE", &["TERRITOIRE", "SEXE"])),
    ] {
        let client = banc.client(persona).await;
        for (pas, ventilation) in [questions[0], question_fine, questions[2]] {
            let lignes = comparer(&client, question(base, pas, ventilation)).await;
            assert!(lignes > 20, "{persona} {base} {pas}: {lignes}");
        }
    }
}

async fn une_formule_declaree_reste_un_texte(banc: &Banc) {
    let formule = "=HYPERLINK(\"http://exemple.fr\")";
    declarer(banc, formule).await;
    let client = banc.client("departement-64").await;
    let csv = fichier(&client, &format!("/exports/indicateurs.csv?{DECLARES}")).await;
    let csv = String::from_utf8(csv).expect("utf-8");
    assert!(csv.contains(",\"'=HYPERLINK(\"\"http://exemple.fr\"\")\",") && !csv.contains(",\"=") && !csv.contains(",="));
    // The reader refuses a workbook with a formula in it.
    let feuille = lecteurs::xlsx(&fichier(&client, &format!("/exports/indicateurs.xlsx?{DECLARES}")).await);
    assert!(feuille.colonne("Texte").contains(&Some(formule)));
}

//! What a value must be, beyond its type.

use std::net::SocketAddr;

use axum::http::Uri;
use toml::{Table, Value};
use tracing_subscriber::EnvFilter;

use super::{Maitre, Refus, maitre};

/// Smallest and largest figure of a key, or of a whole section; the first line that fits is the rule.
const BORNES: [(&str, i64, i64); 12] = [
    ("database_connexions", 1, 1_000),
    ("limits.exports_simultanes", 1, 1_000),
    ("limits.duree_secondes", 1, 3_600),
    ("limits.export_secondes", 1, 86_400),
    ("limits.", 1, 1_000_000_000),
    ("secret_statistique.seuil", 5, 1_000_000),
    ("acces.personnes_par_heure", 1, 1_000_000_000),
    ("acces.", 0, 36_500),
    ("prescription.", 1, 3_650),
    ("parcours.", 1, 3_650),
    ("iae.", 1, 3_650),
    ("indicateurs.", 1, 3_650),
];

/// Keys that go from the smallest figure to the largest.
const ORDRES: [(&str, &str); 3] = [
    ("limits.page_imbriquee", "limits.page_racine"),
    ("limits.page_racine", "limits.page"),
    ("prescription.repondre_sous_jours", "prescription.expirer_apres_jours"),
];

pub(super) fn verifier(table: &Table) -> Result<(), Refus> {
    bornes(table, "")?;
    ordres(table)?;
    bases(table)?;
    for cle in ["listen", "listen_interne"] {
        exiger(cle, texte(table, cle).parse::<SocketAddr>().is_ok(), "une adresse et un port sont attendus, comme 127.0.0.1:8080")?;
    }
    exiger("public_url", adresse_publique(texte(table, "public_url")), "une adresse http:// ou https:// sans paramètre est attendue")?;
    exiger(
        "log",
        EnvFilter::try_new(texte(table, "log")).is_ok(),
        "error, warn, info, debug ou trace est attendu, ou des directives par module",
    )?;
    let secret = texte(table, "secrets.maitre");
    exiger("secrets.maitre", secret.is_empty() || Maitre::lire(secret).is_some(), maitre::REGLE)?;
    origines(table)
}

fn exiger(cle: &str, vrai: bool, regle: impl Into<String>) -> Result<(), Refus> {
    if vrai { Ok(()) } else { Err(Refus::cle(cle, regle)) }
}

fn bornes(table: &Table, section: &str) -> Result<(), Refus> {
    for (nom, valeur) in table {
        let cle = format!("{section}{nom}");
        match valeur {
            Value::Table(sous_table) => bornes(sous_table, &format!("{cle}."))?,
            Value::Integer(chiffre) => borner(&cle, *chiffre)?,
            _ => {}
        }
    }
    Ok(())
}

fn borner(cle: &str, chiffre: i64) -> Result<(), Refus> {
    let Some((_, min, max)) = BORNES.iter().find(|(prefixe, ..)| cle.starts_with(prefixe)) else { return Ok(()) };
    exiger(cle, (*min..=*max).contains(&chiffre), format!("un nombre de {min} à {max} est attendu"))
}

fn ordres(table: &Table) -> Result<(), Refus> {
    let chiffre = |cle: &str| valeur(table, cle).and_then(Value::as_integer);
    ORDRES.iter().try_for_each(|(petit, grand)| exiger(petit, chiffre(petit) <= chiffre(grand), format!("ne dépasse pas {grand}")))
}

/// The replica and the owner's address speak of the same kind of database as the first.
fn bases(table: &Table) -> Result<(), Refus> {
    let moteur = moteur(texte(table, "database_url"));
    exiger("database_url", moteur.is_some(), "sqlite://… ou postgres://… est attendu")?;
    for cle in ["database_replica_url", "database_migration_url"] {
        let url = texte(table, cle);
        exiger(cle, url.is_empty() || self::moteur(url) == moteur, "le même genre de base que database_url est attendu")?;
    }
    Ok(())
}

fn moteur(url: &str) -> Option<&'static str> {
    match url.split_once(':')?.0 {
        "sqlite" => Some("sqlite"),
        "postgres" | "postgresql" => Some("postgres"),
        _ => None,
    }
}

fn adresse_publique(texte: &str) -> bool {
    let schema = texte.starts_with("https://") || texte.starts_with("http://");
    schema && !texte.contains(['?', '#', ' ']) && texte.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(|hote| !hote.is_empty()))
}

fn origines(table: &Table) -> Result<(), Refus> {
    let liste = valeur(table, "cors.origines").and_then(Value::as_array);
    let bonnes = liste.is_some_and(|liste| liste.iter().all(|origine| origine.as_str().is_some_and(origine_web)));
    exiger("cors.origines", bonnes, "des origines sont attendues, comme https://portail.example, sans chemin ni *")
}

fn origine_web(texte: &str) -> bool {
    let hote = texte.strip_prefix("https://").or_else(|| texte.strip_prefix("http://"));
    hote.is_some_and(|hote| !hote.contains(['/', '*', ','])) && adresse_publique(texte)
}

fn texte<'a>(table: &'a Table, cle: &str) -> &'a str {
    valeur(table, cle).and_then(Value::as_str).unwrap_or_default()
}

fn valeur<'a>(table: &'a Table, cle: &str) -> Option<&'a Value> {
    match cle.split_once('.') {
        None => table.get(cle),
        Some((section, nom)) => table.get(section)?.get(nom),
    }
}

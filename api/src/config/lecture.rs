//! Laying one source over another: the defaults say which keys exist and the type of each.

use std::path::Path;

use toml::{Table, Value};

use super::{Configuration, DEFAUT, Refus};

const PREFIXE: &str = "PASSERELLE_";
const FICHIER: &str = "_FILE";

/// Variable that the command line reads by itself.
const LIGNE_DE_COMMANDE: &str = "PASSERELLE_CONFIG";

pub(super) fn defaut() -> Result<Table, Refus> {
    lire(Path::new("config.defaut.toml"), DEFAUT)
}

pub(super) fn fichier(chemin: &Path) -> Result<Table, Refus> {
    lire(chemin, &contenu(chemin).map_err(|cause| Refus::Fichier { chemin: chemin.to_owned(), cause })?)
}

fn lire(chemin: &Path, texte: &str) -> Result<Table, Refus> {
    let ligne = |fin: usize| texte.get(..fin).unwrap_or(texte).matches('\n').count() + 1;
    texte.parse().map_err(|erreur: toml::de::Error| Refus::Fichier {
        chemin: chemin.to_owned(),
        // The parser's own text quotes the line, which may hold a secret.
        cause: format!("ligne {} : ce n'est pas du TOML", erreur.span().map_or(1, |ou| ligne(ou.start))),
    })
}

fn contenu(chemin: &Path) -> Result<String, String> {
    std::fs::read_to_string(chemin).map_err(|cause| format!("illisible ({cause})"))
}

/// The environment variable of a key.
pub(super) fn variable(cle: &str) -> String {
    format!("{PREFIXE}{}", cle.to_uppercase().replace('.', "__"))
}

/// Puts `ajout` over `table`, which must already have each key with a value of the same type.
pub(super) fn fondre(table: &mut Table, ajout: Table, section: &str) -> Result<(), Refus> {
    for (nom, valeur) in ajout {
        let cle = if section.is_empty() { nom.clone() } else { format!("{section}.{nom}") };
        match (table.get_mut(&nom), valeur) {
            (None, _) => return Err(Refus::cle(cle, "cette clé n'existe pas")),
            (Some(Value::Table(place)), Value::Table(valeur)) => fondre(place, valeur, &cle)?,
            (Some(place), valeur) if place.same_type(&valeur) => *place = valeur,
            (Some(place), _) => return Err(Refus::cle(cle, attendu(place))),
        }
    }
    Ok(())
}

fn attendu(modele: &Value) -> &'static str {
    match modele {
        Value::Integer(_) => "un nombre entier est attendu",
        Value::Boolean(_) => "true ou false est attendu",
        Value::Array(_) => "une liste est attendue",
        Value::Table(_) => "une section est attendue",
        _ => "un texte est attendu",
    }
}

/// What the variables say, and those of our prefix that name no key.
pub(super) fn environnement(defaut: &Table, variables: impl IntoIterator<Item = (String, String)>) -> Result<(Table, Vec<String>), Refus> {
    let (mut table, mut ignorees) = (Table::new(), Vec::new());
    for (nom, texte) in variables {
        if nom == LIGNE_DE_COMMANDE || !nom.starts_with(PREFIXE) {
            continue;
        }
        let Some((cle, modele, par_fichier)) = chercher(defaut, &nom[PREFIXE.len()..]) else {
            ignorees.push(nom);
            continue;
        };
        let texte = if par_fichier { depuis_fichier(&cle, &texte)? } else { texte };
        let valeur = valeur(modele, &texte).ok_or_else(|| Refus::cle(cle.as_str(), attendu(modele)))?;
        poser(&mut table, &cle, valeur)?;
    }
    ignorees.sort();
    Ok((table, ignorees))
}

/// The key that a variable names, what stands there by default, and whether the variable gives a file.
fn chercher<'a>(defaut: &'a Table, nom: &str) -> Option<(String, &'a Value, bool)> {
    let cle = |nom: &str| nom.to_lowercase().replace("__", ".");
    let direct = cle(nom);
    if let Some(modele) = feuille(defaut, &direct) {
        return Some((direct, modele, false));
    }
    let indirect = cle(nom.strip_suffix(FICHIER)?);
    feuille(defaut, &indirect).map(|modele| (indirect, modele, true))
}

fn feuille<'a>(table: &'a Table, cle: &str) -> Option<&'a Value> {
    match cle.split_once('.') {
        None => table.get(cle).filter(|valeur| !valeur.is_table()),
        Some((section, reste)) => feuille(table.get(section)?.as_table()?, reste),
    }
}

fn depuis_fichier(cle: &str, chemin: &str) -> Result<String, Refus> {
    let texte = contenu(Path::new(chemin)).map_err(|cause| Refus::cle(cle, format!("le fichier {chemin} est {cause}")))?;
    Ok(texte.trim_end_matches(['\r', '\n']).to_owned())
}

/// A text read as the type that the key has.
fn valeur(modele: &Value, texte: &str) -> Option<Value> {
    match modele {
        Value::Integer(_) => texte.trim().parse().ok().map(Value::Integer),
        Value::Boolean(_) => texte.trim().parse().ok().map(Value::Boolean),
        Value::Array(_) if texte.trim_start().starts_with('[') => serde_json::from_str(texte).ok().map(Value::Array),
        Value::Array(_) => {
            let morceaux = texte.split(',').map(str::trim).filter(|morceau| !morceau.is_empty());
            Some(Value::Array(morceaux.map(|morceau| Value::String(morceau.to_owned())).collect()))
        }
        _ => Some(Value::String(texte.to_owned())),
    }
}

/// A key given twice (the variable and its `_FILE`) is refused: nobody could say which one wins.
fn poser(table: &mut Table, cle: &str, valeur: Value) -> Result<(), Refus> {
    let (place, nom) = match cle.split_once('.') {
        None => (Some(table), cle),
        Some((section, nom)) => (table.entry(section).or_insert_with(|| Value::Table(Table::new())).as_table_mut(), nom),
    };
    let avant = place.and_then(|place| place.insert(nom.to_owned(), valeur));
    if avant.is_some() { Err(Refus::cle(cle, "donnée à la fois directement et par _FILE")) } else { Ok(()) }
}

/// The checked table as a configuration. Only the issuers, tables of their own, still have a shape to be checked.
pub(super) fn typer(table: Table) -> Result<Configuration, Refus> {
    let regle = "chaque émetteur a issuer, audience et jwks, et au besoin revendication et colonne (siret ou cle)";
    table.try_into().map_err(|_| Refus::cle("auth.issuers", regle))
}

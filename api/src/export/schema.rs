//! The Table Schema of the CSV (Frictionless Data), for who checks a file before loading it.

use serde_json::{Value, json};

use super::colonne::{COLONNES, Colonne, Genre};

/// What each column of `indicateurs.csv` holds, in the standard profile.
#[must_use]
pub fn schema_de_table() -> Value {
    json!({
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "title": "Indicateurs d'un pacte territorial d'insertion",
        "description": "Une ligne par valeur. Un texte qui commence par = + - @, une tabulation, une fin de ligne ou une apostrophe est précédé d'une apostrophe.",
        "fields": COLONNES.iter().map(champ).collect::<Vec<_>>(),
        "missingValues": [""],
    })
}

fn champ(colonne: &Colonne) -> Value {
    let mut champ = json!({
        "name": colonne.nom,
        "title": colonne.titre,
        "description": colonne.description,
        "type": type_(colonne.genre),
        "constraints": { "required": colonne.requise },
    });
    match colonne.genre {
        Genre::Code(codes) => champ["constraints"]["enum"] = json!(codes()),
        Genre::Booleen => (champ["trueValues"], champ["falseValues"]) = (json!(["true"]), json!(["false"])),
        _ => {}
    }
    champ
}

const fn type_(genre: Genre) -> &'static str {
    match genre {
        Genre::Texte | Genre::Code(_) => "string",
        Genre::Entier => "integer",
        Genre::Decimal => "number",
        Genre::Jour => "date",
        Genre::Instant => "datetime",
        Genre::Booleen => "boolean",
    }
}

//! JSON written straight from rows, as who writes the statement by hand would.

/// Writes `"name":value,` for each pair; [`fermer`] takes the last comma away.
macro_rules! champs {
    ($sortie:expr, $($nom:literal: $valeur:expr),+ $(,)?) => {{
        let sortie: &mut Vec<u8> = $sortie;
        $(
            sortie.extend_from_slice(concat!("\"", $nom, "\":").as_bytes());
            serde_json::to_writer(&mut *sortie, &$valeur).expect("JSON");
            sortie.push(b',');
        )+
    }};
}

pub(crate) use champs;

pub fn ouvrir(sortie: &mut Vec<u8>, debut: &str) {
    sortie.extend_from_slice(debut.as_bytes());
}

/// Ends what was opened, by a text that takes the place of the last comma.
pub fn fermer(sortie: &mut Vec<u8>, fin: &str) {
    if sortie.last() == Some(&b',') {
        sortie.pop();
    }
    sortie.extend_from_slice(fin.as_bytes());
}

//! The templates of the facts: what each engine writes in its own way, and what is bound.
//!
//! `{d}` the département · `{jour x}` the day of an instant, in UTC as lists filter it · `{jours a; b}` days from a to b ·
//! `{delai a; b}` b comes within the delay of the measure's rule after a · `{tarif}` the amount of that rule, in cents ·
//! `{mois x}` months of the calendar up to that of a day · `{motifs C…}` the reasons of exit of these categories ·
//! `{categorie x}` the category of a reason · `{cecrl x}` the rank of a level.

use sea_orm::DbBackend;

use crate::evaluation_linguistique::NiveauCecrl;
use crate::pacte::delai::{Delai, UniteDelai};
use crate::parcours::sortie::{CategorieSortie, MotifSortie};
use crate::requete::Requete;
use crate::vocabulaire::Enumeration;

pub struct Contexte<'a> {
    pub departement: &'a str,
    pub delai: Option<&'a Delai>,
    pub tarif: Option<i64>,
}

/// Writes a text with its templates in the dialect of the statement, innermost first.
pub fn ecrire(q: &mut Requete, texte: &str, contexte: &Contexte<'_>) {
    let ecrit = developper(q.base, texte, contexte);
    let mut reste = ecrit.as_str();
    while let Some(place) = reste.find([DEPARTEMENT, TARIF]) {
        let (avant, apres) = reste.split_at(place);
        q.texte(avant);
        if apres.starts_with(DEPARTEMENT) {
            q.valeur(contexte.departement);
        } else {
            q.valeur(contexte.tarif.unwrap_or_default());
        }
        reste = &apres[1..];
    }
    q.texte(reste);
}

/// Marks of the values to bind: no text of SQL holds them.
const DEPARTEMENT: char = '\u{1}';
const TARIF: char = '\u{2}';

fn developper(base: DbBackend, texte: &str, contexte: &Contexte<'_>) -> String {
    let mut ecrit = texte.to_owned();
    while let Some(fin) = ecrit.find('}') {
        let Some(debut) = ecrit[..fin].rfind('{') else { break };
        let remplace = remplacer(base, &ecrit[debut + 1..fin], contexte);
        ecrit.replace_range(debut..=fin, &remplace);
    }
    ecrit
}

fn remplacer(base: DbBackend, gabarit: &str, contexte: &Contexte<'_>) -> String {
    let (nom, arguments) = gabarit.split_once(' ').unwrap_or((gabarit, ""));
    let (a, b) = arguments.split_once(';').map_or((arguments, ""), |(a, b)| (a.trim(), b.trim()));
    match nom {
        "d" => DEPARTEMENT.to_string(),
        "tarif" => TARIF.to_string(),
        "jour" => jour(base, a),
        "jours" => jours(base, a, b),
        "delai" => contexte.delai.map_or_else(|| "false".to_owned(), |delai| format!("{b} <= {}", apres(base, a, delai))),
        "mois" => mois(base, a),
        "motifs" => motifs(arguments),
        "categorie" => choisir(a, MotifSortie::VALEURS.iter().map(|v| (v.code, format!("'{}'", v.valeur.categorie().code())))),
        "cecrl" => choisir(a, NiveauCecrl::VALEURS.iter().map(|v| (v.code, v.valeur.rang().to_string()))),
        _ => unreachable!("unknown template {gabarit}"),
    }
}

fn jour(base: DbBackend, instant: &str) -> String {
    match base {
        DbBackend::Postgres => format!("({instant} at time zone 'UTC')::date"),
        _ => format!("substr({instant}, 1, 10)"),
    }
}

fn jours(base: DbBackend, de: &str, a: &str) -> String {
    match base {
        DbBackend::Postgres => format!("cast({a} - {de} as bigint)"),
        _ => format!("cast(julianday({a}) - julianday({de}) as integer)"),
    }
}

/// Months go by the calendar and stop at the last day of a shorter one, as [`Delai::apres`] counts them.
fn apres(base: DbBackend, jour: &str, delai: &Delai) -> String {
    let (nombre, semaines) = (delai.valeur, u64::from(delai.valeur) * 7);
    match (base, delai.unite) {
        (DbBackend::Postgres, UniteDelai::Jours) => format!("{jour} + {nombre}"),
        (DbBackend::Postgres, UniteDelai::Semaines) => format!("{jour} + {semaines}"),
        (DbBackend::Postgres, UniteDelai::Mois) => format!("{jour} + interval '{nombre} months'"),
        (_, UniteDelai::Jours) => format!("date({jour}, '+{nombre} days')"),
        (_, UniteDelai::Semaines) => format!("date({jour}, '+{semaines} days')"),
        (_, UniteDelai::Mois) => format!("date({jour}, '+{nombre} months', 'floor')"),
    }
}

fn mois(base: DbBackend, jour: &str) -> String {
    match base {
        DbBackend::Postgres => format!("cast(extract(year from {jour}) * 12 + extract(month from {jour}) as bigint)"),
        _ => format!("(cast(substr({jour}, 1, 4) as integer) * 12 + cast(substr({jour}, 6, 2) as integer))"),
    }
}

fn motifs(categories: &str) -> String {
    let categories: Vec<CategorieSortie> = categories.split(' ').filter_map(CategorieSortie::lire).collect();
    let codes = MotifSortie::VALEURS.iter().filter(|v| categories.contains(&v.valeur.categorie())).map(|v| format!("'{}'", v.code));
    format!("({})", codes.collect::<Vec<_>>().join(", "))
}

fn choisir(colonne: &str, valeurs: impl Iterator<Item = (&'static str, String)>) -> String {
    let cas: Vec<String> = valeurs.map(|(code, vaut)| format!("when '{code}' then {vaut}")).collect();
    format!("case {colonne} {} end", cas.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ecrit(base: DbBackend, texte: &str, delai: Option<&Delai>) -> String {
        let mut q = Requete::nouvelle(base, "");
        ecrire(&mut q, texte, &Contexte { departement: "31", delai, tarif: None });
        q.sql
    }

    #[test]
    fn each_engine_writes_its_own_dates() {
        let mois = Delai { regle: String::new(), valeur: 1, unite: UniteDelai::Mois };
        assert!(ecrit(DbBackend::Postgres, "{delai a.x; o.y}", Some(&mois)).ends_with("o.y <= a.x + interval '1 months'"));
        assert_eq!(ecrit(DbBackend::Sqlite, "{delai a.x; o.y}", Some(&mois)), "o.y <= date(a.x, '+1 months', 'floor')");
        assert_eq!(ecrit(DbBackend::Sqlite, "{delai a.x; o.y}", None), "false");
        assert_eq!(
            ecrit(DbBackend::Sqlite, "{delai a.x; {jour r.z}}", Some(&mois)),
            "substr(r.z, 1, 10) <= date(a.x, '+1 months', 'floor')"
        );
        assert_eq!(ecrit(DbBackend::Sqlite, "o.departement = {d} or {d}", None), "o.departement = $1 or $2");
        assert_eq!(
            ecrit(DbBackend::Postgres, "x in {motifs EMPLOI_TRANSITION}", None),
            "x in ('CONTRAT_INSERTION', 'INTERIM', 'AUTRE_SIAE')"
        );
    }
}

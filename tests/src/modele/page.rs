//! `docs/rapport-2021.md`: each printed figure, found again or not, and why.

use std::fmt::Write as _;

use domain::generation::modele::Cible;
use domain::indicateur::{Imprime, Indicateur};
use domain::referentiel::Referentiel;

use super::{RAPPORT, est_celle};
use crate::mesure::documentation;

/// Figures of a computed indicator that its measure does not count, with the reason.
const AUTRES: [(&str, &str, &str); 1] = [(
    "5.6.03",
    "orientés",
    "Les personnes que l'association domicilie ne sont pas toutes orientées vers elle : aucune mesure ne compte les domiciliations.",
)];

/// What the report prints of each of its indicators.
pub fn imprimees(referentiel: &Referentiel) -> Vec<(&Indicateur, &Imprime)> {
    let siens = referentiel.indicateurs.toutes().map(|i| &**i).filter(|i: &&Indicateur| i.document.source.starts_with(RAPPORT));
    siens.flat_map(|i| i.document.valeurs.iter().map(move |v| (i, v))).collect()
}

pub fn comparer(referentiel: &Referentiel, cibles: &[Cible]) {
    let (mut retrouves, mut autres) = (String::new(), String::new());
    let (mut nombre, toutes) = (0, imprimees(referentiel));
    for (indicateur, v) in &toutes {
        match cibles.iter().find(|c| c.indicateur == indicateur.code() && est_celle(v, c)) {
            Some(c) => {
                nombre += 1;
                retrouves.push_str(&retrouve(indicateur, v, c));
            }
            None => autres.push_str(&absent(indicateur, v)),
        }
    }
    assert_eq!(nombre, cibles.len(), "a figure of the model is not printed");
    let entete = ENTETE.replace("{n}", &nombre.to_string()).replace("{total}", &toutes.len().to_string());
    documentation::comparer("rapport-2021.md", &format!("{entete}{retrouves}{ABSENTS}{autres}"));
}

const ENTETE: &str = "# Le rapport sur 2021, recalculé\n\n\
    Le Département de la Haute-Garonne a rendu compte de l'année 2021 (document 004). `passerelle generer --modele haute-garonne-2021\n\
    --departement 31` crée des personnes de synthèse dont les indicateurs, **calculés** par les [mesures](mesures.md) à partir des dossiers,\n\
    sont ceux que ce rapport imprime, à la date ou pour la période qu'il leur donne. Cette page est écrite par le test qui compare chaque\n\
    chiffre, sur SQLite et sur PostgreSQL, par l'API et avec le jeton du Département.\n\n\
    Des {total} chiffres ou mentions que le rapport imprime, {n} sont retrouvés. Les autres sont plus bas, chacun avec sa raison.\n\n\
    Ce que le modèle invente sans que le rapport le dise : les personnes restent au RSA jusqu'à la fin de 2021 ; les chiffres d'ActiPro\n\
    (flux au 30 novembre, effectif au 31 décembre) ne s'accordent que si des personnes reviennent après une sortie et si d'autres entrent\n\
    en décembre ; Pôle Emploi commence l'accompagnement global avant que le Département n'oriente, si bien qu'aucun délai ne s'en déduit.\n\n\
    ## Chiffres retrouvés\n\n\
    | indicateur | intitulé | période | imprimé | calculé | par | source | remarque |\n|---|---|---|---|---|---|---|---|\n";

const ABSENTS: &str =
    "\n## Chiffres qui ne sont pas recalculés\n\n| indicateur | intitulé | période | imprimé | raison |\n|---|---|---|---|---|\n";

fn retrouve(i: &Indicateur, v: &Imprime, c: &Cible) -> String {
    let par = c.parametre.as_ref().map_or_else(|| format!("`{}`", c.mesure), |p| format!("`{}`, `{p}`", c.mesure));
    let colonnes =
        [court(i), &intitule(i, v), &v.periode, &v.texte, &c.valeur.to_string(), &par, &c.source, c.note.as_deref().unwrap_or_default()];
    ligne(&colonnes)
}

fn absent(i: &Indicateur, v: &Imprime) -> String {
    ligne(&[court(i), &intitule(i, v), &v.periode, &v.texte, &raison(i, v)])
}

fn ligne(colonnes: &[&str]) -> String {
    let mut texte = String::new();
    for colonne in colonnes {
        _ = write!(texte, "| {} ", colonne.replace('|', "\\|").replace('\n', " "));
    }
    texte + "|\n"
}

fn court(i: &Indicateur) -> &str {
    i.code().split_once('.').map_or(i.code(), |(_, court)| court)
}

fn intitule(i: &Indicateur, v: &Imprime) -> String {
    v.precision.as_ref().map_or_else(|| i.document.libelle.clone(), |p| format!("{} : {p}", i.document.libelle))
}

/// Every printed figure that the model leaves out has one.
fn raison(i: &Indicateur, v: &Imprime) -> String {
    let d = &i.document;
    if v.qualite.is_some() {
        return "Le rapport n'a pas de chiffre : la valeur reste non disponible ou non renseignée.".to_owned();
    }
    if let Some(raison) = &d.hors_de_portee {
        return raison.clone();
    }
    if d.mesure.is_none() {
        return "Aucune mesure ne le calcule : l'indicateur se déclare.".to_owned();
    }
    if v.periode().is_none() {
        let anomalie = v.anomalie.as_ref().map(|a| format!(" (anomalie {a})")).unwrap_or_default();
        return format!("La date imprimée n'existe pas{anomalie} : aucune période à calculer.");
    }
    let connu = AUTRES.iter().find(|(code, precision, _)| *code == court(i) && Some(*precision) == v.precision.as_deref());
    let (.., raison) = connu.unwrap_or_else(|| panic!("{} {:?} {}: neither found again nor explained", d.code, v.precision, v.periode));
    (*raison).to_owned()
}

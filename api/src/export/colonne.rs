//! The columns of the table, said once for every format.

use chrono::{DateTime, NaiveDate, Utc};
use domain::indicateur::{ModeIndicateur, Part, QualiteValeur};
use domain::mesure::{Centiemes, Dimension};
use domain::pacte::UniteIndicateur;
use domain::vocabulaire::Enumeration;

use super::ligne::Ligne;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Valeur<'a> {
    Texte(&'a str),
    Entier(i64),
    Decimal(Centiemes),
    Jour(NaiveDate),
    Instant(DateTime<Utc>),
    Booleen(bool),
}

/// What all the cells of a column hold.
#[derive(Clone, Copy)]
pub enum Genre {
    Texte,
    /// One of these.
    Code(fn() -> Vec<&'static str>),
    Entier,
    Decimal,
    Jour,
    Instant,
    Booleen,
}

pub struct Colonne {
    /// For programs, the same in every format.
    pub nom: &'static str,
    /// For people: headers of the sheet and of the Excel profile.
    pub titre: &'static str,
    pub description: &'static str,
    pub genre: Genre,
    /// Never empty.
    pub requise: bool,
    /// Of the sheet's column, in characters.
    pub largeur: u8,
    pub lire: for<'a> fn(&Ligne<'a>) -> Option<Valeur<'a>>,
}

const fn toujours(
    nom: &'static str,
    titre: &'static str,
    (genre, largeur): (Genre, u8),
    lire: for<'a> fn(&Ligne<'a>) -> Option<Valeur<'a>>,
    description: &'static str,
) -> Colonne {
    Colonne { nom, titre, description, genre, requise: true, largeur, lire }
}

const fn parfois(
    nom: &'static str,
    titre: &'static str,
    forme: (Genre, u8),
    lire: for<'a> fn(&Ligne<'a>) -> Option<Valeur<'a>>,
    description: &'static str,
) -> Colonne {
    Colonne { requise: false, ..toujours(nom, titre, forme, lire, description) }
}

const TEXTE: Genre = Genre::Texte;
const DECIMAL: Genre = Genre::Decimal;
const INSTANT: Genre = Genre::Instant;
const DIMENSION: Genre = Genre::Code(codes::<Dimension>);

/// One line a value, these cells in this order.
pub const COLONNES: [Colonne; 38] = [
    toujours("pacte", "Pacte", (TEXTE, 18), |l| texte(&l.sujet.pacte), "Code du pacte."),
    parfois(
        "fiche",
        "Fiche-action",
        (TEXTE, 12),
        |l| texte(l.sujet.fiche.as_deref()?),
        "Code de la fiche-action ; vide pour un indicateur du pacte entier.",
    ),
    toujours("indicateur", "Indicateur", (TEXTE, 22), |l| texte(&l.sujet.code), "Code de l'indicateur."),
    toujours("libelle", "Libellé", (TEXTE, 60), |l| texte(&l.sujet.libelle), "Libellé de l'indicateur."),
    toujours("unite", "Unité", (Genre::Code(codes::<UniteIndicateur>), 13), |l| texte(l.sujet.unite.code()), "Unité de la valeur."),
    toujours(
        "mode",
        "Mode",
        (Genre::Code(codes::<ModeIndicateur>), 11),
        |l| texte(l.sujet.mode.code()),
        "CALCULE : par la plateforme, à partir des dossiers. DECLARE : saisi par un partenaire.",
    ),
    toujours("du", "Du", (Genre::Jour, 12), |l| Some(Valeur::Jour(l.valeur.periode.du)), "Premier jour de la période."),
    toujours("au", "Au", (Genre::Jour, 12), |l| Some(Valeur::Jour(l.valeur.periode.au)), "Dernier jour de la période, compris."),
    toujours("periode", "Période", (TEXTE, 20), |l| texte(&l.valeur.libelle_periode), "Nom de la période."),
    parfois(
        "territoireCode",
        "Code du territoire",
        (TEXTE, 18),
        |l| texte(&l.territoire?.code),
        "Code du territoire ; vide pour le département entier.",
    ),
    parfois("territoireNom", "Territoire", (TEXTE, 30), |l| texte(&l.territoire?.nom), "Nom du territoire."),
    parfois("dimension1", "Ventilation 1", (DIMENSION, 18), |l| dimension(part(l, 0)?), "Première dimension de la ventilation demandée."),
    parfois(
        "dimension1Code",
        "Part 1 (code)",
        (TEXTE, 20),
        |l| texte(&part(l, 0)?.code),
        "Code de la part dans la première dimension ; INCONNU quand elle n'est pas connue.",
    ),
    parfois("dimension1Libelle", "Part 1", (TEXTE, 30), |l| texte(&part(l, 0)?.libelle), "Libellé de cette part."),
    parfois("dimension2", "Ventilation 2", (DIMENSION, 18), |l| dimension(part(l, 1)?), "Seconde dimension de la ventilation demandée."),
    parfois(
        "dimension2Code",
        "Part 2 (code)",
        (TEXTE, 20),
        |l| texte(&part(l, 1)?.code),
        "Code de la part dans la seconde dimension ; INCONNU quand elle n'est pas connue.",
    ),
    parfois("dimension2Libelle", "Part 2", (TEXTE, 30), |l| texte(&part(l, 1)?.libelle), "Libellé de cette part."),
    parfois(
        "valeur",
        "Valeur",
        (DECIMAL, 12),
        |l| nombre(l.valeur.valeur),
        "Vide quand la qualité n'est ni OBSERVEE ni PROVISOIRE, ou pour un indicateur qualitatif.",
    ),
    parfois("numerateur", "Numérateur", (DECIMAL, 12), |l| nombre(l.valeur.numerateur), "Numérateur, pour un taux ou une moyenne."),
    parfois("denominateur", "Dénominateur", (DECIMAL, 13), |l| nombre(l.valeur.denominateur), "Dénominateur, pour un taux ou une moyenne."),
    parfois("mediane", "Médiane", (DECIMAL, 12), |l| nombre(l.valeur.mediane), "Médiane, pour un délai."),
    parfois("quantile90", "9e décile", (DECIMAL, 12), |l| nombre(l.valeur.quantile90), "Délai que neuf dossiers sur dix ne dépassent pas."),
    parfois("texte", "Texte", (TEXTE, 40), |l| texte(l.valeur.texte.as_deref()?), "Valeur d'un indicateur qualitatif."),
    toujours(
        "qualite",
        "Qualité",
        (Genre::Code(codes::<QualiteValeur>), 20),
        |l| texte(l.valeur.qualite.code()),
        "OBSERVEE, PROVISOIRE (la période peut encore changer), SECRET_STATISTIQUE (effectif trop petit, ou qui se déduirait), NON_DISPONIBLE, NON_RENSEIGNEE.",
    ),
    parfois(
        "imprimee",
        "Valeur imprimée",
        (TEXTE, 24),
        |l| texte(&l.valeur.imprimee.as_ref()?.texte),
        "Ce que le document imprime, à la lettre.",
    ),
    parfois(
        "imprimeePrecision",
        "Précision imprimée",
        (TEXTE, 24),
        |l| texte(l.valeur.imprimee.as_ref()?.precision.as_deref()?),
        "Ce que ce chiffre compte, quand le document en imprime plusieurs pour un indicateur.",
    ),
    parfois("imprimeeSource", "Source imprimée", (TEXTE, 40), |l| texte(&l.valeur.imprimee.as_ref()?.source), "Où le document l'imprime."),
    parfois(
        "imprimeeAnomalie",
        "Anomalie du document",
        (TEXTE, 20),
        |l| texte(l.valeur.imprimee.as_ref()?.anomalie.as_deref()?),
        "Code de l'anomalie du pacte qui touche la valeur imprimée.",
    ),
    parfois("objectif", "Objectif", (DECIMAL, 12), |l| nombre(l.objectif), "Objectif de la période, dans l'unité de l'indicateur."),
    parfois("ecart", "Écart à l'objectif", (DECIMAL, 12), |l| nombre(l.valeur.ecart), "Écart à l'objectif, dans l'unité de l'indicateur."),
    toujours(
        "versionDefinition",
        "Version de la définition",
        (Genre::Entier, 10),
        |l| Some(Valeur::Entier(l.valeur.version_definition)),
        "Version de la formule qui a donné la valeur.",
    ),
    toujours(
        "cohorteMature",
        "Cohorte mature",
        (Genre::Booleen, 10),
        |l| Some(Valeur::Booleen(l.valeur.cohorte_mature)),
        "Faux tant que la cohorte n'a pas eu le temps que la formule lui donne.",
    ),
    parfois(
        "justification",
        "Justification",
        (TEXTE, 40),
        |l| texte(l.valeur.justification.as_deref()?),
        "Pourquoi la valeur manque, ou ce qui l'explique.",
    ),
    toujours("source", "Source", (TEXTE, 40), |l| texte(&l.valeur.source), "D'où vient la valeur."),
    parfois("declareePar", "Déclarée par", (TEXTE, 30), |l| texte(l.declaree_par?), "Partenaire qui a déclaré la valeur."),
    parfois("declareeLe", "Déclarée le (UTC)", (INSTANT, 18), |l| instant(l.valeur.declaree_le), "Instant de la déclaration."),
    toujours(
        "etabliLe",
        "Établie le (UTC)",
        (INSTANT, 18),
        |l| instant(Some(l.valeur.etabli_le)),
        "Instant où la valeur a été calculée, figée, déclarée ou chargée.",
    ),
    parfois(
        "publieeLe",
        "Publiée le (UTC)",
        (INSTANT, 18),
        |l| instant(l.valeur.publiee_le),
        "Instant de la publication ; vide pour une valeur qui n'est pas publiée.",
    ),
];

fn codes<E: Enumeration>() -> Vec<&'static str> {
    E::VALEURS.iter().map(|v| v.code).collect()
}

/// An empty text is an absent one: no format tells them apart.
fn texte(texte: &str) -> Option<Valeur<'_>> {
    (!texte.is_empty()).then_some(Valeur::Texte(texte))
}

fn nombre<'a>(nombre: Option<Centiemes>) -> Option<Valeur<'a>> {
    nombre.map(Valeur::Decimal)
}

fn instant<'a>(le: Option<DateTime<Utc>>) -> Option<Valeur<'a>> {
    le.map(Valeur::Instant)
}

fn part<'a>(ligne: &Ligne<'a>, rang: usize) -> Option<&'a Part> {
    ligne.valeur.parts.get(rang)
}

fn dimension(part: &Part) -> Option<Valeur<'_>> {
    texte(part.dimension.code())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_titles_tell_columns_apart_and_every_one_is_described() {
        let distincts = |nommer: fn(&Colonne) -> String| COLONNES.iter().map(nommer).collect::<BTreeSet<_>>().len();
        assert_eq!(distincts(|c| c.nom.to_lowercase()), COLONNES.len(), "engines of SQL ignore case");
        assert_eq!(distincts(|c| c.titre.to_owned()), COLONNES.len());
        assert!(COLONNES.iter().all(|c| c.description.ends_with('.') && c.largeur > 0));
    }
}

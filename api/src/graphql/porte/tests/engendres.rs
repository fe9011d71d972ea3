//! Generated documents: the walk with memory says what a naive reading, that unfolds everything, says.

use std::fmt::Write as _;

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use domain::portee::Portees;

use super::super::{Limites, examiner, lire_document};
use super::{TABLE, toutes};
use crate::graphql::portees::{Enveloppe, IdType};

/// `SplitMix64`: the seed is all that a failure needs to be played again.
pub struct Tirage(pub u64);

impl Tirage {
    pub fn moins_de(&mut self, borne: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut melange = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        melange = (melange ^ (melange >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((melange ^ (melange >> 31)) % u64::try_from(borne).expect("small")).expect("small")
    }
}

const COMPOSES: [&str; 5] = ["Allocataire", "Parcours", "PrescriptionConnection", "Prescription", "Service"];

/// Fragments of each type at each rank, then an operation that spreads the last ones several times.
fn document(tirage: &mut Tirage) -> String {
    let mut fragments = String::new();
    for rang in 0..4 {
        for parent in COMPOSES {
            let _ = write!(fragments, "fragment F{rang}{parent} on {parent}{}", selections(tirage, parent, 2, rang));
        }
    }
    format!(
        "{{allocataires(first:{}){{nodes{} nodes{{...F3Allocataire ...F2Allocataire id}}}} services{}}}{fragments}",
        1 + tirage.moins_de(5),
        selections(tirage, "Allocataire", 3, 4),
        selections(tirage, "Service", 1, 4),
    )
}

/// A selection on a type, whose spreads name fragments of a lower rank only.
fn selections(tirage: &mut Tirage, parent: &str, profondeur: usize, rang: usize) -> String {
    let nombre = 1 + tirage.moins_de(3);
    let dedans: String = (0..nombre).map(|_| selection(tirage, parent, profondeur, rang)).collect();
    format!("{{__typename {dedans}}}")
}

fn selection(tirage: &mut Tirage, parent: &str, profondeur: usize, rang: usize) -> String {
    let composes: &[(&str, &str)] = match parent {
        "Allocataire" => &[
            ("parcoursActif", "Parcours"),
            ("prescriptions", "PrescriptionConnection"),
            ("prescriptions(first:3)", "PrescriptionConnection"),
        ],
        "Parcours" => &[("allocataire", "Allocataire"), ("suivant", "Parcours")],
        "Prescription" => &[("allocataire", "Allocataire")],
        "PrescriptionConnection" => &[("nodes", "Prescription")],
        _ => &[],
    };
    let feuille = match parent {
        "Allocataire" => "nom ",
        "Parcours" => "synthese ",
        "PrescriptionConnection" => "nombreTotal ",
        _ => "id ",
    };
    match tirage.moins_de(4) {
        0 if profondeur > 0 => format!("...on {parent}{} ", selections(tirage, parent, profondeur - 1, rang)),
        1 | 2 if profondeur > 0 && !composes.is_empty() => {
            let (champ, cible) = composes[tirage.moins_de(composes.len())];
            format!("{champ}{} ", selections(tirage, cible, profondeur - 1, rang))
        }
        3 if rang > 0 => format!("...F{}{parent} ", tirage.moins_de(rang)),
        _ => feuille.to_owned(),
    }
}

struct Naive<'a> {
    document: &'a ExecutableDocument,
    portees: Portees,
}

impl Naive<'_> {
    fn cout(&mut self, ensemble: &SelectionSet, parent: IdType) -> u64 {
        ensemble.items.iter().map(|selection| self.selection(&selection.node, parent)).sum()
    }

    fn selection(&mut self, selection: &Selection, parent: IdType) -> u64 {
        let champ = match selection {
            Selection::InlineFragment(fragment) => return self.cout(&fragment.node.selection_set.node, parent),
            Selection::FragmentSpread(appel) => {
                let fragment = &self.document.fragments[&appel.node.fragment_name.node].node;
                return self.cout(&fragment.selection_set.node, parent);
            }
            Selection::Field(champ) => &champ.node,
        };
        let Some(lu) = TABLE.champ(parent, &champ.name.node) else { return 0 };
        self.portees = self.portees | lu.exige;
        if champ.selection_set.node.items.is_empty() {
            return 0;
        }
        let dedans = self.cout(&champ.selection_set.node, lu.cible);
        let taille = champ.get_argument("first").map(|valeur| valeur.node.to_string().parse::<u64>().expect("a number"));
        match TABLE.type_lu(lu.cible).enveloppe {
            Enveloppe::Page => (taille.unwrap_or(10) * dedans).max(1),
            _ if &*TABLE.type_lu(parent).nom == "Query" && lu.liste => 5 * (1 + dedans),
            _ => 1 + dedans,
        }
    }
}

#[test]
fn la_marche_dit_ce_que_dit_le_depliage() {
    let limites =
        Limites { cout: u64::MAX, selections: u64::MAX, profondeur: 999, jetons: 99_999, document: 1 << 20, ..Limites::default() };
    for graine in 0..150 {
        let texte = document(&mut Tirage(graine));
        let lu = lire_document(&texte, &limites).unwrap_or_else(|refus| panic!("seed {graine}: {refus:?}\n{texte}"));
        let examen = examiner(&TABLE, &lu, None, &limites).unwrap_or_else(|refus| panic!("seed {graine}: {refus:?}\n{texte}"));
        let admission = examen.admettre(toutes(), &Variables::default(), &limites).unwrap_or_else(|r| panic!("seed {graine}: {r:?}"));
        let mut naive = Naive { document: &lu, portees: Portees::AUCUNE };
        let (_, operation) = lu.operations.iter().next().expect("one");
        let attendu = naive.cout(&operation.node.selection_set.node, TABLE.id("Query").expect("the root"));
        assert_eq!((admission.cout, admission.portees), (attendu, naive.portees), "seed {graine}\n{texte}");
    }
}

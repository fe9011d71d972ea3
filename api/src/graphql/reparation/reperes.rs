//! Where a hidden `__typename` is needed.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned};

use super::REPERE;

/// Adds a hidden `__typename` to every selection of an object that directives or type conditions could empty, or that
/// another selection of the same object completes.
///
/// To be called on a document that the gate let through: it is unfolded here, and the gate bounds what it unfolds to.
/// Says whether it added any: [`super::retirer_reperes`] is needed then, and only then.
pub fn poser_reperes(document: &mut ExecutableDocument) -> bool {
    let pose = Pose { completes: completes(document) };
    let mut poses = false;
    let operations = match &mut document.operations {
        DocumentOperations::Single(seule) => vec![seule],
        DocumentOperations::Multiple(plusieurs) => plusieurs.values_mut().collect(),
    };
    for operation in operations {
        let ensemble = &mut operation.node.selection_set;
        // The root of a subscription holds one field and nothing else.
        let racine_libre = operation.node.ty != OperationType::Subscription;
        poses |= if racine_libre { pose.objet(ensemble) } else { pose.dedans(&mut ensemble.node) };
    }
    for fragment in document.fragments.values_mut() {
        poses |= pose.dedans(&mut fragment.node.selection_set.node);
    }
    poses
}

struct Pose {
    completes: HashSet<Pos>,
}

impl Pose {
    fn objet(&self, ensemble: &mut Positioned<SelectionSet>) -> bool {
        let sous = self.dedans(&mut ensemble.node);
        let vide = ensemble.node.items.is_empty();
        let sur = ensemble.node.items.iter().any(|selection| certain(&selection.node)) && !self.completes.contains(&ensemble.pos);
        if vide || sur {
            return sous;
        }
        ensemble.node.items.push(repere(ensemble.pos));
        true
    }

    /// The selections of the fields of a set; a fragment has no object of its own.
    fn dedans(&self, ensemble: &mut SelectionSet) -> bool {
        ensemble.items.iter_mut().fold(false, |poses, selection| {
            poses
                | match &mut selection.node {
                    Selection::Field(champ) => self.objet(&mut champ.node.selection_set),
                    Selection::InlineFragment(fragment) => self.dedans(&mut fragment.node.selection_set.node),
                    Selection::FragmentSpread(_) => false,
                }
        })
    }
}

/// A fragment is not certain: its type condition may not hold, and what it selects may go.
fn certain(selection: &Selection) -> bool {
    matches!(selection, Selection::Field(champ) if champ.node.directives.is_empty())
}

/// Where selections stand whose object is selected again elsewhere, under the same key of the same parent.
fn completes(document: &ExecutableDocument) -> HashSet<Pos> {
    let mut trouves = HashSet::new();
    for (_, operation) in document.operations.iter() {
        reunir(document, &[&operation.node.selection_set.node], &mut trouves);
    }
    trouves
}

fn reunir(document: &ExecutableDocument, ensembles: &[&SelectionSet], trouves: &mut HashSet<Pos>) {
    let mut par_cle = HashMap::new();
    for ensemble in ensembles {
        ranger(document, ensemble, &mut par_cle);
    }
    for champs in par_cle.into_values() {
        if champs.len() > 1 {
            trouves.extend(champs.iter().map(|champ| champ.selection_set.pos));
        }
        let dessous: Vec<_> = champs.iter().map(|champ| &champ.selection_set.node).collect();
        reunir(document, &dessous, trouves);
    }
}

fn ranger<'a>(document: &'a ExecutableDocument, ensemble: &'a SelectionSet, par_cle: &mut HashMap<&'a Name, Vec<&'a Field>>) {
    for selection in &ensemble.items {
        match &selection.node {
            Selection::Field(champ) if champ.node.selection_set.node.items.is_empty() => {}
            Selection::Field(champ) => par_cle.entry(&champ.node.response_key().node).or_default().push(&champ.node),
            Selection::InlineFragment(fragment) => ranger(document, &fragment.node.selection_set.node, par_cle),
            Selection::FragmentSpread(appel) => {
                if let Some(fragment) = document.fragments.get(&appel.node.fragment_name.node) {
                    ranger(document, &fragment.node.selection_set.node, par_cle);
                }
            }
        }
    }
}

fn repere(lieu: Pos) -> Positioned<Selection> {
    let nom = |nom: &str| Positioned::new(Name::new(nom), lieu);
    let champ = Field {
        alias: Some(nom(REPERE)),
        name: nom("__typename"),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet::default(), lieu),
    };
    Positioned::new(Selection::Field(Positioned::new(champ, lieu)), lieu)
}

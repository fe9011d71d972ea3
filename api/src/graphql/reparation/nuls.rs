//! Puts the nulls where the specification wants them (section 6.4.4), from the paths of the errors and the types of the schema.

use std::collections::HashSet;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet, Type};
use async_graphql::{Name, PathSegment, Response, Value};

use crate::graphql::portees::{IdType, TablePortees};

/// Mends the data of an answer that has errors; does nothing to one that has none.
///
/// An item of a list that errs by itself takes its list with it, as the engine has lost the list:
/// a resolver that wants the other items to stay answers `Vec<Option<Result<T>>>`, whose errors have no path.
pub fn propager_nuls(table: &TablePortees, document: &ExecutableDocument, operation: &OperationDefinition, reponse: &mut Response) {
    let Some(racine) = table.racine(operation.ty) else { return };
    let mut chemins: Vec<_> = reponse.errors.iter().map(|erreur| erreur.path.as_slice()).filter(|c| !c.is_empty()).collect();
    // An object that failed itself comes before the fields under it, which it takes with it.
    chemins.sort_by_key(|chemin| chemin.len());
    let mut reparation = Reparation { table, document, annules: HashSet::new() };
    for chemin in chemins {
        let ensembles = vec![(&operation.selection_set.node, racine)];
        if reparation.objet(&mut reponse.data, &ensembles, Trajet { chemin, rang: 0 }) {
            reponse.data = Value::Null;
            return;
        }
    }
}

/// Selection sets of one response key, each with the type that it selects on.
type Ensembles<'a> = Vec<(&'a SelectionSet, IdType)>;

/// The path of an error, and how far along it we are.
#[derive(Clone, Copy)]
struct Trajet<'e> {
    chemin: &'e [PathSegment],
    rang: usize,
}

impl<'e> Trajet<'e> {
    const fn plus_loin(self) -> Self {
        Self { rang: self.rang + 1, ..self }
    }

    fn ici(self) -> &'e [PathSegment] {
        &self.chemin[..self.rang]
    }

    fn prochain(self) -> Option<&'e PathSegment> {
        self.chemin.get(self.rang)
    }
}

struct Reparation<'a> {
    table: &'a TablePortees,
    document: &'a ExecutableDocument,
    /// Where a null was put: what stood below does not come back with the next error.
    annules: HashSet<Vec<String>>,
}

impl<'a> Reparation<'a> {
    /// Whether this object must become null.
    fn objet(&mut self, objet: &mut Value, ensembles: &Ensembles<'a>, trajet: Trajet<'_>) -> bool {
        let Some(PathSegment::Field(cle)) = trajet.prochain() else { return true };
        let Some(selection) = self.selection(ensembles, cle) else { return false };
        if matches!(objet, Value::Null) {
            if self.annules.contains(&cles(trajet.ici())) {
                return false;
            }
            // All its fields failed and the engine erased it: they come back one by one, as nulls.
            *objet = Value::Object(IndexMap::new());
        }
        let Value::Object(champs) = objet else { return false };
        let valeur = champs.entry(Name::new(cle)).or_insert(Value::Null);
        self.valeur(valeur, &selection.ty, &selection.dedans, trajet.plus_loin())
    }

    /// Whether the null that this value becomes, if it does, must go further up.
    fn valeur(&mut self, valeur: &mut Value, ty: &Type, dedans: &Ensembles<'a>, trajet: Trajet<'_>) -> bool {
        let annule = match (&ty.base, trajet.prochain()) {
            (BaseType::List(element), Some(PathSegment::Index(rang))) => match valeur {
                Value::List(elements) => elements.get_mut(*rang).is_none_or(|v| self.valeur(v, element, dedans, trajet.plus_loin())),
                _ => true,
            },
            (BaseType::Named(_), Some(PathSegment::Field(_))) => self.objet(valeur, dedans, trajet),
            _ => true,
        };
        if annule {
            *valeur = Value::Null;
            self.annules.insert(cles(trajet.ici()));
        }
        annule && !ty.nullable
    }

    /// Everything that the document selects under a response key, fragments included.
    fn selection(&self, ensembles: &Ensembles<'a>, cle: &str) -> Option<SelectionDeCle<'a>> {
        let mut trouves = Vec::new();
        for (ensemble, parent) in ensembles {
            self.chercher(ensemble, *parent, cle, &mut trouves);
        }
        let premier = trouves.first().and_then(|(champ, parent)| self.table.champ(*parent, &champ.name.node))?;
        let ty = premier.ty.clone();
        let dessous = trouves.iter().filter_map(|(champ, parent)| {
            let lu = self.table.champ(*parent, &champ.name.node)?;
            Some((&champ.selection_set.node, lu.cible))
        });
        Some(SelectionDeCle { ty, dedans: dessous.collect() })
    }

    fn chercher(&self, ensemble: &'a SelectionSet, parent: IdType, cle: &str, trouves: &mut Vec<(&'a Field, IdType)>) {
        for selection in &ensemble.items {
            match &selection.node {
                Selection::Field(champ) if champ.node.response_key().node == *cle => {
                    trouves.push((&champ.node, parent));
                }
                Selection::Field(_) => {}
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                    self.chercher_sous(condition, &fragment.node.selection_set.node, parent, cle, trouves);
                }
                Selection::FragmentSpread(appel) => {
                    let Some(fragment) = self.document.fragments.get(&appel.node.fragment_name.node) else { continue };
                    let condition = Some(fragment.node.type_condition.node.on.node.as_str());
                    self.chercher_sous(condition, &fragment.node.selection_set.node, parent, cle, trouves);
                }
            }
        }
    }

    fn chercher_sous(
        &self,
        condition: Option<&str>,
        ensemble: &'a SelectionSet,
        parent: IdType,
        cle: &str,
        trouves: &mut Vec<(&'a Field, IdType)>,
    ) {
        let Some(sous) = condition.map_or(Some(parent), |nom| self.table.id(nom)) else { return };
        // On a concrete parent, a fragment that cannot apply selected nothing; one on an interface speaks of the parent.
        let concret = self.table.type_lu(parent).possibles.is_empty();
        match concret {
            true if self.table.peut_etre(parent, sous) => self.chercher(ensemble, parent, cle, trouves),
            true => {}
            false => self.chercher(ensemble, sous, cle, trouves),
        }
    }
}

struct SelectionDeCle<'a> {
    ty: Type,
    dedans: Ensembles<'a>,
}

fn cles(chemin: &[PathSegment]) -> Vec<String> {
    let cle = |segment: &PathSegment| match segment {
        PathSegment::Field(nom) => nom.clone(),
        PathSegment::Index(rang) => rang.to_string(),
    };
    chemin.iter().map(cle).collect()
}

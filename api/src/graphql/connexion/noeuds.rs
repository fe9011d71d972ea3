//! The nodes of a page, resolved with one future a node and not one a field: on lists the engine's futures cost more
//! than the values that they bring. The schema has no extension of the engine, which alone would ask for more.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::{ContainerType, resolve_list};
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use futures::FutureExt as _;
use futures::future::{join, join_all};

use super::texte::{Branches, Feuilles, Texte};

/// What a page shows, in its order, and the fields that write themselves.
pub struct Noeuds<'a, T>(pub &'a [T], pub (Feuilles<T>, Branches<T>));

/// A whole list whose nodes write themselves.
pub struct Liste<T>(pub Vec<T>, pub (Feuilles<T>, Branches<T>));

impl<T: ContainerType> OutputType for Liste<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        Noeuds(&self.0, self.1).resolve(ctx, field).await
    }
}

impl<'n, T: ContainerType + 'n> OutputType for Noeuds<'n, T> {
    fn type_name() -> Cow<'static, str> {
        <&[T]>::type_name()
    }

    fn qualified_type_name() -> String {
        <&[T]>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <&[T]>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let Some(champs) = champs::<T>(ctx, &ctx.item.node) else {
            return resolve_list(ctx, field, self.0, Some(self.0.len())).await;
        };
        if let Some(texte) = Texte::de(ctx, &champs, self.1) {
            return Ok(texte.ecrire(self.0));
        }
        let objets = self.0.iter().enumerate().map(|(rang, noeud)| {
            let champs = &champs;
            async move { objet(&ctx.with_index(rang), champs, noeud).await }
        });
        Ok(Value::List(join_all(objets).await))
    }
}

/// The fields of a selection in their order, or `None` where the engine has more to do than to resolve each.
pub(super) fn champs<'a, T: OutputType>(ctx: &ContextSelectionSet<'a>, selection: &'a SelectionSet) -> Option<Vec<&'a Positioned<Field>>> {
    let mut champs = Vec::new();
    recueillir::<T>(ctx, selection, &mut champs).then_some(champs)
}

/// Fragments on another type, directives and selections to merge are the engine's.
fn recueillir<'a, T: OutputType>(
    ctx: &ContextSelectionSet<'a>,
    selection: &'a SelectionSet,
    champs: &mut Vec<&'a Positioned<Field>>,
) -> bool {
    selection.items.iter().all(|element| match &element.node {
        Selection::Field(champ) => champ.node.directives.is_empty() && ajouter(champ, champs),
        Selection::InlineFragment(f) => {
            let meme = f.node.type_condition.as_ref().is_none_or(|c| T::type_name() == c.node.on.node.as_str());
            meme && f.node.directives.is_empty() && recueillir::<T>(ctx, &f.node.selection_set.node, champs)
        }
        Selection::FragmentSpread(f) => ctx.query_env.fragments.get(&f.node.fragment_name.node).is_some_and(|fragment| {
            let meme = T::type_name() == fragment.node.type_condition.node.on.node.as_str();
            meme && f.node.directives.is_empty() && recueillir::<T>(ctx, &fragment.node.selection_set.node, champs)
        }),
    })
}

/// A leaf asked twice is the same one.
fn ajouter<'a>(champ: &'a Positioned<Field>, champs: &mut Vec<&'a Positioned<Field>>) -> bool {
    let cle = champ.node.response_key();
    let connu = champs.iter().any(|c| c.node.response_key().node == cle.node);
    if !connu {
        champs.push(champ);
    }
    !connu || feuille(champ)
}

pub(super) fn feuille(champ: &Positioned<Field>) -> bool {
    champ.node.selection_set.node.items.is_empty()
}

/// Leaves one after another, beside the branches, which go on together: what they load is loaded for all nodes at once.
async fn objet<T: ContainerType>(ctx: &ContextSelectionSet<'_>, champs: &[&Positioned<Field>], noeud: &T) -> Value {
    let (feuilles, branches) = if champs.iter().all(|c| feuille(c)) {
        (feuilles(ctx, champs, noeud).await, Vec::new())
    } else {
        let branches = champs.iter().filter(|c| !feuille(c)).map(|champ| resoudre(ctx, champ, noeud).boxed());
        join(feuilles(ctx, champs, noeud), join_all(branches)).await
    };
    let (mut feuilles, mut branches) = (feuilles.into_iter(), branches.into_iter());
    let mut resolus = IndexMap::with_capacity(champs.len());
    for champ in champs {
        match if feuille(champ) { feuilles.next() } else { branches.next() } {
            Some(Ok(valeur)) => drop(resolus.insert(champ.node.response_key().node.clone(), valeur)),
            Some(Err(erreur)) => ctx.add_error(erreur),
            None => {}
        }
    }
    if resolus.is_empty() { Value::Null } else { Value::Object(resolus) }
}

async fn feuilles<T: ContainerType>(ctx: &ContextSelectionSet<'_>, champs: &[&Positioned<Field>], noeud: &T) -> Vec<ServerResult<Value>> {
    let mut lues = Vec::with_capacity(champs.len());
    for champ in champs.iter().filter(|c| feuille(c)) {
        lues.push(resoudre(ctx, champ, noeud).await);
    }
    lues
}

async fn resoudre<T: ContainerType>(ctx: &ContextSelectionSet<'_>, champ: &Positioned<Field>, noeud: &T) -> ServerResult<Value> {
    if champ.node.name.node == "__typename" {
        return Ok(Value::String(noeud.introspection_type_name().into_owned()));
    }
    let valeur = noeud.resolve_field(&ctx.with_field(champ)).await?;
    Ok(valeur.unwrap_or_default())
}

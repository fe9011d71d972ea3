//! Introspection by bearer: the engine shows of the schema what the bearer's scopes open.
//!
//! Wrapping a root in [`Racine`] sets, once its types are registered, the engine's `visible` functions from the
//! directives. They hide and refuse nothing: the gate refuses. The bearer's [`Portees`](domain::portee::Portees) are read from the request's data;
//! without them, only what every partner may read is shown.

mod abrege;
#[cfg(test)]
pub(super) mod essai;
mod regles;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::pin::Pin;

use async_graphql::futures_util::Stream;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, Registry};
use async_graphql::resolver_utils::{ContainerType, Fields};
use async_graphql::{Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Response, ServerResult, SubscriptionType, Value};

use self::regles::fonction;
use super::portees::{IdType, TablePortees, Vues};

/// A root of the schema whose types are shown by bearer: `Schema::build(Racine(Query), Racine(Mutation), Racine(Subscription))`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Racine<T>(pub T);

impl<T: ObjectType> OutputType for Racine<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let nom = T::create_type_info(registry);
        poser(registry);
        nom
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, champ: &Positioned<Field>) -> ServerResult<Value> {
        self.0.resolve(ctx, champ).await
    }
}

impl<T: ObjectType> ContainerType for Racine<T> {
    fn is_empty() -> bool {
        T::is_empty()
    }

    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.0.resolve_field(ctx).await
    }

    fn collect_all_fields<'a>(&'a self, ctx: &ContextSelectionSet<'a>, champs: &mut Fields<'a>) -> ServerResult<()> {
        self.0.collect_all_fields(ctx, champs)
    }

    async fn find_entity(&self, ctx: &Context<'_>, parametres: &Value) -> ServerResult<Option<Value>> {
        self.0.find_entity(ctx, parametres).await
    }
}

impl<T: ObjectType> ObjectType for Racine<T> {}

impl<T: SubscriptionType> SubscriptionType for Racine<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let nom = T::create_type_info(registry);
        poser(registry);
        nom
    }

    fn is_empty() -> bool {
        T::is_empty()
    }

    fn create_field_stream<'a>(&'a self, ctx: &'a Context<'_>) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        self.0.create_field_stream(ctx)
    }
}

fn poser(registry: &mut Registry) {
    let abrege = abrege::abreger(registry);
    let document = parse_schema(&abrege).expect("l'abrégé du schéma, écrit par abreger, se relit");
    let (table, _) = TablePortees::assembler(&document);
    let vues = Vues::calculer(&table);
    for meta in registry.types.values_mut() {
        if let Some(id) = table.id(meta.name()) {
            poser_type(meta, &table, &vues, id);
        }
    }
}

fn poser_type(meta: &mut MetaType, table: &TablePortees, vues: &Vues, id: IdType) {
    let lu = table.type_lu(id);
    match meta {
        MetaType::Object { fields, visible, .. } | MetaType::Interface { fields, visible, .. } => {
            *visible = fonction(vues.type_vu(id).clone());
            for (champ, connu) in fields.values_mut().filter_map(|champ| lu.champs.get(&*champ.name).map(|lu| (champ, lu))) {
                champ.visible = fonction(vues.champ_vu(connu));
                for argument in champ.args.values_mut() {
                    argument.visible = connu.arguments.get(&*argument.name).and_then(|a| fonction(vues.argument_vu(a)));
                }
            }
        }
        MetaType::InputObject { input_fields, visible, .. } => {
            *visible = fonction(vues.type_vu(id).clone());
            for champ in input_fields.values_mut() {
                champ.visible = lu.champs.get(&*champ.name).and_then(|connu| fonction(vues.champ_vu(connu)));
            }
        }
        MetaType::Enum { enum_values, visible, .. } => {
            *visible = fonction(vues.type_vu(id).clone());
            for valeur in enum_values.values_mut() {
                valeur.visible = lu.valeurs.get(&*valeur.name).and_then(|v| fonction(Vues::valeur_vue(v.exige)));
            }
        }
        MetaType::Union { visible, .. } => *visible = fonction(vues.type_vu(id).clone()),
        MetaType::Scalar { .. } => {}
    }
}

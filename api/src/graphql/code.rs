//! Every enumeration of the domain as a GraphQL enum: one wrapper reads the domain's own table of values.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned, ServerResult, TypeDirective, Value,
};
use domain::vocabulaire::{Ensemble, Enumeration};

use super::portees::{exige, sensible};

/// A value of an enumeration, written as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<T>(pub T);

/// Values of a sort that need a scope of their own: their order tells what the scope protects.
fn portee_de_valeur(enumeration: &str, code: &str) -> Option<&'static str> {
    match (enumeration, code) {
        ("AllocataireTri", "NOM") => Some("allocataires.identite:lire"),
        ("AllocataireTri", "DATE_DEMANDE_RSA" | "ANCIENNETE") => Some("allocataires.situation:lire"),
        _ => None,
    }
}

fn enregistrer<T: Enumeration>(registry: &mut Registry) -> String {
    TypeDirective::register(&sensible, registry);
    TypeDirective::register(&exige, registry);
    registry.create_input_type::<Code<T>, _>(MetaTypeId::Enum, |_| MetaType::Enum {
        name: T::NOM.to_owned(),
        description: Some(T::DESCRIPTION.trim().to_owned()),
        enum_values: T::VALEURS.iter().map(|v| (v.code.to_owned(), valeur(T::NOM, v.code, v.sensible))).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<Code<T>>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    })
}

fn valeur(enumeration: &str, code: &str, revele: bool) -> MetaEnumValue {
    let mut directive_invocations = Vec::new();
    directive_invocations.extend(revele.then(sensible::apply));
    directive_invocations.extend(portee_de_valeur(enumeration, code).map(|p| exige::apply([p])));
    MetaEnumValue {
        name: code.to_owned(),
        description: None,
        deprecation: async_graphql::registry::Deprecation::default(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations,
    }
}

impl<T: Enumeration> InputType for Code<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NOM)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        enregistrer::<T>(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let lue = match value.unwrap_or_default() {
            Value::Enum(nom) => T::lire(nom.as_str()),
            Value::String(texte) => T::lire(&texte),
            autre => return Err(InputValueError::expected_type(autre)),
        };
        lue.map(Self).ok_or_else(|| InputValueError::custom(format!("valeur inconnue de {}", T::NOM)))
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.0.code()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

impl<T: Enumeration> OutputType for Code<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NOM)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        enregistrer::<T>(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(self.0.code())))
    }
}

/// An optional value out of the domain.
pub fn code<T: Enumeration>(valeur: Option<T>) -> Option<Code<T>> {
    valeur.map(Code)
}

/// A set of the domain as a list.
pub fn codes<T: Enumeration>(ensemble: Ensemble<T>) -> Vec<Code<T>> {
    ensemble.valeurs().map(Code).collect()
}

/// A list of an input, without the wrapper.
pub fn valeurs<T: Enumeration>(liste: Option<Vec<Code<T>>>) -> Vec<T> {
    liste.unwrap_or_default().into_iter().map(|c| c.0).collect()
}

/// One value of an input.
pub fn valeur_de<T: Enumeration>(code: Option<Code<T>>) -> Option<T> {
    code.map(|c| c.0)
}

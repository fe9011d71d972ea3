//! Shapes shared by inputs, and payloads of mutations.

use async_graphql::{InputObject, MaybeUndefined, SimpleObject};
use domain::vocabulaire::Enumeration;

use super::code::Code;
use super::scalaires::Date;

/// Période de jours entiers, bornes comprises.
#[derive(InputObject, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodeInput {
    pub du: Date,
    pub au: Date,
}

/// Mutation que le porteur peut appeler sur l'objet maintenant, et les statuts qu'elle peut lui donner.
#[derive(SimpleObject, Clone)]
pub struct ActionPermise {
    pub mutation: String,
    pub vers: Vec<String>,
}

/// In a changing input an absent field is unchanged and null erases.
pub fn change<T>(champ: MaybeUndefined<T>) -> Option<Option<T>> {
    match champ {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(valeur) => Some(Some(valeur)),
    }
}

pub fn change_code<T: Enumeration>(champ: MaybeUndefined<Code<T>>) -> Option<Option<T>> {
    change(champ).map(|c| c.map(|c| c.0))
}

pub fn change_date(champ: MaybeUndefined<Date>) -> Option<Option<chrono::NaiveDate>> {
    change(champ).map(|c| c.map(|d| d.0))
}

/// What a mutation answers: the object, null when a rule refused, and the rules that did.
macro_rules! reponse {
    ($(#[doc = $doc:literal])* $nom:ident, $champ:ident: $type_:ty) => {
        $(#[doc = $doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $nom {
            $champ: Option<$type_>,
            erreurs: Vec<$crate::graphql::erreur::ErreurMetier>,
        }

        impl $nom {
            /// Reads the object after the commit, with the rights of the moment.
            pub async fn de<F>(issue: domain::session::Issue, lire: impl FnOnce(uuid::Uuid) -> F) -> $crate::graphql::erreur::Result<Self>
            where
                F: std::future::Future<Output = $crate::graphql::erreur::Result<Option<$type_>>>,
            {
                Ok(match issue {
                    Ok(id) => Self { $champ: lire(id).await?, erreurs: Vec::new() },
                    Err(erreurs) => Self { $champ: None, erreurs: erreurs.into_iter().map(Into::into).collect() },
                })
            }
        }
    };
}

pub(crate) use reponse;

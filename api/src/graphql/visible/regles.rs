//! The engine's `visible` functions: plain ones, without data, so that each distinct rule has its own.

use std::sync::RwLock;

use async_graphql::Context;
use domain::portee::Portees;

use crate::graphql::portees::Alternatives;

/// Rules met so far in this process; the engine's functions hold no data, so that each one knows a position here.
static REGLES: RwLock<Vec<Alternatives>> = RwLock::new(Vec::new());

pub type Vu = fn(&Context<'_>) -> bool;

fn vu<const RANG: usize>(ctx: &Context<'_>) -> bool {
    let portees = ctx.data_opt::<Portees>().copied().unwrap_or_default();
    let regles = REGLES.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    regles.get(RANG).is_some_and(|regle| regle.satisfaites(portees))
}

macro_rules! rangee {
    ($debut:expr) => {
        [
            vu::<{ $debut }>,
            vu::<{ $debut + 1 }>,
            vu::<{ $debut + 2 }>,
            vu::<{ $debut + 3 }>,
            vu::<{ $debut + 4 }>,
            vu::<{ $debut + 5 }>,
            vu::<{ $debut + 6 }>,
            vu::<{ $debut + 7 }>,
            vu::<{ $debut + 8 }>,
            vu::<{ $debut + 9 }>,
            vu::<{ $debut + 10 }>,
            vu::<{ $debut + 11 }>,
            vu::<{ $debut + 12 }>,
            vu::<{ $debut + 13 }>,
            vu::<{ $debut + 14 }>,
            vu::<{ $debut + 15 }>,
        ]
    };
}

/// One function for each distinct rule: a schema of 44 scopes has some sixty.
static VUS: [[Vu; 16]; 16] = [
    rangee!(0),
    rangee!(16),
    rangee!(32),
    rangee!(48),
    rangee!(64),
    rangee!(80),
    rangee!(96),
    rangee!(112),
    rangee!(128),
    rangee!(144),
    rangee!(160),
    rangee!(176),
    rangee!(192),
    rangee!(208),
    rangee!(224),
    rangee!(240),
];

/// The function of a rule; none when everyone sees.
///
/// # Panics
/// When the schema has more distinct rules than there are functions: the server does not start half hidden.
pub fn fonction(regle: Alternatives) -> Option<Vu> {
    if regle == Alternatives::toujours() {
        return None;
    }
    let mut regles = REGLES.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    let rang = regles.iter().position(|connue| *connue == regle).unwrap_or_else(|| {
        regles.push(regle);
        regles.len() - 1
    });
    let fonction = VUS.as_flattened().get(rang).copied();
    Some(fonction.expect("le schéma compte plus de règles de visibilité distinctes que visible.rs n'en prévoit"))
}

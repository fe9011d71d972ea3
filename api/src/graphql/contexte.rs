//! What a resolver finds in the context of its request.

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Lookahead};
use domain::identifiant::Genre;
use domain::session::Session;
use uuid::Uuid;

use super::erreur::{Echec, Result};
use super::loader::Chargeur;

/// The caller's session, put there by the handler for every request.
pub fn session<'a>(ctx: &Context<'a>) -> &'a Arc<Session> {
    ctx.data_unchecked::<Arc<Session>>()
}

/// One loader a request: what it reads is this caller's.
pub fn chargeur<'a>(ctx: &Context<'a>) -> &'a DataLoader<Chargeur> {
    ctx.data_unchecked::<DataLoader<Chargeur>>()
}

/// The id of an argument; another type's id is an id of nothing.
#[must_use]
pub fn id(genre: Genre, texte: &str) -> Uuid {
    genre.lire(texte).unwrap_or_default()
}

/// The id of an optional argument or input field.
#[must_use]
pub fn id_facultatif(genre: Genre, texte: Option<&async_graphql::ID>) -> Option<Uuid> {
    texte.map(|t| id(genre, t))
}

pub fn ids(genre: Genre, textes: Option<Vec<async_graphql::ID>>) -> Vec<Uuid> {
    textes.unwrap_or_default().iter().map(|t| id(genre, t)).collect()
}

/// An ordered pair of days; refused when it runs backwards.
pub fn entre(periode: Option<&super::saisie::PeriodeInput>) -> Result<Option<(chrono::NaiveDate, chrono::NaiveDate)>> {
    let Some(p) = periode else { return Ok(None) };
    if p.du.0 > p.au.0 {
        return Err(Echec::Refus("REQUETE_INVALIDE", "Une période finit après avoir commencé."));
    }
    Ok(Some((p.du.0, p.au.0)))
}

/// Where the elements of a connection are looked for: `nodes` and `edges { node }`.
pub struct Vue<'a>([Lookahead<'a>; 2]);

impl<'a> Vue<'a> {
    #[must_use]
    pub fn connexion(la: &Lookahead<'a>) -> Self {
        Self([la.field("nodes"), la.field("edges").field("node")])
    }

    #[must_use]
    pub fn objet(la: Lookahead<'a>) -> Self {
        let rien = la.field("\u{0}");
        Self([la, rien])
    }

    #[must_use]
    pub fn veut(&self, champ: &str) -> bool {
        self.0.iter().any(|la| la.field(champ).exists())
    }

    #[must_use]
    pub fn vers(&self, champ: &str) -> Self {
        Self([self.0[0].field(champ), self.0[1].field(champ)])
    }

    /// Every selection of a field, each with its own arguments.
    pub fn selections(&self, champ: &str) -> impl Iterator<Item = async_graphql::SelectionField<'a>> {
        let vues: Vec<Lookahead<'a>> = self.0.iter().map(|la| la.field(champ)).collect();
        vues.into_iter().flat_map(|la| la.selection_fields())
    }
}

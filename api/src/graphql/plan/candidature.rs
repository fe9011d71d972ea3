//! Applications of people, read for all of them at once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use async_graphql::Context;
use domain::allocataire::Allocataire;
use domain::candidature::Candidature;
use domain::candidature::lecture::{self as candidatures, Filtre, Parent};
use domain::page::Tranche;
use uuid::Uuid;

use super::{Prevu, bornes};
use crate::graphql::connexion::{Bornes, IMBRIQUEE};
use crate::graphql::contexte::{Vue, session};
use crate::graphql::erreur::Result;

/// Rows by person, for each page that the document asks for.
pub type Candidatures = HashMap<Bornes, HashMap<Uuid, Tranche<Arc<Candidature>>>>;

/// Reads what `vue` asks of these people.
pub(super) async fn lire(ctx: &Context<'_>, personnes: &[&Allocataire], vue: &Vue<'_>) -> Result<Candidatures> {
    let session = session(ctx);
    let ids: Vec<Uuid> = personnes.iter().map(|a| a.id).collect();
    let mut lues = Candidatures::default();
    for bornes in vue.selections("candidatures").filter_map(|s| bornes(&s)) {
        if let Entry::Vacant(place) = lues.entry(bornes) {
            let page = place.key().page(session, "candidatures", IMBRIQUEE)?;
            place.insert(candidatures::de(session, (Parent::Personne, &ids), &Filtre::default(), &page, false).await?);
        }
    }
    Ok(lues)
}

impl Prevu {
    pub async fn candidatures(&self, ctx: &Context<'_>, a: &Allocataire, bornes: &Bornes) -> Result<Tranche<Arc<Candidature>>> {
        if let Some(tranche) = self.candidatures.get(bornes).and_then(|lues| lues.get(&a.id)) {
            return Ok(tranche.clone());
        }
        let page = bornes.page(session(ctx), "candidatures", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lues = candidatures::de(session(ctx), (Parent::Personne, &[a.id]), &Filtre::default(), &page, total).await?;
        Ok(lues.remove(&a.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }
}

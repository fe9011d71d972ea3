//! What a document asks of the mobility of people, read for all of them at once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use async_graphql::Context;
use domain::aide_mobilite::AideMobilite;
use domain::aide_mobilite::lecture as aides;
use domain::allocataire::Allocataire;
use domain::diagnostic_mobilite::{self, DiagnosticMobilite};
use domain::page::Tranche;
use uuid::Uuid;

use super::{Prevu, bornes};
use crate::graphql::connexion::{Bornes, IMBRIQUEE};
use crate::graphql::contexte::{Vue, session};
use crate::graphql::erreur::Result;

/// Rows by person; `None` where the plan did not read that relation.
#[derive(Default)]
pub struct Mobilites {
    aides: HashMap<Bornes, HashMap<Uuid, Tranche<Arc<AideMobilite>>>>,
    diagnostics: Option<HashMap<Uuid, Vec<Arc<DiagnosticMobilite>>>>,
}

/// Reads what `vue` asks of these people.
pub(super) async fn mobilites(ctx: &Context<'_>, personnes: &[&Allocataire], vue: &Vue<'_>) -> Result<Mobilites> {
    let session = session(ctx);
    let ids: Vec<Uuid> = personnes.iter().map(|a| a.id).collect();
    let mut lues = Mobilites::default();
    if vue.veut("diagnosticsMobilite") {
        lues.diagnostics = Some(diagnostic_mobilite::de_personnes(session, &ids).await?);
    }
    for bornes in vue.selections("aidesMobilite").filter_map(|s| bornes(&s)) {
        if let Entry::Vacant(place) = lues.aides.entry(bornes) {
            let page = place.key().page(session, "aidesMobilite", IMBRIQUEE)?;
            place.insert(aides::de_personnes(session, &ids, &page, false).await?);
        }
    }
    Ok(lues)
}

impl Prevu {
    pub async fn aides_mobilite(&self, ctx: &Context<'_>, a: &Allocataire, bornes: &Bornes) -> Result<Tranche<Arc<AideMobilite>>> {
        if let Some(tranche) = self.mobilites.aides.get(bornes).and_then(|lues| lues.get(&a.id)) {
            return Ok(tranche.clone());
        }
        let page = bornes.page(session(ctx), "aidesMobilite", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lues = aides::de_personnes(session(ctx), &[a.id], &page, total).await?;
        Ok(lues.remove(&a.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }

    pub async fn diagnostics_mobilite(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Vec<Arc<DiagnosticMobilite>>> {
        if let Some(lus) = &self.mobilites.diagnostics {
            return Ok(lus.get(&a.id).cloned().unwrap_or_default());
        }
        Ok(diagnostic_mobilite::de_personnes(session(ctx), &[a.id]).await?.remove(&a.id).unwrap_or_default())
    }
}

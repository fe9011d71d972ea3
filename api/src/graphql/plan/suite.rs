//! What a document asks of parcours, read for all of them at once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::sync::Arc;

use async_graphql::Context;
use domain::accompagnement::{self, Accompagnement};
use domain::contrat::{self, Contrat};
use domain::erreur::Panne;
use domain::etape::{self, Etape};
use domain::orientation::reorientation::{self, DemandeReorientation};
use domain::orientation::{self, Orientation};
use domain::page::Tranche;
use domain::parcours::Parcours;
use domain::parcours::alerte::{self, Alerte};
use domain::parcours::delai::{self, Delais};
use domain::rendez_vous::{self, RendezVous};
use uuid::Uuid;

use super::bornes;
use crate::graphql::connexion::{Bornes, IMBRIQUEE};
use crate::graphql::contexte::{Vue, session};
use crate::graphql::erreur::Result;

type Lot<T> = Option<HashMap<Uuid, T>>;
type Pages<T> = HashMap<Bornes, HashMap<Uuid, Tranche<Arc<T>>>>;

/// Rows of parcours by parcours; `None` where the plan did not read that relation.
#[derive(Default)]
pub struct Suites {
    orientations: Lot<Vec<Arc<Orientation>>>,
    contrats: Lot<Vec<Arc<Contrat>>>,
    accompagnements: Lot<Vec<Arc<Accompagnement>>>,
    demandes: Lot<Vec<DemandeReorientation>>,
    alertes: Lot<Vec<Alerte>>,
    delais: Lot<Delais>,
    etapes: Pages<Etape>,
    rendez_vous: Pages<RendezVous>,
}

const DELAIS: [&str; 3] = ["delaiOrientationJours", "delaiPremierRendezVousJours", "delaiContractualisationJours"];

/// Reads what `vue` asks of these parcours.
pub async fn suites(ctx: &Context<'_>, parcours: &[&Parcours], vue: &Vue<'_>) -> Result<Arc<Suites>> {
    let session = session(ctx);
    let mut lues = Suites::default();
    if parcours.is_empty() {
        return Ok(Arc::new(lues));
    }
    if vue.veut("orientations") {
        lues.orientations = Some(orientation::lecture::de(session, parcours).await?);
    }
    if vue.veut("contrats") {
        lues.contrats = Some(contrat::de(session, parcours).await?);
    }
    if vue.veut("accompagnements") {
        lues.accompagnements = Some(accompagnement::lecture::de_parcours(session, parcours).await?);
    }
    if vue.veut("demandesReorientation") {
        lues.demandes = Some(reorientation::de(session, parcours).await?);
    }
    if vue.veut("alertes") {
        lues.alertes = Some(alerte::de(session, parcours).await?);
    }
    if DELAIS.iter().any(|champ| vue.veut(champ)) {
        lues.delais = Some(delai::de(session, parcours).await?);
    }
    pages(ctx, parcours, vue, &mut lues).await?;
    Ok(Arc::new(lues))
}

/// Two aliases may ask for two pages of the same list.
async fn pages(ctx: &Context<'_>, parcours: &[&Parcours], vue: &Vue<'_>, lues: &mut Suites) -> Result<()> {
    let session = session(ctx);
    for bornes in vue.selections("etapes").filter_map(|s| bornes(&s)) {
        if let Entry::Vacant(place) = lues.etapes.entry(bornes) {
            let page = place.key().page(session, "etapes", IMBRIQUEE)?;
            place.insert(etape::de(session, parcours, &page, false).await?);
        }
    }
    for bornes in vue.selections("rendezVous").filter_map(|s| bornes(&s)) {
        if let Entry::Vacant(place) = lues.rendez_vous.entry(bornes) {
            let page = place.key().page(session, "rendezVous", IMBRIQUEE)?;
            place.insert(rendez_vous::lecture::de_parcours(session, parcours, &page, false).await?);
        }
    }
    Ok(())
}

/// What was read in advance, or one statement for this parcours alone.
async fn seul<T, F>(lot: Option<&HashMap<Uuid, T>>, id: Uuid, lire: F) -> Result<T>
where
    T: Clone + Default,
    F: Future<Output = Result<HashMap<Uuid, T>, Panne>>,
{
    match lot {
        Some(lot) => Ok(lot.get(&id).cloned().unwrap_or_default()),
        None => Ok(lire.await?.remove(&id).unwrap_or_default()),
    }
}

impl Suites {
    pub async fn orientations(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Vec<Arc<Orientation>>> {
        seul(self.orientations.as_ref(), p.id, orientation::lecture::de(session(ctx), &[p])).await
    }

    pub async fn contrats(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Vec<Arc<Contrat>>> {
        seul(self.contrats.as_ref(), p.id, contrat::de(session(ctx), &[p])).await
    }

    pub async fn accompagnements(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Vec<Arc<Accompagnement>>> {
        seul(self.accompagnements.as_ref(), p.id, accompagnement::lecture::de_parcours(session(ctx), &[p])).await
    }

    pub async fn demandes(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Vec<DemandeReorientation>> {
        seul(self.demandes.as_ref(), p.id, reorientation::de(session(ctx), &[p])).await
    }

    pub async fn alertes(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Vec<Alerte>> {
        seul(self.alertes.as_ref(), p.id, alerte::de(session(ctx), &[p])).await
    }

    pub async fn delais(&self, ctx: &Context<'_>, p: &Parcours) -> Result<Delais> {
        seul(self.delais.as_ref(), p.id, delai::de(session(ctx), &[p])).await
    }

    pub async fn etapes(&self, ctx: &Context<'_>, p: &Parcours, bornes: &Bornes) -> Result<Tranche<Arc<Etape>>> {
        if let Some(tranche) = self.etapes.get(bornes).and_then(|lues| lues.get(&p.id)) {
            return Ok(tranche.clone());
        }
        let page = bornes.page(session(ctx), "etapes", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lues = etape::de(session(ctx), &[p], &page, total).await?;
        Ok(lues.remove(&p.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }

    pub async fn rendez_vous(&self, ctx: &Context<'_>, p: &Parcours, bornes: &Bornes) -> Result<Tranche<Arc<RendezVous>>> {
        if let Some(tranche) = self.rendez_vous.get(bornes).and_then(|lus| lus.get(&p.id)) {
            return Ok(tranche.clone());
        }
        let page = bornes.page(session(ctx), "rendezVous", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lus = rendez_vous::lecture::de_parcours(session(ctx), &[p], &page, total).await?;
        Ok(lus.remove(&p.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }
}

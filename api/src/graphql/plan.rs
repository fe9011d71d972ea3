//! What a document asks of people, read for all of them at once: one statement a relation whatever the number of rows.
//!
//! A list that returns people calls [`personnes`] with its look-ahead; each person then finds its relations in
//! [`Prevu`]. A person reached alone finds nothing there and reads its own, which is one statement too.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use async_graphql::{Context, InputType, SelectionField, Value};
use domain::allocataire::{Allocataire, Besoin, besoin};
use domain::page::Tranche;
use domain::parcours::{Parcours, lecture as parcours};
use domain::prescription::Prescription;
use domain::prescription::lecture::{self as prescriptions, Filtre};
use uuid::Uuid;

use super::connexion::{Bornes, IMBRIQUEE};
use super::contexte::{Vue, session};
use super::erreur::Result;
use super::prescription::PrescriptionFiltre;

mod candidature;
mod mobilite;
mod suite;

use candidature::Candidatures;
use mobilite::{Mobilites, mobilites};
pub use suite::{Suites, suites};

/// Arguments of a nested list of referrals: two aliases may ask for two lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Liste {
    pub bornes: Bornes,
    pub filtre: Filtre,
}

type Prescriptions = HashMap<Uuid, Tranche<Arc<Prescription>>>;

/// Relations read in advance, by person; `None` where the plan did not read that relation.
#[derive(Default)]
pub struct Prevu {
    besoins: Option<HashMap<Uuid, Vec<Besoin>>>,
    parcours: Option<HashMap<Uuid, Arc<Parcours>>>,
    suites: Arc<Suites>,
    tous: HashMap<Bornes, HashMap<Uuid, Tranche<Arc<Parcours>>>>,
    references: Option<HashMap<Uuid, String>>,
    prescriptions: HashMap<Liste, Prescriptions>,
    mobilites: Mobilites,
    candidatures: Candidatures,
}

/// Reads what `vue` asks of these people.
pub async fn personnes(ctx: &Context<'_>, lignes: &[Arc<Allocataire>], vue: &Vue<'_>) -> Result<Arc<Prevu>> {
    let session = session(ctx);
    let personnes: Vec<&Allocataire> = lignes.iter().map(AsRef::as_ref).collect();
    let mut prevu = Prevu::default();
    if personnes.is_empty() {
        return Ok(Arc::new(prevu));
    }
    if vue.veut("besoins") {
        prevu.besoins = Some(besoin::de(session, &personnes).await?);
    }
    if vue.veut("parcoursActif") {
        let lus = parcours::actifs(session, &personnes).await?;
        let actifs: Vec<&Parcours> = lus.values().map(AsRef::as_ref).collect();
        prevu.suites = suites(ctx, &actifs, &vue.vers("parcoursActif")).await?;
        prevu.parcours = Some(lus);
    }
    if vue.veut("referenceExterne") {
        prevu.references = Some(domain::allocataire::lecture::references(session, &personnes).await?);
    }
    prevu.mobilites = mobilites(ctx, &personnes, vue).await?;
    prevu.candidatures = candidature::lire(ctx, &personnes, vue).await?;
    for bornes in vue.selections("parcours").filter_map(|s| bornes(&s)) {
        if let Entry::Vacant(place) = prevu.tous.entry(bornes) {
            let page = place.key().page(session, "parcours", IMBRIQUEE)?;
            place.insert(parcours::de_personnes(session, &personnes, &page, false).await?);
        }
    }
    for selection in vue.selections("prescriptions") {
        let Some(liste) = liste(&selection) else { continue };
        if let Entry::Vacant(place) = prevu.prescriptions.entry(liste) {
            let lues = lire_prescriptions(ctx, &personnes, place.key()).await?;
            place.insert(lues);
        }
    }
    Ok(Arc::new(prevu))
}

/// One person by its id, with its open parcours in the same statement when the document asks for it.
pub async fn personne(ctx: &Context<'_>, id: Uuid, vue: &Vue<'_>) -> Result<Option<super::allocataire::Allocataire>> {
    if !vue.veut("parcoursActif") {
        let lue = domain::allocataire::lecture::par_ids(session(ctx), &[id]).await?.remove(&id);
        return Ok(lue.map(|a| super::allocataire::Allocataire::de(a, Arc::default())));
    }
    let Some((a, actif)) = parcours::personne(session(ctx), id).await? else { return Ok(None) };
    let parcours = actif.into_iter().map(|p| (id, p)).collect();
    Ok(Some(super::allocataire::Allocataire::de(a, Arc::new(Prevu { parcours: Some(parcours), ..Prevu::default() }))))
}

/// The people of these parcours with what the document asks of them, when it asks for them.
pub async fn personnes_de(
    ctx: &Context<'_>,
    parcours: &[&Parcours],
    vue: &Vue<'_>,
) -> Result<HashMap<Uuid, super::allocataire::Allocataire>> {
    if !vue.veut("allocataire") {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = parcours.iter().map(|p| p.allocataire_id).collect();
    let lues: Vec<Arc<Allocataire>> = domain::allocataire::lecture::par_ids(session(ctx), &ids).await?.into_values().collect();
    let prevu = personnes(ctx, &lues, &vue.vers("allocataire")).await?;
    Ok(lues.into_iter().map(|a| (a.id, super::allocataire::Allocataire::de(a, Arc::clone(&prevu)))).collect())
}

async fn lire_prescriptions(ctx: &Context<'_>, personnes: &[&Allocataire], liste: &Liste) -> Result<Prescriptions> {
    let session = session(ctx);
    let page = liste.bornes.page(session, "prescriptions", IMBRIQUEE)?;
    let ids: Vec<Uuid> = personnes.iter().map(|a| a.id).collect();
    // The total of a nested list is one more statement a level: cheap enough not to look for it behind every alias.
    Ok(prescriptions::de_personnes(session, &ids, &liste.filtre, &page, false).await?)
}

/// The arguments of one selection, or `None` when they do not read (the resolver then says why).
fn liste(selection: &SelectionField<'_>) -> Option<Liste> {
    let filtre = Option::<PrescriptionFiltre>::parse(arguments(selection)?.get("filtre").cloned()).ok()?;
    Some(Liste { bornes: bornes(selection)?, filtre: filtre.unwrap_or_default().domaine().ok()? })
}

/// The page that one selection asks for; `None` too when it counts its list, which is the resolver's to do.
fn bornes(selection: &SelectionField<'_>) -> Option<Bornes> {
    if selection.selection_set().any(|champ| champ.name() == "nombreTotal") {
        return None;
    }
    let arguments = arguments(selection)?;
    let entier = |nom: &str| Option::<i32>::parse(arguments.get(nom).cloned()).ok();
    let texte = |nom: &str| Option::<String>::parse(arguments.get(nom).cloned()).ok();
    Some(Bornes { first: entier("first")?, after: texte("after")?, last: entier("last")?, before: texte("before")? })
}

fn arguments(selection: &SelectionField<'_>) -> Option<HashMap<String, Value>> {
    Some(selection.arguments().ok()?.into_iter().map(|(nom, v)| (nom.to_string(), v)).collect())
}

impl Prevu {
    pub async fn besoins(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Option<Vec<Besoin>>> {
        if let Some(lus) = &self.besoins {
            return Ok(lus.get(&a.id).cloned());
        }
        Ok(besoin::de(session(ctx), &[a]).await?.remove(&a.id))
    }

    /// The open parcours, with what was read of it in advance.
    pub async fn parcours_actif(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Option<(Arc<Parcours>, Arc<Suites>)>> {
        let lu = match &self.parcours {
            Some(lus) => lus.get(&a.id).cloned(),
            None => parcours::actifs(session(ctx), &[a]).await?.remove(&a.id),
        };
        Ok(lu.map(|p| (p, Arc::clone(&self.suites))))
    }

    pub async fn parcours(&self, ctx: &Context<'_>, a: &Allocataire, bornes: &Bornes) -> Result<Tranche<Arc<Parcours>>> {
        if let Some(tranche) = self.tous.get(bornes).and_then(|lus| lus.get(&a.id)) {
            return Ok(tranche.clone());
        }
        let page = bornes.page(session(ctx), "parcours", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lus = parcours::de_personnes(session(ctx), &[a], &page, total).await?;
        Ok(lus.remove(&a.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }

    pub async fn reference(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Option<String>> {
        if let Some(lues) = &self.references {
            return Ok(lues.get(&a.id).cloned());
        }
        Ok(domain::allocataire::lecture::references(session(ctx), &[a]).await?.remove(&a.id))
    }

    pub async fn prescriptions(&self, ctx: &Context<'_>, a: &Allocataire, liste: &Liste) -> Result<Tranche<Arc<Prescription>>> {
        if let Some(tranche) = self.prescriptions.get(liste).and_then(|lues| lues.get(&a.id)) {
            return Ok(tranche.clone());
        }
        let session = session(ctx);
        let page = liste.bornes.page(session, "prescriptions", IMBRIQUEE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let mut lues = prescriptions::de_personnes(session, &[a.id], &liste.filtre, &page, total).await?;
        Ok(lues.remove(&a.id).unwrap_or_else(|| page.trancher(Vec::new())))
    }
}

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
use domain::parcours::{self, Parcours};
use domain::prescription::Prescription;
use domain::prescription::lecture::{self as prescriptions, Filtre};
use uuid::Uuid;

use super::connexion::{Bornes, IMBRIQUEE};
use super::contexte::{Vue, session};
use super::erreur::Result;
use super::prescription::PrescriptionFiltre;

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
    references: Option<HashMap<Uuid, String>>,
    prescriptions: HashMap<Liste, Prescriptions>,
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
        prevu.parcours = Some(parcours::actifs(session, &personnes).await?);
    }
    if vue.veut("referenceExterne") {
        prevu.references = Some(domain::allocataire::lecture::references(session, &personnes).await?);
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

async fn lire_prescriptions(ctx: &Context<'_>, personnes: &[&Allocataire], liste: &Liste) -> Result<Prescriptions> {
    let session = session(ctx);
    let page = liste.bornes.page(session, "prescriptions", IMBRIQUEE)?;
    let ids: Vec<Uuid> = personnes.iter().map(|a| a.id).collect();
    // The total of a nested list is one more statement a level: cheap enough not to look for it behind every alias.
    Ok(prescriptions::de_personnes(session, &ids, &liste.filtre, &page, false).await?)
}

/// The arguments of one selection, or `None` when they do not read (the resolver then says why).
fn liste(selection: &SelectionField<'_>) -> Option<Liste> {
    if selection.selection_set().any(|champ| champ.name() == "nombreTotal") {
        return None;
    }
    let arguments: HashMap<String, Value> = selection.arguments().ok()?.into_iter().map(|(nom, v)| (nom.to_string(), v)).collect();
    let entier = |nom: &str| Option::<i32>::parse(arguments.get(nom).cloned()).ok();
    let texte = |nom: &str| Option::<String>::parse(arguments.get(nom).cloned()).ok();
    let filtre = Option::<PrescriptionFiltre>::parse(arguments.get("filtre").cloned()).ok()?;
    let bornes = Bornes { first: entier("first")?, after: texte("after")?, last: entier("last")?, before: texte("before")? };
    Some(Liste { bornes, filtre: filtre.unwrap_or_default().domaine().ok()? })
}

impl Prevu {
    pub async fn besoins(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Option<Vec<Besoin>>> {
        if let Some(lus) = &self.besoins {
            return Ok(lus.get(&a.id).cloned());
        }
        Ok(besoin::de(session(ctx), &[a]).await?.remove(&a.id))
    }

    pub async fn parcours(&self, ctx: &Context<'_>, a: &Allocataire) -> Result<Option<Arc<Parcours>>> {
        if let Some(lus) = &self.parcours {
            return Ok(lus.get(&a.id).cloned());
        }
        Ok(parcours::actifs(session(ctx), &[a]).await?.remove(&a.id))
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

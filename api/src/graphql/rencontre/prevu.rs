//! Invitations of a page of meetings, and what they lead to: one statement a relation whatever the number of rows.
//!
//! A meeting reached alone finds nothing here and reads its own, in as many statements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use async_graphql::{Context, InputType, Lookahead, SelectionField};
use domain::orientation as orientations;
use domain::page::Tranche;
use domain::rencontre::Rencontre;
use domain::rencontre::invitations::{self as domaine, Invitation as Ligne};
use uuid::Uuid;

use super::invitation::Invitation;
use crate::graphql::allocataire::{self, Allocataire};
use crate::graphql::connexion::{Bornes, Connexion, IMBRIQUEE};
use crate::graphql::contexte::{Vue, session};
use crate::graphql::erreur::Result;
use crate::graphql::orientation::Orientation;
use crate::graphql::plan;

/// One selection of the invitations: two aliases may ask for two pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Demande {
    bornes: Bornes,
    total: bool,
}

type Listes = HashMap<Uuid, Tranche<Arc<Ligne>>>;

#[derive(Default)]
pub struct Prevu {
    listes: HashMap<Demande, Listes>,
    entourage: Arc<Entourage>,
}

/// People and orientations of the invitations of a page; `None` where they were not asked for.
#[derive(Default)]
pub struct Entourage {
    personnes: Option<HashMap<Uuid, Allocataire>>,
    orientations: Option<HashMap<(Uuid, Uuid), Arc<orientations::Orientation>>>,
}

impl Demande {
    /// `None` when the arguments do not read; the resolver then says why.
    fn lire(selection: &SelectionField<'_>) -> Option<Self> {
        let arguments = selection.arguments().ok()?;
        let valeur = |nom: &str| arguments.iter().find(|(n, _)| n == nom).map(|(_, v)| v.clone());
        let bornes = Bornes::avant(Option::parse(valeur("first")).ok()?, Option::parse(valeur("after")).ok()?);
        Some(Self { bornes, total: selection.selection_set().any(|champ| champ.name() == "nombreTotal") })
    }

    async fn repondre(&self, ctx: &Context<'_>, rencontres: &[Uuid]) -> Result<Listes> {
        let session = session(ctx);
        let page = self.bornes.page(session, "invitations", IMBRIQUEE)?;
        Ok(domaine::de(session, rencontres, &page, self.total).await?)
    }
}

impl Prevu {
    /// Reads what the document asks of the invitations of these meetings.
    pub async fn lire(ctx: &Context<'_>, rencontres: &[Arc<Rencontre>], la: &Lookahead<'_>) -> Result<Self> {
        let ids: Vec<Uuid> = rencontres.iter().map(|r| r.id).collect();
        let mut listes = HashMap::new();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        for demande in Vue::connexion(la).selections("invitations").filter_map(|s| Demande::lire(&s)) {
            if let Entry::Vacant(place) = listes.entry(demande) {
                let lues = place.key().repondre(ctx, &ids).await?;
                place.insert(lues);
            }
        }
        let lignes: Vec<&Arc<Ligne>> = listes.values().flat_map(HashMap::values).flat_map(|t| &t.lignes).collect();
        let noeuds = [la.field("nodes"), la.field("edges").field("node")].map(|noeud| noeud.field("invitations"));
        let dedans = noeuds.iter().find(|la| la.exists()).map(Vue::connexion);
        let entourage = match dedans {
            Some(vue) => Entourage::lire(ctx, &lignes, &vue).await?,
            None => Entourage::default(),
        };
        Ok(Self { listes, entourage: Arc::new(entourage) })
    }

    pub async fn invitations(&self, ctx: &Context<'_>, rencontre: Uuid, bornes: Bornes) -> Result<Connexion<Invitation>> {
        let la = ctx.look_ahead();
        let demande = Demande { bornes, total: la.field("nombreTotal").exists() };
        let prevue = self.listes.get(&demande).and_then(|listes| listes.get(&rencontre)).cloned();
        let (tranche, entourage) = match prevue {
            Some(tranche) => (tranche, Arc::clone(&self.entourage)),
            None => seule(ctx, rencontre, &demande, &la).await?,
        };
        Ok(Connexion::de("invitations", tranche, |i| Invitation::de(i, Arc::clone(&entourage))))
    }
}

async fn seule(ctx: &Context<'_>, rencontre: Uuid, demande: &Demande, la: &Lookahead<'_>) -> Result<(Tranche<Arc<Ligne>>, Arc<Entourage>)> {
    let lue = demande.repondre(ctx, &[rencontre]).await?.remove(&rencontre);
    let tranche = lue.ok_or(domain::erreur::Panne::Donnee("invitations"))?;
    let lignes: Vec<&Arc<Ligne>> = tranche.lignes.iter().collect();
    let entourage = Entourage::lire(ctx, &lignes, &Vue::connexion(la)).await?;
    Ok((tranche, Arc::new(entourage)))
}

impl Entourage {
    async fn lire(ctx: &Context<'_>, lignes: &[&Arc<Ligne>], vue: &Vue<'_>) -> Result<Self> {
        let mut lu = Self::default();
        if lignes.is_empty() {
            return Ok(lu);
        }
        if vue.veut("allocataire") {
            lu.personnes = Some(personnes(ctx, lignes, &vue.vers("allocataire")).await?);
        }
        if vue.veut("orientation") {
            let rencontres: Vec<Uuid> = lignes.iter().map(|i| i.rencontre).collect();
            lu.orientations = Some(orientations::lecture::de_rencontres(session(ctx), &rencontres).await?);
        }
        Ok(lu)
    }

    pub async fn personne(&self, ctx: &Context<'_>, i: &Ligne) -> Result<Option<Allocataire>> {
        match &self.personnes {
            Some(lues) => Ok(lues.get(&i.allocataire).cloned()),
            None => allocataire::lire(ctx, i.allocataire).await,
        }
    }

    pub async fn orientation(&self, ctx: &Context<'_>, i: &Ligne) -> Result<Option<Orientation>> {
        let cle = (i.rencontre, i.allocataire);
        let lue = match &self.orientations {
            Some(lues) => lues.get(&cle).cloned(),
            None => orientations::lecture::de_rencontres(session(ctx), &[i.rencontre]).await?.remove(&cle),
        };
        Ok(lue.map(Orientation::de))
    }
}

async fn personnes(ctx: &Context<'_>, lignes: &[&Arc<Ligne>], vue: &Vue<'_>) -> Result<HashMap<Uuid, Allocataire>> {
    let ids: Vec<Uuid> = lignes.iter().map(|i| i.allocataire).collect();
    let lues: Vec<_> = domain::allocataire::lecture::par_ids(session(ctx), &ids).await?.into_values().collect();
    let prevu = plan::personnes(ctx, &lues, vue).await?;
    Ok(lues.into_iter().map(|a| (a.id, Allocataire::de(a, Arc::clone(&prevu)))).collect())
}

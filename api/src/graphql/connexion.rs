//! Relay connections, written once for all types.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::resolver_utils::ContainerType;
use async_graphql::{Context, Object, OutputType, TypeName};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::page::{Page, Position, Tranche};
use domain::secret::Cles;
use domain::session::Session;

use super::contexte::session;
use super::erreur::{Echec, Result};

mod noeuds;
mod texte;

pub use noeuds::Liste;
use noeuds::Noeuds;
pub use texte::{Branche, Demande, Ecrire, Feuille, Feuilles, objets_ecrits, serialiser};

/// Where a page stands in its list. Cursors are sealed when they are asked for.
pub struct PageInfo {
    liste: Arc<str>,
    precedente: bool,
    suivante: bool,
    debut: Option<Position>,
    fin: Option<Position>,
}

/// A page of a list; the total is counted only when the document asks for it.
pub struct Connexion<T> {
    liste: Arc<str>,
    noeuds: Vec<T>,
    positions: Vec<Position>,
    precedente: bool,
    suivante: bool,
    total: Option<i64>,
    feuilles: Feuilles<T>,
}

/// One element and the cursor that resumes after it.
pub struct Arete<T> {
    curseur: String,
    noeud: T,
}

impl<T: OutputType> TypeName for Connexion<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Arete<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// Bornes de la page, selon Relay.
#[Object]
impl PageInfo {
    async fn has_next_page(&self) -> bool {
        self.suivante
    }

    async fn has_previous_page(&self) -> bool {
        self.precedente
    }

    async fn start_cursor(&self, ctx: &Context<'_>) -> Option<String> {
        self.debut.as_ref().map(|p| sceller(session(ctx), &self.liste, p))
    }

    async fn end_cursor(&self, ctx: &Context<'_>) -> Option<String> {
        self.fin.as_ref().map(|p| sceller(session(ctx), &self.liste, p))
    }
}

#[Object(name_type)]
impl<T: ContainerType + Clone> Connexion<T> {
    async fn edges(&self, ctx: &Context<'_>) -> Vec<Arete<T>> {
        let lignes = self.positions.iter().zip(&self.noeuds);
        lignes.map(|(p, noeud)| Arete { curseur: sceller(session(ctx), &self.liste, p), noeud: noeud.clone() }).collect()
    }

    async fn nodes(&self) -> Noeuds<'_, T> {
        Noeuds(&self.noeuds, (self.feuilles, |_, _| None))
    }

    async fn page_info(&self) -> PageInfo {
        PageInfo {
            liste: Arc::clone(&self.liste),
            precedente: self.precedente,
            suivante: self.suivante,
            debut: self.positions.first().cloned(),
            fin: self.positions.last().cloned(),
        }
    }

    /// Nombre d'éléments de toute la liste ; compté seulement quand il est demandé.
    async fn nombre_total(&self) -> i64 {
        self.total.unwrap_or_default()
    }
}

#[Object(name_type)]
impl<T: OutputType> Arete<T> {
    async fn cursor(&self) -> &str {
        &self.curseur
    }

    async fn node(&self) -> &T {
        &self.noeud
    }
}

/// The four arguments of a connection as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bornes {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// Rows of a page of a root field, and of a nested one.
pub const RACINE: usize = 50;
pub const IMBRIQUEE: usize = 10;

const MAXIMUM: i32 = 100;

impl Bornes {
    #[must_use]
    pub const fn avant(first: Option<i32>, after: Option<String>) -> Self {
        Self { first, after, last: None, before: None }
    }

    /// Opens the cursors, which belong to one list of one partner.
    pub fn page(&self, session: &Session, liste: &str, defaut: usize) -> Result<Page> {
        let refus = Echec::Refus("REQUETE_INVALIDE", "Une page se demande par first ou par last, de 1 à 100 éléments.");
        let arriere = self.last.is_some() || self.first.is_none() && self.before.is_some() && self.after.is_none();
        let demandee = self.first.or(self.last);
        if self.first.is_some() && self.last.is_some() || demandee.is_some_and(|n| !(1..=MAXIMUM).contains(&n)) {
            return Err(refus);
        }
        let taille = demandee.and_then(|n| usize::try_from(n).ok()).unwrap_or(defaut);
        let ouvrir =
            |curseur: &Option<String>| curseur.as_deref().map(|c| ouvrir(&session.base.cles, &contexte(session, liste), c)).transpose();
        Ok(Page { taille, arriere, apres: ouvrir(&self.after)?, avant: ouvrir(&self.before)? })
    }
}

fn contexte(session: &Session, liste: &str) -> String {
    format!("{}/{liste}", session.perimetre.partenaire)
}

fn ouvrir(cles: &Cles, contexte: &str, curseur: &str) -> Result<Position> {
    let scelle = BASE64.decode(curseur).map_err(|_| Echec::from(domain::erreur::Panne::CurseurPerime))?;
    Position::ouvrir(cles, contexte, &scelle).map_err(Echec::from)
}

fn sceller(session: &Session, liste: &str, position: &Position) -> String {
    BASE64.encode(position.sceller(&session.base.cles, &contexte(session, liste)))
}

impl<T> Connexion<T> {
    /// Wraps a slice that the domain read.
    pub fn de<L>(liste: &str, tranche: Tranche<L>, envelopper: impl FnMut(L) -> T) -> Self {
        Self {
            liste: liste.into(),
            noeuds: tranche.lignes.into_iter().map(envelopper).collect(),
            positions: tranche.positions,
            precedente: tranche.precedente,
            suivante: tranche.suivante,
            total: tranche.total,
            feuilles: |_| None,
        }
    }

    /// The same page, whose nodes write these leaves themselves.
    #[must_use]
    pub fn ecrite(self, feuilles: Feuilles<T>) -> Self {
        Self { feuilles, ..self }
    }
}

/// A page of a list that is already in memory, in the order of its ids.
pub fn en_memoire<L, T>(
    ctx: &Context<'_>,
    nom: &str,
    lignes: impl IntoIterator<Item = (uuid::Uuid, Arc<L>)>,
    bornes: &Bornes,
    defaut: usize,
    envelopper: impl FnMut(Arc<L>) -> T,
) -> Result<Connexion<T>> {
    Ok(Connexion::de(nom, tranche_en_memoire(ctx, nom, lignes, (bornes, defaut))?, envelopper))
}

/// The lines of such a page, for who reads something of them all.
pub fn tranche_en_memoire<L>(
    ctx: &Context<'_>,
    nom: &str,
    lignes: impl IntoIterator<Item = (uuid::Uuid, Arc<L>)>,
    bornes: (&Bornes, usize),
) -> Result<Tranche<Arc<L>>> {
    trancher(ctx, nom, lignes.into_iter().map(|(id, ligne)| (Position { valeur: None, id }, ligne)).collect(), bornes)
}

/// A page of a list that is already in memory, each line with its place.
pub fn classees<L, T>(
    ctx: &Context<'_>,
    nom: &str,
    lignes: Vec<(Position, Arc<L>)>,
    bornes: (&Bornes, usize),
    envelopper: impl FnMut(Arc<L>) -> T,
) -> Result<Connexion<T>> {
    Ok(Connexion::de(nom, trancher(ctx, nom, lignes, bornes)?, envelopper))
}

fn trancher<L>(
    ctx: &Context<'_>,
    nom: &str,
    mut lignes: Vec<(Position, Arc<L>)>,
    (bornes, defaut): (&Bornes, usize),
) -> Result<Tranche<Arc<L>>> {
    let page = bornes.page(session(ctx), nom, defaut)?;
    lignes.sort_by(|a, b| a.0.cmp(&b.0));
    let total = i64::try_from(lignes.len()).ok();
    lignes.retain(|(p, _)| page.apres.as_ref().is_none_or(|borne| p > borne) && page.avant.as_ref().is_none_or(|borne| p < borne));
    if page.arriere {
        lignes.reverse();
    }
    lignes.truncate(page.taille + 1);
    Ok(Tranche { total, ..page.trancher(lignes) })
}

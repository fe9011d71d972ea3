//! What is declared of the indicators of a page, read for all of them over the periods that the document asks.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, InputType, SelectionField};
use domain::indicateur::declaration::{self, Declaration};
use domain::mesure::Periode;
use uuid::Uuid;

use crate::graphql::contexte::{Vue, session};
use crate::graphql::erreur::Result;
use crate::graphql::saisie::PeriodeInput;

/// Nothing for an indicator that no page holds: it reads its own.
#[derive(Clone, Default)]
pub struct Prevu(Option<Arc<Lues>>);

struct Lues {
    bornes: Periode,
    par_indicateur: HashMap<Uuid, Vec<Declaration>>,
}

impl Prevu {
    /// One statement, from the first day asked to the last.
    pub async fn lire(ctx: &Context<'_>, indicateurs: &[Uuid], vue: &Vue<'_>) -> Result<Self> {
        let demandees = vue.selections("valeurs").filter_map(|s| periode(&s));
        let bornes = demandees.reduce(|a, b| Periode { du: a.du.min(b.du), au: a.au.max(b.au) });
        let Some(bornes) = bornes.filter(|_| !indicateurs.is_empty()) else { return Ok(Self::default()) };
        let mut par_indicateur: HashMap<Uuid, Vec<Declaration>> = HashMap::new();
        for lue in declaration::courantes(session(ctx), indicateurs, bornes).await? {
            par_indicateur.entry(lue.indicateur).or_default().push(lue);
        }
        Ok(Self(Some(Arc::new(Lues { bornes, par_indicateur }))))
    }

    /// `None` where the page did not read that period.
    #[must_use]
    pub fn de(&self, indicateur: Uuid, periode: Periode) -> Option<Vec<Declaration>> {
        let lues = self.0.as_ref().filter(|lues| lues.bornes.contient(periode))?;
        let siennes = lues.par_indicateur.get(&indicateur).into_iter().flatten();
        Some(siennes.filter(|d| periode.contient(d.periode)).cloned().collect())
    }
}

/// `None` when the argument does not read; the resolver then says why.
fn periode(selection: &SelectionField<'_>) -> Option<Periode> {
    let arguments = selection.arguments().ok()?;
    let valeur = arguments.into_iter().find(|(nom, _)| nom == "periode").map(|(_, valeur)| valeur);
    let lue = PeriodeInput::parse(valeur).ok()?;
    Some(Periode { du: lue.du.0, au: lue.au.0 })
}

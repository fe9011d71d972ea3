//! Declared values, gathered into one statement a page.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::dataloader::Loader;
use domain::erreur::Panne;
use domain::indicateur::declaration::{self, Declaration};
use domain::indicateur::{Indicateur, ValeurIndicateur, valeurs};
use domain::mesure::{Periode, Question};
use uuid::Uuid;

use super::{Chargeur, panne};
use crate::graphql::contexte::{chargeur, session};
use crate::graphql::erreur::Result;

/// What is declared of one indicator within a period.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeclarationsDe(pub Uuid, pub Periode);

impl Loader<DeclarationsDe> for Chargeur {
    type Value = Arc<Vec<Declaration>>;
    type Error = Arc<Panne>;

    /// One statement over the whole of the periods; each key keeps its own.
    async fn load(&self, cles: &[DeclarationsDe]) -> std::result::Result<HashMap<DeclarationsDe, Self::Value>, Self::Error> {
        let Some(bornes) = cles.iter().map(|c| c.1).reduce(|a, b| Periode { du: a.du.min(b.du), au: a.au.max(b.au) }) else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lues = declaration::courantes(&self.0, &ids, bornes).await?;
        let siennes = |c: &DeclarationsDe| lues.iter().filter(|d| d.indicateur == c.0 && c.1.contient(d.periode)).cloned().collect();
        Ok(cles.iter().map(|c| (*c, Arc::new(siennes(c)))).collect())
    }
}

/// The values of an indicator, from what its page read of its declarations; reached alone, it gathers with the others.
pub async fn valeurs_de(
    ctx: &Context<'_>,
    indicateur: &Indicateur,
    question: Question,
    declarees: Option<Vec<Declaration>>,
) -> Result<Vec<ValeurIndicateur>> {
    let cle = DeclarationsDe(indicateur.id, question.periode);
    let declarees = match declarees {
        Some(lues) => Arc::new(lues),
        None => chargeur(ctx).load_one(cle).await.map_err(panne)?.unwrap_or_default(),
    };
    Ok(valeurs::valeurs(session(ctx), indicateur, &question, &declarees).await?)
}

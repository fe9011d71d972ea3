//! Posts of the IAE reached one by one, by structure, and the posts agreed of a year.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::erreur::Panne;
use domain::page::{Page, Tranche};
use domain::poste_iae::PosteIae;
use domain::poste_iae::lecture::{self, Filtre};
use domain::structure_iae::convention;
use uuid::Uuid;

use super::Chargeur;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PosteParId(pub Uuid);

/// By their structure: what is asked of the list, a page of it, and whether it is counted.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PostesDe(pub Uuid, pub Filtre, pub Page, pub bool);

/// By structure and year.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PostesConventionnes(pub Uuid, pub i64);

impl Loader<PosteParId> for Chargeur {
    type Value = Arc<PosteIae>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PosteParId]) -> Result<HashMap<PosteParId, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
        let lus = lecture::par_ids(&self.0, &ids).await?;
        Ok(lus.into_iter().map(|(id, p)| (PosteParId(id), p)).collect())
    }
}

impl Loader<PostesDe> for Chargeur {
    type Value = Tranche<Arc<PosteIae>>;
    type Error = Arc<Panne>;

    /// Two aliases may ask for two lists of the same structures: one statement a list.
    async fn load(&self, cles: &[PostesDe]) -> Result<HashMap<PostesDe, Self::Value>, Self::Error> {
        let mut listes: HashMap<(&Filtre, &Page, bool), Vec<Uuid>> = HashMap::new();
        for PostesDe(id, filtre, page, total) in cles {
            listes.entry((filtre, page, *total)).or_default().push(*id);
        }
        let mut lus = HashMap::new();
        for ((filtre, page, total), ids) in listes {
            let tranches = lecture::de_structures(&self.0, &ids, (filtre, page, total)).await?;
            lus.extend(tranches.into_iter().map(|(id, t)| (PostesDe(id, filtre.clone(), page.clone(), total), t)));
        }
        Ok(lus)
    }
}

impl Loader<PostesConventionnes> for Chargeur {
    type Value = i64;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[PostesConventionnes]) -> Result<HashMap<PostesConventionnes, Self::Value>, Self::Error> {
        let voulues: Vec<(Uuid, i64)> = cles.iter().map(|c| (c.0, c.1)).collect();
        let lus = convention::postes(&self.0, &voulues).await?;
        Ok(lus.into_iter().map(|((id, annee), n)| (PostesConventionnes(id, annee), n)).collect())
    }
}

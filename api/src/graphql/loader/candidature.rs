//! Applications, contracts and what goes with them, gathered.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::candidature::lecture::{self as candidatures, Filtre, Parent};
use domain::candidature::{Candidature, historique};
use domain::contrat_insertion::{ContratInsertion, detail, lecture as contrats};
use domain::erreur::Panne;
use domain::page::{Page, Tranche};
use domain::pass_iae::{self, PassIae};
use uuid::Uuid;

use super::Chargeur;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CandidatureParId(pub Uuid);

/// By the referral that it was made on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CandidatureDe(pub Uuid);

/// A page of those made to a post, counted or not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CandidaturesA(pub Uuid, pub Filtre, pub Page, pub bool);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HistoriqueCandidature(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContratParId(pub Uuid);

/// By the application that it came of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContratDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RenouvellementsDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaliersDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImmersionsDe(pub Uuid);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PassParId(pub Uuid);

/// Contracts that run in a structure.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContratsEnCours(pub Uuid);

type Lus<K, V> = Result<HashMap<K, V>, Arc<Panne>>;

macro_rules! par_id {
    ($cle:ident, $valeur:ty, $lire:path) => {
        impl Loader<$cle> for Chargeur {
            type Value = $valeur;
            type Error = Arc<Panne>;

            async fn load(&self, cles: &[$cle]) -> Lus<$cle, Self::Value> {
                let ids: Vec<Uuid> = cles.iter().map(|c| c.0).collect();
                let lus = $lire(&self.0, &ids).await?;
                Ok(lus.into_iter().map(|(id, lu)| ($cle(id), lu)).collect())
            }
        }
    };
}

par_id!(CandidatureParId, Arc<Candidature>, candidatures::par_ids);
par_id!(CandidatureDe, Arc<Candidature>, candidatures::de_prescriptions);
par_id!(HistoriqueCandidature, Vec<historique::Passage>, historique::de);
par_id!(ContratParId, Arc<ContratInsertion>, contrats::par_ids);
par_id!(ContratDe, Arc<ContratInsertion>, contrats::de_candidatures);
par_id!(RenouvellementsDe, Vec<detail::Renouvellement>, detail::renouvellements);
par_id!(PaliersDe, Vec<detail::Palier>, detail::paliers);
par_id!(ImmersionsDe, Vec<detail::Immersion>, detail::immersions);
par_id!(PassParId, Arc<PassIae>, pass_iae::lecture::par_ids);
par_id!(ContratsEnCours, i64, contrats::en_cours);

impl Loader<CandidaturesA> for Chargeur {
    type Value = Tranche<Arc<Candidature>>;
    type Error = Arc<Panne>;

    async fn load(&self, cles: &[CandidaturesA]) -> Lus<CandidaturesA, Self::Value> {
        let mut demandes: HashMap<(Filtre, Page, bool), Vec<Uuid>> = HashMap::new();
        for CandidaturesA(poste, filtre, page, total) in cles.iter().cloned() {
            demandes.entry((filtre, page, total)).or_default().push(poste);
        }
        let mut lues = HashMap::new();
        for ((filtre, page, total), postes) in demandes {
            let tranches = candidatures::de(&self.0, (Parent::Poste, &postes), &filtre, &page, total).await?;
            lues.extend(tranches.into_iter().map(|(id, t)| (CandidaturesA(id, filtre.clone(), page.clone(), total), t)));
        }
        Ok(lues)
    }
}

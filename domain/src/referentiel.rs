//! Reference data as one immutable snapshot in memory, reloaded when its version moves.
//!
//! Partners, services, agents and places are a few thousand small rows that every answer points at: a request reads
//! them here without a statement, and sees one consistent version of them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use crate::agent::Agent;
use crate::base::Base;
use crate::dispositif::Dispositif;
use crate::erreur::Panne;
use crate::fiche_action::{BudgetFiche, FicheAction};
use crate::indicateur::Indicateur;
use crate::pacte::{AnomalieSource, Pacte, Signataire};
use crate::partenaire::Partenaire;
use crate::service::Service;
use crate::structure_iae::StructureIae;
use crate::territoire::{Commune, Departement, Territoire};

pub mod chargement;
mod fichiers;
mod lecture;

/// Everything that changes rarely and that answers point at, by id, in the order of lists.
#[derive(Default)]
pub struct Referentiel {
    pub version: i64,
    pub departements: Vec<Arc<Departement>>,
    pub territoires: Table<Territoire>,
    pub communes: Table<Commune>,
    pub partenaires: Table<Partenaire>,
    pub agents: Table<Agent>,
    pub services: Table<Service>,
    /// By code.
    pub pactes: Table<Pacte>,
    /// By pacte, in the order of its document.
    pub fiches_action: Table<FicheAction>,
    /// By pacte, in the order of its file.
    pub indicateurs: Table<Indicateur>,
    /// By code.
    pub dispositifs: Table<Dispositif>,
    pub structures_iae: Table<StructureIae>,
}

/// Rows by id and in their order, and by the key of those that have one.
pub struct Table<T> {
    lignes: Vec<Arc<T>>,
    par_id: HashMap<Uuid, usize>,
    par_cle: HashMap<String, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { lignes: Vec::new(), par_id: HashMap::new(), par_cle: HashMap::new() }
    }
}

impl<T> Table<T> {
    fn nouvelle(lignes: Vec<(Uuid, T)>) -> Self {
        let par_id = lignes.iter().enumerate().map(|(rang, (id, _))| (*id, rang)).collect();
        Self { lignes: lignes.into_iter().map(|(_, l)| Arc::new(l)).collect(), par_id, par_cle: HashMap::new() }
    }

    /// The same, whose rows are found by that key too.
    fn par(self, cle: impl Fn(&T) -> &str) -> Self {
        let par_cle = self.lignes.iter().enumerate().map(|(rang, l)| (cle(l).to_owned(), rang)).collect();
        Self { par_cle, ..self }
    }

    fn de_cle(&self, cle: &str) -> Option<&Arc<T>> {
        self.par_cle.get(cle).and_then(|rang| self.lignes.get(*rang))
    }

    #[must_use]
    pub fn par_id(&self, id: Uuid) -> Option<&Arc<T>> {
        self.par_id.get(&id).and_then(|rang| self.lignes.get(*rang))
    }

    #[must_use]
    pub fn toutes(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        self.lignes.iter()
    }
}

impl Referentiel {
    #[must_use]
    pub fn departement(&self, code: &str) -> Option<&Arc<Departement>> {
        self.departements.iter().find(|d| d.code == code)
    }

    #[must_use]
    pub fn territoire(&self, code: &str) -> Option<&Arc<Territoire>> {
        self.territoires.de_cle(code)
    }

    #[must_use]
    pub fn commune(&self, code_insee: &str) -> Option<&Arc<Commune>> {
        self.communes.de_cle(code_insee)
    }

    #[must_use]
    pub fn partenaire(&self, cle: &str) -> Option<&Arc<Partenaire>> {
        self.partenaires.de_cle(cle)
    }

    pub fn services_de(&self, partenaire: Uuid) -> impl Iterator<Item = &Arc<Service>> {
        self.services.toutes().filter(move |s| s.partenaire == partenaire)
    }

    pub fn structures_de(&self, partenaire: Uuid) -> impl Iterator<Item = &Arc<StructureIae>> {
        self.structures_iae.toutes().filter(move |s| s.partenaire == partenaire)
    }

    pub fn agents_de(&self, partenaire: Uuid) -> impl Iterator<Item = &Arc<Agent>> {
        self.agents.toutes().filter(move |a| a.partenaire == partenaire)
    }

    #[must_use]
    pub fn pacte(&self, code: &str) -> Option<&Arc<Pacte>> {
        self.pactes.toutes().find(|p| p.code == code)
    }

    pub fn pactes_du(&self, departement: &str) -> impl Iterator<Item = &Arc<Pacte>> {
        self.pactes.toutes().filter(move |p| p.departement == departement)
    }

    pub fn pactes_signes(&self, partenaire: Uuid) -> impl Iterator<Item = (&Arc<Pacte>, &Signataire)> {
        self.pactes.toutes().filter_map(move |p| p.signature(partenaire).map(|s| (p, s)))
    }

    pub fn fiches_du(&self, pacte: Uuid) -> impl Iterator<Item = &Arc<FicheAction>> {
        self.fiches_action.toutes().filter(move |f| f.pacte == pacte)
    }

    #[must_use]
    pub fn fiche(&self, pacte: Uuid, code: &str) -> Option<&Arc<FicheAction>> {
        self.fiches_du(pacte).find(|f| f.document.code == code)
    }

    pub fn indicateurs_de(&self, fiche: Uuid) -> impl Iterator<Item = &Arc<Indicateur>> {
        self.indicateurs.toutes().filter(move |i| i.fiche == Some(fiche))
    }

    #[must_use]
    pub fn indicateur(&self, code: &str) -> Option<&Arc<Indicateur>> {
        self.indicateurs.toutes().find(|i| i.code() == code)
    }

    pub fn dispositifs_du(&self, pacte: Uuid) -> impl Iterator<Item = &Arc<Dispositif>> {
        self.dispositifs.toutes().filter(move |d| d.pacte == pacte)
    }

    #[must_use]
    pub fn dispositif(&self, code: &str) -> Option<&Arc<Dispositif>> {
        self.dispositifs.toutes().find(|d| d.code == code)
    }

    /// A dispositif of one of the pactes of the département.
    #[must_use]
    pub fn dispositif_de(&self, departement: &str, code: &str) -> Option<&Arc<Dispositif>> {
        let pacte = |d: &&Arc<Dispositif>| self.pactes.par_id(d.pacte).is_some_and(|p| p.departement == departement);
        self.dispositif(code).filter(pacte)
    }

    /// Anomalies of the pacte that the fiche lists, in the pacte's order.
    pub fn anomalies_de<'a>(&'a self, fiche: &'a FicheAction) -> impl Iterator<Item = &'a AnomalieSource> {
        let pacte = self.pactes.par_id(fiche.pacte).into_iter();
        pacte.flat_map(|p| &p.contenu.anomalies).filter(|a| fiche.document.anomalies.contains(&a.code))
    }

    /// What its fiches-action state, summed.
    #[must_use]
    pub fn budget_du(&self, pacte: Uuid) -> BudgetFiche {
        BudgetFiche::total(self.fiches_du(pacte).map(|f| &f.budget))
    }

    /// A territory and all that it contains.
    #[must_use]
    pub fn descendants(&self, racine: Uuid) -> Vec<Uuid> {
        let mut trouves = vec![racine];
        let mut rang = 0;
        while let Some(courant) = trouves.get(rang).copied() {
            let enfants = self.territoires.toutes().filter(|t| t.parent == Some(courant) && !trouves.contains(&t.id));
            let enfants: Vec<_> = enfants.map(|t| t.id).collect();
            trouves.extend(enfants);
            rang += 1;
        }
        trouves
    }
}

impl Base {
    /// The current snapshot; loads it the first time, or after [`Base::oublier_referentiel`].
    pub async fn referentiel(self: &Arc<Self>) -> Result<Arc<Referentiel>, Panne> {
        let garde = self.referentiel.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(referentiel) = garde {
            return Ok(referentiel);
        }
        let lu = Arc::new(lecture::tout(self).await?);
        *self.referentiel.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&lu));
        Ok(lu)
    }

    /// Drops the snapshot unless it is already of that version.
    pub fn oublier_referentiel(&self, version: i64) {
        let mut place = self.referentiel.write().unwrap_or_else(PoisonError::into_inner);
        if place.as_ref().is_some_and(|r| r.version != version) {
            *place = None;
        }
    }
}

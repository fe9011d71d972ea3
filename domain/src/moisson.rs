//! Harvest: how many distinct persons a bearer has read this hour, and where it stops.
//!
//! An agent reads the people it works with; a machine reads the files that are open to its partner. Far beyond, somebody
//! is copying the base: nothing more is served for the hour, and the Département is told once.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::evenement::{self, Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::journal::executer;
use crate::partenaire::TypePartenaire;
use crate::politique::Classes;
use crate::requete::Requete;
use crate::session::{Session, commencer_systeme};

const FENETRE: TimeDelta = TimeDelta::hours(1);

/// A machine may read its whole perimeter this many times over when its convention states no threshold.
const FOIS_LE_PERIMETRE: i64 = 3;

/// A partner's machine, or one of its agents.
type Porteur = (Uuid, Option<Uuid>);

#[derive(Default)]
pub(crate) struct Moisson(Mutex<HashMap<Porteur, Heure>>);

struct Heure {
    depuis: DateTime<Utc>,
    personnes: HashSet<Uuid>,
    alertee: bool,
}

impl Moisson {
    /// Counts these persons; the number of distinct ones this hour.
    fn noter(&self, porteur: Porteur, lues: &BTreeSet<Uuid>, maintenant: DateTime<Utc>) -> (i64, DateTime<Utc>) {
        let mut heures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heure = heures.entry(porteur).or_insert_with(|| Heure::nouvelle(maintenant));
        if maintenant - heure.depuis >= FENETRE {
            *heure = Heure::nouvelle(maintenant);
        }
        heure.personnes.extend(lues);
        (i64::try_from(heure.personnes.len()).unwrap_or(i64::MAX), heure.depuis + FENETRE)
    }

    /// Whether this is the first time this hour that the bearer goes beyond.
    fn premiere_alerte(&self, porteur: Porteur) -> bool {
        let mut heures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heures.get_mut(&porteur).is_some_and(|heure| !std::mem::replace(&mut heure.alertee, true))
    }
}

impl Heure {
    fn nouvelle(depuis: DateTime<Utc>) -> Self {
        Self { depuis, personnes: HashSet::new(), alertee: false }
    }
}

/// Refuses an answer that would go beyond the threshold of its bearer.
pub(crate) async fn compter(session: &Session, lues: &BTreeSet<Uuid>) -> Result<(), Panne> {
    let (base, porteur) = (&session.base, (session.perimetre.partenaire, session.perimetre.agent));
    let (distinctes, fin) = base.moisson.noter(porteur, lues, base.horloge.reelle());
    // Below the agents' threshold nobody is concerned: a machine's own is not even computed.
    if distinctes <= base.reglages.personnes_par_heure || distinctes <= seuil(session).await? {
        return Ok(());
    }
    if base.moisson.premiere_alerte(porteur) {
        alerter(session).await?;
    }
    Err(Panne::Moisson { attendre: (fin - base.horloge.reelle()).num_seconds().max(1) })
}

async fn seuil(session: &Session) -> Result<i64, Panne> {
    if session.perimetre.agent.is_some() {
        return Ok(session.base.reglages.personnes_par_heure);
    }
    let convenu = session.perimetre.ouvertes.iter().filter_map(|o| o.seuil_consultation).max();
    match convenu {
        Some(seuil) => Ok(seuil),
        None => Ok(FOIS_LE_PERIMETRE * crate::apercu::personnes(session, &session.perimetre).await?),
    }
}

/// Tells the Départements of the bearer's conventions.
async fn alerter(session: &Session) -> Result<(), Panne> {
    let base = &session.base;
    let (genre, objet) = session.perimetre.agent.map_or((Genre::Partenaire, session.perimetre.partenaire), |agent| (Genre::Agent, agent));
    let departements = session.perimetre.tous_departements();
    let referentiel = session.referentiel();
    let avertis = referentiel
        .partenaires
        .toutes()
        .filter(|p| p.type_ == TypePartenaire::Departement && p.departements.iter().any(|d| departements.contains(d)));
    let evenements: Vec<Evenement> = avertis
        .map(|p| Evenement {
            id: base.id(),
            position: 0,
            genre,
            type_: TypeEvenement::AlerteAcces,
            objet,
            departement: None,
            allocataire: None,
            destinataire: Some(p.id),
            par: None,
            classes: Classes::AUCUNE,
            le: base.horloge.instant(),
        })
        .collect();
    if evenements.is_empty() {
        return Ok(());
    }
    let tx = commencer_systeme(base).await?;
    executer(&tx, evenement::insertion(Requete::nouvelle(base.moteur(), ""), &evenements)).await?;
    tx.commit().await.map_err(Panne::from)
}

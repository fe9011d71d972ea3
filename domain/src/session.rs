//! The door: the only way to personal data, always with a perimeter.
//!
//! One connection a request, taken at the first statement and kept in one read-only snapshot; a write has its own
//! transaction, and what follows it is read after its commit.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use futures::future::BoxFuture;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::base::Base;
use crate::erreur::Panne;
use crate::habilitation::{Champs, Perimetre};
use crate::journal::{self, LigneAcces, NatureAcces};
use crate::moisson;
use crate::referentiel::Referentiel;
use crate::requete::{Ligne, Requete};

mod ecriture;
mod lecteur;
mod plateforme;
mod reglage;

pub(crate) use ecriture::commencer_systeme;
pub use ecriture::{Autorise, Ecriture, Issue};
use lecteur::Lecteur;
pub use plateforme::{Plateforme, Travail};

/// Who asks, as the verified token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appelant {
    pub client: String,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub portees: crate::portee::Portees,
    /// Digest of the token: the journal's way to name it.
    pub jeton: String,
    pub expire: i64,
}

/// One request of one caller.
pub struct Session {
    pub base: Arc<Base>,
    pub appelant: Arc<Appelant>,
    pub perimetre: Arc<Perimetre>,
    referentiel: std::sync::RwLock<Arc<Referentiel>>,
    version: i64,
    lecteur: Mutex<Option<Lecteur>>,
    /// Persons whose data left the database, by the convention that opened them.
    lus: std::sync::Mutex<BTreeMap<usize, std::collections::BTreeSet<Uuid>>>,
    ecriture_refusee: AtomicBool,
}

/// What the journal says of a response.
pub struct Trace<'a> {
    pub requete: &'a str,
    pub operation: &'a str,
    pub categories: &'a [&'a str],
}

impl Session {
    /// Computes the perimeter from the cached conventions; [`Session::verifier`] says later whether they were current.
    pub async fn ouvrir(base: &Arc<Base>, appelant: Arc<Appelant>) -> Result<Self, Panne> {
        let referentiel = base.referentiel().await?;
        let conventions = base.conventions(appelant.partenaire).await?;
        let perimetre = Arc::new(conventions.perimetre(&appelant, &referentiel, base.horloge.jour(Tz::Europe__Paris)));
        Ok(Self {
            base: Arc::clone(base),
            appelant,
            perimetre,
            referentiel: referentiel.into(),
            version: conventions.version,
            lecteur: Mutex::default(),
            lus: std::sync::Mutex::default(),
            ecriture_refusee: AtomicBool::new(false),
        })
    }

    /// Opens the snapshot and compares the versions it sees with those the perimeter was computed from.
    pub async fn verifier(&self) -> Result<(), Panne> {
        let mut place = self.lecteur.lock().await;
        self.ouvert(&mut place).await.map(drop)
    }

    async fn ouvert<'a>(&self, place: &'a mut Option<Lecteur>) -> Result<&'a mut Lecteur, Panne> {
        if place.is_none() {
            let (lecteur, versions) = Lecteur::ouvrir(&self.base, &self.perimetre).await?;
            *place = Some(lecteur);
            self.comparer(versions)?;
        }
        place.as_mut().ok_or(Panne::Donnee("snapshot"))
    }

    /// A convention given or revoked since, or reference data reloaded: what was computed no longer holds.
    fn comparer(&self, (habilitation, referentiel): (i64, i64)) -> Result<(), Panne> {
        if habilitation == self.version && referentiel == self.referentiel().version {
            return Ok(());
        }
        self.base.oublier_conventions();
        self.base.oublier_referentiel(referentiel);
        Err(Panne::HabilitationsChangees)
    }

    /// The same before a write begins: nothing was written, and the request may be asked again.
    pub(crate) fn comparer_avant_ecriture(&self, versions: (i64, i64)) -> Result<(), Panne> {
        let comparees = self.comparer(versions);
        self.ecriture_refusee.store(comparees.is_err(), Ordering::Relaxed);
        comparees
    }

    /// A write of this request was not begun, because what its perimeter was computed from had changed.
    #[must_use]
    pub fn ecriture_refusee(&self) -> bool {
        self.ecriture_refusee.load(Ordering::Relaxed)
    }

    /// The snapshot of the reference data that this request answers from.
    #[must_use]
    pub fn referentiel(&self) -> Arc<Referentiel> {
        Arc::clone(&self.referentiel.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Versions of the conventions and of the reference data that the perimeter was computed from.
    #[must_use]
    pub fn versions(&self) -> (i64, i64) {
        (self.version, self.referentiel().version)
    }

    /// The instant from which an answer of today holds, the same whenever it is asked.
    #[must_use]
    pub fn minuit(&self) -> DateTime<Utc> {
        self.perimetre.jour.and_time(NaiveTime::MIN).and_utc()
    }

    /// After a write of this request to the reference data, its own answer shows it.
    async fn recharger_referentiel(&self) -> Result<(), Panne> {
        self.base.oublier_referentiel(-1);
        let lu = self.base.referentiel().await?;
        *self.referentiel.write().unwrap_or_else(PoisonError::into_inner) = lu;
        Ok(())
    }

    pub(crate) fn requete(&self, sql: &str) -> Requete {
        Requete::nouvelle(self.base.moteur(), sql)
    }

    /// ` and … = any(…)`: the départements of the caller's conventions. A nested read that names its rows by the ids of
    /// their parents says it too: every index of a file begins with this column.
    pub(crate) fn departements(&self, q: &mut Requete, colonne: &str) {
        q.texte(" and ").texte(colonne).parmi_textes(&self.perimetre.tous_departements());
    }

    /// Runs one read in the request's snapshot. Root fields take turns.
    ///
    /// Boxed, for the future of a statement is several kilobytes, which every resolver above would carry and move, each time
    /// one of its fields is read.
    pub(crate) fn lignes(&self, requete: Requete) -> BoxFuture<'_, Result<Vec<Ligne>, Panne>> {
        Box::pin(async move {
            let mut place = self.lecteur.lock().await;
            self.base.enonces.fetch_add(1, Ordering::Relaxed);
            self.ouvert(&mut place).await?.lignes(requete).await
        })
    }

    /// Runs a statement that returns counts and nothing of a person, as the platform: whether a contract is a person's first
    /// depends on rows that its partner does not read. The statement itself says whose facts are counted.
    pub(crate) fn comptes(&self, requete: Requete) -> BoxFuture<'_, Result<Vec<Ligne>, Panne>> {
        Box::pin(async move {
            let mut place = self.lecteur.lock().await;
            self.base.enonces.fetch_add(1, Ordering::Relaxed);
            self.ouvert(&mut place).await?.hors_perimetre(requete).await
        })
    }

    pub(crate) async fn nombre(&self, requete: Requete) -> Result<i64, Panne> {
        self.lignes(requete).await?.first().map_or(Ok(0), |ligne| ligne.lire(0))
    }

    /// Ends the snapshot: what is read next sees what was committed since.
    pub async fn rafraichir(&self) -> Result<(), Panne> {
        match self.lecteur.lock().await.take() {
            Some(lecteur) => lecteur.clore().await,
            None => Ok(()),
        }
    }

    /// Notes that a person's data was decoded for this response.
    pub(crate) fn lu(&self, personne: Uuid, par: &Champs) {
        self.lus.lock().unwrap_or_else(PoisonError::into_inner).entry(par.habilitation).or_default().insert(personne);
    }

    /// The same for a row of a file whose person was not decoded: its own columns speak of her.
    pub(crate) fn ligne_lue(&self, personne: Uuid, portees: crate::portee::Portees) {
        let par = self.perimetre.ouvertes.iter().position(|o| o.portees.contient(portees)).unwrap_or_default();
        self.lus.lock().unwrap_or_else(PoisonError::into_inner).entry(par).or_default().insert(personne);
    }

    /// Commits the journal of what was read, then ends the snapshot. No commit, no data.
    pub async fn clore(&self, trace: Trace<'_>, nature: NatureAcces) -> Result<(), Panne> {
        let lus = std::mem::take(&mut *self.lus.lock().unwrap_or_else(PoisonError::into_inner));
        for personnes in lus.values() {
            moisson::compter(self, personnes).await?;
        }
        let lignes = lus.into_iter().map(|(rang, personnes)| self.ligne_acces(rang, personnes, &trace, nature)).collect::<Vec<_>>();
        let inscrire = async { if lignes.is_empty() { Ok(()) } else { journal::inscrire(&self.base, lignes).await } };
        let (inscrit, clos) = futures::join!(inscrire, self.rafraichir());
        inscrit.and(clos)
    }

    fn ligne_acces(&self, rang: usize, personnes: std::collections::BTreeSet<Uuid>, trace: &Trace<'_>, nature: NatureAcces) -> LigneAcces {
        let ouverte = self.perimetre.ouvertes.get(rang);
        LigneAcces {
            id: self.base.id(),
            le: self.base.horloge.reelle(),
            nature,
            partenaire: self.appelant.partenaire,
            agent: self.appelant.agent,
            jeton: self.appelant.jeton.clone(),
            habilitation: ouverte.map(|o| o.id),
            finalite: ouverte.map_or(self.perimetre.profil.finalite(), |o| o.finalite),
            requete: trace.requete.to_owned(),
            operation: trace.operation.to_owned(),
            categories: trace.categories.join(" "),
            personnes: personnes.into_iter().collect(),
        }
    }
}

/// How often a transaction is opened again when its connection turns out to be dead: nothing was asked of it yet.
pub(crate) const REPRISES: usize = 3;

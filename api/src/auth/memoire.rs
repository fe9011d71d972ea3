//! What was read from the database and is kept in memory: keys and issuers.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use domain::erreur::Panne;
use tokio::sync::{Mutex, MutexGuard};

/// What is not found is looked for in the database at most this often, whoever asks for it.
const RELECTURE: TimeDelta = TimeDelta::seconds(30);

/// What was read is read again after this long, so that a withdrawn key does not live on in memory.
const FRAICHEUR: TimeDelta = TimeDelta::minutes(5);

#[derive(Default)]
pub(super) struct Memoire<T> {
    lue: RwLock<Lue<T>>,
    tour: Mutex<()>,
}

struct Lue<T> {
    le: Option<DateTime<Utc>>,
    valeur: Arc<T>,
}

impl<T: Default> Default for Lue<T> {
    fn default() -> Self {
        Self { le: None, valeur: Arc::default() }
    }
}

impl<T> Lue<T> {
    /// A clock set back also makes what was read old.
    fn plus_vieille(&self, que: TimeDelta, maintenant: DateTime<Utc>) -> bool {
        self.le.is_none_or(|le| (maintenant - le).abs() >= que)
    }
}

impl<T> Memoire<T> {
    pub fn valeur(&self) -> Arc<T> {
        Arc::clone(&self.lue.read().unwrap_or_else(PoisonError::into_inner).valeur)
    }

    pub fn poser(&self, le: DateTime<Utc>, valeur: T) {
        *self.lue.write().unwrap_or_else(PoisonError::into_inner) = Lue { le: Some(le), valeur: Arc::new(valeur) };
    }

    /// Finds something, after reading again when it is absent or when what is in memory is old.
    pub async fn chercher<R, F>(&self, maintenant: DateTime<Utc>, trouver: impl Fn(&T) -> Option<R>, lire: F) -> Result<Option<R>, Panne>
    where
        F: Future<Output = Result<T, Panne>>,
    {
        let trouve = trouver(&self.valeur());
        let limite = if trouve.is_some() { FRAICHEUR } else { RELECTURE };
        if !self.vieille(limite, maintenant) {
            return Ok(trouve);
        }
        self.relire(limite, maintenant, lire).await?;
        Ok(trouver(&self.valeur()))
    }

    /// Reads again what is too old to be shown.
    pub async fn rafraichir(&self, maintenant: DateTime<Utc>, lire: impl Future<Output = Result<T, Panne>>) -> Result<Arc<T>, Panne> {
        self.relire(RELECTURE, maintenant, lire).await?;
        Ok(self.valeur())
    }

    /// Holds back the other readers while a value is made.
    pub async fn tour(&self) -> MutexGuard<'_, ()> {
        self.tour.lock().await
    }

    /// One reader at a time; those who waited find it done.
    async fn relire(
        &self,
        limite: TimeDelta,
        maintenant: DateTime<Utc>,
        lire: impl Future<Output = Result<T, Panne>>,
    ) -> Result<(), Panne> {
        let _tour = self.tour().await;
        if self.vieille(limite, maintenant) {
            self.poser(maintenant, lire.await?);
        }
        Ok(())
    }

    fn vieille(&self, limite: TimeDelta, maintenant: DateTime<Utc>) -> bool {
        self.lue.read().unwrap_or_else(PoisonError::into_inner).plus_vieille(limite, maintenant)
    }
}

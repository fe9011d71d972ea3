//! The ticker: what time alone changes and others must be told, in small transactions, on the injected clock.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use crate::base::Base;
use crate::erreur::Panne;
use crate::session::{Plateforme, Travail};
use crate::valeur_figee::gel::Du;

mod declaration;
mod expiration;
mod gel;
mod rappel;
mod reprise;
mod retrait;
mod silence;
mod suivi;

/// Rows that one transaction takes.
const LOT: i64 = 200;

/// What a pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    pub expirees: usize,
    pub suivis: usize,
    pub rappelees: usize,
    pub retirees: usize,
    pub reprises: usize,
    pub silences: usize,
    pub declarations: usize,
}

impl Passage {
    /// Each count with what it counts, as an operator reads it.
    #[must_use]
    pub fn comptes(&self) -> Vec<(usize, &'static str)> {
        vec![
            (self.expirees, "prescriptions expirées"),
            (self.suivis, "suivis arrêtés"),
            (self.rappelees, "échéances rappelées"),
            (self.retirees, "relations terminées"),
            (self.reprises, "parcours repris"),
            (self.silences, "candidatures sans réponse"),
            (self.declarations, "déclarations attendues"),
        ]
    }
}

/// One pass over everything that is due. Several replicas may call it: an advisory lock lets one through at a time.
pub async fn passer(base: &Arc<Base>) -> Result<Passage, Panne> {
    let jour = base.horloge.jour(Tz::Europe__Paris);
    Ok(Passage {
        expirees: epuiser(base, jour, expiration::lot).await?,
        suivis: epuiser(base, jour, suivi::lot).await?,
        declarations: epuiser(base, jour, declaration::lot).await?,
        rappelees: epuiser(base, jour, rappel::lot).await?,
        retirees: epuiser(base, jour, retrait::lot).await?,
        reprises: epuiser(base, jour, reprise::lot).await?,
        silences: epuiser(base, jour, silence::lot).await?,
    })
}

/// Runs a kind of work by lots until a lot finds nothing.
async fn epuiser<F>(base: &Arc<Base>, jour: NaiveDate, lot: F) -> Result<usize, Panne>
where
    F: AsyncFn(&mut Plateforme, NaiveDate) -> Result<usize, Panne>,
{
    let mut total = 0;
    loop {
        let Some(mut tx) = Plateforme::seule(base, Travail::Echeances).await? else { return Ok(total) };
        let faits = lot(&mut tx, jour).await?;
        tx.valider().await?;
        total += faits;
        if faits == 0 {
            return Ok(total);
        }
    }
}

/// Freezes the values of periods that are over, a family of measures and a year at a time. Apart from [`passer`]: nobody
/// waits for it, and the first one of an installation goes through its whole past.
pub async fn figer(base: &Arc<Base>) -> Result<usize, Panne> {
    figer_parmi(base, |_| true).await
}

/// The same, of what is due, for those that are chosen.
pub async fn figer_parmi(base: &Arc<Base>, choisi: impl Fn(&Du) -> bool) -> Result<usize, Panne> {
    let Some(tx) = Plateforme::lectrice(base, Travail::Gel).await? else { return Ok(0) };
    let dus = crate::valeur_figee::gel::dus(&tx, base.horloge.jour(Tz::Europe__Paris)).await?;
    tx.valider().await?;
    let mut figees = 0;
    for du in dus.into_iter().filter(|du| choisi(du)) {
        figees += usize::from(gel::un(base, du).await?);
    }
    Ok(figees)
}

/// Forgets the answers kept for repeated requests past their term.
pub async fn oublier_reponses(base: &Arc<Base>) -> Result<u64, Panne> {
    let limite = base.horloge.reelle() - chrono::TimeDelta::days(base.reglages.idempotence_jours);
    let Some(tx) = Plateforme::seule(base, Travail::Oubli).await? else { return Ok(0) };
    let mut q = tx.requete("delete from idempotence where cree_le < ");
    q.valeur(limite);
    let oubliees = tx.executer(q).await?;
    tx.valider().await?;
    Ok(oubliees)
}

/// An object of a file: its département, its id, the person.
pub(crate) type Objet = (String, Uuid, Uuid);

//! What readers of aggregates read of a period once it is over.

use std::sync::Arc;

use crate::base::Base;
use crate::erreur::Panne;
use crate::session::{Plateforme, Travail};
use crate::valeur_figee::ecriture;
use crate::valeur_figee::gel::{self, Du};

/// One family of measures, in one département, for a year or what of it is over. Deciding takes a while, and no transaction is
/// open meanwhile: the one that stores sees whether another replica was faster.
pub(super) async fn un(base: &Arc<Base>, du: Du) -> Result<bool, Panne> {
    let Some(tx) = Plateforme::lectrice(base, Travail::Gel).await? else { return Ok(false) };
    let lecture = gel::lire(&tx, du).await?;
    tx.valider().await?;
    let Some(lecture) = lecture else { return Ok(false) };
    let decidee = tokio::task::spawn_blocking(move || gel::decider(&lecture).map(|decision| (lecture.du, decision)));
    let (du, decision) = decidee.await.map_err(|_| Panne::Donnee("gel"))??;
    let Some(tx) = Plateforme::seule(base, Travail::Gel).await? else { return Ok(false) };
    ecriture::ecrire(&tx, &du, &decision).await?;
    tx.valider().await?;
    Ok(true)
}

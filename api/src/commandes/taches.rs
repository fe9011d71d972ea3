//! `passerelle taches`: one pass, for a scheduler.

use domain::taches::{self, Passage};

use super::{Contexte, Echec};

pub(super) async fn executer(contexte: &Contexte) -> Result<(), Echec> {
    let base = contexte.base().await?;
    let Passage { expirees, rappelees, retirees } = taches::passer(&base).await?;
    let oubliees = taches::oublier_reponses(&base).await?;
    println!(
        "{expirees} prescriptions expirées, {rappelees} échéances rappelées, {retirees} relations terminées, {oubliees} réponses oubliées."
    );
    Ok(())
}

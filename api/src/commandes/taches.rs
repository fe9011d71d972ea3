//! `passerelle taches`: one pass, for a scheduler.

use domain::taches;

use super::{Contexte, Echec};

pub(super) async fn executer(contexte: &Contexte) -> Result<(), Echec> {
    let base = contexte.base().await?;
    let passage = taches::passer(&base).await?;
    let figees = taches::figer(&base).await?;
    let oubliees = taches::oublier_reponses(&base).await?;
    let comptes: Vec<String> = passage.comptes().into_iter().map(|(nombre, quoi)| format!("{nombre} {quoi}")).collect();
    println!("{}, {figees} années d'indicateurs arrêtées, {oubliees} réponses oubliées.", comptes.join(", "));
    Ok(())
}

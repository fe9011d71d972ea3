//! `passerelle journal verifier`.

use clap::{Args, Subcommand};
use domain::journal::sequence::{self, Verification};

use super::{Contexte, Echec};

#[derive(Args)]
pub(super) struct Journal {
    #[command(subcommand)]
    acte: Acte,
}

#[derive(Subcommand)]
enum Acte {
    #[command(about = "Recalcule les sceaux du journal, du premier au dernier", help_template = super::AIDE)]
    Verifier,
}

impl Journal {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let Acte::Verifier = self.acte;
        let base = contexte.base().await?;
        let Verification { scellees, rompue, non_scellees } = sequence::verifier(&base).await?;
        if let Some(rang) = rompue {
            return Err(Echec::Refus(format!("la chaîne du journal est rompue à l'entrée {rang}")));
        }
        println!("Journal intact : {scellees} entrées scellées, {non_scellees} en attente de leur sceau.");
        Ok(())
    }
}

//! `passerelle referentiel charger`.

use clap::{Args, Subcommand};
use domain::echeance;
use domain::referentiel::chargement;

use super::{Contexte, Echec, migrer};

#[derive(Args)]
pub(super) struct Referentiel {
    #[command(subcommand)]
    acte: Acte,
}

#[derive(Subcommand)]
enum Acte {
    #[command(about = "Charge ou met à jour le référentiel ; une seconde fois ne change rien", help_template = super::AIDE)]
    Charger,
}

impl Referentiel {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let Acte::Charger = self.acte;
        let base = contexte.base_du_proprietaire().await?;
        migrer::exiger_a_jour(&base).await?;
        println!("{}", chargement::charger(&base).await?);
        let deplacees = echeance::recalculer(&base).await?;
        if deplacees > 0 {
            println!("{deplacees} échéances recalculées.");
        }
        Ok(())
    }
}

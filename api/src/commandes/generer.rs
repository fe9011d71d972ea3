//! `passerelle generer`: people that do not exist.

use std::sync::Arc;

use chrono_tz::Tz;
use clap::Args;
use domain::base::Base;
use domain::generation::{self, Bilan, Demande};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Contexte, Echec, nombre};

#[derive(Args)]
pub(super) struct Generer {
    /// Code du département, dont le référentiel est chargé
    #[arg(long, value_name = "CODE")]
    departement: String,
    /// Nombre de personnes
    #[arg(long, value_name = "N", value_parser = nombre::<usize>)]
    allocataires: usize,
    /// Graine : la même donne les mêmes personnes (42 par défaut)
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = nombre::<u64>, hide_default_value = true)]
    graine: u64,
}

impl Generer {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base().await?;
        let au = base.horloge.jour(Tz::Europe__Paris);
        let demande = Demande { departement: self.departement, allocataires: self.allocataires, graine: self.graine, au };
        let bilan = peupler(&base, &demande).await?;
        println!("{}", en_toutes_lettres(&bilan));
        Ok(())
    }
}

/// Generates behind a progress bar, which shows on a terminal only.
pub(super) async fn peupler(base: &Arc<Base>, demande: &Demande) -> Result<Bilan, Echec> {
    let barre = barre(demande);
    let bilan = generation::generer(base, demande, |faits| barre.set_position(faits as u64)).await;
    barre.finish_and_clear();
    Ok(bilan?)
}

fn barre(demande: &Demande) -> ProgressBar {
    let modele = "{msg} [{bar:40}] {human_pos}/{human_len} ({eta} restantes)";
    let style = ProgressStyle::with_template(modele).unwrap_or_else(|_| ProgressStyle::default_bar());
    let barre = ProgressBar::new(demande.allocataires as u64).with_style(style.progress_chars("█▌ "));
    barre.with_message(format!("Personnes de synthèse du {}", demande.departement))
}

fn en_toutes_lettres(bilan: &Bilan) -> String {
    format!(
        "{} personnes de synthèse, {} parcours, {} désignations, {} besoins, {} prescriptions, {} relations, {} échéances, {} événements.",
        bilan.allocataires,
        bilan.parcours,
        bilan.designations,
        bilan.besoins,
        bilan.prescriptions,
        bilan.liens,
        bilan.echeances,
        bilan.evenements
    )
}

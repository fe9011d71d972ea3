//! `passerelle generer`: people that do not exist.

use std::sync::Arc;

use chrono_tz::Tz;
use clap::Args;
use domain::base::Base;
use domain::generation::modele::{self, Modele};
use domain::generation::{self, Bilan, Demande};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Contexte, Echec, nombre};

#[derive(Args)]
pub(super) struct Generer {
    /// Code du département, dont le référentiel est chargé
    #[arg(long, value_name = "CODE")]
    departement: String,
    /// Nombre de personnes ; un modèle a les siennes
    #[arg(long, value_name = "N", value_parser = nombre::<usize>, required_unless_present = "modele", conflicts_with = "modele")]
    allocataires: Option<usize>,
    /// Graine : la même donne les mêmes personnes (42 par défaut)
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = nombre::<u64>, hide_default_value = true)]
    graine: u64,
    /// Monde d'un rapport, dont les indicateurs calculés sont ceux qu'il imprime : haute-garonne-2021
    #[arg(long, value_name = "MODELE", value_parser = lire)]
    modele: Option<Modele>,
}

fn lire(texte: &str) -> Result<Modele, String> {
    let connus = || Modele::TOUS.map(Modele::code).join(", ");
    Modele::TOUS.into_iter().find(|m| m.code() == texte).ok_or_else(|| format!("les modèles connus sont : {}", connus()))
}

impl Generer {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base().await?;
        if let Some(modele) = self.modele {
            return self.reproduire(&base, modele).await;
        }
        let au = base.horloge.jour(Tz::Europe__Paris);
        let demande =
            Demande { departement: self.departement, allocataires: self.allocataires.unwrap_or_default(), graine: self.graine, au };
        let bilan = peupler(&base, &demande).await?;
        println!("{}", en_toutes_lettres(&bilan));
        Ok(())
    }

    /// The world of a report, in its own département.
    async fn reproduire(self, base: &Arc<Base>, modele: Modele) -> Result<(), Echec> {
        if self.departement != modele.departement() {
            let message = format!("departement : le modèle {} est celui du département « {} »", modele.code(), modele.departement());
            return Err(Echec::Saisie(message));
        }
        let barre = barre(0, format!("Personnes du modèle {}", modele.code()));
        let progres = |faits, sur| {
            barre.set_length(sur as u64);
            barre.set_position(faits as u64);
        };
        let bilan = modele::generer(base, modele, self.graine, progres).await;
        barre.finish_and_clear();
        println!("{}", en_toutes_lettres(&bilan?));
        Ok(())
    }
}

/// Generates behind a progress bar, which shows on a terminal only.
pub(super) async fn peupler(base: &Arc<Base>, demande: &Demande) -> Result<Bilan, Echec> {
    let barre = barre(demande.allocataires, format!("Personnes de synthèse du {}", demande.departement));
    let bilan = generation::generer(base, demande, |faits| barre.set_position(faits as u64)).await;
    barre.finish_and_clear();
    Ok(bilan?)
}

fn barre(allocataires: usize, message: String) -> ProgressBar {
    let modele = "{msg} [{bar:40}] {human_pos}/{human_len} ({eta} restantes)";
    let style = ProgressStyle::with_template(modele).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(allocataires as u64).with_style(style.progress_chars("█▌ ")).with_message(message)
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

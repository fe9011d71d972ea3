//! `passerelle importer`: a file of partners, with the report of its refused lines as CSV on standard output.

use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::vocabulaire::Enumeration;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Contexte, Echec};
use crate::importation::{self, Bilan, Options, Rejet};

#[derive(Args)]
pub(super) struct Importer {
    /// Ce que le fichier contient : postes-iae
    #[arg(value_enum, hide_possible_values = true)]
    flux: Flux,
    /// Fichier CSV (« ; » ou « , » ; UTF-8 ou Windows-1252), dont la première ligne nomme les colonnes
    fichier: PathBuf,
    /// Code du département des structures
    #[arg(long, value_name = "CODE")]
    departement: String,
    /// Lit et vérifie tout, et n'écrit rien
    #[arg(long)]
    simulation: bool,
    /// Garde les lignes bonnes quand d'autres sont refusées ; sans lui, tout ou rien
    #[arg(long)]
    partiel: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Flux {
    PostesIae,
}

impl Importer {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base().await?;
        let taille = self.fichier.metadata().map_err(Echec::systeme(self.fichier.display().to_string()))?.len();
        let options = Options { simulation: self.simulation, partiel: self.partiel };
        let barre = barre(taille);
        let bilan = match self.flux {
            Flux::PostesIae => {
                importation::postes_iae(&base, &self.departement, (&self.fichier, options), |lus| barre.set_position(lus)).await
            }
        };
        barre.finish_and_clear();
        let bilan = bilan?;
        rapporter(&bilan.rejets, io::stdout()).map_err(|e| Echec::systeme("rapport")(e.into()))?;
        self.conclure(&bilan)
    }

    fn conclure(&self, b: &Bilan) -> Result<(), Echec> {
        let (crees, modifies, inchanges, refusees) = (b.crees, b.modifies, b.inchanges, b.refusees);
        let dit = format!("{crees} lignes nouvelles, {modifies} modifiées, {inchanges} inchangées, {refusees} refusées.");
        match b {
            Bilan { ecrit: true, .. } => eprintln!("{dit}"),
            _ if self.simulation => eprintln!("Simulation, rien n'est écrit : {dit}"),
            _ => return Err(Echec::Refus(format!("rien n'est écrit (--partiel garde les lignes bonnes) : {dit}"))),
        }
        Ok(())
    }
}

/// Shows on a terminal only.
fn barre(octets: u64) -> ProgressBar {
    let modele = "Lecture [{bar:40}] {bytes}/{total_bytes} ({eta} restantes)";
    let style = ProgressStyle::with_template(modele).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(octets).with_style(style.progress_chars("█▌ "))
}

/// One refusal a line: where, which column, which rule.
fn rapporter(rejets: &[Rejet], sortie: impl io::Write) -> Result<(), csv::Error> {
    let mut table = csv::WriterBuilder::new().delimiter(b';').from_writer(sortie);
    table.write_record(["ligne", "champ", "code", "message"])?;
    for Rejet { ligne, erreur } in rejets {
        let champ = erreur.champ.get(1).map_or("", String::as_str);
        table.write_record([ligne.to_string().as_str(), champ, erreur.code.code(), erreur.message.as_str()])?;
    }
    Ok(table.flush()?)
}

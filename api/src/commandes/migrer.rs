//! `passerelle migrer`: the schema's history, and the check that a command runs on the schema it knows.

use std::collections::HashSet;
use std::num::NonZeroU32;

use clap::{Args, Subcommand};
use domain::base::Base;
use domain::erreur::Panne;
use domain::installation;
use migrations::{Migrator, MigratorTrait};

use super::{Contexte, Echec};

#[derive(Args)]
pub(super) struct Migrer {
    #[command(subcommand)]
    sens: Option<Sens>,
}

#[derive(Subcommand)]
enum Sens {
    #[command(about = "Applique tout ce qui manque (par défaut)", help_template = super::AIDE)]
    Up,
    #[command(about = "Défait les dernières migrations, et les données qu'elles portent", help_template = super::AIDE)]
    Down {
        /// Combien de migrations
        #[arg(value_name = "N", value_parser = super::nombre::<NonZeroU32>)]
        nombre: NonZeroU32,
    },
    #[command(about = "Dit ce qui est appliqué et ce qui manque", help_template = super::AIDE)]
    Status,
}

/// Where a database stands in the history that this program knows.
#[derive(Debug, PartialEq, Eq)]
struct Etat {
    appliquees: Vec<String>,
    manquantes: Vec<String>,
    inconnues: Vec<String>,
}

impl Migrer {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base_du_proprietaire().await?;
        let etat = etat(&base).await?;
        match self.sens.unwrap_or(Sens::Up) {
            Sens::Status => etat.afficher(),
            Sens::Up => appliquer(&base, &etat).await?,
            Sens::Down { nombre } => {
                etat.connue()?;
                Migrator::down(base.connexion_systeme(), Some(nombre.get())).await.map_err(Panne::from)?;
                println!("{} migration(s) défaite(s).", etat.appliquees.len().min(nombre.get() as usize));
            }
        }
        Ok(())
    }
}

async fn appliquer(base: &Base, etat: &Etat) -> Result<(), Echec> {
    etat.connue()?;
    migrer(base).await?;
    match etat.manquantes.len() {
        0 => println!("Le schéma est à jour."),
        nombre => println!("{nombre} migration(s) appliquée(s)."),
    }
    Ok(())
}

/// Brings the schema to this program's.
pub(super) async fn migrer(base: &Base) -> Result<(), Echec> {
    Ok(Migrator::up(base.connexion_systeme(), None).await.map_err(Panne::from)?)
}

/// Refuses a database whose schema is not exactly the one that this program knows, and says why.
pub(super) async fn exiger_a_jour(base: &Base) -> Result<(), Echec> {
    let etat = etat(base).await?;
    etat.connue()?;
    if etat.manquantes.is_empty() {
        return Ok(());
    }
    let quoi = if etat.appliquees.is_empty() { "la base est vide" } else { "la base n'est migrée qu'à moitié" };
    Err(Echec::Refus(format!("{quoi} : il lui manque {} (passerelle migrer)", etat.manquantes.join(", "))))
}

async fn etat(base: &Base) -> Result<Etat, Echec> {
    let connues: Vec<String> = Migrator::get_migration_files().iter().map(|migration| migration.name().to_owned()).collect();
    Ok(Etat::de(&connues, &installation::migrations(base).await?))
}

impl Etat {
    fn de(connues: &[String], en_base: &[String]) -> Self {
        let en_base_aussi: HashSet<&String> = en_base.iter().collect();
        let (appliquees, manquantes) = connues.iter().cloned().partition(|nom| en_base_aussi.contains(nom));
        let inconnues = en_base.iter().filter(|nom| !connues.contains(nom)).cloned().collect();
        Self { appliquees, manquantes, inconnues }
    }

    /// A newer program wrote there: what it added, this one would damage.
    fn connue(&self) -> Result<(), Echec> {
        if self.inconnues.is_empty() {
            return Ok(());
        }
        let noms = self.inconnues.join(", ");
        Err(Echec::Refus(format!(
            "le schéma de la base est plus récent que ce programme, qui ne connaît pas {noms} : installez la version qui l'a migrée"
        )))
    }

    fn afficher(&self) {
        for (quoi, noms) in [("appliquée", &self.appliquees), ("en attente", &self.manquantes), ("inconnue", &self.inconnues)] {
            for nom in noms {
                println!("{quoi:<12}{nom}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noms(liste: &[&str]) -> Vec<String> {
        liste.iter().map(|nom| (*nom).to_owned()).collect()
    }

    #[test]
    fn a_database_is_new_late_current_or_ahead() {
        let connues = noms(&["m01", "m02", "m03"]);
        let etat = |en_base: &[&str]| Etat::de(&connues, &noms(en_base));
        assert_eq!(etat(&[]).manquantes, connues);
        assert_eq!(etat(&["m01", "m02"]), Etat { appliquees: noms(&["m01", "m02"]), manquantes: noms(&["m03"]), inconnues: vec![] });
        assert_eq!(etat(&["m01", "m02", "m03"]).manquantes, noms(&[]));
        let avance = etat(&["m01", "m02", "m03", "m04"]).connue().expect_err("a newer schema").to_string();
        assert!(avance.contains("plus récent") && avance.contains("m04"), "{avance}");
    }
}

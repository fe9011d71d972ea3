//! Files of partners: read line by line, each line written or refused by name, all of them or none.

use std::path::Path;
use std::sync::Arc;

use domain::base::Base;
use domain::erreur::{ErreurMetier, Panne, Refus as RefusDomaine};
use domain::poste_iae::importation::{Importation, Suite};

pub mod fichier;
mod postes_iae;

use fichier::{Fichier, Illisible};

/// How a file is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Reads and checks everything, writes nothing.
    pub simulation: bool,
    /// Keeps the good lines where others are refused.
    pub partiel: bool,
}

/// One refusal of one line.
#[derive(Debug, PartialEq, Eq)]
pub struct Rejet {
    pub ligne: u64,
    pub erreur: ErreurMetier,
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Bilan {
    pub crees: usize,
    pub modifies: usize,
    pub inchanges: usize,
    /// Lines refused, which may have several refusals each.
    pub refusees: usize,
    /// Whether what was accepted is kept.
    pub ecrit: bool,
    pub rejets: Vec<Rejet>,
}

/// Why a file is not read at all.
#[derive(Debug, thiserror::Error)]
pub enum Refus {
    #[error(transparent)]
    Fichier(#[from] Illisible),
    #[error("--departement : le référentiel du département « {0} » n'est pas chargé (passerelle referentiel charger)")]
    Departement(String),
    #[error(transparent)]
    Panne(#[from] Panne),
}

/// Posts of structures of a département; `progres` hears how many bytes were read.
pub async fn postes_iae(
    base: &Arc<Base>,
    departement: &str,
    (chemin, options): (&Path, Options),
    mut progres: impl FnMut(u64) + Send,
) -> Result<Bilan, Refus> {
    let mut fichier = Fichier::ouvrir(chemin, &postes_iae::COLONNES)?;
    let importation = Importation::ouvrir(base, departement).await?;
    let mut importation = importation.ok_or_else(|| Refus::Departement(departement.to_owned()))?;
    let mut bilan = Bilan::default();
    while let Some(rangee) = fichier.suivante()? {
        let numero = rangee.numero;
        let suite = match postes_iae::lire(&rangee) {
            Ok(ligne) => importation.ligne(&ligne).await,
            Err(refus) => Err(refus),
        };
        bilan.noter(numero, suite)?;
        progres(fichier.lus());
    }
    bilan.ecrit = !options.simulation && (options.partiel || bilan.refusees == 0);
    if bilan.ecrit {
        importation.valider().await?;
    } else {
        importation.abandonner().await?;
    }
    Ok(bilan)
}

impl Bilan {
    fn noter(&mut self, ligne: u64, suite: Result<Suite, RefusDomaine>) -> Result<(), Panne> {
        match suite {
            Ok(Suite::Cree) => self.crees += 1,
            Ok(Suite::Modifie) => self.modifies += 1,
            Ok(Suite::Inchange) => self.inchanges += 1,
            Err(RefusDomaine::Metier(erreurs)) => {
                self.refusees += 1;
                self.rejets.extend(erreurs.into_iter().map(|erreur| Rejet { ligne, erreur }));
            }
            Err(RefusDomaine::Panne(panne)) => return Err(panne),
        }
        Ok(())
    }
}

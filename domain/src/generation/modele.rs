//! The world of a report: synthetic people whose computed indicators equal what the document prints.
//!
//! [`cible`] says what is printed and by what measure it is found again; [`plan`] lays out who lived what for each figure to
//! hold, and the rest of the module writes their files with the rows of every other synthetic person. Nothing is drawn that
//! a figure depends on: the seed only decides of names, addresses and hours.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::DatabaseTransaction;

use super::emploi::Places;
use super::insertion::executer;
use super::mobilite::Ressources;
use super::monde::Monde;
use super::registre::{self, Registre};
use super::{Bilan, Demande, PAS, PAS_PAR_TRANSACTION, RefusGeneration, deja_la, lignes, populations};
use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::Requete;
use crate::session::commencer_systeme;
use dossier::Vie;
use fiche::Fiche;

mod acteurs;
mod ajouts;
pub mod cible;
mod cohortes;
mod cours;
mod dossier;
mod fiche;
mod insertion;
mod jours;
mod parcours;
mod plan;
mod recit;
mod renvoi;
mod seances;
mod soutiens;

pub use cible::{Cible, Lecture};

/// The worlds that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modele {
    HauteGaronne2021,
}

impl Modele {
    pub const TOUS: [Self; 1] = [Self::HauteGaronne2021];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HauteGaronne2021 => "haute-garonne-2021",
        }
    }

    #[must_use]
    pub const fn departement(self) -> &'static str {
        match self {
            Self::HauteGaronne2021 => "31",
        }
    }

    /// The day that its world has reached: the report is on the years before.
    fn au(self) -> NaiveDate {
        match self {
            Self::HauteGaronne2021 => jours::jour(2022, 1, 1),
        }
    }

    /// What it reproduces.
    pub fn cibles(self) -> Result<Vec<Cible>, Panne> {
        Ok(self.chiffres()?.into_iter().filter(|c| c.lecture != Lecture::Hypothese).collect())
    }

    /// What it is made after.
    fn chiffres(self) -> Result<Vec<Cible>, Panne> {
        match self {
            Self::HauteGaronne2021 => cible::lire(include_str!("../../referentiel/modeles/haute-garonne-2021.json")),
        }
    }
}

/// Writes the world of a model in a département where nobody is yet; `progres` hears how many people are there, out of how
/// many.
pub async fn generer(
    base: &Arc<Base>,
    modele: Modele,
    graine: u64,
    mut progres: impl FnMut(usize, usize) + Send,
) -> Result<Bilan, RefusGeneration> {
    let departement = modele.departement();
    if deja_la(base, departement).await? > 0 {
        return Err(RefusGeneration::DejaPeuple(departement.to_owned()));
    }
    acteurs::engager(base, departement).await?;
    let (monde, plan) = dresser(base, modele, graine).await?;
    let mut bilan = Bilan::default();
    let rangs: Vec<usize> = (0..plan.fiches.len()).collect();
    for lot in rangs.chunks(PAS * PAS_PAR_TRANSACTION) {
        let tx = commencer_systeme(base).await?;
        bilan.rencontres += registre::ouvrir(&tx, &monde, graine).await?;
        let mut partages = Partages::lire(&tx, &monde).await?;
        for pas in lot.chunks(PAS) {
            let vies: Vec<Vie> = pas.iter().map(|rang| plan.vivre(&monde, graine, *rang, &mut partages)).collect();
            vies.iter().for_each(|vie| partages.noter(&monde, vie, &mut bilan));
            ecrire(&tx, &monde, vies).await?;
            progres(bilan.allocataires, plan.fiches.len());
        }
        partages.ecrire(&tx, &monde).await?;
        tx.commit().await.map_err(Panne::from)?;
    }
    mesurer(base).await?;
    base.oublier_referentiel(-1);
    Ok(bilan)
}

/// So many rows at once: the planner must know of them before the first question. Only the owner of a table measures it.
async fn mesurer(base: &Base) -> Result<(), Panne> {
    let tx = commencer_systeme(base).await?;
    executer(&tx, Requete::nouvelle(base.moteur(), "analyze")).await?;
    tx.commit().await?;
    Ok(())
}

/// Its world, and what each of its people lived.
async fn dresser(base: &Arc<Base>, modele: Modele, graine: u64) -> Result<(Monde, Plan), RefusGeneration> {
    let departement = modele.departement();
    let demande = Demande { departement: departement.to_owned(), allocataires: 0, graine, au: modele.au() };
    let populations: HashMap<String, i64> = populations(base, departement).await?;
    let referentiel = base.referentiel().await?;
    let monde = Monde::lire(&referentiel, &populations, &demande, base.reglages.clone());
    let mut monde = monde.ok_or_else(|| RefusGeneration::ReferentielAbsent(departement.to_owned()))?;
    let cibles = modele.chiffres()?;
    seances::installer(&mut monde, &referentiel, &cibles)?;
    insertion::installer(&mut monde, &referentiel, &cibles)?;
    let acteurs = acteurs::Acteurs::lire(&referentiel)?;
    let fiches = plan::dresser(&monde, &acteurs, &cibles)?;
    Ok((monde, Plan { acteurs, fiches }))
}

/// Everybody's part.
struct Plan {
    acteurs: acteurs::Acteurs,
    fiches: Vec<Fiche>,
}

impl Plan {
    fn vivre(&self, monde: &Monde, graine: u64, rang: usize, partages: &mut Partages) -> Vie {
        dossier::vivre(monde, &self.acteurs, graine, (rang, &self.fiches[rang]), partages)
    }
}

/// Rows that people share, in one transaction.
struct Partages {
    ressources: Ressources,
    places: Places,
    registre: Registre,
}

impl Partages {
    async fn lire(tx: &DatabaseTransaction, monde: &Monde) -> Result<Self, Panne> {
        let (ressources, places) = (Ressources::lire(tx, monde).await?, Places::lire(tx, monde).await?);
        ressources.ouvrir(tx, monde).await?;
        Ok(Self { ressources, places, registre: Registre::default() })
    }

    fn noter(&mut self, monde: &Monde, vie: &Vie, bilan: &mut Bilan) {
        self.registre.noter(monde, &vie.dossier);
        bilan.compter(&vie.dossier);
        bilan.mobiliser(&vie.mobilite);
        bilan.employer(&vie.emploi);
    }

    async fn ecrire(mut self, tx: &DatabaseTransaction, monde: &Monde) -> Result<(), Panne> {
        self.registre.ecrire(tx, monde).await?;
        self.ressources.ecrire(tx, monde).await?;
        self.places.ecrire(tx).await
    }
}

/// Files first: what is added to them comes once they are there.
async fn ecrire(tx: &DatabaseTransaction, monde: &Monde, vies: Vec<Vie>) -> Result<(), Panne> {
    let (mut dossiers, mut mobilites, mut emplois) = (Vec::new(), Vec::new(), Vec::new());
    for vie in vies {
        dossiers.push(vie.dossier);
        mobilites.push(vie.mobilite);
        emplois.push(vie.emploi);
    }
    let ajouts = lignes::mobilite::de(&mobilites).into_iter().chain(lignes::emploi::de(&emplois));
    for tampon in lignes::de(monde, &dossiers).into_iter().chain(ajouts) {
        tampon.ecrire(tx).await?;
    }
    Ok(())
}

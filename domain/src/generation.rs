//! Synthetic people of a département with the histories that a pacte leaves behind, for demonstrations and measures.
//!
//! [`dossier`] draws one file from its rank and the seed: person, right, parcours and what was lived in them, needs,
//! referrals, and what the platform writes besides. [`agenda`] draws the meetings to which everybody is invited. Nothing here reads the clock or the system's randomness: the same seed makes the same rows, ids included.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend};

use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::Requete;
use crate::session::commencer_systeme;
use dossier::Dossier;
use emploi::{Emploi, Places};
use mobilite::{Mobilite, Ressources};
use monde::Monde;
use registre::Registre;

mod agenda;
mod attente;
mod besoin;
mod calendrier;
mod declaration;
mod deroule;
mod dossier;
mod droit;
mod emploi;
mod fil;
mod iae;
mod insertion;
mod langue;
mod lignes;
mod mobilite;
pub mod modele;
mod monde;
mod noms;
mod occasion;
mod offre;
mod personne;
mod prescription;
mod programme;
mod publics;
mod referent;
mod registre;
mod reglement;
mod relais;
mod relation;
mod sortie;
mod suivi;
#[cfg(test)]
mod tests;
mod tirage;
mod vecu;

/// Whom to invent, and the day that their world has reached.
#[derive(Clone, Debug)]
pub struct Demande {
    pub departement: String,
    pub allocataires: usize,
    pub graine: u64,
    pub au: NaiveDate,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    pub allocataires: usize,
    pub parcours: usize,
    pub designations: usize,
    pub orientations: usize,
    pub contrats: usize,
    pub etapes: usize,
    pub accompagnements: usize,
    pub rendez_vous: usize,
    pub rencontres: usize,
    pub invitations: usize,
    pub besoins: usize,
    pub prescriptions: usize,
    pub diagnostics_mobilite: usize,
    pub aides_mobilite: usize,
    pub candidatures: usize,
    pub contrats_insertion: usize,
    pub transitions: usize,
    pub evaluations_linguistiques: usize,
    pub inscriptions_formation: usize,
    pub liens: usize,
    pub echeances: usize,
    pub evenements: usize,
    pub declarations: usize,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub enum RefusGeneration {
    #[error("cette base contient des personnes réelles : des personnes de synthèse ne s'y mêlent pas")]
    PersonnesReelles,
    #[error("departement : le référentiel du département « {0} » n'est pas chargé (passerelle referentiel charger)")]
    ReferentielAbsent(String),
    #[error("allocataires : {PLACES} personnes de synthèse au plus par département")]
    Nombre,
    #[error("au : la date d'arrivée se prend entre 1975 et 2999")]
    Date,
    #[error("departement : des personnes de synthèse sont déjà dans le département « {0} » ; le modèle en demande un vide")]
    DejaPeuple(String),
    #[error(transparent)]
    Panne(#[from] Panne),
}

/// Registration numbers of seven digits: as many people as a département may be given.
const PLACES: usize = 9_000_000;
/// People drawn, then written, between two signs of progress.
const PAS: usize = 500;
/// Steps in one transaction.
const PAS_PAR_TRANSACTION: usize = 20;

/// Draws people and writes their files, whole ones in each transaction; `progres` hears how many are there.
///
/// New people come after those already there: the same request on the same base makes the same rows.
pub async fn generer(base: &Arc<Base>, demande: &Demande, mut progres: impl FnMut(usize) + Send) -> Result<Bilan, RefusGeneration> {
    if !(1975..3000).contains(&demande.au.year()) {
        return Err(RefusGeneration::Date);
    }
    let premier = deja_la(base, &demande.departement).await?;
    if premier + demande.allocataires > PLACES {
        return Err(RefusGeneration::Nombre);
    }
    let monde = monde(base, demande).await?;
    let rangs: Vec<usize> = (premier..premier + demande.allocataires).collect();
    let mut bilan = Bilan::default();
    for lot in rangs.chunks(PAS * PAS_PAR_TRANSACTION) {
        let tx = commencer_systeme(base).await?;
        bilan.rencontres += registre::ouvrir(&tx, &monde, demande.graine).await?;
        let mut ressources = Ressources::lire(&tx, &monde).await?;
        ressources.ouvrir(&tx, &monde).await?;
        let mut places = Places::lire(&tx, &monde).await?;
        let mut registre = Registre::default();
        for pas in lot.chunks(PAS) {
            let dossiers = ecrire(&tx, &monde, demande.graine, pas).await?;
            for dossier in &dossiers {
                registre.noter(&monde, dossier);
                bilan.compter(dossier);
            }
            mobiliser(&tx, (&monde, demande.graine), (pas, &dossiers), (&mut ressources, &mut bilan)).await?;
            employer(&tx, (&monde, demande.graine), (pas, &dossiers), (&mut places, &mut bilan)).await?;
            if bilan.allocataires == PAS {
                observer(&tx).await?;
            }
            progres(bilan.allocataires);
        }
        registre.ecrire(&tx, &monde).await?;
        ressources.ecrire(&tx, &monde).await?;
        places.ecrire(&tx).await?;
        tx.commit().await.map_err(Panne::from)?;
    }
    let tx = commencer_systeme(base).await?;
    bilan.declarations = declaration::generer(base, &tx, demande).await?;
    tx.commit().await.map_err(Panne::from)?;
    // The structures that were invented are reference data.
    base.oublier_referentiel(-1);
    Ok(bilan)
}

/// PostgreSQL keeps the plan that checks a foreign key, and made it of empty tables, where every index is as good as the
/// right one: without figures of the first rows, each next row would read all those of the département.
async fn observer(tx: &DatabaseTransaction) -> Result<(), Panne> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("analyze").await?;
    }
    Ok(())
}

async fn ecrire(tx: &DatabaseTransaction, monde: &Monde, graine: u64, rangs: &[usize]) -> Result<Vec<Dossier>, Panne> {
    let dossiers: Vec<Dossier> = rangs.iter().map(|rang| Dossier::tirer(monde, graine, *rang)).collect();
    for tampon in lignes::de(monde, &dossiers) {
        tampon.ecrire(tx).await?;
    }
    Ok(dossiers)
}

/// Aids to mobility come once the files are there: people share vehicles and envelopes.
async fn mobiliser(
    tx: &DatabaseTransaction,
    (monde, graine): (&Monde, u64),
    (rangs, dossiers): (&[usize], &[Dossier]),
    (ressources, bilan): (&mut Ressources, &mut Bilan),
) -> Result<(), Panne> {
    let tirees = rangs.iter().zip(dossiers).map(|(rang, d)| mobilite::tirer(monde, graine, *rang, d, ressources));
    let mobilites: Vec<Mobilite> = tirees.collect();
    mobilites.iter().for_each(|m| bilan.mobiliser(m));
    for tampon in lignes::mobilite::de(&mobilites) {
        tampon.ecrire(tx).await?;
    }
    Ok(())
}

/// Applications and contracts too: people share the places of posts.
async fn employer(
    tx: &DatabaseTransaction,
    (monde, graine): (&Monde, u64),
    (rangs, dossiers): (&[usize], &[Dossier]),
    (places, bilan): (&mut Places, &mut Bilan),
) -> Result<(), Panne> {
    let emplois: Vec<Emploi> = rangs.iter().zip(dossiers).map(|(rang, d)| emploi::tirer(monde, graine, *rang, d, places)).collect();
    emplois.iter().for_each(|e| bilan.employer(e));
    for tampon in lignes::emploi::de(&emplois) {
        tampon.ecrire(tx).await?;
    }
    Ok(())
}

impl Bilan {
    fn compter(&mut self, d: &Dossier) {
        self.allocataires += 1;
        self.parcours += d.suivis.len();
        self.designations += d.suivis.iter().map(|s| s.parcours.designations.len()).sum::<usize>();
        for vecu in &d.vecus {
            self.orientations += vecu.orientations.len();
            self.contrats += vecu.contrats.len();
            self.etapes += vecu.etapes.len();
            self.accompagnements += vecu.accompagnements.len();
            self.rendez_vous += vecu.rendez_vous.len();
            self.invitations += vecu.invitations.len();
        }
        self.besoins += d.besoins.len();
        self.prescriptions += d.envois.len();
        self.transitions += d.envois.iter().map(|e| e.passages.len()).sum::<usize>();
        self.evaluations_linguistiques += d.apprentissage.bilans.len();
        self.inscriptions_formation += d.apprentissage.stages.len();
        self.liens += d.relations.len();
        self.echeances += d.attentes.len();
        self.evenements += d.evenements.len();
    }

    fn mobiliser(&mut self, m: &Mobilite) {
        self.diagnostics_mobilite += m.diagnostics.len();
        self.aides_mobilite += m.aides.len();
        self.liens += m.relations.len();
        self.echeances += m.attentes.len();
        self.evenements += m.evenements.len();
    }

    fn employer(&mut self, e: &Emploi) {
        self.candidatures += e.candidatures.len();
        self.contrats_insertion += e.contrats.len();
        self.liens += e.relations.len();
        self.echeances += e.attentes.len();
        self.evenements += e.evenements.len();
    }
}

/// Synthetic people of the département, once no real one was found anywhere in the base.
async fn deja_la(base: &Base, departement: &str) -> Result<usize, RefusGeneration> {
    let tx = commencer_systeme(base).await?;
    let mut reelles = Requete::nouvelle(base.moteur(), "select count(*) from (select 1 as une from allocataire where synthetique = ");
    reelles.valeur(false).texte(" limit 1) r");
    let mut presentes = Requete::nouvelle(base.moteur(), "select count(*) from allocataire where departement = ");
    presentes.valeur(departement);
    let (reelles, presentes) = (compte(&tx, reelles).await?, compte(&tx, presentes).await?);
    if reelles > 0 { Err(RefusGeneration::PersonnesReelles) } else { Ok(presentes) }
}

async fn compte(tx: &DatabaseTransaction, q: Requete) -> Result<usize, Panne> {
    let compte = insertion::executer(tx, q).await?.first().map_or(Ok(0), |l| l.lire::<i64>(0))?;
    Ok(usize::try_from(compte).unwrap_or_default())
}

async fn monde(base: &Arc<Base>, demande: &Demande) -> Result<Monde, RefusGeneration> {
    let referentiel = base.referentiel().await?;
    let populations = populations(base, &demande.departement).await?;
    Monde::lire(&referentiel, &populations, demande, base.reglages.clone())
        .ok_or_else(|| RefusGeneration::ReferentielAbsent(demande.departement.clone()))
}

/// The census weighs the draw of communes and serves nothing else: the snapshot does not hold it.
async fn populations(base: &Base, departement: &str) -> Result<HashMap<String, i64>, Panne> {
    let mut q =
        Requete::nouvelle(base.moteur(), "select code_insee, population from commune where population is not null and departement = ");
    q.valeur(departement);
    insertion::executer(base.connexion_systeme(), q).await?.iter().map(|l| Ok((l.lire(0)?, l.lire(1)?))).collect()
}

//! Loads the data files into the database, as often as one likes: what is there and equal is left alone.
//!
//! Rows keep their ids, which come from their keys and are the same on every installation. Nothing is deleted, because
//! persons' files may point at it; what partners wrote (agents, services, follow-up of the fiches) is theirs.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};

use super::fichiers::Fichiers;
use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::commencer_systeme;

mod agents;
mod bilan;
mod conventions;
#[cfg(test)]
pub(crate) mod essai;
mod lignes;
mod lot;
mod noms;

pub use agents::agents_de_demonstration;
pub use bilan::{Bilan, Compte};
pub use noms::identifiant;

use lot::Lot;
use noms::Noms;

/// Why the reference data could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Echec {
    #[error("fichier {chemin} du référentiel : {cause}")]
    Fichier { chemin: &'static str, cause: serde_json::Error },
    #[error("{objet} : le champ {champ} cite « {cle} », que les fichiers du référentiel ne définissent pas")]
    Reference { objet: String, champ: &'static str, cle: String },
    #[error("« {cle} » est défini deux fois dans la table {table}")]
    Doublon { table: &'static str, cle: String },
    #[error(transparent)]
    Panne(#[from] Panne),
}

/// Loads or updates everything, in one transaction. The second run changes nothing and moves no version.
pub async fn charger(base: &Base) -> Result<Bilan, Echec> {
    let fichiers = Fichiers::lire()?;
    let noms = Noms::de(&fichiers)?;
    let tx = commencer(base).await?;
    let saisies = lignes::saisies(&tx).await?;
    let mut bilan = Bilan::default();
    for lot in lignes::lots(&fichiers, &noms, saisies)? {
        bilan.noter(lot.table, lot.ecrire(&tx).await?);
    }
    bilan.noter("habilitation", conventions::accorder(&tx, &fichiers).await?);
    conclure(base, tx, bilan).await
}

/// One loading at a time; rows are locked as they are read, so that a partner's write waits instead of being lost.
async fn commencer(base: &Base) -> Result<DatabaseTransaction, Panne> {
    let tx = commencer_systeme(base).await?;
    if base.moteur() == DbBackend::Postgres {
        tx.execute_unprepared("select pg_advisory_xact_lock(823146)").await?;
    }
    Ok(tx)
}

/// Moves the version that readers watch when something changed, and commits.
async fn conclure(base: &Base, tx: DatabaseTransaction, bilan: Bilan) -> Result<Bilan, Echec> {
    if bilan.vide() {
        tx.rollback().await.map_err(Panne::from)?;
        return Ok(bilan);
    }
    let texte = "update version_referentiel set version = version + 1 where id = 1 returning version";
    let version = lire(&tx, Requete::nouvelle(base.moteur(), texte)).await?.first().ok_or(Panne::Donnee("version"))?.lire(0)?;
    tx.commit().await.map_err(Panne::from)?;
    base.oublier_referentiel(version);
    base.oublier_conventions();
    Ok(bilan)
}

async fn lire(tx: &DatabaseTransaction, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let texte = Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base };
    Ok(tx.query_all_raw(texte).await?.into_iter().map(Ligne).collect())
}

/// Rows changed.
async fn executer(tx: &DatabaseTransaction, mut q: Requete) -> Result<u64, Panne> {
    let valeurs = q.vers_values();
    let fait = tx.execute_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(fait.rows_affected())
}

/// A read that holds its rows until the commit, where several can write at once.
fn verrouillee(tx: &DatabaseTransaction, sql: &str) -> Requete {
    let moteur = tx.get_database_backend();
    let mut q = Requete::nouvelle(moteur, sql);
    q.texte(if moteur == DbBackend::Postgres { " order by id for update" } else { "" });
    q
}

#[cfg(test)]
mod tests;

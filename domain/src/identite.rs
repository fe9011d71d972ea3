//! Who may present a token, and with which keys tokens are signed: signing keys, clients and their secrets, external
//! issuers.
//!
//! Nothing here speaks HTTP or JWT: this module keeps what the token endpoint and the verification of tokens read.

use sea_orm::{ConnectionTrait, Statement};

use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};

pub mod cles;
pub mod clients;
pub mod emetteurs;

async fn lignes(connexion: &impl ConnectionTrait, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let lues = connexion.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(lues.into_iter().map(Ligne).collect())
}

/// Rows changed.
async fn executer(connexion: &impl ConnectionTrait, mut q: Requete) -> Result<u64, Panne> {
    let valeurs = q.vers_values();
    let fait = connexion.execute_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(fait.rows_affected())
}

//! Files written by many rows a statement. Parents come before children, and every statement has one of a few lengths,
//! so that the database parses each text once.

use std::borrow::Cow;
use std::fmt::Write;

use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Values};

use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};

/// Rows of one table, waiting to be written.
pub(super) struct Tampon {
    table: &'static str,
    colonnes: Cow<'static, str>,
    largeur: usize,
    valeurs: Vec<Value>,
}

/// Rows in a statement, the longest first. The widest table has 34 columns, well under what either engine binds.
const LONGUEURS: [usize; 4] = [256, 32, 4, 1];

impl Tampon {
    pub fn nouveau(table: &'static str, colonnes: impl Into<Cow<'static, str>>, largeur: usize) -> Self {
        Self { table, colonnes: colonnes.into(), largeur, valeurs: Vec::new() }
    }

    pub fn ligne<const N: usize>(&mut self, valeurs: [Value; N]) {
        assert_eq!(N, self.largeur, "{}", self.table);
        self.valeurs.extend(valeurs);
    }

    pub fn lignes(&self) -> usize {
        self.valeurs.len() / self.largeur
    }

    #[cfg(test)]
    pub fn valeurs(&self) -> &[Value] {
        &self.valeurs
    }

    pub async fn ecrire(self, tx: &DatabaseTransaction) -> Result<(), Panne> {
        let (moteur, mut reste) = (tx.get_database_backend(), self.lignes());
        let Self { table, colonnes, largeur, valeurs } = self;
        let mut valeurs = valeurs.into_iter();
        for longueur in LONGUEURS {
            let sql = if reste < longueur { continue } else { enonce(moteur, (table, &colonnes), (longueur, largeur)) };
            while reste >= longueur {
                let prises = Values(valeurs.by_ref().take(longueur * largeur).collect());
                tx.execute_raw(Statement { sql: sql.clone(), values: Some(prises), db_backend: moteur }).await?;
                reste -= longueur;
            }
        }
        Ok(())
    }
}

/// Numbered parameters are looked up by name on the embedded engine, which costs the square of their count: there they have none.
fn enonce(moteur: DbBackend, (table, colonnes): (&str, &str), (lignes, largeur): (usize, usize)) -> String {
    let mut sql = format!("insert into {table} ({colonnes}) values ");
    for place in 0..lignes * largeur {
        sql.push_str(match (place, place % largeur) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        });
        if moteur == DbBackend::Postgres {
            // Writing to a text cannot fail.
            let _ = write!(sql, "${}", place + 1);
        } else {
            sql.push('?');
        }
    }
    sql.push(')');
    sql
}

/// One statement, and the rows that it answers.
pub(super) async fn executer(base: &impl ConnectionTrait, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let lues = base.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(lues.into_iter().map(Ligne).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_gets_its_own_placeholders() {
        let ecrit = |moteur| enonce(moteur, ("t", "a, b"), (2, 2));
        assert_eq!(ecrit(DbBackend::Sqlite), "insert into t (a, b) values (?, ?), (?, ?)");
        assert_eq!(ecrit(DbBackend::Postgres), "insert into t (a, b) values ($1, $2), ($3, $4)");
    }
}

//! A read-only snapshot on one connection.

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Postgres, Sqlite, raw_sql};
use sea_orm::{DbBackend, QueryResult};
use sea_query_sqlx::SqlxValues;

use super::{REPRISES, reglage};
use crate::base::Base;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::requete::{Ligne, Requete};

pub(super) struct Lecteur(Option<Connexion>);

enum Connexion {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
}

impl Lecteur {
    /// Begins the snapshot. A connection that the database closed meanwhile shows at its first statement: nothing was
    /// asked yet, so another is taken.
    pub async fn ouvrir(base: &Base, perimetre: &Perimetre) -> Result<(Self, (i64, i64)), Panne> {
        for _ in 0..REPRISES {
            match Self::commencer(base, perimetre).await {
                Err(panne) if panne.connexion_morte() => {}
                resultat => return resultat,
            }
        }
        Self::commencer(base, perimetre).await
    }

    /// Says for whom and reads the versions: one message on PostgreSQL.
    async fn commencer(base: &Base, perimetre: &Perimetre) -> Result<(Self, (i64, i64)), Panne> {
        if base.lecteurs.get_database_backend() == DbBackend::Postgres {
            let (reglages, id) = (reglage::du_lecteur(perimetre), perimetre.partenaire);
            let texte =
                format!("begin isolation level repeatable read read only; select v.*, {reglages} from passerelle_versions('{id}') v");
            let mut lecteur = Self(Some(Connexion::Postgres(base.lecteurs.get_postgres_connection_pool().acquire().await?)));
            let lues = lecteur.brut(texte).await?;
            return Ok((lecteur, lues));
        }
        let mut lecteur = Self(Some(Connexion::Sqlite(base.lecteurs.get_sqlite_connection_pool().acquire().await?)));
        // The same two versions; the id is written as the blob that SQLite keeps.
        let id = perimetre.partenaire.simple();
        let lues = lecteur
            .brut(format!(
                "begin; select (select version_habilitation from partenaire where id = x'{id}'), (select version from version_referentiel)"
            ))
            .await?;
        Ok((lecteur, lues))
    }

    async fn brut(&mut self, texte: String) -> Result<(i64, i64), Panne> {
        let ligne: QueryResult = match self.0.as_mut().ok_or(Panne::Donnee("snapshot"))? {
            Connexion::Postgres(c) => raw_sql(AssertSqlSafe(texte)).fetch_one(&mut **c).await?.into(),
            Connexion::Sqlite(c) => raw_sql(AssertSqlSafe(texte)).fetch_one(&mut **c).await?.into(),
        };
        let ligne = Ligne(ligne);
        Ok((ligne.lire::<Option<i64>>(0)?.unwrap_or_default(), ligne.lire(1)?))
    }

    pub async fn lignes(&mut self, mut requete: Requete) -> Result<Vec<Ligne>, Panne> {
        let valeurs = SqlxValues(requete.vers_values());
        let texte = AssertSqlSafe(requete.sql);
        match self.0.as_mut().ok_or(Panne::Donnee("snapshot"))? {
            Connexion::Postgres(c) => {
                let lignes = sea_orm::sqlx::query_with(texte, valeurs).fetch_all(&mut **c).await?;
                Ok(lignes.into_iter().map(|l| Ligne(l.into())).collect())
            }
            Connexion::Sqlite(c) => {
                let lignes = sea_orm::sqlx::query_with(texte, valeurs).fetch_all(&mut **c).await?;
                Ok(lignes.into_iter().map(|l| Ligne(l.into())).collect())
            }
        }
    }

    /// The same as the platform, then on behalf of the caller again.
    pub async fn hors_perimetre(&mut self, requete: Requete) -> Result<Vec<Ligne>, Panne> {
        self.devenir(reglage::SYSTEME).await?;
        let lignes = self.lignes(requete).await;
        self.devenir(reglage::PARTENAIRE).await?;
        lignes
    }

    /// SQLite has no rows that it hides.
    async fn devenir(&mut self, acteur: &'static str) -> Result<(), Panne> {
        if let Some(Connexion::Postgres(c)) = self.0.as_mut() {
            raw_sql(acteur).execute(&mut **c).await?;
        }
        Ok(())
    }

    pub async fn clore(mut self) -> Result<(), Panne> {
        match self.0.as_mut() {
            Some(Connexion::Postgres(c)) => raw_sql("rollback").execute(&mut **c).await.map(drop)?,
            Some(Connexion::Sqlite(c)) => raw_sql("rollback").execute(&mut **c).await.map(drop)?,
            None => {}
        }
        self.0 = None;
        Ok(())
    }
}

/// A request dropped on its way leaves a transaction behind: its connection does not go back to the pool.
impl Drop for Lecteur {
    fn drop(&mut self) {
        match self.0.take() {
            Some(Connexion::Postgres(mut c)) => c.close_on_drop(),
            Some(Connexion::Sqlite(mut c)) => c.close_on_drop(),
            None => {}
        }
    }
}

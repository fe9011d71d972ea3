//! The duties of a read, done by hand: a verified token, one transaction that says for whom it runs, the journal row.

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Postgres, raw_sql};
use uuid::Uuid;

use crate::monde::Monde;

pub struct Instantane<'a> {
    monde: &'a Monde,
    porteur: Uuid,
    pub connexion: PoolConnection<Postgres>,
}

impl<'a> Instantane<'a> {
    pub async fn ouvrir(monde: &'a Monde, jeton: &str, porteur: Uuid) -> Self {
        monde.verifier(jeton);
        let mut connexion = monde.pool.acquire().await.expect("a connection");
        let debut = format!(
            "begin read only; select set_config('passerelle.acteur', 'partenaire', true), set_config('passerelle.partenaire', '{porteur}', true), set_config('passerelle.jour', '{}', true)",
            Monde::jour()
        );
        raw_sql(AssertSqlSafe(debut)).execute(&mut *connexion).await.expect("a transaction");
        Self { monde, porteur, connexion }
    }

    /// Gives the connection back, then tells whom the answer shows.
    pub async fn clore(mut self, personnes: Vec<Uuid>) {
        raw_sql("rollback").execute(&mut *self.connexion).await.expect("an end");
        drop(self.connexion);
        self.monde.journaliser(self.porteur, personnes).await;
    }
}

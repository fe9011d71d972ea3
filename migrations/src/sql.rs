//! A migration written once for both engines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// `up` and `down` run on both engines; `postgres` follows `up`, and `postgres_down` goes before `down`, on PostgreSQL alone
/// (row security, grants).
pub struct Sql {
    pub nom: &'static str,
    pub up: &'static str,
    pub postgres: &'static str,
    pub postgres_down: &'static str,
    pub down: &'static str,
}

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.nom
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sql {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        executer(manager, self.up).await?;
        executer(manager, if postgres { self.postgres } else { "" }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        executer(manager, if postgres { self.postgres_down } else { "" }).await?;
        executer(manager, self.down).await
    }
}

async fn executer(manager: &SchemaManager<'_>, texte: &str) -> Result<(), DbErr> {
    if texte.is_empty() {
        return Ok(());
    }
    let texte = dialecte(texte, manager.get_database_backend());
    manager.get_connection().execute_unprepared(&texte).await.map(drop)
}

/// Text is ordered by bytes on both engines; instants and dates are text on SQLite, where their order is the same.
fn dialecte(texte: &str, base: DbBackend) -> String {
    let mots = match base {
        DbBackend::Postgres => [("{uuid}", "uuid"), ("{instant}", "timestamptz"), ("{date}", "date"), ("{texte}", "text collate \"C\"")],
        _ => [("{uuid}", "blob"), ("{instant}", "text"), ("{date}", "text"), ("{texte}", "text")],
    };
    mots.iter().fold(texte.to_owned(), |t, (mot, ecrit)| t.replace(mot, ecrit))
}

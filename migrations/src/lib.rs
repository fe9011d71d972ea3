//! The schema's history: one aggregate a file until the first tag, up and down, PostgreSQL and SQLite.
//!
//! Each file is SQL with a handful of type words that [`Sql`] writes in the dialect of the database, because both
//! engines then read the very same tables: `{uuid}`, `{instant}`, `{date}`, `{texte}`.

mod sql;

mod m01_referentiel;
mod m02_annuaire;
mod m03_habilitation;
mod m04_allocataire;
mod m05_parcours;
mod m06_lien;
mod m07_prescription;
mod m08_echeance;
mod m09_journal;
mod m10_identite;
mod m11_securite;

use sea_orm_migration::{MigrationTrait, async_trait};
pub use sea_orm_migration::{MigratorTrait, SchemaManager};
use sql::Sql;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let suite: [Sql; 11] = [
            m01_referentiel::MIGRATION,
            m02_annuaire::MIGRATION,
            m03_habilitation::MIGRATION,
            m04_allocataire::MIGRATION,
            m05_parcours::MIGRATION,
            m06_lien::MIGRATION,
            m07_prescription::MIGRATION,
            m08_echeance::MIGRATION,
            m09_journal::MIGRATION,
            m10_identite::MIGRATION,
            m11_securite::MIGRATION,
        ];
        suite.into_iter().map(|m| Box::new(m) as Box<dyn MigrationTrait>).collect()
    }
}

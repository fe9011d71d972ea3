//! The schema's history: one aggregate a file until the first tag, up and down, PostgreSQL and SQLite.
//!
//! Each file is SQL with a handful of type words that [`Sql`] writes in the dialect of the database, because both
//! engines then read the very same tables: `{uuid}`, `{instant}`, `{date}`, `{texte}`.

mod sql;

mod m01_referentiel;
mod m02_annuaire;
mod m03_habilitation;
mod m04_allocataire;
mod m05_rencontre;
mod m06_parcours;
mod m07_lien;
mod m08_prescription;
mod m09_accompagnement;
mod m10_echeance;
mod m11_journal;
mod m12_identite;
mod m13_securite;
mod m14_linguistique;
mod m15_mobilite;
mod m16_iae;
mod m17_candidature;
mod m18_contrat_insertion;
mod m19_indicateur;
mod m20_valeur_figee;
mod m21_agregat;

use sea_orm_migration::{MigrationTrait, async_trait};
pub use sea_orm_migration::{MigratorTrait, SchemaManager};
use sql::Sql;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let suite: [Sql; 21] = [
            m01_referentiel::MIGRATION,
            m02_annuaire::MIGRATION,
            m03_habilitation::MIGRATION,
            m04_allocataire::MIGRATION,
            m05_rencontre::MIGRATION,
            m06_parcours::MIGRATION,
            m07_lien::MIGRATION,
            m08_prescription::MIGRATION,
            m09_accompagnement::MIGRATION,
            m10_echeance::MIGRATION,
            m11_journal::MIGRATION,
            m12_identite::MIGRATION,
            m13_securite::MIGRATION,
            m14_linguistique::MIGRATION,
            m15_mobilite::MIGRATION,
            m16_iae::MIGRATION,
            m17_candidature::MIGRATION,
            m18_contrat_insertion::MIGRATION,
            m19_indicateur::MIGRATION,
            m20_valeur_figee::MIGRATION,
            m21_agregat::MIGRATION,
        ];
        suite.into_iter().map(|m| Box::new(m) as Box<dyn MigrationTrait>).collect()
    }
}

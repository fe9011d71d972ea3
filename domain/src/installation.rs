//! What the server must know of a database before it serves it: its migrations, its own role there, who is in it.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::commencer_systeme;

/// What `PostgreSQL` lets the role do under which the server connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub nom: String,
    pub superutilisateur: bool,
    /// Row security does not apply to it.
    pub contourne: bool,
    /// It owns tables, or may become the role that does: their row security is its to lift.
    pub proprietaire: bool,
    /// It holds the rights given to the server, or the migrations that make them are still to come.
    pub execution: bool,
}

/// The people of one département, real or invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub departement: String,
    pub synthetique: bool,
    pub personnes: i64,
}

const ROLE: &str = "select r.rolname::text, r.rolsuper, r.rolbypassrls, \
    exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') \
        and pg_has_role(current_user, c.relowner, 'MEMBER')), \
    not exists (select 1 from pg_roles e where e.rolname = 'passerelle_execution' and not pg_has_role(current_user, e.oid, 'USAGE')) \
    from pg_roles r where r.rolname = current_user";

/// The server's own role; `None` on `SQLite`, which has none.
pub async fn role(base: &Base) -> Result<Option<Role>, Panne> {
    if base.moteur() != DbBackend::Postgres {
        return Ok(None);
    }
    let lignes = lignes(&base.ecrivain, Requete::nouvelle(base.moteur(), ROLE)).await?;
    let lu = |l: &Ligne| {
        Ok(Role { nom: l.lire(0)?, superutilisateur: l.lire(1)?, contourne: l.lire(2)?, proprietaire: l.lire(3)?, execution: l.lire(4)? })
    };
    lignes.first().map(lu).transpose()
}

/// Names of the migrations that the database went through; none when it is new.
pub async fn migrations(base: &Base) -> Result<Vec<String>, Panne> {
    let table = match base.moteur() {
        DbBackend::Postgres => "select 1 where to_regclass('seaql_migrations') is not null",
        _ => "select 1 from sqlite_master where type = 'table' and name = 'seaql_migrations'",
    };
    if lignes(&base.ecrivain, Requete::nouvelle(base.moteur(), table)).await?.is_empty() {
        return Ok(Vec::new());
    }
    let texte = "select version from seaql_migrations order by version";
    lignes(&base.ecrivain, Requete::nouvelle(base.moteur(), texte)).await?.iter().map(|l| l.lire(0)).collect()
}

/// Who is in the database, by département.
pub async fn populations(base: &Base) -> Result<Vec<Population>, Panne> {
    let tx = commencer_systeme(base).await?;
    let texte = "select departement, synthetique, count(*) from allocataire group by departement, synthetique order by departement, synthetique";
    let lues = lignes(&tx, Requete::nouvelle(base.moteur(), texte)).await?;
    lues.iter().map(|l| Ok(Population { departement: l.lire(0)?, synthetique: l.lire(1)?, personnes: l.lire(2)? })).collect()
}

async fn lignes(connexion: &impl ConnectionTrait, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let lues = connexion.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(lues.into_iter().map(Ligne).collect())
}

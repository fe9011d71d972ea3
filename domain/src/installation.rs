//! What the server must know of a database before it serves it: its migrations, its own role there, who is in it.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::base::Base;
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::commencer_systeme;

/// Why a role of PostgreSQL is not one that the server may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faute {
    Superutilisateur,
    /// Row security does not apply to it (BYPASSRLS).
    Contourne,
    /// It owns tables, or may become the role that does: their row security is its to lift.
    Proprietaire,
    /// It does not hold the rights that the migrations made for the server.
    SansDroits,
}

/// The people of one département, real or invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub departement: String,
    pub synthetique: bool,
    pub personnes: i64,
}

const ROLE: &str = "select r.rolname::text, case when r.rolsuper then 1 when r.rolbypassrls then 2 \
    when exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') \
        and pg_has_role(current_user, c.relowner, 'MEMBER')) then 3 \
    when exists (select 1 from pg_roles e where e.rolname = 'passerelle_execution' \
        and not pg_has_role(current_user, e.oid, 'USAGE')) then 4 else 0 end \
    from pg_roles r where r.rolname = current_user";

/// The name and the fault of the server's own role; `None` when it has none, and on SQLite, which has no roles.
pub async fn role_fautif(base: &Base) -> Result<Option<(String, Faute)>, Panne> {
    if base.moteur() != DbBackend::Postgres {
        return Ok(None);
    }
    let lignes = lignes(&base.ecrivain, Requete::nouvelle(base.moteur(), ROLE)).await?;
    let role = lignes.first().ok_or(Panne::Donnee("role"))?;
    let faute = match role.lire::<i32>(1)? {
        0 => return Ok(None),
        1 => Faute::Superutilisateur,
        2 => Faute::Contourne,
        3 => Faute::Proprietaire,
        _ => Faute::SansDroits,
    };
    Ok(Some((role.lire(0)?, faute)))
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
    let texte =
        "select departement, synthetique, count(*) from allocataire group by departement, synthetique order by departement, synthetique";
    let lues = lignes(&tx, Requete::nouvelle(base.moteur(), texte)).await?;
    lues.iter().map(|l| Ok(Population { departement: l.lire(0)?, synthetique: l.lire(1)?, personnes: l.lire(2)? })).collect()
}

async fn lignes(connexion: &impl ConnectionTrait, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let lues = connexion.query_all_raw(Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base }).await?;
    Ok(lues.into_iter().map(Ligne).collect())
}

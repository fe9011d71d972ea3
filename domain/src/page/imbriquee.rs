//! A page of rows for each of several parents, in one statement.

use sea_orm::DbBackend;
use uuid::Uuid;

use super::{Page, Tri};
use crate::erreur::Panne;
use crate::requete::Requete;

/// Rows under the alias `p`, in the order of their ids.
pub(crate) struct Imbriquee<'a> {
    pub colonnes: &'a str,
    /// ` from … p`, and what its conditions join.
    pub source: &'a str,
    /// The column that names the parent.
    pub parent: &'a str,
    pub page: &'a Page,
}

const TRI: Tri = Tri::par_id("p.id");

impl Imbriquee<'_> {
    /// Writes the statement; `conditions` adds its ` and …`. PostgreSQL reads each parent's page and stops there; SQLite, which
    /// has no lateral join, numbers the rows.
    pub fn ecrire(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte("select ").texte(self.colonnes);
        if q.base == DbBackend::Postgres { self.lateral(q, parents, conditions) } else { self.numerotee(q, parents, conditions) }
    }

    fn lateral(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from unnest(").ids(parents).texte(") with ordinality n (id, rang) cross join lateral (select p.*");
        q.texte(self.source).texte(" where ").texte(self.parent).texte(" = n.id");
        conditions(q);
        self.page.bornes(q, &TRI)?;
        self.page.ordre(q, &TRI);
        q.texte(") p order by n.rang, p.id").texte(self.sens());
        Ok(())
    }

    fn numerotee(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from (select p.*, row_number() over (partition by ").texte(self.parent).texte(" order by p.id").texte(self.sens());
        q.texte(") as rang").texte(self.source).texte(" where ").texte(self.parent).parmi_ids(parents);
        conditions(q);
        self.page.bornes(q, &TRI)?;
        q.texte(") p where rang <= ").valeur(self.page.limite()).texte(" order by ").texte(self.parent).texte(", rang");
        Ok(())
    }

    const fn sens(&self) -> &'static str {
        if self.page.arriere { " desc" } else { "" }
    }
}

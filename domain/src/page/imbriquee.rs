//! A page of rows for each of several parents, in one statement.

use sea_orm::DbBackend;
use uuid::Uuid;

use super::{Page, Tri};
use crate::erreur::Panne;
use crate::requete::Requete;

/// Rows in the order of their ids.
pub(crate) struct Imbriquee<'a> {
    /// Writes the columns, which are those of the rows.
    pub colonnes: &'a dyn Fn(&mut Requete),
    /// ` from …` the rows, and what their conditions join.
    pub source: &'a str,
    /// Of the rows, and their id under it.
    pub alias: &'static str,
    pub id: &'static str,
    /// The column that names the parent.
    pub parent: &'a str,
    pub page: &'a Page,
}

impl Imbriquee<'_> {
    /// Writes the statement; `conditions` adds its ` and …`. PostgreSQL reads each parent's page and stops there; SQLite, which
    /// has no lateral join, numbers the rows.
    pub fn ecrire(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte("select ");
        (self.colonnes)(q);
        if q.base == DbBackend::Postgres { self.lateral(q, parents, conditions) } else { self.numerotee(q, parents, conditions) }
    }

    fn lateral(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from unnest(")
            .ids(parents)
            .texte(") with ordinality n (id, rang) cross join lateral (select ")
            .texte(self.alias)
            .texte(".*");
        q.texte(self.source).texte(" where ").texte(self.parent).texte(" = n.id");
        conditions(q);
        let tri = Tri::par_id(self.id);
        self.page.bornes(q, &tri)?;
        self.page.ordre(q, &tri);
        q.texte(") ").texte(self.alias).texte(" order by n.rang, ").texte(self.id).texte(self.sens());
        Ok(())
    }

    fn numerotee(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from (select ").texte(self.alias).texte(".*, row_number() over (partition by ").texte(self.parent);
        q.texte(" order by ").texte(self.id).texte(self.sens());
        q.texte(") as place").texte(self.source).texte(" where ").texte(self.parent).parmi_ids(parents);
        conditions(q);
        self.page.bornes(q, &Tri::par_id(self.id))?;
        q.texte(") ").texte(self.alias).texte(" where place <= ").valeur(self.page.limite());
        q.texte(" order by ").texte(self.parent).texte(", place");
        Ok(())
    }

    const fn sens(&self) -> &'static str {
        if self.page.arriere { " desc" } else { "" }
    }
}

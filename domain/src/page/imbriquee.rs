//! A page of rows for each of several parents, in one statement.

use std::collections::HashMap;

use sea_orm::DbBackend;
use uuid::Uuid;

use super::{Page, Tranche, Tri, totaliser};
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

/// What the rows are called, and two of their columns under it.
pub(crate) struct Alias {
    nom: &'static str,
    id: &'static str,
    departement: &'static str,
}

pub(crate) const P: Alias = Alias { nom: "p", id: "p.id", departement: "p.departement" };
pub(crate) const M: Alias = Alias { nom: "m", id: "m.id", departement: "m.departement" };

/// Rows in the order of their ids.
pub(crate) struct Imbriquee<'a> {
    /// Writes the columns, which are those of the rows.
    pub colonnes: &'a (dyn Fn(&mut Requete) + Sync),
    /// ` from …` the rows, and what their conditions join.
    pub source: &'a str,
    pub lignes: Alias,
    /// The column that names the parent.
    pub parent: &'a str,
    pub page: &'a Page,
}

impl Imbriquee<'_> {
    /// The rows of these parents, in the départements of the caller.
    pub async fn lire(&self, session: &Session, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<Vec<Ligne>, Panne> {
        let mut q = session.requete("");
        self.ecrire(&mut q, parents, |q| {
            session.departements(q, self.lignes.departement);
            conditions(q);
        })?;
        session.lignes(q).await
    }

    /// The total of each list of which the pages were read, under the same conditions.
    pub async fn totaliser<T>(
        &self,
        session: &Session,
        parents: &[Uuid],
        tranches: &mut HashMap<Uuid, Tranche<T>>,
        conditions: impl FnOnce(&mut Requete),
    ) -> Result<(), Panne> {
        let mut q = session.requete("select ");
        q.texte(self.parent).texte(", count(*)");
        self.par_parent(&mut q).parmi_ids(parents);
        session.departements(&mut q, self.lignes.departement);
        conditions(&mut q);
        q.texte(" group by ").texte(self.parent);
        totaliser(tranches, &session.lignes(q).await?)
    }

    /// Writes the statement; `conditions` adds its ` and …`. Of several parents, PostgreSQL reads each one's page and stops
    /// there; SQLite, which has no lateral join, numbers the rows.
    pub fn ecrire(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte("select ");
        (self.colonnes)(q);
        match (parents, q.base) {
            ([seul], _) => self.seule(q, *seul, conditions),
            (_, DbBackend::Postgres) => self.lateral(q, parents, conditions),
            _ => self.numerotee(q, parents, conditions),
        }
    }

    fn seule(&self, q: &mut Requete, parent: Uuid, conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        self.par_parent(q).texte(" = ").valeur(parent);
        self.bornee(q, conditions)
    }

    /// ` from … where` the column of the parent, for its values to follow.
    fn par_parent<'q>(&self, q: &'q mut Requete) -> &'q mut Requete {
        q.texte(self.source).texte(" where ").texte(self.parent)
    }

    /// The page of one parent.
    fn bornee(&self, q: &mut Requete, conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        conditions(q);
        let tri = Tri::par_id(self.lignes.id);
        self.page.bornes(q, &tri)?;
        self.page.ordre(q, &tri);
        Ok(())
    }

    fn lateral(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from unnest(")
            .ids(parents)
            .texte(") with ordinality n (id, rang) cross join lateral (select ")
            .texte(self.lignes.nom)
            .texte(".*");
        self.par_parent(q).texte(" = n.id");
        self.bornee(q, conditions)?;
        q.texte(") ").texte(self.lignes.nom).texte(" order by n.rang, ").texte(self.lignes.id).texte(self.sens());
        Ok(())
    }

    fn numerotee(&self, q: &mut Requete, parents: &[Uuid], conditions: impl FnOnce(&mut Requete)) -> Result<(), Panne> {
        q.texte(" from (select ").texte(self.lignes.nom).texte(".*, row_number() over (partition by ").texte(self.parent);
        q.texte(" order by ").texte(self.lignes.id).texte(self.sens());
        q.texte(") as place");
        self.par_parent(q).parmi_ids(parents);
        conditions(q);
        self.page.bornes(q, &Tri::par_id(self.lignes.id))?;
        q.texte(") ").texte(self.lignes.nom).texte(" where place <= ").valeur(self.page.limite());
        q.texte(" order by ").texte(self.parent).texte(", place");
        Ok(())
    }

    const fn sens(&self) -> &'static str {
        if self.page.arriere { " desc" } else { "" }
    }
}

//! Ids of a page that several ways of reading give: each in order and bounded by its own index, then all together.

use super::{Page, Tri};
use crate::erreur::Panne;
use crate::requete::Requete;

const TRI: Tri = Tri::par_id("p.id");

impl Page {
    /// Writes `select …`, of rows `p` of a source: `conditions` adds the ` and …` of each way. Without a way there is no row.
    pub(crate) fn union<V>(
        &self,
        q: &mut Requete,
        source: &str,
        voies: impl ExactSizeIterator<Item = V>,
        conditions: impl Fn(&mut Requete, V),
    ) -> Result<(), Panne> {
        let nombre = voies.len();
        if nombre == 0 {
            q.texte("select p.id").texte(source).texte(" where false");
        }
        for (rang, voie) in voies.enumerate() {
            q.texte(if rang == 0 { "" } else { " union " }).texte(if nombre == 1 { "" } else { "select id from (" });
            q.texte("select p.id").texte(source).texte(" where true");
            conditions(q, voie);
            self.bornes(q, &TRI)?;
            self.ordre(q, &TRI);
            q.texte(if nombre == 1 { "" } else { ") v" });
        }
        Ok(())
    }
}

//! Places at a level: which territory of a kind holds the territory, or else the commune, of a person.

use std::collections::HashMap;

use uuid::Uuid;

use super::Plan;
use crate::referentiel::Referentiel;
use crate::requete::Requete;
use crate::territoire::TypeTerritoire;

/// Tables that a statement joins, under the names `{nom}` and `{nom}_commune`.
pub(in crate::mesure) struct Lieux {
    territoires: Vec<(Uuid, Uuid)>,
    communes: Vec<(String, Uuid)>,
}

impl Lieux {
    pub fn au_niveau(referentiel: &Referentiel, departement: &str, niveau: TypeTerritoire) -> Self {
        let du_departement = || referentiel.territoires.toutes().filter(|t| t.departement == departement);
        let territoires = du_departement().filter_map(|t| Some((t.id, ancetre(referentiel, t.id, niveau)?))).collect();
        let mailles = du_departement().filter(|t| t.type_ == niveau);
        // Where two territories of the kind list a commune, the first of them: one answer, always the same.
        let mut communes: HashMap<&str, Uuid> = HashMap::new();
        for t in mailles {
            t.communes.iter().for_each(|c| _ = communes.entry(c).or_insert(t.id));
        }
        let mut communes: Vec<(String, Uuid)> = communes.into_iter().map(|(c, t)| (c.to_owned(), t)).collect();
        communes.sort_unstable();
        Self { territoires, communes }
    }

    /// The territory of a person is enough to place her, and her commune is never asked.
    pub fn par_ascendance(&self) -> bool {
        self.communes.is_empty()
    }

    /// The code of the place of the level that holds a territory.
    pub fn code_du_niveau(&self, referentiel: &Referentiel, code: &str) -> Option<String> {
        let territoire = referentiel.territoires.toutes().find(|t| t.code == code)?.id;
        let part = self.territoires.iter().find(|(t, _)| *t == territoire)?.1;
        referentiel.territoires.par_id(part).map(|t| t.code.clone())
    }

    /// `, nom (…) as (values …), nom_commune (…) as (values …)`, each with a row that nothing joins.
    pub fn tables(&self, q: &mut Requete, nom: &str) {
        q.texte(", ").texte(nom).texte(" (territoire_id, part) as (values (");
        q.valeur(Uuid::nil()).texte(", ").valeur(Uuid::nil()).texte(")");
        for (territoire, part) in &self.territoires {
            q.texte(", (").valeur(*territoire).texte(", ").valeur(*part).texte(")");
        }
        q.texte("), ").texte(nom).texte("_commune (commune, part) as (values (").valeur("").texte(", ").valeur(Uuid::nil()).texte(")");
        for (commune, part) in &self.communes {
            q.texte(", (").valeur(commune.as_str()).texte(", ").valeur(*part).texte(")");
        }
        q.texte(")");
    }
}

fn ancetre(referentiel: &Referentiel, de: Uuid, niveau: TypeTerritoire) -> Option<Uuid> {
    let parent = |id: &Uuid| referentiel.territoires.par_id(*id).and_then(|t| t.parent);
    // No deeper than the levels that exist: a loop in the data would never end.
    let lignee = std::iter::successors(Some(de), parent).take(16);
    lignee.into_iter().find(|id| referentiel.territoires.par_id(*id).is_some_and(|t| t.type_ == niveau))
}

impl Plan<'_> {
    /// The two tables of places: of the breakdown, and of the place that the question is restricted to.
    pub(super) fn tables_de_lieux(&self, q: &mut Requete) {
        for (niveau, nom) in [(self.niveau(), "lieu"), (self.niveau_demande(), "borne")] {
            if let Some(niveau) = niveau {
                Lieux::au_niveau(self.referentiel, self.departement, niveau).tables(q, nom);
            }
        }
    }

    /// The level of the breakdown, when one is asked.
    pub(super) fn niveau(&self) -> Option<TypeTerritoire> {
        self.question.niveau.filter(|_| self.demande(crate::mesure::Dimension::Territoire))
    }

    fn niveau_demande(&self) -> Option<TypeTerritoire> {
        self.question.territoire.and_then(|id| self.referentiel.territoires.par_id(id)).map(|t| t.type_)
    }

    /// Joins `r`, where the person lived on the day of the fact, and the tables of places.
    pub(super) fn joindre_lieux(&self, q: &mut Requete) {
        if !self.localise() {
            return;
        }
        let personne = self.fait.territoire.is_none();
        if personne {
            q.texte(" left join residence r on r.departement = ").valeur(self.departement);
            q.texte(
                " and r.allocataire_id = f.allocataire_id and r.depuis = (select max(s.depuis) from residence s where s.departement = ",
            );
            q.valeur(self.departement).texte(" and s.allocataire_id = f.allocataire_id and s.depuis <= f.jour)");
        }
        for (present, nom) in [(self.niveau().is_some(), "lieu"), (self.niveau_demande().is_some(), "borne")] {
            if !present {
                continue;
            }
            q.texte(" left join ").texte(nom).texte(" on ").texte(nom).texte(".territoire_id = ").texte(self.territoire());
            if personne {
                q.texte(" left join ").texte(nom).texte("_commune on ").texte(nom).texte("_commune.commune = r.commune");
            }
        }
    }

    const fn territoire(&self) -> &'static str {
        if self.fait.territoire.is_none() { "r.territoire_id" } else { "f.territoire_id" }
    }

    /// The part of the breakdown by place.
    pub(super) fn part_de_lieu(&self) -> &'static str {
        match (self.niveau().is_some(), self.fait.territoire.is_none()) {
            (false, _) => self.territoire(),
            (true, true) => "coalesce(lieu.part, lieu_commune.part)",
            (true, false) => "lieu.part",
        }
    }

    /// ` and …`: in the place asked for.
    pub(super) fn restreindre_au_lieu(&self, q: &mut Requete) {
        let Some(territoire) = self.question.territoire else { return };
        let part = if self.fait.territoire.is_none() { "coalesce(borne.part, borne_commune.part)" } else { "borne.part" };
        q.texte(" and ").texte(part).texte(" = ").valeur(territoire);
    }
}

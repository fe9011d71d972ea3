//! Places at a level: which territory of a kind holds the commune, or else the territory, of a person. Whoever moves is
//! often given her new commune alone.

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
        let territoire = referentiel.territoire(code)?.id;
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

/// The level whose territories list communes, the first where there are several.
pub fn niveau_des_communes(referentiel: &Referentiel, departement: &str) -> Option<TypeTerritoire> {
    referentiel.territoires.toutes().find(|t| t.departement == departement && !t.communes.is_empty()).map(|t| t.type_)
}

fn ancetre(referentiel: &Referentiel, de: Uuid, niveau: TypeTerritoire) -> Option<Uuid> {
    let parent = |id: &Uuid| referentiel.territoires.par_id(*id).and_then(|t| t.parent);
    // No deeper than the levels that exist: a loop in the data would never end.
    let lignee = std::iter::successors(Some(de), parent).take(16);
    lignee.into_iter().find(|id| referentiel.territoires.par_id(*id).is_some_and(|t| t.type_ == niveau))
}

/// Where the person lived on the day of a fact. Both tables are kept from the planner, who expects one row there and would
/// go through every commune for each.
pub(super) const SITUES: &str = "), fait as materialized (select b.*, r.territoire_id, r.commune from brut b left join residence r on r.departement = {d} and r.allocataire_id = b.allocataire_id and r.depuis <= b.jour and (r.jusqua is null or r.jusqua > b.jour))";

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

    /// A question on the places of people.
    pub(super) const fn situe_des_personnes(&self) -> bool {
        self.fait.territoire.is_none() && self.fait.personne.is_some()
    }

    /// Joins the tables of places.
    pub(super) fn joindre_lieux(&self, q: &mut Requete) {
        for (present, nom) in [(self.niveau().is_some(), "lieu"), (self.niveau_demande().is_some(), "borne")] {
            if !present {
                continue;
            }
            q.texte(" left join ").texte(nom).texte(" on ").texte(nom).texte(".territoire_id = f.territoire_id");
            if self.situe_des_personnes() {
                q.texte(" left join ").texte(nom).texte("_commune on ").texte(nom).texte("_commune.commune = f.commune");
            }
        }
    }

    /// The part of the breakdown by place.
    pub(super) fn part_de_lieu(&self) -> &'static str {
        match (self.niveau().is_some(), self.situe_des_personnes()) {
            (false, _) => "f.territoire_id",
            (true, true) => "coalesce(lieu_commune.part, lieu.part)",
            (true, false) => "lieu.part",
        }
    }

    /// ` and …`: in the place asked for.
    pub(super) fn restreindre_au_lieu(&self, q: &mut Requete) {
        let Some(territoire) = self.question.territoire else { return };
        let part = if self.situe_des_personnes() { "coalesce(borne_commune.part, borne.part)" } else { "borne.part" };
        q.texte(" and ").texte(part).texte(" = ").valeur(territoire);
    }
}

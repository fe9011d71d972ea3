//! Who follows whom: designations and accompaniments, as relations that run and end.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use super::causes::Designation;
use super::regles::Cause;
use crate::harnais::Banc;

/// A dispositif that supports a person, run by a partner, with others beside it.
pub struct Accompagnement {
    pub id: Uuid,
    pub personne: Uuid,
    pub cree_le: DateTime<Utc>,
    pub fin: Option<NaiveDate>,
    pub suivi_jusqu_au: Option<NaiveDate>,
    /// The main partner first, each with its agent.
    pub intervenants: Vec<(Uuid, Option<Uuid>)>,
}

/// A partner follows a person, with an agent or none.
pub struct Suivi {
    pub cause: Cause,
    pub personne: Uuid,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub depuis: DateTime<Utc>,
    pub fin: Option<NaiveDate>,
}

impl Accompagnement {
    /// Its last day, that of the follow-up which goes on after it; none while either lasts.
    pub fn dernier(&self, jour: NaiveDate) -> Option<NaiveDate> {
        match (self.fin, self.suivi_jusqu_au) {
            (Some(_), Some(suivi)) => Some(suivi).filter(|suivi| *suivi < jour),
            (fin, _) => fin,
        }
    }
}

/// A partner that was designated again goes on, with the agent of the last time: what it handed over is not two relations.
pub fn suivis(designations: &[Designation], accompagnements: &[Accompagnement], jour: NaiveDate) -> Vec<Suivi> {
    let derniere = |(rang, d): &(usize, &Designation)| {
        let suivantes = designations[rang + 1..].iter().take_while(|s| s.parcours == d.parcours);
        suivantes.into_iter().all(|s| s.partenaire != d.partenaire)
    };
    let references = designations.iter().enumerate().filter(derniere).map(|(_, d)| Suivi {
        cause: Cause::Referent,
        personne: d.personne,
        partenaire: d.partenaire,
        agent: d.agent,
        depuis: d.depuis,
        fin: d.fin,
    });
    references.chain(accompagnements.iter().flat_map(|a| prennent_part(a, jour))).collect()
}

fn prennent_part(a: &Accompagnement, jour: NaiveDate) -> impl Iterator<Item = Suivi> + '_ {
    a.intervenants.iter().map(move |(partenaire, agent)| Suivi {
        cause: Cause::Accompagnement,
        personne: a.personne,
        partenaire: *partenaire,
        agent: *agent,
        depuis: a.cree_le,
        fin: a.dernier(jour),
    })
}

fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

pub async fn accompagnements(banc: &Banc) -> Vec<Accompagnement> {
    let sql = "select id, allocataire_id, cree_le, fin, suivi_jusqu_au, partenaire_id, agent_id from accompagnement order by id";
    let autres = banc.lignes("select accompagnement_id, partenaire_id, agent_id from intervenant order by partenaire_id", []).await;
    let un = |l: &QueryResult| {
        let id: Uuid = lu(l, 0);
        let siens = autres.iter().filter(|i| lu::<Uuid>(i, 0) == id).map(|i| (lu(i, 1), lu(i, 2)));
        Accompagnement {
            id,
            personne: lu(l, 1),
            cree_le: lu(l, 2),
            fin: lu(l, 3),
            suivi_jusqu_au: lu(l, 4),
            intervenants: std::iter::once((lu(l, 5), lu(l, 6))).chain(siens).collect(),
        }
    };
    banc.lignes(sql, []).await.iter().map(un).collect()
}

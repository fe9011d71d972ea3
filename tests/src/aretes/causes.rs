//! Why a partner may see a person, read from the facts themselves and never from the table of relations.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::QueryResult;
use uuid::Uuid;

use super::regles::Cause;
use super::suivis::{Accompagnement, Suivi, accompagnements, suivis};
use crate::harnais::Banc;

pub struct Personne {
    pub id: Uuid,
    pub departement: String,
    pub territoire: Option<Uuid>,
    pub organisme: Option<String>,
    pub droit_clos_le: Option<NaiveDate>,
}

/// A référent and its period, the end being the eve of the next one or the end of the parcours.
pub struct Designation {
    pub personne: Uuid,
    pub parcours: Uuid,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    /// A designation keeps its day only: the instant is that of the relation that it made, whose day `liens` proves.
    pub depuis: DateTime<Utc>,
}

pub struct Renvoi {
    pub id: Uuid,
    pub personne: Uuid,
    pub departement: String,
    pub type_: String,
    pub statut: String,
    pub besoin: Option<String>,
    pub prescripteur: Uuid,
    pub agent: Option<Uuid>,
    pub destinataire: Uuid,
    pub emise_le: DateTime<Utc>,
    /// When it came to the status that it has.
    pub passee_le: DateTime<Utc>,
}

/// A person enrolled in a session of a body.
pub struct Inscription {
    pub id: Uuid,
    pub personne: Uuid,
    pub organisme: Uuid,
    pub statut: String,
    pub inscrite_le: DateTime<Utc>,
    pub close_le: Option<DateTime<Utc>>,
}

/// An aid that a platform brings, and the day on which it ended.
pub struct Apport {
    pub id: Uuid,
    pub personne: Uuid,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub le: DateTime<Utc>,
    pub finie_le: Option<DateTime<Utc>>,
}

/// An application, and its two parties.
pub struct Postulation {
    pub id: Uuid,
    pub personne: Uuid,
    pub employeur: Uuid,
    pub prescripteur: Uuid,
    pub agent: Option<Uuid>,
    pub statut: String,
    pub deposee_le: DateTime<Utc>,
    pub close_le: Option<DateTime<Utc>>,
}

/// A structure employs the person.
pub struct Emploi {
    pub id: Uuid,
    pub personne: Uuid,
    pub employeur: Uuid,
    pub le: DateTime<Utc>,
    pub termine_le: Option<DateTime<Utc>>,
}

/// A person received by a partner: no row of its own says it, the caller of the API remembers it.
#[derive(Clone, Debug)]
pub struct Reception {
    pub cause: Cause,
    pub personne: Uuid,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub le: DateTime<Utc>,
    pub fin: NaiveDate,
}

/// Everything that happened, on a given day.
pub struct Causes {
    pub jour: NaiveDate,
    pub personnes: BTreeMap<Uuid, Personne>,
    pub parcours: Vec<(Uuid, Uuid)>,
    pub designations: Vec<Designation>,
    pub accompagnements: Vec<Accompagnement>,
    /// What the two before give: who follows whom.
    pub suivis: Vec<Suivi>,
    pub renvois: Vec<Renvoi>,
    pub inscriptions: Vec<Inscription>,
    pub apports: Vec<Apport>,
    pub candidatures: Vec<Postulation>,
    pub emplois: Vec<Emploi>,
    pub receptions: Vec<Reception>,
}

pub const EN_ATTENTE: [&str; 3] = ["EMISE", "RECUE", "LISTE_ATTENTE"];
pub const SANS_SUITE: [&str; 3] = ["REFUSEE", "ANNULEE", "EXPIREE"];
pub const ACHEVEES: [&str; 2] = ["REALISEE", "ABANDONNEE"];

/// The day on which an instant falls where the people live.
pub fn jour(le: DateTime<Utc>) -> NaiveDate {
    le.with_timezone(&Tz::Europe__Paris).date_naive()
}

pub fn apres(jour: NaiveDate, jours: u64) -> NaiveDate {
    jour + Days::new(jours)
}

pub fn veille(jour: NaiveDate) -> NaiveDate {
    jour - Days::new(1)
}

fn lu<T: sea_orm::TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

impl Causes {
    pub async fn lire(banc: &Banc, receptions: &[Reception]) -> Self {
        let jour = jour(banc.horloge.instant());
        let (designations, accompagnements) = (designations(banc).await, accompagnements(banc).await);
        Self {
            jour,
            personnes: personnes(banc).await,
            parcours: parcours(banc).await,
            suivis: suivis(&designations, &accompagnements, jour),
            designations,
            accompagnements,
            renvois: renvois(banc).await,
            inscriptions: inscriptions(banc).await,
            apports: apports(banc).await,
            candidatures: candidatures(banc).await,
            emplois: emplois(banc).await,
            receptions: receptions.to_vec(),
        }
    }
}

async fn personnes(banc: &Banc) -> BTreeMap<Uuid, Personne> {
    let lignes = banc.lignes("select id, departement, territoire_id, organisme_payeur, droit_clos_le from allocataire", []).await;
    let une = |l: &QueryResult| Personne {
        id: lu(l, 0),
        departement: lu(l, 1),
        territoire: lu(l, 2),
        organisme: lu(l, 3),
        droit_clos_le: lu(l, 4),
    };
    lignes.iter().map(une).map(|p| (p.id, p)).collect()
}

async fn parcours(banc: &Banc) -> Vec<(Uuid, Uuid)> {
    banc.lignes("select id, allocataire_id from parcours", []).await.iter().map(|l| (lu(l, 0), lu(l, 1))).collect()
}

async fn designations(banc: &Banc) -> Vec<Designation> {
    let sql = "select d.allocataire_id, d.parcours_id, d.partenaire_id, d.agent_id, d.debut, c.clos_le, l.ouvert_le from designation d \
        join parcours c on c.departement = d.departement and c.id = d.parcours_id \
        join lien_dossier l on l.objet_id = d.parcours_id and l.partenaire_id = d.partenaire_id and l.nature = 1 order by d.parcours_id, d.debut";
    let une = |l: &QueryResult| Designation {
        personne: lu(l, 0),
        parcours: lu(l, 1),
        partenaire: lu(l, 2),
        agent: lu(l, 3),
        debut: lu(l, 4),
        fin: lu(l, 5),
        depuis: lu(l, 6),
    };
    let mut lues: Vec<Designation> = banc.lignes(sql, []).await.iter().map(une).collect();
    for rang in 1..lues.len() {
        let (parcours, debut) = (lues[rang].parcours, lues[rang].debut);
        let precedente = &mut lues[rang - 1];
        if precedente.parcours == parcours {
            precedente.fin = Some(veille(debut));
        }
    }
    lues
}

async fn renvois(banc: &Banc) -> Vec<Renvoi> {
    let sql = "select p.id, p.allocataire_id, p.departement, p.type, p.statut, p.besoin, p.prescripteur_id, p.agent_prescripteur_id, p.destinataire_id, p.emise_le, \
        (select max(t.le) from transition_prescription t where t.departement = p.departement and t.prescription_id = p.id and t.vers = p.statut) from prescription p";
    let un = |l: &QueryResult| Renvoi {
        id: lu(l, 0),
        personne: lu(l, 1),
        departement: lu(l, 2),
        type_: lu(l, 3),
        statut: lu(l, 4),
        besoin: lu(l, 5),
        prescripteur: lu(l, 6),
        agent: lu(l, 7),
        destinataire: lu(l, 8),
        emise_le: lu(l, 9),
        passee_le: lu(l, 10),
    };
    banc.lignes(sql, []).await.iter().map(un).collect()
}

async fn inscriptions(banc: &Banc) -> Vec<Inscription> {
    let sql = "select id, allocataire_id, organisme_id, statut, inscrite_le, close_le from inscription_formation order by id";
    let une = |l: &QueryResult| Inscription {
        id: lu(l, 0),
        personne: lu(l, 1),
        organisme: lu(l, 2),
        statut: lu(l, 3),
        inscrite_le: lu(l, 4),
        close_le: lu(l, 5),
    };
    banc.lignes(sql, []).await.iter().map(une).collect()
}

/// Aids in kind: a fund's aid binds nobody to the person.
async fn apports(banc: &Banc) -> Vec<Apport> {
    let sql = "select m.id, m.allocataire_id, m.demandeur_id, m.agent_demandeur_id, m.demandee_le, \
        (select max(t.le) from transition_aide t where t.aide_id = m.id and t.vers in ('TERMINEE', 'ANNULEE')) \
        from aide_mobilite m where m.montant_demande is null order by m.id";
    let un = |l: &QueryResult| Apport {
        id: lu(l, 0),
        personne: lu(l, 1),
        partenaire: lu(l, 2),
        agent: lu(l, 3),
        le: lu(l, 4),
        finie_le: lu(l, 5),
    };
    banc.lignes(sql, []).await.iter().map(un).collect()
}

async fn candidatures(banc: &Banc) -> Vec<Postulation> {
    let sql = "select id, allocataire_id, employeur_id, prescripteur_id, agent_prescripteur_id, statut, deposee_le, close_le from candidature order by id";
    let une = |l: &QueryResult| Postulation {
        id: lu(l, 0),
        personne: lu(l, 1),
        employeur: lu(l, 2),
        prescripteur: lu(l, 3),
        agent: lu(l, 4),
        statut: lu(l, 5),
        deposee_le: lu(l, 6),
        close_le: lu(l, 7),
    };
    banc.lignes(sql, []).await.iter().map(une).collect()
}

async fn emplois(banc: &Banc) -> Vec<Emploi> {
    let sql = "select id, allocataire_id, employeur_id, cree_le, termine_le from contrat_insertion order by id";
    let un = |l: &QueryResult| Emploi { id: lu(l, 0), personne: lu(l, 1), employeur: lu(l, 2), le: lu(l, 3), termine_le: lu(l, 4) };
    banc.lignes(sql, []).await.iter().map(un).collect()
}

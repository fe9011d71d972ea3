//! Enrolments as the caller may read them: those of its sessions, those that it proposed, those of the people it follows.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{InscriptionFormation, LIGNE};
use crate::erreur::Panne;
use crate::evaluation_linguistique::{Competences, lire as requise};
use crate::habilitation::Perimetre;
use crate::page::imbriquee::{Imbriquee, M};
use crate::page::{Page, Tranche};
use crate::portee::Portees;
use crate::prescription;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};
use crate::session_formation::SessionFormation;

const COLONNES: &str = "m.departement, m.id, m.allocataire_id, m.session_id, m.organisme_id, m.evaluation_id, m.evaluateur_id, m.prescription_id, m.statut, m.rang, m.besoin, m.evalue_le, m.motif, m.inscrite_le, m.entree_le, m.sortie_le, m.heures, m.bilan, m.comprehension_orale, m.expression_orale, m.comprehension_ecrite, m.expression_ecrite, m.degre, ";

/// Both parties of a referral to the body read the enrolment that it became.
fn par_renvoi() -> Portees {
    const { Portees::de("linguistique:lire prescriptions:lire") }
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<InscriptionFormation>>, Panne> {
    let lues = lues(session, "m.id", ids).await?;
    Ok(lues.into_iter().map(|i| (i.id, i)).collect())
}

/// The one that each of these referrals became.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Arc<InscriptionFormation>>, Panne> {
    let lues = lues(session, "m.prescription_id", prescriptions).await?;
    Ok(lues.into_iter().filter_map(|i| i.prescription.map(|id| (id, i))).collect())
}

/// Those of each of these evaluations, in the order of orientations.
pub async fn d_evaluations(session: &Session, evaluations: &[Uuid]) -> Result<HashMap<Uuid, Vec<Arc<InscriptionFormation>>>, Panne> {
    let mut par_evaluation: HashMap<Uuid, Vec<_>> = evaluations.iter().map(|id| (*id, Vec::new())).collect();
    for i in lues(session, "m.evaluation_id", evaluations).await? {
        if let Some(liste) = i.evaluation.and_then(|id| par_evaluation.get_mut(&id)) {
            liste.push(i);
        }
    }
    Ok(par_evaluation)
}

async fn lues(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<InscriptionFormation>>, Panne> {
    let mut q = session.requete("select ");
    colonnes(session, &mut q);
    q.texte(" from inscription_formation m where ").texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    q.texte(" order by m.id");
    session.lignes(q).await?.iter().map(|l| lu(session, l)).collect()
}

/// Enrolments of each of these sessions that the caller reads, a page a session, one statement; `total` counts each list.
pub async fn de_sessions(
    session: &Session,
    sessions: &[Uuid],
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<InscriptionFormation>>>, Panne> {
    let source = " from inscription_formation m";
    let liste = Imbriquee { colonnes: &|q| colonnes(session, q), source, lignes: M, parent: "m.session_id", page };
    let lues = liste.lire(session, sessions, |q| lisible(session, q)).await?;
    let lues = lues.iter().map(|l| lu(session, l)).collect::<Result<Vec<_>, _>>()?;
    let mut tranches = page.repartir(sessions.iter().copied(), lues.into_iter().map(|i| (i.session, i.id, i)));
    if total {
        liste.totaliser(session, sessions, &mut tranches, |q| lisible(session, q)).await?;
    }
    Ok(tranches)
}

/// Who only is a party of the referral does not learn by the version when others wrote.
fn colonnes(session: &Session, q: &mut Requete) {
    q.texte(COLONNES).texte("case when m.id in (");
    ouverts(&session.perimetre, q);
    q.texte(") then m.version else 0 end as version");
}

/// ` and ( … )`: enrolment `m` is the caller's to read in one of the ways.
fn lisible(session: &Session, q: &mut Requete) {
    lisible_sous(session, &session.perimetre, q);
}

fn lisible_sous(session: &Session, perimetre: &Perimetre, q: &mut Requete) {
    q.texte(" and (m.id in (");
    ouverts(perimetre, q);
    q.texte(") or m.prescription_id in (");
    prescription::lecture::origine_sous(session, perimetre, q, par_renvoi());
    q.texte("))");
}

/// How many a perimeter opens.
pub(crate) async fn compter(session: &Session, perimetre: &Perimetre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*) from inscription_formation m where true");
    lisible_sous(session, perimetre, &mut q);
    session.nombre(q).await
}

/// ` exists ( … )`: the enrolment that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1 from inscription_formation m where m.departement = e.departement and m.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` and exists ( … )`: evaluation `m` enrolled the person in that session, as far as the caller reads.
pub(crate) fn a_la_session(session: &Session, q: &mut Requete, id: Uuid) {
    q.texte(" and m.id in (select m.evaluation_id from inscription_formation m where m.evaluation_id is not null and m.session_id = ");
    q.valeur(id);
    lisible(session, q);
    q.texte(")");
}

/// `select p.id …`: enrolment `m`, when the perimeter opens it.
fn ouverts(perimetre: &Perimetre, q: &mut Requete) {
    q.texte("select p.id from inscription_formation p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = m.departement and p.id = m.id");
    perimetre.ligne(q, requise(), LIGNE);
}

fn lu(session: &Session, l: &Ligne) -> Result<Arc<InscriptionFormation>, Panne> {
    let i = depuis(l)?;
    session.ligne_lue(i.allocataire_id, requise());
    Ok(Arc::new(i))
}

fn depuis(l: &Ligne) -> Result<InscriptionFormation, Panne> {
    Ok(InscriptionFormation {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        allocataire_id: l.lire(2)?,
        session: l.lire(3)?,
        organisme: l.lire(4)?,
        evaluation: l.lire(5)?,
        evaluateur: l.lire(6)?,
        prescription: l.lire(7)?,
        statut: l.code(8)?,
        rang: l.lire(9)?,
        besoin: l.code_ou_nul(10)?,
        evalue_le: l.lire(11)?,
        motif: l.code_ou_nul(12)?,
        inscrite_le: l.lire(13)?,
        entree_le: l.lire(14)?,
        sortie_le: l.lire(15)?,
        heures: l.lire(16)?,
        bilan: l.lire(17)?,
        competences: Competences::lire(l, 18)?,
        version: l.lire(23)?,
    })
}

/// The row that moves, whoever moves it: its party is checked by who asks.
pub(super) async fn pour_couplage(tx: &Ecriture, id: Uuid) -> Result<Option<InscriptionFormation>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from inscription_formation m where m.id = ").valeur(id);
    tx.hors_perimetre(q).await?.first().map(depuis).transpose()
}

/// Those of a session that have not ended, the waiting list last and in its order.
pub(super) async fn vives(tx: &Ecriture, s: &SessionFormation) -> Result<Vec<InscriptionFormation>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from inscription_formation m where m.close_le is null and m.departement = ");
    q.valeur(s.departement.as_str()).texte(" and m.session_id = ").valeur(s.id).texte(" order by coalesce(m.rang, 0), m.id");
    tx.hors_perimetre(q).await?.iter().map(depuis).collect()
}

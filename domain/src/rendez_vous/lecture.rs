//! Appointments as the caller may read them: those it holds, those of the people it follows, those of its referrals.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{LIGNE, RendezVous};
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::page::imbriquee::{Imbriquee, M};
use crate::page::{Page, Tranche};
use crate::parcours::Parcours;
use crate::portee::Portees;
use crate::prescription;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

const COLONNES: &str = "m.departement, m.id, m.allocataire_id, m.parcours_id, m.prescription_id, m.objet, m.mode, m.lieu, m.fixe_le, m.prevu_le, m.partenaire_id, m.agent_id, m.presence, m.reporte_id, ";

fn detail() -> Portees {
    const { Portees::de("parcours:lire parcours.detail:lire") }
}

/// The scope of who holds appointments, by which it reads its own again.
pub(super) fn tenue() -> Portees {
    const { Portees::de("rendezvous:tenir") }
}

/// Appointments of each of these parcours, a page a parcours, one statement; `total` counts each list.
pub async fn de_parcours(
    session: &Session,
    parcours: &[&Parcours],
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<RendezVous>>>, Panne> {
    let ids: Vec<Uuid> = parcours.iter().filter(|p| p.regard.detail).map(|p| p.id).collect();
    let source = " from rendez_vous m";
    let liste = Imbriquee { colonnes: &|q| colonnes(session, q), source, lignes: M, parent: "m.parcours_id", page };
    let lues = liste.lire(session, &ids, |q| lisible(session, q)).await?;
    let lus = lues.iter().map(|l| lu(session, l)).collect::<Result<Vec<_>, _>>()?;
    let lignes = lus.into_iter().filter_map(|r| Some((r.parcours?, r.id, r)));
    let mut tranches = page.repartir(parcours.iter().map(|p| p.id), lignes);
    if total {
        liste.totaliser(session, &ids, &mut tranches, |q| lisible(session, q)).await?;
    }
    Ok(tranches)
}

/// Appointments of each of these referrals, which the caller reads; one statement whatever their number.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Vec<Arc<RendezVous>>>, Panne> {
    let mut q = selection(session);
    q.texte("prescription_id").parmi_ids(prescriptions);
    session.departements(&mut q, "m.departement");
    q.texte(" and m.prescription_id in (");
    prescription::lecture::origine(session, &mut q, prescription::lecture_requise());
    q.texte(") order by m.prescription_id, m.id");
    let mut lus: HashMap<Uuid, Vec<_>> = prescriptions.iter().map(|id| (*id, Vec::new())).collect();
    for l in session.lignes(q).await? {
        let rdv = lu(session, &l)?;
        if let Some(liste) = rdv.prescription.and_then(|id| lus.get_mut(&id)) {
            liste.push(rdv);
        }
    }
    Ok(lus)
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<RendezVous>>, Panne> {
    let mut q = selection(session);
    q.texte("id").parmi_ids(ids);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    session.lignes(q).await?.iter().map(|l| lu(session, l).map(|r| (r.id, r))).collect()
}

fn selection(session: &Session) -> Requete {
    let mut q = session.requete("select ");
    colonnes(session, &mut q);
    q.texte(" from rendez_vous m where m.");
    q
}

/// Who only is a party of the referral does not learn by the version when others wrote.
fn colonnes(session: &Session, q: &mut Requete) {
    q.texte(COLONNES).texte("case when false");
    tenus(session, q);
    suivis(session, q);
    q.texte(" then m.version else 0 end as version");
}

/// ` and ( … )`: appointment `m` is the caller's to read in one of the ways.
fn lisible(session: &Session, q: &mut Requete) {
    q.texte(" and (false");
    tenus(session, q);
    suivis(session, q);
    q.texte(" or m.prescription_id in (");
    prescription::lecture::origine(session, q, prescription::lecture_requise());
    q.texte("))");
}

/// ` exists ( … )`: the appointment that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1 from rendez_vous m where m.departement = e.departement and m.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` or …`: the caller holds it, whatever became of its relation with the person.
fn tenus(session: &Session, q: &mut Requete) {
    let perimetre = &session.perimetre;
    for o in perimetre.qui_portent(tenue()) {
        q.texte(" or (m.partenaire_id = ").valeur(perimetre.partenaire).texte(" and m.departement").parmi_textes(&o.departements);
        q.texte(")");
    }
}

/// ` or …`: the caller follows the person, and did when it was fixed.
fn suivis(session: &Session, q: &mut Requete) {
    let sensible = detail() | const { Portees::de("allocataires.sensible:lire") };
    let ouvert = session.base.reglages.donnees_sensibles && session.perimetre.qui_portent(sensible).next().is_some();
    q.texte(" or (m.id in (");
    ouverts(&session.perimetre, q, detail());
    q.texte(if ouvert { "))" } else { ") and not m.sensible)" });
}

/// `select p.id …`: appointment `m`, when the perimeter opens it to these scopes.
fn ouverts(perimetre: &Perimetre, q: &mut Requete, portees: Portees) {
    q.texte("select p.id from rendez_vous p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = m.departement and p.id = m.id");
    perimetre.ligne(q, portees, LIGNE);
}

fn lu(session: &Session, l: &Ligne) -> Result<Arc<RendezVous>, Panne> {
    let rdv = depuis(l)?;
    session.ligne_lue(rdv.allocataire_id, detail());
    Ok(Arc::new(rdv))
}

fn depuis(l: &Ligne) -> Result<RendezVous, Panne> {
    Ok(RendezVous {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        allocataire_id: l.lire(2)?,
        parcours: l.lire(3)?,
        prescription: l.lire(4)?,
        objet: l.code(5)?,
        mode: l.code(6)?,
        lieu: l.lire(7)?,
        fixe_le: l.lire(8)?,
        prevu_le: l.lire(9)?,
        partenaire: l.lire(10)?,
        agent: l.lire(11)?,
        presence: l.code(12)?,
        reporte: l.lire(13)?,
        version: l.lire(14)?,
    })
}

/// The appointment that a caller is about to record: one that it holds, or of a person whom it follows.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<RendezVous>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from rendez_vous m where m.id = ").valeur(id).texte(" and m.id in (");
    ouverts(&tx.perimetre, &mut q, tenue());
    q.texte(")");
    tx.lignes(q).await?.first().map(depuis).transpose()
}

//! Accompaniments as the caller may read them: those it runs, those of the people it follows, those of its referrals.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{Accompagnement, Intervenant, LIGNE};
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::parcours::{MotifSortie, Parcours};
use crate::portee::Portees;
use crate::prescription;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

const COLONNES: &str = "m.departement, m.id, m.allocataire_id, m.parcours_id, m.prescription_id, m.dispositif_id, m.partenaire_id, m.agent_id, m.debut, m.fin, m.fin_au_plus_tard, m.issue, m.motif, m.suivi_jusqu_au, ";

pub(super) fn requises() -> Portees {
    const { Portees::de("parcours:lire parcours.detail:lire") }
}

/// Both parties of a referral read the accompaniment that it became.
fn par_renvoi() -> Portees {
    const { Portees::de("parcours:lire prescriptions:lire") }
}

/// Those of each of these parcours, oldest first; two statements whatever their number.
pub async fn de_parcours(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Vec<Arc<Accompagnement>>>, Panne> {
    let ids: Vec<Uuid> = parcours.iter().filter(|p| p.regard.detail).map(|p| p.id).collect();
    let mut q = selection(session);
    q.texte("parcours_id").parmi_ids(&ids);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    let mut lus: HashMap<Uuid, Vec<_>> = parcours.iter().map(|p| (p.id, Vec::new())).collect();
    for a in lire(session, q).await? {
        if let Some(liste) = a.parcours.and_then(|id| lus.get_mut(&id)) {
            liste.push(a);
        }
    }
    Ok(lus)
}

/// The one that each of these referrals became.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Arc<Accompagnement>>, Panne> {
    let mut q = selection(session);
    q.texte("prescription_id").parmi_ids(prescriptions);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    let lus = lire(session, q).await?;
    Ok(lus.into_iter().filter_map(|a| a.prescription.map(|id| (id, a))).collect())
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Accompagnement>>, Panne> {
    let mut q = selection(session);
    q.texte("id").parmi_ids(ids);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    Ok(lire(session, q).await?.into_iter().map(|a| (a.id, a)).collect())
}

/// Dispositifs that a person follows now, as far as the caller may know.
pub async fn en_cours(session: &Session, personne: Uuid) -> Result<Vec<Uuid>, Panne> {
    let mut q = selection(session);
    q.texte("fin is null and m.allocataire_id = ").valeur(personne);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    Ok(lire(session, q).await?.iter().map(|a| a.dispositif).collect())
}

fn selection(session: &Session) -> Requete {
    let mut q = session.requete("select ");
    // Who only is a party of the referral does not learn by the version when others wrote.
    q.texte(COLONNES).texte("case when m.id in (");
    ouverts(&session.perimetre, &mut q, requises());
    q.texte(") then m.version else 0 end from accompagnement m where m.");
    q
}

/// ` and ( … )`: accompaniment `m` is the caller's to read in one of the ways.
fn lisible(session: &Session, q: &mut Requete) {
    q.texte(" and (m.id in (");
    ouverts(&session.perimetre, q, requises());
    q.texte(") or m.prescription_id in (");
    prescription::lecture::origine(session, q, par_renvoi());
    q.texte("))");
}

/// ` exists ( … )`: the accompaniment that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1 from accompagnement m where m.departement = e.departement and m.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// `select p.id …`: accompaniment `m`, when the perimeter opens it to these scopes.
fn ouverts(perimetre: &Perimetre, q: &mut Requete, portees: Portees) {
    q.texte("select p.id from accompagnement p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = m.departement and p.id = m.id");
    perimetre.ligne(q, portees, LIGNE);
}

/// The rows of a selection with who takes part in each.
async fn lire(session: &Session, mut q: Requete) -> Result<Vec<Arc<Accompagnement>>, Panne> {
    q.texte(" order by m.debut, m.id");
    let mut lus = session.lignes(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    if lus.is_empty() {
        return Ok(Vec::new());
    }
    let mut intervenants = intervenants(session, &lus).await?;
    for a in &mut lus {
        session.ligne_lue(a.allocataire_id, requises());
        a.motif = a.motif.map(|motif: MotifSortie| motif.montre(sensible(session, &a.departement)));
        a.intervenants = intervenants.remove(&a.id).unwrap_or_default();
    }
    Ok(lus.into_iter().map(Arc::new).collect())
}

fn sensible(session: &Session, departement: &str) -> bool {
    let requise = requises() | const { Portees::de("allocataires.sensible:lire") };
    session.base.reglages.donnees_sensibles
        && session.perimetre.qui_portent(requise).any(|o| o.departements.iter().any(|code| code == departement))
}

async fn intervenants(session: &Session, lus: &[Accompagnement]) -> Result<HashMap<Uuid, Vec<Intervenant>>, Panne> {
    let mut q = session.requete("select i.accompagnement_id, i.partenaire_id, i.agent_id from intervenant i where i.accompagnement_id");
    q.parmi_ids(&lus.iter().map(|a| a.id).collect::<Vec<_>>()).texte(" order by i.accompagnement_id, i.partenaire_id");
    let mut par_accompagnement: HashMap<Uuid, Vec<Intervenant>> = HashMap::new();
    for l in session.lignes(q).await? {
        let intervenant = Intervenant { partenaire: l.lire(1)?, agent: l.lire(2)? };
        par_accompagnement.entry(l.lire(0)?).or_default().push(intervenant);
    }
    Ok(par_accompagnement)
}

fn depuis(l: &Ligne) -> Result<Accompagnement, Panne> {
    Ok(Accompagnement {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        allocataire_id: l.lire(2)?,
        parcours: l.lire(3)?,
        prescription: l.lire(4)?,
        dispositif: l.lire(5)?,
        partenaire: l.lire(6)?,
        agent: l.lire(7)?,
        debut: l.lire(8)?,
        fin: l.lire(9)?,
        fin_au_plus_tard: l.lire(10)?,
        issue: l.code_ou_nul(11)?,
        motif: l.code_ou_nul(12)?,
        suivi_jusqu_au: l.lire(13)?,
        version: l.lire(14)?,
        intervenants: Vec::new(),
    })
}

/// The accompaniment that a caller is about to end: one that it runs, or of a person whom it follows.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<Accompagnement>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from accompagnement m where m.id = ").valeur(id).texte(" and m.id in (");
    ouverts(&tx.perimetre, &mut q, const { Portees::de("parcours:ecrire") });
    q.texte(")");
    tx.lignes(q).await?.first().map(depuis).transpose()
}

/// What runs on a parcours that closes, whoever runs it.
pub(super) async fn en_cours_du_parcours(tx: &Ecriture, departement: &str, parcours: Uuid) -> Result<Vec<Accompagnement>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from accompagnement m where m.fin is null and m.departement = ").valeur(departement);
    q.texte(" and m.parcours_id = ").valeur(parcours).texte(" order by m.id");
    tx.hors_perimetre(q).await?.iter().map(depuis).collect()
}

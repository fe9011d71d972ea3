//! A PASS is read by who reads one of the contracts that run, or ran, under it.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{MotifProlongationPass, PassIae, Periode};
use crate::contrat_insertion::{lecture as contrats, lecture_requise};
use crate::erreur::Panne;
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::vocabulaire::Enumeration;

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<PassIae>>, Panne> {
    let mut q = session.requete("select m.id, m.departement, m.allocataire_id, m.numero, m.debut, m.fin");
    lisibles(session, &mut q, ids);
    let mut lus: HashMap<Uuid, PassIae> =
        session.lignes(q).await?.iter().map(|l| depuis(l).map(|p| (p.id, p))).collect::<Result<_, _>>()?;
    for p in lus.values() {
        session.ligne_lue(p.allocataire_id, lecture_requise());
    }
    for l in session.lignes(periodes(session, "suspension_pass", ids)).await? {
        if let Some(pass) = lus.get_mut(&l.lire(0)?) {
            pass.suspensions.push(periode(&l)?);
        }
    }
    for l in session.lignes(periodes(session, "prolongation_pass", ids)).await? {
        if let Some(pass) = lus.get_mut(&l.lire(0)?) {
            pass.prolongations.push(periode(&l)?);
        }
    }
    Ok(lus.into_iter().map(|(id, p)| (id, Arc::new(p))).collect())
}

/// Those whose reason the caller may read: one that tells of a handicap does not exist for the others.
#[must_use]
pub fn prolongations(session: &Session, p: &PassIae) -> Vec<Periode<MotifProlongationPass>> {
    let lisible = |motif: MotifProlongationPass| !MotifProlongationPass::VALEURS[motif.rang()].sensible || contrats::sensible(session);
    p.prolongations.iter().filter(|l| lisible(l.motif)).copied().collect()
}

fn lisibles(session: &Session, q: &mut Requete, ids: &[Uuid]) {
    q.texte(" from pass_iae m where m.id").parmi_ids(ids);
    session.departements(q, "m.departement");
    contrats::sous_pass(session, q);
}

fn periodes(session: &Session, table: &str, ids: &[Uuid]) -> Requete {
    let mut q = session.requete("select t.pass_id, t.du, t.au, t.motif from ");
    q.texte(table).texte(" t where t.pass_id in (select m.id");
    lisibles(session, &mut q, ids);
    q.texte(") order by t.pass_id, t.du");
    q
}

fn periode<M: Enumeration>(l: &Ligne) -> Result<Periode<M>, Panne> {
    Ok(Periode { du: l.lire(1)?, au: l.lire(2)?, motif: l.code(3)? })
}

fn depuis(l: &Ligne) -> Result<PassIae, Panne> {
    Ok(PassIae {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        allocataire_id: l.lire(2)?,
        numero: l.lire(3)?,
        debut: l.lire(4)?,
        fin: l.lire(5)?,
        suspensions: Vec::new(),
        prolongations: Vec::new(),
    })
}

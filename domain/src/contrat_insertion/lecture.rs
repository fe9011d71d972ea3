//! Contracts as the caller may read them: its own, and those of the people it follows.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::ligne::{COLONNES, LARGEUR, depuis};
use super::{ContratInsertion, LIGNE, lecture_requise};
use crate::allocataire;
use crate::erreur::Panne;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

pub(super) const SOURCE: &str =
    " from contrat_insertion p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id";

/// ` and ( … )`: contract `p` of person `a` is the caller's to read.
pub(super) fn lisible(session: &Session, q: &mut Requete) {
    session.perimetre.ligne(q, lecture_requise(), LIGNE);
}

/// ` exists ( … )`: the contract that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1").texte(SOURCE).texte(" where p.departement = e.departement and p.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` and exists ( … )`: PASS `m` is that of a contract that the caller reads.
pub(crate) fn sous_pass(session: &Session, q: &mut Requete) {
    q.texte(" and exists (select 1").texte(SOURCE).texte(" where p.departement = m.departement and p.pass_id = m.id");
    lisible(session, q);
    q.texte(")");
}

/// Whether exits that reveal health or detention are said: elsewhere they read AUTRE.
#[must_use]
pub fn sensible(session: &Session) -> bool {
    let requise = lecture_requise() | const { Portees::de("allocataires.sensible:lire") };
    session.base.reglages.donnees_sensibles && session.perimetre.qui_portent(requise).next().is_some()
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<ContratInsertion>>, Panne> {
    Ok(lire(session, "p.id", ids).await?.into_iter().map(|c| (c.id, c)).collect())
}

/// What each of these applications became, where the person was hired.
pub async fn de_candidatures(session: &Session, candidatures: &[Uuid]) -> Result<HashMap<Uuid, Arc<ContratInsertion>>, Panne> {
    Ok(lire(session, "p.candidature_id", candidatures).await?.into_iter().map(|c| (c.candidature, c)).collect())
}

async fn lire(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<ContratInsertion>>, Panne> {
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(", ");
    allocataire::lecture::colonnes(session, &mut q);
    q.texte(SOURCE).texte(" where ").texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    q.texte(" order by p.id");
    session.lignes(q).await?.iter().map(|l| decoder(session, l)).collect()
}

/// The person comes with the contract: her référent is read through her.
fn decoder(session: &Session, l: &Ligne) -> Result<Arc<ContratInsertion>, Panne> {
    let mut c = depuis(l)?;
    c.allocataire = Some(allocataire::lecture::depuis(session, l, LARGEUR)?.map(Arc::new));
    session.ligne_lue(c.allocataire_id, lecture_requise());
    if let Some(sortie) = &mut c.sortie {
        sortie.motif = sortie.motif.montre(sensible(session));
    }
    Ok(Arc::new(c))
}

/// The contract that its structure is about to change, as it stands in the transaction.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<ContratInsertion>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from contrat_insertion p where p.id = ").valeur(id);
    q.texte(" and p.employeur_id = ").valeur(tx.perimetre.partenaire);
    tx.lignes(q).await?.first().map(depuis).transpose()
}

/// Contracts that run in each of these structures: the counters of their posts, which anyone reads.
pub async fn en_cours(session: &Session, structures: &[Uuid]) -> Result<HashMap<Uuid, i64>, Panne> {
    let mut q = session.requete("select structure_id, cast(sum(pourvus) as bigint) from poste_iae where structure_id");
    q.parmi_ids(structures).texte(" group by structure_id");
    session.lignes(q).await?.iter().map(|l| Ok((l.lire(0)?, l.lire(1)?))).collect()
}

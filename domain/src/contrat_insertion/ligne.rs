//! One contract as a row of the database becomes it, and becomes one.

use uuid::Uuid;

use super::{ContratInsertion, Sortie};
use crate::erreur::Panne;
use crate::requete::Ligne;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// Of `contrat_insertion p`, in the order in which [`depuis`] reads them.
pub(super) const COLONNES: &str = "p.departement, p.id, p.version, p.allocataire_id, p.structure_id, p.poste_id, p.employeur_id, p.candidature_id, p.pass_id, p.type, p.debut, p.fin_prevue, p.beneficiaire_rsa, p.sortie_le, p.sortie_motif, p.sortie_categorie, p.cree_le";
pub(super) const LARGEUR: usize = 17;

pub(super) fn depuis(l: &Ligne) -> Result<ContratInsertion, Panne> {
    Ok(ContratInsertion {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        allocataire_id: l.lire(3)?,
        structure: l.lire(4)?,
        poste: l.lire(5)?,
        employeur: l.lire(6)?,
        candidature: l.lire(7)?,
        pass: l.lire(8)?,
        type_: l.code(9)?,
        debut: l.lire(10)?,
        fin_prevue: l.lire(11)?,
        beneficiaire_rsa: l.lire(12)?,
        sortie: sortie(l)?,
        cree_le: l.lire(16)?,
        allocataire: None,
    })
}

fn sortie(l: &Ligne) -> Result<Option<Sortie>, Panne> {
    let Some(le) = l.lire(13)? else { return Ok(None) };
    Ok(Some(Sortie { le, motif: l.code(14)?, categorie: l.code(15)? }))
}

/// Writes a new contract.
pub(super) async fn inserer(tx: &Ecriture, c: &ContratInsertion, agent: Option<Uuid>) -> Result<(), Panne> {
    let mut q = tx.requete("insert into contrat_insertion (departement, id, version, allocataire_id, structure_id, poste_id, employeur_id, agent_id, candidature_id, type, debut, fin_prevue, beneficiaire_rsa, cree_le, modifie_le) values (");
    q.valeurs([
        c.departement.as_str().into(),
        c.id.into(),
        c.version.into(),
        c.allocataire_id.into(),
        c.structure.into(),
        c.poste.into(),
        c.employeur.into(),
        agent.into(),
        c.candidature.into(),
        c.type_.code().into(),
        c.debut.into(),
        c.fin_prevue.into(),
        c.beneficiaire_rsa.into(),
        c.cree_le.into(),
        c.cree_le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

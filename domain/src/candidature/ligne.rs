//! One application as a row of the database becomes it, and becomes one.

use super::Candidature;
use crate::erreur::Panne;
use crate::requete::Ligne;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// Of `candidature p`, in the order in which [`depuis`] reads them.
pub(super) const COLONNES: &str = "p.departement, p.id, p.version, p.allocataire_id, p.structure_id, p.poste_id, p.employeur_id, p.prescripteur_id, p.agent_prescripteur_id, p.prescription_id, p.statut, p.message, p.entretien_le, p.deposee_le, p.expire_le";
pub(super) const LARGEUR: usize = 15;

pub(super) fn depuis(l: &Ligne) -> Result<Candidature, Panne> {
    Ok(Candidature {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        allocataire_id: l.lire(3)?,
        structure: l.lire(4)?,
        poste: l.lire(5)?,
        employeur: l.lire(6)?,
        prescripteur: l.lire(7)?,
        agent_prescripteur: l.lire(8)?,
        prescription: l.lire(9)?,
        statut: l.code(10)?,
        message: l.lire(11)?,
        entretien_le: l.lire(12)?,
        deposee_le: l.lire(13)?,
        expire_le: l.lire(14)?,
        allocataire: None,
    })
}

/// Writes a new application.
pub(super) async fn inserer(tx: &Ecriture, c: &Candidature) -> Result<(), Panne> {
    let mut q = tx.requete("insert into candidature (departement, id, version, allocataire_id, structure_id, poste_id, employeur_id, prescripteur_id, agent_prescripteur_id, prescription_id, statut, message, deposee_le, expire_le, modifie_le) values (");
    q.valeurs([
        c.departement.as_str().into(),
        c.id.into(),
        c.version.into(),
        c.allocataire_id.into(),
        c.structure.into(),
        c.poste.into(),
        c.employeur.into(),
        c.prescripteur.into(),
        c.agent_prescripteur.into(),
        c.prescription.into(),
        c.statut.code().into(),
        c.message.clone().into(),
        c.deposee_le.into(),
        c.expire_le.into(),
        c.deposee_le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

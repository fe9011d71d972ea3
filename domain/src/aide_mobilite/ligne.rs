//! One aid as a row of the database becomes it, and becomes one.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Activite, AideMobilite, Montants, Pret};
use crate::erreur::Panne;
use crate::parcours::proposition::RegleEvaluee;
use crate::requete::Ligne;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// Of `aide_mobilite p`, in the order in which [`depuis`] reads them.
pub(super) const COLONNES: &str = "p.departement, p.id, p.version, p.allocataire_id, p.dispositif_id, p.nature, p.motif, p.statut, p.demandeur_id, p.agent_demandeur_id, p.instructeur_id, p.prescription_id, p.cout_total, p.montant_demande, p.montant_propose, p.montant_accorde, p.montant_verse, p.annee, p.obligation_tiers, p.employeur, p.employeur_siret, p.activite_debut, p.type_contrat, p.activite_commune, p.eligibilite, p.motif_refus, p.recours, p.vehicule_id, p.tarif_journalier, p.debut, p.fin, p.rendu_le, p.solution_perenne, p.demandee_le, p.decidee_le, p.versee_le";
pub(super) const LARGEUR: usize = 36;

pub(super) fn depuis(l: &Ligne) -> Result<AideMobilite, Panne> {
    let pret = pret(l)?;
    let (fin, rendu): (Option<NaiveDate>, Option<NaiveDate>) = (l.lire(30)?, l.lire(31)?);
    Ok(AideMobilite {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        allocataire_id: l.lire(3)?,
        dispositif: l.lire(4)?,
        nature: l.code(5)?,
        motif: l.code(6)?,
        statut: l.code(7)?,
        demandeur: l.lire(8)?,
        agent_demandeur: l.lire(9)?,
        instructeur: l.lire(10)?,
        prescription: l.lire(11)?,
        montants: montants(l)?,
        obligation_tiers: l.lire(18)?,
        activite: activite(l)?,
        eligibilite: regles(l)?,
        motif_refus: l.lire(25)?,
        recours: l.lire(26)?,
        pret,
        debut: l.lire(29)?,
        fin: rendu.or(fin),
        solution_perenne: l.lire(32)?,
        demandee_le: l.lire(33)?,
        decidee_le: l.lire(34)?,
        versee_le: l.lire(35)?,
        allocataire: None,
    })
}

fn montants(l: &Ligne) -> Result<Montants, Panne> {
    Ok(Montants {
        cout_total: l.lire(12)?,
        demande: l.lire(13)?,
        propose: l.lire(14)?,
        accorde: l.lire(15)?,
        verse: l.lire(16)?,
        annee: l.lire(17)?,
    })
}

fn activite(l: &Ligne) -> Result<Option<Activite>, Panne> {
    let lue = Activite { employeur: l.lire(19)?, siret: l.lire(20)?, debut: l.lire(21)?, type_contrat: l.lire(22)?, commune: l.lire(23)? };
    Ok((lue != Activite::default()).then_some(lue))
}

fn regles(l: &Ligne) -> Result<Vec<RegleEvaluee>, Panne> {
    let Some(texte) = l.lire::<Option<String>>(24)? else { return Ok(Vec::new()) };
    serde_json::from_str(&texte).map_err(|_| Panne::Donnee("eligibilite"))
}

fn pret(l: &Ligne) -> Result<Option<Pret>, Panne> {
    let (vehicule, du, au): (Option<Uuid>, Option<NaiveDate>, Option<NaiveDate>) = (l.lire(27)?, l.lire(29)?, l.lire(30)?);
    let (Some(vehicule), Some(du), Some(au)) = (vehicule, du, au) else { return Ok(None) };
    Ok(Some(Pret { vehicule, du, au, tarif_journalier: l.lire(28)?, rendu_le: l.lire(31)? }))
}

/// Writes a new aid, asked of a fund or brought.
pub(super) async fn inserer(tx: &Ecriture, a: &AideMobilite) -> Result<(), Panne> {
    let activite = a.activite.clone().unwrap_or_default();
    let regles = (!a.eligibilite.is_empty()).then(|| serde_json::to_string(&a.eligibilite)).transpose();
    let mut q = tx.requete("insert into aide_mobilite (departement, id, version, allocataire_id, dispositif_id, nature, motif, statut, demandeur_id, agent_demandeur_id, instructeur_id, prescription_id, cout_total, montant_demande, montant_verse, obligation_tiers, employeur, employeur_siret, activite_debut, type_contrat, activite_commune, eligibilite, vehicule_id, tarif_journalier, debut, fin, demandee_le, modifie_le) values (");
    q.valeurs([
        a.departement.as_str().into(),
        a.id.into(),
        a.version.into(),
        a.allocataire_id.into(),
        a.dispositif.into(),
        a.nature.code().into(),
        a.motif.code().into(),
        a.statut.code().into(),
        a.demandeur.into(),
        a.agent_demandeur.into(),
        a.instructeur.into(),
        a.prescription.into(),
        a.montants.cout_total.into(),
        a.montants.demande.into(),
        a.montants.verse.into(),
        a.obligation_tiers.into(),
        activite.employeur.into(),
        activite.siret.into(),
        activite.debut.into(),
        activite.type_contrat.into(),
        activite.commune.into(),
        regles.map_err(|_| Panne::Donnee("eligibilite"))?.into(),
        a.pret.map(|p| p.vehicule).into(),
        a.pret.and_then(|p| p.tarif_journalier).into(),
        a.debut.into(),
        a.fin.into(),
        a.demandee_le.into(),
        a.demandee_le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

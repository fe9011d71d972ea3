//! Contracts of engagement: signed with the référent, renewed, broken.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::parcours::Parcours;
use crate::parcours::acte::Dossier;
use crate::requete::Ligne;
use crate::session::{Ecriture, Session};
use crate::vocabulaire::enumeration;

pub mod signature;

enumeration! {
    /// Nature d'un contrat d'engagement.
    TypeContratEngagement { Cer "CER", Ppae "PPAE", ContratEngagement "CONTRAT_ENGAGEMENT", Pacea "PACEA" }
}

enumeration! {
    /// Où en est un contrat d'engagement.
    StatutContratEngagement { EnVigueur "EN_VIGUEUR", Echu "ECHU", Rompu "ROMPU", Remplace "REMPLACE" }
}

#[derive(Clone, Debug)]
pub struct Contrat {
    pub id: Uuid,
    pub type_: TypeContratEngagement,
    pub signe_le: NaiveDate,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub partenaire: Uuid,
    /// Empty to who reads dates only.
    pub engagements: Vec<String>,
    pub statut: StatutContratEngagement,
    pub renouvelle: Option<Arc<Self>>,
}

/// Contracts of these parcours in order, one statement whatever their number.
pub async fn de(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Vec<Arc<Contrat>>>, Panne> {
    let par_id: HashMap<Uuid, &Parcours> = parcours.iter().map(|p| (p.id, *p)).collect();
    let mut q = session.requete("select k.parcours_id, k.id, k.type, k.signe_le, k.debut, k.fin, k.partenaire_id, k.engagements, k.renouvelle_id, k.remplace_le, k.rompu_le, k.cree_le from contrat k where k.parcours_id");
    q.parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    session.departements(&mut q, "k.departement");
    q.texte(" order by k.parcours_id, k.debut, k.id");
    let mut lus: HashMap<Uuid, Vec<Arc<Contrat>>> = par_id.keys().map(|id| (*id, Vec::new())).collect();
    for l in session.lignes(q).await? {
        let id: Uuid = l.lire(0)?;
        let (Some(p), Some(liste)) = (par_id.get(&id), lus.get_mut(&id)) else { continue };
        let precedent: Option<Uuid> = l.lire(8)?;
        let renouvelle = precedent.and_then(|id| liste.iter().find(|c| c.id == id).cloned());
        liste.push(Arc::new(Contrat { renouvelle, ..depuis(session, p, &l)? }));
    }
    Ok(lus)
}

fn depuis(session: &Session, p: &Parcours, l: &Ligne) -> Result<Contrat, Panne> {
    let (partenaire, cree_le): (Uuid, DateTime<Utc>) = (l.lire(6)?, l.lire(11)?);
    let fin = l.lire(5)?;
    Ok(Contrat {
        id: l.lire(1)?,
        type_: l.code(2)?,
        signe_le: l.lire(3)?,
        debut: l.lire(4)?,
        fin,
        partenaire,
        engagements: if p.regard.ouvre(&[partenaire], cree_le) { engagements(l)? } else { Vec::new() },
        statut: statut(l.lire(9)?, l.lire(10)?, fin, session.perimetre.jour),
        renouvelle: None,
    })
}

fn engagements(l: &Ligne) -> Result<Vec<String>, Panne> {
    serde_json::from_str(&l.lire::<String>(7)?).map_err(|_| Panne::Donnee("engagements"))
}

/// Time alone makes a contract end: its state is computed from its dates.
fn statut(remplace: Option<NaiveDate>, rompu: Option<NaiveDate>, fin: NaiveDate, jour: NaiveDate) -> StatutContratEngagement {
    match (rompu, remplace) {
        (Some(_), _) => StatutContratEngagement::Rompu,
        (None, Some(_)) => StatutContratEngagement::Remplace,
        (None, None) if fin < jour => StatutContratEngagement::Echu,
        (None, None) => StatutContratEngagement::EnVigueur,
    }
}

/// Whether a contract of the parcours runs today.
pub(crate) async fn en_vigueur(tx: &Ecriture, d: &Dossier) -> Result<bool, Panne> {
    let mut q = tx.requete("select count(*) from contrat where rompu_le is null and remplace_le is null and departement = ");
    q.valeur(d.parcours.departement.as_str())
        .texte(" and parcours_id = ")
        .valeur(d.parcours.id)
        .texte(" and fin >= ")
        .valeur(tx.perimetre.jour);
    Ok(tx.lignes(q).await?.first().map_or(Ok(0), |l| l.lire::<i64>(0))? > 0)
}

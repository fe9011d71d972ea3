//! Changing a meeting: its state, its date, who is invited, which partners come.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::acte::{self, prendre};
use super::{Rencontre, StatutRencontre, invites, jour, statut};
use crate::allocataire::modification::Change;
use crate::erreur::{Panne, Refus};
use crate::saisie::{self, COURT};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub statut: Option<StatutRencontre>,
    pub le: Option<DateTime<Utc>>,
    pub lieu: Change<String>,
    pub ajouter_invites: Vec<Uuid>,
    pub retirer_invites: Vec<Uuid>,
    pub ajouter_partenaires: Vec<Uuid>,
    pub participants: Change<i64>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, modification: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierRencontre", cle, modification, |tx, m| Box::pin(appliquer(tx, m))).await
}

async fn appliquer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let r = prendre(tx, m.id, "id", Some(m.version)).await?;
    let r = changer(tx, &m, r).await?;
    ecrire(tx, &r).await?;
    acte::asseoir(tx, &r, &acte::partenaires(tx, "ajouterPartenaires", &r.departement, &m.ajouter_partenaires)?).await?;
    invites::retirer(tx, &r, &m.retirer_invites).await?;
    invites::inviter(tx, &r, &m.ajouter_invites, "ajouterInvites").await?;
    if r.statut == StatutRencontre::Annulee {
        invites::decommander(tx, &r).await?;
    }
    invites::recompter(tx, r.id).await?;
    r.signaler(tx);
    Ok(r.id)
}

/// The meeting as it becomes; an absent field is unchanged.
async fn changer(tx: &Ecriture, m: &Modification, mut r: Rencontre) -> Result<Rencontre, Refus> {
    let deplacee = m.le.filter(|le| *le != r.prevue_le);
    r.statut = statut::suite(r.statut, m.statut, deplacee.is_some())?;
    if let Some(le) = deplacee {
        r.prevue_le = deplacer(tx, &r, le).await?;
    }
    if r.statut == StatutRencontre::Tenue && r.jour(&tx.referentiel) > tx.perimetre.jour {
        return Err(statut::refus("statut", "Une rencontre est tenue à partir de son jour.").into());
    }
    if let Some(lieu) = &m.lieu {
        r.lieu = saisie::facultatif("lieu", lieu.as_deref(), COURT)?;
    }
    if let Some(participants) = m.participants {
        r.participants = acte::participants(participants, r.type_.sur_invitation())?;
    }
    Ok(r)
}

/// Presences were recorded on the day that the meeting was held: it does not move any more.
async fn deplacer(tx: &Ecriture, r: &Rencontre, le: DateTime<Utc>) -> Result<DateTime<Utc>, Refus> {
    let le = acte::horaire(tx, le)?;
    let memes_jours = jour(le, &tx.referentiel, &r.departement) == r.jour(&tx.referentiel);
    let mut q = tx.requete("select 1 from invitation where presence in ('PRESENT', 'ABSENT', 'EXCUSE') and departement = ");
    q.valeur(r.departement.as_str()).texte(" and rencontre_id = ").valeur(r.id).texte(" limit 1");
    if memes_jours || tx.hors_perimetre(q).await?.is_empty() {
        return Ok(le);
    }
    Err(statut::refus("le", "Des présences sont relevées : la rencontre ne change plus de jour.").into())
}

async fn ecrire(tx: &Ecriture, r: &Rencontre) -> Result<(), Panne> {
    let mut q = tx.requete("update rencontre set statut = ");
    q.valeur(r.statut.code()).texte(", prevue_le = ").valeur(r.prevue_le).texte(", lieu = ").valeur(r.lieu.clone());
    q.texte(", participants = ").valeur(r.participants);
    r.cible(&mut q);
    tx.executer(q).await.map(drop)
}

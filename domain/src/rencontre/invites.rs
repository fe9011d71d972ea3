//! Who is invited: the only writer of `invitation`, and of the counts that follow it.

use uuid::Uuid;

use super::{Rencontre, TypeRencontre, acte, statut};
use crate::allocataire::modification::charger;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::politique::Acte;
use crate::rendez_vous::Presence;
use crate::requete::Requete;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// Invites people, each of whom the door lets the caller invite, once each.
pub(super) async fn inviter(tx: &mut Ecriture, r: &Rencontre, ids: &[Uuid], champ: &str) -> Result<(), Refus> {
    if ids.is_empty() {
        return Ok(());
    }
    if !r.type_.sur_invitation() {
        return Err(ErreurMetier::saisie(champ, "Une rencontre de professionnels n'invite personne : elle compte ses participants.").into());
    }
    let ids = acte::distincts(champ, ids)?;
    for id in &ids {
        let personne = charger(tx, Acte::Inviter, *id, champ).await?.objet;
        if personne.departement != r.departement {
            return Err(ErreurMetier::saisie(champ, "Les personnes invitées sont du département de la rencontre.").into());
        }
    }
    if !choisies(tx, r, &ids).await?.is_empty() {
        let message = "Une de ces personnes est déjà invitée à cette rencontre.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, champ, message).into());
    }
    inserer(tx, r, &ids).await?;
    for id in ids {
        r.signaler_personne(tx, id);
    }
    Ok(())
}

async fn inserer(tx: &Ecriture, r: &Rencontre, ids: &[Uuid]) -> Result<(), Panne> {
    let le = tx.base.horloge.instant();
    let mut q =
        tx.requete("insert into invitation (departement, rencontre_id, allocataire_id, id, organisateur_id, invitee_le, presence) values ");
    for (rang, id) in ids.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([
            r.departement.as_str().into(),
            r.id.into(),
            (*id).into(),
            tx.base.id().into(),
            r.organisateur.into(),
            le.into(),
            Presence::AVenir.code().into(),
        ]);
        q.texte(")");
    }
    tx.executer(q).await.map(drop)
}

/// Takes back invitations of which nothing came yet.
pub(super) async fn retirer(tx: &mut Ecriture, r: &Rencontre, ids: &[Uuid]) -> Result<(), Refus> {
    let champ = "retirerInvites";
    if ids.is_empty() {
        return Ok(());
    }
    let ids = acte::distincts(champ, ids)?;
    let choisies = choisies(tx, r, &ids).await?;
    if choisies.len() < ids.len() {
        return Err(ErreurMetier::introuvable(champ).into());
    }
    if choisies.contains(&false) {
        return Err(
            statut::refus(champ, "Une présence, une décision ou une orientation est déjà inscrite pour une de ces personnes.").into()
        );
    }
    let mut q = tx.requete("delete from invitation");
    parmi(&mut q, r, &ids);
    tx.executer(q).await?;
    for id in ids {
        r.signaler_personne(tx, id);
    }
    Ok(())
}

/// Those of them that are invited, and whether nothing came of it yet.
async fn choisies(tx: &Ecriture, r: &Rencontre, ids: &[Uuid]) -> Result<Vec<bool>, Panne> {
    let mut q = tx.requete("select cast(case when presence = 'A_VENIR' and consignee_le is null and not exists (select 1 from orientation o where o.departement = invitation.departement and o.rencontre_id = invitation.rencontre_id and o.allocataire_id = invitation.allocataire_id) then 1 else 0 end as bigint) from invitation");
    parmi(&mut q, r, ids);
    tx.hors_perimetre(q).await?.iter().map(|l| Ok(l.lire::<i64>(0)? == 1)).collect()
}

/// ` where …`: invitations of these people to this meeting.
fn parmi(q: &mut Requete, r: &Rencontre, ids: &[Uuid]) {
    q.texte(" where departement = ").valeur(r.departement.as_str()).texte(" and rencontre_id = ").valeur(r.id);
    q.texte(" and allocataire_id").parmi_ids(ids);
}

/// Nobody is expected any more.
pub(super) async fn decommander(tx: &Ecriture, r: &Rencontre) -> Result<(), Panne> {
    let mut q = tx.requete("update invitation set presence = ");
    q.valeur(Presence::Annule.code()).texte(" where departement = ").valeur(r.departement.as_str());
    q.texte(" and rencontre_id = ").valeur(r.id).texte(" and presence = ").valeur(Presence::AVenir.code());
    tx.hors_perimetre(q).await.map(drop)
}

/// Brings the counts to what the rows say. The meeting's row is locked by then, so that every writer counts those before it.
pub(super) async fn recompter(tx: &Ecriture, rencontre: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update rencontre set invites = (select count(*)");
    q.texte(INVITATIONS)
        .texte("), presents = (select count(*)")
        .texte(INVITATIONS)
        .texte(" and i.presence = ")
        .valeur(Presence::Present.code());
    q.texte("), excuses = (select count(*)").texte(INVITATIONS).texte(" and i.presence = ").valeur(Presence::Excuse.code());
    q.texte("), orientes = (select count(distinct o.allocataire_id) from orientation o where o.departement = rencontre.departement and o.rencontre_id = rencontre.id) where id = ");
    q.valeur(rencontre);
    tx.hors_perimetre(q).await.map(drop)
}

const INVITATIONS: &str = " from invitation i where i.departement = rencontre.departement and i.rencontre_id = rencontre.id";

/// An orientation was made at the meeting, or moved away from it.
pub(crate) async fn compter_orientation(tx: &Ecriture, rencontre: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update rencontre set modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where id = ").valeur(rencontre);
    tx.executer(q).await?;
    recompter(tx, rencontre).await
}

/// What the meeting was, and whether the person came; `None` when she was not invited.
pub(crate) async fn invitation(tx: &Ecriture, rencontre: Uuid, personne: Uuid) -> Result<Option<(TypeRencontre, Presence)>, Panne> {
    let mut q = tx.requete("select r.type, i.presence from rencontre r join invitation i on i.departement = r.departement and i.rencontre_id = r.id where r.id = ");
    q.valeur(rencontre).texte(" and i.allocataire_id = ").valeur(personne);
    tx.hors_perimetre(q).await?.first().map(|l| Ok((l.code(0)?, l.code(1)?))).transpose()
}

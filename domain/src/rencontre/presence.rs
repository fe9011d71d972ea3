//! Recording who came, from the day of the meeting on.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::acte::prendre_tenue;
use super::{Rencontre, absence, invites, statut};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::rendez_vous::Presence;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Releve {
    pub rencontre: Uuid,
    pub allocataire: Uuid,
    pub presence: Presence,
}

/// An invitation as an act finds it.
pub(super) struct Place {
    pub presence: Presence,
    pub relevee_le: Option<DateTime<Utc>>,
    pub consignee_le: Option<DateTime<Utc>>,
}

pub async fn relever(session: &Session, cle: Option<Uuid>, releve: Releve) -> Result<Issue, Panne> {
    session.ecrire("releverPresence", cle, releve, |tx, r| Box::pin(noter(tx, r))).await
}

async fn noter(tx: &mut Ecriture, r: Releve) -> Result<Uuid, Refus> {
    if !matches!(r.presence, Presence::Present | Presence::Absent | Presence::Excuse) {
        return Err(ErreurMetier::saisie("presence", "Une présence relevée est PRESENT, ABSENT ou EXCUSE.").into());
    }
    let rencontre = prendre_tenue(tx, r.rencontre).await?;
    let place = place(tx, &rencontre, r.allocataire).await?;
    if place.consignee_le.is_some() && r.presence != Presence::Present {
        return Err(statut::refus("presence", "Une décision est consignée avec cette personne : elle était présente.").into());
    }
    let mut q = tx.requete("update invitation set presence = ");
    q.valeur(r.presence.code()).texte(", relevee_le = ").valeur(tx.base.horloge.instant());
    cible(&mut q, &rencontre, r.allocataire);
    tx.executer(q).await?;
    invites::recompter(tx, rencontre.id).await?;
    absence::suivre(tx, &rencontre, r.allocataire, &place, r.presence).await?;
    rencontre.signaler_personne(tx, r.allocataire);
    Ok(rencontre.id)
}

/// The invitation of a person to a meeting that the caller conducts.
pub(super) async fn place(tx: &Ecriture, rencontre: &Rencontre, personne: Uuid) -> Result<Place, Refus> {
    let mut q = tx.requete("select presence, relevee_le, consignee_le from invitation");
    cible(&mut q, rencontre, personne);
    let lignes = tx.lignes(q).await?;
    let l = lignes.first().ok_or_else(|| ErreurMetier::introuvable("allocataireId"))?;
    Ok(Place { presence: l.code(0)?, relevee_le: l.lire(1)?, consignee_le: l.lire(2)? })
}

/// ` where …`: the invitation of one person.
pub(super) fn cible(q: &mut crate::requete::Requete, rencontre: &Rencontre, personne: Uuid) {
    q.texte(" where departement = ").valeur(rencontre.departement.as_str()).texte(" and rencontre_id = ").valeur(rencontre.id);
    q.texte(" and allocataire_id = ").valeur(personne);
}

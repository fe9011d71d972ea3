//! Taking a contract for one act of its structure, and writing it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{ContratInsertion, lecture};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::portee::Portees;
use crate::requete::Requete;
use crate::session::Ecriture;

/// The contract, as its structure read it and while it runs; absent to anyone else.
pub(super) async fn prendre(tx: &Ecriture, (id, version): (Uuid, i64), champ: &str) -> Result<ContratInsertion, Refus> {
    let portees = const { Portees::de("iae.candidatures:traiter") };
    let ouvert = |c: &ContratInsertion| tx.perimetre.qui_portent(portees).any(|o| o.departements.contains(&c.departement));
    let c = lecture::pour_acte(tx, id).await?.filter(ouvert).ok_or_else(|| ErreurMetier::introuvable(champ))?;
    if c.version != version {
        return Err(ErreurMetier::conflit().into());
    }
    if c.sortie.is_some() {
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, champ, "Ce contrat est terminé.").into());
    }
    Ok(c)
}

/// One conditional update: the version that was read is still the row's, or another writer was first.
pub(super) async fn changer(tx: &mut Ecriture, c: &ContratInsertion, colonnes: impl FnOnce(&mut Requete)) -> Result<(), Refus> {
    let mut q = tx.requete("update contrat_insertion set version = version + 1, modifie_le = ");
    q.valeur(tx.base.horloge.instant());
    colonnes(&mut q);
    q.texte(" where departement = ").valeur(c.departement.as_str()).texte(" and id = ").valeur(c.id);
    q.texte(" and version = ").valeur(c.version);
    if tx.executer(q).await? != 1 {
        return Err(ErreurMetier::conflit().into());
    }
    signaler(tx, c);
    Ok(())
}

pub(super) fn signaler(tx: &mut Ecriture, c: &ContratInsertion) {
    let personne = (c.departement.as_str(), c.allocataire_id);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::ContratInsertionChange, (Genre::ContratInsertion, c.id), personne);
    tx.signaler(evenement);
}

/// Hours of a week from a day on.
pub(super) async fn palier(tx: &Ecriture, c: &ContratInsertion, (le, heures): (NaiveDate, i64)) -> Result<(), Panne> {
    let mut q = tx.requete("insert into palier_contrat (departement, contrat_id, a_partir_du, allocataire_id, heures) values (");
    q.valeurs([c.departement.as_str().into(), c.id.into(), le.into(), c.allocataire_id.into(), heures.into()]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}

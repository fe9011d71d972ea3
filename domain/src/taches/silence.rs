//! Applications that no structure looked at are refused for its silence, after the reminder of their deadline.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LOT, Objet};
use crate::candidature::mouvement::{self, Passage};
use crate::candidature::{MotifRefusCandidature as M, StatutCandidature as S};
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::lien::{self, Fin};
use crate::session::Plateforme;
use crate::vocabulaire::Enumeration;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q = tx.requete("select departement, id, allocataire_id, version, employeur_id, prescripteur_id from candidature where statut = 'NOUVELLE' and expire_le < ");
    q.valeur(jour).texte(" order by expire_le, id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        let objet: Objet = (l.lire(0)?, l.lire(1)?, l.lire(2)?);
        refuser(tx, &objet, (l.lire(3)?, [l.lire(4)?, l.lire(5)?]), jour).await?;
    }
    Ok(lignes.len())
}

/// The transition is the platform's, on behalf of the structure that kept silent.
async fn refuser(tx: &mut Plateforme, objet: &Objet, (version, parties): (i64, [Uuid; 2]), jour: NaiveDate) -> Result<(), Panne> {
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update candidature set statut = 'REFUSEE', motif = ");
    q.valeur(M::SansReponse.code()).texte(", version = version + 1, modifie_le = ").valeur(le).texte(", close_le = ").valeur(le);
    q.texte(" where departement = ").valeur(objet.0.as_str()).texte(" and id = ").valeur(objet.1).texte(" and version = ").valeur(version);
    if tx.executer(q).await? == 0 {
        return Ok(());
    }
    let passage = Passage { motif: Some(M::SansReponse), ..Passage::vers(Some(S::Nouvelle), S::Refusee) };
    let cible = (objet.0.as_str(), objet.1, objet.2);
    tx.executer(mouvement::ligne(tx.requete(""), cible, passage, (version + 1, le), (parties[0], None))).await?;
    tx.executer(lien::fermeture(tx.requete(""), objet.1, Fin { le: jour, jours: 0 })).await?;
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(objet.1);
    tx.executer(q).await?;
    for destinataire in parties.into_iter().map(Some).chain([None]) {
        tx.signaler(TypeEvenement::CandidatureChangee, (Genre::Candidature, objet), destinataire).await?;
    }
    Ok(())
}

//! A deadline that passes is told once: to who sees its object, or to who must do it when it is about nobody.

use chrono::NaiveDate;
use uuid::Uuid;

use super::LOT;
use crate::echeance::CodeEcheance;
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::requete::Ligne;
use crate::session::Plateforme;
use crate::vocabulaire::Enumeration;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q =
        tx.requete("select departement, objet_id, allocataire_id, code, responsable_id from echeance where signalee_le is null and due < ");
    q.valeur(jour).texte(" order by due, objet_id, responsable_id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        rappeler(tx, l).await?;
    }
    Ok(lignes.len())
}

async fn rappeler(tx: &Plateforme, l: &Ligne) -> Result<(), Panne> {
    let (departement, objet, responsable): (String, Uuid, Uuid) = (l.lire(0)?, l.lire(1)?, l.lire(4)?);
    let (personne, code): (Option<Uuid>, CodeEcheance) = (l.lire(2)?, l.code(3)?);
    let mut q = tx.requete("update echeance set signalee_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where departement = ").valeur(departement.as_str());
    q.texte(" and objet_id = ").valeur(objet).texte(" and code = ").valeur(code.code());
    q.texte(" and responsable_id = ").valeur(responsable);
    tx.executer(q).await?;
    let genre = code.genre().unwrap_or(Genre::Allocataire);
    match personne {
        Some(personne) => tx.signaler(TypeEvenement::EcheanceDepassee, (genre, &(departement, objet, personne)), None).await,
        None => tx.avertir(TypeEvenement::EcheanceDepassee, (genre, objet), (&departement, responsable)).await,
    }
}

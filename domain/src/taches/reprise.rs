//! A suspension that had a term ends by itself the day after it.

use chrono::NaiveDate;

use super::{LOT, Objet};
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::session::Plateforme;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q = tx.requete("select departement, parcours_id, allocataire_id, du, jusqu_au, statut_avant from suspension where reprise_le is null and jusqu_au < ");
    q.valeur(jour).texte(" order by jusqu_au, parcours_id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        let objet: Objet = (l.lire(0)?, l.lire(1)?, l.lire(2)?);
        let (du, terme): (NaiveDate, NaiveDate) = (l.lire(3)?, l.lire(4)?);
        reprendre(tx, &objet, (du, terme.succ_opt().unwrap_or(terme)), l.lire(5)?).await?;
    }
    Ok(lignes.len())
}

async fn reprendre(tx: &mut Plateforme, objet: &Objet, (du, le): (NaiveDate, NaiveDate), statut: String) -> Result<(), Panne> {
    let mut q = tx.requete("update suspension set reprise_le = ");
    q.valeur(le).texte(" where departement = ").valeur(objet.0.as_str()).texte(" and parcours_id = ").valeur(objet.1);
    q.texte(" and du = ").valeur(du);
    tx.executer(q).await?;
    let mut q = tx.requete("update parcours set version = version + 1, statut = ");
    q.valeur(statut).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    q.texte(" where clos_le is null and departement = ").valeur(objet.0.as_str()).texte(" and id = ").valeur(objet.1);
    tx.executer(q).await?;
    tx.signaler_sur(TypeEvenement::ParcoursChange, (Genre::Parcours, objet), Classes::PARCOURS).await
}

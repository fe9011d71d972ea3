//! The follow-up after an accompaniment stops on its day: its partners then read for some days more, and no longer write.

use chrono::NaiveDate;

use super::{LOT, Objet};
use crate::accompagnement::fermeture;
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::lien;
use crate::session::Plateforme;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q =
        tx.requete("select departement, id, allocataire_id, suivi_jusqu_au from accompagnement where not suivi_clos and suivi_jusqu_au < ");
    q.valeur(jour).texte(" order by suivi_jusqu_au, id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        clore(tx, (l.lire(0)?, l.lire(1)?, l.lire(2)?), l.lire(3)?).await?;
    }
    Ok(lignes.len())
}

async fn clore(tx: &mut Plateforme, objet: Objet, dernier: NaiveDate) -> Result<(), Panne> {
    let fin = fermeture(dernier, tx.base.reglages.jours_apres_reference);
    tx.executer(lien::fermeture(tx.requete(""), objet.1, fin)).await?;
    let mut q = tx.requete("update accompagnement set suivi_clos = ");
    q.valeur(true).texte(", version = version + 1, modifie_le = ").valeur(tx.base.horloge.instant());
    q.texte(" where departement = ").valeur(objet.0.as_str()).texte(" and id = ").valeur(objet.1);
    tx.executer(q).await?;
    tx.signaler(TypeEvenement::AccompagnementChange, (Genre::Accompagnement, &objet), None).await
}

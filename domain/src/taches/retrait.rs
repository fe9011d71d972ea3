//! The end of the last relation takes the person out of a partner's sight: its local copy must go too.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LOT, Objet};
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::session::Plateforme;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q = tx.requete("select distinct l.departement, l.allocataire_id, l.partenaire_id from lien_dossier l where not l.retrait_signale and l.identite_jusquau < ");
    q.valeur(jour).texte(" order by l.departement, l.allocataire_id, l.partenaire_id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        let (departement, personne, partenaire): (String, Uuid, Uuid) = (l.lire(0)?, l.lire(1)?, l.lire(2)?);
        retirer(tx, (departement, personne, personne), partenaire, jour).await?;
    }
    Ok(lignes.len())
}

async fn retirer(tx: &mut Plateforme, objet: Objet, partenaire: Uuid, jour: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("update lien_dossier set retrait_signale = ");
    q.valeur(true).texte(" where departement = ").valeur(objet.0.as_str()).texte(" and allocataire_id = ").valeur(objet.1);
    q.texte(" and partenaire_id = ").valeur(partenaire).texte(" and identite_jusquau < ").valeur(jour);
    tx.executer(q).await?;
    let mut q = tx.requete("select count(*) from lien_dossier where departement = ");
    q.valeur(objet.0.as_str()).texte(" and allocataire_id = ").valeur(objet.1).texte(" and partenaire_id = ").valeur(partenaire);
    q.texte(" and identite_jusquau >= ").valeur(jour);
    let restants: i64 = tx.lignes(q).await?.first().map_or(Ok(0), |l| l.lire(0))?;
    if restants > 0 {
        return Ok(());
    }
    tx.signaler(TypeEvenement::ObjetRetire, (Genre::Allocataire, &objet), Some(partenaire)).await
}

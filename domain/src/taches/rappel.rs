//! A deadline that passes is told once to who sees its object.

use chrono::NaiveDate;

use super::{LOT, Objet};
use crate::echeance::CodeEcheance;
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::session::Plateforme;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q = tx.requete("select departement, objet_id, allocataire_id, code from echeance where signalee_le is null and due < ");
    q.valeur(jour).texte(" order by due, objet_id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        let objet: Objet = (l.lire(0)?, l.lire(1)?, l.lire(2)?);
        let code: CodeEcheance = l.code(3)?;
        let mut q = tx.requete("update echeance set signalee_le = ");
        q.valeur(tx.base.horloge.instant()).texte(" where departement = ").valeur(objet.0.as_str());
        q.texte(" and objet_id = ").valeur(objet.1).texte(" and code = ").valeur(crate::vocabulaire::Enumeration::code(code));
        tx.executer(q).await?;
        let genre = code.genre().unwrap_or(Genre::Allocataire);
        tx.signaler(TypeEvenement::EcheanceDepassee, (genre, &objet), None).await?;
    }
    Ok(lignes.len())
}

//! A delay that the pacte changes moves the deadlines that are still open.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use super::CodeEcheance;
use crate::base::Base;
use crate::erreur::Panne;
use crate::pacte::delai::Delai;
use crate::referentiel::Referentiel;
use crate::requete::{Ligne, Requete};
use crate::session::commencer_systeme;
use crate::vocabulaire::Enumeration;

/// Counts the open deadlines again from the day that each began, and says how many moved.
pub async fn recalculer(base: &Arc<Base>) -> Result<usize, Panne> {
    let referentiel = base.referentiel().await?;
    let tx = commencer_systeme(base).await?;
    let q = Requete::nouvelle(
        base.moteur(),
        "select departement, code, objet_id, depuis, due, regle from echeance where regle is not null order by departement, objet_id, code",
    );
    let mut deplacees = 0;
    for l in executer(&tx, q).await? {
        deplacees += usize::from(deplacer(base, &tx, &referentiel, &l).await?);
    }
    tx.commit().await?;
    Ok(deplacees)
}

async fn deplacer(base: &Base, tx: &DatabaseTransaction, referentiel: &Referentiel, l: &Ligne) -> Result<bool, Panne> {
    let (departement, code, objet): (String, CodeEcheance, Uuid) = (l.lire(0)?, l.code(1)?, l.lire(2)?);
    let (depuis, due, regle): (DateTime<Utc>, NaiveDate, String) = (l.lire(3)?, l.lire(4)?, l.lire(5)?);
    let Some(delai) = Delai::de(referentiel, &departement, &code.usage()) else { return Ok(false) };
    let voulue = delai.apres(depuis.with_timezone(&Tz::Europe__Paris).date_naive());
    if voulue == due && delai.regle == regle {
        return Ok(false);
    }
    let mut q = Requete::nouvelle(base.moteur(), "update echeance set signalee_le = null, due = ");
    q.valeur(voulue).texte(", regle = ").valeur(delai.regle).texte(" where departement = ").valeur(departement);
    q.texte(" and objet_id = ").valeur(objet).texte(" and code = ").valeur(code.code()).texte(" returning code");
    Ok(!executer(tx, q).await?.is_empty())
}

async fn executer(tx: &DatabaseTransaction, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let texte = Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base };
    Ok(tx.query_all_raw(texte).await?.into_iter().map(Ligne).collect())
}

//! A period that ends asks for the declarations of its indicators: from each partner that answers for them, until one is made.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::LOT;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::Panne;
use crate::indicateur::attente::{self, Attendue};
use crate::session::Plateforme;
use crate::vocabulaire::Enumeration;

/// An indicator and who answers for it.
type Cle = (Uuid, Uuid);

/// Opens what the last period asks for, and drops what nobody waits for any more.
pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let referentiel = tx.base.referentiel().await?;
    let toutes = attente::attendues(&referentiel, tx.base.reglages.declarer_indicateur_jours, jour);
    let declarees = declarees(tx, &toutes).await?;
    let attendues: BTreeMap<Cle, Echeance> = toutes
        .iter()
        .filter(|a| !declarees.contains(&a.cellule()))
        .flat_map(Attendue::echeances)
        .map(|e| ((e.objet, e.responsable), e))
        .collect();
    let ouvertes = ouvertes(tx).await?;
    let mut faites = 0;
    for cle in ouvertes.keys().filter(|cle| !attendues.contains_key(cle)) {
        faites += fermer(tx, *cle).await?;
    }
    let nouvelles = attendues.iter().filter(|(cle, e)| ouvertes.get(cle) != Some(&e.due));
    for (_, echeance) in nouvelles.take(usize::try_from(LOT).unwrap_or_default()) {
        faites += ouvrir(tx, echeance).await?;
    }
    Ok(faites)
}

/// Cells of these that someone has declared.
async fn declarees(tx: &Plateforme, attendues: &[Attendue]) -> Result<HashSet<(Uuid, NaiveDate, NaiveDate)>, Panne> {
    let Some(depuis) = attendues.iter().map(|a| a.periode.au).min() else { return Ok(HashSet::new()) };
    let mut q = tx.requete("select distinct indicateur_id, du, au from valeur_declaree where remplacee_le is null and au >= ");
    q.valeur(depuis);
    tx.lignes(q).await?.iter().map(|l| Ok((l.lire(0)?, l.lire(1)?, l.lire(2)?))).collect()
}

async fn ouvertes(tx: &Plateforme) -> Result<HashMap<Cle, NaiveDate>, Panne> {
    let mut q = tx.requete("select objet_id, responsable_id, due from echeance where code = ");
    q.valeur(CodeEcheance::DeclarerIndicateur.code());
    tx.lignes(q).await?.iter().map(|l| Ok(((l.lire(0)?, l.lire(1)?), l.lire(2)?))).collect()
}

async fn fermer(tx: &Plateforme, (indicateur, responsable): Cle) -> Result<usize, Panne> {
    let mut q = tx.requete("delete from echeance where code = ");
    q.valeur(CodeEcheance::DeclarerIndicateur.code()).texte(" and objet_id = ").valeur(indicateur);
    q.texte(" and responsable_id = ").valeur(responsable);
    tx.executer(q).await.map(|lignes| usize::try_from(lignes).unwrap_or_default())
}

/// A period that follows takes the place of the one before it.
async fn ouvrir(tx: &Plateforme, e: &Echeance) -> Result<usize, Panne> {
    let mut q = echeance::insertion(tx.requete(""), e);
    q.texte(" on conflict (departement, objet_id, code, responsable_id) do update set depuis = excluded.depuis, due = excluded.due");
    q.texte(", regle = excluded.regle, signalee_le = null");
    tx.executer(q).await.map(|lignes| usize::try_from(lignes).unwrap_or_default())
}

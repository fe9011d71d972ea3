//! The waiting list of a session: ranks without a hole, the first of which takes the place that frees.

use uuid::Uuid;

use super::{InscriptionFormation, StatutInscription as S, lecture, mouvement};
use crate::erreur::{Panne, Refus};
use crate::session::Ecriture;
use crate::session_formation::{SessionFormation, places};

/// Someone leaves the list without a place: those behind advance.
pub(super) async fn quitter(tx: &Ecriture, s: &SessionFormation, i: &InscriptionFormation) -> Result<(), Panne> {
    places::renoncer(tx, s).await?;
    avancer(tx, s, i.rang.unwrap_or_default()).await
}

/// The first of the list is proposed to the body, which confirms as it would any other. The counters say so already.
pub(crate) async fn promouvoir(tx: &mut Ecriture, s: &SessionFormation) -> Result<(), Refus> {
    let mut q = tx.requete("select id from inscription_formation where rang = 1 and departement = ");
    q.valeur(s.departement.as_str()).texte(" and session_id = ").valeur(s.id);
    let id: Uuid = tx.hors_perimetre(q).await?.first().ok_or(Panne::Donnee("rang"))?.lire(0)?;
    let i = lecture::pour_couplage(tx, id).await?.ok_or(Panne::Donnee("rang"))?;
    mouvement::ecrire(tx, &i, S::Proposee, &[]).await?;
    avancer(tx, s, 1).await?;
    mouvement::attendre(tx, (s, &i), S::Proposee).await?;
    mouvement::signaler(tx, &i);
    Ok(())
}

async fn avancer(tx: &Ecriture, s: &SessionFormation, apres: i64) -> Result<(), Panne> {
    let mut q = tx.requete("update inscription_formation set rang = rang - 1 where departement = ");
    q.valeur(s.departement.as_str()).texte(" and session_id = ").valeur(s.id).texte(" and rang > ").valeur(apres);
    q.texte(" returning id");
    tx.hors_perimetre(q).await.map(drop)
}

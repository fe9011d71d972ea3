//! Figures made public: each keeps the instant, so that it is found again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::habilitation::LienDossier;
use crate::identifiant::Genre;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    /// Code of the pacte.
    pub pacte: String,
    pub du: NaiveDate,
    pub au: NaiveDate,
}

/// Stamps the frozen values of the pacte's département whose periods lie in this one, those that were not public yet.
pub async fn publier(session: &Session, cle: Option<Uuid>, entree: Publication) -> Result<Issue, Panne> {
    session.ecrire("publierValeurs", cle, entree, |tx, entree| Box::pin(publier_dans(tx, entree))).await
}

async fn publier_dans(tx: &mut Ecriture, entree: Publication) -> Result<Uuid, Refus> {
    let ouverts = tx.perimetre.departements(LienDossier::Departement);
    let pacte = tx.referentiel.pacte(&entree.pacte).filter(|p| ouverts.contains(&p.departement)).cloned();
    let pacte = pacte.ok_or_else(|| ErreurMetier::introuvable("pacte"))?;
    if entree.du > entree.au {
        return Err(refus("La période finit avant de commencer.").into());
    }
    let le = tx.base.horloge.instant();
    if tamponner(tx, &pacte.departement, &entree, le).await? == 0 {
        return Err(refus("Aucune valeur arrêtée dans cette période n'attend d'être publiée.").into());
    }
    let evenement = Evenement::public(tx, TypeEvenement::ValeurIndicateurPubliee, Genre::Pacte, pacte.id);
    tx.signaler(evenement);
    Ok(pacte.id)
}

async fn tamponner(tx: &Ecriture, departement: &str, entree: &Publication, le: DateTime<Utc>) -> Result<u64, Panne> {
    let mut q = tx.requete("update valeur_figee set publiee_le = ");
    q.valeur(le).texte(" where publiee_le is null and departement = ").valeur(departement);
    q.texte(" and du >= ").valeur(entree.du).texte(" and au <= ").valeur(entree.au);
    tx.executer(q).await
}

fn refus(message: &str) -> ErreurMetier {
    ErreurMetier::saisie("periode", message)
}

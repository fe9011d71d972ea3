//! Who misses a kiosque is not forgotten: somebody has to call, then to designate a référent.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Rencontre;
use super::presence::Place;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::Panne;
use crate::pacte::delai::{Delai, regle_appliquee};
use crate::parcours::delai;
use crate::rendez_vous::Presence;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// What the rule of a pacte is marked with.
const USAGE: &str = "Echeance.TRAITER_ABSENCE";

/// Opens what an absence asks for, by the rule of the pacte, or closes it when the presence is corrected.
pub(super) async fn suivre(tx: &Ecriture, r: &Rencontre, personne: Uuid, avant: &Place, presence: Presence) -> Result<(), Panne> {
    if !r.type_.kiosque() {
        return Ok(());
    }
    match (avant.presence, presence) {
        (Presence::Absent, Presence::Absent) => Ok(()),
        (_, Presence::Absent) => ouvrir(tx, r, personne).await,
        (Presence::Absent, _) => clore(tx, r, personne, avant.relevee_le).await,
        _ => Ok(()),
    }
}

/// For the Département, on the person's open parcours; one that runs already says enough.
async fn ouvrir(tx: &Ecriture, r: &Rencontre, personne: Uuid) -> Result<(), Panne> {
    let regle = regle_appliquee(&tx.referentiel, &r.departement, USAGE).map(|regle| regle.code.clone());
    let (Some(regle), Some(responsable)) = (regle, delai::conseil(tx, &r.departement)) else { return Ok(()) };
    let Some(objet) = parcours(tx, r, personne).await? else { return Ok(()) };
    let attente = Echeance {
        departement: r.departement.clone(),
        code: CodeEcheance::TraiterAbsence,
        objet,
        allocataire: Some(personne),
        responsable,
        agent: None,
        depuis: tx.base.horloge.instant(),
        due: due(tx, r),
        regle: Some(regle),
    };
    echeance::ouvrir(tx, &attente).await
}

/// The pacte's delay counts from the meeting; a rule without a figure asks for it the same day.
fn due(tx: &Ecriture, r: &Rencontre) -> NaiveDate {
    let delai = Delai::de(&tx.referentiel, &r.departement, USAGE);
    delai.map_or(tx.perimetre.jour, |delai| delai.apres(r.jour(&tx.referentiel)))
}

/// The open parcours, unless its absence is being dealt with.
async fn parcours(tx: &Ecriture, r: &Rencontre, personne: Uuid) -> Result<Option<Uuid>, Panne> {
    let mut q = tx.requete("select c.id from parcours c where c.clos_le is null and c.departement = ");
    q.valeur(r.departement.as_str()).texte(" and c.allocataire_id = ").valeur(personne);
    q.texte(" and not exists (select 1 from echeance e where e.departement = c.departement and e.objet_id = c.id and e.code = ");
    q.valeur(CodeEcheance::TraiterAbsence.code()).texte(")");
    tx.hors_perimetre(q).await?.first().map(|l| l.lire(0)).transpose()
}

/// She had come after all. A deadline older than the mistaken record is another meeting's.
async fn clore(tx: &Ecriture, r: &Rencontre, personne: Uuid, releve: Option<DateTime<Utc>>) -> Result<(), Panne> {
    let mut q = tx.requete("delete from echeance where departement = ");
    q.valeur(r.departement.as_str()).texte(" and allocataire_id = ").valeur(personne);
    q.texte(" and code = ").valeur(CodeEcheance::TraiterAbsence.code()).texte(" and depuis >= ").valeur(releve);
    tx.hors_perimetre(q).await.map(drop)
}

//! The facts from which an orientation is proposed: what the caller may read of the person, and nothing else.

use uuid::Uuid;

use crate::accompagnement;
use crate::allocataire::{Allocataire, StatutDroitRsa, besoin, lecture};
use crate::erreur::Panne;
use crate::parcours::proposition::{self, Diagnostic, Faits, Proposition};
use crate::session::Session;

/// What the rules propose for a person; `None` when she does not exist for the caller.
pub async fn proposer(session: &Session, personne: Uuid, diagnostic: Option<Diagnostic>) -> Result<Option<Proposition>, Panne> {
    let Some(a) = lecture::par_ids(session, &[personne]).await?.remove(&personne) else { return Ok(None) };
    let faits = lire(session, &a).await?;
    Ok(Some(proposition::proposer(&faits, diagnostic.as_ref(), &a.departement, &session.referentiel())))
}

async fn lire(session: &Session, a: &Allocataire) -> Result<Faits, Panne> {
    let besoins = besoin::de(session, &[a]).await?.remove(&a.id).unwrap_or_default();
    let droit = a.droit_rsa.as_ref();
    Ok(Faits {
        age: a.date_naissance.and_then(|le| session.perimetre.jour.years_since(le)).map(i64::from),
        civilite: a.civilite,
        enfants_a_charge: a.enfants_a_charge,
        commune: a.commune.clone(),
        territoire: a.territoire,
        domiciliation: a.domiciliation,
        niveau_formation: a.niveau_formation,
        situation_professionnelle: a.situation_professionnelle,
        inscrit_pole_emploi: a.inscrit_pole_emploi,
        soumis_droits_devoirs: droit.map(|d| d.soumis_droits_devoirs),
        droit_ouvert: droit.and_then(|d| ouvert(d.statut)),
        anciennete_rsa_mois: droit.and_then(|d| d.anciennete_mois),
        publics: a.publics.unwrap_or_default(),
        besoins: besoins.into_iter().filter(|b| b.leve_le.is_none()).map(|b| b.theme).collect(),
        dispositifs_en_cours: Some(accompagnement::lecture::en_cours(session, a.id).await?),
    })
}

/// A claim that waits says nothing yet; a suspended right is still one.
const fn ouvert(statut: StatutDroitRsa) -> Option<bool> {
    match statut {
        StatutDroitRsa::Demande => None,
        StatutDroitRsa::Ouvert | StatutDroitRsa::Suspendu => Some(true),
        StatutDroitRsa::Clos | StatutDroitRsa::NonBeneficiaire | StatutDroitRsa::Refuse => Some(false),
    }
}

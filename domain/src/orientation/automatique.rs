//! Orientations that the pacte lets be made without an interview: who is already registered at Pôle Emploi.
//!
//! They are the Département's own acts, through its own convention, one transaction a person.

use std::sync::Arc;

use chrono_tz::Tz;
use uuid::Uuid;

use super::decision::{Decision, orienter};
use super::faits;
use crate::base::Base;
use crate::erreur::{ErreurMetier, Panne};
use crate::pacte::delai::regle_appliquee;
use crate::parcours::ModeDesignation;
use crate::partenaire::TypePartenaire;
use crate::portee::Portees;
use crate::session::{Appelant, Session, Trace};

/// What was done, or would be, for one parcours.
#[derive(Clone, Debug)]
pub struct Ligne {
    pub parcours: Uuid,
    pub vers: Option<Uuid>,
    pub issue: Suite,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suite {
    Proposee,
    Orientee,
    /// The rules do not let this one be automatic: a professional decides.
    ADecider,
    Refusee(Vec<ErreurMetier>),
}

/// Why nothing was looked at.
#[derive(Debug, thiserror::Error)]
pub enum RefusAutomatique {
    #[error("aucune règle des pactes du département « {0} » n'autorise une orientation automatique")]
    SansRegle(String),
    #[error("le référentiel du département « {0} » n'est pas chargé (passerelle referentiel charger)")]
    Inconnu(String),
    #[error(transparent)]
    Panne(#[from] Panne),
}

/// Looks at every parcours that waits for its orientation; writes nothing when it is a simulation.
pub async fn passer(base: &Arc<Base>, departement: &str, simulation: bool) -> Result<Vec<Ligne>, RefusAutomatique> {
    let referentiel = base.referentiel().await?;
    let conseil = referentiel
        .partenaires
        .toutes()
        .find(|p| p.type_ == TypePartenaire::Departement && p.departements.iter().any(|d| d == departement));
    let conseil = conseil.ok_or_else(|| RefusAutomatique::Inconnu(departement.to_owned()))?.id;
    if regle_appliquee(&referentiel, departement, "Orientation.AUTOMATIQUE").is_none() {
        return Err(RefusAutomatique::SansRegle(departement.to_owned()));
    }
    let mut lignes = Vec::new();
    for (parcours, personne) in en_attente(base, conseil, departement).await? {
        lignes.push(traiter(base, conseil, (parcours, personne), simulation).await?);
    }
    Ok(lignes)
}

/// The Département at work by itself, without an agent.
async fn ouvrir(base: &Arc<Base>, conseil: Uuid) -> Result<Session, Panne> {
    let appelant = Appelant {
        client: "orientation-automatique".to_owned(),
        partenaire: conseil,
        agent: None,
        portees: Portees(u64::MAX),
        jeton: "orientation-automatique".to_owned(),
        expire: i64::MAX,
    };
    let session = Session::ouvrir(base, Arc::new(appelant)).await?;
    session.verifier().await?;
    Ok(session)
}

async fn en_attente(base: &Arc<Base>, conseil: Uuid, departement: &str) -> Result<Vec<(Uuid, Uuid)>, Panne> {
    let session = ouvrir(base, conseil).await?;
    let mut q = session.requete("select c.id, c.allocataire_id from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where c.statut = 'A_ORIENTER' and c.clos_le is null and c.departement = ");
    q.valeur(departement).texte(" and c.ouvert_le <= ").valeur(base.horloge.jour(Tz::Europe__Paris));
    session.perimetre.personne(&mut q, const { Portees::de("parcours:orienter allocataires:lire") }, crate::politique::Classes::TOUTES);
    q.texte(" order by c.id");
    let lues = session.lignes(q).await?.iter().map(|l| Ok((l.lire(0)?, l.lire(1)?))).collect::<Result<_, Panne>>()?;
    session.rafraichir().await?;
    Ok(lues)
}

async fn traiter(base: &Arc<Base>, conseil: Uuid, (parcours, personne): (Uuid, Uuid), simulation: bool) -> Result<Ligne, Panne> {
    let session = ouvrir(base, conseil).await?;
    let proposee = faits::proposer(&session, personne, None).await?.filter(|p| p.automatisable);
    let ligne = |vers, issue| Ligne { parcours, vers, issue };
    let Some((proposee, vers)) = proposee.and_then(|p| p.partenaires.first().copied().map(|vers| (p, vers))) else {
        clore(&session).await?;
        return Ok(ligne(None, Suite::ADecider));
    };
    if simulation {
        clore(&session).await?;
        return Ok(ligne(Some(vers), Suite::Proposee));
    }
    let decision = Decision {
        parcours,
        version: None,
        modalite: proposee.modalite,
        vers,
        agent: None,
        territoire: None,
        dispositif: None,
        decidee_le: None,
        mode: ModeDesignation::Automatique,
        choix_personne: None,
        diagnostic: None,
        motif: None,
        rencontre: None,
    };
    let issue = orienter(&session, None, decision).await?;
    clore(&session).await?;
    Ok(ligne(Some(vers), issue.map_or_else(Suite::Refusee, |_| Suite::Orientee)))
}

/// The files that the rules read are journaled as any reading is.
async fn clore(session: &Session) -> Result<(), Panne> {
    let trace = Trace { requete: "orientation-automatique", operation: "orientation-automatique", categories: &["SITUATION"] };
    session.clore(trace, crate::journal::NatureAcces::Lecture).await
}

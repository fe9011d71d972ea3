//! Issuing a token: for `POST /oauth/token` and for the command line.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::agent::Agent;
use domain::erreur::Panne;
use domain::identifiant::Genre;
use domain::politique::{Profil, selon_fonction};
use domain::portee::Portees;
use domain::referentiel::Referentiel;
use jsonwebtoken::{Header, encode};
use uuid::Uuid;

use super::Authentification;
use super::jeton::{ALGORITHME, Revendications};

/// What is asked for; scopes not named are all those that the partner and the agent may hold.
#[derive(Clone, Copy, Debug)]
pub struct Demande<'a> {
    pub client: &'a str,
    pub partenaire: Uuid,
    /// An `agt_…` id, or the agent's key.
    pub agent: Option<&'a str>,
    pub portees: Option<&'a str>,
    pub duree: TimeDelta,
}

/// A signed token. No `Debug`: it must not reach a log.
pub struct Jeton {
    pub texte: String,
    pub expire_dans: i64,
    pub portees: Portees,
}

/// Why no token was issued.
#[derive(Debug, thiserror::Error)]
pub enum RefusDemande {
    #[error("Partenaire inconnu.")]
    Partenaire,
    #[error("Agent inconnu de ce partenaire, ou inactif.")]
    Agent,
    #[error("Aucune des portées demandées n'existe et ne peut être ouverte à ce porteur.")]
    Portee,
    #[error("La durée d'un jeton est d'au moins une seconde.")]
    Duree,
    #[error(transparent)]
    Panne(#[from] Panne),
}

impl Authentification {
    /// Signs a token. It ends with its key at the latest, which is at least thirty days away.
    pub async fn signer(&self, demande: Demande<'_>) -> Result<Jeton, RefusDemande> {
        let partenaire = self.annuaire(|r| r.partenaires.par_id(demande.partenaire).cloned()).await?.ok_or(RefusDemande::Partenaire)?;
        let agent = match demande.agent {
            None => None,
            Some(nom) => Some(self.annuaire(|r| agent(r, demande.partenaire, nom)).await?.ok_or(RefusDemande::Agent)?),
        };
        let portees = accordees(Profil::de(partenaire.type_), agent.as_deref(), demande.portees)?;
        let cle = self.trousseau.signataire(&self.base).await?;
        let revendications = self.revendications(demande, agent.as_deref(), portees, cle.verifie_jusquau)?;
        let entete = Header { kid: Some(cle.kid.clone()), ..Header::new(ALGORITHME) };
        let texte = encode(&entete, &revendications, &cle.signature).map_err(|_| Panne::Donnee("signature"))?;
        Ok(Jeton { texte, expire_dans: revendications.exp - revendications.iat, portees })
    }

    fn revendications(
        &self,
        demande: Demande<'_>,
        agent: Option<&Agent>,
        portees: Portees,
        au_plus_tard: DateTime<Utc>,
    ) -> Result<Revendications, RefusDemande> {
        let maintenant = self.base.horloge.reelle();
        let fin = maintenant.checked_add_signed(demande.duree).map_or(au_plus_tard, |fin| fin.min(au_plus_tard));
        let (iat, exp) = (maintenant.timestamp(), fin.timestamp());
        let revendications = Revendications {
            iss: self.public_url.clone(),
            aud: self.public_url.clone(),
            sub: demande.client.to_owned(),
            partenaire: Genre::Partenaire.ecrire(demande.partenaire),
            agent: agent.map(|agent| Genre::Agent.ecrire(agent.id)),
            scope: portees.to_string(),
            iat,
            nbf: iat,
            exp,
            jti: self.base.id().to_string(),
        };
        if exp > iat { Ok(revendications) } else { Err(RefusDemande::Duree) }
    }
}

fn agent(referentiel: &Referentiel, partenaire: Uuid, nom: &str) -> Option<Arc<Agent>> {
    let id = Genre::Agent.lire(nom);
    let mut siens = referentiel.agents_de(partenaire).filter(|agent| agent.actif);
    siens.find(|agent| id.map_or(agent.cle.as_deref() == Some(nom), |id| agent.id == id)).cloned()
}

/// Scopes asked for that the partner's profile and the agent's function allow; the perimeter cuts again at each request.
fn accordees(profil: Profil, agent: Option<&Agent>, demandees: Option<&str>) -> Result<Portees, RefusDemande> {
    let possibles = profil.plafond() & selon_fonction(profil, agent.map(|agent| agent.fonction));
    let Some(texte) = demandees.filter(|texte| !texte.trim().is_empty()) else { return Ok(possibles) };
    let accordees = Portees::lire(texte).map_err(|_| RefusDemande::Portee)? & possibles;
    if accordees.vide() { Err(RefusDemande::Portee) } else { Ok(accordees) }
}

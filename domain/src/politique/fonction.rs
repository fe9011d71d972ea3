//! What an agent's function adds to nobody's rights: some scopes are reserved to some functions.

use super::Profil;
use crate::agent::FonctionAgent;
use crate::portee::Portees;

/// Scopes that only some functions of an agent hold; a token without an agent holds none of these four.
const SANS_AGENT: &str = "allocataires.sensible:lire mobilite:demander habilitations:administrer journal:lire";

/// Scopes reserved to functions, for the Département's agents.
const RESERVEES: [(&str, &[FonctionAgent]); 8] = {
    use FonctionAgent as F;
    [
        ("allocataires.sensible:lire", &[F::AssistantServiceSocial, F::Medecin]),
        (
            "parcours:orienter",
            &[
                F::AgentDepartementalEmploi,
                F::AgentTerritorialInsertion,
                F::AnimateurLocalInsertionEmploi,
                F::GestionnaireSuiviBeneficiaire,
                F::AssistantServiceSocial,
                F::ChargeInsertion,
                F::ResponsableTerritorial,
            ],
        ),
        ("mobilite:demander", &[F::AssistantServiceSocial, F::AgentDepartementalEmploi]),
        ("mobilite:instruire", &[F::GestionnaireAides]),
        ("indicateurs:publier", &[F::ChargeBi]),
        ("habilitations:administrer", &[F::Administrateur, F::DelegueProtectionDonnees]),
        ("journal:lire", &[F::DelegueProtectionDonnees]),
        ("rgpd:exercer", &[F::DelegueProtectionDonnees]),
    ]
};

/// What an agent's function lets through; without an agent, what a machine may hold.
#[must_use]
pub fn selon_fonction(profil: Profil, fonction: Option<FonctionAgent>) -> Portees {
    let toutes = Portees(u64::MAX);
    let Some(fonction) = fonction else {
        return toutes.sans(Portees::lire(SANS_AGENT).unwrap_or_default());
    };
    if profil != Profil::Departement {
        return toutes;
    }
    let fermees = RESERVEES.iter().filter(|(_, fonctions)| !fonctions.contains(&fonction));
    fermees.fold(toutes, |portees, (nom, _)| portees.sans(Portees::nommee(nom).unwrap_or_default()))
}

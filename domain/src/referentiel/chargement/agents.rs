//! Synthetic professionals, for the demonstration and the tests: none of them exists.

use sea_orm::sea_query::Value;

use super::{Bilan, Echec, Lot, commencer, conclure, identifiant};
use crate::agent::FonctionAgent;
use crate::base::Base;
use crate::vocabulaire::Enumeration;

/// Partner, role (the end of the agent's key), function, first name, name.
const AGENTS: [(&str, &str, FonctionAgent, &str, &str); 13] = {
    use FonctionAgent as F;
    [
        ("departement-31", "admin", F::Administrateur, "Inès", "Démo-Garonne"),
        ("departement-31", "dpo", F::DelegueProtectionDonnees, "Hugo", "Démo-Ariège"),
        ("departement-31", "ass", F::AssistantServiceSocial, "Maëlle", "Démo-Lauragais"),
        ("departement-31", "ade", F::AgentDepartementalEmploi, "Karim", "Démo-Comminges"),
        ("departement-82", "admin", F::Administrateur, "Solène", "Démo-Aveyron"),
        ("departement-82", "dpo", F::DelegueProtectionDonnees, "Bastien", "Démo-Tarn"),
        ("departement-82", "ass", F::AssistantServiceSocial, "Fatou", "Démo-Quercy"),
        ("departement-82", "ade", F::AgentDepartementalEmploi, "Loïc", "Démo-Lomagne"),
        ("departement-82", "aides", F::GestionnaireAides, "Odile", "Démo-Gimone"),
        ("pole-emploi-31", "conseiller", F::ConseillerEmploi, "Nadia", "Démo-Volvestre"),
        ("cibc-82", "evaluateur", F::EvaluateurLinguistique, "Thomas", "Démo-Brulhois"),
        ("montauban-services", "conseiller", F::ConseillerMobilite, "Chloé", "Démo-Villebrumier"),
        ("ml-toulouse", "conseiller", F::ConseillerMissionLocale, "Yanis", "Démo-Minimes"),
    ]
};

/// Adds the agents of the demonstration, known by their keys (`departement-31/ass`); the partners must be loaded.
pub async fn agents_de_demonstration(base: &Base) -> Result<Bilan, Echec> {
    let tx = commencer(base).await?;
    let lot = Lot {
        table: "agent",
        colonnes: &["id", "partenaire_id", "cle", "nom", "prenom", "fonction"],
        lignes: AGENTS.iter().map(ligne).collect(),
        creation: (", actif, version", ", true, 1"),
        condition: " and version = 1",
        ..Lot::default()
    };
    let mut bilan = Bilan::default();
    bilan.noter(lot.table, lot.ecrire(&tx).await?);
    conclure(base, tx, bilan).await
}

fn ligne((partenaire, role, fonction, prenom, nom): &(&str, &str, FonctionAgent, &str, &str)) -> Vec<Value> {
    let cle = format!("{partenaire}/{role}");
    vec![
        identifiant("agent", &cle).into(),
        identifiant("partenaire", partenaire).into(),
        cle.into(),
        (*nom).into(),
        (*prenom).into(),
        fonction.code().into(),
    ]
}

#[cfg(test)]
pub(super) fn partenaires() -> impl Iterator<Item = &'static str> {
    AGENTS.iter().map(|(partenaire, ..)| *partenaire)
}

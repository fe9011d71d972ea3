//! Who a visitor may be in the demo, and what each of them sees.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::base::Base;
use domain::politique::Profil;

use super::super::{Echec, contexte};
use crate::auth::{Authentification, Demande};

/// Tokens of the demo last as long as one day of work on it.
const DUREE: TimeDelta = TimeDelta::hours(24);

/// The subject of the demo's tokens.
const CLIENT: &str = "demonstration";

/// A partner's key, or an agent's (partner, then role); and what the agent's function adds.
const PERSONAS: [(&str, &str); 24] = [
    ("departement-31", ""),
    ("departement-31/ass", " ; oriente, en assistante sociale"),
    ("departement-31/ade", " ; oriente vers l'emploi"),
    ("departement-31/admin", " ; administre les habilitations"),
    ("departement-31/dpo", " ; lit le journal des accès"),
    ("caf-31", ""),
    ("msa-31", ""),
    ("pole-emploi-31", ""),
    ("pole-emploi-31/conseiller", " ; en conseillère"),
    ("ccas-toulouse", ""),
    ("agence-3i-31", ""),
    ("cosmopolitaine-31", ""),
    ("wimoov-31", ""),
    ("cocagne-31", ""),
    ("ml-toulouse", ""),
    ("bi-31", ""),
    ("departement-82", ""),
    ("departement-82/ass", " ; demande au FARE, en assistante sociale"),
    ("departement-82/aides", " ; instruit le FARE"),
    ("cibc-82", ""),
    ("montauban-services", ""),
    ("formation-82", ""),
    ("pole-emploi-82", ""),
    ("bi-82", ""),
];

/// A signed token for each.
pub(super) async fn jetons(auth: &Authentification) -> Result<BTreeMap<String, String>, Echec> {
    let mut jetons = BTreeMap::new();
    for (cle, _) in PERSONAS {
        let partenaire = contexte::partenaire(auth.base(), partenaire(cle)).await?.id;
        let agent = cle.contains('/').then_some(cle);
        let jeton = auth.signer(Demande { client: CLIENT, partenaire, agent, portees: None, duree: DUREE }).await?;
        jetons.insert(cle.to_owned(), jeton.texte);
    }
    Ok(jetons)
}

/// Key and what it sees, in the order of the table.
pub(super) async fn vues(base: &Arc<Base>) -> Result<Vec<(&'static str, String)>, Echec> {
    let mut vues = Vec::with_capacity(PERSONAS.len());
    for (cle, ajout) in PERSONAS {
        let profil = Profil::de(contexte::partenaire(base, partenaire(cle)).await?.type_);
        vues.push((cle, format!("{}{ajout}", vue(profil))));
    }
    Ok(vues)
}

fn partenaire(cle: &str) -> &str {
    cle.split_once('/').map_or(cle, |(partenaire, _)| partenaire)
}

const fn vue(profil: Profil) -> &'static str {
    match profil {
        Profil::Departement => "tous les dossiers du département",
        Profil::Payeur => "les personnes dont il verse le RSA",
        Profil::Referent => "les personnes qu'il suit ou qui lui sont adressées",
        Profil::Linguistique => "les personnes adressées pour évaluer leur français",
        Profil::Formation => "les personnes adressées pour une formation",
        Profil::Mobilite => "les personnes adressées pour leur mobilité",
        Profil::Siae => "les personnes adressées pour ses postes d'insertion",
        Profil::Operateur | Profil::Agregats | Profil::Bi => "les pactes et leurs actions ; aucune personne",
        Profil::Aucun => "rien",
    }
}

//! What a transaction says of itself to PostgreSQL's row policies.

use crate::habilitation::{LienDossier, Perimetre};
use crate::lien::Nature;
use crate::politique::Classes;
use crate::vocabulaire::Enumeration;

/// `select set_config(…), …` for a caller. Only ids that we format and checked codes go into the text.
pub(super) fn du_porteur(perimetre: &Perimetre) -> String {
    let liste =
        |codes: Vec<String>| codes.into_iter().filter(|c| c.bytes().all(|b| b.is_ascii_alphanumeric())).collect::<Vec<_>>().join(" ");
    let organisme = perimetre.organisme.map_or("", Enumeration::code);
    let accompagne = perimetre.profil.ouvre(Nature::Accompagnement).contient(Classes::PARCOURS);
    let clos_depuis = perimetre.organisme.map(|_| perimetre.clos_depuis().to_string());
    [
        ("acteur", "partenaire".to_owned()),
        ("partenaire", perimetre.partenaire.to_string()),
        ("jour", perimetre.jour.to_string()),
        ("clos_depuis", clos_depuis.unwrap_or_default()),
        ("departements", liste(perimetre.departements(LienDossier::Departement))),
        ("departements_payeur", liste(perimetre.departements(LienDossier::OrganismePayeur))),
        ("departements_accueil", liste(perimetre.tous_departements())),
        ("organisme", organisme.to_owned()),
        ("accompagne", if accompagne { "oui".to_owned() } else { String::new() }),
    ]
    .into_iter()
    // A setting that was never made reads as an empty one.
    .filter(|(_, valeur)| !valeur.is_empty())
    .map(|(nom, valeur)| format!("set_config('passerelle.{nom}', '{valeur}', true)"))
    .collect::<Vec<_>>()
    .join(", ")
}

/// The platform's own work: ticker, sequencer, journal, loading.
pub(crate) const SYSTEME: &str = "select set_config('passerelle.acteur', 'systeme', true)";
/// Back to the caller, whose other settings did not move.
pub(crate) const PARTENAIRE: &str = "select set_config('passerelle.acteur', 'partenaire', true)";

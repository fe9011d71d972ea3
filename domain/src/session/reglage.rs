//! What a transaction says of itself to PostgreSQL's row policies.

use crate::habilitation::{LienDossier, Perimetre};
use crate::lien::Nature;
use crate::politique::Classes;
use crate::vocabulaire::Enumeration;

/// `set_config(…), …` for a caller who reads.
pub(super) fn du_lecteur(perimetre: &Perimetre) -> String {
    ecrire(&lecture(perimetre))
}

/// The same for who writes.
pub(super) fn du_redacteur(perimetre: &Perimetre) -> String {
    let mut reglages = lecture(perimetre);
    reglages.push(("departements_accueil", liste(&perimetre.tous_departements())));
    ecrire(&reglages)
}

/// Who does not say to be the platform is not.
fn lecture(perimetre: &Perimetre) -> Vec<(&'static str, String)> {
    let accompagne = perimetre.profil.ouvre(Nature::Accompagnement).contient(Classes::PARCOURS);
    let clos_depuis = perimetre.organisme.map(|_| perimetre.clos_depuis().to_string());
    vec![
        ("partenaire", perimetre.partenaire.to_string()),
        ("jour", perimetre.jour.to_string()),
        ("clos_depuis", clos_depuis.unwrap_or_default()),
        ("departements", liste(&perimetre.departements(LienDossier::Departement))),
        ("departements_payeur", liste(&perimetre.departements(LienDossier::OrganismePayeur))),
        ("organisme", perimetre.organisme.map_or("", Enumeration::code).to_owned()),
        ("accompagne", if accompagne { "oui".to_owned() } else { String::new() }),
    ]
}

/// Only ids that we format and checked codes go into the text. A setting that was never made reads as an empty one.
fn ecrire(reglages: &[(&str, String)]) -> String {
    let faits = reglages.iter().filter(|(_, valeur)| !valeur.is_empty());
    faits.map(|(nom, valeur)| format!("set_config('passerelle.{nom}', '{valeur}', true)")).collect::<Vec<_>>().join(", ")
}

fn liste(codes: &[String]) -> String {
    let surs = codes.iter().map(String::as_str).filter(|c| c.bytes().all(|b| b.is_ascii_alphanumeric()));
    surs.collect::<Vec<_>>().join(" ")
}

/// The platform's own work: ticker, sequencer, journal, loading.
pub(crate) const SYSTEME: &str = "select set_config('passerelle.acteur', 'systeme', true)";
/// Back to the caller, whose other settings did not move.
pub(crate) const PARTENAIRE: &str = "select set_config('passerelle.acteur', 'partenaire', true)";

//! What a transaction says of itself to PostgreSQL's row policies.

use crate::habilitation::{LienDossier, Perimetre};
use crate::lien::Nature;
use crate::politique::Classes;
use crate::vocabulaire::Enumeration;

/// `set_config(…), …` for a caller who reads. Who does not say to be the platform is not.
pub(super) fn du_lecteur(perimetre: &Perimetre) -> String {
    let accompagne = perimetre.profil.ouvre(Nature::Accompagnement).contient(Classes::PARCOURS);
    let clos_depuis = perimetre.organisme.map(|_| perimetre.clos_depuis().to_string());
    regler(&[
        ("partenaire", perimetre.partenaire.to_string()),
        ("jour", perimetre.jour.to_string()),
        ("clos_depuis", clos_depuis.unwrap_or_default()),
        ("departements", liste(&perimetre.departements(LienDossier::Departement))),
        ("departements_payeur", liste(&perimetre.departements(LienDossier::OrganismePayeur))),
        ("organisme", perimetre.organisme.map_or("", Enumeration::code).to_owned()),
        ("accompagne", if accompagne { "oui".to_owned() } else { String::new() }),
    ])
}

/// The same for who writes.
pub(super) fn du_redacteur(perimetre: &Perimetre) -> String {
    let accueil = regler(&[("departements_accueil", liste(&perimetre.tous_departements()))]);
    [du_lecteur(perimetre), accueil].into_iter().filter(|reglages| !reglages.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Only ids that we format and checked codes go into the text. A setting that was never made reads as an empty one.
fn regler(reglages: &[(&str, String)]) -> String {
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

//! Who follows a fiche-action, and who declares an indicator: the Département, and those that the document names.

use crate::fiche_action::FicheAction;
use crate::habilitation::{LienDossier, Perimetre};
use crate::indicateur::Indicateur;
use crate::portee::Portees;
use crate::referentiel::Referentiel;

/// Pilots, associates and operators of the fiche, or the Département of its pacte.
#[must_use]
pub fn suit(perimetre: &Perimetre, referentiel: &Referentiel, fiche: &FicheAction) -> bool {
    let Some(pacte) = referentiel.pactes.par_id(fiche.pacte) else { return false };
    let nomme = fiche.document.nomme(perimetre.partenaire);
    ouvert(perimetre, const { Portees::de("fiches:suivre") }, &pacte.departement, nomme)
}

/// Those that the document makes answer for it, those of its fiche, or the Département.
#[must_use]
pub fn declare(perimetre: &Perimetre, referentiel: &Referentiel, indicateur: &Indicateur) -> bool {
    let nomme = indicateur.releve_de(referentiel, perimetre.partenaire);
    ouvert(perimetre, const { Portees::de("indicateurs:declarer") }, &indicateur.departement, nomme)
}

/// One convention holds the scope in this département, and either it is the Département's or the document names its partner.
fn ouvert(perimetre: &Perimetre, portees: Portees, departement: &str, nomme: bool) -> bool {
    let mut siennes = perimetre.qui_portent(portees).filter(|o| o.departements.iter().any(|d| d == departement));
    siennes.any(|o| nomme || o.liens.contient(LienDossier::Departement))
}

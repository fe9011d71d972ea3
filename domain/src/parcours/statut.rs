//! The states of a parcours as a table: by which act, from, to. An act that is not there is not allowed from that state.

use super::StatutParcours as S;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::politique::Acte as A;
use crate::vocabulaire::Enumeration;

pub const PASSAGES: [(A, S, S); 47] = [
    (A::Orienter, S::AOrienter, S::Oriente),
    (A::Orienter, S::Oriente, S::Oriente),
    (A::Orienter, S::Accompagne, S::Oriente),
    (A::DesignerReferent, S::AOrienter, S::AOrienter),
    (A::DesignerReferent, S::Oriente, S::Oriente),
    (A::DesignerReferent, S::Accompagne, S::Accompagne),
    (A::DesignerReferent, S::Suspendu, S::Suspendu),
    (A::DemanderReorientation, S::Oriente, S::Oriente),
    (A::DemanderReorientation, S::Accompagne, S::Accompagne),
    (A::DeciderReorientation, S::Oriente, S::Oriente),
    (A::DeciderReorientation, S::Accompagne, S::Accompagne),
    (A::DemarrerAccompagnement, S::AOrienter, S::AOrienter),
    (A::DemarrerAccompagnement, S::Oriente, S::Accompagne),
    (A::DemarrerAccompagnement, S::Accompagne, S::Accompagne),
    (A::TerminerAccompagnement, S::AOrienter, S::AOrienter),
    (A::TerminerAccompagnement, S::Oriente, S::Oriente),
    (A::TerminerAccompagnement, S::Accompagne, S::Accompagne),
    (A::TerminerAccompagnement, S::Suspendu, S::Suspendu),
    (A::SignerContrat, S::Oriente, S::Accompagne),
    (A::SignerContrat, S::Accompagne, S::Accompagne),
    (A::RompreContrat, S::Oriente, S::Oriente),
    (A::RompreContrat, S::Accompagne, S::Accompagne),
    (A::RompreContrat, S::Suspendu, S::Suspendu),
    (A::AjouterEtape, S::AOrienter, S::AOrienter),
    (A::AjouterEtape, S::Oriente, S::Oriente),
    (A::AjouterEtape, S::Accompagne, S::Accompagne),
    (A::AjouterEtape, S::Suspendu, S::Suspendu),
    (A::ModifierEtape, S::AOrienter, S::AOrienter),
    (A::ModifierEtape, S::Oriente, S::Oriente),
    (A::ModifierEtape, S::Accompagne, S::Accompagne),
    (A::ModifierEtape, S::Suspendu, S::Suspendu),
    (A::FixerRendezVous, S::AOrienter, S::AOrienter),
    (A::FixerRendezVous, S::Oriente, S::Oriente),
    (A::FixerRendezVous, S::Accompagne, S::Accompagne),
    (A::FixerRendezVous, S::Suspendu, S::Suspendu),
    (A::ReleverRendezVous, S::AOrienter, S::AOrienter),
    (A::ReleverRendezVous, S::Oriente, S::Accompagne),
    (A::ReleverRendezVous, S::Accompagne, S::Accompagne),
    (A::ReleverRendezVous, S::Suspendu, S::Suspendu),
    (A::SuspendreParcours, S::Oriente, S::Suspendu),
    (A::SuspendreParcours, S::Accompagne, S::Suspendu),
    (A::ReprendreParcours, S::Suspendu, S::Oriente),
    (A::ReprendreParcours, S::Suspendu, S::Accompagne),
    (A::CloturerParcours, S::AOrienter, S::Clos),
    (A::CloturerParcours, S::Oriente, S::Clos),
    (A::CloturerParcours, S::Accompagne, S::Clos),
    (A::CloturerParcours, S::Suspendu, S::Clos),
];

/// States that an act may give from one.
pub fn suites(acte: A, de: S) -> impl Iterator<Item = S> {
    PASSAGES.iter().filter(move |(a, d, _)| *a == acte && *d == de).map(|(_, _, vers)| *vers)
}

/// The state that an act gives, or the refusal that says from where it is not called.
pub fn passage(acte: A, de: S) -> Result<S, ErreurMetier> {
    suites(acte, de).next().ok_or_else(|| {
        let message = format!("{} ne s'appelle pas sur un parcours {}.", acte.mutation(), de.code());
        ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "parcoursId", message)
    })
}

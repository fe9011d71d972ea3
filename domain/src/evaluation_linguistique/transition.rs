//! The states of an evaluation as a table: by which act, from, to. What is not there is not allowed.

use super::StatutEvaluationLinguistique as S;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::vocabulaire::Enumeration;

/// What moves an evaluation: an act of its platform, or what becomes of the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geste {
    Convoquer,
    Enregistrer,
    Orienter,
    Cloturer,
    /// The person enters the training, leaves it, or never entered it.
    Inscription,
}

pub const PASSAGES: [(Geste, S, S); 15] = [
    (Geste::Convoquer, S::AConvoquer, S::Convoquee),
    (Geste::Convoquer, S::Convoquee, S::Convoquee),
    (Geste::Convoquer, S::AEvaluerFinal, S::AEvaluerFinal),
    (Geste::Enregistrer, S::Convoquee, S::Evaluee),
    (Geste::Enregistrer, S::Evaluee, S::Evaluee),
    (Geste::Enregistrer, S::AEvaluerFinal, S::Evaluee),
    (Geste::Orienter, S::Evaluee, S::Orientee),
    (Geste::Cloturer, S::Evaluee, S::Terminee),
    (Geste::Cloturer, S::AConvoquer, S::SansSuite),
    (Geste::Cloturer, S::Convoquee, S::SansSuite),
    (Geste::Cloturer, S::Evaluee, S::SansSuite),
    (Geste::Cloturer, S::AEvaluerFinal, S::SansSuite),
    (Geste::Inscription, S::Orientee, S::Evaluee),
    (Geste::Inscription, S::Orientee, S::EnFormation),
    (Geste::Inscription, S::EnFormation, S::AEvaluerFinal),
];

impl Geste {
    /// Acts of the platform, in the order in which they come.
    pub const TOUS: [Self; 4] = [Self::Convoquer, Self::Enregistrer, Self::Orienter, Self::Cloturer];

    #[must_use]
    pub const fn mutation(self) -> &'static str {
        match self {
            Self::Convoquer => "convoquerEvaluation",
            Self::Enregistrer => "enregistrerEvaluation",
            Self::Orienter => "orienterFormation",
            Self::Cloturer => "cloturerEvaluation",
            Self::Inscription => "suivreInscription",
        }
    }
}

/// States that an act may give from one.
pub fn suites(geste: Geste, de: S) -> impl Iterator<Item = S> {
    PASSAGES.iter().filter(move |(g, d, _)| *g == geste && *d == de).map(|(_, _, vers)| *vers)
}

/// The act gives this state from that one, or the refusal.
pub(crate) fn passage(geste: Geste, de: S, vers: S) -> Result<(), ErreurMetier> {
    if suites(geste, de).any(|s| s == vers) {
        return Ok(());
    }
    let message = format!("De {} une évaluation ne passe pas à {} par {}.", de.code(), vers.code(), geste.mutation());
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "evaluationId", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_reached_and_only_two_are_last() {
        for statut in S::VALEURS.iter().map(|v| v.valeur) {
            let atteint = statut == S::AConvoquer || PASSAGES.iter().any(|(_, _, vers)| *vers == statut);
            let suivi = PASSAGES.iter().any(|(_, de, _)| *de == statut);
            assert!(atteint, "{statut:?}");
            assert_eq!(suivi, !matches!(statut, S::Terminee | S::SansSuite), "{statut:?}");
        }
    }
}

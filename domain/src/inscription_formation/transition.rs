//! The states of an enrolment as a table: from, to, by whom, with what.

use super::StatutInscription as S;

/// Who moves an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    Organisme,
    Evaluateur,
    /// A place frees, or the session is cancelled.
    Plateforme,
}

#[derive(Clone, Copy, Debug)]
pub struct Transition {
    pub de: S,
    pub vers: S,
    pub par: Partie,
    pub motif_exige: bool,
}

const fn t(de: S, vers: S, par: Partie, motif_exige: bool) -> Transition {
    Transition { de, vers, par, motif_exige }
}

pub const TRANSITIONS: [Transition; 15] = {
    use Partie::{Evaluateur as E, Organisme as O, Plateforme as P};
    [
        t(S::Proposee, S::Confirmee, O, false),
        t(S::Proposee, S::Refusee, O, true),
        t(S::ListeAttente, S::Refusee, O, true),
        t(S::Confirmee, S::EnFormation, O, false),
        t(S::Confirmee, S::Abandonnee, O, true),
        t(S::EnFormation, S::EnFormation, O, false),
        t(S::EnFormation, S::Terminee, O, false),
        t(S::EnFormation, S::Abandonnee, O, true),
        t(S::Proposee, S::Annulee, E, true),
        t(S::ListeAttente, S::Annulee, E, true),
        t(S::Confirmee, S::Annulee, E, true),
        t(S::ListeAttente, S::Proposee, P, false),
        t(S::Proposee, S::Annulee, P, false),
        t(S::ListeAttente, S::Annulee, P, false),
        t(S::Confirmee, S::Annulee, P, false),
    ]
};

/// Moves open from a state to one party.
pub fn suivantes(de: S, par: Partie) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |t| t.de == de && t.par == par)
}

#[must_use]
pub fn permise(de: S, vers: S, par: Partie) -> Option<&'static Transition> {
    suivantes(de, par).find(|t| t.vers == vers)
}

/// Nothing follows.
#[must_use]
pub fn terminal(statut: S) -> bool {
    !TRANSITIONS.iter().any(|t| t.de == statut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulaire::Enumeration;

    #[test]
    fn what_ends_holds_no_place_and_does_not_wait() {
        for statut in S::VALEURS.iter().map(|v| v.valeur) {
            assert_eq!(terminal(statut), !statut.tient_une_place() && statut != S::ListeAttente, "{statut:?}");
        }
    }
}

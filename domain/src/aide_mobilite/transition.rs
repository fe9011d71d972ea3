//! The states of an aid as a table: from, to, by whom, by which mutation, with what.

use super::StatutAideMobilite as S;

/// Who moves an aid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    /// Asks a fund.
    Demandeur,
    /// Instructs for the fund, and pays.
    Instructeur,
    /// Brings the aid itself.
    Operateur,
}

/// What a move must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exigence {
    Rien,
    Motif,
    Montant,
    Pieces,
}

/// One allowed move.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    pub de: S,
    pub vers: S,
    pub par: Partie,
    pub mutation: &'static str,
    pub exige: Exigence,
}

const fn t(de: S, vers: S, (par, mutation): (Partie, &'static str), exige: Exigence) -> Transition {
    Transition { de, vers, par, mutation, exige }
}

pub const DECIDER: (Partie, &str) = (Partie::Instructeur, "deciderAideMobilite");
pub const VERSER: (Partie, &str) = (Partie::Instructeur, "verserAideMobilite");
pub const COMPLETER: (Partie, &str) = (Partie::Demandeur, "completerAideMobilite");
pub const ANNULER: (Partie, &str) = (Partie::Demandeur, "annulerAideMobilite");
pub const RECOURIR: (Partie, &str) = (Partie::Demandeur, "deposerRecours");
pub const PROLONGER: (Partie, &str) = (Partie::Operateur, "modifierPret");
pub const TERMINER: (Partie, &str) = (Partie::Operateur, "terminerAide");

pub const TRANSITIONS: [Transition; 20] = {
    use Exigence::{Montant, Motif, Pieces, Rien};
    [
        t(S::Demandee, S::Incomplete, DECIDER, Pieces),
        t(S::Demandee, S::EnInstruction, DECIDER, Rien),
        t(S::EnInstruction, S::Incomplete, DECIDER, Pieces),
        t(S::EnInstruction, S::Accordee, DECIDER, Montant),
        t(S::EnInstruction, S::Ajournee, DECIDER, Motif),
        t(S::EnInstruction, S::Refusee, DECIDER, Motif),
        t(S::Ajournee, S::EnInstruction, DECIDER, Rien),
        // Some of the pieces only: it still waits for the others.
        t(S::Incomplete, S::Incomplete, COMPLETER, Rien),
        t(S::Incomplete, S::EnInstruction, COMPLETER, Rien),
        t(S::Refusee, S::EnInstruction, RECOURIR, Rien),
        // A part of the amount, then the rest.
        t(S::Accordee, S::Accordee, VERSER, Montant),
        t(S::Accordee, S::Versee, VERSER, Montant),
        t(S::Demandee, S::Annulee, ANNULER, Rien),
        t(S::Incomplete, S::Annulee, ANNULER, Rien),
        t(S::EnInstruction, S::Annulee, ANNULER, Rien),
        t(S::Ajournee, S::Annulee, ANNULER, Rien),
        t(S::Accordee, S::Annulee, ANNULER, Rien),
        t(S::EnCours, S::EnCours, PROLONGER, Rien),
        t(S::EnCours, S::Terminee, TERMINER, Rien),
        // A loan that was booked and never began.
        t(S::EnCours, S::Annulee, TERMINER, Rien),
    ]
};

impl S {
    /// Nothing more is expected. A refusal may still be appealed.
    #[must_use]
    pub const fn terminal(self) -> bool {
        matches!(self, Self::Refusee | Self::Versee | Self::Annulee | Self::Terminee)
    }
}

pub fn suivantes(de: S, par: Partie) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |t| t.de == de && t.par == par)
}

#[must_use]
pub fn permise(de: S, vers: S, (par, mutation): (Partie, &str)) -> Option<&'static Transition> {
    suivantes(de, par).find(|t| t.vers == vers && t.mutation == mutation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulaire::Enumeration;

    #[test]
    fn each_move_is_there_once_and_each_state_is_reached() {
        for (rang, t) in TRANSITIONS.iter().enumerate() {
            let meme = |a: &&Transition| (a.de, a.vers, a.mutation) == (t.de, t.vers, t.mutation);
            assert_eq!(TRANSITIONS.iter().filter(meme).count(), 1, "{rang}");
        }
        let entrees = [S::Demandee, S::EnCours];
        for v in S::VALEURS {
            assert!(entrees.contains(&v.valeur) || TRANSITIONS.iter().any(|t| t.vers == v.valeur && t.de != v.valeur), "{}", v.code);
        }
    }

    #[test]
    fn nothing_leaves_a_terminal_state_but_an_appeal() {
        let sorties: Vec<_> = TRANSITIONS.iter().filter(|t| t.de.terminal()).map(|t| (t.de, t.mutation)).collect();
        assert_eq!(sorties, [(S::Refusee, "deposerRecours")]);
    }
}

//! The states of a meeting as a table: from, to.

use super::StatutRencontre as S;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::vocabulaire::Enumeration;

pub const PASSAGES: [(S, S); 6] = [
    (S::Prevue, S::Tenue),
    (S::Prevue, S::Reportee),
    (S::Prevue, S::Annulee),
    (S::Reportee, S::Prevue),
    (S::Reportee, S::Tenue),
    (S::Reportee, S::Annulee),
];

impl S {
    /// Nothing follows.
    #[must_use]
    pub fn terminal(self) -> bool {
        !PASSAGES.iter().any(|(de, _)| *de == self)
    }
}

/// The state after a change. A meeting whose date moves is REPORTEE to the new one, unless the input says otherwise:
/// PREVUE confirms the new date, TENUE corrects the day on which it was held.
pub fn suite(de: S, demande: Option<S>, deplacee: bool) -> Result<S, ErreurMetier> {
    if de == S::Annulee {
        return Err(refus("statut", "Une rencontre annulée ne change plus.".to_owned()));
    }
    if deplacee && de.terminal() {
        return Err(refus("le", "La date d'une rencontre tenue ne change plus.".to_owned()));
    }
    let vers = demande.unwrap_or(if deplacee { S::Reportee } else { de });
    if vers == de || PASSAGES.contains(&(de, vers)) {
        return Ok(vers);
    }
    Err(refus("statut", format!("De {} une rencontre ne passe pas à {}.", de.code(), vers.code())))
}

pub(super) fn refus(champ: &str, message: impl Into<String>) -> ErreurMetier {
    ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, champ, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_meeting_is_postponed_unless_said_otherwise() {
        assert_eq!(suite(S::Prevue, None, true), Ok(S::Reportee));
        assert_eq!(suite(S::Reportee, None, true), Ok(S::Reportee));
        assert_eq!(suite(S::Reportee, Some(S::Prevue), true), Ok(S::Prevue));
        assert_eq!(suite(S::Prevue, Some(S::Tenue), true), Ok(S::Tenue));
        assert_eq!(suite(S::Prevue, None, false), Ok(S::Prevue));
    }

    #[test]
    fn nothing_follows_a_meeting_held_or_cancelled() {
        for vers in S::VALEURS.iter().map(|v| v.valeur) {
            assert!(suite(S::Annulee, Some(vers), false).is_err());
            assert_eq!(suite(S::Tenue, Some(vers), false).is_ok(), vers == S::Tenue);
        }
        assert_eq!(suite(S::Tenue, None, true).unwrap_err().champ, ["input", "le"]);
        assert!(S::Tenue.terminal() && S::Annulee.terminal() && !S::Reportee.terminal());
    }
}

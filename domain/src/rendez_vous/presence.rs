//! What may become of an appointment, as a table: from, to. What is not there is not allowed.

use super::Presence as P;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::vocabulaire::Enumeration;

/// The last three are corrections.
pub const PASSAGES: [(P, P); 7] = [
    (P::AVenir, P::Present),
    (P::AVenir, P::Absent),
    (P::AVenir, P::Excuse),
    (P::AVenir, P::Annule),
    (P::Absent, P::Excuse),
    (P::Absent, P::Present),
    (P::Present, P::Absent),
];

impl P {
    /// Known only once the day has come.
    #[must_use]
    pub const fn constatee(self) -> bool {
        matches!(self, Self::Present | Self::Absent)
    }
}

pub(super) fn verifier(de: P, vers: P) -> Result<(), ErreurMetier> {
    if PASSAGES.contains(&(de, vers)) {
        return Ok(());
    }
    let message = format!("De {} un rendez-vous ne passe pas à {}.", de.code(), vers.code());
    Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "presence", message))
}

//! The states of a post as a table: from, to, by whom.

use super::StatutPosteIae as S;
use crate::erreur::{CodeErreurMetier, ErreurMetier};
use crate::vocabulaire::Enumeration;

/// Who moves a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    Structure,
    /// By the places: filled when the last is taken, open again when one frees.
    Plateforme,
}

/// One allowed move.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    pub de: S,
    pub vers: S,
    pub par: Partie,
}

const fn t(de: S, vers: S, par: Partie) -> Transition {
    Transition { de, vers, par }
}

/// What a post may be when its structure writes it.
pub const NAISSANCES: [S; 2] = [S::Ouvert, S::Brouillon];

pub const TRANSITIONS: [Transition; 9] = {
    use Partie::{Plateforme, Structure};
    [
        t(S::Brouillon, S::Ouvert, Structure),
        t(S::Brouillon, S::Ferme, Structure),
        t(S::Ouvert, S::Suspendu, Structure),
        t(S::Ouvert, S::Ferme, Structure),
        t(S::Ouvert, S::Pourvu, Plateforme),
        t(S::Suspendu, S::Ouvert, Structure),
        t(S::Suspendu, S::Ferme, Structure),
        t(S::Pourvu, S::Ouvert, Plateforme),
        t(S::Pourvu, S::Ferme, Structure),
    ]
};

/// States that one party may give from a state.
pub fn suivantes(de: S, par: Partie) -> impl Iterator<Item = S> {
    TRANSITIONS.iter().filter(move |t| t.de == de && t.par == par).map(|t| t.vers)
}

/// A structure moves its post, or leaves it where it is.
pub(super) fn verifier(de: S, vers: S) -> Result<(), ErreurMetier> {
    if de == S::Ferme {
        return Err(refus("id", "Ce poste est fermé : il ne change plus.".to_owned()));
    }
    if de == vers || suivantes(de, Partie::Structure).any(|s| s == vers) {
        return Ok(());
    }
    Err(refus("statut", format!("Un poste {} passe à {} par sa structure ; {} ne se donne pas ici.", de.code(), enumerer(de), vers.code())))
}

fn enumerer(de: S) -> String {
    suivantes(de, Partie::Structure).map(Enumeration::code).collect::<Vec<_>>().join(" ou ")
}

/// The state in which a post is written for the first time.
pub(super) fn naissance(statut: Option<S>) -> Result<S, ErreurMetier> {
    let statut = statut.unwrap_or(S::Ouvert);
    if NAISSANCES.contains(&statut) {
        return Ok(statut);
    }
    Err(refus("statut", format!("Un poste naît OUVERT ou BROUILLON ; {} vient ensuite.", statut.code())))
}

fn refus(champ: &str, message: String) -> ErreurMetier {
    ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, champ, message)
}

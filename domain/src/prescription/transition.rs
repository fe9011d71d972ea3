//! The states of a referral as a table: from, to, by whom, with what.

use super::StatutPrescription as S;

/// Who moves a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    Destinataire,
    Prescripteur,
    Plateforme,
}

/// One allowed move.
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

pub const TRANSITIONS: [Transition; 22] = {
    use Partie::{Destinataire as D, Plateforme, Prescripteur as P};
    [
        t(S::Emise, S::Recue, D, false),
        t(S::Emise, S::Acceptee, D, false),
        t(S::Recue, S::Acceptee, D, false),
        t(S::ListeAttente, S::Acceptee, D, false),
        t(S::Emise, S::ListeAttente, D, false),
        t(S::Recue, S::ListeAttente, D, false),
        t(S::Emise, S::Refusee, D, true),
        t(S::Recue, S::Refusee, D, true),
        t(S::ListeAttente, S::Refusee, D, true),
        t(S::Acceptee, S::EnCours, D, false),
        t(S::EnCours, S::Realisee, D, false),
        t(S::ListeAttente, S::Abandonnee, D, true),
        t(S::Acceptee, S::Abandonnee, D, true),
        t(S::EnCours, S::Abandonnee, D, true),
        t(S::Emise, S::Annulee, P, false),
        t(S::Recue, S::Annulee, P, false),
        t(S::ListeAttente, S::Annulee, P, false),
        t(S::Acceptee, S::Annulee, P, false),
        t(S::EnCours, S::Annulee, P, false),
        t(S::Emise, S::Expiree, Plateforme, false),
        t(S::Recue, S::Expiree, Plateforme, false),
        t(S::ListeAttente, S::Expiree, Plateforme, false),
    ]
};

impl S {
    /// Waiting for the recipient's answer.
    pub const ATTENTE: [Self; 3] = [Self::Emise, Self::Recue, Self::ListeAttente];

    #[must_use]
    pub fn en_attente(self) -> bool {
        Self::ATTENTE.contains(&self)
    }

    /// Nothing follows.
    #[must_use]
    pub fn terminal(self) -> bool {
        suivantes(self, None).next().is_none()
    }
}

/// Moves open from a state, for one party or for all.
pub fn suivantes(de: S, par: Option<Partie>) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |t| t.de == de && par.is_none_or(|p| t.par == p))
}

#[must_use]
pub fn permise(de: S, vers: S, par: Partie) -> Option<&'static Transition> {
    suivantes(de, Some(par)).find(|t| t.vers == vers)
}

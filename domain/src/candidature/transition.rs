//! The states of an application as a table: from, to, by whom, by which mutation, with what.

use super::StatutCandidature as S;

/// Who moves an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    /// The structure, which answers and hires.
    Employeur,
    Prescripteur,
    /// A silence, or a hire elsewhere.
    Plateforme,
}

/// What a move must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exigence {
    Rien,
    Motif,
    /// The instant of the interview.
    Entretien,
    /// What the person has to do first.
    Commentaire,
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

pub const REPONDRE: (Partie, &str) = (Partie::Employeur, "repondreCandidature");
pub const EMBAUCHER: (Partie, &str) = (Partie::Employeur, "embaucher");
pub const TRANSFERER: (Partie, &str) = (Partie::Employeur, "transfererCandidature");
pub const RETIRER: (Partie, &str) = (Partie::Prescripteur, "retirerCandidature");
const CONSTATER: (Partie, &str) = (Partie::Plateforme, "");

/// Alive and not hired yet.
pub const VIVES: [S; 7] = [S::Nouvelle, S::ALEtude, S::Entretien, S::EnAttente, S::Vivier, S::ActionPrealable, S::Acceptee];
/// Once it was looked at, an application goes from one of these to another.
const EXAMINEES: [S; 5] = [S::ALEtude, S::Entretien, S::EnAttente, S::Vivier, S::ActionPrealable];
const SUITES: [(S, Exigence); 4] = [
    (S::Entretien, Exigence::Entretien),
    (S::EnAttente, Exigence::Rien),
    (S::Vivier, Exigence::Rien),
    (S::ActionPrealable, Exigence::Commentaire),
];

/// Every move, in the order in which the states come.
pub fn toutes() -> Vec<Transition> {
    let mut table = vec![t(S::Nouvelle, S::ALEtude, REPONDRE, Exigence::Rien), t(S::Nouvelle, S::Refusee, REPONDRE, Exigence::Motif)];
    for de in EXAMINEES {
        let suites = SUITES.iter().filter(|(vers, _)| *vers != de || de == S::Entretien);
        table.extend(suites.map(|(vers, exige)| t(de, *vers, REPONDRE, *exige)));
        table.push(t(de, S::Acceptee, REPONDRE, Exigence::Rien));
        table.push(t(de, S::Refusee, REPONDRE, Exigence::Motif));
    }
    table.push(t(S::Acceptee, S::Embauchee, EMBAUCHER, Exigence::Rien));
    table.push(t(S::Nouvelle, S::Refusee, CONSTATER, Exigence::Motif));
    for de in VIVES {
        table.push(t(de, S::Annulee, REPONDRE, Exigence::Motif));
        table.push(t(de, S::Desistee, RETIRER, Exigence::Motif));
        table.push(t(de, S::Caduque, CONSTATER, Exigence::Rien));
        // To another post of the structure, where it was.
        table.push(t(de, de, TRANSFERER, Exigence::Rien));
    }
    table
}

impl S {
    /// Nothing follows.
    #[must_use]
    pub fn terminal(self) -> bool {
        !VIVES.contains(&self)
    }
}

/// Moves open from a state to one party.
pub fn suivantes(de: S, par: Partie) -> impl Iterator<Item = Transition> {
    toutes().into_iter().filter(move |t| t.de == de && t.par == par)
}

#[must_use]
pub fn permise(de: S, vers: S, (par, mutation): (Partie, &str)) -> Option<Transition> {
    suivantes(de, par).find(|t| t.vers == vers && t.mutation == mutation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulaire::Enumeration;

    #[test]
    fn each_move_is_there_once_and_each_state_is_reached() {
        let table = toutes();
        for (rang, t) in table.iter().enumerate() {
            let meme = |a: &&Transition| (a.de, a.vers, a.par, a.mutation) == (t.de, t.vers, t.par, t.mutation);
            assert_eq!(table.iter().filter(meme).count(), 1, "{rang}");
        }
        for v in S::VALEURS {
            let atteint = v.valeur == S::Nouvelle || table.iter().any(|t| t.vers == v.valeur && t.de != v.valeur);
            assert!(atteint, "{}", v.code);
            assert_eq!(v.valeur.terminal(), !table.iter().any(|t| t.de == v.valeur), "{}", v.code);
        }
    }

    #[test]
    fn an_accepted_person_is_refused_no_more_and_hired_from_nowhere_else() {
        let table = toutes();
        assert!(!table.iter().any(|t| t.de == S::Acceptee && t.vers == S::Refusee));
        let embauches: Vec<S> = table.iter().filter(|t| t.vers == S::Embauchee).map(|t| t.de).collect();
        assert_eq!(embauches, [S::Acceptee]);
    }

    #[test]
    fn every_refusal_is_given_a_reason() {
        assert!(toutes().iter().filter(|t| t.vers == S::Refusee).all(|t| t.exige == Exigence::Motif));
    }
}

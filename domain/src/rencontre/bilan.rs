//! The balance of a meeting, and what of it is told to whom.

use crate::erreur::Panne;
use crate::habilitation::{LienDossier, Perimetre};
use crate::requete::Ligne;

/// Counts as the caller may read them; `None` is withheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    pub invites: Option<i64>,
    pub presents: Option<i64>,
    pub excuses: Option<i64>,
    /// People who were oriented at the meeting.
    pub orientes: Option<i64>,
    /// Present out of invited, in ten-thousandths.
    pub taux: Option<i64>,
}

/// Counts as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comptes {
    pub invites: i64,
    pub presents: i64,
    pub excuses: i64,
    pub orientes: i64,
}

impl Comptes {
    /// Reads the four columns that start at `d`.
    pub fn lire(l: &Ligne, d: usize) -> Result<Self, Panne> {
        Ok(Self { invites: l.lire(d)?, presents: l.lire(d + 1)?, excuses: l.lire(d + 2)?, orientes: l.lire(d + 3)? })
    }

    /// Whole for who conducts the meeting; for anyone else a count hides where it, or what it leaves, is a small group.
    pub fn montrer(self, perimetre: &Perimetre, (departement, organisateur): (&str, uuid::Uuid), seuil: i64) -> Bilan {
        let chez_lui =
            organisateur == perimetre.partenaire || perimetre.departements(LienDossier::Departement).iter().any(|d| d == departement);
        self.masquer(if chez_lui { 0 } else { seuil })
    }

    /// Zero discloses as much as one does. The people neither present nor excused are a group too: once both counts are
    /// told, theirs is.
    fn masquer(self, seuil: i64) -> Bilan {
        let invites = Some(self.invites).filter(|n| *n >= seuil);
        let partage = |n: i64| Some(n).filter(|n| *n >= seuil && self.invites - n >= seuil);
        let presents = partage(self.presents);
        let restes = self.invites - self.presents - self.excuses;
        let excuses = partage(self.excuses).filter(|_| presents.is_none() || restes >= seuil);
        Bilan { invites, presents, excuses, orientes: partage(self.orientes), taux: taux(presents, invites) }
    }
}

fn taux(presents: Option<i64>, invites: Option<i64>) -> Option<i64> {
    let (presents, invites) = (presents?, invites.filter(|n| *n > 0)?);
    Some((presents * 20_000 + invites) / (2 * invites))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEUIL: i64 = 11;

    fn comptes(invites: i64, presents: i64, excuses: i64) -> Comptes {
        Comptes { invites, presents, excuses, orientes: 0 }
    }

    #[test]
    fn who_conducts_the_meeting_reads_everything() {
        let bilan = comptes(3, 1, 0).masquer(0);
        assert_eq!((bilan.invites, bilan.presents, bilan.excuses, bilan.taux), (Some(3), Some(1), Some(0), Some(3333)));
        assert_eq!(comptes(0, 0, 0).masquer(0).taux, None);
    }

    #[test]
    fn a_small_group_hides_and_so_does_what_gives_it_away() {
        assert_eq!(comptes(10, 0, 0).masquer(SEUIL), Bilan::default());
        let presque_tous = comptes(40, 35, 0).masquer(SEUIL);
        assert_eq!((presque_tous.invites, presque_tous.presents, presque_tous.taux), (Some(40), None, None));
        let reste_seul = comptes(40, 20, 19).masquer(SEUIL);
        assert_eq!((reste_seul.presents, reste_seul.excuses, reste_seul.taux), (Some(20), None, Some(5000)));
        let larges = comptes(60, 20, 20).masquer(SEUIL);
        assert_eq!((larges.presents, larges.excuses, larges.orientes), (Some(20), Some(20), None));
    }

    /// Whatever the counts, no group smaller than the threshold can be worked out from what is told.
    #[test]
    fn what_is_told_gives_no_small_group_away() {
        for invites in 0..60 {
            for presents in 0..=invites {
                for excuses in 0..=invites - presents {
                    let b = comptes(invites, presents, excuses).masquer(SEUIL);
                    let restes = b.presents.zip(b.excuses).map(|(p, e)| invites - p - e);
                    let (sans_presents, sans_excuses) = (b.presents.map(|p| invites - p), b.excuses.map(|e| invites - e));
                    let dits = [b.invites, b.presents, b.excuses, restes, sans_presents, sans_excuses];
                    assert!(dits.into_iter().flatten().all(|n| n >= SEUIL), "{invites} {presents} {excuses}");
                }
            }
        }
    }
}

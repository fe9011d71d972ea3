//! How an orientation was made: at a meeting where one was held, and by the ways that the pactes open.

use chrono::NaiveDate;

use super::agenda;
use super::calendrier::apres;
use super::monde::Monde;
use super::personne::Personne;
use crate::parcours::ModeDesignation as M;

/// Days that one waits for the next meeting, and after which a missed one is no reason any more.
const ATTENTE: i64 = 45;
const SUITE: i64 = 60;

/// The way wished for where it exists, and the meeting that goes with it: the next one from the day that was meant, or the
/// last one missed before a designation by default. Elsewhere an officer of the Département decides alone.
pub(super) fn tenir(
    monde: &Monde,
    personne: &Personne,
    voulu: M,
    (ouvert_le, prevue, fin): (NaiveDate, NaiveDate, NaiveDate),
) -> (M, Option<usize>) {
    let invitable = apres(ouvert_le, 1);
    let jours = match voulu {
        M::Automatique if !monde.reglement.automatique || !personne.inscrit => return (M::Gestionnaire, None),
        M::Office => (invitable.max(apres(prevue, -SUITE)), apres(prevue, -1)),
        _ => (invitable.max(prevue), fin.min(apres(prevue, ATTENTE))),
    };
    let occasions = agenda::occasions(voulu);
    if occasions.is_empty() {
        return (voulu, None);
    }
    let tenues = occasions.iter().flat_map(|type_| monde.agenda.entre(*type_, personne.territoire, jours));
    let tenues = tenues.filter(|rang| monde.agenda.seances[*rang].tenue());
    let seance = if voulu == M::Office { tenues.last() } else { tenues.min_by_key(|rang| monde.agenda.seances[*rang].jour) };
    seance.map_or((M::Gestionnaire, None), |rang| (voulu, Some(rang)))
}

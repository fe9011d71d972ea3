//! The state that the acts of a parcours lead to, as the table of states says.

use chrono::{DateTime, Utc};

use super::Vecu;
use super::fait::Quoi;
use crate::generation::suivi::Suivi;
use crate::parcours::StatutParcours as S;
use crate::rendez_vous::{ObjetRendezVous, Presence};

/// The state reached by an instant, or by now; a suspension aside.
pub(in crate::generation) fn atteint(suivi: &Suivi, vecu: &Vecu, jusque: Option<DateTime<Utc>>) -> S {
    let faits = vecu.faits.iter().filter(|f| jusque.is_none_or(|jusque| f.le <= jusque));
    faits.fold(S::AOrienter, |statut, f| apres(suivi, vecu, statut, (f.quoi, f.le)))
}

/// The state after one act.
pub(in crate::generation) fn apres(suivi: &Suivi, vecu: &Vecu, statut: S, (quoi, le): (Quoi, DateTime<Utc>)) -> S {
    match quoi {
        Quoi::Oriente(_) => S::Oriente,
        Quoi::ContratSigne(_) | Quoi::Soutenu(_) if statut == S::Oriente => S::Accompagne,
        Quoi::RendezVousReleve(rang) if statut == S::Oriente && suivi_par(suivi, vecu, rang, le) => S::Accompagne,
        _ => statut,
    }
}

/// The person came to the référent's own appointment.
fn suivi_par(suivi: &Suivi, vecu: &Vecu, rang: usize, le: DateTime<Utc>) -> bool {
    let rdv = &vecu.rendez_vous[rang].rendez_vous;
    rdv.presence == Presence::Present
        && rdv.objet == ObjetRendezVous::Accompagnement
        && suivi.tenu_le(le).is_some_and(|d| d.partenaire == rdv.partenaire)
}

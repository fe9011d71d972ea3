//! The acts of a parcours in the order in which they were made: its state, its deadlines and its events follow from them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Cadre, Vecu};
use crate::orientation::reorientation::DecisionReorientation;
use crate::rendez_vous::Presence;

/// What was done; a number is a rank in the rows of that kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::generation) enum Quoi {
    Ouvert,
    Oriente(usize),
    /// Another professional of the same partner.
    Relaye(usize),
    Demande(usize),
    Ajourne(usize),
    Decide(usize),
    Invite(usize),
    PresenceRelevee(usize),
    RendezVousFixe(usize),
    RendezVousReleve(usize),
    ContratSigne(usize),
    ContratRompu(usize),
    EtapeAjoutee(usize),
    EtapeChangee(usize),
    Soutenu(usize),
    SoutienFini(usize),
    Suspendu(usize),
    Repris(usize),
    Clos,
}

#[derive(Clone, Copy)]
pub(in crate::generation) struct Fait {
    pub le: DateTime<Utc>,
    pub quoi: Quoi,
    /// `None` when the platform did it.
    pub par: Option<Uuid>,
}

impl Quoi {
    /// Acts that lock the parcours and move its version.
    pub const fn touche_le_parcours(self) -> bool {
        !matches!(self, Self::Invite(_) | Self::PresenceRelevee(_) | Self::RendezVousReleve(_) | Self::SoutienFini(_))
    }
}

/// Reads them in the rows.
pub(in crate::generation) fn relever(cadre: &Cadre<'_>, vecu: &Vecu) -> Vec<Fait> {
    let mut faits = Vec::new();
    let mut noter = |le: DateTime<Utc>, quoi: Quoi, par: Option<Uuid>| faits.push(Fait { le, quoi, par });
    let conseil = Some(cadre.monde.conseil);
    noter(cadre.suivi.ouvert_le, Quoi::Ouvert, conseil);
    designations(cadre, &mut noter);
    rencontres(cadre, vecu, &mut noter);
    rendez_vous(vecu, &mut noter);
    engagements(vecu, &mut noter);
    soutiens(vecu, &mut noter);
    suspensions(vecu, &mut noter);
    if let Some(clos) = cadre.suivi.clos_le {
        let dernier = cadre.suivi.parcours.designations.last().map(|d| d.partenaire);
        noter(clos, Quoi::Clos, dernier.or(conseil));
    }
    // What was done in the same instant stays in the order above.
    faits.sort_by_key(|f| f.le);
    faits
}

/// Where facts are noted.
type Carnet<'a> = dyn FnMut(DateTime<Utc>, Quoi, Option<Uuid>) + 'a;

fn designations(cadre: &Cadre<'_>, noter: &mut Carnet<'_>) {
    for (rang, le) in cadre.suivi.designes_le.iter().enumerate() {
        let choix = cadre.suivi.choix.iter().position(|c| c.rang == rang);
        noter(*le, choix.map_or(Quoi::Relaye(rang), Quoi::Oriente), Some(cadre.monde.conseil));
    }
}

fn rencontres(cadre: &Cadre<'_>, vecu: &Vecu, noter: &mut Carnet<'_>) {
    let conseil = Some(cadre.monde.conseil);
    for (rang, i) in vecu.invitations.iter().enumerate() {
        noter(i.invitee_le, Quoi::Invite(rang), conseil);
        if let Some(le) = i.relevee_le {
            noter(le, Quoi::PresenceRelevee(rang), conseil);
        }
    }
    for (rang, d) in vecu.demandes.iter().enumerate() {
        noter(d.cree_le, Quoi::Demande(rang), Some(d.inscrite.par));
        if let Some(le) = d.ajournee_le {
            noter(le, Quoi::Ajourne(rang), conseil);
        }
        if let (Some(le), Some(DecisionReorientation::Acceptee | DecisionReorientation::Refusee)) = (d.decidee_a, d.inscrite.decision) {
            noter(le, Quoi::Decide(rang), conseil);
        }
    }
}

fn rendez_vous(vecu: &Vecu, noter: &mut Carnet<'_>) {
    for (rang, e) in vecu.rendez_vous.iter().enumerate() {
        noter(e.cree_le, Quoi::RendezVousFixe(rang), Some(e.par));
        if let Some(le) = e.releve_le.filter(|_| e.rendez_vous.presence != Presence::AVenir) {
            noter(le, Quoi::RendezVousReleve(rang), Some(e.rendez_vous.partenaire));
        }
    }
}

fn engagements(vecu: &Vecu, noter: &mut Carnet<'_>) {
    for (rang, c) in vecu.contrats.iter().enumerate() {
        noter(c.cree_le, Quoi::ContratSigne(rang), Some(c.partenaire));
        if let Some(rupture) = &c.rompu {
            noter(rupture.inscrite_le, Quoi::ContratRompu(rang), Some(c.partenaire));
        }
    }
    for (rang, j) in vecu.etapes.iter().enumerate() {
        noter(j.cree_le, Quoi::EtapeAjoutee(rang), Some(j.etape.partenaire));
        if let Some(le) = j.change_le.filter(|_| j.etape.origine.is_none()) {
            noter(le, Quoi::EtapeChangee(rang), Some(j.etape.partenaire));
        }
    }
}

fn soutiens(vecu: &Vecu, noter: &mut Carnet<'_>) {
    for (rang, s) in vecu.accompagnements.iter().enumerate() {
        noter(s.cree_le, Quoi::Soutenu(rang), Some(s.par));
        if let Some(le) = s.termine_le {
            noter(le, Quoi::SoutienFini(rang), Some(s.accompagnement.partenaire));
        }
    }
}

fn suspensions(vecu: &Vecu, noter: &mut Carnet<'_>) {
    for (rang, s) in vecu.suspensions.iter().enumerate() {
        noter(s.inscrite_le, Quoi::Suspendu(rang), Some(s.par));
        if let Some(le) = s.reprise_a {
            noter(le, Quoi::Repris(rang), Some(s.par).filter(|_| s.jusqu_au.is_none()));
        }
    }
}

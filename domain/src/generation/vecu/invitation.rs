//! Invitations to the meetings of the world, and what was decided there with each person.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::reorientation::Demande;
use super::{Cadre, Reference};
use crate::generation::agenda::Seance;
use crate::generation::calendrier::apres;
use crate::generation::tirage::Tirage;
use crate::parcours::ModeDesignation;
use crate::rencontre::{StatutRencontre, TypeRencontre as T};
use crate::rendez_vous::Presence as P;

pub(in crate::generation) struct Invitation {
    /// Of the meeting, in the calendar.
    pub seance: usize,
    pub id: Uuid,
    pub invitee_le: DateTime<Utc>,
    pub presence: P,
    pub relevee_le: Option<DateTime<Utc>>,
    pub decision: Option<Decision>,
}

/// A record that everybody present has signed.
pub(in crate::generation) struct Decision {
    pub accord_personne: bool,
    pub objectifs: [&'static str; 1],
    pub moyens: [&'static str; 1],
    pub echeance: NaiveDate,
    pub avis: Option<&'static str>,
    pub consignee_le: DateTime<Utc>,
    pub signataires: Vec<Uuid>,
}

/// Out of a thousand: people invited in vain before they were oriented otherwise, people called while they wait,
/// requests that the équipe hears, followed people whose parcours a commission looks at.
const INVITES_AVANT: u32 = 180;
const APPELES: u32 = 500;
const ENTENDUS: u32 = 500;
const EXAMINES: u32 = 60;

struct Liste<'a, 'c> {
    cadre: &'c Cadre<'a>,
    vie: &'c mut Tirage,
    invitations: Vec<Invitation>,
}

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference], demandes: &[Demande]) -> Vec<Invitation> {
    let mut liste = Liste { cadre, vie, invitations: Vec::new() };
    for choix in &cadre.suivi.choix {
        if let Some(seance) = choix.seance {
            let office = cadre.suivi.parcours.designations[choix.rang].mode == ModeDesignation::Office;
            liste.inviter(seance, Some(if office { P::Absent } else { P::Present }));
        }
    }
    liste.accueillir(references);
    for demande in demandes {
        liste.entendre(demande);
    }
    for r in references {
        liste.examiner(r);
    }
    liste.invitations
}

impl Liste<'_, '_> {
    /// A meeting before the orientation that the person missed, or one that is still to come.
    fn accueillir(&mut self, references: &[Reference]) {
        let cadre = self.cadre;
        let ouvert = cadre.suivi.parcours.ouvert_le;
        let (jours, part) = match references.first() {
            Some(premiere) => ((ouvert, apres(premiere.du, -1)), INVITES_AVANT),
            None if cadre.suivi.parcours.clos_le.is_none() => ((ouvert, apres(cadre.monde.calendrier.au, 30)), APPELES),
            None => return,
        };
        if !self.vie.chance(part) {
            return;
        }
        let type_ =
            *self.vie.parmi(&[T::KiosqueInsertion, T::KiosqueInsertion, T::InformationCollective]).unwrap_or(&T::InformationCollective);
        let seances: Vec<usize> = cadre.monde.agenda.entre(type_, cadre.personne.territoire, jours).collect();
        if let Some(seance) = self.vie.parmi(&seances).copied() {
            let absence = self.vie.selon(&[(P::Absent, 70), (P::Excuse, 30)]);
            self.inviter(seance, absence);
        }
    }

    /// The équipe pluridisciplinaire hears the person before a request is decided.
    fn entendre(&mut self, d: &Demande) {
        let Some(decidee) = d.inscrite.decidee_le.filter(|_| d.decidee_a.is_some() && self.vie.chance(ENTENDUS)) else { return };
        let jours = (d.inscrite.demandee_le, apres(decidee, -1));
        let seance = self.cadre.monde.agenda.entre(T::EquipePluridisciplinaire, self.cadre.personne.territoire, jours).next();
        if let Some(seance) = seance {
            let venue = self.vie.selon(&[(P::Present, 75), (P::Absent, 17), (P::Excuse, 8)]);
            self.inviter(seance, venue);
        }
    }

    /// A commission looks at a followed parcours with the person and everybody who works with her.
    fn examiner(&mut self, r: &Reference) {
        if !self.vie.chance(EXAMINES) {
            return;
        }
        let jusque = if r.courante { apres(self.cadre.monde.calendrier.au, 40) } else { r.au };
        let jours = (apres(r.du, 30), jusque);
        let seances: Vec<usize> =
            self.cadre.monde.agenda.entre(T::CommissionSuiviParcours, self.cadre.personne.territoire, jours).collect();
        if let Some(seance) = self.vie.parmi(&seances).copied() {
            let venue = self.vie.selon(&[(P::Present, 82), (P::Absent, 10), (P::Excuse, 8)]);
            self.inviter(seance, venue);
        }
    }

    /// Once a meeting; what came of it follows the meeting, and is told on its evening.
    fn inviter(&mut self, rang: usize, venue: Option<P>) {
        let (cadre, seance) = (self.cadre, &self.cadre.monde.agenda.seances[rang]);
        let calendrier = &cadre.monde.calendrier;
        let jour = apres(seance.jour, -self.vie.entre(5, 25)).max(cadre.suivi.parcours.ouvert_le).min(calendrier.veille());
        let invitee_le = calendrier.instant(self.vie, jour).max(cadre.suivi.ouvert_le).max(seance.convoquee_le);
        if invitee_le >= seance.prevue_le || self.invitations.iter().any(|i| i.seance == rang) {
            return;
        }
        let presence = match seance.statut {
            StatutRencontre::Tenue => venue.unwrap_or(P::Present),
            StatutRencontre::Annulee => P::Annule,
            StatutRencontre::Prevue | StatutRencontre::Reportee => P::AVenir,
        };
        let relevee_le =
            matches!(presence, P::Present | P::Absent | P::Excuse).then(|| seance.prevue_le + TimeDelta::minutes(self.vie.entre(5, 30)));
        let decision = (seance.type_.decide() && presence == P::Present).then(|| self.consigner(seance));
        self.invitations.push(Invitation { seance: rang, id: self.vie.id(invitee_le), invitee_le, presence, relevee_le, decision });
    }

    fn consigner(&mut self, seance: &Seance) -> Decision {
        Decision {
            accord_personne: self.vie.chance(900),
            objectifs: [self.vie.mot(OBJECTIFS)],
            moyens: [self.vie.mot(MOYENS)],
            echeance: apres(seance.jour, self.vie.entre(30, 180)),
            avis: self.vie.chance(500).then(|| self.vie.mot(AVIS)),
            consignee_le: seance.prevue_le + TimeDelta::minutes(self.vie.entre(35, 80)),
            signataires: std::iter::once(self.cadre.monde.conseil).chain(seance.partenaires.iter().copied()).collect(),
        }
    }
}

const OBJECTIFS: &[&str] = &[
    "Stabiliser l'hébergement.",
    "Confirmer le projet professionnel.",
    "Trouver une solution de garde.",
    "Retrouver un rythme de travail.",
];
const MOYENS: &[&str] =
    &["Rendez-vous mensuel avec le référent.", "Immersion d'une semaine.", "Appui du service logement.", "Atelier collectif hebdomadaire."];
const AVIS: &[&str] = &["Poursuivre l'accompagnement en cours.", "Réorientation à étudier.", "Rappel des droits et des devoirs."];

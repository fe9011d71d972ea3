//! How a person is first received: before her orientation by the Département, then by the recipients of her referrals.

use chrono::TimeDelta;

use super::{Carnet, Convocation, M, O, P};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::prescription::Envoi;
use crate::generation::vecu::Reference;
use crate::parcours::ModeDesignation;
use crate::prescription::{StatutPrescription as S, TypePrescription as T};

/// Out of a thousand, files called among those that wait for their orientation.
const CONVOQUES: u32 = 450;
/// Evaluations that come at the second summons.
const MANQUEES: u32 = 200;

impl Carnet<'_, '_> {
    /// The interview that decides of the orientation, where one was held.
    pub(super) fn orienter(&mut self, premiere: &Reference) {
        let mode = self.cadre.suivi.parcours.designations[self.cadre.suivi.choix[premiere.rang].rang].mode;
        let recu = match mode {
            ModeDesignation::EntretienDiagnostic | ModeDesignation::Telephone => true,
            ModeDesignation::Gestionnaire => self.vie.chance(300),
            _ => false,
        };
        let (ouvert, conseil) = (self.cadre.suivi.parcours.ouvert_le, self.cadre.monde.conseil);
        let fixe = ouvre(apres(premiere.du, -self.vie.entre(6, 20)));
        if !recu || fixe <= ouvert {
            return;
        }
        let c = self.convocation(O::Orientation, (conseil, None), fixe, premiere.du);
        let mode = if mode == ModeDesignation::Telephone { M::Telephone } else { M::Physique };
        let prevu_le = premiere.oriente_le - TimeDelta::minutes(45);
        let mut entrevue = self.entrevue(&c, (mode, prevu_le));
        entrevue.rendez_vous.presence = P::Present;
        entrevue.releve_le = Some(premiere.oriente_le - TimeDelta::minutes(5));
        self.inscrire(entrevue);
    }

    /// Some of those who wait for their orientation are called, and do not all come.
    pub(super) fn attendre(&mut self) {
        let calendrier = &self.cadre.monde.calendrier;
        let fixe = ouvre(apres(calendrier.veille(), -self.vie.entre(2, 25)));
        if fixe <= self.cadre.suivi.parcours.ouvert_le || self.cadre.suivi.parcours.clos_le.is_some() || !self.vie.chance(CONVOQUES) {
            return;
        }
        let jour = ouvre(apres(fixe, self.vie.entre(6, 30)));
        let c = self.convocation(O::Orientation, (self.cadre.monde.conseil, None), fixe, jour);
        let rang = self.tenus.len();
        self.convier(&c, false);
        // Who came was oriented: those who wait did not come, or have not been called yet.
        if let Some(e) = self.tenus.get_mut(rang).filter(|e| e.rendez_vous.presence == P::Present) {
            e.rendez_vous.presence = P::Absent;
        }
    }

    /// What the recipient of an accepted referral fixed with its acceptance, and what it tells of it.
    pub(super) fn recevoir(&mut self, envoi: &Envoi) {
        let p = &envoi.prescription;
        let acceptation = envoi.passages.iter().find(|x| x.vers == S::Acceptee);
        let (Some(acceptation), Some(jour), Some(presence)) = (acceptation, p.suite.presentee_le, p.suite.presentee) else { return };
        let c = Convocation {
            prescription: Some(p.id),
            sensible: p.type_ == T::Sante,
            fixe: acceptation.le,
            ..self.convocation(objet(p.type_), (p.destinataire, acceptation.agent), jour, jour)
        };
        let c = self.manquer(c);
        let prevu_le = self.cadre.monde.calendrier.heure(self.vie, jour).max(c.fixe + TimeDelta::minutes(30));
        let mut entrevue = self.entrevue(&c, (M::Physique, prevu_le));
        entrevue.rendez_vous.presence = presence;
        entrevue.releve_le = match presence {
            P::AVenir => None,
            P::Annule => Some(envoi.modifie_le),
            _ => Some(self.releve(prevu_le)),
        };
        self.inscrire(entrevue);
    }

    /// Some do not come to their evaluation the first time, and are summoned again at once: the summons that follows.
    fn manquer(&mut self, c: Convocation) -> Convocation {
        let calendrier = &self.cadre.monde.calendrier;
        let premiere = ouvre(apres(calendrier.jour(c.fixe), 2));
        if c.objet != O::Evaluation || apres(premiere, 2) > c.jour || !self.vie.chance(MANQUEES) {
            return c;
        }
        let prevu_le = calendrier.heure(self.vie, premiere);
        let mut entrevue = self.entrevue(&c, (M::Physique, prevu_le));
        let releve = self.releve(prevu_le);
        entrevue.rendez_vous.presence = P::Absent;
        entrevue.releve_le = Some(releve);
        self.inscrire(entrevue);
        Convocation { fixe: releve + TimeDelta::minutes(5), ..c }
    }
}

const fn objet(type_: T) -> O {
    match type_ {
        T::EvaluationLinguistique => O::Evaluation,
        T::DiagnosticMobilite | T::DiagnosticActivite => O::Diagnostic,
        _ => O::Accompagnement,
    }
}

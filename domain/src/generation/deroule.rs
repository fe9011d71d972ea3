//! The life of a referral, move by move, as the table of states allows and only as far as time has run.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::calendrier::{apres, ouvre};
use super::monde::Monde;
use super::prescription::Envoi;
use super::tirage::Tirage;
use crate::prescription::historique::Passage;
use crate::prescription::{MotifRefus, Prescription, StatutPrescription as S, Suite, TypePrescription as T};
use crate::rendez_vous::Presence;

/// What awaits a referral.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    Accepte,
    ListeAttente,
    Refuse,
    SansReponse,
    Annule,
    /// Not answered yet, and where it stands.
    EnAttente(S),
}

impl Sort {
    pub fn tirer(tirage: &mut Tirage) -> Self {
        let poids = [(Self::Accepte, 71), (Self::ListeAttente, 8), (Self::Refuse, 11), (Self::SansReponse, 6), (Self::Annule, 4)];
        tirage.selon(&poids).unwrap_or(Self::Accepte)
    }

    pub fn en_attente(tirage: &mut Tirage) -> Self {
        Self::EnAttente(tirage.selon(&[(S::Emise, 45), (S::Recue, 35), (S::ListeAttente, 20)]).unwrap_or(S::Emise))
    }
}

pub(super) struct Deroule<'a> {
    monde: &'a Monde,
    tirage: &'a mut Tirage,
    /// The end of the parcours, which ends what it carries.
    clos_le: Option<NaiveDate>,
    fin: NaiveDate,
    agent: Option<Uuid>,
    envoi: Envoi,
}

const REFUS: &[(MotifRefus, u32)] = &[
    (MotifRefus::PersonneInjoignable, 24),
    (MotifRefus::PublicNonEligible, 20),
    (MotifRefus::CapaciteAtteinte, 16),
    (MotifRefus::PersonneRefuse, 14),
    (MotifRefus::DejaAccompagnee, 10),
    (MotifRefus::HorsTerritoire, 8),
    (MotifRefus::DossierIncomplet, 8),
];

const ABANDONS: &[(MotifRefus, u32)] = &[
    (MotifRefus::SituationChangee, 34),
    (MotifRefus::PersonneInjoignable, 26),
    (MotifRefus::PersonneRefuse, 20),
    (MotifRefus::Demenagement, 12),
    (MotifRefus::Autre, 8),
];

/// Days since the acceptance of an evaluation under which some, out of a thousand, are not summoned yet.
const RECENTE: i64 = 15;
const A_CONVOQUER: u32 = 500;

impl<'a> Deroule<'a> {
    pub fn de(monde: &'a Monde, tirage: &'a mut Tirage, p: Prescription, clos_le: Option<NaiveDate>, territoire: Option<Uuid>) -> Self {
        let emission = Passage {
            de: None,
            vers: S::Emise,
            le: p.emise_le,
            par: p.prescripteur,
            agent: p.agent_prescripteur,
            motif: None,
            commentaire: None,
        };
        let agent = monde.agent(tirage, p.destinataire, territoire);
        let expire_le = apres(p.repondre_avant, monde.reglages.expirer_apres_jours);
        let envoi = Envoi { modifie_le: p.emise_le, expire_le, passages: vec![emission], prescription: p };
        Self { monde, tirage, clos_le, fin: clos_le.unwrap_or_else(|| monde.calendrier.veille()), agent, envoi }
    }

    /// Runs until today, or until the parcours ended.
    pub fn vivre(mut self, sort: Sort) -> Envoi {
        // `None` only says that the next move is still to come.
        let _ = self.suivre(sort);
        let _ = self.expirer();
        let _ = self.clore();
        self.envoi
    }

    fn suivre(&mut self, sort: Sort) -> Option<()> {
        match sort {
            Sort::EnAttente(S::Emise) => Some(()),
            Sort::EnAttente(statut) => {
                self.passer(self.dans(0), S::Recue, None)?;
                if statut == S::ListeAttente { self.passer(self.dans(0), S::ListeAttente, None) } else { Some(()) }
            }
            Sort::SansReponse => self.recevoir(500),
            Sort::Refuse => {
                self.recevoir(800)?;
                let (jour, motif) = (self.plus_tard(0, 18), self.tirage.selon(REFUS));
                self.passer(jour, S::Refusee, motif)
            }
            Sort::Annule => {
                self.recevoir(600)?;
                let jour = self.plus_tard(1, 25);
                self.passer(jour, S::Annulee, None)
            }
            Sort::ListeAttente => {
                self.recevoir(900)?;
                let (inscrite, admise) = (self.plus_tard(1, 14), self.tirage.chance(800));
                self.passer(inscrite, S::ListeAttente, None)?;
                if admise { self.accepter(10, 44) } else { Some(()) }
            }
            Sort::Accepte => {
                self.recevoir(850)?;
                self.accepter(0, 24)
            }
        }
    }

    fn recevoir(&mut self, pour_mille: u32) -> Option<()> {
        if !self.tirage.chance(pour_mille) {
            return Some(());
        }
        let jour = self.plus_tard(0, 4);
        self.passer(jour, S::Recue, None)
    }

    fn accepter(&mut self, de: i64, a: i64) -> Option<()> {
        let jour = self.plus_tard(de, a);
        self.passer(jour, S::Acceptee, None)?;
        let rendez_vous = self.plus_tard(4, 24);
        if self.evaluee() {
            if self.clos_le.is_none() && apres(jour, RECENTE) > self.fin && self.tirage.chance(A_CONVOQUER) {
                return None;
            }
            // The summons begins the referral.
            self.passer(jour, S::EnCours, None)?;
        }
        self.envoi.prescription.suite = Suite { presentee: Some(Presence::AVenir), presentee_le: Some(rendez_vous), ..Suite::default() };
        self.rencontrer(rendez_vous)
    }

    /// An evaluation is born of it, and moves it.
    fn evaluee(&self) -> bool {
        self.monde.evaluee(&self.envoi.prescription)
    }

    fn rencontrer(&mut self, rendez_vous: NaiveDate) -> Option<()> {
        let presentee = self.tirage.selon(&[(Presence::Present, 82), (Presence::Absent, 12), (Presence::Excuse, 6)])?;
        let venue = Suite { presentee: Some(presentee), presentee_le: Some(rendez_vous), ..Suite::default() };
        if presentee != Presence::Present {
            let attendu = ouvre(apres(rendez_vous, self.tirage.entre(3, 20)));
            let jour = self.rapporte(rendez_vous, attendu);
            let motif = if presentee == Presence::Absent { Some(MotifRefus::NeSEstPasPresentee) } else { self.tirage.selon(ABANDONS) };
            return self.conclure(jour, S::Abandonnee, motif, venue);
        }
        let attendu = ouvre(apres(rendez_vous, self.tirage.plutot_pres(0, 18)));
        let debut = self.rapporte(rendez_vous, attendu);
        if self.tirage.chance(80) {
            let refusee = Suite { retenue: Some(false), retenue_le: Some(debut), ..venue };
            return self.conclure(debut, S::Abandonnee, Some(MotifRefus::NiveauInadapte), refusee);
        }
        let suivie = Suite { retenue: Some(true), retenue_le: Some(rendez_vous), integree: Some(true), integree_le: Some(debut), ..venue };
        if !self.evaluee() {
            self.conclure(debut, S::EnCours, None, suivie.clone())?;
        } else if debut <= self.fin {
            self.envoi.prescription.suite = suivie.clone();
        } else {
            return None;
        }
        self.achever(debut, &suivie)
    }

    /// What an appointment gave is told by today: a past one is never still to come.
    fn rapporte(&self, rendez_vous: NaiveDate, attendu: NaiveDate) -> NaiveDate {
        if rendez_vous <= self.fin { attendu.min(self.fin) } else { attendu }
    }

    fn achever(&mut self, debut: NaiveDate, suivie: &Suite) -> Option<()> {
        let type_ = self.envoi.prescription.type_;
        let (de, a) = duree(type_);
        let jour = ouvre(apres(debut, self.tirage.entre(de, a)));
        if self.tirage.chance(170) {
            let (jour, motif) = (ouvre(apres(debut, self.tirage.entre(de / 3, de))), self.tirage.selon(ABANDONS));
            let bilan = Some("Arrêt avant le terme.".to_owned());
            return self.conclure(jour, S::Abandonnee, motif, Suite { achevee: Some(false), bilan, ..suivie.clone() });
        }
        let leve = self.tirage.chance(if prepare(type_) { 200 } else { 640 });
        if self.evaluee() && !leve {
            // Someone who needs to learn: the evaluation waits for a training.
            return None;
        }
        let bilan = if leve { "Objectif atteint." } else { "Action menée à son terme ; un relais reste utile." };
        let achevee =
            Suite { achevee: Some(true), achevee_le: Some(jour), besoin_leve: Some(leve), bilan: Some(bilan.to_owned()), ..suivie.clone() };
        self.conclure(jour, S::Realisee, None, achevee)
    }

    /// A move and what the recipient tells with it.
    fn conclure(&mut self, jour: NaiveDate, vers: S, motif: Option<MotifRefus>, suite: Suite) -> Option<()> {
        self.passer(jour, vers, motif)?;
        self.envoi.prescription.suite = suite;
        Some(())
    }

    /// Nobody answered in time: the platform says so the morning after, on behalf of the recipient.
    fn expirer(&mut self) -> Option<()> {
        let jour = apres(self.envoi.expire_le, 1);
        let du =
            self.envoi.prescription.statut.en_attente() && jour <= self.monde.calendrier.au && self.clos_le.is_none_or(|clos| jour <= clos);
        if !du {
            return None;
        }
        let destinataire = self.envoi.prescription.destinataire;
        self.inscrire(S::Expiree, self.monde.calendrier.matin(jour), (destinataire, None), None);
        Some(())
    }

    /// The parcours ended: what waited is taken back, what ran is given up.
    fn clore(&mut self) -> Option<()> {
        let (clos, statut) = (self.clos_le?, self.envoi.prescription.statut);
        if statut.terminal() {
            return None;
        }
        if self.envoi.prescription.suite.presentee == Some(Presence::AVenir) {
            self.envoi.prescription.suite.presentee = Some(Presence::Annule);
        }
        if statut.en_attente() {
            self.passer(clos, S::Annulee, None)
        } else {
            self.passer(clos, S::Abandonnee, Some(MotifRefus::SituationChangee))
        }
    }

    fn dernier(&self) -> DateTime<Utc> {
        self.envoi.passages.last().map_or(self.envoi.prescription.emise_le, |p| p.le)
    }

    /// Days after the last move.
    fn dans(&self, jours: i64) -> NaiveDate {
        apres(self.monde.calendrier.jour(self.dernier()), jours)
    }

    fn plus_tard(&mut self, de: i64, a: i64) -> NaiveDate {
        let jours = self.tirage.plutot_pres(de, a);
        ouvre(self.dans(jours))
    }

    /// Moves, unless that day is still to come or the platform has closed the file meanwhile.
    fn passer(&mut self, jour: NaiveDate, vers: S, motif: Option<MotifRefus>) -> Option<()> {
        let p = &self.envoi.prescription;
        if jour > self.fin || (p.statut.en_attente() && jour > self.envoi.expire_le) {
            return None;
        }
        let par = if vers == S::Annulee { (p.prescripteur, p.agent_prescripteur) } else { (p.destinataire, self.agent) };
        let minutes = self.tirage.entre(5, 40);
        let le = self.monde.calendrier.instant(self.tirage, jour).max(self.dernier() + TimeDelta::minutes(minutes));
        self.inscrire(vers, le, par, motif);
        if vers == S::ListeAttente {
            // Putting on a waiting list is an answer, and starts a new delay.
            self.envoi.prescription.repondre_avant = apres(jour, self.monde.reglages.repondre_sous_jours);
            self.envoi.expire_le = apres(self.envoi.prescription.repondre_avant, self.monde.reglages.expirer_apres_jours);
        }
        Some(())
    }

    fn inscrire(&mut self, vers: S, le: DateTime<Utc>, (par, agent): (Uuid, Option<Uuid>), motif: Option<MotifRefus>) {
        let p = &mut self.envoi.prescription;
        if p.statut.en_attente() && !matches!(vers, S::Annulee | S::Recue | S::Expiree) {
            p.repondue_le = p.repondue_le.or(Some(le));
        }
        self.envoi.passages.push(Passage { de: Some(p.statut), vers, le, par, agent, motif, commentaire: None });
        p.statut = vers;
        p.version += 1;
        self.envoi.modifie_le = le;
    }
}

/// What only prepares another referral seldom lifts the need by itself.
const fn prepare(type_: T) -> bool {
    matches!(type_, T::EvaluationLinguistique | T::DiagnosticMobilite | T::DiagnosticActivite)
}

/// Days from the start to the end.
const fn duree(type_: T) -> (i64, i64) {
    match type_ {
        T::EvaluationLinguistique | T::DiagnosticMobilite | T::DiagnosticActivite | T::Immersion => (7, 35),
        T::AideMobilite | T::AccesDroits | T::Numerique | T::Coaching => (20, 90),
        T::FormationLinguistique | T::Formation | T::Sante | T::Logement | T::Remobilisation => (60, 210),
        T::Iae => (120, 540),
        _ => (90, 330),
    }
}

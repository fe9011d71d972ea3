//! Referrals: from a need to a service of the département, by who may prescribe that day.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::besoin::BesoinRepere;
use super::calendrier::{apres, ouvre};
use super::deroule::{Deroule, Sort};
use super::monde::Monde;
use super::offre::Offre;
use super::personne::Personne;
use super::suivi::Suivi;
use super::tirage::Tirage;
use crate::allocataire::ThemeBesoin as B;
use crate::parcours::Designation;
use crate::partenaire::TypePartenaire;
use crate::prescription::historique::Passage;
use crate::prescription::{Prescription, StatutPrescription as S, Suite, TypePrescription as T};

/// A referral with its history and the columns that no reader sees.
pub(super) struct Envoi {
    pub prescription: Prescription,
    pub expire_le: NaiveDate,
    pub modifie_le: DateTime<Utc>,
    pub passages: Vec<Passage>,
}

/// Out of a thousand: needs that are referred, of those the ones still waiting for their answer, and what follows a refusal.
const PRESCRITS: u32 = 800;
const EN_ATTENTE: u32 = 90;
const REPRESCRITS: u32 = 350;
const POURSUIVIS: u32 = 750;

/// Draws the referrals of one person.
pub(super) struct Prescripteur<'a> {
    pub monde: &'a Monde,
    pub tirage: &'a mut Tirage,
    pub personne: &'a Personne,
    pub suivis: &'a [Suivi],
    envois: Vec<Envoi>,
}

/// What a referral starts from.
#[derive(Clone, Copy)]
struct Intention {
    theme: B,
    types: &'static [(T, u32)],
    /// The day of the emission, unless it waits for its answer and is dated from the deadline.
    jour: NaiveDate,
    suite_de: Option<Uuid>,
    en_attente: bool,
}

impl<'a> Prescripteur<'a> {
    pub const fn nouveau(monde: &'a Monde, tirage: &'a mut Tirage, personne: &'a Personne, suivis: &'a [Suivi]) -> Self {
        Self { monde, tirage, personne, suivis, envois: Vec::new() }
    }

    pub fn tirer(mut self, besoins: &mut [BesoinRepere]) -> Vec<Envoi> {
        for besoin in besoins {
            if self.tirage.chance(PRESCRITS) {
                besoin.leve_le = self.traiter(besoin).or(besoin.leve_le);
            }
        }
        self.envois
    }

    /// Refers the need, and again while something follows; returns the day it was lifted.
    fn traiter(&mut self, besoin: &BesoinRepere) -> Option<NaiveDate> {
        let ouvert = self.suivis.last().is_some_and(|s| s.parcours.clos_le.is_none() && s.parcours.ouvert_le <= besoin.repere_le);
        let jour = ouvre(apres(besoin.repere_le, self.tirage.plutot_pres(0, 300)));
        // A need lifted otherwise is referred no more.
        let en_attente = ouvert && besoin.leve_le.is_none() && self.tirage.chance(EN_ATTENTE);
        let mut intention = Intention { theme: besoin.theme, types: types(besoin.theme), jour, suite_de: None, en_attente };
        loop {
            if besoin.leve_le.is_some_and(|leve| intention.jour >= leve) {
                return None;
            }
            let p = self.envoyer(intention, besoin.repere_le)?;
            if p.suite.besoin_leve == Some(true) {
                return p.suite.achevee_le;
            }
            intention = self.suivante(&p, intention)?;
        }
    }

    /// A training after the evaluation, a help after the diagnosis, another service after a refusal.
    fn suivante(&mut self, p: &Prescription, intention: Intention) -> Option<Intention> {
        let dernier = self.monde.calendrier.jour(self.envois.last()?.passages.last()?.le);
        let dernier = p.suite.integree_le.map_or(dernier, |evaluee| evaluee.max(dernier));
        let jour = ouvre(apres(dernier, self.tirage.entre(3, 25)));
        let suite = Intention { jour, suite_de: Some(p.id), en_attente: false, ..intention };
        match (p.statut, p.type_) {
            (S::Realisee, T::EvaluationLinguistique) => self.apres_evaluation(suite),
            (S::EnCours, T::EvaluationLinguistique) if p.suite.integree == Some(true) && self.monde.evaluee(p) => {
                self.apres_evaluation(suite)
            }
            (S::Realisee, T::DiagnosticMobilite) => self.tirage.si(POURSUIVIS, Intention { types: &[(T::AideMobilite, 1)], ..suite }),
            (S::Refusee | S::Expiree, _) => self.tirage.si(REPRESCRITS, suite),
            _ => None,
        }
    }

    fn apres_evaluation(&mut self, suite: Intention) -> Option<Intention> {
        self.tirage.si(POURSUIVIS, Intention { types: &[(T::FormationLinguistique, 1)], ..suite })
    }

    fn envoyer(&mut self, i: Intention, repere_le: NaiveDate) -> Option<Prescription> {
        let (type_, rang) = self.destination(i)?;
        let monde = self.monde;
        let offre = monde.offres.get(rang)?;
        let jour = if i.en_attente { self.jour_en_attente(offre.delai)? } else { i.jour };
        let suivi = self.suivis.iter().find(|s| s.couvre(jour))?;
        if jour < repere_le || jour > monde.calendrier.veille() {
            return None;
        }
        let (prescripteur, agent) = self.emetteur(suivi, offre, type_, jour)?;
        let emise_le = monde.calendrier.instant(self.tirage, jour);
        let prescription = self.emise(i, offre, type_, emise_le, (prescripteur, agent));
        let sort = if i.en_attente { Sort::en_attente(self.tirage) } else { Sort::tirer(self.tirage) };
        let envoi = Deroule::de(monde, self.tirage, prescription, suivi.parcours.clos_le, self.personne.territoire).vivre(sort);
        let p = envoi.prescription.clone();
        self.envois.push(envoi);
        Some(p)
    }

    fn emise(
        &mut self,
        i: Intention,
        offre: &Offre,
        type_: T,
        emise_le: DateTime<Utc>,
        (prescripteur, agent): (Uuid, Option<Uuid>),
    ) -> Prescription {
        Prescription {
            id: self.tirage.id(emise_le),
            departement: self.monde.departement.clone(),
            version: 1,
            type_,
            statut: S::Emise,
            allocataire_id: self.personne.id,
            prescripteur,
            agent_prescripteur: agent,
            destinataire: offre.partenaire,
            service: Some(offre.service),
            besoin: Some(i.theme),
            suite_de: i.suite_de,
            accord_personne: true,
            motif: Some(motif(i.theme).to_owned()),
            emise_le,
            repondre_avant: apres(self.monde.calendrier.jour(emise_le), offre.delai),
            repondue_le: None,
            suite: Suite::default(),
            allocataire: None,
        }
    }

    /// A kind of referral, then a service that takes it from this person, never the same couple twice.
    fn destination(&mut self, i: Intention) -> Option<(T, usize)> {
        let par_type: Vec<_> = i.types.iter().map(|(type_, poids)| (*type_, *poids, self.preneurs(*type_))).collect();
        let possibles: Vec<_> =
            par_type.iter().filter(|(.., preneurs)| !preneurs.is_empty()).map(|(type_, poids, _)| (*type_, *poids)).collect();
        let choisi = self.tirage.selon(&possibles)?;
        let (.., preneurs) = par_type.iter().find(|(type_, ..)| *type_ == choisi)?;
        self.tirage.selon(preneurs).map(|rang| (choisi, rang))
    }

    fn preneurs(&self, type_: T) -> Vec<(usize, u32)> {
        let deja = |o: &Offre| self.envois.iter().any(|e| e.prescription.type_ == type_ && e.prescription.destinataire == o.partenaire);
        let offres = self.monde.offres.iter().enumerate();
        let preneurs = offres.filter(|(_, o)| o.types.contient(type_) && o.convient(self.personne) && !deja(o));
        preneurs.map(|(rang, o)| (rang, o.attrait())).collect()
    }

    /// Emitted so that the deadline is tomorrow, still ahead, or past and not yet expired.
    fn jour_en_attente(&mut self, delai: i64) -> Option<NaiveDate> {
        let sursis = self.monde.reglages.expirer_apres_jours;
        let age = match self.tirage.selon(&[(0, 15), (1, 50), (2, 35)])? {
            0 => delai - 1,
            1 => self.tirage.entre(1, delai),
            _ => self.tirage.entre(delai + 1, delai + sursis - 1),
        };
        Some(apres(self.monde.calendrier.au, -age.max(1)))
    }

    /// The référent of the day, or the Département, which may prescribe for anyone; never the recipient itself.
    fn emetteur(&mut self, suivi: &Suivi, offre: &Offre, type_: T, jour: NaiveDate) -> Option<(Uuid, Option<Uuid>)> {
        let referent = suivi.parcours.referent(jour);
        if type_ == T::AccompagnementGlobal && self.suivi_par_un_operateur(referent) {
            return None;
        }
        let autre = referent.filter(|d| d.partenaire != offre.partenaire);
        let conseil = self.monde.conseil;
        match autre {
            Some(d) if conseil == offre.partenaire || self.tirage.chance(880) => Some((d.partenaire, d.agent)),
            _ if conseil == offre.partenaire => None,
            _ => Some((conseil, self.monde.agent(self.tirage, conseil, self.personne.territoire))),
        }
    }

    /// Accompagnement global is closed to who is already followed by a provider.
    fn suivi_par_un_operateur(&self, referent: Option<&Designation>) -> bool {
        let genre = referent.and_then(|d| self.monde.genre(d.partenaire));
        matches!(genre, Some(TypePartenaire::OperateurInsertion | TypePartenaire::Association | TypePartenaire::Plie))
    }
}

/// What answers a need, and how often.
const fn types(theme: B) -> &'static [(T, u32)] {
    match theme {
        B::Mobilite => &[(T::DiagnosticMobilite, 60), (T::AideMobilite, 12)],
        B::Logement => &[(T::Logement, 60), (T::AccompagnementSocial, 20)],
        B::Sante => &[(T::Sante, 1)],
        B::GardeEnfant => &[(T::GardeEnfant, 60), (T::AccompagnementSocial, 10)],
        B::Langue => &[(T::EvaluationLinguistique, 1)],
        B::Numerique => &[(T::Numerique, 1)],
        B::Isolement => &[(T::LienSocial, 30), (T::Remobilisation, 30), (T::AccompagnementSocial, 5)],
        B::AccesDroits => &[(T::AccesDroits, 60), (T::AccompagnementSocial, 15)],
        B::Budget => &[(T::AccompagnementSocial, 1)],
        B::ProjetProfessionnel => &[
            (T::AccompagnementGlobal, 40),
            (T::Coaching, 20),
            (T::Iae, 14),
            (T::Emploi, 6),
            (T::CreationActivite, 12),
            (T::DiagnosticActivite, 12),
            (T::Parrainage, 4),
        ],
        B::Qualification => &[(T::Formation, 40), (T::Iae, 20), (T::Immersion, 10)],
    }
}

const fn motif(theme: B) -> &'static str {
    match theme {
        B::Mobilite => "Ne peut se rendre à un emploi ou à une formation par ses propres moyens.",
        B::Logement => "Cherche un logement stable.",
        B::Sante => "Souhaite faire le point avec un professionnel.",
        B::GardeEnfant => "Cherche une solution de garde pour se rendre disponible.",
        B::Langue => "Situer le niveau de français et proposer une suite.",
        B::Numerique => "Démarches en ligne à apprendre.",
        B::Isolement => "Reprendre un rythme et des contacts.",
        B::AccesDroits => "Droits à vérifier et à ouvrir.",
        B::Budget => "Budget à stabiliser.",
        B::ProjetProfessionnel => "Projet professionnel à construire ou à confirmer.",
        B::Qualification => "Qualification à acquérir pour le métier visé.",
    }
}

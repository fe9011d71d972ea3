//! Sessions of linguistic training, with their places. They speak of nobody: any partner of the département reads them.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::erreur::ErreurMetier;
use crate::evaluation_linguistique::{BesoinLinguistique, NiveauCecrl};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::portee::Portees;
use crate::session::Ecriture;
use crate::vocabulaire::{Ensemble, enumeration};

pub mod lecture;
pub mod modification;
pub(crate) mod places;
pub mod publication;

enumeration! {
    /// OUVERTE : on s'y inscrit. COMPLETE : on s'y inscrit en liste d'attente. EN_COURS : session fermée qui a commencé. TERMINEE et ANNULEE par l'organisme, ou TERMINEE passé sa fin.
    StatutSession {
        Ouverte "OUVERTE",
        Complete "COMPLETE",
        EnCours "EN_COURS",
        Terminee "TERMINEE",
        Annulee "ANNULEE",
    }
}

enumeration! {
    /// On entre et sort à tout moment, ou tous ensemble au premier jour.
    ModaliteSession {
        EntreesSortiesPermanentes "ENTREES_SORTIES_PERMANENTES",
        Fermee "FERMEE",
    }
}

#[derive(Clone, Debug)]
pub struct SessionFormation {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub organisme: Uuid,
    pub intitule: String,
    pub besoin: BesoinLinguistique,
    pub niveaux: Ensemble<NiveauCecrl>,
    pub modalite: ModaliteSession,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub duree_heures: i64,
    pub commune: Option<String>,
    pub places: i64,
    /// Enrolments that hold a place.
    pub prises: i64,
    pub en_attente: i64,
    /// What its body made of it.
    pub arret: Option<StatutSession>,
}

impl SessionFormation {
    #[must_use]
    pub const fn restantes(&self) -> i64 {
        self.places - self.prises
    }

    /// The state that the day gives, where its body did not give another.
    #[must_use]
    pub fn statut(&self, jour: NaiveDate) -> StatutSession {
        match self.arret {
            Some(arret) => arret,
            None if self.fin < jour => StatutSession::Terminee,
            None if self.modalite == ModaliteSession::Fermee && self.debut < jour => StatutSession::EnCours,
            None if self.restantes() == 0 => StatutSession::Complete,
            None => StatutSession::Ouverte,
        }
    }

    /// Whether one may still enter: at any time until the last day, or on the first one at the latest.
    #[must_use]
    pub fn accueille(&self, jour: NaiveDate) -> bool {
        matches!(self.statut(jour), StatutSession::Ouverte | StatutSession::Complete)
    }
}

/// The scope of who holds sessions.
pub(crate) fn gerer() -> Portees {
    const { Portees::de("linguistique.sessions:gerer") }
}

/// Any partner of the département may know.
fn signaler(tx: &mut Ecriture, id: Uuid) {
    let evenement = Evenement::public(tx, TypeEvenement::SessionFormationChangee, Genre::SessionFormation, id);
    tx.signaler(evenement);
}

/// What a body types of its sessions.
mod saisie {
    use super::{Ecriture, Ensemble, ErreurMetier, NaiveDate, NiveauCecrl};

    pub const PLACES: i64 = 500;
    pub const HEURES: i64 = 2_000;

    pub fn nombre(champ: &str, valeur: i64, au_plus: i64) -> Result<i64, ErreurMetier> {
        if (1..=au_plus).contains(&valeur) { Ok(valeur) } else { Err(ErreurMetier::saisie(champ, format!("De 1 à {au_plus}."))) }
    }

    pub fn dates(debut: NaiveDate, fin: NaiveDate) -> Result<(), ErreurMetier> {
        crate::saisie::depuis_1900("debut", debut)?;
        if debut <= fin { Ok(()) } else { Err(ErreurMetier::saisie("fin", "Une session finit après avoir commencé.")) }
    }

    pub fn niveaux(niveaux: &[NiveauCecrl]) -> Result<Ensemble<NiveauCecrl>, ErreurMetier> {
        if niveaux.is_empty() {
            return Err(ErreurMetier::saisie("niveauxAccueillis", "Une session accueille un niveau au moins."));
        }
        Ok(niveaux.iter().copied().collect())
    }

    pub fn commune(tx: &Ecriture, departement: &str, code: Option<&str>) -> Result<Option<String>, ErreurMetier> {
        let Some(code) = code else { return Ok(None) };
        let connue = tx.referentiel.commune(code).filter(|c| c.departement == departement);
        let message = "Cette commune n'est pas du département de la session.";
        connue.map(|c| Some(c.code_insee.clone())).ok_or_else(|| ErreurMetier::saisie("commune", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(modalite: ModaliteSession, prises: i64, arret: Option<StatutSession>) -> SessionFormation {
        let jour = |j| NaiveDate::from_ymd_opt(2026, 6, j).unwrap_or_default();
        SessionFormation {
            id: Uuid::nil(),
            departement: "82".to_owned(),
            version: 1,
            organisme: Uuid::nil(),
            intitule: String::new(),
            besoin: BesoinLinguistique::Alphabetisation,
            niveaux: Ensemble::default(),
            modalite,
            debut: jour(10),
            fin: jour(20),
            duree_heures: 160,
            commune: None,
            places: 2,
            prises,
            en_attente: 0,
            arret,
        }
    }

    #[test]
    fn the_day_the_places_and_the_body_give_the_state() {
        use ModaliteSession::{EntreesSortiesPermanentes as Permanente, Fermee};
        use StatutSession as S;
        let le = |s: &SessionFormation, jour| s.statut(NaiveDate::from_ymd_opt(2026, 6, jour).unwrap_or_default());
        let permanente = session(Permanente, 1, None);
        assert_eq!([9, 10, 20, 21].map(|j| le(&permanente, j)), [S::Ouverte, S::Ouverte, S::Ouverte, S::Terminee]);
        let fermee = session(Fermee, 1, None);
        assert_eq!([9, 10, 11, 21].map(|j| le(&fermee, j)), [S::Ouverte, S::Ouverte, S::EnCours, S::Terminee]);
        assert_eq!(le(&session(Permanente, 2, None), 15), S::Complete);
        assert_eq!(le(&session(Permanente, 0, Some(S::Annulee)), 9), S::Annulee);
    }
}

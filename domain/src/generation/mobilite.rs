//! Mobility in the synthetic world: what platforms did with the referrals that they took, and what was asked of funds.
//!
//! The file of a person is drawn before and stays as it is: vehicles and envelopes are shared, so that what is drawn here
//! depends on the people drawn before, in the order of their ranks.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::attente::{self, Attente};
use super::calendrier::apres;
use super::dossier::Dossier;
use super::monde::Monde;
use super::relation::Relation;
use super::tirage::Tirage;
use crate::aide_mobilite::detail::{Passage, Piece, Versement};
use crate::aide_mobilite::{AideMobilite, StatutAideMobilite as S};
use crate::diagnostic_mobilite::DiagnosticMobilite;
use crate::echeance::{CodeEcheance, Echeance};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Classes;

mod flotte;
mod fonds;
mod offre;
pub(in crate::generation) mod renvoi;
mod ressources;

pub(super) use offre::Offres;
pub(super) use ressources::Ressources;

/// What one person's file gains.
#[derive(Default)]
pub(super) struct Mobilite {
    pub diagnostics: Vec<Constat>,
    pub aides: Vec<AideVecue>,
    pub relations: Vec<Relation>,
    pub attentes: Vec<Attente>,
    pub evenements: Vec<Evenement>,
}

/// A diagnosis, and who of the platform made it.
pub(super) struct Constat {
    pub diagnostic: DiagnosticMobilite,
    pub agent: Option<Uuid>,
}

/// An aid with its history and what only its rows keep.
pub(super) struct AideVecue {
    pub aide: AideMobilite,
    pub regles: Option<String>,
    pub pieces: Vec<Piece>,
    pub versements: Vec<(DateTime<Utc>, Versement)>,
    pub passages: Vec<Passage>,
}

impl AideVecue {
    pub fn dernier(&self) -> DateTime<Utc> {
        self.passages.last().map_or(self.aide.demandee_le, |p| p.le)
    }

    /// A move, told by who made it.
    pub fn passer(&mut self, vers: S, le: DateTime<Utc>, (par, agent): (Uuid, Option<Uuid>)) {
        let de = self.passages.last().map(|p| p.vers);
        self.passages.push(Passage { de, vers, le, par, agent, commentaire: None });
        self.aide.statut = vers;
        self.aide.version = i64::try_from(self.passages.len()).unwrap_or_default();
    }
}

/// Days of history that the change feed holds.
const FIL: i64 = 30;

pub(super) fn tirer(monde: &Monde, graine: u64, rang: usize, dossier: &Dossier, ressources: &mut Ressources) -> Mobilite {
    let mut tirage = Tirage::de(graine, &format!("{}/mobilite", monde.departement), rang);
    let mut lue = Mobilite::default();
    for envoi in &dossier.envois {
        renvoi::traiter(monde, &mut tirage, envoi, (&mut lue, ressources));
    }
    for f in &monde.mobilite.fonds {
        fonds::demander(monde, &mut tirage, (f, dossier), (&mut lue, ressources));
    }
    lue.conclure(monde, &mut tirage, dossier);
    lue
}

impl Mobilite {
    /// What waits, and what was signalled.
    pub fn conclure(&mut self, monde: &Monde, tirage: &mut Tirage, dossier: &Dossier) {
        self.attentes = self.aides.iter().filter_map(|a| attendre(monde, a)).collect();
        self.evenements = signaler(monde, tirage, dossier, self);
    }
}

/// What the state of an aid waits for, as the acts open it.
fn attendre(monde: &Monde, a: &AideVecue) -> Option<Attente> {
    let (aide, depuis) = (&a.aide, a.dernier());
    let sous = apres(monde.calendrier.jour(depuis), monde.reglages.repondre_sous_jours);
    let (code, responsable, agent, due): (_, _, _, NaiveDate) = match aide.statut {
        S::Demandee | S::EnInstruction | S::Ajournee => (CodeEcheance::InstruireAide, aide.instructeur, None, sous),
        S::Incomplete => (CodeEcheance::CompleterDossierAide, aide.demandeur, aide.agent_demandeur, sous),
        S::Accordee => (CodeEcheance::VerserAide, aide.instructeur, None, sous),
        S::EnCours => (CodeEcheance::RendreVehicule, aide.instructeur, aide.agent_demandeur, aide.pret?.au),
        S::Refusee | S::Versee | S::Annulee | S::Terminee => return None,
    };
    let echeance = Echeance {
        departement: monde.departement.clone(),
        code,
        objet: aide.id,
        allocataire: Some(aide.allocataire_id),
        responsable,
        agent,
        depuis,
        due,
        regle: None,
    };
    Some(attente::attente(monde, depuis, echeance))
}

fn signaler(monde: &Monde, tirage: &mut Tirage, dossier: &Dossier, lue: &Mobilite) -> Vec<Evenement> {
    let debut = monde.calendrier.matin(apres(monde.calendrier.au, -FIL));
    let constats = lue
        .diagnostics
        .iter()
        .map(|c| &c.diagnostic)
        .map(|d| (d.cree_le, TypeEvenement::DiagnosticMobiliteEnregistre, (Genre::DiagnosticMobilite, d.id), Some(d.plateforme)));
    let passages = lue
        .aides
        .iter()
        .flat_map(|a| a.passages.iter().map(|p| (p.le, TypeEvenement::AideMobiliteChangee, (Genre::AideMobilite, a.aide.id), Some(p.par))));
    let rappels = lue
        .attentes
        .iter()
        .filter_map(|a| Some((a.signalee_le?, TypeEvenement::EcheanceDepassee, (Genre::AideMobilite, a.echeance.objet), None)));
    let recents = constats.chain(passages).chain(rappels).filter(|(le, ..)| *le >= debut);
    recents
        .map(|(le, type_, (genre, objet), par)| Evenement {
            id: tirage.id(le),
            position: 0,
            genre,
            type_,
            objet,
            departement: Some(monde.departement.clone()),
            allocataire: Some(dossier.personne.id),
            destinataire: None,
            par,
            classes: Classes::DOSSIER,
            le,
        })
        .collect()
}

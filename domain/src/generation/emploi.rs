//! Applications and insertion contracts in the synthetic world: what became of the referrals to structures, and those that
//! prescribers proposed by themselves.
//!
//! The file of a person is drawn before and stays as it is: places of posts are shared, so that what is drawn here depends on
//! the people drawn before, in the order of their ranks.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::attente::{self, Attente};
use super::calendrier::apres;
use super::dossier::Dossier;
use super::monde::Monde;
use super::relation::{Relation, ferme, relation, sans_fin};
use super::tirage::Tirage;
use crate::candidature::mouvement::Passage;
use crate::candidature::{Candidature, MotifRefusCandidature as M, StatutCandidature as S};
use crate::contrat_insertion::ContratInsertion;
use crate::contrat_insertion::detail::{Immersion, Palier, Renouvellement};
use crate::echeance::{CodeEcheance, Echeance};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{Fin, Nature, jamais, sans_fin as toujours};
use crate::pass_iae::PassIae;
use crate::politique::Classes;

pub(in crate::generation) mod contrat;
mod places;
pub(in crate::generation) mod postulation;

pub(super) use places::Places;

/// What one person's file gains.
#[derive(Default)]
pub(super) struct Emploi {
    pub candidatures: Vec<Postulation>,
    pub contrats: Vec<Embauche>,
    pub relations: Vec<Relation>,
    pub attentes: Vec<Attente>,
    pub evenements: Vec<Evenement>,
}

/// A move, when it was made, and by whom.
pub(super) struct Pas {
    pub passage: Passage,
    pub le: DateTime<Utc>,
    pub par: Uuid,
    pub agent: Option<Uuid>,
}

/// An application with its history.
pub(super) struct Postulation {
    pub candidature: Candidature,
    pub pas: Vec<Pas>,
}

/// A contract and what goes with it.
pub(super) struct Embauche {
    pub contrat: ContratInsertion,
    pub parcours: Option<Uuid>,
    pub pass: PassIae,
    pub paliers: Vec<Palier>,
    pub renouvellements: Vec<Renouvellement>,
    pub immersions: Vec<Immersion>,
    pub termine_le: Option<DateTime<Utc>>,
}

impl Postulation {
    pub fn passer(&mut self, vers: S, le: DateTime<Utc>, (par, agent): (Uuid, Option<Uuid>), motif: Option<M>) {
        let de = self.pas.last().map(|p| p.passage.vers);
        self.pas.push(Pas { passage: Passage { de, vers, motif, commentaire: None }, le, par, agent });
        self.candidature.statut = vers;
        self.candidature.version = i64::try_from(self.pas.len()).unwrap_or_default();
    }

    pub fn dernier(&self) -> DateTime<Utc> {
        self.pas.last().map_or(self.candidature.deposee_le, |p| p.le)
    }

    pub fn close_le(&self) -> Option<DateTime<Utc>> {
        self.candidature.statut.terminal().then(|| self.dernier())
    }

    pub fn motif(&self) -> Option<M> {
        self.pas.last().and_then(|p| p.passage.motif)
    }
}

/// Days of history that the change feed holds.
const FIL: i64 = 30;

pub(super) fn tirer(monde: &Monde, graine: u64, rang: usize, dossier: &Dossier, places: &mut Places) -> Emploi {
    let mut tirage = Tirage::de(graine, &format!("{}/emploi", monde.departement), rang);
    let mut lu = Emploi::default();
    for envoi in &dossier.envois {
        postulation::sur_envoi(monde, &mut tirage, (dossier, envoi), (&mut lu, places));
    }
    postulation::directe(monde, &mut tirage, dossier, (&mut lu, places));
    lu.conclure(monde, &mut tirage, dossier);
    lu
}

impl Emploi {
    /// Who sees it, what waits, and what was signalled.
    pub fn conclure(&mut self, monde: &Monde, tirage: &mut Tirage, dossier: &Dossier) {
        self.relations = relations(monde, self);
        self.attentes = self.candidatures.iter().filter_map(|p| attendre(monde, p)).collect();
        self.evenements = signaler(monde, tirage, dossier, self);
    }
}

/// Nothing of hers is alive or runs that day: the next may begin.
fn libre(lu: &Emploi, le: DateTime<Utc>) -> bool {
    let closes = lu.candidatures.iter().all(|p| p.close_le().is_some_and(|fin| fin <= le));
    closes && lu.contrats.iter().all(|e| e.termine_le.is_some_and(|fin| fin <= le))
}

fn relations(monde: &Monde, lu: &Emploi) -> Vec<Relation> {
    let jours = monde.reglages.jours_apres_cloture;
    let fin = |le: DateTime<Utc>, jours: i64| ferme(Fin { le: monde.calendrier.jour(le), jours });
    let candidatures = lu.candidatures.iter().flat_map(|p| {
        let c = &p.candidature;
        let fin = p.close_le().map(|le| fin(le, if c.statut == S::Embauchee { jours } else { 0 }));
        let ouverte = if c.statut == S::Nouvelle { (jamais(), toujours()) } else { sans_fin() };
        [
            relation(monde, (c.allocataire_id, c.employeur, None), (Nature::Candidature, c.id), c.deposee_le, fin.unwrap_or(ouverte)),
            relation(
                monde,
                (c.allocataire_id, c.prescripteur, c.agent_prescripteur),
                (Nature::Candidature, c.id),
                c.deposee_le,
                fin.unwrap_or_else(sans_fin),
            ),
        ]
    });
    let contrats = lu.contrats.iter().map(|e| {
        let c = &e.contrat;
        let fin = e.termine_le.map_or_else(sans_fin, |le| fin(le, jours));
        relation(monde, (c.allocataire_id, c.employeur, None), (Nature::ContratIae, c.id), c.cree_le, fin)
    });
    candidatures.chain(contrats).collect()
}

/// The structure owes an answer, as the acts say it.
fn attendre(monde: &Monde, p: &Postulation) -> Option<Attente> {
    let (c, depuis) = (&p.candidature, p.dernier());
    if c.statut.terminal() || matches!(c.statut, S::Acceptee | S::Vivier) {
        return None;
    }
    let echeance = Echeance {
        departement: monde.departement.clone(),
        code: CodeEcheance::RepondreCandidature,
        objet: c.id,
        allocataire: Some(c.allocataire_id),
        responsable: c.employeur,
        agent: None,
        depuis,
        due: apres(monde.calendrier.jour(depuis), monde.reglages.repondre_sous_jours),
        regle: None,
    };
    Some(attente::attente(monde, depuis, echeance))
}

fn signaler(monde: &Monde, tirage: &mut Tirage, dossier: &Dossier, lu: &Emploi) -> Vec<Evenement> {
    let debut = monde.calendrier.matin(apres(monde.calendrier.au, -FIL));
    let pas = lu.candidatures.iter().flat_map(|p| p.pas.iter().map(move |x| (x.le, &p.candidature, x.par)));
    let adresses = pas.flat_map(|(le, c, par)| {
        let parties = [Some(c.employeur), Some(c.prescripteur)].into_iter().filter(move |p| *p != Some(par)).chain([None]);
        parties.map(move |a| (le, TypeEvenement::CandidatureChangee, (Genre::Candidature, c.id), Some(par), a))
    });
    let contrats = lu.contrats.iter().flat_map(|e| {
        let c = &e.contrat;
        let instants = [Some(c.cree_le), e.termine_le].into_iter().flatten();
        instants.map(move |le| (le, TypeEvenement::ContratInsertionChange, (Genre::ContratInsertion, c.id), Some(c.employeur), None))
    });
    let rappels = lu
        .attentes
        .iter()
        .filter_map(|a| Some((a.signalee_le?, TypeEvenement::EcheanceDepassee, (Genre::Candidature, a.echeance.objet), None, None)));
    let recents = adresses.chain(contrats).chain(rappels).filter(|(le, ..)| *le >= debut);
    recents
        .map(|(le, type_, (genre, objet), par, destinataire)| Evenement {
            id: tirage.id(le),
            position: 0,
            genre,
            type_,
            objet,
            departement: Some(monde.departement.clone()),
            allocataire: Some(dossier.personne.id),
            destinataire,
            par,
            classes: Classes::DOSSIER,
            le,
        })
        .collect()
}

/// The right of a person, as it stood that day.
fn beneficie(dossier: &Dossier, le: NaiveDate) -> bool {
    let droit = &dossier.personne.droit;
    droit.ouvert_le.is_some_and(|ouvert| ouvert <= le) && droit.clos_le.is_none_or(|clos| clos >= le)
}

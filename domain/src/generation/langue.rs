//! Evaluations and trainings that went with the referrals: what a platform found, and what a body made of it.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::{Calendrier, apres};
use super::monde::Monde;
use super::prescription::Envoi;
use super::tirage::Tirage;
use crate::evaluation_linguistique::{
    BesoinLinguistique as B, Competences, EvaluationLinguistique, MotifClotureEvaluation as M, Niveau, NiveauCecrl as N,
    StatutEvaluationLinguistique as E,
};
use crate::inscription_formation::{InscriptionFormation, StatutInscription as I};
use crate::prescription::{MotifRefus, StatutPrescription as S, TypePrescription as T};
use crate::rendez_vous::Presence;
use crate::session_formation::{ModaliteSession, SessionFormation};
use crate::vocabulaire::Ensemble;

/// An evaluation and the columns that no reader sees.
pub(super) struct Bilan {
    pub evaluation: EvaluationLinguistique,
    pub cree_le: DateTime<Utc>,
    pub close_le: Option<DateTime<Utc>>,
    pub modifie_le: DateTime<Utc>,
}

/// An enrolment, the same, and the last day of its session.
pub(super) struct Stage {
    pub inscription: InscriptionFormation,
    pub close_le: Option<DateTime<Utc>>,
    pub modifie_le: DateTime<Utc>,
    pub fin_session: NaiveDate,
}

#[derive(Default)]
pub(super) struct Apprentissage {
    pub bilans: Vec<Bilan>,
    pub stages: Vec<Stage>,
}

/// What an evaluation concludes: nine in ten that conclude to a need are of French as a foreign language.
const BESOINS: &[(B, u32)] = &[(B::FrancaisLangueEtrangere, 87), (B::Alphabetisation, 6), (B::Illettrisme, 5), (B::SavoirsDeBase, 2)];
const NIVEAUX: &[(N, u32)] = &[(N::InfraA1, 14), (N::A11, 22), (N::A1, 30), (N::A2, 22), (N::B1, 12)];
/// Levels that suffice.
const SUFFISANTS: &[(N, u32)] = &[(N::B2, 70), (N::C1, 25), (N::C2, 5)];

pub(super) fn tirer(monde: &Monde, tirage: &mut Tirage, envois: &[Envoi]) -> Apprentissage {
    let mut vecu = Apprentissage::default();
    for envoi in envois {
        match envoi.prescription.type_ {
            T::EvaluationLinguistique => vecu.bilans.extend(bilan(monde, tirage, envoi)),
            T::FormationLinguistique => {
                let suivi = vecu.bilans.iter_mut().find(|b| envoi.prescription.suite_de == Some(b.evaluation.prescription));
                vecu.stages.extend(stage(monde, tirage, envoi, suivi));
            }
            _ => {}
        }
    }
    vecu
}

/// When a referral came to a state.
fn passee(e: &Envoi, vers: S) -> Option<DateTime<Utc>> {
    e.passages.iter().find(|p| p.vers == vers).map(|p| p.le)
}

/// One for each referral that a platform accepted, as far as the referral went.
fn bilan(monde: &Monde, tirage: &mut Tirage, e: &Envoi) -> Option<Bilan> {
    let p = &e.prescription;
    let cree_le = passee(e, S::Acceptee).filter(|_| monde.evaluee(p))?;
    let venue = p.suite.integree_le.filter(|_| p.suite.presentee == Some(Presence::Present));
    let (statut, version) = match p.statut {
        S::Acceptee => (E::AConvoquer, 1),
        S::EnCours if venue.is_none() => (E::Convoquee, 2),
        S::EnCours => (E::Evaluee, 3),
        S::Realisee => (E::Terminee, 4),
        _ => (E::SansSuite, 3),
    };
    let cloture = matches!(statut, E::Terminee | E::SansSuite).then(|| cloture(e));
    let trouve = venue.map(|le| (le, constat(tirage, cloture)));
    let modifie_le = venue.map_or(e.modifie_le, |le| monde.calendrier.soir(le).max(e.modifie_le));
    let evaluation = EvaluationLinguistique {
        id: tirage.id(cree_le),
        departement: p.departement.clone(),
        version,
        allocataire_id: p.allocataire_id,
        prescription: p.id,
        evaluateur: p.destinataire,
        statut,
        besoin: trouve.map(|(_, (besoin, _))| besoin),
        cloture,
        evaluee_le: trouve.map(|(le, _)| le),
        entree_le: None,
        niveaux: trouve.iter().map(|(le, (_, competences))| niveau(e, *le, *competences)).collect(),
    };
    Some(Bilan { evaluation, cree_le, close_le: cloture.map(|_| e.modifie_le), modifie_le })
}

fn niveau(e: &Envoi, evalue_le: NaiveDate, competences: Competences) -> Niveau {
    Niveau { finale: false, competences, evalue_le, agent: e.passages.last().and_then(|p| p.agent) }
}

/// The need, and a level that goes with it; one skill in the four often lags.
fn constat(tirage: &mut Tirage, cloture: Option<M>) -> (B, Competences) {
    let suffit = cloture == Some(M::NiveauSuffisant);
    let oral = tirage.selon(if suffit { SUFFISANTS } else { NIVEAUX });
    let ecrit = if tirage.chance(300) && !suffit { Some(N::InfraA1) } else { oral };
    let besoin = if suffit { B::Aucun } else { tirage.selon(BESOINS).unwrap_or(B::FrancaisLangueEtrangere) };
    let degre = matches!(besoin, B::Illettrisme | B::SavoirsDeBase).then(|| tirage.entre(1, 3));
    let competences =
        Competences { comprehension_orale: oral, expression_orale: oral, comprehension_ecrite: ecrit, expression_ecrite: ecrit, degre };
    (besoin, competences)
}

fn cloture(e: &Envoi) -> M {
    match (e.prescription.suite.besoin_leve, e.passages.last().and_then(|p| p.motif)) {
        (Some(true), _) => M::NiveauSuffisant,
        (_, Some(MotifRefus::NeSEstPasPresentee)) => M::Absences,
        (_, Some(MotifRefus::PersonneRefuse)) => M::PersonneRefuse,
        (_, Some(MotifRefus::PersonneInjoignable)) => M::PersonneInjoignable,
        (_, Some(MotifRefus::Demenagement)) => M::Demenagement,
        (_, Some(MotifRefus::SituationChangee)) => M::Emploi,
        _ => M::Autre,
    }
}

/// One for each referral to a body whose person entered. It goes with the evaluation that the referral follows, to a session
/// that suits her: elsewhere the body follows the referral by hand.
fn stage(monde: &Monde, tirage: &mut Tirage, e: &Envoi, mut suivi: Option<&mut Bilan>) -> Option<Stage> {
    let p = &e.prescription;
    let (inscrite_le, entree_le) = (passee(e, S::Acceptee)?, monde.calendrier.jour(passee(e, S::EnCours)?));
    let evaluation = suivi.as_ref().map(|b| b.evaluation.clone());
    let niveau = evaluation.as_ref().and_then(|e| e.niveaux.last()).copied();
    let convient = |s: &&SessionFormation| {
        let accueille = niveau.and_then(|n| n.competences.globale()).is_none_or(|n| s.niveaux.contient(n));
        accueille && evaluation.as_ref().is_none_or(|e| e.besoin == Some(s.besoin))
    };
    let session = monde.sessions.iter().filter(|s| s.organisme == p.destinataire && s.debut.year() == entree_le.year()).filter(convient);
    let session = tirage.selon(&session.map(|s| (s, if s.besoin == B::FrancaisLangueEtrangere { 87 } else { 13 })).collect::<Vec<_>>())?;
    let (statut, version) = match p.statut {
        S::EnCours => (I::EnFormation, 2),
        S::Realisee => (I::Terminee, 3),
        _ => (I::Abandonnee, 3),
    };
    let sortie_le = (statut != I::EnFormation).then(|| monde.calendrier.jour(e.modifie_le));
    let jours = (sortie_le.unwrap_or_else(|| monde.calendrier.veille()) - entree_le).num_days();
    let inscription = InscriptionFormation {
        id: tirage.id(inscrite_le),
        departement: p.departement.clone(),
        version,
        allocataire_id: p.allocataire_id,
        session: session.id,
        organisme: p.destinataire,
        evaluation: evaluation.as_ref().map(|e| e.id),
        evaluateur: evaluation.as_ref().map(|e| e.evaluateur),
        prescription: Some(p.id),
        statut,
        rang: None,
        besoin: evaluation.as_ref().and_then(|e| e.besoin),
        competences: niveau.map_or_else(Competences::default, |n| n.competences),
        evalue_le: niveau.map(|n| n.evalue_le),
        motif: (statut == I::Abandonnee).then(|| cloture(e)),
        inscrite_le,
        entree_le: Some(entree_le),
        sortie_le,
        // Some two hours a day of the week.
        heures: Some((jours * 5 * tirage.entre(2, 3) / 7).clamp(0, session.duree_heures)),
        bilan: p.suite.bilan.clone(),
    };
    if let Some(b) = &mut suivi {
        b.former(&inscription, e.modifie_le);
    }
    Some(Stage { inscription, close_le: sortie_le.map(|_| e.modifie_le), modifie_le: e.modifie_le, fin_session: session.fin })
}

impl Bilan {
    /// The person entered a training, and perhaps left it: oriented, in training, to be evaluated again.
    fn former(&mut self, i: &InscriptionFormation, le: DateTime<Utc>) {
        self.evaluation.entree_le = i.entree_le;
        self.modifie_le = self.modifie_le.max(le);
        self.evaluation.version += 2 + i64::from(i.sortie_le.is_some());
        if self.evaluation.statut == E::Evaluee {
            self.evaluation.statut = if i.sortie_le.is_some() { E::AEvaluerFinal } else { E::EnFormation };
        }
    }
}

/// Needs of the sessions that each body opens every year, and the levels that they welcome.
const SESSIONS: [(B, &str, &[N]); 2] = [
    (B::FrancaisLangueEtrangere, "Français langue étrangère", &[N::A11, N::A1, N::A2, N::B1]),
    (B::Alphabetisation, "Alphabétisation", &[N::InfraA1, N::A11]),
];
const PLACES: i64 = 24;
const HEURES: i64 = 160;

/// Permanent sessions of each body, two by year of entry; who enters late in one finishes in it.
pub(super) fn sessions(
    (graine, departement): (u64, &str),
    calendrier: &Calendrier,
    organismes: &[Uuid],
    commune: Option<&str>,
) -> Vec<SessionFormation> {
    let mut tirage = Tirage::de(graine, &format!("{departement}/sessions"), 0);
    let annees = calendrier.debut.year()..=apres(calendrier.au, 60).year();
    let mut sessions = Vec::new();
    for (annee, organisme) in annees.flat_map(|annee| organismes.iter().map(move |organisme| (annee, *organisme))) {
        let bornes = NaiveDate::from_ymd_opt(annee, 1, 1).zip(NaiveDate::from_ymd_opt(annee + 1, 12, 31));
        let Some((debut, fin)) = bornes else { continue };
        for (besoin, intitule, niveaux) in SESSIONS {
            sessions.push(SessionFormation {
                id: tirage.id(calendrier.minuit(debut)),
                departement: departement.to_owned(),
                version: 1,
                organisme,
                intitule: format!("{intitule} {annee}"),
                besoin,
                niveaux: niveaux.iter().copied().collect::<Ensemble<N>>(),
                modalite: ModaliteSession::EntreesSortiesPermanentes,
                debut,
                fin,
                duree_heures: HEURES,
                commune: commune.map(str::to_owned),
                places: PLACES,
                prises: 0,
                en_attente: 0,
                arret: None,
            });
        }
    }
    sessions
}

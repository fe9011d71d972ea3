//! Referrals of the model: to the linguistic platform, to the bodies that train, to the mobility platforms.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::acteurs::Acteurs;
use super::fiche::Fiche;
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::langue::{self, Apprentissage};
use crate::generation::monde::Monde;
use crate::generation::prescription::Envoi;
use crate::generation::suivi::Suivi;
use crate::generation::tirage::Tirage;
use crate::prescription::historique::Passage;
use crate::prescription::{Prescription, StatutPrescription as S, Suite, TypePrescription as T};
use crate::rendez_vous::Presence;

/// Draws of a need and a level, until the person suits a session.
const ESSAIS: usize = 200;
/// Days of a training.
const FORMATION: i64 = 110;

/// Who refers whom, where, and for what.
#[derive(Clone, Copy)]
struct Adresse {
    type_: T,
    qui: Uuid,
    prescripteur: Uuid,
    vers: (Uuid, Option<Uuid>),
    suite_de: Option<Uuid>,
}

pub(super) fn envoyer(monde: &Monde, acteurs: &Acteurs, tirage: &mut Tirage, (rang, f): (usize, &Fiche), suivi: &Suivi) -> Vec<Envoi> {
    let qui = suivi.parcours.allocataire_id;
    let mut envois = Vec::new();
    if let Some(le) = f.diagnostic {
        let vers = acteurs.plateformes[rang % acteurs.plateformes.len()];
        let adresse = Adresse { type_: T::DiagnosticMobilite, qui, prescripteur: monde.conseil, vers, suite_de: None };
        envois.push(diagnostiquer(monde, tirage, adresse, le));
    }
    if let (Some(e), Some(referent)) = (f.evaluation, suivi.parcours.designations.first()) {
        let prescripteur = referent.partenaire;
        let adresse = Adresse { type_: T::EvaluationLinguistique, qui, prescripteur, vers: acteurs.evaluateur, suite_de: None };
        let evaluation = evaluer(monde, tirage, adresse, e.le, e.formation.is_none() && rang.is_multiple_of(3));
        let suite_de = Some(evaluation.prescription.id);
        envois.push(evaluation);
        if let Some(entree) = e.formation {
            let vers = acteurs.organismes[rang % acteurs.organismes.len()];
            let adresse = Adresse { type_: T::FormationLinguistique, qui, prescripteur, vers, suite_de };
            envois.push(former(monde, tirage, adresse, (e.le, entree)));
        }
    }
    envois
}

/// What the platform found, drawn again until the training that the plan gives her suits her.
pub(super) fn apprendre(monde: &Monde, graine: u64, (rang, f): (usize, &Fiche), envois: &[Envoi]) -> Apprentissage {
    let Some(evaluation) = f.evaluation else { return Apprentissage::default() };
    let tirer = |essai: usize| {
        let mut tirage = Tirage::de(graine, &format!("{}/modele/langue/{essai}", monde.departement), rang);
        langue::tirer(monde, &mut tirage, envois)
    };
    let attendus = usize::from(evaluation.formation.is_some());
    (0..ESSAIS).map(tirer).find(|a| a.stages.len() == attendus).unwrap_or_default()
}

fn diagnostiquer(monde: &Monde, tirage: &mut Tirage, a: Adresse, le: NaiveDate) -> Envoi {
    let mut envoi = emettre(monde, tirage, a, ouvre(apres(le, -14)));
    avancer(monde, tirage, &mut envoi, [(S::Recue, -11), (S::Acceptee, -8), (S::EnCours, -1), (S::Realisee, 0)], le);
    envoi.prescription.suite = Suite { besoin_leve: Some(false), ..achevee(le, le) };
    envoi
}

/// The person came; her training is still to come, or her level is enough.
fn evaluer(monde: &Monde, tirage: &mut Tirage, a: Adresse, le: NaiveDate, suffit: bool) -> Envoi {
    let mut envoi = emettre(monde, tirage, a, ouvre(apres(le, -18)));
    avancer(monde, tirage, &mut envoi, [(S::Recue, -14), (S::Acceptee, -10), (S::EnCours, -9)], le);
    envoi.prescription.suite = venue(le);
    if suffit {
        avancer(monde, tirage, &mut envoi, [(S::Realisee, 4)], le);
        envoi.prescription.suite = achevee(le, ouvre(apres(le, 4)));
    }
    envoi
}

fn former(monde: &Monde, tirage: &mut Tirage, a: Adresse, (evaluee, entree): (NaiveDate, NaiveDate)) -> Envoi {
    let mut envoi = emettre(monde, tirage, a, ouvre(apres(evaluee, 7)));
    avancer(monde, tirage, &mut envoi, [(S::Recue, 10), (S::Acceptee, 14)], evaluee);
    avancer(monde, tirage, &mut envoi, [(S::EnCours, 0)], entree);
    envoi.prescription.suite = venue(entree);
    let fin = ouvre(apres(entree, FORMATION));
    if fin < monde.calendrier.veille() {
        avancer(monde, tirage, &mut envoi, [(S::Realisee, 0)], fin);
        envoi.prescription.suite = achevee(entree, fin);
    }
    envoi
}

fn venue(le: NaiveDate) -> Suite {
    Suite {
        presentee: Some(Presence::Present),
        presentee_le: Some(le),
        retenue: Some(true),
        retenue_le: Some(le),
        integree: Some(true),
        integree_le: Some(le),
        ..Suite::default()
    }
}

fn achevee(le: NaiveDate, fin: NaiveDate) -> Suite {
    let bilan = Some("Action menée à son terme.".to_owned());
    Suite { achevee: Some(true), achevee_le: Some(fin), besoin_leve: Some(true), bilan, ..venue(le) }
}

fn emettre(monde: &Monde, tirage: &mut Tirage, a: Adresse, jour: NaiveDate) -> Envoi {
    let emise_le = monde.calendrier.instant(tirage, jour);
    let repondre_avant = apres(jour, monde.reglages.repondre_sous_jours);
    let prescription = Prescription {
        id: tirage.id(emise_le),
        departement: monde.departement.clone(),
        version: 1,
        type_: a.type_,
        statut: S::Emise,
        allocataire_id: a.qui,
        prescripteur: a.prescripteur,
        agent_prescripteur: None,
        destinataire: a.vers.0,
        service: a.vers.1,
        besoin: None,
        suite_de: a.suite_de,
        accord_personne: true,
        motif: None,
        emise_le,
        repondre_avant,
        repondue_le: None,
        suite: Suite::default(),
        allocataire: None,
    };
    let emission = passage(None, S::Emise, emise_le, a.prescripteur);
    Envoi {
        expire_le: apres(repondre_avant, monde.reglages.expirer_apres_jours),
        modifie_le: emise_le,
        passages: vec![emission],
        prescription,
    }
}

const fn passage(de: Option<S>, vers: S, le: DateTime<Utc>, par: Uuid) -> Passage {
    Passage { de, vers, le, par, agent: None, motif: None, commentaire: None }
}

/// Moves by the recipient, each so many days from a day.
fn avancer<const N: usize>(monde: &Monde, tirage: &mut Tirage, e: &mut Envoi, pas: [(S, i64); N], jour: NaiveDate) {
    for (vers, jours) in pas {
        let le = monde.calendrier.instant(tirage, ouvre(apres(jour, jours))).max(e.modifie_le + chrono::TimeDelta::minutes(10));
        let p = &mut e.prescription;
        if p.statut.en_attente() && vers == S::Acceptee {
            p.repondue_le = Some(le);
        }
        e.passages.push(passage(Some(p.statut), vers, le, p.destinataire));
        p.statut = vers;
        p.version += 1;
        e.modifie_le = le;
    }
}

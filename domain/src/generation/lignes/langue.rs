//! Sessions of training, evaluations with their levels, enrolments.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;

use crate::evaluation_linguistique::niveau;
use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::langue::{Bilan, Stage};
use crate::session_formation::{SessionFormation, publication};
use crate::vocabulaire::Enumeration;

const EVALUATION: &str = "departement, id, version, allocataire_id, prescription_id, evaluateur_id, statut, besoin, niveau_atteint, evaluee_le, entree_le, cloture, cree_le, close_le, modifie_le";
const NIVEAU: &str = "departement, evaluation_id, rang, allocataire_id, finale, evalue_le, agent_id";
const INSCRIPTION: &str = "departement, id, version, allocataire_id, session_id, organisme_id, evaluation_id, evaluateur_id, prescription_id, statut, besoin, evalue_le, motif, inscrite_le, entree_le, sortie_le, heures, bilan, close_le, modifie_le";

pub(in crate::generation) fn sessions(ouvertes: &[SessionFormation], le: DateTime<Utc>) -> Tampon {
    let mut tampon = Tampon::nouveau("session_formation", publication::COLONNES, 17);
    for s in ouvertes {
        tampon.ligne(publication::valeurs(s, le));
    }
    tampon
}

pub(super) fn tampons(dossiers: &[Dossier]) -> [Tampon; 3] {
    let mut evaluations = Tampon::nouveau("evaluation_linguistique", EVALUATION, 15);
    let mut niveaux = Tampon::nouveau("niveau_linguistique", format!("{NIVEAU}, {}", niveau::COLONNES), 12);
    let mut inscriptions = Tampon::nouveau("inscription_formation", format!("{INSCRIPTION}, {}", niveau::COLONNES), 25);
    for a in dossiers.iter().map(|d| &d.apprentissage) {
        a.bilans.iter().for_each(|b| evaluations.ligne(evaluation(b)));
        a.bilans.iter().for_each(|b| evaluer(&mut niveaux, b));
        a.stages.iter().for_each(|s| inscriptions.ligne(inscription(s)));
    }
    [evaluations, niveaux, inscriptions]
}

fn evaluation(b: &Bilan) -> [Value; 15] {
    let e = &b.evaluation;
    let atteint = e.niveaux.last().and_then(|n| n.competences.globale());
    [
        e.departement.as_str().into(),
        e.id.into(),
        e.version.into(),
        e.allocataire_id.into(),
        e.prescription.into(),
        e.evaluateur.into(),
        e.statut.code().into(),
        e.besoin.map(Enumeration::code).into(),
        atteint.map(|n| i64::try_from(n.rang()).unwrap_or_default()).into(),
        e.evaluee_le.into(),
        e.entree_le.into(),
        e.cloture.map(Enumeration::code).into(),
        b.cree_le.into(),
        b.close_le.into(),
        b.modifie_le.into(),
    ]
}

fn evaluer(table: &mut Tampon, b: &Bilan) {
    let e = &b.evaluation;
    for (rang, n) in (1_i64..).zip(&e.niveaux) {
        let [co, eo, ce, ee, degre] = n.competences.valeurs();
        table.ligne([
            e.departement.as_str().into(),
            e.id.into(),
            rang.into(),
            e.allocataire_id.into(),
            n.finale.into(),
            n.evalue_le.into(),
            n.agent.into(),
            co,
            eo,
            ce,
            ee,
            degre,
        ]);
    }
}

fn inscription(s: &Stage) -> [Value; 25] {
    let i = &s.inscription;
    let [co, eo, ce, ee, degre] = i.competences.valeurs();
    [
        i.departement.as_str().into(),
        i.id.into(),
        i.version.into(),
        i.allocataire_id.into(),
        i.session.into(),
        i.organisme.into(),
        i.evaluation.into(),
        i.evaluateur.into(),
        i.prescription.into(),
        i.statut.code().into(),
        i.besoin.map(Enumeration::code).into(),
        i.evalue_le.into(),
        i.motif.map(Enumeration::code).into(),
        i.inscrite_le.into(),
        i.entree_le.into(),
        i.sortie_le.into(),
        i.heures.into(),
        i.bilan.clone().into(),
        s.close_le.into(),
        s.modifie_le.into(),
        co,
        eo,
        ce,
        ee,
        degre,
    ]
}

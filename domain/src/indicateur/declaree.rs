//! Values that partners declared, as lines of an answer.

use super::{Declaration, Part, ValeurIndicateur};
use crate::mesure::{Dimension, Question};
use crate::referentiel::Referentiel;
use crate::territoire::Territoire;

/// What is declared is of a whole or of a place: no other breakdown has an answer.
pub(super) fn se_ventile(q: &Question) -> bool {
    q.ventilation.iter().all(|d| *d == Dimension::Territoire)
}

pub(super) fn lignes(referentiel: &Referentiel, q: &Question, declarees: &[Declaration]) -> Vec<ValeurIndicateur> {
    if !se_ventile(q) {
        return Vec::new();
    }
    declarees.iter().filter_map(|d| repondant(referentiel, q, d)).collect()
}

/// The line that answers the question, where the declaration does.
fn repondant(referentiel: &Referentiel, q: &Question, d: &Declaration) -> Option<ValeurIndicateur> {
    if q.ventilation.is_empty() {
        return (d.territoire == q.territoire).then(|| ligne(referentiel, d));
    }
    let territoire = referentiel.territoires.par_id(d.territoire?)?;
    let dedans = q.territoire.is_none_or(|voulu| referentiel.descendants(voulu).contains(&territoire.id));
    let voulu = dedans && q.niveau == Some(territoire.type_);
    voulu.then(|| ValeurIndicateur { parts: vec![part(territoire)], ..ligne(referentiel, d) })
}

fn part(territoire: &Territoire) -> Part {
    Part { dimension: Dimension::Territoire, code: territoire.code.clone(), libelle: territoire.nom.clone() }
}

/// Also how a declaration that another has replaced is shown.
#[must_use]
pub fn ligne(referentiel: &Referentiel, d: &Declaration) -> ValeurIndicateur {
    let par = referentiel.partenaires.par_id(d.partenaire).map_or("", |p| p.nom.as_str());
    ValeurIndicateur {
        territoire: d.territoire,
        valeur: d.valeur,
        numerateur: d.numerateur,
        denominateur: d.denominateur,
        texte: d.texte.clone(),
        declaree_par: Some(d.partenaire),
        declaree_le: Some(d.le),
        qualite: d.qualite,
        justification: d.justification.clone(),
        source: format!("déclaration : {par}"),
        ..ValeurIndicateur::de(d.periode, d.le)
    }
}

//! Values that measures compute, as lines of an answer.

use super::{Indicateur, ModeIndicateur, QualiteValeur, ValeurIndicateur, figee, part};
use crate::erreur::Panne;
use crate::mesure::{self, Cellule, Dimension, Mesure, Question, Regard};
use crate::session::Session;

/// Nothing for an indicator that partners declare.
pub(super) async fn lignes(session: &Session, indicateur: &Indicateur, q: &Question) -> Result<Option<Vec<ValeurIndicateur>>, Panne> {
    if indicateur.mode() == ModeIndicateur::Declare {
        return Ok(None);
    }
    let Some(mesure) = indicateur.mesure() else { return Ok(Some(Vec::new())) };
    let q = Question { parametre: indicateur.document.mesure_parametre.clone(), ..q.clone() };
    if Regard::de(&session.perimetre, &indicateur.departement).is_none() {
        return figee::lignes(session, indicateur, (mesure, &q)).await.map(Some);
    }
    if let Err(raison) = mesure::verifier(&session.referentiel(), &indicateur.departement, mesure, &q) {
        return Ok(Some(sans_reponse(session, mesure, &q, &raison.message())));
    }
    let reponse = mesure::agregat::repondre(session, &indicateur.departement, mesure, &q).await?;
    let lignes = reponse.cellules.into_iter().map(|c| ligne(session, &indicateur.departement, (mesure, &q), &c));
    Ok(Some(lignes.map(|l| ValeurIndicateur { etabli_le: reponse.etabli_le, ..l }).collect()))
}

/// The measure does not answer this question, and each step says why.
fn sans_reponse(session: &Session, mesure: &Mesure, q: &Question, raison: &str) -> Vec<ValeurIndicateur> {
    let ligne = |periode| ValeurIndicateur {
        qualite: QualiteValeur::NonDisponible,
        justification: Some(raison.to_owned()),
        territoire: q.territoire,
        source: format!("mesure {}", mesure.code),
        ..ValeurIndicateur::de(periode, session.minuit())
    };
    q.periode.pas(q.pas).into_iter().map(ligne).collect()
}

pub(super) fn ligne(session: &Session, departement: &str, (mesure, q): (&Mesure, &Question), c: &Cellule) -> ValeurIndicateur {
    let referentiel = session.referentiel();
    let mature = mesure.mature(&referentiel, departement, c.periode, session.perimetre.jour);
    let version = q.version.unwrap_or_else(|| mesure.versions.last().map_or(1, |d| d.version));
    let lieu = c.parts.iter().find(|(dimension, _)| *dimension == Dimension::Territoire).and_then(|(_, code)| code.as_deref());
    ValeurIndicateur {
        territoire: lieu.and_then(|code| part::territoire(&referentiel, code)).map(|t| t.id).or(q.territoire),
        parts: c.parts.iter().map(|(dimension, code)| part::de(&referentiel, *dimension, code.as_deref())).collect(),
        valeur: c.valeur,
        numerateur: c.numerateur,
        denominateur: c.denominateur,
        mediane: c.mediane,
        quantile90: c.quantile90,
        qualite: qualite(c, mature),
        version_definition: version,
        cohorte_mature: mature,
        source: format!("mesure {}, version {version}", mesure.code),
        ..ValeurIndicateur::de(c.periode, session.minuit())
    }
}

const fn qualite(c: &Cellule, mature: bool) -> QualiteValeur {
    match (c.valeur, mature) {
        (None, _) => QualiteValeur::NonDisponible,
        (Some(_), true) => QualiteValeur::Observee,
        (Some(_), false) => QualiteValeur::Provisoire,
    }
}

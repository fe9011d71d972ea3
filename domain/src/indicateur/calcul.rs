//! Values that measures compute, as lines of an answer.

use chrono::Days;

use super::{Indicateur, ModeIndicateur, QualiteValeur, ValeurIndicateur, part};
use crate::erreur::Panne;
use crate::habilitation::LienDossier;
use crate::mesure::{self, Cellule, Dimension, Mesure, Question};
use crate::portee::Portees;
use crate::session::Session;

/// Nothing for an indicator that partners declare.
pub(super) async fn lignes(session: &Session, indicateur: &Indicateur, q: &Question) -> Result<Option<Vec<ValeurIndicateur>>, Panne> {
    if indicateur.mode() == ModeIndicateur::Declare {
        return Ok(None);
    }
    let Some(mesure) = indicateur.mesure().filter(|_| lit_les_dossiers(session, &indicateur.departement)) else {
        return Ok(Some(Vec::new()));
    };
    let cellules = mesure::calculer(session, &indicateur.departement, mesure, q).await?;
    Ok(Some(cellules.into_iter().map(|c| ligne(session, mesure, q, c)).collect()))
}

/// Whoever reads the files counts them directly.
fn lit_les_dossiers(session: &Session, departement: &str) -> bool {
    let lecture = const { Portees::de("indicateurs:lire") };
    let mut ouvertes = session.perimetre.qui_portent(lecture).filter(|o| o.liens.contient(LienDossier::Departement));
    ouvertes.any(|o| o.departements.iter().any(|d| d == departement))
}

fn ligne(session: &Session, mesure: &Mesure, q: &Question, c: Cellule) -> ValeurIndicateur {
    let referentiel = session.referentiel();
    let mature = c.periode.au.checked_add_days(Days::new(mesure.delai_consolidation_jours.unsigned_abs()));
    let mature = mature.is_some_and(|jour| jour < session.perimetre.jour);
    let version = q.version.unwrap_or_else(|| mesure.definitions.last().map_or(1, |d| d.version));
    let lieu = c.parts.iter().find(|(dimension, _)| *dimension == Dimension::Territoire).and_then(|(_, code)| code.as_deref());
    ValeurIndicateur {
        territoire: lieu.and_then(|code| part::territoire(&referentiel, code)).map(|t| t.id).or(q.territoire),
        parts: c.parts.iter().map(|(dimension, code)| part::de(&referentiel, *dimension, code.as_deref())).collect(),
        valeur: c.valeur,
        numerateur: c.numerateur,
        denominateur: c.denominateur,
        mediane: c.mediane,
        quantile90: c.quantile90,
        qualite: qualite(&c, mature),
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

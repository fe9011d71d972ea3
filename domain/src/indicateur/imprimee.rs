//! Values that the document prints.

use chrono::NaiveTime;

use super::{Imprime, Indicateur, QualiteValeur, ValeurImprimee, ValeurIndicateur};
use crate::mesure::{Periode, Question};
use crate::session::Session;

/// Those whose period falls in the question, with the days of those that date themselves. The documents speak of the whole
/// département and break nothing down.
pub(super) fn lignes(session: &Session, indicateur: &Indicateur, q: &Question) -> Vec<(Option<Periode>, ValeurIndicateur)> {
    if q.territoire.is_some() || !q.ventilation.is_empty() {
        return Vec::new();
    }
    let du_pacte = periode_du_pacte(session, indicateur);
    let retenues = indicateur.document.valeurs.iter().filter(|v| convient(v, indicateur, q.periode, du_pacte));
    retenues.map(|v| (v.periode(), ligne(indicateur, v))).collect()
}

/// A value that does not date itself belongs to the year of its document and to the whole of its pacte.
fn convient(v: &Imprime, indicateur: &Indicateur, demandee: Periode, du_pacte: Option<Periode>) -> bool {
    match v.periode() {
        Some(sienne) => demandee.contient(sienne),
        None => demandee.contient(Periode::annee(indicateur.document.annee)) || du_pacte.is_some_and(|p| demandee.contient(p)),
    }
}

fn periode_du_pacte(session: &Session, indicateur: &Indicateur) -> Option<Periode> {
    let referentiel = session.referentiel();
    let contenu = &referentiel.pactes.par_id(indicateur.pacte)?.contenu;
    contenu.debut.zip(contenu.fin).map(|(du, au)| Periode { du, au })
}

/// A document bears no instant: its values stand at the close of its year.
fn ligne(indicateur: &Indicateur, v: &Imprime) -> ValeurIndicateur {
    let annee = Periode::annee(indicateur.document.annee);
    let lisible = v.qualite.is_none() && v.valeur.is_none();
    ValeurIndicateur {
        libelle_periode: v.periode.clone(),
        valeur: v.valeur,
        texte: lisible.then(|| v.texte.clone()),
        imprimee: Some(ValeurImprimee {
            texte: v.texte.clone(),
            precision: v.precision.clone(),
            source: indicateur.document.source.clone(),
            anomalie: v.anomalie.clone(),
        }),
        qualite: v.qualite.unwrap_or(QualiteValeur::Observee),
        justification: indicateur.document.justification.clone(),
        source: indicateur.document.source.clone(),
        ..ValeurIndicateur::de(v.periode().unwrap_or(annee), annee.au.and_time(NaiveTime::MIN).and_utc())
    }
}

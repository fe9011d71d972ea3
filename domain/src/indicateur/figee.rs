//! What readers of aggregates are told of a measure: the frozen values of periods that are over, and nothing else.

use super::calcul::ligne;
use super::{Indicateur, QualiteValeur, ValeurIndicateur};
use crate::erreur::Panne;
use crate::mesure::{Cellule, Mesure, Periode, Question};
use crate::session::Session;
use crate::valeur_figee::{ValeurFigee, lecture};

/// Never one of them twice: a step is frozen, or has a line that says why it is not.
pub(super) async fn lignes(
    session: &Session,
    indicateur: &Indicateur,
    (mesure, q): (&'static Mesure, &Question),
) -> Result<Vec<ValeurIndicateur>, Panne> {
    let vide = |periode: Periode, raison: &str| {
        let ligne = ligne(session, &indicateur.departement, (mesure, q), &Cellule::vide(periode));
        ValeurIndicateur { qualite: QualiteValeur::NonDisponible, justification: Some(raison.to_owned()), ..ligne }
    };
    Ok(match lecture::lire(session, &indicateur.departement, mesure, q).await? {
        Err(impossible) => q.periode.pas(q.pas).into_iter().map(|p| vide(p, impossible.message())).collect(),
        Ok(reponse) => {
            let manquantes = reponse.manquantes.into_iter().map(|p| vide(p, "Cette période n'est pas encore arrêtée."));
            let figees = reponse.valeurs.into_iter().map(|v| figee(session, indicateur, (mesure, q), &v));
            figees.chain(manquantes).collect()
        }
    })
}

fn figee(session: &Session, indicateur: &Indicateur, question: (&Mesure, &Question), v: &ValeurFigee) -> ValeurIndicateur {
    let qualite = match (v.visible, v.cellule.valeur) {
        (false, _) => QualiteValeur::SecretStatistique,
        (true, Some(_)) => QualiteValeur::Observee,
        (true, None) => QualiteValeur::NonDisponible,
    };
    ValeurIndicateur {
        qualite,
        publiee_le: v.publiee_le,
        etabli_le: v.fige_le,
        version_definition: v.version,
        cohorte_mature: true,
        justification: (!v.visible).then(|| SECRET.to_owned()),
        ..ligne(session, &indicateur.departement, question, &v.cellule)
    }
}

const SECRET: &str = "Effectif trop petit pour être montré, ou qui en donnerait un autre.";

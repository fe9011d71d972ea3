//! The one place where what documents print, what partners declare and what measures compute meet.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Declaration, Indicateur, ModeIndicateur, QualiteValeur, ValeurIndicateur, calcul, declaration, declaree, imprimee};
use crate::erreur::Panne;
use crate::mesure::{Periode, Question};
use crate::session::Session;

/// The values of many indicators: what is declared of all of them is one statement.
pub async fn de_plusieurs(
    session: &Session,
    indicateurs: &[&Indicateur],
    question: &Question,
) -> Result<HashMap<Uuid, Vec<ValeurIndicateur>>, Panne> {
    let ids: Vec<Uuid> = indicateurs.iter().map(|i| i.id).collect();
    let declarees = declaration::courantes(session, &ids, question.periode).await?;
    let mut toutes = HashMap::with_capacity(ids.len());
    for indicateur in indicateurs {
        let siennes: Vec<_> = declarees.iter().filter(|d| d.indicateur == indicateur.id).cloned().collect();
        toutes.insert(indicateur.id, valeurs(session, indicateur, question, &siennes).await?);
    }
    Ok(toutes)
}

/// The values of one, in the order of time; a step about which nobody says anything has a line that says so.
pub async fn valeurs(
    session: &Session,
    indicateur: &Indicateur,
    question: &Question,
    declarees: &[Declaration],
) -> Result<Vec<ValeurIndicateur>, Panne> {
    let mut lignes = match calcul::lignes(session, indicateur, question).await? {
        Some(calculees) => calculees,
        None => declaree::lignes(&session.referentiel(), question, declarees),
    };
    joindre(indicateur, &mut lignes, imprimee::lignes(session, indicateur, question));
    let vides = vides(session, indicateur, question, &lignes);
    lignes.extend(vides);
    lignes.iter_mut().for_each(|l| l.ecart = ecart(indicateur, l));
    lignes.sort_by(|a, b| (a.periode.du, a.periode.au).cmp(&(b.periode.du, b.periode.au)));
    Ok(lignes)
}

/// What is printed of the same days stands beside the value; the rest are lines of their own.
fn joindre(indicateur: &Indicateur, lignes: &mut Vec<ValeurIndicateur>, imprimees: Vec<(Option<Periode>, ValeurIndicateur)>) {
    for (jours, imprimee) in imprimees {
        let meme = |l: &&mut ValeurIndicateur| jours == Some(l.periode) && l.est_totale() && l.imprimee.is_none();
        match lignes.iter_mut().filter(|_| de_la_mesure(indicateur, &imprimee)).find(meme) {
            Some(ligne) => confronter(ligne, imprimee),
            None => lignes.push(imprimee),
        }
    }
}

/// Of several figures that the document prints for one indicator, the one that its measure computes.
fn de_la_mesure(indicateur: &Indicateur, imprimee: &ValeurIndicateur) -> bool {
    let precision = imprimee.imprimee.as_ref().and_then(|i| i.precision.as_deref());
    indicateur.mode() == ModeIndicateur::Declare || precision == indicateur.document.mesure_precision.as_deref()
}

/// Where the document says that it has no figure, no fact at all is no figure either: nobody wrote what would be counted.
fn confronter(ligne: &mut ValeurIndicateur, imprimee: ValeurIndicateur) {
    let manque = matches!(imprimee.qualite, QualiteValeur::NonDisponible | QualiteValeur::NonRenseignee);
    if manque && ligne.declaree_par.is_none() && ligne.valeur.is_none_or(|v| v.0 == 0) {
        (ligne.valeur, ligne.numerateur, ligne.denominateur) = (None, None, None);
        (ligne.qualite, ligne.justification) = (imprimee.qualite, imprimee.justification);
    }
    ligne.imprimee = imprimee.imprimee;
}

/// One line for each step that no line touches.
fn vides(session: &Session, indicateur: &Indicateur, q: &Question, lignes: &[ValeurIndicateur]) -> Vec<ValeurIndicateur> {
    let dite = |pas: &Periode| lignes.iter().any(|l| l.periode.contient(*pas) || pas.contient(l.periode));
    let (qualite, raison) = absence(indicateur, q);
    let vide = |periode: Periode| ValeurIndicateur {
        qualite,
        justification: Some(raison.to_owned()),
        territoire: q.territoire,
        source: indicateur.document.source.clone(),
        ..ValeurIndicateur::de(periode, session.minuit())
    };
    q.periode.pas(q.pas).into_iter().filter(|pas| !dite(pas)).map(vide).collect()
}

fn absence(indicateur: &Indicateur, q: &Question) -> (QualiteValeur, &'static str) {
    let document = &indicateur.document;
    match (indicateur.mode(), document.periodicite) {
        (ModeIndicateur::Calcule, _) => (QualiteValeur::NonDisponible, "Aucune valeur n'est établie pour cette période."),
        (ModeIndicateur::Declare, _) if !declaree::se_ventile(q) => {
            (QualiteValeur::NonDisponible, "L'indicateur est déclaré : il ne se ventile que par territoire.")
        }
        (ModeIndicateur::Declare, Some(_)) => (QualiteValeur::NonRenseignee, "Aucune valeur n'est déclarée pour cette période."),
        (ModeIndicateur::Declare, None) => (QualiteValeur::NonDisponible, "Le document n'en donne pas de valeur pour cette période."),
    }
}

/// Objectives are those of the whole, and of one figure.
fn ecart(indicateur: &Indicateur, l: &ValeurIndicateur) -> Option<crate::mesure::Centiemes> {
    let precise = l.imprimee.as_ref().is_some_and(|i| i.precision.is_some());
    let valeur = l.valeur.filter(|_| l.est_totale() && !precise)?;
    indicateur.document.ecart(l.periode, valeur)
}

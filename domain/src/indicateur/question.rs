//! What may be asked of an indicator. A refusal names the argument and the rule.

use super::Indicateur;
use crate::mesure::{Dimension, Question};
use crate::referentiel::Referentiel;

/// Steps of time of one answer: ten years by months.
pub const PAS_AU_PLUS: i64 = 120;

/// Breakdowns besides time.
pub const DIMENSIONS_AU_PLUS: usize = 2;

/// The rule that the question breaks, with the argument in cause.
pub fn verifier(referentiel: &Referentiel, indicateur: &Indicateur, q: &Question) -> Result<(), &'static str> {
    regles(referentiel, indicateur, q).into_iter().find(|(broken, _)| *broken).map_or(Ok(()), |(_, regle)| Err(regle))
}

fn regles(referentiel: &Referentiel, indicateur: &Indicateur, q: &Question) -> [(bool, &'static str); 7] {
    let par_territoire = q.ventilation.contains(&Dimension::Territoire);
    let etranger = |id| referentiel.territoires.par_id(id).is_none_or(|t| t.departement != indicateur.departement);
    let double = q.ventilation.iter().enumerate().any(|(rang, d)| q.ventilation[..rang].contains(d));
    let inconnue = |version| !indicateur.definitions().iter().any(|d| d.version == version);
    [
        (q.periode.du > q.periode.au, "periode : une période finit après avoir commencé."),
        (q.periode.nombre_de_pas(q.pas) > PAS_AU_PLUS, "pas : 120 pas au plus ; demandez une période plus courte ou un pas plus long."),
        (q.ventilation.len() > DIMENSIONS_AU_PLUS || double, "ventilation : deux dimensions au plus, chacune une seule fois."),
        (q.niveau.is_some() && !par_territoire, "niveau : ne se donne qu'avec la dimension TERRITOIRE."),
        (q.niveau.is_none() && par_territoire, "niveau : la dimension TERRITOIRE demande un niveau."),
        (q.territoire.is_some_and(etranger), "territoire : aucun territoire de cet identifiant dans le département de l'indicateur."),
        (q.version.is_some_and(inconnue), "versionDefinition : l'indicateur n'a pas de définition de cette version."),
    ]
}

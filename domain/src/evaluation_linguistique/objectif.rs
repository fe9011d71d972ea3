//! What a pacte aims at, held against what was done: evaluations of a year.

use chrono::{Datelike, NaiveDate};

use super::{LIGNE, lire};
use crate::erreur::Panne;
use crate::pacte::Regle;
use crate::session::Session;

/// What a rule of a pacte says that it applies to when it states how many evaluations a year must count.
pub const USAGE: &str = "Regle.realise";

/// Initial evaluations of that year in the département, as far as the caller reads them: all of them to the Département,
/// its own to a platform. `None` for a rule that counts something else.
pub async fn realise(session: &Session, departement: &str, regle: &Regle, annee: Option<i32>) -> Result<Option<i64>, Panne> {
    let annee = annee.unwrap_or_else(|| session.perimetre.jour.year());
    let bornes = NaiveDate::from_ymd_opt(annee, 1, 1).zip(NaiveDate::from_ymd_opt(annee, 12, 31));
    let Some((du, au)) = bornes.filter(|_| regle.appliquee_par(USAGE)) else { return Ok(None) };
    let mut q = session.requete("select count(*) from evaluation_linguistique p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = ");
    q.valeur(departement).texte(" and p.evaluee_le >= ").valeur(du).texte(" and p.evaluee_le <= ").valeur(au);
    session.perimetre.ligne(&mut q, lire(), LIGNE);
    session.nombre(q).await.map(Some)
}

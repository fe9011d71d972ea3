//! Whether a fund may be asked for a person, rule by rule, before the request and at the request.

use uuid::Uuid;

use super::{MotifAideMobilite, NatureAideMobilite, demande, refus};
use crate::agent::FonctionAgent;
use crate::allocataire;
use crate::dispositif::{Dispositif, Mobilite};
use crate::erreur::{Panne, Refus};
use crate::parcours::proposition::RegleEvaluee;
use crate::referentiel::Referentiel;
use crate::session::Session;

mod epreuves;
pub(super) mod faits;
mod libelle;
#[cfg(test)]
mod tests;

use epreuves::{EPREUVES, Examen, Portee};

/// What would be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projet {
    pub nature: NatureAideMobilite,
    pub motif: MotifAideMobilite,
    /// The employer or the trainer owes it; unknown until somebody says.
    pub obligation_tiers: Option<bool>,
}

/// What the caller may read: what is absent is unknown, and no rule is satisfied by what is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faits {
    /// Of the agent who asks.
    pub fonction: Option<FonctionAgent>,
    pub droit_ouvert: Option<bool>,
    /// The agent who asks follows the person.
    pub suivie: Option<bool>,
    /// In one of the dispositifs to which the fund is extended.
    pub dispositif_admis: Option<bool>,
}

/// Every rule of the fund on this person; `None` when she, or the fund, does not exist for the caller.
pub async fn expliquer(session: &Session, personne: Uuid, code: &str, projet: Projet) -> Result<Option<Vec<RegleEvaluee>>, Panne> {
    let Some(a) = allocataire::lecture::par_ids(session, &[personne]).await?.remove(&personne) else { return Ok(None) };
    let referentiel = session.referentiel();
    let Ok((dispositif, mobilite)) = demande::fonds(&referentiel, &a.departement, code) else { return Ok(None) };
    let Some(faits) = faits::pour_lecture(session, &a, &mobilite).await? else { return Ok(None) };
    Ok(Some(evaluer(&referentiel, &dispositif, projet, faits)))
}

/// One line a rule, in the order in which they are asked. A rule that the pacte does not state is passed over.
pub(crate) fn evaluer(referentiel: &Referentiel, dispositif: &Dispositif, projet: Projet, faits: Faits) -> Vec<RegleEvaluee> {
    examens(referentiel, dispositif, &projet, &faits).iter().map(Examen::evaluer).collect()
}

fn examens<'a>(referentiel: &'a Referentiel, dispositif: &'a Dispositif, projet: &'a Projet, faits: &'a Faits) -> Vec<Examen<'a>> {
    let Some(mobilite) = &dispositif.contenu.mobilite else { return Vec::new() };
    let regles = |usage: &str| dispositif.regle(referentiel, usage);
    examiner(&regles, mobilite, projet, faits)
}

fn examiner<'a>(
    regles: &dyn Fn(&str) -> Option<&'a crate::pacte::Regle>,
    mobilite: &'a Mobilite,
    projet: &'a Projet,
    faits: &'a Faits,
) -> Vec<Examen<'a>> {
    EPREUVES.iter().filter_map(|epreuve| Some(Examen { epreuve, regle: regles(epreuve.usage)?, mobilite, projet, faits })).collect()
}

/// Refuses with each rule that is not satisfied. One that widens another stands for it where the pacte has opened it.
pub(super) fn exiger(referentiel: &Referentiel, dispositif: &Dispositif, projet: Projet, faits: Faits) -> Result<(), Refus> {
    let erreurs: Vec<_> = manquees(&examens(referentiel, dispositif, &projet, &faits))
        .into_iter()
        .map(|e| refus(e.epreuve.code, e.epreuve.champ, e.evaluer().constat, Some(e.regle)))
        .collect();
    if erreurs.is_empty() { Ok(()) } else { Err(Refus::Metier(erreurs)) }
}

fn manquees<'e, 'a>(examens: &'e [Examen<'a>]) -> Vec<&'e Examen<'a>> {
    let elargie = examens.iter().any(|e| e.epreuve.portee == Portee::Elargit && e.satisfaite());
    let exigee = |e: &&Examen<'_>| match e.epreuve.portee {
        Portee::Exige => true,
        Portee::Public => !elargie,
        Portee::Elargit => false,
    };
    examens.iter().filter(exigee).filter(|e| !e.satisfaite()).collect()
}

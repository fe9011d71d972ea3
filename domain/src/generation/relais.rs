//! A professional hands a person over to a colleague: another designation, the same orientation.

use chrono::{DateTime, NaiveDate, Utc};

use super::calendrier::{apres, ouvre};
use super::monde::Monde;
use super::personne::Personne;
use super::suivi::Designes;
use super::tirage::Tirage;
use crate::parcours::{Designation, ModeDesignation};

/// Out of a thousand référents who stay, and days before which nobody is handed over.
const RELAYES: u32 = 160;
const AVANT: i64 = 150;

const MOTIF: &str = "Changement d'interlocuteur";

pub(super) fn tirer(monde: &Monde, vie: &mut Tirage, personne: &Personne, designes: &mut Designes, designes_le: &mut Vec<DateTime<Utc>>) {
    let mut rang = 0;
    while rang < designes.designations.len() {
        if let Some(relais) = relayer(monde, vie, personne, &mut designes.designations[rang]) {
            rang += 1;
            designes_le.insert(rang, monde.calendrier.instant(vie, relais.debut));
            designes.designations.insert(rang, relais);
            designes.choix.iter_mut().filter(|c| c.rang >= rang).for_each(|c| c.rang += 1);
        }
        rang += 1;
    }
}

/// The colleague who takes over, when there is one and time enough; the first one stops the day before.
fn relayer(monde: &Monde, vie: &mut Tirage, personne: &Personne, d: &mut Designation) -> Option<Designation> {
    let fin = d.fin.unwrap_or_else(|| monde.calendrier.veille());
    let debut = jour(vie, d.debut, fin).filter(|_| vie.chance(RELAYES))?;
    let agent = monde.agent(vie, d.partenaire, personne.territoire).filter(|agent| d.agent != Some(*agent))?;
    let relais = Designation { agent: Some(agent), debut, mode: ModeDesignation::Gestionnaire, ..d.clone() };
    d.fin = Some(apres(debut, -1));
    d.motif_fin = Some(MOTIF.to_owned());
    Some(relais)
}

fn jour(vie: &mut Tirage, debut: NaiveDate, fin: NaiveDate) -> Option<NaiveDate> {
    let jour = ouvre(apres(debut, vie.entre(AVANT, (fin - debut).num_days())));
    (jour <= fin).then_some(jour)
}

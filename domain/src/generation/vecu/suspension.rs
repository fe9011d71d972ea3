//! Suspensions: one that runs where the right is suspended, and some that ended, between two other acts.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::fait::Quoi;
use super::{Cadre, Vecu, statut};
use crate::generation::calendrier::apres;
use crate::generation::tirage::Tirage;
use crate::parcours::StatutParcours as S;

pub(in crate::generation) struct Suspension {
    pub du: NaiveDate,
    pub jusqu_au: Option<NaiveDate>,
    pub motif: &'static str,
    pub statut_avant: S,
    pub reprise_le: Option<NaiveDate>,
    pub par: Uuid,
    pub inscrite_le: DateTime<Utc>,
    pub reprise_a: Option<DateTime<Utc>>,
}

/// Out of a thousand parcours with a référent, those that were suspended and taken up again.
const REPRIS: u32 = 60;

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, vecu: &Vecu) -> Vec<Suspension> {
    let courante = (cadre.suivi.parcours.statut == S::Suspendu).then(|| courante(cadre, vie, vecu)).flatten();
    let passee = if courante.is_none() && vie.chance(REPRIS) { passee(cadre, vie, vecu) } else { None };
    passee.into_iter().chain(courante).collect()
}

/// Since the last act that moved the parcours, for a time to come.
fn courante(cadre: &Cadre<'_>, vie: &mut Tirage, vecu: &Vecu) -> Option<Suspension> {
    let veille = cadre.monde.calendrier.veille();
    let dernier = vecu
        .faits
        .iter()
        .filter(|f| retient(f.quoi) || matches!(f.quoi, Quoi::RendezVousReleve(_)))
        .map(|f| cadre.monde.calendrier.jour(f.le))
        .max()?;
    let du = apres(veille, -vie.plutot_pres(2, 80)).max(apres(dernier, 1));
    let jusqu_au = apres(cadre.monde.calendrier.au, vie.entre(5, 90));
    let jusqu_au = vie.si(600, jusqu_au);
    inscrire(cadre, vie, vecu, (du, veille)).map(|s| Suspension { jusqu_au, ..s })
}

/// Some weeks during which nothing else moved it, ended by its term or by an act.
fn passee(cadre: &Cadre<'_>, vie: &mut Tirage, vecu: &Vecu) -> Option<Suspension> {
    let premiere = cadre.suivi.parcours.designations.first()?.debut;
    let jours = (cadre.fin() - premiere).num_days();
    let du = apres(premiere, vie.entre(15, jours - 30));
    let reprise = apres(du, vie.entre(20, 80));
    let pendant = |le: DateTime<Utc>| (du..=reprise).contains(&cadre.monde.calendrier.jour(le));
    if reprise >= cadre.fin() || vecu.faits.iter().any(|f| retient(f.quoi) && pendant(f.le)) {
        return None;
    }
    let terme = vie.chance(500);
    let a = if terme { cadre.monde.calendrier.matin(reprise) } else { cadre.monde.calendrier.instant(vie, reprise) };
    // Who is followed already stays so, whatever appointment is kept meanwhile.
    let suspension = inscrire(cadre, vie, vecu, (du, reprise)).filter(|s| s.statut_avant == S::Accompagne)?;
    Some(Suspension { jusqu_au: terme.then(|| apres(reprise, -1)), reprise_le: Some(reprise), reprise_a: Some(a), ..suspension })
}

fn inscrire(cadre: &Cadre<'_>, vie: &mut Tirage, vecu: &Vecu, (du, au): (NaiveDate, NaiveDate)) -> Option<Suspension> {
    let referent = cadre.suivi.parcours.referent(du).filter(|_| du <= au)?;
    let inscrite_le = cadre.monde.calendrier.instant(vie, du);
    let statut_avant = statut::atteint(cadre.suivi, vecu, Some(inscrite_le));
    let motif = vie.mot(MOTIFS);
    let neuve =
        Suspension { du, jusqu_au: None, motif, statut_avant, reprise_le: None, par: referent.partenaire, inscrite_le, reprise_a: None };
    matches!(statut_avant, S::Oriente | S::Accompagne).then_some(neuve)
}

/// Acts that a suspended parcours refuses.
const fn retient(quoi: Quoi) -> bool {
    matches!(
        quoi,
        Quoi::Oriente(_) | Quoi::Demande(_) | Quoi::Ajourne(_) | Quoi::Decide(_) | Quoi::ContratSigne(_) | Quoi::Soutenu(_) | Quoi::Clos
    )
}

const MOTIFS: &[&str] = &[
    "Absence prolongée de réponse aux convocations.",
    "Séjour hors du département.",
    "Reprise d'une activité de quelques semaines.",
    "Congé maternité.",
    "Droit suspendu par l'organisme payeur.",
];

//! Contracts of engagement: signed with the référent, renewed before their end, sometimes broken or left to run out.

use chrono::{DateTime, Months, NaiveDate, Utc};
use uuid::Uuid;

use super::{Cadre, Reference};
use crate::contrat::TypeContratEngagement as T;
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::tirage::Tirage;
use crate::parcours::ModaliteAccompagnement;
use crate::partenaire::TypePartenaire;

pub(in crate::generation) struct Engagement {
    pub id: Uuid,
    pub type_: T,
    pub signe_le: NaiveDate,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub engagements: Vec<&'static str>,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub renouvelle: Option<Uuid>,
    pub remplace_le: Option<NaiveDate>,
    pub rompu: Option<Rupture>,
    pub cree_le: DateTime<Utc>,
}

pub(in crate::generation) struct Rupture {
    pub le: NaiveDate,
    pub motif: &'static str,
    pub inscrite_le: DateTime<Utc>,
}

/// Shares out of a thousand: référents with whom a contract is signed, contracts renewed, broken.
const SIGNES: u32 = 720;
const RENOUVELES: u32 = 700;
const ROMPUS: u32 = 80;

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference]) -> Vec<Engagement> {
    let mut contrats = Vec::new();
    for r in references.iter().filter(|r| r.modalite != ModaliteAccompagnement::VeilleSociale) {
        if vie.chance(SIGNES) {
            enchainer(cadre, vie, r, &mut contrats);
        }
    }
    contrats
}

/// A first one some weeks after the orientation, then another as long as one is renewed.
fn enchainer(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, contrats: &mut Vec<Engagement>) {
    let mut jour = ouvre(apres(r.du, vie.plutot_pres(3, 95)));
    while jour <= r.au {
        signer(cadre, vie, r, contrats, jour);
        let Some(suivant) = suivre(cadre, vie, r, contrats) else { return };
        jour = suivant;
    }
}

/// Takes the place of the one that still runs, when one does.
fn signer(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, contrats: &mut Vec<Engagement>, jour: NaiveDate) {
    let cree_le = cadre.monde.calendrier.instant(vie, jour).max(r.oriente_le + chrono::TimeDelta::minutes(20));
    let precedent = contrats.last_mut().filter(|c| c.rompu.is_none() && c.remplace_le.is_none() && c.fin >= jour);
    let mut debut = jour;
    let mut renouvelle = None;
    if let Some(precedent) = precedent {
        precedent.remplace_le = Some(jour);
        renouvelle = Some(precedent.id);
        // Renewed with the same référent it starts when the first one ends; with another, at once.
        debut = if precedent.partenaire == r.partenaire { apres(precedent.fin, 1) } else { jour };
    }
    let mois = *vie.parmi(&[3, 6, 6, 6, 12]).unwrap_or(&6);
    contrats.push(Engagement {
        id: vie.id(cree_le),
        type_: nature(cadre.monde.genre(r.partenaire)),
        signe_le: jour,
        debut,
        fin: debut.checked_add_months(Months::new(mois)).map_or(debut, |terme| apres(terme, -1)),
        engagements: engagements(vie),
        partenaire: r.partenaire,
        agent: cadre.agent(jour),
        renouvelle,
        remplace_le: None,
        rompu: None,
        cree_le,
    });
}

/// What becomes of the last one, and the day on which another follows with the same référent.
fn suivre(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, contrats: &mut [Engagement]) -> Option<NaiveDate> {
    let contrat = contrats.last_mut()?;
    let duree = (contrat.fin - contrat.debut).num_days();
    if vie.chance(ROMPUS) {
        let le = ouvre(apres(contrat.debut, vie.entre(20, duree - 5)));
        let rompu = le <= r.au.min(contrat.fin);
        contrat.rompu = rompu.then(|| Rupture { le, motif: vie.mot(RUPTURES), inscrite_le: cadre.monde.calendrier.instant(vie, le) });
        return Some(ouvre(apres(le, vie.entre(15, 90)))).filter(|_| rompu && vie.chance(500));
    }
    if vie.chance(RENOUVELES) {
        return Some(apres(contrat.fin, -vie.entre(0, 14))).filter(|jour| *jour > contrat.signe_le);
    }
    // Left to run out; some are taken up again after a while.
    Some(ouvre(apres(contrat.fin, vie.entre(10, 60)))).filter(|_| vie.chance(400))
}

const fn nature(genre: Option<TypePartenaire>) -> T {
    match genre {
        Some(TypePartenaire::PoleEmploi | TypePartenaire::CapEmploi) => T::Ppae,
        Some(TypePartenaire::MissionLocale) => T::Pacea,
        _ => T::Cer,
    }
}

pub(in crate::generation) fn engagements(vie: &mut Tirage) -> Vec<&'static str> {
    let premier = vie.entre(0, i64::try_from(ENGAGEMENTS.len()).unwrap_or(1) - 1);
    let nombre = usize::try_from(vie.entre(1, 3)).unwrap_or(1);
    ENGAGEMENTS.iter().cycle().skip(usize::try_from(premier).unwrap_or_default()).take(nombre).copied().collect()
}

const ENGAGEMENTS: &[&str] = &[
    "Se présenter aux rendez-vous fixés.",
    "Mettre à jour son CV et le déposer en ligne.",
    "Participer à un atelier de recherche d'emploi chaque mois.",
    "Prendre contact avec la plateforme de mobilité.",
    "Terminer l'évaluation de français.",
    "Déposer une demande de logement.",
    "Faire le point sur ses droits avec le service social.",
    "Effectuer une immersion de deux semaines.",
];

const RUPTURES: &[&str] =
    &["Engagements non tenus après deux rappels.", "Changement de situation de la personne.", "Rompu à la demande de la personne."];

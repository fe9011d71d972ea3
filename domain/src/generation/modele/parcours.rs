//! Kiosques, ways of orientation, first appointments and first contracts.

use chrono::NaiveDate;

use super::acteurs::Filiere;
use super::cours::Cours;
use super::jours::{Jours, entre, etaler, jour, parmi, plus_tard, reparti};
use crate::erreur::Panne;
use crate::parcours::ModeDesignation as M;
use crate::rencontre::TypeRencontre;
use crate::rendez_vous::Presence;

/// People called at each télé-kiosque.
const APPELES: usize = 5;
/// Days between the orientation and a first contract that is signed in time.
const RAPIDE: i64 = 30;

/// Who comes to a kiosque is oriented there; who excused herself or did not come is oriented otherwise, or not at all.
pub(super) fn rencontrer(c: &mut Cours<'_>) -> Result<(), Panne> {
    let (invites, presents) = (c.nombre("4.1.02", 2021)?, c.nombre("4.1.03", 2021)?);
    let manifestes = c.chiffres.part("4.1.05", 2021, invites)?;
    let (kiosques, telephones) = (seances(c, TypeRencontre::KiosqueInsertion), seances(c, TypeRencontre::TeleKiosque));
    let gens = c.groupes.tardifs.actipro.clone();
    let venus: Vec<usize> = parmi(gens.clone(), presents).collect();
    let autres: Vec<usize> = gens.filter(|i| venus.binary_search(i).is_err()).collect();
    let appeles: Vec<usize> = parmi(0..autres.len(), APPELES * telephones.len()).map(|rang| autres[rang]).collect();
    recevoir(c, &venus, &kiosques, M::Kiosque);
    recevoir(c, &appeles, &telephones, M::TeleKiosque);
    let manques = autres.into_iter().filter(|i| appeles.binary_search(i).is_err());
    let orientes = manques.filter_map(|i| Some((i, avant(&kiosques, c.fiches[i].oriente_le())?)));
    let jamais = c.groupes.oublies.clone();
    let nombre = jamais.len();
    let jamais = jamais.enumerate().map(|(rang, i)| (i, kiosques[rang * kiosques.len() / nombre].0));
    let absents: Vec<(usize, usize)> = orientes.chain(jamais).take(invites - presents).collect();
    for (rang, (i, seance)) in absents.into_iter().enumerate() {
        let excusee = reparti(rang, manifestes - presents, invites - presents);
        c.fiches[i].invitation = Some((seance, if excusee { Presence::Excuse } else { Presence::Absent }));
    }
    Ok(())
}

/// Meetings of a kind, by their rank in the calendar.
fn seances(c: &Cours<'_>, type_: TypeRencontre) -> Vec<(usize, NaiveDate)> {
    let seances = c.monde.agenda.seances.iter().enumerate().filter(|(_, s)| s.type_ == type_);
    seances.map(|(rang, s)| (rang, s.jour)).collect()
}

/// The last one before the orientation.
fn avant(seances: &[(usize, NaiveDate)], oriente_le: NaiveDate) -> Option<usize> {
    seances.iter().rev().find(|(_, jour)| *jour < oriente_le).map(|(rang, _)| *rang)
}

fn recevoir(c: &mut Cours<'_>, gens: &[usize], seances: &[(usize, NaiveDate)], mode: M) {
    for (rang, i) in gens.iter().enumerate() {
        let (seance, jour) = seances[rang * seances.len() / gens.len()];
        let fiche = &mut c.fiches[*i];
        fiche.invitation = Some((seance, Presence::Present));
        if let Some(voie) = &mut fiche.voie {
            (voie.debut, voie.mode, voie.seance) = (jour, mode, Some(seance));
        }
    }
}

/// Half of the orientations to the end of October are those of the gestionnaires.
pub(super) fn designer(c: &mut Cours<'_>) -> Result<(), Panne> {
    let (du, au) = (jour(2021, 1, 1), jour(2021, 10, 31));
    let mut voies: Vec<_> = c.fiches.iter_mut().filter_map(|f| f.voie.as_mut()).filter(|v| (du..=au).contains(&v.debut)).collect();
    let gestionnaires = c.chiffres.part("4.2.03", 2021, voies.len())?;
    voies.retain(|v| v.seance.is_none());
    let total = voies.len();
    for (rang, voie) in voies.into_iter().enumerate() {
        voie.mode = match (reparti(rang, gestionnaires, total), voie.filiere, rang % 2) {
            (true, ..) => M::Gestionnaire,
            (false, Filiere::Global | Filiere::Emploi, _) => M::Automatique,
            (false, _, 0) => M::EntretienDiagnostic,
            (false, ..) => M::Telephone,
        };
    }
    Ok(())
}

/// The software of the report only knows those of ActiPro.
pub(super) fn fixer(c: &mut Cours<'_>) -> Result<(), Panne> {
    for (annee, gens) in [(2020, c.groupes.entrants_2020.actipro.clone()), (2021, c.groupes.entrants_2021.actipro.clone())] {
        let (nombre, rapides) = (c.nombre("T4.03", annee)?, c.nombre("T4.04", annee)?);
        for (rang, i) in gens.take(nombre).enumerate() {
            let debut = c.fiches[i].oriente_le();
            let delai = if reparti(rang, rapides, nombre) { 10 } else { 22 };
            c.fiches[i].rendez_vous = Some((plus_tard(debut, 3), plus_tard(debut, delai)));
        }
    }
    Ok(())
}

/// Those of 2020 are signed by people oriented long before, but for the few that come in time; those of 2021 as well, by
/// people oriented in 2020.
pub(super) fn contracter(c: &mut Cours<'_>) -> Result<(), Panne> {
    let (total, rapides) = (c.nombre("T4.05", 2020)?, c.nombre("T4.06", 2020)?);
    let gens = c.groupes.entrants_2020.actipro.clone();
    let presses: Vec<usize> = parmi(gens.start..gens.start + 3_000, rapides).collect();
    presses.iter().for_each(|i| presser(c, *i, 6));
    let anciens = c.groupes.anciens.actipro.clone();
    let autres = c.groupes.anciens.diplomes.clone().take((total - rapides).saturating_sub(anciens.len()));
    for groupe in [anciens.collect::<Vec<_>>(), autres.collect()] {
        signer(c, &groupe, entre(2020, (1, 20), (12, 11)));
    }
    let (total, rapides) = (c.nombre("T4.05", 2021)?, c.nombre("T4.06", 2021)?);
    let residence = c.groupes.anciens.residence.len() + c.groupes.entrants_2020.residence.len() + c.groupes.entrants_2021.residence.len();
    let couverts = c.chiffres.part("5.4.03", 2021, residence)?;
    for i in c.groupes.entrants_2021.residence.clone().take(couverts) {
        presser(c, i, 12);
    }
    let entrants = c.groupes.entrants_2021.actipro.start;
    for i in parmi(entrants..entrants + 2_000, rapides - couverts) {
        presser(c, i, 6);
    }
    let suivants: Vec<usize> = gens.filter(|i| c.fiches[*i].contrat.is_none()).take(total - rapides).collect();
    signer(c, &suivants, entre(2021, (1, 11), (10, 28)));
    Ok(())
}

fn presser(c: &mut Cours<'_>, i: usize, mois: u32) {
    c.fiches[i].contrat = Some((plus_tard(c.fiches[i].oriente_le(), RAPIDE), mois));
}

fn signer(c: &mut Cours<'_>, gens: &[usize], jours: Jours) {
    for (rang, i) in gens.iter().enumerate() {
        c.fiches[*i].contrat = Some((etaler(rang, gens.len(), jours), 6));
    }
}

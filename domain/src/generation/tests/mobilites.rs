//! Mobility in the worlds of the data files: aids go as their referrals go, nothing is lent twice, no cent is spent twice.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::au;
use super::mondes::monde;
use crate::aide_mobilite::transition::TRANSITIONS;
use crate::aide_mobilite::{NatureAideMobilite as N, StatutAideMobilite as S};
use crate::generation::dossier::Dossier;
use crate::generation::lignes;
use crate::generation::mobilite::{self, AideVecue, Mobilite, Ressources};
use crate::generation::monde::Monde;
use crate::prescription::{StatutPrescription, TypePrescription as T};

const NOMBRE: usize = 1500;

fn peupler(departement: &str) -> (Monde, Vec<(Dossier, Mobilite)>, Ressources) {
    let monde = monde(departement);
    let mut ressources = Ressources::de(&monde);
    let tires = (0..NOMBRE).map(|rang| {
        let dossier = Dossier::tirer(&monde, 42, rang);
        let mobilite = mobilite::tirer(&monde, 42, rang, &dossier, &mut ressources);
        (dossier, mobilite)
    });
    let tires = tires.collect();
    (monde, tires, ressources)
}

fn aides(tires: &[(Dossier, Mobilite)]) -> impl Iterator<Item = &AideVecue> {
    tires.iter().flat_map(|(_, m)| &m.aides)
}

#[test]
fn an_aid_goes_as_its_referral_goes() {
    let mut vus = HashSet::new();
    for departement in ["31", "82"] {
        let (monde, tires, _) = peupler(departement);
        for (d, m) in &tires {
            for e in d.envois.iter().filter(|e| monde.mobilite.action(e.prescription.destinataire).is_some()) {
                let p = &e.prescription;
                let siennes: Vec<S> = m.aides.iter().filter(|a| a.aide.prescription == Some(p.id)).map(|a| a.aide.statut).collect();
                let attendue = match (p.type_, p.statut) {
                    (T::AideMobilite, StatutPrescription::EnCours) => vec![S::EnCours],
                    (T::AideMobilite, StatutPrescription::Realisee) => vec![S::Terminee],
                    _ => Vec::new(),
                };
                assert_eq!(siennes, attendue, "{departement} {p:?}");
                let constats = m.diagnostics.iter().filter(|c| c.diagnostic.prescription == Some(p.id)).count();
                assert!(
                    constats <= 1 && (p.type_ != T::DiagnosticMobilite || (p.statut == StatutPrescription::Realisee) == (constats == 1))
                );
                vus.insert((p.type_, p.statut));
            }
        }
    }
    assert!(vus.contains(&(T::AideMobilite, StatutPrescription::Realisee)), "{vus:?}");
    assert!(vus.contains(&(T::DiagnosticMobilite, StatutPrescription::Realisee)), "{vus:?}");
}

#[test]
fn a_vehicle_is_lent_to_one_person_at_a_time() {
    for departement in ["31", "82"] {
        let (_, tires, _) = peupler(departement);
        let mut sorties: BTreeMap<Uuid, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for a in aides(&tires) {
            let Some(p) = a.aide.pret else {
                assert!(
                    !matches!(a.aide.nature, N::LocationQuatreRoues | N::LocationDeuxRoues | N::PretVelo)
                        || a.aide.montants.demande.is_some()
                );
                continue;
            };
            assert!(p.du <= p.au && p.rendu_le.is_none_or(|le| le >= p.du));
            assert_eq!(p.rendu_le.is_some(), a.aide.statut == S::Terminee);
            sorties.entry(p.vehicule).or_default().push((p.du, p.rendu_le.unwrap_or(NaiveDate::MAX)));
        }
        assert!(sorties.len() > 3, "{departement}");
        for jours in sorties.values_mut() {
            jours.sort_unstable();
            assert!(jours.windows(2).all(|deux| deux[0].1 < deux[1].0), "{jours:?}");
        }
    }
}

#[test]
fn the_fund_spends_what_was_voted_and_every_file_follows_the_table() {
    let (monde, tires, ressources) = peupler("82");
    let demandes: Vec<&AideVecue> = aides(&tires).filter(|a| a.aide.montants.demande.is_some()).collect();
    let mut comptes: BTreeMap<i64, [i64; 2]> = BTreeMap::new();
    for a in &demandes {
        let m = a.aide.montants;
        assert!(m.demande <= m.cout_total && m.accorde <= m.demande && m.verse <= m.accorde.unwrap_or_default());
        assert_eq!(m.verse, a.versements.iter().map(|(_, v)| v.montant).sum::<i64>());
        assert_eq!(a.aide.statut == S::Versee, m.accorde.is_some() && Some(m.verse) == m.accorde);
        for deux in a.passages.windows(2) {
            assert!(deux[0].le < deux[1].le && monde.calendrier.jour(deux[1].le) < au());
            assert!(TRANSITIONS.iter().any(|t| (Some(t.de), t.vers) == (deux[1].de, deux[1].vers)), "{:?}", deux[1]);
        }
        if let Some(annee) = m.annee {
            let compte = comptes.entry(annee).or_default();
            compte[0] += m.accorde.unwrap_or_default();
            compte[1] += m.verse;
        }
        assert!(a.regles.as_ref().is_some_and(|r| r.contains("R174") && !r.contains("non renseigné")));
    }
    let statuts: HashSet<S> = demandes.iter().map(|a| a.aide.statut).collect();
    assert!([S::Versee, S::Refusee, S::Annulee].iter().all(|s| statuts.contains(s)), "{statuts:?} of {}", demandes.len());
    let tenus: BTreeMap<i64, [i64; 2]> =
        ressources.enveloppes().map(|((_, annee), [_, engage, verse])| (*annee, [*engage, *verse])).collect();
    assert_eq!(tenus, comptes);
    assert!(ressources.enveloppes().all(|(_, [votee, engagee, versee])| versee <= engagee && engagee <= votee));
}

#[test]
fn a_seed_makes_the_same_aids() {
    let rangees = || {
        let (_, tires, _) = peupler("82");
        let mobilites: Vec<Mobilite> = tires.into_iter().take(400).map(|(_, m)| m).collect();
        lignes::mobilite::de(&mobilites).iter().map(|t| format!("{:?}", t.valeurs())).collect::<Vec<_>>()
    };
    assert_eq!(rangees(), rangees());
}

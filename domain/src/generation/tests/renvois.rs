//! Referrals: the table of states, who may, and where things stand on the day of the world.

use std::collections::HashSet;

use super::{au, dossiers, monde};
use crate::generation::prescription::Envoi;
use crate::prescription::{Partie, StatutPrescription as S, TypePrescription as T, transition};
use crate::rendez_vous::Presence;
use crate::vocabulaire::Enumeration;

fn partie(e: &Envoi, vers: S) -> Partie {
    let par = e.passages.iter().find(|p| p.vers == vers).unwrap().par;
    match vers {
        S::Expiree => Partie::Plateforme,
        _ if par == e.prescription.destinataire => Partie::Destinataire,
        _ => Partie::Prescripteur,
    }
}

#[test]
fn every_move_is_in_the_table_by_who_may_make_it() {
    for e in dossiers(3000).iter().flat_map(|d| &d.envois) {
        assert_eq!((e.passages[0].de, e.passages[0].vers), (None, S::Emise));
        for deux in e.passages.windows(2) {
            let t = transition::permise(deux[0].vers, deux[1].vers, partie(e, deux[1].vers)).unwrap();
            assert!(!t.motif_exige || deux[1].motif.is_some());
            assert!(deux[0].le < deux[1].le);
            assert_eq!(deux[1].de, Some(deux[0].vers));
        }
        let p = &e.prescription;
        let derniere = e.passages.last().unwrap();
        assert_eq!((p.statut, e.modifie_le), (derniere.vers, derniere.le));
        assert_eq!(usize::try_from(p.version).unwrap(), e.passages.len());
    }
}

#[test]
fn a_referral_comes_from_who_may_prescribe_that_day_and_goes_elsewhere() {
    let monde = monde();
    for d in dossiers(3000) {
        for p in d.envois.iter().map(|e| &e.prescription) {
            let jour = monde.calendrier.jour(p.emise_le);
            let suivi = d.suivis.iter().find(|s| s.couvre(jour)).unwrap();
            let referent = suivi.parcours.referent(jour).map(|r| r.partenaire);
            assert!(p.prescripteur == monde.conseil || Some(p.prescripteur) == referent);
            assert_ne!(p.prescripteur, p.destinataire);
            assert!(d.besoins.iter().any(|b| Some(b.theme) == p.besoin && b.repere_le <= jour));
            assert!(p.suite_de.is_none_or(|avant| d.envois.iter().any(|e| e.prescription.id == avant && e.modifie_le < p.emise_le)));
        }
        let couples: HashSet<_> = d.envois.iter().map(|e| (e.prescription.type_, e.prescription.destinataire)).collect();
        assert_eq!(couples.len(), d.envois.len());
    }
}

#[test]
fn every_state_is_there_some_are_due_tomorrow_and_some_are_late() {
    let tires = dossiers(3000);
    let envois = || tires.iter().flat_map(|d| &d.envois);
    for v in S::VALEURS {
        assert!(envois().any(|e| e.prescription.statut == v.valeur), "{}", v.code);
    }
    let attend = || envois().filter(|e| e.prescription.statut.en_attente());
    assert!(attend().any(|e| Some(e.prescription.repondre_avant) == au().succ_opt()));
    assert!(attend().any(|e| e.prescription.repondre_avant < au()));
    assert!(attend().all(|e| e.expire_le >= au()));
    assert!(envois().any(|e| e.prescription.type_ == T::FormationLinguistique && e.prescription.suite_de.is_some()));
}

#[test]
fn what_became_of_it_agrees_with_the_state() {
    for e in dossiers(3000).iter().flat_map(|d| &d.envois) {
        let (p, s) = (&e.prescription, &e.prescription.suite);
        assert_eq!(s.achevee == Some(true), p.statut == S::Realisee);
        assert_eq!(s.besoin_leve.is_some(), p.statut == S::Realisee);
        // The summons to an evaluation begins its referral.
        let evaluee = monde().evaluee(p);
        let convoquee = evaluee && s.presentee == Some(Presence::AVenir);
        assert!(p.statut != S::EnCours || convoquee || (s.presentee == Some(Presence::Present) && s.integree == Some(true)));
        assert!(!p.statut.en_attente() || s.presentee.is_none());
        assert_eq!(s.presentee == Some(Presence::AVenir), p.statut == S::Acceptee && !evaluee || p.statut == S::EnCours && convoquee);
        assert!(s.presentee != Some(Presence::AVenir) || s.presentee_le >= Some(au()));
        assert!(s.presentee_le <= s.integree_le || s.integree_le.is_none());
        assert!(s.integree_le <= s.achevee_le || s.achevee_le.is_none());
        let reponse = e.passages.iter().find(|x| matches!(x.vers, S::ListeAttente | S::Acceptee | S::Refusee));
        assert_eq!(p.repondue_le, reponse.map(|x| x.le));
    }
}

#[test]
fn a_need_is_lifted_the_day_the_referral_that_lifts_it_ends() {
    for d in dossiers(3000) {
        for p in d.envois.iter().map(|e| &e.prescription).filter(|p| p.suite.besoin_leve == Some(true)) {
            assert!(d.besoins.iter().any(|b| Some(b.theme) == p.besoin && b.leve_le == p.suite.achevee_le));
        }
    }
}

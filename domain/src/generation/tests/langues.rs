//! Evaluations and enrolments: they move with their referrals, and go through what the acts go through.

use std::collections::HashSet;

use chrono::Days;

use super::{au, dossiers, monde};
use crate::evaluation_linguistique::{MotifClotureEvaluation, StatutEvaluationLinguistique as E};
use crate::evenement::TypeEvenement as T;
use crate::inscription_formation::StatutInscription as I;
use crate::prescription::StatutPrescription as S;
use crate::rendez_vous::{ObjetRendezVous, Presence as P};

#[test]
fn an_evaluation_and_its_referral_are_where_the_acts_lead_them() {
    let mut vus = HashSet::new();
    for d in dossiers(3000) {
        for b in &d.apprentissage.bilans {
            let e = &b.evaluation;
            let p = d.envois.iter().map(|x| &x.prescription).find(|p| p.id == e.prescription).unwrap();
            let attendu = match e.statut {
                E::AConvoquer => S::Acceptee,
                E::Terminee => S::Realisee,
                E::SansSuite => S::Abandonnee,
                _ => S::EnCours,
            };
            assert_eq!(p.statut, attendu);
            assert_eq!(
                e.cloture.is_some_and(MotifClotureEvaluation::leve_le_besoin),
                e.statut == E::Terminee,
                "a need that is kept does not end it"
            );
            assert_eq!(p.suite.besoin_leve == Some(true), e.statut == E::Terminee);
            assert_eq!(e.besoin.is_some(), !e.niveaux.is_empty());
            assert!(
                e.evaluee_le.is_none_or(|le| e.niveaux.iter().all(|n| n.evalue_le == le))
                    && e.entree_le.is_none_or(|le| Some(le) > e.evaluee_le)
            );
            vus.insert(e.statut);
        }
    }
    // The two others last a few days or a few weeks: a small world may hold none.
    for attendu in [E::Convoquee, E::Evaluee, E::AEvaluerFinal, E::Terminee, E::SansSuite] {
        assert!(vus.contains(&attendu), "{attendu:?}");
    }
}

#[test]
fn who_was_evaluated_came_to_a_summons_sometimes_the_second() {
    let mut revenus = 0;
    for d in dossiers(3000) {
        let convocations = || d.vecus.iter().flat_map(|v| &v.rendez_vous).filter(|r| r.rendez_vous.objet == ObjetRendezVous::Evaluation);
        for e in d.apprentissage.bilans.iter().map(|b| &b.evaluation) {
            let mut siennes: Vec<_> = convocations().map(|r| &r.rendez_vous).filter(|r| r.prescription == Some(e.prescription)).collect();
            siennes.sort_by_key(|r| r.prevu_le);
            let presences: Vec<_> = siennes.iter().map(|r| r.presence).collect();
            assert!(e.evaluee_le.is_none() || presences.last() == Some(&P::Present), "{presences:?}");
            assert_eq!(e.statut == E::Convoquee, presences.last() == Some(&P::AVenir), "{presences:?}");
            revenus += usize::from(presences == [P::Absent, P::Present]);
        }
    }
    assert!(revenus > 5, "{revenus}");
}

#[test]
fn an_enrolment_that_follows_an_evaluation_repeats_its_level_and_suits() {
    let (monde, mut suivies) = (monde(), 0);
    for d in dossiers(3000) {
        for i in d.apprentissage.stages.iter().map(|s| &s.inscription) {
            let session = monde.sessions.iter().find(|s| s.id == i.session).unwrap();
            let Some(e) = d.apprentissage.bilans.iter().map(|b| &b.evaluation).find(|e| Some(e.id) == i.evaluation) else {
                assert!(i.evaluateur.is_none() && i.besoin.is_none());
                continue;
            };
            assert_eq!((i.evaluateur, i.besoin, e.entree_le), (Some(e.evaluateur), Some(session.besoin), i.entree_le));
            assert!(i.competences.globale().is_none_or(|n| session.niveaux.contient(n)));
            assert!(e.statut == E::SansSuite || e.statut == if i.statut == I::EnFormation { E::EnFormation } else { E::AEvaluerFinal });
            suivies += 1;
        }
    }
    assert!(suivies > 5, "{suivies}");
}

#[test]
fn the_feed_tells_of_what_moved_in_the_last_days() {
    let depuis = monde().calendrier.matin(au() - Days::new(30));
    for d in dossiers(3000) {
        let a = &d.apprentissage;
        let bilans = a.bilans.iter().flat_map(|b| [b.cree_le, b.modifie_le]).filter(|le| *le >= depuis).count();
        let stages = a.stages.iter().flat_map(|s| [s.inscription.inscrite_le, s.modifie_le]).filter(|le| *le >= depuis).count();
        let dits = |type_| d.evenements.iter().filter(|e| e.type_ == type_).count();
        assert_eq!((dits(T::EvaluationLinguistiqueChangee), dits(T::InscriptionFormationChangee)), (bilans, stages));
    }
}

//! Accompaniments: what the data of the pacte allow, in the small world and in those of the files.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{au, dossiers, monde, programmes};
use crate::accompagnement::{Accompagnement, IssueAccompagnement as I};
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::registre::Registre;
use crate::prescription::{MotifRefus, StatutPrescription as S};

fn suivis(d: &Dossier) -> impl Iterator<Item = &Accompagnement> {
    d.vecus.iter().flat_map(|v| &v.accompagnements).map(|s| &s.accompagnement)
}

/// Never the same twice at once, never two that exclude each other; by an operator, for its public, not too long.
pub(super) fn verifier(monde: &Monde, d: &Dossier) {
    let tous: Vec<&Accompagnement> = suivis(d).collect();
    for (rang, a) in tous.iter().enumerate() {
        let programme = monde.reglement.programme(a.dispositif).unwrap();
        assert!(programme.mene_par(a.partenaire) && programme.convient(&d.personne, a.debut));
        assert_eq!(a.fin_au_plus_tard, programme.fin_au_plus_tard(a.debut));
        assert!(a.fin.is_none_or(|fin| a.debut <= fin && fin < monde.calendrier.au && a.fin_au_plus_tard.is_none_or(|d| fin <= d)));
        assert_eq!(a.fin.is_some(), a.issue.is_some());
        assert!(a.suivi_jusqu_au.is_none() || a.issue == Some(I::SortiePositive));
        for autre in &tous[rang + 1..] {
            let ensemble = a.fin.unwrap_or(NaiveDate::MAX) > autre.debut && autre.fin.unwrap_or(NaiveDate::MAX) > a.debut;
            assert!(!ensemble || (a.dispositif != autre.dispositif && !programme.exclut(autre.dispositif)));
        }
        for prealable in &programme.dispositif.contenu.prealables {
            let acheve = |b: &&&Accompagnement| b.dispositif == *prealable && b.issue.is_some_and(|i| i != I::Abandon);
            assert!(tous.iter().filter(acheve).any(|b| b.fin <= Some(a.debut)));
        }
    }
}

#[test]
fn what_excludes_each_other_never_runs_together_and_everything_is_lived() {
    let (monde, tires) = (monde(), dossiers(3000));
    let mut vus: HashMap<_, usize> = HashMap::new();
    for d in tires {
        verifier(monde, d);
        suivis(d).for_each(|a| *vus.entry(a.dispositif).or_default() += 1);
    }
    assert_eq!(vus.len(), programmes::tous().len());
    let issues: std::collections::HashSet<_> = tires.iter().flat_map(suivis).filter_map(|a| a.issue).collect();
    assert_eq!(issues.len(), 4);
}

#[test]
fn places_are_counted_by_agent_and_never_exceeded() {
    let (monde, tires) = (monde(), dossiers(3000));
    let mut registre = Registre::default();
    for d in tires {
        registre.noter(monde, d);
    }
    let mut courants: HashMap<_, i64> = HashMap::new();
    for a in tires.iter().flat_map(suivis).filter(|a| a.fin.is_none()) {
        if monde.reglement.programme(a.dispositif).unwrap().borne() {
            *courants.entry((a.dispositif, a.agent.unwrap())).or_default() += 1;
        }
    }
    assert!(!courants.is_empty() && courants.values().all(|n| *n <= programmes::CAPACITE));
    let charges: HashMap<_, i64> = registre.charges().map(|(qui, (en_cours, _))| (*qui, *en_cours)).collect();
    assert_eq!(charges, courants);
}

#[test]
fn a_referral_goes_with_its_accompaniment() {
    let mut nes = 0;
    for d in dossiers(3000) {
        for a in suivis(d).filter(|a| a.prescription.is_some()) {
            let e = d.envois.iter().find(|e| Some(e.prescription.id) == a.prescription).unwrap();
            let statut = match a.issue {
                None => S::EnCours,
                Some(I::Abandon) => S::Abandonnee,
                Some(_) => S::Realisee,
            };
            assert_eq!((e.prescription.statut, e.prescription.destinataire), (statut, a.partenaire));
            assert!(a.issue != Some(I::Abandon) || e.passages.last().unwrap().motif == Some(MotifRefus::Autre));
            assert_eq!(e.prescription.suite.integree_le, Some(a.debut));
            nes += 1;
        }
    }
    assert!(nes > 0);
}

#[test]
fn counts_of_the_meetings_equal_what_the_files_hold() {
    let (monde, tires) = (monde(), dossiers(2000));
    let mut registre = Registre::default();
    for d in tires {
        registre.noter(monde, d);
    }
    for (rang, s) in monde.agenda.seances.iter().enumerate() {
        let vecus = || tires.iter().flat_map(|d| &d.vecus);
        let invites = vecus().flat_map(|v| &v.invitations).filter(|i| i.seance == rang).count();
        let orientes = vecus().flat_map(|v| &v.orientations).filter(|o| o.rencontre == Some(s.id)).count();
        let [comptes, presents, excuses, decides] = registre.comptes(s.id);
        assert_eq!((comptes, decides), (i64::try_from(invites).unwrap(), i64::try_from(orientes).unwrap()));
        assert!(presents + excuses <= comptes);
        assert!(s.jour < au() || presents + excuses + decides == 0);
    }
}

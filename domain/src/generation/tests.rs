//! The invariants of the field on thousands of invented files, before any is written.

use std::collections::HashSet;
use std::sync::OnceLock;

use chrono::NaiveDate;
use uuid::Uuid;

use super::dossier::Dossier;
use super::monde::Monde;
use super::offre::Offre;
use super::reglement::Reglement;
use super::{Demande, generer, lignes};
use crate::allocataire::PublicCible as P;
use crate::echeance::CodeEcheance as E;
use crate::pacte::delai::{Delai, UniteDelai};
use crate::partenaire::TypePartenaire as G;
use crate::prescription::TypePrescription as T;

mod attentes;
mod emplois;
mod iae;
mod langues;
mod mesure;
mod mobilites;
mod mondes;
mod programmes;
mod relations;
mod renvois;
mod soutiens;
mod vecus;

pub(super) fn au() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// Partners of the small world, by number; the first is the Département.
fn partenaire(rang: u128) -> Uuid {
    Uuid::from_u128(rang)
}

pub(super) fn monde() -> &'static Monde {
    static MONDE: OnceLock<Monde> = OnceLock::new();
    MONDE.get_or_init(inventer)
}

fn inventer() -> Monde {
    let offre = |rang, types: &[T], publics: &[P]| Offre::essai(partenaire(rang), types, publics, 15);
    let offres = vec![
        offre(1, &[T::AccompagnementSocial, T::AccesDroits, T::Sante], &[P::ToutPublic]),
        offre(2, &[T::AccompagnementGlobal, T::AccompagnementProfessionnel, T::Emploi], &[P::DemandeurEmploi, P::BeneficiaireRsa]),
        offre(3, &[T::AccompagnementSocial], &[P::SansResidenceStable]),
        offre(4, &[T::AccompagnementProfessionnel, T::Emploi], &[P::BeneficiaireRsa]),
        offre(5, &[T::AccompagnementProfessionnel], &[P::Jeune]),
        offre(6, &[T::EvaluationLinguistique], &[P::ToutPublic]),
        offre(7, &[T::FormationLinguistique], &[P::ToutPublic]),
        Offre::essai(partenaire(8), &[T::DiagnosticMobilite, T::AideMobilite], &[P::BeneficiaireRsa], 5),
        offre(9, &[T::Iae], &[P::BeneficiaireRsa, P::SansResidenceStable]),
        offre(10, &[T::Iae, T::Emploi], &[P::DemandeurEmploi]),
    ];
    let suiveurs = [G::Departement, G::PoleEmploi, G::Ccas, G::OperateurInsertion, G::MissionLocale];
    let suiveurs = (1..).zip(suiveurs).map(|(rang, genre)| (genre, partenaire(rang))).collect();
    Monde::essai(au(), offres, suiveurs, reglement())
}

/// Delays, an automatic orientation, kiosques and what follows an absence.
fn reglement() -> Reglement {
    let delai = |regle: &str, valeur, unite| Delai { regle: regle.to_owned(), valeur, unite };
    let delais = [
        (E::Orienter, delai("R1", 1, UniteDelai::Mois)),
        (E::FixerPremierRendezVous, delai("R2", 2, UniteDelai::Semaines)),
        (E::Contractualiser, delai("R3", 2, UniteDelai::Mois)),
    ];
    Reglement {
        delais: delais.into_iter().collect(),
        automatique: true,
        kiosques: Some(None),
        commissions: Some(None),
        absence: Some("R4".to_owned()),
        programmes: programmes::tous(),
    }
}

/// The first files of the small world, the same for every test.
pub(super) fn dossiers(nombre: usize) -> &'static [Dossier] {
    static TOUS: OnceLock<Vec<Dossier>> = OnceLock::new();
    &TOUS.get_or_init(|| (0..4000).map(|rang| Dossier::tirer(monde(), 42, rang)).collect())[..nombre]
}

fn rangees(graine: u64, rangs: std::ops::Range<usize>) -> Vec<String> {
    let monde = monde();
    let tires: Vec<_> = rangs.map(|rang| Dossier::tirer(monde, graine, rang)).collect();
    lignes::de(monde, &tires).iter().map(|tampon| format!("{:?}", tampon.valeurs())).collect()
}

#[test]
fn a_seed_makes_the_same_rows_ids_included_and_another_makes_others() {
    assert_eq!(rangees(7, 0..300), rangees(7, 0..300));
    assert_ne!(rangees(7, 0..5), rangees(8, 0..5));
}

#[test]
fn a_file_does_not_depend_on_how_many_were_asked_for() {
    let (seul, parmi) = (Dossier::tirer(monde(), 42, 40), dossiers(41));
    let lignes_de = |d: &[Dossier]| lignes::de(monde(), d).iter().map(|t| format!("{:?}", t.valeurs())).collect::<Vec<_>>();
    assert_eq!(lignes_de(&[seul]), lignes_de(&parmi[40..]));
}

#[test]
fn people_are_adults_reachable_by_nobody_and_known_by_one_number() {
    let tires = dossiers(3000);
    let ids: HashSet<Uuid> = tires.iter().map(|d| d.personne.id).collect();
    let matricules: Vec<_> = tires.iter().filter_map(|d| d.personne.matricule.clone()).collect();
    assert_eq!(ids.len(), tires.len());
    assert_eq!(matricules.iter().collect::<HashSet<_>>().len(), matricules.len());
    assert!(matricules.iter().all(|m| m.len() == 7));
    for p in tires.iter().map(|d| &d.personne) {
        assert!((18..=64).contains(&super::calendrier::age(p.naissance, au())));
        assert!(
            p.telephone.iter().all(|t| ["06 39 98", "05 36 49", "01 99 00"].iter().any(|fictif| t.starts_with(fictif)) && t.len() == 14)
        );
        assert!(p.courriel.iter().all(|c| c.is_ascii() && ["@example.org", "@example.com", "@example.net"].iter().any(|d| c.ends_with(d))));
        assert_eq!(p.organisme.is_some(), p.matricule.is_some());
        assert_ne!(p.nom_naissance.as_ref(), Some(&p.nom));
    }
}

#[test]
fn rights_and_publics_say_the_same() {
    for p in dossiers(3000).iter().map(|d| &d.personne) {
        let droit = &p.droit;
        assert_eq!(droit.percu(), p.a(P::BeneficiaireRsa));
        assert_eq!(droit.clos_le.is_some(), droit.motif_cloture.is_some());
        assert!(droit.demande_le <= droit.ouvert_le || droit.ouvert_le.is_none());
        assert!(droit.clos_le.is_none_or(|clos| Some(clos) > droit.ouvert_le && clos < au()));
        assert_eq!(p.handicap == Some(true), p.a(P::TravailleurHandicape));
        assert_eq!(p.domiciliation.is_some(), p.a(P::SansResidenceStable));
    }
}

#[test]
fn one_parcours_runs_at_a_time_and_one_referent_in_it() {
    for d in dossiers(3000) {
        for deux in d.suivis.windows(2) {
            assert!(deux[0].parcours.clos_le.is_some_and(|clos| clos < deux[1].parcours.ouvert_le));
        }
        for p in d.suivis.iter().map(|s| &s.parcours) {
            let fin = p.clos_le.unwrap_or(au());
            assert!(p.designations.iter().all(|x| p.ouvert_le <= x.debut && x.debut <= fin));
            assert!(p.designations.windows(2).all(|x| x[0].fin.and_then(|f| f.succ_opt()) == Some(x[1].debut) && x[0].motif_fin.is_some()));
            assert!(p.designations.last().is_none_or(|x| x.fin == p.clos_le));
            assert!(p.designations.windows(2).all(|x| (x[0].partenaire, x[0].agent) != (x[1].partenaire, x[1].agent)));
        }
    }
}

#[test]
fn needs_are_noted_once_and_lifted_after() {
    for d in dossiers(3000) {
        let themes: HashSet<_> = d.besoins.iter().map(|b| b.theme).collect();
        assert_eq!(themes.len(), d.besoins.len());
        assert!(d.besoins.iter().all(|b| b.repere_le < au() && b.leve_le.is_none_or(|leve| b.repere_le <= leve && leve < au())));
    }
}

use std::sync::LazyLock;

use super::*;
use crate::erreur::CodeErreurMetier as C;
use crate::pacte::Pacte;
use crate::pacte::essai::{fichier, pactes};
use crate::vocabulaire::Enumeration;
use FonctionAgent as F;
use MotifAideMobilite as M;
use NatureAideMobilite as N;

static PACTES: LazyLock<Vec<Pacte>> = LazyLock::new(pactes);

/// The fund of Tarn-et-Garonne, as the files have it.
fn fare() -> Mobilite {
    let dispositifs: Vec<serde_json::Value> = fichier!("dispositifs.json");
    let fare = dispositifs.iter().find(|d| d["code"] == "fare-82").unwrap();
    serde_json::from_value(fare["mobilite"].clone()).unwrap()
}

const PROJET: Projet = Projet { nature: N::PermisConduire, motif: M::PriseEmploi, obligation_tiers: Some(false) };
const FAITS: Faits =
    Faits { fonction: Some(F::AssistantServiceSocial), droit_ouvert: Some(true), suivie: Some(true), dispositif_admis: Some(false) };

fn examine(mobilite: &Mobilite, projet: Projet, faits: Faits) -> (Vec<RegleEvaluee>, Vec<(String, C)>) {
    let pacte = PACTES.iter().find(|p| p.departement == "82").unwrap();
    let regles = |usage: &str| pacte.contenu.regles.iter().find(|r| r.appliquee_par(usage));
    let examens = examiner(&regles, mobilite, &projet, &faits);
    let manquees = manquees(&examens).iter().map(|e| (e.regle.code.clone(), e.epreuve.code)).collect();
    (examens.iter().map(Examen::evaluer).collect(), manquees)
}

fn refus(projet: Projet, faits: Faits) -> Vec<(String, C)> {
    examine(&fare(), projet, faits).1
}

fn un(code: &str, refus: C) -> Vec<(String, C)> {
    vec![(code.to_owned(), refus)]
}

#[test]
fn each_rule_of_the_fund_has_its_line() {
    let (regles, manquees) = examine(&fare(), PROJET, FAITS);
    let codes: Vec<&str> = regles.iter().map(|r| r.code.as_str()).collect();
    assert_eq!((codes, manquees), (vec!["R174", "R175", "R176", "R177", "R178", "R179"], Vec::new()));
    let constats: Vec<&str> = regles.iter().map(|r| r.constat.as_str()).collect();
    assert_eq!(constats[0], "Fonction de l'agent qui demande : assistant de service social.");
    assert_eq!(constats[4], "Droit au RSA ouvert : oui ; suivi par l'agent qui demande : oui.");
    assert!(!regles[5].satisfaite && constats[5].contains("pas ouverte"), "the document proposes, nobody decided");
}

#[test]
fn eight_expenses_and_three_reasons() {
    let depenses = N::VALEURS.iter().filter(|v| refus(Projet { nature: v.valeur, ..PROJET }, FAITS).is_empty()).count();
    // Renting is one expense for two and four wheels, and so is a licence or a BSR.
    assert_eq!(depenses, 8 + 2);
    let motifs: Vec<M> = M::VALEURS.iter().map(|v| v.valeur).filter(|m| refus(Projet { motif: *m, ..PROJET }, FAITS).is_empty()).collect();
    assert_eq!(motifs, [M::PriseEmploi, M::RepriseEmploi, M::FormationQualifiante]);
    assert_eq!(refus(Projet { nature: N::PretVelo, ..PROJET }, FAITS), un("R176", C::SaisieInvalide));
}

#[test]
fn what_is_unknown_satisfies_nothing() {
    assert_eq!(refus(Projet { obligation_tiers: None, ..PROJET }, FAITS), un("R177", C::SaisieInvalide));
    assert_eq!(refus(Projet { obligation_tiers: Some(true), ..PROJET }, FAITS), un("R177", C::SaisieInvalide));
    for faits in [Faits { droit_ouvert: None, ..FAITS }, Faits { suivie: Some(false), ..FAITS }] {
        assert_eq!(refus(PROJET, faits), un("R178", C::PublicNonEligible));
    }
    for fonction in [None, Some(F::GestionnaireAides)] {
        assert_eq!(refus(PROJET, Faits { fonction, ..FAITS }), un("R174", C::PrescripteurNonHabilite));
    }
}

#[test]
fn the_extension_admits_people_off_rsa_once_the_pacte_opens_it() {
    let hors_rsa = Faits { droit_ouvert: Some(false), dispositif_admis: Some(true), ..FAITS };
    assert_eq!(refus(PROJET, hors_rsa), un("R178", C::PublicNonEligible));
    let ouverte = Mobilite { etendu_a: vec![Uuid::from_u128(1)], ..fare() };
    assert!(examine(&ouverte, PROJET, hors_rsa).1.is_empty());
    let sans_suivi = Faits { suivie: Some(false), ..hors_rsa };
    assert_eq!(examine(&ouverte, PROJET, sans_suivi).1, un("R178", C::PublicNonEligible));
}

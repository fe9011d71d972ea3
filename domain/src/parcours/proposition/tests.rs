use std::collections::HashSet;
use std::sync::LazyLock;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use super::essai::Fonds;
use super::*;
use crate::parcours::ModaliteAccompagnement::{Professionnel, Social, Socioprofessionnel, VeilleSociale};
use crate::referentiel::chargement::identifiant;
use crate::vocabulaire::Enumeration;

static FONDS: LazyLock<Fonds> = LazyLock::new(Fonds::lire);
const DEPARTEMENTS: [&str; 4] = ["31", "32", "64", "82"];

fn publics(publics: &[PublicCible]) -> Faits {
    Faits { publics: publics.iter().copied().collect(), ..Faits::default() }
}

fn domicilie(cle: &str, enfants: Option<i64>) -> Faits {
    Faits { domiciliation: Some(identifiant("partenaire", cle)), enfants_a_charge: enfants, ..Faits::default() }
}

fn entretien(autonome: bool, disponible: bool, freins: &[ThemeBesoin]) -> Diagnostic {
    Diagnostic { autonome: Some(autonome), disponible: Some(disponible), freins: freins.to_vec(), ..Diagnostic::default() }
}

fn en_situation(situation: SituationProfessionnelle) -> Faits {
    Faits { situation_professionnelle: Some(situation), ..Faits::default() }
}

/// The modality, the first partner, and the satisfied rules.
fn issue(departement: &str, faits: &Faits, diagnostic: Option<&Diagnostic>) -> (ModaliteAccompagnement, String, Vec<String>) {
    let proposition = FONDS.proposer(departement, faits, diagnostic);
    let premier = FONDS.cles(&proposition).first().unwrap().to_string();
    let satisfaites = proposition.regles.into_iter().filter(|r| r.satisfaite).map(|r| r.code).collect();
    (proposition.modalite, premier, satisfaites)
}

fn attendre(departement: &str, faits: &Faits, diagnostic: Option<&Diagnostic>, attendu: (ModaliteAccompagnement, &str, &str)) {
    let (modalite, premier, satisfaites) = issue(departement, faits, diagnostic);
    assert_eq!((modalite, premier.as_str()), (attendu.0, attendu.1), "{departement} {faits:?} {diagnostic:?} {satisfaites:?}");
    assert!(satisfaites.iter().any(|code| code == attendu.2), "{departement} {} {satisfaites:?}", attendu.2);
}

fn regle(proposition: &Proposition, code: &str) -> RegleEvaluee {
    proposition.regles.iter().find(|r| r.code == code).unwrap().clone()
}

#[test]
fn in_31_the_person_goes_where_the_pacte_says() {
    let rien = Faits::default();
    let pole_emploi = (Professionnel, "pole-emploi-31", "R008");
    attendre("31", &rien, Some(&entretien(true, true, &[])), pole_emploi);
    attendre("31", &rien, Some(&entretien(false, true, &[])), (Socioprofessionnel, "actipro-31", "R009"));
    attendre("31", &rien, Some(&entretien(true, false, &[ThemeBesoin::ProjetProfessionnel])), (Socioprofessionnel, "actipro-31", "R009"));
    for situation in [SituationProfessionnelle::TravailleurIndependant, SituationProfessionnelle::EnFormation] {
        attendre("31", &en_situation(situation), None, (Socioprofessionnel, "departement-31", "R010"));
    }
    attendre("31", &rien, Some(&entretien(false, false, &[ThemeBesoin::Logement])), (Social, "departement-31", "R011"));
    let ccas = (Social, "ccas-toulouse", "R042");
    attendre("31", &domicilie("ccas-toulouse", Some(0)), None, ccas);
    attendre("31", &domicilie("ccas-toulouse", Some(0)), Some(&entretien(false, false, &[ThemeBesoin::Sante])), ccas);
    attendre("31", &domicilie("ccas-toulouse", Some(0)), Some(&entretien(true, true, &[])), (Professionnel, "pole-emploi-31", "R043"));
    attendre("31", &domicilie("espoir-31", Some(3)), Some(&entretien(true, true, &[])), (Socioprofessionnel, "espoir-31", "R048"));
    attendre("31", &publics(&[PublicCible::Refugie]), None, (Socioprofessionnel, "forum-refugies-31", "R050"));
    attendre("31", &publics(&[PublicCible::Cadre]), None, (Socioprofessionnel, "praxis-31", "R044"));
    let diplome = Faits { niveau_formation: Some(NiveauFormation::BacPlus5), ..publics(&[PublicCible::Diplome]) };
    attendre("31", &diplome, None, (Socioprofessionnel, "praxis-31", "R045"));
}

#[test]
fn a_child_or_an_unknown_household_keeps_the_ccas_of_toulouse_from_being_the_referent() {
    for enfants in [Some(2), None] {
        let proposition = FONDS.proposer("31", &domicilie("ccas-toulouse", enfants), None);
        assert!(!regle(&proposition, "R042").satisfaite);
        assert!(!FONDS.cles(&proposition).contains(&"ccas-toulouse"));
    }
    let social = FONDS.proposer("31", &domicilie("ccas-villeneuve-tolosane", None), Some(&entretien(false, false, &[ThemeBesoin::Budget])));
    assert_eq!(FONDS.cles(&social), ["departement-31", "ccas-villeneuve-tolosane", "ccas-31", "ccas-toulouse"]);
}

#[test]
fn only_the_plie_of_31_shuts_out_people_on_rsa_and_only_its_communes_are_served() {
    let a = |commune: &str, droit_ouvert| Faits {
        commune: Some(commune.to_owned()),
        droit_ouvert: Some(droit_ouvert),
        inscrit_pole_emploi: Some(true),
        ..Faits::default()
    };
    let plie = |faits: &Faits| FONDS.cles(&FONDS.proposer("31", faits, None)).contains(&"plie-31");
    assert_eq!([a("31555", false), a("31555", true), a("31483", false)].map(|f| plie(&f)), [true, false, false]);
}

#[test]
fn who_works_near_the_person_comes_first() {
    let pres_de = |territoire: Option<&str>| Faits { territoire: territoire.map(|t| identifiant("territoire", t)), ..Faits::default() };
    let proposes = |faits: &Faits| {
        let proposition = FONDS.proposer("31", faits, Some(&entretien(false, true, &[])));
        FONDS.cles(&proposition).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(proposes(&pres_de(None)), ["actipro-31", "agence-3i-31", "video-34"]);
    assert_eq!(proposes(&pres_de(Some("31-actipro-amouroux"))), ["agence-3i-31", "actipro-31", "video-34"]);
}

#[test]
fn in_64_four_modalities_are_told_apart() {
    let rien = Faits::default();
    attendre("64", &rien, Some(&entretien(true, true, &[])), (Professionnel, "pole-emploi-64", "R122"));
    attendre("64", &rien, Some(&entretien(false, true, &[])), (Socioprofessionnel, "departement-64", "R123"));
    attendre("64", &rien, Some(&entretien(false, false, &[ThemeBesoin::Isolement])), (Social, "departement-64", "R124"));
    let inscrit = Faits { inscrit_pole_emploi: Some(true), ..Faits::default() };
    let freins = [ThemeBesoin::Logement, ThemeBesoin::Mobilite];
    attendre("64", &inscrit, Some(&entretien(false, true, &freins)), (Socioprofessionnel, "pole-emploi-64", "R128"));
    let artisan = en_situation(SituationProfessionnelle::TravailleurIndependant);
    attendre("64", &artisan, None, (Socioprofessionnel, "departement-64", "R130"));
    attendre("64", &en_situation(SituationProfessionnelle::SalarieEnInsertion), None, (Socioprofessionnel, "departement-64", "R253"));
}

#[test]
fn in_64_the_language_alone_puts_no_refugee_into_social_follow_up() {
    let refugie = publics(&[PublicCible::Refugie]);
    let diagnostic = entretien(false, false, &[ThemeBesoin::Langue]);
    attendre("64", &refugie, Some(&diagnostic), (Socioprofessionnel, "departement-64", "R155"));
    attendre("64", &refugie, Some(&diagnostic), (Socioprofessionnel, "departement-64", "R156"));
    let fragile = entretien(false, false, &[ThemeBesoin::Langue, ThemeBesoin::Sante]);
    assert_eq!(issue("64", &refugie, Some(&fragile)).0, Social);
}

#[test]
fn in_82_an_interview_decides_between_work_and_social_follow_up() {
    let rien = Faits::default();
    attendre("82", &rien, Some(&entretien(true, true, &[])), (Professionnel, "pole-emploi-82", "R165"));
    attendre("82", &rien, Some(&entretien(false, false, &[ThemeBesoin::AccesDroits])), (Social, "departement-82", "R165"));
    let demandeur = en_situation(SituationProfessionnelle::SansEmploi);
    let freins = [ThemeBesoin::Logement, ThemeBesoin::Mobilite];
    attendre("82", &demandeur, Some(&entretien(false, false, &freins)), (Socioprofessionnel, "pole-emploi-82", "R169"));
    let depuis = |mois| Faits { anciennete_rsa_mois: Some(mois), ..Faits::default() };
    attendre("82", &depuis(61), Some(&entretien(true, true, &[])), (Socioprofessionnel, "coaching-82", "R200"));
    assert_eq!(issue("82", &depuis(60), Some(&entretien(true, true, &[]))).0, Professionnel);
    attendre("82", &publics(&[PublicCible::RsaLongueDuree]), None, (Socioprofessionnel, "coaching-82", "R200"));
}

#[test]
fn a_rule_that_leads_two_ways_is_told_once() {
    let proposition = FONDS.proposer("82", &Faits::default(), Some(&entretien(true, true, &[])));
    assert_eq!(proposition.regles.iter().filter(|r| r.code == "R165").count(), 1);
    let faits = ["Entretien de diagnostic : oui", "situation professionnelle : non renseigné", "besoins repérés : aucun"];
    let constat = format!("{} ; disponibilité pour travailler : oui.", faits.join(" ; "));
    assert_eq!(regle(&proposition, "R165").constat, constat);
    let sans_entretien = Faits { besoins: vec![ThemeBesoin::Logement], ..Faits::default() };
    assert!(!regle(&FONDS.proposer("82", &sans_entretien, None), "R165").satisfaite);
}

#[test]
fn where_no_rule_decides_the_departement_takes_the_person() {
    for departement in DEPARTEMENTS {
        let proposition = FONDS.proposer(departement, &Faits::default(), None);
        assert_eq!((proposition.modalite, proposition.automatisable), (Socioprofessionnel, false));
        assert_eq!(FONDS.cles(&proposition), [format!("departement-{departement}")]);
        let satisfaites: Vec<_> = proposition.regles.iter().filter(|r| r.satisfaite).map(|r| r.code.as_str()).collect();
        assert!(satisfaites.iter().all(|code| *code == "R125"), "{satisfaites:?}");
        assert_eq!(proposition.regles.is_empty(), departement == "32");
    }
}

#[test]
fn only_who_is_registered_at_pole_emploi_in_31_and_due_to_be_oriented_goes_there_alone() {
    let inscrit = |soumis| Faits { inscrit_pole_emploi: Some(true), soumis_droits_devoirs: soumis, ..Faits::default() };
    for departement in DEPARTEMENTS {
        assert_eq!(FONDS.proposer(departement, &inscrit(Some(true)), None).automatisable, departement == "31");
    }
    attendre("31", &inscrit(Some(true)), None, (Professionnel, "pole-emploi-31", "R023"));
    assert!(!FONDS.proposer("31", &inscrit(Some(false)), None).automatisable);
    assert!(!FONDS.proposer("31", &inscrit(None), None).automatisable);
    let dabord_social = Faits { besoins: vec![ThemeBesoin::Logement], ..inscrit(Some(true)) };
    let proposition = FONDS.proposer("31", &dabord_social, None);
    assert_eq!((proposition.modalite, proposition.automatisable), (Social, false));
}

#[test]
fn an_operator_that_excludes_the_global_follow_up_is_seen() {
    let suit = |codes: Option<&[&str]>| Faits {
        dispositifs_en_cours: codes.map(|c| c.iter().map(|c| identifiant("dispositif", c)).collect()),
        ..Faits::default()
    };
    let r016 = |codes: Option<&[&str]>| regle(&FONDS.proposer("31", &suit(codes), None), "R016");
    assert_eq!([r016(Some(&[])).satisfaite, r016(Some(&["actipro-31"])).satisfaite, r016(None).satisfaite], [true, false, false]);
    assert_eq!(r016(None).constat, "Suivi par un dispositif incompatible : non renseigné.");
}

#[test]
fn lines_and_markers_of_the_data_name_the_same_rules_and_real_dispositifs() {
    let lignes: HashSet<&str> = regles::codes().map(|(code, _)| code).collect();
    let toutes = FONDS.pactes.iter().flat_map(|p| &p.contenu.regles);
    let marquees: HashSet<&str> = toutes.filter(|r| r.appliquee_par("proposerOrientation")).map(|r| r.code.as_str()).collect();
    assert_eq!(lignes, marquees);
    let cites = regles::codes().filter_map(|(regle, dispositif)| Some((regle, dispositif?)));
    for (regle, code) in cites {
        let dispositif = FONDS.dispositifs.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{code}"));
        let departement = |pacte: &crate::pacte::Pacte| pacte.departement.clone();
        let de_la_regle = FONDS.pactes.iter().find(|p| p.regle(regle).is_some()).map(departement);
        let du_dispositif = FONDS.pactes.iter().find(|p| p.id == dispositif.pacte).map(departement);
        assert_eq!(de_la_regle, du_dispositif, "{regle} {code}");
    }
}

fn peut_etre<T>(des: &mut StdRng, valeur: impl FnOnce(&mut StdRng) -> T) -> Option<T> {
    des.random_bool(0.6).then(|| valeur(des))
}

fn une<E: Enumeration>(des: &mut StdRng) -> E {
    E::VALEURS[des.random_range(0..E::VALEURS.len())].valeur
}

fn plusieurs<E: Enumeration>(des: &mut StdRng) -> Vec<E> {
    (0..des.random_range(0..4)).map(|_| une(des)).collect()
}

fn faits(des: &mut StdRng) -> Faits {
    Faits {
        age: peut_etre(des, |d| d.random_range(16..70)),
        civilite: peut_etre(des, une),
        enfants_a_charge: peut_etre(des, |d| d.random_range(0..4)),
        commune: peut_etre(des, |d| ["31555", "64445", "82121", "32013"][d.random_range(0..4)].to_owned()),
        territoire: None,
        domiciliation: peut_etre(des, |d| FONDS.partenaires[d.random_range(0..FONDS.partenaires.len())].id),
        niveau_formation: peut_etre(des, une),
        situation_professionnelle: peut_etre(des, une),
        inscrit_pole_emploi: peut_etre(des, |d| d.random_bool(0.5)),
        soumis_droits_devoirs: peut_etre(des, |d| d.random_bool(0.5)),
        droit_ouvert: peut_etre(des, |d| d.random_bool(0.5)),
        anciennete_rsa_mois: peut_etre(des, |d| d.random_range(0..200)),
        publics: plusieurs(des).into_iter().collect(),
        besoins: plusieurs(des),
        dispositifs_en_cours: peut_etre(des, |d| vec![FONDS.dispositifs[d.random_range(0..FONDS.dispositifs.len())].id]),
    }
}

fn diagnostic(des: &mut StdRng) -> Diagnostic {
    Diagnostic {
        situation: peut_etre(des, une),
        autonome: peut_etre(des, |d| d.random_bool(0.5)),
        disponible: peut_etre(des, |d| d.random_bool(0.5)),
        freins: plusieurs(des),
        projet: peut_etre(des, |_| "SECRET".to_owned()),
        synthese: peut_etre(des, |_| "SECRET".to_owned()),
    }
}

#[test]
fn whoever_the_person_is_the_proposal_stays_inside_the_pacte() {
    for graine in 0..3_000 {
        let mut des = StdRng::seed_from_u64(graine);
        let (faits, diagnostic) = (faits(&mut des), peut_etre(&mut des, diagnostic));
        let departement = DEPARTEMENTS[des.random_range(0..4)];
        let proposition = FONDS.proposer(departement, &faits, diagnostic.as_ref());
        verifier(&proposition, departement, graine);
        assert_eq!(proposition, FONDS.proposer(departement, &faits, diagnostic.as_ref()), "seed {graine}");
    }
}

fn verifier(proposition: &Proposition, departement: &str, graine: u64) {
    assert_ne!(proposition.modalite, VeilleSociale, "seed {graine}");
    assert!((1..=PARTENAIRES_AU_PLUS).contains(&proposition.partenaires.len()), "seed {graine}");
    assert_eq!(proposition.partenaires.iter().collect::<HashSet<&Uuid>>().len(), proposition.partenaires.len(), "seed {graine}");
    let du_departement = |id: &Uuid| FONDS.partenaires.iter().any(|p| p.id == *id && p.departements.iter().any(|d| d == departement));
    assert!(proposition.partenaires.iter().all(du_departement), "seed {graine}");
    assert!(!proposition.automatisable || proposition.modalite == Professionnel, "seed {graine}");
    for r in &proposition.regles {
        let pactes = FONDS.pactes.iter().filter(|p| p.departement == departement);
        let stated = pactes.filter_map(|p| p.regle(&r.code)).any(|regle| regle.enonce == r.enonce);
        assert!(stated && r.constat.ends_with('.') && !r.constat.contains("SECRET"), "seed {graine} {r:?}");
    }
}

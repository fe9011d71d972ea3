//! The worlds of the data files: every rule of the small world holds with the pactes of the départements.

use std::collections::HashSet;

use uuid::Uuid;

use super::{attentes, au, soutiens};
use crate::agent::{Agent, FonctionAgent};
use crate::echeance::CodeEcheance as E;
use crate::generation::Demande;
use crate::generation::dossier::Dossier;
use crate::generation::monde::Monde;
use crate::generation::registre::Registre;
use crate::parcours::ModeDesignation as M;
use crate::referentiel::chargement::{essai, identifiant};
use crate::rencontre::{StatutRencontre, TypeRencontre};

/// No file names a professional: these are of partners whose dispositifs need one.
fn agents() -> Vec<Agent> {
    let agent = |(partenaire, role): (&str, &str)| Agent {
        id: identifiant("agent", &format!("{partenaire}/{role}")),
        partenaire: identifiant("partenaire", partenaire),
        cle: None,
        nom: String::new(),
        prenom: String::new(),
        fonction: FonctionAgent::Coach,
        territoire: None,
        telephone: None,
        courriel: None,
        limite_portefeuille: None,
        actif: true,
        version: 1,
    };
    [("coaching-82", "un"), ("coaching-82", "deux"), ("departement-31", "un"), ("departement-31", "deux")].map(agent).into()
}

pub(super) fn monde(departement: &str) -> Monde {
    let demande = Demande { departement: departement.to_owned(), allocataires: 0, graine: 42, au: au() };
    let reglages = super::monde().reglages.clone();
    Monde::lire(&essai::referentiel(agents()), &essai::populations(departement), &demande, reglages).unwrap()
}

/// The first people of a département, each checked on the way.
fn peupler(monde: &Monde, nombre: usize) -> Vec<Dossier> {
    let tires: Vec<Dossier> = (0..nombre).map(|rang| Dossier::tirer(monde, 42, rang)).collect();
    for d in &tires {
        soutiens::verifier(monde, d);
        attentes::verifier(monde, d);
    }
    tires
}

fn codes(tires: &[Dossier]) -> HashSet<E> {
    tires.iter().flat_map(|d| &d.attentes).map(|a| a.echeance.code).collect()
}

fn modes(tires: &[Dossier]) -> HashSet<M> {
    tires.iter().flat_map(|d| &d.vecus).flat_map(|v| &v.orientations).map(|o| o.mode).collect()
}

fn dispositifs(monde: &Monde, tires: &[Dossier]) -> HashSet<String> {
    let suivis = tires.iter().flat_map(|d| &d.vecus).flat_map(|v| &v.accompagnements).map(|s| s.accompagnement.dispositif);
    suivis.map(|id: Uuid| monde.reglement.programme(id).unwrap().dispositif.code.clone()).collect()
}

#[test]
fn in_31_kiosques_orient_and_the_pacte_gives_every_delay() {
    let monde = monde("31");
    let tires = peupler(&monde, 1200);
    let attendus = [
        E::Orienter,
        E::FixerPremierRendezVous,
        E::Contractualiser,
        E::RenouvelerContrat,
        E::DeciderReorientation,
        E::ReleverPresence,
        E::TraiterAbsence,
    ];
    assert!(attendus.iter().all(|code| codes(&tires).contains(code)));
    assert!([M::Kiosque, M::Automatique, M::Office].iter().all(|mode| modes(&tires).contains(mode)));
    let suivis = dispositifs(&monde, &tires);
    assert!(["accompagnement-global-31", "actipro-31"].iter().all(|code| suivis.contains(*code)), "{suivis:?}");
    assert!(!suivis.contains("kiosque-insertion-31"));
}

#[test]
fn in_31_every_territory_has_its_kiosque_each_month_and_some_meetings_move() {
    let monde = monde("31");
    let seances = || monde.agenda.seances.iter();
    let kiosques = seances().filter(|s| s.type_ == TypeRencontre::KiosqueInsertion);
    let lieux: HashSet<_> = kiosques.clone().map(|s| s.territoire).collect();
    assert!(lieux.len() > 10 && kiosques.clone().count() >= 24 * lieux.len());
    assert!(kiosques.clone().all(|s| s.fiche.is_some()));
    for statut in [StatutRencontre::Prevue, StatutRencontre::Tenue, StatutRencontre::Reportee, StatutRencontre::Annulee] {
        assert!(kiosques.clone().any(|s| s.statut == statut));
    }
    assert!(seances().all(|s| s.type_.sur_invitation() == s.participants.is_none() || s.statut != StatutRencontre::Tenue));
}

#[test]
fn in_64_there_is_no_kiosque_and_two_delays_are_the_pacte_s() {
    let monde = monde("64");
    let tires = peupler(&monde, 1200);
    assert!(monde.agenda.seances.iter().all(|s| !s.type_.kiosque()));
    let codes = codes(&tires);
    assert!(codes.contains(&E::Orienter) && codes.contains(&E::RenouvelerContrat));
    assert!(![E::FixerPremierRendezVous, E::Contractualiser, E::TraiterAbsence].iter().any(|code| codes.contains(code)));
    assert!(![M::Kiosque, M::Office, M::Automatique].iter().any(|mode| modes(&tires).contains(mode)));
    let suivis = dispositifs(&monde, &tires);
    assert!(["accompagnement-global-64", "tns-niveau-1-64"].iter().all(|code| suivis.contains(*code)), "{suivis:?}");
}

#[test]
fn in_82_a_coach_follows_thirty_people_at_most() {
    let monde = monde("82");
    let tires = peupler(&monde, 1200);
    let mut registre = Registre::default();
    for d in &tires {
        registre.noter(&monde, d);
    }
    assert!(registre.charges().count() > 0 && registre.charges().all(|(_, (en_cours, limite))| *limite == 30 && en_cours <= limite));
    assert!(dispositifs(&monde, &tires).contains("coaching-82"));
    assert!(codes(&tires).contains(&E::Contractualiser) && !codes(&tires).contains(&E::Orienter));
}

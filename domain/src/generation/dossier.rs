//! A person's whole file, drawn from its rank and the seed alone.

use super::attente::{self, Attente};
use super::besoin::{self, BesoinRepere};
use super::fil;
use super::langue::{self, Apprentissage};
use super::monde::Monde;
use super::personne::Personne;
use super::prescription::{Envoi, Prescripteur};
use super::relation::{self, Relation};
use super::suivi::{self, Suivi};
use super::tirage::Tirage;
use super::vecu::{self, Cadre, Vecu};
use crate::accompagnement::IssueAccompagnement;
use crate::evenement::Evenement;
use crate::prescription::MotifRefus;

pub(super) struct Dossier {
    pub personne: Personne,
    pub suivis: Vec<Suivi>,
    /// What was lived in each of them.
    pub vecus: Vec<Vecu>,
    pub besoins: Vec<BesoinRepere>,
    pub envois: Vec<Envoi>,
    /// What became of those to a platform or a body.
    pub apprentissage: Apprentissage,
    pub relations: Vec<Relation>,
    pub attentes: Vec<Attente>,
    pub evenements: Vec<Evenement>,
}

impl Dossier {
    /// Three sets of dice: what the last ones draw leaves the rest of the file as it is.
    pub fn tirer(monde: &Monde, graine: u64, rang: usize) -> Self {
        let mut tirage = Tirage::de(graine, &monde.departement, rang);
        let mut vie = Tirage::de(graine, &format!("{}/vie", monde.departement), rang);
        let personne = Personne::tirer(monde, &mut tirage, rang);
        let mut suivis = suivi::tirer(monde, (&mut tirage, &mut vie), &personne);
        let mut besoins = besoin::tirer(monde, &mut tirage, &personne, &suivis);
        let mut envois = Prescripteur::nouveau(monde, &mut tirage, &personne, &suivis).tirer(&mut besoins);
        let cadre = |suivi| Cadre { monde, personne: &personne, rang, besoins: &besoins, suivi, envois: &envois };
        let vecus: Vec<Vecu> = suivis.iter().map(|suivi| vecu::vivre(cadre(suivi), &mut vie)).collect();
        suivis.iter_mut().zip(&vecus).for_each(|(suivi, vecu)| suivi.conclure(vecu));
        for vecu in &vecus {
            abandonner(&mut envois, vecu);
        }
        let apprentissage = langue::tirer(monde, &mut Tirage::de(graine, &format!("{}/langue", monde.departement), rang), &envois);
        let relations = relation::tirer(monde, &suivis, &vecus, (&envois, &apprentissage));
        let attentes = attente::tirer(monde, (&personne, &suivis), &vecus, (&envois, &apprentissage));
        let mut dossier = Self { personne, suivis, vecus, besoins, envois, apprentissage, relations, attentes, evenements: Vec::new() };
        dossier.evenements = fil::tirer(monde, &mut tirage, &dossier);
        dossier
    }
}

/// A referral ends with the accompaniment that was born of it, for a reason that only the accompaniment says.
fn abandonner(envois: &mut [Envoi], vecu: &Vecu) {
    let abandons = vecu.accompagnements.iter().map(|s| &s.accompagnement).filter(|a| a.issue == Some(IssueAccompagnement::Abandon));
    for prescription in abandons.filter_map(|a| a.prescription) {
        let envoi = envois.iter_mut().find(|e| e.prescription.id == prescription);
        if let Some(passage) = envoi.and_then(|e| e.passages.last_mut()) {
            passage.motif = Some(MotifRefus::Autre);
        }
    }
}

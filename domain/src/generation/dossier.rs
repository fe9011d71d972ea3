//! A person's whole file, drawn from its rank and the seed alone.

use super::besoin::{self, BesoinRepere};
use super::consequence::{self, Attente, Relation};
use super::monde::Monde;
use super::personne::Personne;
use super::prescription::{Envoi, Prescripteur};
use super::suivi::{self, Suivi};
use super::tirage::Tirage;
use crate::evenement::Evenement;

pub(super) struct Dossier {
    pub personne: Personne,
    pub suivis: Vec<Suivi>,
    pub besoins: Vec<BesoinRepere>,
    pub envois: Vec<Envoi>,
    pub relations: Vec<Relation>,
    pub attentes: Vec<Attente>,
    pub evenements: Vec<Evenement>,
}

impl Dossier {
    pub fn tirer(monde: &Monde, graine: u64, rang: usize) -> Self {
        let mut tirage = Tirage::de(graine, &monde.departement, rang);
        let personne = Personne::tirer(monde, &mut tirage, rang);
        let suivis = suivi::tirer(monde, &mut tirage, &personne);
        let mut besoins = besoin::tirer(monde, &mut tirage, &personne, &suivis);
        let envois = Prescripteur::nouveau(monde, &mut tirage, &personne, &suivis).tirer(&mut besoins);
        let relations = consequence::relations(monde, &suivis, &envois);
        let attentes = consequence::attentes(monde, &envois);
        let mut dossier = Self { personne, suivis, besoins, envois, relations, attentes, evenements: Vec::new() };
        dossier.evenements = consequence::evenements(&monde.calendrier, &mut tirage, &dossier);
        dossier
    }
}

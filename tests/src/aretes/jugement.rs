//! What one caller heard, against what it must.

use std::collections::BTreeSet;

use domain::identifiant::Genre;
use uuid::Uuid;

use super::attendu::Attendu;
use super::canaris::Canaris;
use super::champs::{self, Suivre};
use super::dossier::Vue;
use super::personas::Persona;
use super::regles::CHAMPS;
use super::vie::Vie;
use super::vus::Vus;
use crate::harnais::Banc;

/// Persons to whom a class must be open before each of its fields is expected to have a value on one of them.
const ASSEZ: usize = 12;

/// Rows of files that have an id, besides parcours and referrals.
const PIECES: [Genre; 13] = [
    Genre::Orientation,
    Genre::Contrat,
    Genre::Etape,
    Genre::DemandeReorientation,
    Genre::RendezVous,
    Genre::Accompagnement,
    Genre::EvaluationLinguistique,
    Genre::InscriptionFormation,
    Genre::DiagnosticMobilite,
    Genre::AideMobilite,
    Genre::Candidature,
    Genre::ContratInsertion,
    Genre::PassIae,
];

pub struct Jugement<'a> {
    pub banc: &'a Banc,
    pub persona: &'a Persona,
    pub attendu: &'a Attendu<'a>,
    pub vus: &'a Vus,
}

impl Jugement<'_> {
    pub async fn rendre(&self, canaris: &Canaris, parcours: &[Suivre], vie: &Vie<'_>) -> Vec<String> {
        let mut fautes = self.vus.comptes.clone();
        let a = self.attendu;
        for (genre, attendues) in
            [(Genre::Allocataire, &a.personnes()), (Genre::Parcours, &a.parcours), (Genre::Prescription, &a.prescriptions)]
        {
            fautes.extend(self.lignes(genre, attendues));
            fautes.extend(self.apercu(genre.type_graphql(), attendues.len()));
        }
        for genre in PIECES {
            let type_ = genre.type_graphql();
            let lues = canaris.pieces[type_].iter().filter(|p| a.vue(type_, p) != Vue::Fermee).map(|p| p.id).collect();
            fautes.extend(self.lignes(genre, &lues));
            if self.vus.apercu.contains_key(type_) {
                fautes.extend(self.apercu(type_, lues.len()));
            }
        }
        fautes.extend(self.champs());
        fautes.extend(champs::fautes(a, self.vus, (&canaris.pieces, &canaris.textes), parcours));
        fautes.extend(self.canaris(canaris));
        fautes.extend(self.flux(canaris, vie).await);
        fautes
    }

    fn lignes(&self, genre: Genre, attendues: &BTreeSet<Uuid>) -> Vec<String> {
        let type_ = genre.type_graphql();
        comparer(type_, &attendues.iter().map(|id| genre.ecrire(*id)).collect(), &self.vus.lignes(type_))
    }

    /// What `moi` announces is what can be read.
    fn apercu(&self, type_: &str, attendues: usize) -> Option<String> {
        let dites = usize::try_from(self.vus.apercu[type_]).unwrap_or_default();
        (dites != attendues).then(|| format!("apercu : {dites} {type_} annoncées pour {attendues}"))
    }

    fn champs(&self) -> Vec<String> {
        let mut fautes = Vec::new();
        for (champ, classe) in CHAMPS {
            let lus: BTreeSet<&String> = self.vus.champs.iter().filter(|(_, lu)| *lu == champ).map(|(id, _)| id).collect();
            let fermes: Vec<_> =
                lus.iter().filter(|id| !Genre::Allocataire.lire(id).is_some_and(|id| self.attendu.ouvre(id, classe))).collect();
            if !fermes.is_empty() {
                fautes.push(format!("{champ} est lu sur {} personnes où il est fermé : {}", fermes.len(), fermes[0]));
            }
            let ouvertes = self.attendu.ouvertes.values().filter(|c| c.contains(&classe)).count();
            if lus.is_empty() && ouvertes >= ASSEZ && champ != "domiciliation" {
                fautes.push(format!("{champ} n'est lu sur aucune des {ouvertes} personnes où il est ouvert"));
            }
        }
        fautes
    }

    fn canaris(&self, canaris: &Canaris) -> Vec<String> {
        let permis = canaris.permis(self.persona, self.attendu);
        let noms = |de: Vec<&(char, usize)>| de.into_iter().map(|c| canaris.nommer(*c)).take(5).collect::<Vec<_>>();
        let fuites = noms(self.vus.canaris.difference(&permis).collect());
        let manques = noms(permis.difference(&self.vus.canaris).collect());
        let fuite = (!fuites.is_empty()).then(|| format!("canaris entendus à tort : {fuites:?}"));
        fuite.into_iter().chain((!manques.is_empty()).then(|| format!("canaris attendus et jamais entendus : {manques:?}"))).collect()
    }

    async fn flux(&self, canaris: &Canaris, vie: &Vie<'_>) -> Vec<String> {
        let attendus = self.attendu.evenements(self.banc, &canaris.pieces, &vie.contacts).await;
        let mut fautes = comparer("Evenement", &attendus, &self.vus.evenements);
        let attendues = self.attendu.echeances(self.banc, &canaris.pieces).await;
        fautes.extend(comparer("Echeance", &attendues, &self.vus.echeances));
        fautes
    }
}

fn comparer<T: Ord + std::fmt::Debug>(type_: &str, attendues: &BTreeSet<T>, vues: &BTreeSet<T>) -> Vec<String> {
    let dire = |liste: Vec<&T>, quoi: &str| {
        (!liste.is_empty()).then(|| format!("{type_} : {} {quoi} : {:?}", liste.len(), &liste[..liste.len().min(4)]))
    };
    let fuites = dire(vues.difference(attendues).collect(), "lues à tort");
    fuites.into_iter().chain(dire(attendues.difference(vues).collect(), "attendues et jamais lues")).collect()
}

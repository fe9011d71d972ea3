//! Every edge of the schema, for every profile, in a database where each value is a canary.

use std::collections::{BTreeMap, BTreeSet};

use domain::identifiant::Genre;
use uuid::Uuid;

use super::attendu::Attendu;
use super::canaris::Canaris;
use super::causes::Causes;
use super::documents::Documents;
use super::marche::marcher;
use super::personas::{PERSONAS, Persona, mettre_en_place};
use super::regles::CHAMPS;
use super::vie::Vie;
use super::vus::Vus;
use crate::harnais::Banc;

const GRAINE: u64 = 2026;
const GESTES: usize = 60;
/// Persons to whom a class must be open before each of its fields is expected to have a value on one of them.
const ASSEZ: usize = 12;

pub async fn chaque_arete_de_chaque_profil(banc: &Banc) {
    mettre_en_place(banc).await;
    let mut vie = Vie::nouvelle(banc, GRAINE);
    vie.vivre(GESTES).await;
    vie.adresser().await;
    banc.sequencer().await;
    let causes = Causes::lire(banc, &vie.receptions).await;
    let canaris = Canaris::poser(banc, &causes).await;
    let ids = ids(&causes);
    let schema = Documents::lire();
    let mut fautes = Vec::new();
    let mut lues = BTreeMap::new();
    for (rang, cle) in PERSONAS.into_iter().enumerate() {
        let persona = Persona::lire(banc, cle).await;
        let attendu = Attendu::de(&persona, &causes);
        let vus = marcher(banc, &persona, (&schema, rang), &ids).await;
        let jugement = Jugement { banc, persona: &persona, attendu: &attendu, vus: &vus };
        fautes.extend(jugement.rendre(&canaris, &vie).await.into_iter().map(|faute| format!("{cle} : {faute}")));
        lues.insert(cle, vus.lignes("Allocataire").len());
    }
    assert!(fautes.is_empty(), "graine {GRAINE}, {lues:?}\n{}", fautes.join("\n"));
}

fn ids(causes: &Causes) -> BTreeMap<&'static str, Vec<String>> {
    BTreeMap::from([
        ("Allocataire", causes.personnes.keys().map(|id| Genre::Allocataire.ecrire(*id)).collect()),
        ("Parcours", causes.parcours.iter().map(|(id, _)| Genre::Parcours.ecrire(*id)).collect()),
        ("Prescription", causes.renvois.iter().map(|r| Genre::Prescription.ecrire(r.id)).collect()),
    ])
}

struct Jugement<'a> {
    banc: &'a Banc,
    persona: &'a Persona,
    attendu: &'a Attendu<'a>,
    vus: &'a Vus,
}

impl Jugement<'_> {
    async fn rendre(&self, canaris: &Canaris, vie: &Vie<'_>) -> Vec<String> {
        let mut fautes = self.vus.comptes.clone();
        let a = self.attendu;
        for (genre, attendues, incertaines) in [
            (Genre::Allocataire, &a.personnes(), &BTreeSet::new()),
            (Genre::Parcours, &a.parcours, &BTreeSet::new()),
            (Genre::Prescription, &a.prescriptions, &a.incertaines),
        ] {
            let ecrits = |ids: &BTreeSet<Uuid>| ids.iter().map(|id| genre.ecrire(*id)).collect::<BTreeSet<_>>();
            let (attendues, incertaines) = (ecrits(attendues), ecrits(incertaines));
            fautes.extend(comparer(genre.type_graphql(), &attendues, &self.vus.lignes(genre.type_graphql()), &incertaines));
            fautes.extend(self.apercu(genre.type_graphql(), attendues.len(), incertaines.len()));
        }
        fautes.extend(self.champs());
        fautes.extend(self.canaris(canaris));
        fautes.extend(self.flux(vie).await);
        fautes
    }

    /// What `moi` announces is what can be read.
    fn apercu(&self, type_: &str, attendues: usize, incertaines: usize) -> Option<String> {
        let dites = usize::try_from(self.vus.apercu[type_]).unwrap_or_default();
        let juste = (attendues..=attendues + incertaines).contains(&dites);
        (!juste).then(|| format!("apercu : {dites} {type_} annoncées pour {attendues}"))
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
        let doutes: BTreeSet<_> = canaris.des_renvois_incertains(self.attendu);
        let noms = |de: Vec<&(char, usize)>| de.into_iter().map(|c| canaris.nommer(*c)).take(5).collect::<Vec<_>>();
        let fuites = noms(self.vus.canaris.difference(&permis).filter(|c| !doutes.contains(c)).collect());
        let manques = noms(permis.difference(&self.vus.canaris).collect());
        let fuite = (!fuites.is_empty()).then(|| format!("canaris entendus à tort : {fuites:?}"));
        fuite.into_iter().chain((!manques.is_empty()).then(|| format!("canaris attendus et jamais entendus : {manques:?}"))).collect()
    }

    async fn flux(&self, vie: &Vie<'_>) -> Vec<String> {
        let (sures, incertaines) = self.partager(self.attendu.evenements(self.banc, &vie.contacts).await);
        let mut fautes = comparer("Evenement", &sures, &self.vus.evenements, &incertaines);
        let (sures, incertaines) = self.partager(self.attendu.echeances(self.banc).await);
        fautes.extend(comparer("Echeance", &sures, &self.vus.echeances, &incertaines));
        fautes
    }

    /// The rows about a referral that may or may not be open, apart.
    fn partager<T: Ord>(&self, lignes: BTreeMap<T, Uuid>) -> (BTreeSet<T>, BTreeSet<T>) {
        let (incertaines, sures): (Vec<_>, Vec<_>) = lignes.into_iter().partition(|(_, objet)| self.attendu.incertaines.contains(objet));
        let cles = |lignes: Vec<(T, Uuid)>| lignes.into_iter().map(|(cle, _)| cle).collect();
        (cles(sures), cles(incertaines))
    }
}

fn comparer<T: Ord + std::fmt::Debug>(type_: &str, attendues: &BTreeSet<T>, vues: &BTreeSet<T>, incertaines: &BTreeSet<T>) -> Vec<String> {
    let fuites: Vec<_> = vues.iter().filter(|v| !attendues.contains(v) && !incertaines.contains(v)).collect();
    let manques: Vec<_> = attendues.difference(vues).collect();
    let dire = |liste: &[&T], quoi: &str| {
        (!liste.is_empty()).then(|| format!("{type_} : {} {quoi} : {:?}", liste.len(), &liste[..liste.len().min(4)]))
    };
    dire(&fuites, "lues à tort").into_iter().chain(dire(&manques, "attendues et jamais lues")).collect()
}

//! Counts of nested lists, and what the world gave to see.

use std::collections::{BTreeMap, BTreeSet};

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attendu::Attendu;
use super::dossier::Vue;
use super::pieces::{INVITATION, Pieces};
use super::regles::Portee;
use crate::harnais::Banc;

const PARCOURS: &str = "query($apres: String) { liste: listeParcours(first: 50, after: $apres) { pageInfo { hasNextPage endCursor }
    nodes { id etapes(first: 1) { nombreTotal } rendezVous(first: 1) { nombreTotal } } } }";
const RENCONTRES: &str = "query($apres: String) { liste: rencontres(first: 50, after: $apres) { pageInfo { hasNextPage endCursor }
    nodes { id invitations(first: 1) { nombreTotal } } } }";

const SESSIONS: &str = "query($apres: String) { liste: sessionsFormation(first: 50, after: $apres) { pageInfo { hasNextPage endCursor }
    nodes { id inscriptions(first: 1) { nombreTotal } } } }";

/// Lists of rows, by the field that counts them.
const LISTES: [(&str, &str, Genre, Portee, &str); 4] = [
    ("Etape", "etapes", Genre::Parcours, Portee::Detail, PARCOURS),
    ("RendezVous", "rendezVous", Genre::Parcours, Portee::Detail, PARCOURS),
    (INVITATION, "invitations", Genre::Rencontre, Portee::Parcours, RENCONTRES),
    ("InscriptionFormation", "inscriptions", Genre::SessionFormation, Portee::Linguistique, SESSIONS),
];

/// Every count that the caller reads is that of the rows open to it.
pub async fn verifier(banc: &Banc, attendu: &Attendu<'_>, pieces: &Pieces) -> Vec<String> {
    let mut fautes = Vec::new();
    for (type_, champ, genre, portee, document) in LISTES {
        if !attendu.persona.regle.porte(portee) {
            continue;
        }
        for noeud in noeuds(banc, attendu, document).await {
            let id = noeud["id"].as_str().and_then(|id| genre.lire(id)).expect("id");
            let (lu, du) = (&noeud[champ]["nombreTotal"], compter(attendu, pieces, (type_, genre), id));
            fautes.extend((*lu != json!(du)).then(|| format!("{champ} de {} : {lu} comptées pour {du}", noeud["id"])));
        }
    }
    fautes.truncate(6);
    fautes
}

/// Nothing of a parcours is counted for who reads no detail of it.
fn compter(attendu: &Attendu<'_>, pieces: &Pieces, (type_, genre): (&str, Genre), cadre: Uuid) -> usize {
    let siennes = pieces[type_].iter().filter(|p| p.cadre == Some(cadre));
    let lues = siennes.filter(|p| genre != Genre::Parcours || attendu.detaille(p.personne));
    lues.filter(|p| attendu.vue(type_, p) != Vue::Fermee).count()
}

async fn noeuds(banc: &Banc, attendu: &Attendu<'_>, document: &str) -> Vec<Value> {
    let (mut lus, mut apres) = (Vec::new(), Value::Null);
    loop {
        let reponse = attendu.persona.client.demander(document, json!({ "apres": apres })).await;
        let liste = &reponse.donnees()["liste"];
        lus.extend(liste["nodes"].as_array().into_iter().flatten().cloned());
        if liste["pageInfo"]["hasNextPage"] == false {
            return lus;
        }
        apres = liste["pageInfo"]["endCursor"].clone();
        banc.horloge.avancer(chrono::TimeDelta::seconds(61));
    }
}

/// How many rows of each type each caller that is not the Département had to read, or not.
#[derive(Default)]
pub struct Vues {
    nombres: BTreeMap<(&'static str, Vue), usize>,
    appelants: BTreeSet<String>,
}

impl Vues {
    pub fn noter(&mut self, attendu: &Attendu<'_>, pieces: &Pieces) {
        if attendu.persona.est("DEPARTEMENT") {
            return;
        }
        for (type_, liste) in pieces {
            for p in liste {
                let vue = attendu.vue(type_, p);
                *self.nombres.entry((type_, vue)).or_default() += 1;
                if vue == Vue::Entiere {
                    self.appelants.insert(attendu.persona.cle.clone());
                }
            }
        }
    }

    /// A world where nothing is closed, or nothing open, would prove nothing.
    pub fn suffire(&self) {
        let types: BTreeSet<&str> = self.nombres.keys().map(|(type_, _)| *type_).collect();
        let vues = |type_| match type_ {
            "Orientation" | "ContratEngagement" | "Etape" | INVITATION => vec![Vue::Fermee, Vue::Datee, Vue::Entiere],
            _ => vec![Vue::Fermee, Vue::Entiere],
        };
        let manquent: Vec<_> =
            types.iter().flat_map(|t| vues(t).into_iter().map(move |v| (*t, v))).filter(|c| !self.nombres.contains_key(c)).collect();
        assert!(
            manquent.is_empty() && types.len() == 14 && self.appelants.len() >= 8,
            "{manquent:?} {:?} {:?}",
            self.nombres,
            self.appelants
        );
    }
}

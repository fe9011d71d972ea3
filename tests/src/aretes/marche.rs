//! The walk of one caller: from every root field that it may ask, and from every id of the database, through every edge.

use std::collections::{BTreeMap, BTreeSet};

use domain::portee::Portees;
use serde_json::{Map, Value, json};

use super::documents::{Documents, ENSEMBLE, NOEUDS, Racine};
use super::personas::Persona;
use super::vus::{Suite, Vus};
use crate::harnais::{Banc, Reponse};

/// Points under which the walk waits for the next minute.
const RESERVE: u64 = 25_000;
/// Types that lists give through another row, their own lists left out.
const PAR_UN_LIEN: [&str; 2] = ["Parcours", "ContratInsertion"];
/// Callers between which the repetitions are shared.
const PARTS: usize = 4;

pub struct Marche<'a> {
    banc: &'a Banc,
    persona: &'a Persona,
    rang: usize,
    documents: Documents,
    pub vus: Vus,
    /// Rows asked for at once, by document: halved when the gate finds it dear.
    tailles: BTreeMap<String, usize>,
    /// Lists that were followed already: the post of forty applications is met forty times.
    suivies: BTreeSet<(String, String, String)>,
}

/// Walks until nothing is left to ask; `ids` are those of the database, by type.
///
/// Every id is asked of `nodes`, and every edge taken from every row that comes. What would only repeat another way is
/// shared between the callers, by their `rang`: fields that read one id, edges by id of rows that a list gave with the
/// same edges, and the reference data, from which the schema shows that no row of a file can be reached.
pub async fn marcher(
    banc: &Banc,
    persona: &Persona,
    (schema, rang): (&Documents, usize),
    ids: &BTreeMap<&'static str, Vec<String>>,
) -> Vus {
    let reponse = persona.client.demander("{ moi { portees } }", ()).await;
    let noms: Vec<&str> = reponse.donnees()["moi"]["portees"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let documents = schema.pour(Portees::lire(&noms.join(" ")).expect("scopes"));
    let mut marche = Marche { banc, persona, rang, documents, vus: Vus::default(), tailles: BTreeMap::new(), suivies: BTreeSet::new() };
    let (listes, par_id): (Vec<_>, Vec<_>) =
        marche.documents.racines().into_iter().partition(|r| matches!(r, Racine::Liste { .. } | Racine::Simple { .. }));
    for racine in listes.into_iter().chain(par_id) {
        marche.racine(racine, ids).await;
    }
    for type_ in NOEUDS {
        let neufs: BTreeSet<String> = marche.vus.lignes(type_).into_iter().filter(|id| !ids[type_].contains(id)).collect();
        assert!(neufs.is_empty(), "{} : {neufs:?} sont lus et la base ne les a pas", persona.cle);
    }
    marche.vus
}

impl Marche<'_> {
    /// Whether the `n`th thing of a shared list is this caller's to ask.
    const fn sienne(&self, n: usize) -> bool {
        n % PARTS == self.rang % PARTS
    }

    async fn racine(&mut self, racine: Racine, ids: &BTreeMap<&'static str, Vec<String>>) {
        match racine {
            Racine::Liste { mene: false, .. } | Racine::Simple { mene: false, .. } if !self.sienne(0) => {}
            Racine::Liste { nom, curseur, type_, mene } => self.liste(&nom, (curseur, &type_), mene).await,
            Racine::Simple { nom, .. } => {
                let document = self.documents.simple(&nom);
                let reponse = self.demander(&document, json!({})).await.unwrap_or_else(|| panic!("{nom}"));
                self.entendre(&reponse).await;
            }
            Racine::ParIds => {
                for type_ in NOEUDS {
                    let listees = self.vus.lignes(type_);
                    let repetes = |(n, id): &(usize, &String)| !PAR_UN_LIEN.contains(&type_) && listees.contains(*id) && !self.sienne(*n);
                    let (brefs, entiers): (Vec<_>, Vec<_>) = ids[type_].iter().enumerate().partition(repetes);
                    let (bref, entier) = (self.documents.noeuds(type_, false), self.documents.noeuds(type_, true));
                    for (document, ids) in [(bref, brefs), (entier, entiers)] {
                        let ids: Vec<&String> = ids.into_iter().map(|(_, id)| id).collect();
                        self.noeuds(&document, &ids).await;
                    }
                }
            }
            // `node` reads as `nodes` does, and any other field by id as its type says.
            Racine::ParId { nom, type_ } => {
                let tous = if type_ == "Node" { ids.values().flatten().collect() } else { ids[type_.as_str()].iter().collect::<Vec<_>>() };
                let siens: Vec<&String> = tous.into_iter().enumerate().filter(|(n, _)| self.sienne(*n)).map(|(_, id)| id).collect();
                self.un_par_un(&nom, &siens).await;
            }
        }
    }

    async fn liste(&mut self, nom: &str, (curseur, type_): (&str, &str), mene: bool) {
        let (mut apres, mut lues) = (Value::Null, 0);
        loop {
            let taille = *self.tailles.entry(nom.to_owned()).or_insert(20);
            let document = self.documents.liste(nom, (curseur, type_), taille);
            let Some(reponse) = self.demander(&document, json!({ "apres": apres })).await else {
                assert!(taille > 1, "une seule ligne est déjà trop : {document}");
                self.tailles.insert(nom.to_owned(), taille / 2);
                continue;
            };
            self.entendre(&reponse).await;
            let page = &reponse.donnees()[nom];
            lues += page["nodes"].as_array().map_or(0, Vec::len);
            let encore = page["encore"] == true || page["pageInfo"]["hasNextPage"] == true;
            if !encore || !mene {
                let total = page["nombreTotal"].as_u64().filter(|_| mene);
                let faux = total.filter(|total| *total != lues as u64);
                self.vus.comptes.extend(faux.map(|total| format!("{nom} : {lues} lignes et nombreTotal {total}")));
                return;
            }
            apres = if page["dernierCurseur"].is_null() { page["pageInfo"]["endCursor"].clone() } else { page["dernierCurseur"].clone() };
        }
    }

    async fn noeuds(&mut self, document: &str, ids: &[&String]) {
        let (mut debut, mut taille) = (0, 10);
        while debut < ids.len() {
            let lot = &ids[debut..ids.len().min(debut + taille)];
            let Some(reponse) = self.demander(document, json!({ "ids": lot })).await else {
                assert!(taille > 1, "un seul est déjà trop : {document}");
                taille /= 2;
                continue;
            };
            self.entendre(&reponse).await;
            debut += taille;
        }
    }

    async fn un_par_un(&mut self, champ: &str, ids: &[&String]) {
        let document = Documents::chacun(champ);
        for lot in ids.chunks(ENSEMBLE) {
            let variables: Map<String, Value> = lot.iter().enumerate().map(|(rang, id)| (format!("i{rang}"), json!(id))).collect();
            let reponse = self.demander(&document, variables.into()).await.expect("a small document");
            self.entendre(&reponse).await;
        }
    }

    async fn entendre(&mut self, reponse: &Reponse) {
        reponse.donnees();
        let mut suites: Vec<Suite> = self.vus.entendre(reponse);
        while let Some(suite) = suites.pop() {
            let cle = (format!("{}.{}", suite.type_, suite.champ), suite.id.clone(), suite.apres.clone());
            if !self.suivies.insert(cle) {
                continue;
            }
            let reponse = self.suivre(&suite).await;
            suites.extend(self.vus.entendre(&reponse));
        }
    }

    async fn suivre(&mut self, suite: &Suite) -> Reponse {
        let cle = format!("{}.{}", suite.type_, suite.champ);
        let mut taille = self.tailles.get(&cle).copied().unwrap_or(100);
        loop {
            let document = self.documents.suite(&suite.type_, &suite.champ, taille);
            if let Some(reponse) = self.demander(&document, json!({ "id": suite.id, "apres": suite.apres })).await {
                self.tailles.insert(cle, taille);
                return reponse;
            }
            assert!(taille > 1, "{cle} : un seul est déjà trop");
            taille /= 2;
        }
    }

    /// `None` when the gate finds the document dear.
    async fn demander(&self, document: &str, variables: Value) -> Option<Reponse> {
        let reponse = self.persona.client.demander(document, variables).await;
        if reponse.codes().contains(&"LIMITE_DEPASSEE") {
            return None;
        }
        if reponse.corps["extensions"]["cout"]["restant"].as_u64().is_some_and(|restant| restant < RESERVE) {
            self.banc.horloge.avancer(chrono::TimeDelta::seconds(61));
        }
        Some(reponse)
    }
}

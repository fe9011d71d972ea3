//! The reference data of the files, for tests that need no database.

use serde_json::Value;
use uuid::Uuid;

use super::cadre::{Cadre, lieux};
use super::{Diagnostic, Faits, Proposition};
use crate::dispositif::Dispositif;
use crate::pacte::Pacte;
use crate::pacte::essai::{fichier, pactes};
use crate::partenaire::Partenaire;
use crate::referentiel::chargement::identifiant;
use crate::territoire::Territoire;

pub(super) struct Fonds {
    pub pactes: Vec<Pacte>,
    pub partenaires: Vec<Partenaire>,
    pub dispositifs: Vec<Dispositif>,
    territoires: Vec<Territoire>,
    /// Where a service of a partner works.
    secteurs: Vec<(Uuid, Uuid)>,
}

impl Fonds {
    pub fn lire() -> Self {
        let [partenaires, dispositifs, territoires, services]: [Vec<Value>; 4] =
            [fichier!("partenaires.json"), fichier!("dispositifs.json"), fichier!("territoires.json"), fichier!("services.json")];
        Self {
            pactes: pactes(),
            partenaires: partenaires.iter().map(partenaire).collect(),
            dispositifs: dispositifs.iter().map(dispositif).collect(),
            territoires: territoires.iter().map(territoire).collect(),
            secteurs: services.iter().flat_map(secteurs).collect(),
        }
    }

    pub fn cadre(&self, departement: &str, faits: &Faits) -> Cadre<'_> {
        let pactes: Vec<&Pacte> = self.pactes.iter().filter(|p| p.departement == departement).collect();
        let lieux = lieux(&self.territoires.iter().collect::<Vec<_>>(), faits);
        Cadre {
            regles: pactes.iter().flat_map(|p| &p.contenu.regles).collect(),
            partenaires: self.partenaires.iter().filter(|p| p.departements.iter().any(|d| d == departement)).collect(),
            dispositifs: self.dispositifs.iter().filter(|d| pactes.iter().any(|p| p.id == d.pacte)).collect(),
            sur_place: self.secteurs.iter().filter(|(_, t)| lieux.contains(t)).map(|(p, _)| *p).collect(),
            domiciliation: faits.domiciliation,
        }
    }

    pub fn proposer(&self, departement: &str, faits: &Faits, diagnostic: Option<&Diagnostic>) -> Proposition {
        super::conclure(&super::Dossier::nouveau(faits, diagnostic), &self.cadre(departement, faits))
    }

    pub fn cles(&self, proposition: &Proposition) -> Vec<&str> {
        let cle = |id: &Uuid| self.partenaires.iter().find(|p| p.id == *id).unwrap().cle.as_str();
        proposition.partenaires.iter().map(cle).collect()
    }
}

fn texte(v: &Value, champ: &str) -> String {
    v[champ].as_str().unwrap().to_owned()
}

fn textes(v: &Value, champ: &str) -> Vec<String> {
    v[champ].as_array().into_iter().flatten().map(|t| t.as_str().unwrap().to_owned()).collect()
}

fn lire<T: serde::de::DeserializeOwned>(v: &Value, champ: &str) -> T {
    serde_json::from_str(&v[champ].to_string()).unwrap()
}

fn partenaire(v: &Value) -> Partenaire {
    let cle = texte(v, "cle");
    Partenaire {
        id: identifiant("partenaire", &cle),
        cle,
        nom: texte(v, "nom"),
        sigle: None,
        type_: lire(v, "type"),
        siret: None,
        departements: textes(v, "departements"),
        site_web: None,
    }
}

fn dispositif(v: &Value) -> Dispositif {
    let ids = |table, champ| textes(v, champ).iter().map(|cle| identifiant(table, cle)).collect::<Vec<Uuid>>();
    let mut contenu = v.clone();
    contenu["operateurs"] = serde_json::json!(ids("partenaire", "operateurs"));
    contenu["exclusifAvec"] = serde_json::json!(ids("dispositif", "exclusifAvec"));
    contenu["prealables"] = serde_json::json!(ids("dispositif", "prealables"));
    contenu["ficheAction"] = Value::Null;
    let code = texte(v, "code");
    Dispositif {
        id: identifiant("dispositif", &code),
        pacte: identifiant("pacte", &texte(v, "pacte")),
        code,
        contenu: serde_json::from_value(contenu).unwrap(),
    }
}

fn territoire(v: &Value) -> Territoire {
    let code = texte(v, "code");
    Territoire {
        id: identifiant("territoire", &code),
        departement: texte(v, "departement"),
        code,
        nom: texte(v, "nom"),
        type_: lire(v, "type"),
        parent: v["parent"].as_str().map(|p| identifiant("territoire", p)),
        communes: textes(v, "communes"),
        note: None,
    }
}

fn secteurs(v: &Value) -> Vec<(Uuid, Uuid)> {
    let partenaire = identifiant("partenaire", &texte(v, "partenaire"));
    textes(v, "territoires").iter().map(|t| (partenaire, identifiant("territoire", t))).collect()
}

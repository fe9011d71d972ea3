//! The act that a task draws from what it has just read.

use chrono::{Days, Months, NaiveDate};
use domain::identifiant::Hasard;
use serde_json::{Value, json};

use super::{Scene, tirer};

pub struct Tirage<'a> {
    pub hasard: &'a Hasard,
    pub scene: &'a Scene,
    /// The open parcours as it was read, or null.
    pub lu: &'a Value,
    pub jour: NaiveDate,
}

const REFERENTS: [&str; 4] = ["pole-emploi-82", "ccas-82", "departement-82", "coaching-82"];
const DISPOSITIFS: [(&str, &str); 4] = [
    ("accompagnement-global-82", "pole-emploi-82"),
    ("accompagnement-global-82", "departement-82"),
    ("accompagnement-social-exclusif-82", "departement-82"),
    ("coaching-82", "coaching-82"),
];
const SORTIES: [&str; 3] = ["CDI", "FIN_DE_DROITS", "RETRAITE"];

impl Tirage<'_> {
    fn tirer(&self, parmi: usize) -> usize {
        tirer(self.hasard, parmi)
    }

    fn choisir<'b, T>(&self, liste: &'b [T]) -> &'b T {
        &liste[self.tirer(liste.len())]
    }

    fn id(&self, cle: &str) -> &str {
        &self.scene.ids[cle]
    }

    /// An operation and its input; now and then what was read is not enough to try one.
    pub fn acte(&self, personne: &str) -> Option<(&'static str, Value)> {
        match self.tirer(100) {
            _ if self.lu.is_null() => Some(("Ouvrir", json!({ "allocataireId": personne }))),
            0..5 => Some(("Ouvrir", json!({ "allocataireId": personne }))),
            5..25 => Some(("Orienter", self.orientation())),
            25..40 => Some(("Designer", self.designation())),
            40..52 => Some(("Signer", self.contrat())),
            52..66 => Some(("Demarrer", self.demarrage())),
            66..76 => self.fin().map(|input| ("Terminer", input)),
            76..84 => Some(("Suspendre", self.suspension())),
            84..91 => Some(("Reprendre", self.sur(json!({ "le": self.jour })))),
            91..95 => Some(("Cloturer", self.sur(json!({ "le": self.jour, "motif": self.choisir(&SORTIES), "sortieDuRsa": true })))),
            _ => Some(("Transferer", self.transfert())),
        }
    }

    /// The input of an act on the parcours: one version in eight is older than the one that was read.
    fn sur(&self, mut input: Value) -> Value {
        let lue = self.lu["version"].as_i64().unwrap_or_default();
        input["parcoursId"] = self.lu["id"].clone();
        input["version"] = json!(lue - i64::from(self.tirer(8) == 0));
        input
    }

    fn orientation(&self) -> Value {
        let decidee = self.jour - Days::new([0, 0, 0, 1, 4][self.tirer(5)]);
        self.sur(json!({ "modalite": self.choisir(&["SOCIAL", "PROFESSIONNEL", "SOCIOPROFESSIONNEL"]),
            "versPartenaireId": self.id(self.choisir::<&str>(&REFERENTS)), "mode": "ENTRETIEN_DIAGNOSTIC", "decideeLe": decidee }))
    }

    fn designation(&self) -> Value {
        let partenaire = *self.choisir(&REFERENTS);
        let mut input =
            json!({ "partenaireId": self.id(partenaire), "mode": "GESTIONNAIRE", "debut": self.jour - Days::new(self.tirer(3) as u64) });
        if partenaire == "departement-82" {
            input["agentId"] = json!(self.id(self.choisir::<&str>(&["departement-82/ass", "departement-82/ade"])));
        }
        self.sur(input)
    }

    fn contrat(&self) -> Value {
        let contrats = self.lu["contrats"].as_array().map(Vec::as_slice).unwrap_or_default();
        let courant = contrats.iter().find(|c| c["statut"] == "EN_VIGUEUR" && self.tirer(2) == 0);
        self.sur(json!({ "type": "CER", "signeLe": self.jour, "debut": self.jour, "fin": self.jour + Months::new(2),
            "engagements": ["Chercher un emploi"], "renouvelleId": courant.map(|c| &c["id"]) }))
    }

    fn demarrage(&self) -> Value {
        let (dispositif, partenaire) = *self.choisir(&DISPOSITIFS);
        let mut input = json!({ "parcoursId": self.lu["id"], "dispositifCode": dispositif, "partenaireId": self.id(partenaire) });
        if partenaire == "coaching-82" {
            input["agentId"] = json!(self.id("coach"));
        }
        input
    }

    fn fin(&self) -> Option<Value> {
        let courants: Vec<&Value> = self.lu["accompagnements"].as_array()?.iter().filter(|a| a["fin"].is_null()).collect();
        let accompagnement = courants.get(self.tirer(courants.len()))?;
        let version = accompagnement["version"].as_i64()? - i64::from(self.tirer(8) == 0);
        Some(
            json!({ "accompagnementId": accompagnement["id"], "version": version, "issue": self.choisir(&["ABANDON", "SORTIE_POSITIVE"]) }),
        )
    }

    fn suspension(&self) -> Value {
        let terme = (self.tirer(2) == 0).then(|| self.jour + Days::new(5));
        self.sur(json!({ "du": self.jour, "jusquAu": terme, "motif": "Congé" }))
    }

    /// These parcours from one agent of the Département to the other.
    fn transfert(&self) -> Value {
        let (de, vers) = *self.choisir(&[("departement-82/ass", "departement-82/ade"), ("departement-82/ade", "departement-82/ass")]);
        json!({ "agentId": self.id(de), "versAgentId": self.id(vers), "le": self.jour, "parcours": [self.lu["id"]] })
    }
}

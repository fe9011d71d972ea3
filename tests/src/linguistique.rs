//! The linguistic chain: summons, evaluations, sessions and their places, enrolments, and who reads what of them.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, recevoir};

mod convocation;
mod formation;
mod niveaux;
mod objectif;
mod places;
mod proposition;
mod regards;
mod suite;

pub const DOCUMENT: &str = include_str!("../scenarios/linguistique.graphql");

pub async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

pub async fn lire(client: &Client, operation: &str, id: &str) -> Value {
    let lu = client.operer(DOCUMENT, operation, json!({ "id": id })).await;
    lu.donnees().as_object().and_then(|d| d.values().next()).expect("one field").clone()
}

pub fn texte(charge: &Value, chemin: &str) -> String {
    charge.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("no {chemin} in {charge}")).to_owned()
}

/// The first refusal: its code, and the field.
#[track_caller]
pub fn refus(reponse: &Reponse) -> (String, String) {
    let erreur = &reponse.charge()["erreurs"][0];
    (erreur["code"].as_str().unwrap_or_default().to_owned(), erreur["champ"][1].as_str().unwrap_or_default().to_owned())
}

pub fn code(attendu: &str, champ: &str) -> (String, String) {
    (attendu.to_owned(), champ.to_owned())
}

/// Everyone of the chain in Tarn-et-Garonne.
pub struct Scene<'a> {
    pub banc: &'a Banc,
    pub ass: Client,
    pub cibc: Client,
    pub organisme: Client,
}

/// An evaluation, by its ids.
pub struct Suivie {
    pub personne: String,
    pub prescription: String,
    pub id: String,
}

impl<'a> Scene<'a> {
    pub async fn du(banc: &'a Banc) -> Self {
        Self {
            banc,
            ass: banc.client("departement-82/ass").await,
            cibc: banc.client("cibc-82").await,
            organisme: banc.client("formation-82").await,
        }
    }

    /// A referral of a social worker that CIBC accepts.
    pub async fn acceptee(&self, nom: &str) -> Suivie {
        let personne = recevoir(&self.ass, "82", nom).await;
        let prescription = self.prescrire(&personne, "EVALUATION_LINGUISTIQUE", "cibc-82").await;
        self.accepter(personne, prescription).await
    }

    pub async fn accepter(&self, personne: String, prescription: String) -> Suivie {
        let reponse = appeler(&self.cibc, "Repondre", json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE" })).await;
        let id = texte(reponse.effet(), "/prescription/evaluationLinguistique/id");
        Suivie { personne, prescription, id }
    }

    pub async fn prescrire(&self, personne: &str, type_: &str, vers: &str) -> String {
        self.prescrire_avec(personne, type_, vers, json!({})).await
    }

    pub async fn prescrire_avec(&self, personne: &str, type_: &str, vers: &str, champs: Value) -> String {
        let destinataire = ecrire_partenaire(self.banc, vers).await;
        let mut input =
            json!({ "allocataireId": personne, "type": type_, "destinataireId": destinataire, "besoin": "LANGUE", "accordPersonne": true });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        texte(appeler(&self.ass, "Prescrire", input).await.effet(), "/prescription/id")
    }

    /// The same, summoned for tomorrow; the appointment's id.
    pub async fn convoquer(&self, e: &Suivie) -> String {
        let prevu = self.banc.horloge.instant() + TimeDelta::days(1);
        self.agir("Convoquer", e, json!({ "prevuLe": prevu, "lieu": "Montauban" })).await.effet();
        let lue = lire(&self.cibc, "Evaluation", &e.id).await;
        let convocations = lue["convocations"].as_array().expect("list");
        texte(convocations.last().expect("one"), "/id")
    }

    pub async fn relever(&self, rendez_vous: &str, presence: &str) {
        self.banc.horloge.avancer(TimeDelta::days(1));
        appeler(&self.cibc, "Relever", json!({ "rendezVousId": rendez_vous, "version": 1, "presence": presence })).await.effet();
    }

    /// An act of CIBC on the evaluation as it stands.
    pub async fn agir(&self, operation: &str, e: &Suivie, champs: Value) -> Reponse {
        let version = lire(&self.cibc, "Evaluation", &e.id).await["version"].clone();
        let mut input = json!({ "evaluationId": e.id, "version": version });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        appeler(&self.cibc, operation, input).await
    }

    pub fn jour(&self) -> String {
        self.banc.horloge.instant().date_naive().to_string()
    }

    /// All skills at one level.
    pub fn niveau(&self, niveau: &str) -> Value {
        json!({ "comprehensionOrale": niveau, "expressionOrale": niveau, "comprehensionEcrite": niveau, "expressionEcrite": niveau, "evalueLe": self.jour() })
    }

    /// Someone who came, and needs French from A1.
    pub async fn evaluee(&self, nom: &str) -> Suivie {
        let e = self.acceptee(nom).await;
        self.evaluer(&e).await;
        e
    }

    /// Summoned, she comes: A1.
    pub async fn evaluer(&self, e: &Suivie) {
        let rendez_vous = self.convoquer(e).await;
        self.relever(&rendez_vous, "PRESENT").await;
        let input = json!({ "finale": false, "besoin": "FRANCAIS_LANGUE_ETRANGERE", "niveau": self.niveau("A1") });
        self.agir("Enregistrer", e, input).await.effet();
    }

    /// A permanent session of the body, which welcomes beginners and begins today.
    pub async fn session(&self, places: i64) -> String {
        self.publier(json!({ "places": places })).await
    }

    pub async fn publier(&self, champs: Value) -> String {
        let debut = self.banc.horloge.instant().date_naive();
        let mut input = json!({
            "intitule": "Français pour l'emploi", "besoin": "FRANCAIS_LANGUE_ETRANGERE", "niveauxAccueillis": ["INFRA_A1", "A1_1", "A1", "A2"],
            "modalite": "ENTREES_SORTIES_PERMANENTES", "debut": debut, "fin": debut + chrono::Months::new(3), "dureeHeures": 160,
            "commune": "82121", "places": 10,
        });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        texte(appeler(&self.organisme, "Publier", input).await.effet(), "/sessionFormation/id")
    }

    pub async fn orienter(&self, e: &Suivie, session: &str) -> Reponse {
        self.agir("Orienter", e, json!({ "sessionId": session })).await
    }

    /// Oriented there; the enrolment's id.
    pub async fn inscrite(&self, e: &Suivie, session: &str) -> String {
        let reponse = self.orienter(e, session).await;
        let inscriptions = reponse.effet()["evaluationLinguistique"]["inscriptions"].as_array().cloned().expect("list");
        texte(inscriptions.last().expect("one"), "/id")
    }

    /// The body says what becomes of an enrolment as it stands.
    pub async fn suivre(&self, inscription: &str, statut: &str, champs: Value) -> Reponse {
        let version = lire(&self.organisme, "Inscription", inscription).await["version"].clone();
        let mut input = json!({ "inscriptionId": inscription, "version": version, "statut": statut });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        appeler(&self.organisme, "Suivre", input).await
    }

    /// Enters today, and comes to the end a month later.
    pub async fn formee(&self, inscription: &str) {
        self.suivre(inscription, "CONFIRMEE", json!({})).await.effet();
        self.suivre(inscription, "EN_FORMATION", json!({})).await.effet();
        self.banc.horloge.avancer(TimeDelta::days(30));
        self.suivre(inscription, "TERMINEE", json!({ "heuresRealisees": 150, "bilan": "Assidue" })).await.effet();
    }

    pub async fn statut(&self, e: &Suivie) -> (String, String) {
        let lue = lire(&self.ass, "Prescription", &e.prescription).await;
        (texte(&lue, "/evaluationLinguistique/statut"), texte(&lue, "/statut"))
    }

    pub async fn echeances(&self, objet: &str) -> Vec<String> {
        let (_, id) = domain::identifiant::lire(objet).expect("id");
        self.banc.colonne("select code from echeance where objet_id = $1 order by code", [id.into()]).await
    }
}

pub fn interne(genre: Genre, id: &str) -> Uuid {
    genre.lire(id).expect("id")
}

//! A person and her parcours in a test, and the acts that partners do on it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::identifiant::Genre;
use sea_orm::TryGetable;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire};

pub const ACTES: &str = include_str!("../../scenarios/parcours.graphql");

pub struct Dossier<'a> {
    pub banc: &'a Banc,
    pub personne: String,
    pub id: String,
}

/// Calls one act with its input.
pub async fn acte(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(ACTES, operation, json!({ "input": input })).await
}

/// Receives somebody on RSA for long, registered at Pôle Emploi; `champs` say otherwise.
pub async fn recevoir(client: &Client, departement: &str, nom: &str, champs: Value) -> String {
    let input = json!({
        "departement": departement, "nom": nom, "prenom": "Camille", "dateNaissance": "1980-02-03", "inscritPoleEmploi": true,
        "statutDroitRsa": "OUVERT", "droitOuvertLe": "2019-01-01", "soumisDroitsEtDevoirs": true,
    });
    let recue = acte(client, "Recevoir", fondre(input, champs)).await;
    texte(&recue, "/allocataire/id")
}

impl<'a> Dossier<'a> {
    /// Somebody new, whose parcours opens today.
    pub async fn ouvrir(banc: &'a Banc, client: &Client, departement: &str, nom: &str) -> Self {
        let personne = recevoir(client, departement, nom, json!({})).await;
        Self::pour(banc, client, personne).await
    }

    pub async fn pour(banc: &'a Banc, client: &Client, personne: String) -> Self {
        let ouvert = acte(client, "Ouvrir", json!({ "allocataireId": personne })).await;
        let id = texte(&ouvert, "/parcours/id");
        Self { banc, personne, id }
    }

    /// The same, oriented today to a partner.
    pub async fn oriente(banc: &'a Banc, client: &Client, (departement, nom): (&str, &str), vers: &str) -> Self {
        let dossier = Self::ouvrir(banc, client, departement, nom).await;
        dossier.orienter(client, vers, json!({})).await.effet();
        dossier
    }

    pub async fn orienter(&self, client: &Client, vers: &str, champs: Value) -> Reponse {
        let vers = ecrire_partenaire(self.banc, vers).await;
        let input = json!({ "modalite": "SOCIAL", "versPartenaireId": vers, "mode": "ENTRETIEN_DIAGNOSTIC" });
        self.agir(client, "Orienter", fondre(input, champs)).await
    }

    pub async fn designer(&self, client: &Client, partenaire: &str, champs: Value) -> Reponse {
        let input = json!({ "partenaireId": ecrire_partenaire(self.banc, partenaire).await, "mode": "GESTIONNAIRE" });
        self.agir(client, "Designer", fondre(input, champs)).await
    }

    /// A contract of six months from today.
    pub async fn signer(&self, client: &Client, champs: Value) -> Reponse {
        let jour = jour(self.banc);
        let fin = jour + chrono::Months::new(6);
        let input = json!({ "type": "CER", "signeLe": jour, "debut": jour, "fin": fin, "engagements": ["Chercher un logement"] });
        self.agir(client, "Signer", fondre(input, champs)).await
    }

    /// An appointment of follow-up, held by the caller.
    pub async fn fixer(&self, client: &Client, le: DateTime<Utc>, champs: Value) -> Reponse {
        let input = json!({ "parcoursId": self.id, "objet": "ACCOMPAGNEMENT", "prevuLe": le });
        acte(client, "Fixer", fondre(input, champs)).await
    }

    pub async fn demarrer(&self, client: &Client, (dispositif, partenaire): (&str, &str), champs: Value) -> Reponse {
        let partenaire = ecrire_partenaire(self.banc, partenaire).await;
        let input = json!({ "parcoursId": self.id, "dispositifCode": dispositif, "partenaireId": partenaire });
        acte(client, "Demarrer", fondre(input, champs)).await
    }

    pub async fn cloturer(&self, client: &Client, le: NaiveDate, motif: &str) -> Reponse {
        self.agir(client, "Cloturer", json!({ "le": le, "motif": motif, "sortieDuRsa": true })).await
    }

    /// An act on the parcours as it stands, unless `champs` give another version.
    pub async fn agir(&self, client: &Client, operation: &str, champs: Value) -> Reponse {
        let input = json!({ "parcoursId": self.id, "version": self.version().await });
        acte(client, operation, fondre(input, champs)).await
    }

    pub fn uuid(&self) -> Uuid {
        Genre::Parcours.lire(&self.id).expect("id")
    }

    pub async fn version(&self) -> i64 {
        self.banc.valeur("select version from parcours where id = $1", [self.uuid().into()]).await
    }

    pub async fn statut(&self) -> String {
        self.banc.valeur("select statut from parcours where id = $1", [self.uuid().into()]).await
    }

    /// A column of the rows of a table that bear on this parcours, in the order of a second one.
    pub async fn colonne<T: TryGetable>(&self, table: &str, colonne: &str, ordre: &str) -> Vec<T> {
        let sql = format!("select {colonne} from {table} where parcours_id = $1 order by {ordre}");
        self.banc.colonne(&sql, [self.uuid().into()]).await
    }

    /// Open deadlines: code, day, rule.
    pub async fn echeances(&self) -> Vec<(String, String, Option<String>)> {
        let sql = "select code, due, regle from echeance where objet_id = $1 order by code";
        let lignes = self.banc.lignes(sql, [self.uuid().into()]).await;
        let lire = |l: &sea_orm::QueryResult| {
            let due: NaiveDate = l.try_get_by_index(1).expect("day");
            (l.try_get_by_index(0).expect("code"), due.to_string(), l.try_get_by_index(2).expect("rule"))
        };
        lignes.iter().map(lire).collect()
    }

    /// Codes of the alerts that the caller reads.
    pub async fn alertes(&self, client: &Client) -> Vec<String> {
        let document = "query($id: ID!) { parcours(id: $id) { alertes { code } } }";
        let reponse = client.demander(document, json!({ "id": self.id })).await;
        let alertes = reponse.donnees()["parcours"]["alertes"].as_array().cloned().unwrap_or_default();
        alertes.iter().filter_map(|a| a["code"].as_str().map(str::to_owned)).collect()
    }
}

/// Members of the second object replace those of the first.
pub fn fondre(mut base: Value, par: Value) -> Value {
    if let (Some(base), Value::Object(par)) = (base.as_object_mut(), par) {
        base.extend(par);
    }
    base
}

/// Today, by the platform's clock.
pub fn jour(banc: &Banc) -> NaiveDate {
    banc.horloge.jour(chrono_tz::Tz::Europe__Paris)
}

/// A text of the effect of an act.
#[track_caller]
pub fn texte(reponse: &Reponse, chemin: &str) -> String {
    let charge = reponse.effet();
    charge.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("no {chemin} in {charge}")).to_owned()
}

/// One refusal and no other, on that field of the input; nothing of the object is told.
#[track_caller]
pub fn refuse(reponse: &Reponse, code: &str, champ: &str) {
    let erreurs = reponse.charge()["erreurs"].as_array().expect("errors").clone();
    let dites: Vec<_> = erreurs.iter().map(|e| (e["code"].clone(), e["champ"].as_array().and_then(|c| c.last()).cloned())).collect();
    assert_eq!(dites, [(json!(code), Some(json!(champ)))], "{}", reponse.corps);
}

pub async fn agent(banc: &Banc, cle: &str) -> String {
    let id: Uuid = banc.valeur("select id from agent where cle = $1", [cle.into()]).await;
    Genre::Agent.ecrire(id)
}

/// Adds a professional to a partner.
pub async fn embaucher(banc: &Banc, partenaire: &str, cle: &str, fonction: &str) -> String {
    let id = banc.base.id();
    let sql = "insert into agent (id, partenaire_id, cle, nom, prenom, fonction, actif, version) values ($1, $2, $3, 'Essai', 'Essai', $4, $5, 1)";
    banc.executer(sql, [id.into(), banc.partenaire(partenaire).await.into(), cle.into(), fonction.into(), true.into()]).await;
    banc.executer("update version_referentiel set version = version + 1", []).await;
    Genre::Agent.ecrire(id)
}

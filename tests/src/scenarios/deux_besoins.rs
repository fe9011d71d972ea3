//! One person of Montauban, two needs: sent on the same day to CIBC and to the mobility platform, she comes to the B1 and
//! to her licence; after each act, what each partner sees that it did not. What one platform writes the other never reads.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, reperer, sur_les_deux_moteurs};
use crate::linguistique::{self, Suivie, texte};
use crate::mobilite::{Scene, appeler};

sur_les_deux_moteurs!(deux_chaines_le_meme_jour);

const DOCUMENT: &str = include_str!("../../scenarios/deux_besoins.graphql");
/// Who looks, and what its scopes let it ask. Pôle Emploi follows nobody here.
const REGARDS: [(&str, &str); 6] = [
    ("departement-82/ass", "ToutVoir"),
    ("departement-82/aides", "VoirLesAides"),
    ("cibc-82", "VoirLaLangue"),
    ("montauban-services/conseiller", "VoirLaMobilite"),
    ("formation-82", "VoirLaFormation"),
    ("pole-emploi-82", "ToutVoir"),
];

async fn deux_chaines_le_meme_jour(banc: &Banc) {
    let mut histoire = Histoire::nouvelle(banc).await;
    let (evaluation, prescription) = histoire.adresser().await;
    histoire.recevoir(&evaluation, &prescription).await;
    histoire.former(&evaluation).await;
    let pret = histoire.equiper(&prescription).await;
    histoire.achever(&evaluation, &pret).await;
    histoire.recit.conclure("deux_besoins");
}

struct Histoire<'a> {
    banc: &'a Banc,
    langue: linguistique::Scene<'a>,
    mobilite: Scene<'a>,
    recit: Recit,
    clients: Vec<Client>,
    personne: String,
    inscription: String,
    /// What was written by the linguistic chain, then by mobility.
    ecrits: [Vec<String>; 2],
}

impl<'a> Histoire<'a> {
    async fn nouvelle(banc: &'a Banc) -> Self {
        let (langue, mobilite) = (linguistique::Scene::du(banc).await, Scene::de(banc).await);
        let mut clients = Vec::new();
        for (persona, _) in REGARDS {
            clients.push(banc.client(persona).await);
        }
        mobilite.voter("2000.00").await.effet();
        let personne = mobilite.suivie("Benali").await;
        let (recit, inscription) = (Recit::nouveau(DOCUMENT), personne.clone());
        Self { banc, langue, mobilite, recit, clients, personne, inscription, ecrits: Default::default() }
    }

    async fn raconter(&mut self, titre: &str) {
        self.recit.titrer(&format!("{} : {titre}", self.langue.jour()));
        let tout = json!({ "id": self.personne, "inscription": self.inscription });
        for ((persona, operation), client) in REGARDS.into_iter().zip(&self.clients) {
            let variables = if operation == "VoirLaFormation" { tout.clone() } else { json!({ "id": self.personne }) };
            self.recit.voir((persona, client), operation, variables).await;
        }
        self.banc.horloge.avancer(TimeDelta::minutes(1));
    }

    /// Two referrals on one day; each platform answers its own.
    async fn adresser(&mut self) -> (Suivie, String) {
        for theme in ["LANGUE", "MOBILITE"] {
            reperer(&self.langue.ass, &self.personne, theme).await;
            self.banc.horloge.avancer(TimeDelta::minutes(1));
        }
        let evaluation = self.langue.prescrire(&self.personne, "EVALUATION_LINGUISTIQUE", "cibc-82").await;
        self.banc.horloge.avancer(TimeDelta::minutes(1));
        let aide = self.mobilite.prescrire(&self.personne, "AIDE_MOBILITE").await;
        self.raconter("l'assistante sociale prescrit une évaluation et une aide à la mobilité").await;
        let suivie = self.langue.accepter(self.personne.clone(), evaluation.clone()).await;
        self.ecrits[0].extend([evaluation, suivie.id.clone()]);
        self.raconter("le CIBC accepte").await;
        self.mobilite.accepter(&aide).await;
        self.ecrits[1].push(aide.clone());
        self.raconter("la plateforme mobilité accepte").await;
        (suivie, aide)
    }

    async fn recevoir(&mut self, evaluation: &Suivie, prescription: &str) {
        let constat = Scene::diagnostic(&self.personne, prescription);
        let constat = appeler(&self.mobilite.plateforme, "Diagnostiquer", constat).await;
        self.ecrits[1].push(texte(constat.effet(), "/diagnosticMobilite/id"));
        self.raconter("la plateforme mobilité diagnostique").await;
        self.langue.evaluer(evaluation).await;
        self.raconter("elle vient au CIBC, qui trouve un niveau A1").await;
    }

    async fn former(&mut self, evaluation: &Suivie) {
        let session = self.langue.session(4).await;
        self.inscription = self.langue.inscrite(evaluation, &session).await;
        self.ecrits[0].push(self.inscription.clone());
        self.raconter("le CIBC l'oriente vers une session").await;
        self.langue.suivre(&self.inscription, "CONFIRMEE", json!({})).await.effet();
        self.langue.suivre(&self.inscription, "EN_FORMATION", json!({})).await.effet();
        self.raconter("elle entre en formation").await;
    }

    /// A car is lent by the platform, the licence paid by the fund.
    async fn equiper(&mut self, prescription: &str) -> Value {
        let (vehicule, jour) = (self.mobilite.vehicule("Voiturette").await, self.banc.horloge.instant().date_naive());
        let (du, au) = (jour.to_string(), (jour + TimeDelta::days(60)).to_string());
        let qui = (self.personne.clone(), prescription.to_owned());
        let pret = self.mobilite.preter(&qui, &vehicule, (&du, &au)).await.effet()["aideMobilite"].clone();
        self.raconter("la plateforme mobilité lui loue une voiturette").await;
        let permis = self.mobilite.accorder(&self.personne, "900.00").await.effet()["aideMobilite"].clone();
        self.ecrits[1].extend([texte(&pret, "/id"), texte(&permis, "/id")]);
        self.raconter("le FARE accorde le permis, que l'assistante sociale demandait").await;
        self.mobilite.verser(&permis, "900.00").await.effet();
        self.raconter("le Département verse").await;
        pret
    }

    async fn achever(&mut self, evaluation: &Suivie, pret: &Value) {
        self.banc.horloge.avancer(TimeDelta::days(45));
        self.langue.suivre(&self.inscription, "TERMINEE", json!({ "heuresRealisees": 156, "bilan": "Assidue." })).await.effet();
        self.raconter("elle finit la formation").await;
        let fin = json!({ "id": pret["id"], "version": pret["version"], "le": self.langue.jour(), "solutionPerenne": true });
        appeler(&self.mobilite.plateforme, "Terminer", fin).await.effet();
        self.raconter("permis obtenu, elle rend la voiturette").await;
        let finale = json!({ "finale": true, "niveau": self.langue.niveau("B1") });
        self.langue.agir("Enregistrer", evaluation, finale).await.effet();
        self.langue.agir("Cloturer", evaluation, json!({ "motif": "OBJECTIF_ATTEINT" })).await.effet();
        self.raconter("évaluation finale, B1 : le second besoin est levé").await;
        self.etanche().await;
        self.banc.horloge.avancer(TimeDelta::days(91));
        self.raconter("trois mois après, aucune plateforme ne voit plus la personne").await;
    }

    /// What one chain wrote is absent from the other, by id and in the feed: the same answer as for what never was.
    async fn etanche(&self) {
        self.banc.sequencer().await;
        for (persona, siens) in [("cibc-82", 0), ("formation-82", 0), ("montauban-services/conseiller", 1)] {
            let client = self.banc.client(persona).await;
            for id in &self.ecrits[1 - siens] {
                let lu = client.operer(DOCUMENT, "VoirUnObjet", json!({ "id": id })).await;
                assert_eq!(lu.donnees()["node"], Value::Null, "{persona} {id}");
            }
            let recus = fil(&client).await;
            assert!(self.ecrits[1 - siens].iter().all(|id| !recus.contains(id)), "{persona}");
            assert!(self.ecrits[siens].iter().any(|id| recus.contains(id)), "{persona} hears of its own");
        }
    }
}

/// Ids of everything that its feed told it of both chains.
async fn fil(client: &Client) -> Vec<String> {
    let types =
        ["PRESCRIPTION", "EVALUATION_LINGUISTIQUE", "INSCRIPTION_FORMATION", "AIDE_MOBILITE"].map(|objet| format!("{objet}_CHANGEE"));
    let types: Vec<&str> = types.iter().map(String::as_str).chain(["DIAGNOSTIC_MOBILITE_ENREGISTRE", "PRESCRIPTION_EMISE"]).collect();
    let (mut ids, mut apres) = (Vec::new(), Value::Null);
    loop {
        let lu = client.operer(DOCUMENT, "SuivreLeFil", json!({ "types": types, "apres": apres })).await;
        let page = lu.donnees()["evenements"].clone();
        ids.extend(page["evenements"].as_array().into_iter().flatten().map(|e| texte(e, "/objetId")));
        apres = page["dernierCurseur"].clone();
        if page["encore"] == false {
            return ids;
        }
    }
}

//! A person of Montauban is sent to the mobility platform, borrows a car, and has a part of her licence paid: each step by
//! the partner who does it, then what each partner sees.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(du_prescripteur_a_la_solution);

const DOCUMENT: &str = include_str!("../../scenarios/mobilite.graphql");
/// Who acts, then who only looks.
const ACTEURS: [&str; 5] = ["departement-82/ass", "departement-82/aides", "montauban-services/conseiller", "pole-emploi-82", "wimoov-31"];

struct Histoire<'a> {
    banc: &'a Banc,
    recit: Recit,
    clients: Vec<Client>,
    personne: Value,
}

async fn du_prescripteur_a_la_solution(banc: &Banc) {
    let mut clients = Vec::new();
    for persona in ACTEURS {
        clients.push(banc.client(persona).await);
    }
    let mut histoire = Histoire { banc, recit: Recit::nouveau(DOCUMENT), clients, personne: Value::Null };
    histoire.recevoir().await;
    let prescription = histoire.adresser().await;
    histoire.preter(&prescription).await;
    histoire.financer().await;
    histoire.recit.conclure("mobilite");
}

impl Histoire<'_> {
    /// One step of the story, and no rule against it.
    async fn faire(&mut self, acteur: usize, operation: &str, input: Value) -> Value {
        let qui = (ACTEURS[acteur], &self.clients[acteur].clone());
        let reponse: Reponse = self.recit.pas((qui.0, qui.1), operation, json!({ "input": input })).await;
        let charge = reponse.effet();
        charge.as_object().and_then(|c| c.iter().find(|(nom, _)| *nom != "erreurs")).map(|(_, objet)| objet.clone()).expect("object")
    }

    async fn voir(&mut self) {
        for (persona, client) in ACTEURS.iter().zip(self.clients.clone()) {
            self.recit.voir((persona, &client), "Voir", json!({ "id": self.personne })).await;
        }
    }

    /// Lets time pass until nine o'clock of a day, the ticker with it.
    async fn aller_au(&mut self, le: &str) {
        let jour: NaiveDate = le.parse().expect("day");
        let la = jour.and_time(NaiveTime::from_hms_opt(9, 0, 0).expect("time")).and_utc();
        self.banc.horloge.avancer(la - self.banc.horloge.instant());
        self.banc.taches().await;
        self.recit.titrer(le);
    }

    /// Known to the Département, which follows her.
    async fn recevoir(&mut self) {
        let input = json!({ "departement": "82", "nom": "Delmas", "prenom": "Rose", "dateNaissance": "1994-05-12", "telephone": "0563112233",
            "commune": "82121", "statutDroitRsa": "OUVERT", "droitOuvertLe": "2025-01-10" });
        self.personne = self.faire(0, "Recevoir", input).await["id"].clone();
        let parcours = self.faire(0, "Ouvrir", json!({ "allocataireId": self.personne })).await;
        let conseil = ecrire_partenaire(self.banc, "departement-82").await;
        let orientation = json!({ "parcoursId": parcours["id"], "version": parcours["version"], "modalite": "SOCIOPROFESSIONNEL",
            "versPartenaireId": conseil, "mode": "GESTIONNAIRE" });
        self.faire(0, "Orienter", orientation).await;
        self.faire(0, "Reperer", json!({ "allocataireId": self.personne, "theme": "MOBILITE" })).await;
    }

    async fn adresser(&mut self) -> Value {
        let destinataire = ecrire_partenaire(self.banc, "montauban-services").await;
        let input = json!({ "allocataireId": self.personne, "type": "AIDE_MOBILITE", "destinataireId": destinataire, "besoin": "MOBILITE",
            "accordPersonne": true, "motif": "Embauche en équipe de nuit, sans bus" });
        let prescription = self.faire(0, "Prescrire", input).await;
        self.voir().await;
        for (version, vers) in [(1, "LISTE_ATTENTE"), (2, "ACCEPTEE")] {
            self.faire(2, "Repondre", json!({ "id": prescription["id"], "version": version, "vers": vers })).await;
        }
        self.aller_au("2026-06-17").await;
        let constat = json!({ "allocataireId": self.personne, "prescriptionId": prescription["id"], "realiseLe": "2026-06-17", "permis": [],
            "vehicule": false, "freins": ["SANS_PERMIS", "HORAIRES_ATYPIQUES"], "solutionsProposees": ["LOCATION_QUATRE_ROUES", "ATELIER_PRE_CODE"],
            "synthese": "Peut conduire une voiturette en attendant le permis." });
        self.faire(2, "Diagnostiquer", constat).await;
        self.voir().await;
        prescription["id"].clone()
    }

    /// Lent, prolonged, given back once she drives her own.
    async fn preter(&mut self, prescription: &Value) {
        let voiturette = json!({ "type": "VOITURETTE", "libelle": "Voiturette bleue", "tarifJournalier": "4.00" });
        let vehicule = self.faire(2, "Publier", voiturette).await;
        let input = json!({ "allocataireId": self.personne, "prescriptionId": prescription, "dispositifCode": "mobilite-82",
            "nature": "LOCATION_QUATRE_ROUES", "motif": "PRISE_EMPLOI", "vehiculeId": vehicule["id"], "debut": "2026-06-18", "fin": "2026-07-10" });
        let pret = self.faire(2, "Apporter", input).await;
        self.voir().await;
        self.aller_au("2026-07-08").await;
        let prolonge = self.faire(2, "Prolonger", json!({ "id": pret["id"], "version": pret["version"], "au": "2026-08-31" })).await;
        self.aller_au("2026-08-20").await;
        let fin = json!({ "id": prolonge["id"], "version": prolonge["version"], "le": "2026-08-20", "solutionPerenne": true });
        self.faire(2, "Terminer", fin).await;
        self.voir().await;
    }

    async fn financer(&mut self) {
        self.aller_au("2026-09-01").await;
        self.voter().await;
        self.recit.pas((ACTEURS[0], &self.clients[0].clone()), "Eligible", json!({ "id": self.personne })).await;
        let input = json!({ "allocataireId": self.personne, "dispositifCode": "fare-82", "nature": "PERMIS_CONDUIRE", "motif": "PRISE_EMPLOI",
            "coutTotal": "1450.00", "montantDemande": "900.00", "obligationTiers": false, "pieces": ["Devis de l'auto-école"] });
        let demandee = self.faire(0, "Demander", input).await;
        let sur = |aide: &Value, champs: Value| {
            let mut input = json!({ "id": aide["id"], "version": aide["version"] });
            input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
            input
        };
        let incomplete =
            self.faire(1, "Decider", sur(&demandee, json!({ "vers": "INCOMPLETE", "piecesManquantes": ["Promesse d'embauche"] }))).await;
        self.aller_au("2026-09-07").await;
        let complete = self.faire(0, "Completer", sur(&incomplete, json!({ "pieces": ["Promesse d'embauche"] }))).await;
        let accordee = self.faire(1, "Decider", sur(&complete, json!({ "vers": "ACCORDEE", "montantAccorde": "800.00" }))).await;
        self.voir().await;
        let premiere = json!({ "montant": "500.00", "le": "2026-09-07", "a": "TIERS", "tiers": "Auto-école du Pont-Vieux" });
        let partie = self.faire(1, "Verser", sur(&accordee, premiere)).await;
        self.aller_au("2026-10-05").await;
        self.faire(1, "Verser", sur(&partie, json!({ "montant": "300.00", "le": "2026-10-05", "a": "BENEFICIAIRE" }))).await;
        self.voir().await;
    }

    /// Whatever the synthetic world has engaged already, so much is left.
    async fn voter(&mut self) {
        let deja = crate::mobilite::Scene::de(self.banc).await.deja[0];
        let votee = crate::mobilite::euros(deja + 2_500_000);
        self.faire(1, "Voter", json!({ "dispositifCode": "fare-82", "annee": 2026, "votee": votee })).await;
    }
}

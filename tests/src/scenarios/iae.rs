//! A person of Toulouse is sent to a structure and proposed to two: one hires her, a few hours a week at first, then more,
//! until a lasting job. Each step by the partner who does it, then what each partner sees.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

use super::recit::Recit;
use crate::candidature::poste;
use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, sur_les_deux_moteurs};

sur_les_deux_moteurs!(de_la_prescription_a_l_emploi_durable);

const DOCUMENT: &str = include_str!("../../scenarios/iae.graphql");
/// Who acts, then who only looks; what each asks.
const ACTEURS: [(&str, &str); 5] = [
    ("departement-31/ass", "Voir"),
    ("cocagne-31", "VoirCommeStructure"),
    ("jardins-girou", "VoirCommeStructure"),
    ("pole-emploi-31", "Voir"),
    ("caf-31", "VoirCommePayeur"),
];

struct Histoire<'a> {
    banc: &'a Banc,
    recit: Recit,
    clients: Vec<Client>,
    personne: Value,
}

async fn de_la_prescription_a_l_emploi_durable(banc: &Banc) {
    let mut clients = Vec::new();
    for (persona, _) in ACTEURS {
        clients.push(banc.client(persona).await);
    }
    let mut histoire = Histoire { banc, recit: Recit::nouveau(DOCUMENT), clients, personne: Value::Null };
    histoire.recevoir().await;
    let contrat = histoire.proposer().await;
    histoire.travailler(contrat).await;
    histoire.recit.conclure("iae");
}

/// The object of an answer, with its id and its version.
fn sur(objet: &Value, cle: &str, champs: &Value) -> Value {
    let mut input = json!({ cle: objet["id"], "version": objet["version"] });
    input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
    input
}

impl Histoire<'_> {
    /// One step of the story, and no rule against it.
    async fn faire(&mut self, acteur: usize, operation: &str, input: Value) -> Value {
        let client = self.clients[acteur].clone();
        let reponse: Reponse = self.recit.pas((ACTEURS[acteur].0, &client), operation, json!({ "input": input })).await;
        let charge = reponse.effet();
        charge.as_object().and_then(|c| c.iter().find(|(nom, _)| *nom != "erreurs")).map(|(_, objet)| objet.clone()).expect("object")
    }

    async fn voir(&mut self) {
        for ((persona, operation), client) in ACTEURS.into_iter().zip(self.clients.clone()) {
            self.recit.voir((persona, &client), operation, json!({ "id": self.personne })).await;
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
        let input = json!({ "departement": "31", "nom": "Vidal", "prenom": "Inès", "dateNaissance": "1991-09-03", "telephone": "0561223344",
            "commune": "31555", "organismePayeur": "CAF", "matricule": "7654399", "statutDroitRsa": "OUVERT", "droitOuvertLe": "2024-11-01" });
        self.personne = self.faire(0, "Recevoir", input).await["id"].clone();
        let parcours = self.faire(0, "Ouvrir", json!({ "allocataireId": self.personne })).await;
        let conseil = ecrire_partenaire(self.banc, "departement-31").await;
        let orientation = json!({ "parcoursId": parcours["id"], "version": parcours["version"], "modalite": "SOCIOPROFESSIONNEL",
            "versPartenaireId": conseil, "mode": "GESTIONNAIRE" });
        self.faire(0, "Orienter", orientation).await;
        self.faire(0, "Reperer", json!({ "allocataireId": self.personne, "theme": "PROJET_PROFESSIONNEL" })).await;
    }

    /// Sent to one structure, proposed to two; the one where she was sent hires her.
    async fn proposer(&mut self) -> Value {
        let postes = [poste(self.banc, &self.clients[1].clone(), 3).await, poste(self.banc, &self.clients[2].clone(), 1).await];
        let destinataire = ecrire_partenaire(self.banc, "cocagne-31").await;
        let prescription = json!({ "allocataireId": self.personne, "type": "IAE", "destinataireId": destinataire, "besoin": "PROJET_PROFESSIONNEL",
            "accordPersonne": true, "motif": "Reprendre un rythme" });
        let prescription = self.faire(0, "Prescrire", prescription).await;
        let message = "Disponible le matin ; aime travailler dehors.";
        let une = json!({ "allocataireId": self.personne, "posteId": postes[0], "prescriptionId": prescription["id"], "message": message });
        let une = self.faire(0, "Candidater", une).await;
        let autre = self.faire(0, "Candidater", json!({ "allocataireId": self.personne, "posteId": postes[1] })).await;
        self.voir().await;
        self.aller_au("2026-06-18").await;
        self.faire(2, "Repondre", sur(&autre, "id", &json!({ "vers": "A_L_ETUDE" }))).await;
        let etudiee = self.faire(1, "Repondre", sur(&une, "id", &json!({ "vers": "A_L_ETUDE" }))).await;
        let entretien = json!({ "vers": "ENTRETIEN", "entretienLe": "2026-06-22T08:30:00Z" });
        let attendue = self.faire(1, "Repondre", sur(&etudiee, "id", &entretien)).await;
        self.voir().await;
        self.aller_au("2026-06-22").await;
        let acceptee = self.faire(1, "Repondre", sur(&attendue, "id", &json!({ "vers": "ACCEPTEE" }))).await;
        let embauche = json!({ "debut": "2026-06-29", "finPrevue": "2026-09-28", "heuresHebdomadaires": 4 });
        let contrat = self.faire(1, "Embaucher", sur(&acceptee, "candidatureId", &embauche)).await;
        self.voir().await;
        contrat
    }

    /// A few hours, then more; an immersion; renewed; and out.
    async fn travailler(&mut self, contrat: Value) {
        let pass = json!({ "palier": { "aPartirDu": "2026-07-13", "heuresHebdomadaires": 8 },
            "pass": { "numero": "999990012345", "debut": "2026-06-29", "fin": "2028-06-28" } });
        let contrat = self.faire(1, "Modifier", sur(&contrat, "id", &pass)).await;
        self.aller_au("2026-09-07").await;
        let contrat = self.faire(1, "Renouveler", sur(&contrat, "id", &json!({ "finPrevue": "2027-03-28" }))).await;
        let palier = json!({ "palier": { "aPartirDu": "2026-09-14", "heuresHebdomadaires": 20 } });
        let contrat = self.faire(1, "Modifier", sur(&contrat, "id", &palier)).await;
        let immersion = json!({ "employeur": "Pépinières du Canal", "codeRome": "A1203", "du": "2026-10-05", "au": "2026-10-16",
            "objet": "CONFIRMER_UN_PROJET" });
        let contrat = self.faire(1, "Immerger", sur(&contrat, "contratId", &immersion)).await;
        self.voir().await;
        self.aller_au("2026-11-02").await;
        let bilan = json!({ "employeur": "Pépinières du Canal", "du": "2026-10-05", "au": "2026-10-16", "objet": "INITIER_UN_RECRUTEMENT",
            "bilan": "L'entreprise propose un contrat." });
        let contrat = self.faire(1, "Immerger", sur(&contrat, "contratId", &bilan)).await;
        self.faire(1, "Terminer", sur(&contrat, "id", &json!({ "le": "2026-10-31", "motif": "CDI" }))).await;
        self.voir().await;
        self.aller_au("2027-02-15").await;
        self.voir().await;
    }
}

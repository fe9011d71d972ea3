//! Evaluations and enrolments in each of their states, lived through the API.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use sea_orm::TryGetable;
use serde_json::{Value, json};
use uuid::Uuid;

use super::vie::Vie;
use crate::harnais::{ecrire_partenaire, prescrire};
use crate::linguistique::DOCUMENT;

/// Platforms, and how many people of their département each evaluates: those whom a partner follows first.
const PLATEFORMES: [(&str, &str, usize); 2] = [("cibc-82", "82", 10), ("cosmopolitaine-31", "31", 4)];
const ORGANISME: &str = "formation-82";
const PLACES: i64 = 4;

/// What the body, then the platform, make of each enrolment in turn; beyond the places, people wait.
const SUITES: [&[&str]; 8] = [
    &[],
    &["CONFIRMEE"],
    &["CONFIRMEE", "EN_FORMATION"],
    &["CONFIRMEE", "EN_FORMATION", "TERMINEE"],
    &["REFUSEE"],
    &["ANNULEE"],
    &["CONFIRMEE", "EN_FORMATION", "ABANDONNEE"],
    &[],
];

const PERSONNES: &str = "select a.id from allocataire a where a.departement = $1 \
    and not exists (select 1 from prescription p where p.allocataire_id = a.id and p.destinataire_id = $2) \
    and not exists (select 1 from accompagnement m where m.allocataire_id = a.id) \
    order by (select count(*) from designation d join parcours c on c.id = d.parcours_id where c.clos_le is null and d.allocataire_id = a.id) desc, a.id";

fn lu<T: TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

impl Vie<'_> {
    /// People are evaluated, oriented to a session with too few places, and followed there.
    pub async fn apprendre(&mut self) {
        let session = self.ouvrir_session().await;
        for (cle, departement, nombre) in PLATEFORMES {
            let plateforme = self.banc.partenaire(cle).await;
            let personnes: Vec<Uuid> = self.banc.colonne(PERSONNES, [departement.into(), plateforme.into()]).await;
            let emetteur = self.client(&format!("departement-{departement}")).await;
            let destinataire = ecrire_partenaire(self.banc, cle).await;
            for (rang, personne) in personnes.into_iter().take(nombre).enumerate() {
                let personne = Genre::Allocataire.ecrire(personne);
                let renvoi = prescrire(&emetteur, &personne, ("EVALUATION_LINGUISTIQUE", &destinataire)).await;
                self.acte(cle, "Repondre", json!({ "id": renvoi, "version": 1, "vers": "ACCEPTEE" })).await;
                self.mener(cle, &renvoi, "EN_COURS").await;
                self.enregistrer(cle, &renvoi).await;
                if departement == "82" {
                    self.former((cle, &renvoi), &session, SUITES[rang % SUITES.len()]).await;
                }
            }
        }
        self.fait("apprendre");
    }

    async fn ouvrir_session(&mut self) -> String {
        let debut = self.banc.horloge.instant().date_naive();
        let input = json!({ "intitule": "Français", "besoin": "FRANCAIS_LANGUE_ETRANGERE", "niveauxAccueillis": ["A1"], "places": PLACES,
            "modalite": "ENTREES_SORTIES_PERMANENTES", "debut": debut, "fin": debut + chrono::Months::new(9), "dureeHeures": 160 });
        self.acte(ORGANISME, "Publier", input).await["sessionFormation"]["id"].as_str().expect("id").to_owned()
    }

    async fn acte(&mut self, cle: &str, operation: &str, input: Value) -> Value {
        let reponse = self.client(cle).await.operer(DOCUMENT, operation, json!({ "input": input })).await;
        self.banc.horloge.avancer(TimeDelta::seconds(1));
        reponse.effet().clone()
    }

    /// The evaluation that a referral became, and its version.
    async fn evaluation(&self, renvoi: &str) -> Option<(String, i64)> {
        let renvoi = Genre::Prescription.lire(renvoi).expect("id");
        let lignes = self.banc.lignes("select id, version from evaluation_linguistique where prescription_id = $1", [renvoi.into()]).await;
        lignes.first().map(|l| (Genre::EvaluationLinguistique.ecrire(lu(l, 0)), lu(l, 1)))
    }

    /// Leads the evaluation of a referral until the referral is in that state; false when it has none.
    pub(super) async fn mener(&mut self, cle: &str, renvoi: &str, vers: &str) -> bool {
        let Some((id, version)) = self.evaluation(renvoi).await else { return false };
        let cible = json!({ "evaluationId": id, "version": version });
        let avec = |champs: Value| {
            let mut input = cible.clone();
            input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
            input
        };
        match vers {
            "EN_COURS" => {
                let prevu = self.banc.horloge.instant() + TimeDelta::hours(2);
                self.acte(cle, "Convoquer", avec(json!({ "prevuLe": prevu, "lieu": "Accueil" }))).await;
            }
            "REALISEE" => {
                self.enregistrer(cle, renvoi).await;
                let (id, version) = self.evaluation(renvoi).await.expect("it is there");
                self.acte(cle, "Cloturer", json!({ "evaluationId": id, "version": version, "motif": "NIVEAU_SUFFISANT" })).await;
            }
            _ => drop(self.acte(cle, "Cloturer", avec(json!({ "motif": "AUTRE", "commentaire": "Sans suite" }))).await),
        }
        true
    }

    async fn enregistrer(&mut self, cle: &str, renvoi: &str) {
        let (id, version) = self.evaluation(renvoi).await.expect("an evaluation");
        let jour = super::causes::jour(self.banc.horloge.instant());
        let input = json!({ "evaluationId": id, "version": version, "finale": false, "besoin": "FRANCAIS_LANGUE_ETRANGERE",
            "niveau": { "expressionOrale": "A1", "comprehensionOrale": "A1", "evalueLe": jour } });
        self.acte(cle, "Enregistrer", input).await;
    }

    async fn former(&mut self, (cle, renvoi): (&str, &str), session: &str, suite: &[&str]) {
        let (id, version) = self.evaluation(renvoi).await.expect("an evaluation");
        let input = json!({ "evaluationId": id, "version": version, "sessionId": session });
        let inscriptions = self.acte(cle, "Orienter", input).await["evaluationLinguistique"]["inscriptions"].clone();
        let inscription = inscriptions[0]["id"].clone();
        let attend = inscriptions[0]["statut"] == "LISTE_ATTENTE";
        for (rang, vers) in suite.iter().enumerate().filter(|(_, vers)| !attend || ["REFUSEE", "ANNULEE"].contains(vers)) {
            let version = rang + 1;
            if *vers == "ANNULEE" {
                self.acte(cle, "Renoncer", json!({ "id": inscription, "version": version, "motif": "AUTRE" })).await;
            } else {
                let input =
                    json!({ "inscriptionId": inscription, "version": version, "statut": vers, "motif": "AUTRE", "bilan": "Suivie" });
                self.acte(ORGANISME, "Suivre", input).await;
            }
        }
    }
}

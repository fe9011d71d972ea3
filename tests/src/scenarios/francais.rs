//! Learning French in Montauban: a social worker refers a person, CIBC evaluates her, a body trains her; after each act,
//! what each partner sees that it did not.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, recevoir, reperer, sur_les_deux_moteurs};
use crate::linguistique::{DOCUMENT, Scene, Suivie, appeler};

sur_les_deux_moteurs!(du_signalement_au_b1);

async fn du_signalement_au_b1(banc: &Banc) {
    let mut histoire = Histoire::nouvelle(banc).await;
    histoire.adresser().await;
    histoire.convoquer_deux_fois().await;
    histoire.evaluer().await;
    histoire.former().await;
    histoire.conclure().await;
    histoire.recit.conclure("francais");
}

struct Histoire<'a> {
    scene: Scene<'a>,
    recit: Recit,
    /// A référent elsewhere, who has nothing to see.
    autre: Client,
    personne: String,
    suivie: Option<Suivie>,
    inscription: Option<String>,
}

impl<'a> Histoire<'a> {
    async fn nouvelle(banc: &'a Banc) -> Self {
        let (scene, autre) = (Scene::du(banc).await, banc.client("pole-emploi-82").await);
        Self { scene, recit: Recit::nouveau(DOCUMENT), autre, personne: String::new(), suivie: None, inscription: None }
    }

    /// What happened, then what each sees of it.
    async fn raconter(&mut self, titre: &str) {
        self.recit.titrer(&format!("{} : {titre}", self.scene.jour()));
        let id = json!({ "id": self.personne });
        for (qui, client) in
            [("departement-82/ass", self.scene.ass.clone()), ("cibc-82", self.scene.cibc.clone()), ("pole-emploi-82", self.autre.clone())]
        {
            self.recit.voir((qui, &client), "Voir", id.clone()).await;
        }
        self.recit.voir(("departement-82/ass (besoins)", &self.scene.ass.clone()), "VoirLesBesoins", id).await;
        if let Some(inscription) = &self.inscription {
            self.recit.voir(("formation-82", &self.scene.organisme.clone()), "VoirLInscription", json!({ "id": inscription })).await;
        }
        self.scene.banc.horloge.avancer(TimeDelta::minutes(1));
    }

    fn evaluation(&self) -> &Suivie {
        self.suivie.as_ref().expect("an evaluation")
    }

    async fn adresser(&mut self) {
        self.personne = recevoir(&self.scene.ass, "82", "Haddad").await;
        reperer(&self.scene.ass, &self.personne, "LANGUE").await;
        let prescription = self.scene.prescrire(&self.personne, "EVALUATION_LINGUISTIQUE", "cibc-82").await;
        self.raconter("l'assistante sociale prescrit une évaluation").await;
        self.suivie = Some(self.scene.accepter(self.personne.clone(), prescription).await);
        self.raconter("le CIBC accepte").await;
    }

    async fn convoquer_deux_fois(&mut self) {
        for (presence, titre) in [("ABSENT", "elle ne vient pas"), ("PRESENT", "elle vient à la seconde convocation")] {
            let rendez_vous = self.scene.convoquer(self.evaluation()).await;
            self.raconter("le CIBC convoque").await;
            self.scene.relever(&rendez_vous, presence).await;
            self.raconter(titre).await;
        }
    }

    async fn evaluer(&mut self) {
        let evaluateur = self.scene.banc.client("cibc-82/evaluateur").await;
        let version = self.version().await;
        let mut niveau = self.scene.niveau("A1");
        niveau["expressionEcrite"] = json!("INFRA_A1");
        let input = json!({ "evaluationId": self.evaluation().id, "version": version, "finale": false, "besoin": "FRANCAIS_LANGUE_ETRANGERE", "niveau": niveau });
        appeler(&evaluateur, "Enregistrer", input).await.effet();
        self.raconter("l'évaluateur trouve un niveau A1").await;
    }

    async fn version(&self) -> Value {
        crate::linguistique::lire(&self.scene.cibc, "Evaluation", &self.evaluation().id).await["version"].clone()
    }

    async fn former(&mut self) {
        let session = self.scene.session(1).await;
        let inscription = self.scene.inscrite(self.evaluation(), &session).await;
        self.inscription = Some(inscription.clone());
        self.raconter("le CIBC l'oriente vers une session").await;
        self.scene.suivre(&inscription, "CONFIRMEE", json!({})).await.effet();
        self.raconter("l'organisme confirme").await;
        self.scene.suivre(&inscription, "EN_FORMATION", json!({})).await.effet();
        self.raconter("elle entre en formation").await;
        self.scene.banc.horloge.avancer(TimeDelta::days(45));
        self.scene.suivre(&inscription, "EN_FORMATION", json!({ "heuresRealisees": 80 })).await.effet();
        self.raconter("à mi-parcours").await;
        self.scene.banc.horloge.avancer(TimeDelta::days(45));
        let fin = json!({ "heuresRealisees": 156, "bilan": "Assidue ; vise un CAP." });
        self.scene.suivre(&inscription, "TERMINEE", fin).await.effet();
        self.raconter("elle finit la formation").await;
    }

    async fn conclure(&mut self) {
        let finale = json!({ "finale": true, "niveau": self.scene.niveau("B1") });
        self.scene.agir("Enregistrer", self.evaluation(), finale).await.effet();
        self.raconter("évaluation finale, B1").await;
        self.scene.agir("Cloturer", self.evaluation(), json!({ "motif": "OBJECTIF_ATTEINT" })).await.effet();
        self.raconter("le besoin est levé").await;
        self.scene.banc.horloge.avancer(TimeDelta::days(91));
        self.raconter("trois mois après, le CIBC et l'organisme ne voient plus la personne").await;
    }
}

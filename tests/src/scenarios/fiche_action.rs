//! A year of one fiche-action, told by those that it names and by one that it does not.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(une_annee_d_une_fiche);

/// The first fiche of 64, which the CAF and the Département lead together.
const PACTE: &str = "64-2018-2021";
const FICHE: &str = "1";
const SATISFACTION: &str = "64-2018-2021.1.03";
const APPROPRIATION: &str = "64-2018-2021.1.05";

struct Annee<'a> {
    banc: &'a Banc,
    recit: Recit,
    caf: Client,
    conseil: Client,
    pole_emploi: Client,
    fiche: String,
    version: i64,
}

async fn une_annee_d_une_fiche(banc: &Banc) {
    let mut annee = Annee::nouvelle(banc).await;
    annee.voir().await;
    annee.suivre().await;
    annee.budgeter().await;
    annee.attendre().await;
    annee.declarer().await;
    annee.corriger().await;
    annee.rediger().await;
    annee.recit.conclure("fiche_action");
}

/// It is told that the declaration is late.
async fn averti(client: &Client) -> bool {
    let reponse = client.operer(include_str!("../../scenarios/fiche_action.graphql"), "Avertissements", json!({})).await;
    let evenements = reponse.donnees()["evenements"]["evenements"].as_array().cloned().unwrap_or_default();
    evenements.iter().any(|e| e["type"] == "ECHEANCE_DEPASSEE" && e["objet"]["code"] == SATISFACTION)
}

impl<'a> Annee<'a> {
    async fn nouvelle(banc: &'a Banc) -> Self {
        let referentiel = banc.base.referentiel().await.expect("reference data");
        let pacte = referentiel.pacte(PACTE).expect("pacte").id;
        let fiche = referentiel.fiche(pacte, FICHE).expect("fiche");
        Self {
            banc,
            recit: Recit::nouveau(include_str!("../../scenarios/fiche_action.graphql")),
            caf: banc.client("caf-64").await,
            conseil: banc.client("departement-64").await,
            pole_emploi: banc.client("pole-emploi-64").await,
            fiche: Genre::FicheAction.ecrire(fiche.id),
            version: fiche.version,
        }
    }

    /// What each sees of the fiche now, and only what changed in it.
    async fn voir(&mut self) {
        for (nom, client) in
            [("caf-64", self.caf.clone()), ("departement-64", self.conseil.clone()), ("pole-emploi-64", self.pole_emploi.clone())]
        {
            self.recit.voir((nom, &client), "Fiche", json!({ "id": self.fiche })).await;
        }
    }

    /// Acts on the version that the last act left.
    async fn ecrire(&mut self, (nom, client): (&str, &Client), operation: &str, champs: Value) {
        let mut input = json!({ "ficheActionId": self.fiche, "version": self.version });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        let reponse = self.recit.pas((nom, client), operation, json!({ "input": input })).await;
        self.version = reponse.charge()["ficheAction"]["version"].as_i64().unwrap_or(self.version);
    }

    async fn suivre(&mut self) {
        self.recit.titrer("Les deux pilotes suivent les actions ; Pôle Emploi, que la fiche ne nomme pas, ne le peut pas");
        let (caf, conseil, pole_emploi) = (self.caf.clone(), self.conseil.clone(), self.pole_emploi.clone());
        self.ecrire(
            ("caf-64", &caf),
            "Suivre",
            json!({ "actionNumero": 1, "statut": "EN_COURS", "commentaire": "Protocole en relecture." }),
        )
        .await;
        self.ecrire(("pole-emploi-64", &pole_emploi), "Suivre", json!({ "actionNumero": 1, "statut": "REALISE" })).await;
        let lue = self.version;
        self.banc.horloge.avancer(TimeDelta::days(30));
        self.ecrire(("departement-64", &conseil), "Suivre", json!({ "actionNumero": 1, "statut": "REALISE" })).await;
        // The CAF had read the fiche before.
        let vieille = json!({ "input": { "ficheActionId": self.fiche, "version": lue, "actionNumero": 1, "statut": "REPORTE", "commentaire": "À revoir." } });
        self.recit.pas(("caf-64", &caf), "Suivre", vieille).await;
        self.ecrire(("departement-64", &conseil), "Suivre", json!({ "statut": "EN_COURS" })).await;
        self.voir().await;
    }

    async fn budgeter(&mut self) {
        self.recit.titrer("Le Département suit le budget");
        let conseil = self.conseil.clone();
        self.ecrire(("departement-64", &conseil), "Budgeter", json!({ "annee": 2026, "etat": "12000.00", "departement": "8000.00" })).await;
        self.ecrire(("departement-64", &conseil), "Budgeter", json!({ "annee": 2026, "execute": "5000.00" })).await;
        self.ecrire(("departement-64", &conseil), "Budgeter", json!({ "annee": 2026, "execute": "5000.00", "executeLe": "2026-06-30" }))
            .await;
        self.voir().await;
    }

    async fn attendre(&mut self) {
        self.recit.titrer("L'année finie attend ses déclarations : leurs responsables le savent");
        self.banc.taches().await;
        self.banc.sequencer().await;
        for (client, attendu) in [(&self.caf, true), (&self.pole_emploi, false)] {
            assert_eq!(averti(client).await, attendu, "the CAF answers for it");
        }
    }

    async fn declarer_valeur(&mut self, qui: (&str, &Client), code: &str, champs: Value) {
        let referentiel = self.banc.base.referentiel().await.expect("reference data");
        let id = Genre::Indicateur.ecrire(referentiel.indicateur(code).expect("indicator").id);
        let mut input = json!({ "indicateurId": id, "periode": { "du": "2025-01-01", "au": "2025-12-31" } });
        input.as_object_mut().expect("object").extend(champs.as_object().cloned().unwrap_or_default());
        self.recit.pas(qui, "Declarer", json!({ "input": input })).await;
        if champs.get("denominateur").is_some() {
            self.recit.pas(qui, "Historique", json!({ "id": id })).await;
        }
    }

    async fn declarer(&mut self) {
        self.recit.titrer("La CAF déclare, le Département relit, Pôle Emploi ne voit rien");
        let (caf, pole_emploi) = (self.caf.clone(), self.pole_emploi.clone());
        self.declarer_valeur(("caf-64", &caf), SATISFACTION, json!({ "valeur": "82" })).await;
        self.declarer_valeur(("caf-64", &caf), APPROPRIATION, json!({ "valeur": "6" })).await;
        self.declarer_valeur(("caf-64", &caf), APPROPRIATION, json!({ "texte": "Un bilan commun chaque trimestre." })).await;
        self.declarer_valeur(("pole-emploi-64", &pole_emploi), SATISFACTION, json!({ "valeur": "1" })).await;
        self.voir().await;
    }

    async fn corriger(&mut self) {
        self.recit.titrer("Le Département corrige : l'ancienne valeur reste dans l'historique");
        self.banc.horloge.avancer(TimeDelta::days(1));
        let conseil = self.conseil.clone();
        self.declarer_valeur(("departement-64", &conseil), SATISFACTION, json!({ "numerateur": "204", "denominateur": "240" })).await;
        self.voir().await;
    }

    async fn rediger(&mut self) {
        self.recit.titrer("Chacun écrit son bilan de l'année, et peut le reprendre");
        let (caf, conseil) = (self.caf.clone(), self.conseil.clone());
        self.ecrire(("caf-64", &caf), "Rediger", json!({ "annee": 2025, "texte": "Délai tenu, sauf en été." })).await;
        self.ecrire(("departement-64", &conseil), "Rediger", json!({ "annee": 2025, "texte": "Moins de relances." })).await;
        self.ecrire(("caf-64", &caf), "Rediger", json!({ "annee": 2025, "texte": "Délai tenu toute l'année." })).await;
        self.voir().await;
    }
}

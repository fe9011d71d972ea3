//! A referral in each of its states, for each of the callers that receive some.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use domain::prescription::TypePrescription;
use domain::vocabulaire::{Ensemble, Enumeration};
use serde_json::json;
use uuid::Uuid;

use super::personas::CONVENTIONNEE;
use super::vie::Vie;
use crate::harnais::prescrire;

const DESTINATAIRES: [&str; 10] = [
    "cibc-82",
    "cosmopolitaine-31",
    "wimoov-31",
    "montauban-services",
    "formation-82",
    "cocagne-31",
    CONVENTIONNEE,
    "pole-emploi-31",
    "pole-emploi-82",
    "ccas-toulouse",
];
const SUITES: [&[&str]; 6] =
    [&[], &["LISTE_ATTENTE"], &["REFUSEE"], &["ACCEPTEE"], &["ACCEPTEE", "EN_COURS", "REALISEE"], &["ACCEPTEE", "ABANDONNEE"]];
const REPONDRE: &str = "mutation($i: RepondrePrescriptionInput!) { repondrePrescription(input: $i) { erreurs { code message } } }";
const CORRECTIONS: usize = 20;

/// Women: a service may be theirs alone.
const PERSONNES: &str = "select a.id from allocataire a where a.departement = $1 and a.civilite = 'MADAME' \
    and not exists (select 1 from prescription p where p.allocataire_id = a.id and p.destinataire_id = $2) order by a.id";
const TYPES: &str = "select types_prescription from service where partenaire_id = $1 and types_prescription <> 0 order by id";

impl Vie<'_> {
    /// What runs, what waits, what has just ended; then corrections of contact details, here and there.
    pub async fn adresser(&mut self) {
        for (rang, cle) in DESTINATAIRES.into_iter().enumerate() {
            let destinataire = self.banc.partenaire(cle).await;
            let departement = if cle.ends_with("82") || cle.starts_with("montauban") { "82" } else { "31" };
            let personnes: Vec<Uuid> = self.banc.colonne(PERSONNES, [departement.into(), destinataire.into()]).await;
            let type_ = self.type_recu(destinataire).await;
            let emetteur = self.client(&format!("departement-{departement}")).await;
            for (n, suite) in SUITES.iter().enumerate() {
                let personne = Genre::Allocataire.ecrire(personnes[(rang * 17 + n) % personnes.len()]);
                let renvoi = prescrire(&emetteur, &personne, (type_.code(), &Genre::Partenaire.ecrire(destinataire))).await;
                self.suivre(cle, &renvoi, suite).await;
            }
        }
        for _ in 0..CORRECTIONS {
            self.corriger().await;
            self.banc.horloge.avancer(TimeDelta::seconds(1));
        }
    }

    async fn type_recu(&self, destinataire: Uuid) -> TypePrescription {
        let services: Vec<i64> = self.banc.colonne(TYPES, [destinataire.into()]).await;
        let mut types = services.into_iter().flat_map(|bits| Ensemble::<TypePrescription>::de_bits(bits).sans_sensibles().valeurs());
        types.next().expect("a type that the partner receives")
    }

    async fn suivre(&mut self, cle: &str, renvoi: &str, suite: &[&str]) {
        for (rang, vers) in suite.iter().enumerate() {
            if rang > 0 && self.mener(cle, renvoi, vers).await {
                continue;
            }
            let input = json!({ "id": renvoi, "version": rang + 1, "vers": vers, "motif": "AUTRE" });
            self.client(cle).await.demander(REPONDRE, json!({ "i": input })).await.effet();
            self.banc.horloge.avancer(TimeDelta::seconds(1));
        }
    }
}

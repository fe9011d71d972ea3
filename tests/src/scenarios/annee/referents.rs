//! Any day of the year has its référent, the one that the acts played named.

use std::fmt::Write;

use chrono::NaiveDate;
use serde_json::json;

use super::Annee;

/// Days asked for in one request.
const LOT: usize = 15;

impl Annee<'_> {
    /// From the claim to the exit: nobody before the orientation, one each day after it, none once it is over.
    pub(super) async fn chaque_jour_a_son_referent(&self) {
        let jours: Vec<NaiveDate> = "2026-06-15".parse::<NaiveDate>().expect("day").iter_days().take(365).collect();
        let sortie: NaiveDate = "2027-06-05".parse().expect("day");
        for lot in jours.chunks(LOT) {
            let noms = self.referents(lot).await;
            for (le, nom) in lot.iter().zip(noms) {
                let attendu = self.designes.iter().rev().find(|(debut, _)| debut <= le).filter(|_| *le <= sortie).map(|(_, cle)| *cle);
                let attendu = match attendu {
                    Some(cle) => Some(self.nom(cle).await),
                    None => None,
                };
                assert_eq!(nom, attendu, "{le}");
            }
        }
    }

    async fn referents(&self, jours: &[NaiveDate]) -> Vec<Option<String>> {
        let mut champs = String::new();
        for (rang, le) in jours.iter().enumerate() {
            write!(champs, "j{rang}: referent(au: \"{le}\") {{ partenaire {{ nom }} }} ").expect("text");
        }
        let document = format!("query($id: ID!) {{ parcours(id: $id) {{ {champs} }} }}");
        let lu = self.ass.demander(&document, json!({ "id": self.dossier.id })).await;
        let parcours = &lu.donnees()["parcours"];
        (0..jours.len()).map(|rang| parcours[format!("j{rang}")]["partenaire"]["nom"].as_str().map(str::to_owned)).collect()
    }

    async fn nom(&self, cle: &str) -> String {
        self.banc.valeur("select nom from partenaire where cle = $1", [cle.into()]).await
    }
}

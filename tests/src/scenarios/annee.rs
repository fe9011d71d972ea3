//! A year of one person, from the claim to a job: after each act, what each partner sees of her, and only what changed in it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::recit::Recit;
use crate::harnais::{Banc, Client, ecrire_partenaire, prescrire, sur_les_deux_moteurs};
use crate::parcours::dossier::{Dossier, acte, agent, fondre, jour, texte};

mod accueil;
mod referents;
mod suite;

sur_les_deux_moteurs!(une_annee);

const DOCUMENT: &str = include_str!("../../scenarios/une_annee.graphql");

/// Who looks, and what its scopes let it ask.
const REGARDS: [(&str, &str); 6] = [
    ("departement-31/ass", "Voir"),
    ("caf-31", "VoirDeLoin"),
    ("pole-emploi-31/conseiller", "Voir"),
    ("ccas-toulouse", "Voir"),
    ("agence-3i-31", "Voir"),
    ("wimoov-31", "VoirLaPersonne"),
];

async fn une_annee(banc: &Banc) {
    let mut annee = Annee::nouvelle(banc).await;
    annee.accueillir().await;
    annee.confier_a_pole_emploi().await;
    annee.reorienter().await;
    annee.accompagner_par_le_ccas().await;
    annee.sortir().await;
    annee.chaque_jour_a_son_referent().await;
    annee.recit.conclure("une_annee");
}

struct Annee<'a> {
    banc: &'a Banc,
    recit: Recit,
    ass: Client,
    pe: Client,
    ccas: Client,
    regards: Vec<Client>,
    /// The person's own, once it is open.
    dossier: Dossier<'a>,
    /// Référents as the acts played named them, from which day on.
    designes: Vec<(NaiveDate, &'static str)>,
}

impl<'a> Annee<'a> {
    async fn nouvelle(banc: &'a Banc) -> Self {
        let mut regards = Vec::new();
        for (persona, _) in REGARDS {
            regards.push(banc.client(persona).await);
        }
        let [ass, pe, ccas] = [0, 2, 3].map(|rang: usize| regards[rang].clone());
        let dossier = Dossier { banc, personne: String::new(), id: String::new() };
        Self { banc, recit: Recit::nouveau(DOCUMENT), ass, pe, ccas, regards, dossier, designes: Vec::new() }
    }

    /// Lets time pass until nine o'clock of a day, the ticker with it.
    async fn aller_au(&self, le: &str) {
        let le: NaiveDate = le.parse().expect("day");
        let la = le.and_time(NaiveTime::from_hms_opt(9, 0, 0).expect("time")).and_utc();
        self.banc.horloge.avancer(la - self.banc.horloge.instant());
        self.banc.taches().await;
    }

    /// What happened, then what each sees of it.
    async fn raconter(&mut self, titre: &str) {
        self.recit.titrer(&format!("{} : {titre}", jour(self.banc)));
        for ((persona, operation), client) in REGARDS.iter().zip(self.regards.clone()) {
            self.recit.voir((persona, &client), operation, json!({ "id": self.dossier.personne })).await;
        }
        self.banc.horloge.avancer(TimeDelta::minutes(1));
    }

    fn dans(&self, jours: i64) -> DateTime<Utc> {
        self.banc.horloge.instant() + TimeDelta::days(jours)
    }

    async fn agent(&self, cle: &str) -> String {
        agent(self.banc, cle).await
    }

    async fn partenaire(&self, cle: &str) -> String {
        ecrire_partenaire(self.banc, cle).await
    }

    async fn orienter(&mut self, vers: &'static str, champs: Value) {
        self.dossier.orienter(&self.ass, vers, champs).await.effet();
        self.designes.push((jour(self.banc), vers));
    }

    /// An appointment with the caller in some days, and what came of it that day.
    async fn recevoir(&mut self, client: &Client, jours: i64, presence: &str) {
        let fixe = self.dossier.fixer(client, self.dans(jours), json!({ "lieu": "Toulouse" })).await;
        let id = texte(&fixe, "/rendezVous/id");
        self.raconter("un rendez-vous est fixé").await;
        self.banc.horloge.avancer(TimeDelta::days(jours));
        self.banc.taches().await;
        acte(client, "Relever", json!({ "rendezVousId": id, "version": 1, "presence": presence })).await.effet();
        self.raconter(&format!("présence relevée, {presence}")).await;
    }
}
